"""Work in processes: documents read by several, files written by several, none of which can be told from the result.

Processes are spawned (they share nothing with this one) once a build, from a pool that notices when one of them dies:
`multiprocessing.Pool`, ten milliseconds quicker to start, was seen to wait for ever for what a killed worker owed. Results come as
they are done, each with the place of its item.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, Generic, Protocol, TypeVar

from graphbuild.read.bounds import MB, Bounds

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

    def guarded(
        self, work: Callable[[Item], Out], items: Sequence[Item], died: Callable[[Item, str], Out], bounds: Bounds
    ) -> Iterator[tuple[int, Out]]:
        """The same for work that is not to be trusted: elsewhere than here, and within bounds; `died` is told why."""
        ...

    def __enter__(self) -> Crew: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...


class Processes:
    """A crew of processes on this machine; with one worker, this process itself, but for what is not to be trusted."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._pool is not None:
            _end(self._pool, at_once=kind is not None)
            self._pool = None

    def each(self, work: Callable[[Item], Out], items: Sequence[Item], died: Callable[[Item], Out]) -> Iterator[tuple[int, Out]]:
        """`work` of every item, in the processes; small results, or they cost more to send than to make."""
        if min(self.workers, len(items)) <= 1 and self._pool is None:
            yield from ((place, work(item)) for place, item in enumerate(items))
        else:
            yield from self._each(work, items, lambda item, why: died(item), None)

    def guarded(
        self, work: Callable[[Item], Out], items: Sequence[Item], died: Callable[[Item, str], Out], bounds: Bounds
    ) -> Iterator[tuple[int, Out]]:
        """`work` of every item, never in this process, so that an item can end, fill or stop another process only."""
        yield from self._each(Guarded(work, bounds), items, died, bounds)

    def _each(
        self, work: Callable[[Item], Out], items: Sequence[Item], died: Callable[[Item, str], Out], bounds: Bounds | None
    ) -> Iterator[tuple[int, Out]]:
        """When a process dies, the first item without a result may be to blame.

        Of one process it is. Of several it is tried again alone, where it can take nothing with it, and the others go on in new ones.
        """
        waiting = dict(enumerate(items))
        single = min(self.workers, len(items)) <= 1 and self._pool is None
        while waiting:
            if single:
                pool = _pool(1, forked=True)
            else:
                pool = self._pool = self._pool or _pool(self.workers)
            try:
                for place, result in _done(pool, work, waiting):
                    del waiting[place]
                    yield place, result
            except BrokenProcessPool:
                self._pool = None
                why = _reason(pool, bounds)
                place = min(waiting)
                item = waiting.pop(place)
                yield place, (died(item, why) if single else _alone(work, item, died, bounds))
            except BaseException:
                self._pool = None
                _end(pool, at_once=True)
                raise
            if single:
                _end(pool)


@dataclass(frozen=True, slots=True)
class Guarded(Generic[Item, Out]):
    """`work` that ends the process it is done in when it takes too long, and meets a MemoryError when it takes too much."""

    work: Callable[[Item], Out]
    bounds: Bounds

    def __call__(self, item: Item) -> Out:
        with _limited(self.bounds.memory * MB), _timed(self.bounds.seconds):
            return self.work(item)


@contextmanager
def _timed(seconds: int) -> Iterator[None]:
    """By the system's own alarm, or else a thread that needs no lock of Python's: a library or a pattern may hold it and never return."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    else:
        with Path(os.devnull).open("w") as nowhere:
            faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
            try:
                yield
            finally:
                faulthandler.cancel_dump_traceback_later()


@contextmanager
def _limited(more: int) -> Iterator[None]:
    if sys.platform != "linux":
        yield
        return
    import resource

    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = min(limit for limit in (now + more, soft, hard) if limit != resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _done(pool: ProcessPoolExecutor, work: Callable[[Item], Out], waiting: dict[int, Item]) -> Iterator[tuple[int, Out]]:
    with _unasked():
        places: dict[Future[Out], int] = {pool.submit(work, item): place for place, item in waiting.items()}
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


def _alone(work: Callable[[Item], Out], item: Item, died: Callable[[Item, str], Out], bounds: Bounds | None) -> Out:
    pool = _pool(1)
    try:
        with _unasked():
            future = pool.submit(work, item)
        return future.result()
    except BrokenProcessPool:
        return died(item, _reason(pool, bounds))
    finally:
        _end(pool)


@contextmanager
def _unasked() -> Iterator[None]:
    """Have processes start without the caller's script, which they would else run again; what they are to do is all in modules."""
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def _pool(workers: int, forked: bool = False) -> ProcessPoolExecutor:
    """Processes that share nothing with this one, or `forked` from it where that is safe: there in ten milliseconds, not 500."""
    way = "fork" if forked and sys.platform == "linux" else "spawn"
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context(way), initializer=_begun)


def _end(pool: ProcessPoolExecutor, at_once: bool = False) -> None:
    if at_once:
        for process in list((pool._processes or {}).values()):
            process.kill()
    pool.shutdown(cancel_futures=True)


def _reason(pool: ProcessPoolExecutor, bounds: Bounds | None) -> str:
    """Why a process of a pool that broke ended, in words."""
    processes = list((pool._processes or {}).values())
    pool.shutdown(cancel_futures=True)
    codes = [process.exitcode or 0 for process in processes]
    if bounds is not None and hasattr(signal, "SIGALRM") and -signal.SIGALRM in codes:
        return f"it took longer than {bounds.seconds} seconds, the most a document may (--timeout)"
    names = [signal.Signals(-code).name for code in codes if -code in set(signal.Signals) and code != -signal.SIGTERM]
    return f"the process reading it died ({names[0]})" if names else "the process reading it died"


def _begun() -> None:
    """A process's first act: to leave an interruption to the one that started it, and to end when that one does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _orphaned()


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
    _orphaned()  # it holds the lock of the output too, and is not to keep it
    try:
        step(path)
    except BaseException:
        os._exit(1)
    os._exit(0)  # at once: the threads whose locks this copy may hold are not here to release them
