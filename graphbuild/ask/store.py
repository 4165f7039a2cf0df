"""A graph file, opened to be asked.

Questions run on Oxigraph (pyoxigraph): rdflib was measured two thousand times slower on the reified-link query. A graph of a
sample's size loads in 30 ms, one of a million triples in 2 s, so nothing is kept between calls.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from graphbuild.ask.errors import AskError, near, offer
from graphbuild.graph.terms import PREFIXES, VOID

DEFAULT = Path("output")
NAMES = ("graph.ttl", "graph.trig", "graph.nq", "graph.jsonld")
Row = dict[str, str]
"""One answer: the values of the variables that are bound, as text."""


class Graph:
    """An opened graph: the union of its named graphs, with the file it came from."""

    def __init__(self, store: ox.Store, path: Path | None = None) -> None:
        self.store = store
        self.path = path

    def rows(self, query: str, **terms: ox.NamedNode | ox.Literal) -> list[Row]:
        """The solutions of a SELECT as text; `terms` bind variables by name (as terms in a VALUES block, never as text)."""
        if terms:
            values = f"VALUES ({' '.join('?' + name for name in terms)}) {{ ({' '.join(str(term) for term in terms.values())}) }}"
            query = query.replace("{", "{ " + values, 1)
        found = self.store.query(query, prefixes=PREFIXES)
        assert isinstance(found, ox.QuerySolutions)
        names = [v.value for v in found.variables]
        return [{n: value.value for n, value in zip(names, solution, strict=True) if value is not None} for solution in found]

    @functools.cached_property
    def base(self) -> str:
        """The base of the graph's own IRIs, as the graph says it, else what its things have in common."""
        said = self.rows(f"SELECT ?base {{ ?g <{VOID}uriSpace> ?base }} ORDER BY ?base LIMIT 1")
        if said:
            return said[0]["base"]
        things = [row["s"] for row in self.rows("SELECT ?s { ?s dcterms:isReferencedBy ?d } ORDER BY ?s LIMIT 100")]
        return things[0].rsplit("/", 1)[0] + "/" if things else ""


def located(path: Path) -> Path:
    """The graph file that `path` means: itself, or the graph in a folder that a build wrote. Raises AskError where there is none."""
    if path.is_dir():
        for name in NAMES:
            if (path / name).is_file():
                return path / name
        raise AskError(f"there is no graph in {path} (no {', '.join(NAMES)}). Run `graphbuild build` first, or give --graph.")
    if path.is_file():
        return path
    here = path.parent.iterdir() if path.parent.is_dir() else ()
    beside = [p.name for p in here if p.suffix in (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf")]
    raise AskError(f"there is no graph at {path}. Run `graphbuild build` first, or give --graph." + offer(near(path.name, beside)))


def format_of(path: Path) -> ox.RdfFormat:
    """The RDF format that the file's name says; raises AskError, naming those known, where it says none."""
    found = ox.RdfFormat.from_extension(path.suffix.lstrip(".").lower()) if path.suffix else None
    if found is None:
        raise AskError(f"{path} is not named like a graph: .ttl, .trig, .nt, .nq, .jsonld, .rdf or .n3 tells which format it is in.")
    return found


def quads(path: Path) -> Iterator[ox.Quad]:
    """Every statement of a graph file, in its named graph. Raises AskError, saying where, where the file cannot be read."""
    form = format_of(path)
    try:
        yield from ox.parse(path=str(path), format=form)
    except (SyntaxError, ValueError, OSError) as error:
        raise AskError(unreadable(path, error)) from None


def load(path: Path | str = DEFAULT) -> Graph:
    """Open the graph at `path` (a file, or a folder that a build wrote). Raises AskError, saying what is wrong, where it cannot be read."""
    where = located(Path(path))
    form = format_of(where)
    store = ox.Store()
    try:
        if form.supports_datasets:
            store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in ox.parse(path=str(where), format=form))
        else:
            store.bulk_load(path=str(where), format=form)
    except (SyntaxError, ValueError, OSError) as error:
        raise AskError(unreadable(where, error)) from None
    if not len(store):
        raise AskError(f"{where} holds no statements: nothing can be asked of it.")
    return Graph(store, where)


def unreadable(path: Path, error: Exception) -> str:
    """What is wrong with a graph file, with the line and a caret where the parser says so."""
    line, column = _place(error)
    said = str(error.args[0] if error.args else error).split(": ", 1)[-1] if line else (getattr(error, "strerror", None) or str(error))
    message = f"{path} cannot be read as {format_of(path).name}: {said}"
    if line:
        try:
            with path.open(encoding="utf-8", errors="replace") as file:
                text = next((t for n, t in enumerate(file, 1) if n == line), "")
        except OSError:
            text = ""
        message += f" (line {line})\n" + caret(text, column)
    return message


def _place(error: Exception) -> tuple[int, int]:
    """Line and column (from 1) that a SyntaxError of the parser names, or zeros."""
    if isinstance(error, SyntaxError) and error.lineno:
        return error.lineno, error.offset or 1
    return 0, 0


def caret(line: str, column: int, width: int = 100) -> str:
    """`line` with a caret under `column` (from 1), cut to `width` around it."""
    text = line.rstrip("\r\n").replace("\t", " ")
    begin = max(0, min(column - 1 - width // 2, len(text) - width))
    shown = "".join(c if c.isprintable() else "\ufffd" for c in text[begin : begin + width])
    return f"  {shown}\n  {' ' * max(0, min(column - 1 - begin, len(shown)))}^"
