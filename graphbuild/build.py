"""The whole way through: documents → facts → things known across documents → files.

Each document is read and extracted by itself (`one`, a pure function of a file, its manifest entry and the ontology), so that any number
of workers may do it in any order and a cache may stand in for it; what they return is small. Only then are the things of
all documents matched with each other, and the files written, document by document, in order of identifier.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from graphbuild.document import Document
from graphbuild.facts import Entity, Facts
from graphbuild.graph.iris import DEFAULT_BASE, checked_base
from graphbuild.landing import OutputError, landing
from graphbuild.workers import FEW, at_once, cores, each

if TYPE_CHECKING:
    from graphbuild.ask.review import Review
    from graphbuild.manifest import Manifest
    from graphbuild.resolve import Resolution

__all__ = ["Failure", "OutputError", "Result", "build"]

Progress = Callable[[int, int, str], None]
"""Called as work goes on: how much is done, of how much, and what is being done."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: its path, the hash of its bytes and the identifier its document will have."""

    path: Path
    sha256: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be read, and why, in one line."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one source: its document without the text, the facts in it (keys local to it), the words it holds."""

    document: Document
    facts: Facts
    words: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a build read and wrote. `facts[i]` are those of `documents[i]`, with lasting keys; both in order of identifier."""

    documents: tuple[Document, ...]
    facts: tuple[Facts, ...]
    failures: tuple[Failure, ...]
    warnings: tuple[str, ...]
    words: tuple[int, ...] = ()
    output: Path | None = None

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
    progress: Progress | None = None,
) -> Result:
    """Read `paths` (files and folders; the sample documents where none is given) and write the graph into `output` (nowhere if None).

    `workers` processes read and extract (None: one for a few documents, else one a core). `draw` False leaves the map out, `sparql` False
    its query engine (2 MB). A document that cannot be read is named among the result's failures, and the rest is built; what `output`
    held stays whole until all of the new is there, and stays for good where nothing at all could be read. Raises ValueError for a
    base IRI nothing can stand under, ManifestError for a manifest that cannot be used, AskError for a review that cannot, OutputError
    where `output` cannot be written.
    `people` False leaves every person out, and whatever quotes a name: posts stay, with nobody named.
    `review` is a file of decisions on facts (see `graphbuild.ask.review`); None: the `review.toml` that stand beside the sources.
    """
    paths = list(paths)
    decided = _review(review, paths)
    base = checked_base(base_iri)
    known = _manifest(manifest)
    found, failures = find(paths, known)
    outcomes: list[Outcome] = []
    warnings: list[str] = []
    for number, (source, outcome) in enumerate(_outcomes(found, known, workers), 1):
        if isinstance(outcome, Failure):
            failures.append(outcome)
        else:
            outcomes.append(outcome)
        if progress:
            progress(number, len(found), source.path.name)
    outcomes.sort(key=lambda o: o.document.identifier)
    if not people:
        from graphbuild.extract.privacy import without_people

        nameless = without_people(o.facts for o in outcomes)
        outcomes = [replace(o, facts=facts) for o, facts in zip(outcomes, nameless, strict=True)]
    result = assemble(outcomes, failures, warnings)
    if decided is not None:
        result = _after(result, decided, found, known)
    if output is not None and result.documents:
        write(result, Path(output), base, draw, progress, sparql)
        result = replace(result, output=Path(output))
    return result


def find(paths: Iterable[Path | str], manifest: Manifest | None) -> tuple[list[Source], list[Failure]]:
    """The files that `paths` name, each with its hash and its document's identifier, in order of identifier; and what was no source.

    Files of one identifier get a suffix of their hash, every one of them, so that it does not matter which is met first; of
    files alike in both identifier and content one is read.
    """
    from graphbuild.manifest import seeds, shipped
    from graphbuild.read import ReadError, sources

    failures: list[Failure] = []
    files: dict[Path, None] = {}
    for path in list(paths) or [seeds()]:
        try:
            files.update(dict.fromkeys(sources([path])))
        except ReadError as error:
            failures.append(Failure(str(path), str(error)))
    named: dict[str, dict[str, Path]] = defaultdict(dict)
    for path in files:
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            failures.append(Failure(path.name, f"{path} cannot be read: {error.strerror or error}"))
            continue
        entry = (manifest.lookup(path, digest) if manifest else None) or shipped().lookup(path, digest)
        identifier = entry.identifier if entry and entry.identifier else path.stem
        known = named[identifier].get(digest)
        named[identifier][digest] = path if known is None else min(known, path)
    found = [
        Source(path, digest, identifier if len(alike) == 1 else f"{identifier}-{digest[:8]}")
        for identifier, alike in named.items()
        for digest, path in alike.items()
    ]
    return sorted(found, key=lambda s: (s.identifier, s.sha256)), failures


def one(source: Source, manifest: Manifest | None = None) -> Outcome | Failure:
    """Read and extract one document. Pure: the same file, manifest and ontology give the same outcome, wherever it runs."""
    from graphbuild.extract import extract
    from graphbuild.ontology import OntologyError
    from graphbuild.read import ReadError, read

    try:
        document = replace(read(source.path, manifest=manifest), identifier=source.identifier)
        if document.sha256 != source.sha256:
            return Failure(source.path.name, f"{source.path.name} changed while it was being read")
        facts = extract(document)
    except ReadError as error:
        return Failure(source.path.name, str(error))
    except OntologyError:
        raise
    except (RecursionError, MemoryError) as error:
        return Failure(source.path.name, f"{source.path.name} is too deep or too large to read ({type(error).__name__})")
    except Exception as error:  # a fault of ours costs this document, not the others; with GRAPHBUILD_DEBUG set it is shown whole
        if os.environ.get("GRAPHBUILD_DEBUG"):
            raise
        return Failure(source.path.name, f"{source.path.name} could not be understood: {type(error).__name__}: {error}")
    words = document.text.count(" ") + len(document.blocks)
    return Outcome(replace(document, text="", blocks=()), facts, words)


def _outcomes(found: Sequence[Source], manifest: Manifest | None, workers: int | None) -> Iterator[tuple[Source, Outcome | Failure]]:
    """The outcome of every source, in order."""

    def died(source: Source) -> Failure:
        return Failure(source.path.name, f"{source.path.name} could not be read: the process reading it died")

    if workers is None:
        workers = 1 if len(found) < FEW else cores()
    return zip(found, each(functools.partial(one, manifest=manifest), found, workers, died), strict=True)


def assemble(outcomes: Sequence[Outcome], failures: Iterable[Failure], warnings: Iterable[str] = ()) -> Result:
    """Match the things of all documents, and give every fact its lasting keys; outcomes must be in order of identifier."""
    from graphbuild.graph.check import sound
    from graphbuild.resolve import identities
    from graphbuild.resolve.followup import follow_up

    said = list(warnings)
    resolution = identities((o.document.identifier, o.facts.entities) for o in outcomes)
    every: list[Facts] = []
    for outcome in outcomes:
        name = outcome.document.identifier
        facts, lost = sound(lasting(name, outcome.facts, resolution))
        said += [f"{name}: {line}" for line in (*outcome.document.warnings, *outcome.facts.warnings, *lost)]
        every.append(facts)
    after = follow_up([(o.document, facts) for o, facts in zip(outcomes, every, strict=True)])
    return Result(
        tuple(o.document for o in outcomes),
        tuple(replace(facts, followups=said_of) for facts, said_of in zip(every, after, strict=True)),
        tuple(sorted(failures, key=lambda f: (f.source, f.reason))),
        tuple(dict.fromkeys(said)),
        tuple(o.words for o in outcomes),
    )


def lasting(identifier: str, facts: Facts, resolution: Resolution) -> Facts:
    """One document's facts with keys that are the same for the same thing in every document.

    A thing's class, label, codes and authority are those all documents agree on; its names and mentions stay this document's.
    Keys of findings and inspections, which are counted within a document, are made its own by its identifier.
    """
    keys = dict(resolution.keys.get(identifier, {}))
    known = facts.with_keys(keys)
    entities: dict[str, Entity] = {}
    for entity in known.entities:
        shared = resolution.entities.get(entity.key, entity)
        before = entities.get(entity.key)
        names = (*(before.names if before else ()), entity.label, *entity.names)
        mentions = (*(before.mentions if before else ()), *entity.mentions)
        entities[entity.key] = replace(shared, names=tuple(dict.fromkeys(names)), mentions=mentions, documents=(identifier,))

    def own(key: str) -> str:
        return f"{identifier}:{key}" if key else ""

    return replace(
        known,
        entities=tuple(entities[key] for key in sorted(entities)),
        inspections=tuple(replace(i, key=own(i.key)) for i in known.inspections),
        judgements=tuple(replace(j, inspection=own(j.inspection)) for j in known.judgements),
        findings=tuple(replace(f, key=own(f.key)) for f in known.findings),
        recommendations=tuple(replace(r, supported_by=tuple(own(k) for k in r.supported_by)) for r in known.recommendations),
    )


def together(every: Sequence[Facts]) -> Facts:
    """Facts of several documents, with lasting keys, as one: each thing once, with all its names and mentions."""
    entities: dict[str, Entity] = {}
    for facts in every:
        for entity in facts.entities:
            before = entities.get(entity.key)
            if before is not None:
                entity = replace(
                    before,
                    names=tuple(dict.fromkeys((*before.names, *entity.names))),
                    documents=tuple(sorted({*before.documents, *entity.documents})),
                    mentions=(*before.mentions, *entity.mentions),
                )
            entities[entity.key] = entity
    return Facts(
        entities=tuple(entities[key] for key in sorted(entities)),
        links=tuple(x for f in every for x in f.links),
        roles=tuple(x for f in every for x in f.roles),
        inspections=tuple(x for f in every for x in f.inspections),
        judgements=tuple(x for f in every for x in f.judgements),
        findings=tuple(x for f in every for x in f.findings),
        recommendations=tuple(x for f in every for x in f.recommendations),
        statistics=tuple(x for f in every for x in f.statistics),
        statements=tuple(x for f in every for x in f.statements),
        followups=tuple(x for f in every for x in f.followups),
        reviewed=tuple(x for f in every for x in f.reviewed),
    )


def write(result: Result, output: Path, base: str, draw: bool, progress: Progress | None = None, sparql: bool = True) -> None:
    """Write all files of a build into `output`, all or none."""
    from graphbuild.account import account
    from graphbuild.graph.files import Dataset, write_jsonld, write_trig, write_turtle
    from graphbuild.graph.network import write_graphml

    dataset = Dataset(list(zip(result.documents, result.facts, strict=True)), base)
    steps: list[tuple[str, Callable[[Path], None]]] = [
        ("graph.ttl", lambda path: write_turtle(dataset, path)),
        ("graph.trig", lambda path: write_trig(dataset, path)),
        ("graph.jsonld", lambda path: write_jsonld(dataset, path)),
        ("graph.graphml", lambda path: write_graphml(result.facts, path)),
    ]
    with landing(output) as part:
        if draw:
            from graphbuild.map import write_map

            def write_page(path: Path) -> None:
                write_map(result.together, result.documents, part / "graph.ttl", path, base_iri=base, sparql=sparql)

            steps.append(("graph.html", write_page))
        if len(result.documents) >= FEW:
            at_once([(step, part / name) for name, step in steps[:4]])
        for number, (name, step) in enumerate(steps):
            if progress:
                progress(number, len(steps), name)
            if not (part / name).exists():
                step(part / name)
        text = json.dumps(account(result, base), ensure_ascii=False, indent=1)
        (part / "build.json").write_bytes(text.encode("utf-8", "replace") + b"\n")
    if not draw:
        (output / "graph.html").unlink(missing_ok=True)  # a map of another build's graph would mislead
    if progress:
        progress(len(steps), len(steps), "")


def _review(given: Path | str | None, paths: Sequence[Path | str]) -> Review | None:
    from graphbuild.ask.review import beside, loaded
    from graphbuild.manifest import seeds

    files = [Path(given)] if given is not None else beside([Path(path) for path in paths] or [seeds()])
    return loaded(files) if files else None


def _after(result: Result, review: Review, found: Sequence[Source], manifest: Manifest | None) -> Result:
    """The result as a review leaves it; a document is read again only to find the words of a link that was added to it."""
    from graphbuild.ask.review import reviewed
    from graphbuild.read import ReadError, read

    paths = {source.identifier: source.path for source in found}

    @functools.cache
    def text_of(identifier: str) -> Document | None:
        try:
            return replace(read(paths[identifier], manifest=manifest), identifier=identifier)
        except (KeyError, ReadError):
            return None

    facts, said = reviewed([(d.identifier, f) for d, f in zip(result.documents, result.facts, strict=True)], review, text_of)
    return replace(result, facts=tuple(facts), warnings=(*result.warnings, *said))


def _manifest(given: Manifest | Path | str | None) -> Manifest | None:
    if given is None or not isinstance(given, (str, Path)):
        return given
    from graphbuild.manifest import load

    return load(given)
