"""Work in processes: documents read by several, files written by several, none of which can be told from the result.

Processes are spawned (they share nothing with this one) once a build, from a pool that notices when one of them dies:
`multiprocessing.Pool`, ten milliseconds quicker to start, was seen to wait for ever for what a killed worker owed. Results come as
they are done, each with the place of its item.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item")
Out = TypeVar("Out")

FEW = 12
"""Below this many documents one process is done before others have started (half a second each)."""


def cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Crew(Protocol):
    """Those who do the work: processes of this machine, or the workers of a cluster."""

    def each(self, work: Callable[[Item], Out], items: Sequence[Item], died: Callable[[Item], Out]) -> Iterator[tuple[int, Out]]:
        """`work` of every item with the item's place, as they are done; `died` of an item that ends the process working on it."""
        ...

    def __enter__(self) -> Crew: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


class Processes:
    """A crew of processes on this machine; with one worker, this process itself."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def each(self, work: Callable[[Item], Out], items: Sequence[Item], died: Callable[[Item], Out]) -> Iterator[tuple[int, Out]]:
        """`work` of every item, in the processes; small results, or they cost more to send than to make.

        When a process dies, the first item without a result may be to blame: it is tried again alone, where it can take nothing
        with it, and the others go on in new processes.
        """
        if min(self.workers, len(items)) <= 1 and self._pool is None:
            yield from ((place, work(item)) for place, item in enumerate(items))
            return
        waiting = dict(enumerate(items))
        while waiting:
            try:
                for place, result in self._done(work, waiting):
                    del waiting[place]
                    yield place, result
            except BrokenProcessPool:
                self._pool = None
                place = min(waiting)
                yield place, _alone(work, waiting.pop(place), died)

    def _done(self, work: Callable[[Item], Out], waiting: dict[int, Item]) -> Iterator[tuple[int, Out]]:
        if self._pool is None:
            self._pool = _pool(self.workers)
        places: dict[Future[Out], int] = {self._pool.submit(work, item): place for place, item in waiting.items()}
        running = set(places)
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            good = [future for future in done if future.exception() is None]
            for future in good:
                yield places.pop(future), future.result()
            if len(good) < len(done):
                for future in running:
                    future.cancel()
                next(future for future in done if future not in good).result()


def _alone(work: Callable[[Item], Out], item: Item, died: Callable[[Item], Out]) -> Out:
    with _pool(1) as pool:
        try:
            return pool.submit(work, item).result()
        except BrokenProcessPool:
            return died(item)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_orphaned)


def _orphaned() -> None:
    """Have this process end with the one that started it, however that ends: a pool's processes would else wait for work for ever."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


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
