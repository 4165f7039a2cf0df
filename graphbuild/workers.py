"""Work in processes: documents read by several, files written by several, none of which can be told from the result.

Processes are spawned (they share nothing with this one) from a pool that notices when one of them dies: `multiprocessing.Pool`, ten
milliseconds quicker to start, was seen to wait for ever for what a killed worker owed. Results come in the order of the items.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, TypeVar

Item = TypeVar("Item")
Out = TypeVar("Out")

FEW = 12
"""Below this many documents one process is done before others have started (half a second each)."""


def cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(work: Callable[[Item], Out], items: Sequence[Item], workers: int, died: Callable[[Item], Out]) -> Iterator[Out]:
    """`work` of every item, in order, in `workers` processes (in this one if that is 1); `died` of an item that ends its process.

    When a process dies, the first item without a result may be to blame: it is tried again alone, where it can take nothing
    with it, and the others go on in new processes.
    """
    if min(workers, len(items)) <= 1:
        yield from map(work, items)
        return
    waiting = list(items)
    while waiting:
        with _pool(min(workers, len(waiting))) as pool:
            futures = [pool.submit(work, item) for item in waiting]
            for place, future in enumerate(futures):
                try:
                    result = future.result()
                except BrokenProcessPool:
                    waiting = waiting[place:]
                    break
                yield result
            else:
                return
        yield _alone(work, waiting.pop(0), died)


def _alone(work: Callable[[Item], Out], item: Item, died: Callable[[Item], Out]) -> Out:
    with _pool(1) as pool:
        try:
            return pool.submit(work, item).result()
        except BrokenProcessPool:
            return died(item)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def at_once(writers: Sequence[tuple[Callable[[Path], None], Path]]) -> None:
    """Write independent files in processes of their own, as many at once as there are cores, where a process can share this one's memory.

    Nothing is written where it cannot, and nothing is left of a file whose process failed: the caller writes what is not there,
    and so meets the error itself.
    """
    if cores() < 2 or sys.platform != "linux":
        return
    context = multiprocessing.get_context("fork")
    waiting, running = list(writers), list[tuple[Path, Any]]()
    while waiting or running:
        while waiting and len(running) < cores():
            step, path = waiting.pop(0)
            process = context.Process(target=_write, args=(step, path))
            process.start()
            running.append((path, process))
        path, process = running.pop(0)
        process.join()
        if process.exitcode:
            path.unlink(missing_ok=True)


def _write(step: Callable[[Path], None], path: Path) -> None:
    try:
        step(path)
    except BaseException:
        os._exit(1)
    os._exit(0)  # at once: the threads whose locks this copy may hold are not here to release them
