"""The whole way through: documents → facts → things known across documents → files.

Each document is read and extracted by itself (`one`, a pure function of a file, its manifest entry and the ontology), so that any number
of workers, here or on a cluster, may do it in any order and a cache may stand in for it. What is found waits on disk; only the things
named are held in memory, until all documents' have been matched with each other. Then the files are written, document by
document, in order of identifier.
"""

from __future__ import annotations

import functools
import gc
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from graphbuild import packets
from graphbuild.cache import Cache, key_of
from graphbuild.document import Document
from graphbuild.facts import Facts
from graphbuild.graph.iris import DEFAULT_BASE, checked_base
from graphbuild.join import join, together
from graphbuild.landing import OutputError
from graphbuild.packets import Brief, Held, Shelf
from graphbuild.read.bounds import USUAL, Bounds
from graphbuild.sources import Failure, Source, content, find, is_address
from graphbuild.workers import FEW, Crew, Processes, cores
from graphbuild.writing import write

if TYPE_CHECKING:
    from graphbuild.ask.review import Review
    from graphbuild.manifest import Manifest

__all__ = ["Failure", "OutputError", "Result", "Source", "build", "find", "one", "write"]

Progress = Callable[[int, int, str], None]
"""Called as work goes on: how much is done, of how much, and what is being done."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a build read and wrote. `facts[i]` are those of `documents[i]`, with lasting keys; both in order of identifier.

    `facts` are on disk, and read whenever one is asked for: hold what you go on working with. `reused` counts the documents the cache had.
    """

    documents: tuple[Document, ...]
    facts: Sequence[Facts]
    failures: tuple[Failure, ...]
    warnings: tuple[str, ...]
    words: tuple[int, ...] = ()
    output: Path | None = None
    reused: int = field(default=0, compare=False)

    @property
    def together(self) -> Facts:
        """The facts of all documents as one."""
        return together(self.facts)


def build(
    paths: Iterable[Path | str] = (),
    output: Path | str | None = None,
    *,
    base_iri: str = DEFAULT_BASE,
    workers: int | None = None,
    manifest: Manifest | Path | str | None = None,
    review: Path | str | None = None,
    people: bool = True,
    draw: bool = True,
    sparql: bool = True,
    cache: Path | str | None = None,
    scheduler: str | None = None,
    bounds: Bounds | None = None,
    progress: Progress | None = None,
) -> Result:
    """Read `paths` (files, folders, addresses; the samples where none is given) and write the graph into `output` (nowhere if None).

    `workers` processes read and extract (None: one for a few documents, else one a core); or those of the Dask cluster whose
    `scheduler` is given ("tcp://…"). `cache` is a folder of what earlier builds read (see `graphbuild.cache`; None: none).
    `draw` False leaves the map out, `sparql` False its query engine (2 MB); `people` False leaves every person out, and whatever quotes
    a name: posts stay, with nobody named.
    `bounds` is the most one document may be and take (None: as the environment says, else the usual).
    `review` is a file of decisions on facts (see `graphbuild.ask.review`); None: the `review.toml` that stand beside the sources.

    A document that cannot be read is named among the result's failures, and the rest is built; what `output` held stays whole until
    all of the new is there, and stays for good where nothing at all could be read. Raises ValueError for a base IRI nothing can
    stand under, ManifestError for a manifest that cannot be used, AskError for a review that cannot, ClusterError for a
    scheduler, BoundsError for bounds in the environment, OutputError where `output` cannot be written.
    """
    paths = list(paths)
    decided = _review(review, paths)
    base = checked_base(base_iri)
    known = _manifest(manifest)
    bounds = bounds or Bounds.settled()
    found, failures = find(paths, known, bounds)
    with _crew(workers, scheduler, len(found)) as crew:
        kept = Cache(cache) if cache is not None else None
        shelf, read, lost, reused = _read(found, known, crew, kept, bounds, progress)
        facts, said = join(shelf, read, crew, people, kept)
        result = Result(
            tuple(brief.document for brief, _ in read),
            facts,
            tuple(sorted((*failures, *lost), key=lambda f: (f.source, f.reason))),
            tuple(dict.fromkeys(f"{b.document.identifier}: {line}" for (b, _), lines in zip(read, said, strict=True) for line in lines)),
            tuple(brief.words for brief, _ in read),
            reused=reused,
        )
        del shelf, read
        if decided is not None:
            result = _after(result, decided, found, known, bounds)
        if output is not None and result.documents:
            write(result, Path(output), base, draw, progress, sparql, crew if isinstance(crew, Processes) else None, kept)
            result = replace(result, output=Path(output))
        if kept and reused < len(found):
            kept.trim()
    return result


def one(source: Source, manifest: Manifest | None = None, bounds: Bounds = USUAL) -> tuple[Document, Facts] | Failure:
    """Read and extract one document. Pure: the same file, manifest and ontology give the same outcome, wherever it runs."""
    import hashlib

    from graphbuild.extract import extract
    from graphbuild.ontology import OntologyError
    from graphbuild.read import ReadError, read
    from graphbuild.sources import named

    try:
        data = content(source.path, bounds)
        if hashlib.sha256(data).hexdigest() != source.sha256:
            return Failure(source.name, f"{source.name} changed while it was being read")
        document = replace(read(named(source.path), manifest=manifest, data=data, bounds=bounds), identifier=source.identifier)
        return document, extract(document)
    except ReadError as error:
        return Failure(source.name, str(error))
    except OntologyError:
        raise
    except (RecursionError, MemoryError) as error:
        return Failure(source.name, f"{source.name} is too deep or too large to read ({type(error).__name__})")
    except Exception as error:  # a fault of ours costs this document, not the others; with GRAPHBUILD_DEBUG set it is shown whole
        if os.environ.get("GRAPHBUILD_DEBUG"):
            raise
        return Failure(source.name, f"{source.name} could not be understood: {type(error).__name__}: {error}")


def packet_of(source: Source, manifest: Manifest | None = None, bounds: Bounds = USUAL) -> bytes | Failure:
    """`one`, as what a worker sends and a cache keeps. Garbage is collected between documents: a tenth of the time is lost else."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        found = one(source, manifest, bounds)
        if isinstance(found, Failure):
            return found
        document, facts = found
        words = document.text.count(" ") + len(document.blocks)
        return packets.packed(Brief(replace(document, text="", blocks=()), words), facts)
    finally:
        if collecting:
            gc.enable()


def _read(
    found: Sequence[Source], manifest: Manifest | None, crew: Crew, cache: Cache | None, bounds: Bounds, progress: Progress | None
) -> tuple[Shelf, list[tuple[Brief, int]], list[Failure], int]:
    """All sources' packets on a shelf: the heads with their numbers, in order of identifier; what failed; how many the cache had."""
    shelf, read, failures = Shelf(), list[tuple[Brief, int]](), list[Failure]()
    keys = [_key(source, manifest) for source in found] if cache else []
    todo: list[int] = []
    for place, source in enumerate(found):
        packet = cache.get(keys[place]) if cache else None
        if packet is None:
            todo.append(place)
        else:
            read.append((packets.brief(packet), shelf.put(packet)))
            if progress:
                progress(len(read), len(found), source.name)
    reused = len(read)
    todo.sort(key=lambda place: (-found[place].size, place))  # the long ones first, so that none keeps the others waiting in the end

    def died(source: Source, why: str) -> bytes | Failure:
        return Failure(source.name, f"{source.name} could not be read: {why}")

    work = functools.partial(packet_of, manifest=manifest, bounds=bounds)
    for number, (which, outcome) in enumerate(crew.guarded(work, [found[place] for place in todo], died, bounds), reused + 1):
        place = todo[which]
        if isinstance(outcome, Failure):
            failures.append(outcome)
        else:
            if cache:
                cache.put(keys[place], outcome)
            read.append((packets.brief(outcome), shelf.put(outcome)))
        if progress:
            progress(number, len(found), found[place].name)
    read.sort(key=lambda pair: pair[0].document.identifier)
    return shelf, read, failures, reused


def _key(source: Source, manifest: Manifest | None) -> str:
    from graphbuild.manifest import shipped
    from graphbuild.sources import named

    where = named(source.path)
    entry = (manifest.lookup(where, source.sha256) if manifest else None) or shipped().lookup(where, source.sha256)
    return key_of(source.sha256, source.identifier, source.name, repr(entry))


def _crew(workers: int | None, scheduler: str | None, documents: int) -> Crew:
    if scheduler is not None:
        from graphbuild.cluster import Cluster

        return Cluster(scheduler)
    return Processes((1 if documents < FEW else cores()) if workers is None else workers)


def _review(given: Path | str | None, paths: Sequence[Path | str]) -> Review | None:
    from graphbuild.ask.review import beside, loaded
    from graphbuild.manifest import seeds

    files = [Path(given)] if given is not None else beside([Path(path) for path in paths if not is_address(path)] or [seeds()])
    return loaded(files) if files else None


def _after(result: Result, review: Review, found: Sequence[Source], manifest: Manifest | None, bounds: Bounds) -> Result:
    """The result as a review leaves it; a document is read again only to find the words of a link that was added to it."""
    from graphbuild.ask.review import reviewed
    from graphbuild.read import ReadError, read
    from graphbuild.sources import named

    paths = {source.identifier: source.path for source in found}

    @functools.cache
    def text_of(identifier: str) -> Document | None:
        try:
            path = paths[identifier]
            return replace(read(named(path), manifest=manifest, data=content(path, bounds), bounds=bounds), identifier=identifier)
        except (KeyError, ReadError):
            return None

    facts, said = reviewed([(d.identifier, f) for d, f in zip(result.documents, result.facts, strict=True)], review, text_of)
    return replace(result, facts=Held.of(facts), warnings=(*result.warnings, *said))


def _manifest(given: Manifest | Path | str | None) -> Manifest | None:
    if given is None or not isinstance(given, (str, Path)):
        return given
    from graphbuild.manifest import load

    return load(given)
