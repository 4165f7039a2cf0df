"""Work on a Dask cluster: the same functions as in processes, in batches, on machines that reach the same documents.

Dask was chosen for having finished every document when a worker was killed half-way, and for costing 1.5 ms a task, hence batches.
Workers must run the same graphbuild, by its fingerprint: a document read by another version may read otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, TypeVar

from graphbuild.cache import fingerprint
from graphbuild.read.bounds import Bounds

Item = TypeVar("Item")
Out = TypeVar("Out")

SMALLEST, LARGEST = 8, 25
"""Items of a batch: below, sending costs more than it should; above, the last worker keeps the others waiting."""
PATIENCE = 20
"""Seconds a scheduler, and then the first of its workers, may take to answer."""


class ClusterError(Exception):
    """The cluster cannot be worked with; the message is one plain line."""


class Cluster:
    """A crew of a Dask scheduler's workers."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._client: Any = None

    def __enter__(self) -> Cluster:
        try:
            import distributed
        except ImportError:
            raise ClusterError("a scheduler needs Dask: pip install 'graphbuild[cluster]'") from None
        try:
            self._client = distributed.Client(self.address, timeout=PATIENCE, set_as_default=False)
            self._client.wait_for_workers(1, timeout=PATIENCE)
            others = {address for address, print_ in self._client.run(fingerprint).items() if print_ != fingerprint()}
        except (OSError, TimeoutError, ValueError) as error:
            self._close()
            why = " ".join(str(error).split()) or type(error).__name__
            raise ClusterError(f"the scheduler {self.address} cannot be used: {why}") from None
        if others:
            self._close()
            raise ClusterError(f"the worker {min(others)} runs another version of graphbuild, of its ontology or of a library")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close()

    def _close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def each(self, work: Callable[[Item], Out], items: Sequence[Item], died: Callable[[Item], Out]) -> Iterator[tuple[int, Out]]:
        """`work` of every item, in batches; a batch whose worker dies again and again is done item by item, to find which it was."""
        import distributed

        client = self._client
        hands = max(1, sum(client.nthreads().values()))
        size = min(LARGEST, max(SMALLEST, -(-len(items) // (4 * hands))))
        batches = [list(range(start, min(start + size, len(items)))) for start in range(0, len(items), size)]
        while batches:
            places = {client.submit(_batch, work, [items[p] for p in batch], pure=False): batch for batch in batches}
            batches = []
            for future in distributed.as_completed(places, loop=client.loop):
                batch = places[future]
                if future.status == "finished":
                    yield from zip(batch, future.result(), strict=True)
                elif type(future.exception()).__name__ != "KilledWorker":
                    raise future.exception()
                elif len(batch) == 1:
                    yield batch[0], died(items[batch[0]])
                else:
                    batches += [[place] for place in batch]
                future.release()

    def guarded(
        self, work: Callable[[Item], Out], items: Sequence[Item], died: Callable[[Item, str], Out], bounds: Bounds
    ) -> Iterator[tuple[int, Out]]:
        """`each`: a cluster's workers are elsewhere already, and their time and memory are bounded by how they were started."""
        yield from self.each(work, items, lambda item: died(item, "the worker reading it died"))


def _batch(work: Callable[[Item], Out], items: Sequence[Item]) -> list[Out]:
    return [work(item) for item in items]
