"""Run SPARQL on a graph and write the answer, within a time, with errors a person can act on."""

from __future__ import annotations

import io
import re
import shutil
import threading
from collections.abc import Callable
from typing import IO, TypeVar

import pyoxigraph as ox

from graphbuild.ask.errors import AskError
from graphbuild.ask.sparql import DEEPEST, bare, too_deep
from graphbuild.ask.store import Graph, caret
from graphbuild.graph.terms import PREFIXES

FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle")
_RESULTS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_TRIPLES = {"turtle": ox.RdfFormat.TURTLE, "table": ox.RdfFormat.TURTLE, "json": ox.RdfFormat.JSON_LD, "xml": ox.RdfFormat.RDF_XML}
_MOST_ROWS = 100_000
T = TypeVar("T")
Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


def ask(graph: Graph, text: str) -> Answer:
    """The answer to a query, lazily; the usual prefixes need not be declared. Raises AskError with line and caret where it is no SPARQL."""
    if too_deep(text):
        raise AskError(f"the query is nested deeper than {DEEPEST} brackets, which no engine reads.")
    try:
        return graph.store.query(text, prefixes=PREFIXES)
    except SyntaxError as error:
        raise AskError(explained(text, error)) from None
    except (ValueError, OSError, RuntimeError) as error:
        raise AskError(f"the query cannot be run: {error}") from None


def explained(text: str, error: SyntaxError) -> str:
    """What is wrong with a query, and its line with a caret where the part begins that cannot be read."""
    undeclared = _undeclared(text)
    if undeclared:
        return f"the query is not SPARQL: nothing says what the prefix “{undeclared}:” stands for; add a line PREFIX {undeclared}: <…>"
    said = str(error.args[0] if error.args else error)
    if "variable that is unbound" in said:
        return "the query is not SPARQL: the SELECT names a variable that is neither grouped by nor summed up"
    match = re.match(r"error at (\d+):(\d+): ", said)
    if match is None:
        return f"the query is not SPARQL: {said}"
    line, column = _place(text) or (int(match[1]), int(match[2]))
    lines = text.splitlines() or [""]
    if line > len(lines):
        line, column = len(lines), len(lines[-1]) + 1
    shown_line = lines[line - 1]
    ended = not shown_line[column - 1 :].strip() and line == len(lines)
    what = "it ends before it is complete" if ended else "it cannot be read from here on"
    return f"the query is not SPARQL (line {line}, column {column}): {what}\n{caret(shown_line, column)}"


def _place(text: str) -> tuple[int, int] | None:
    """Line and column where a query goes wrong, by rdflib's parser: Oxigraph names a place some words further on."""
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parseQuery(text)
    except ParseBaseException as error:
        return int(error.lineno), int(error.column)
    except (RecursionError, ValueError, TypeError, KeyError):
        return None
    return None


def _undeclared(text: str) -> str:
    """The first prefix that is used and not declared."""
    words = bare(text)
    declared = set(re.findall(r"prefix\s+([\w-]*)\s*:", words, re.IGNORECASE)) | set(PREFIXES)
    used = re.findall(r"(?<![\w?$:_-])([A-Za-z][\w-]*):(?=[\w%\\])", words)
    return next((p for p in used if p not in declared), "")


def within(seconds: float, work: Callable[[], T]) -> T:
    """The result of `work`, or AskError where it takes longer than `seconds` (0: as long as it takes).

    The engine cannot be stopped from Python, but lets go of the interpreter while it works: it is left to a thread that ends with us.
    """
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds or None)
    if thread.is_alive():
        raise AskError(f"no answer within {seconds:g} seconds, so the query was stopped; --timeout gives it longer.")
    if failed:
        raise failed[0]
    return done[0]


def write(answer: Answer, form: str, out: IO[bytes], width: int | None = None) -> int:
    """Write an answer as `form` and return the number of rows (1 for a yes or no). `width`: cut table rows to it; None: do not cut.

    Raises AskError where the answer has no such form.
    """
    if isinstance(answer, ox.QueryBoolean):
        if form in ("json", "xml", "csv", "tsv"):
            answer.serialize(out, format=_RESULTS[form])
        elif form == "table":
            out.write(b"yes\n" if answer else b"no\n")
        else:
            raise AskError("a yes-or-no question has no Turtle; ask for table, csv, tsv, json or xml.")
        return 1
    if isinstance(answer, ox.QueryTriples):
        if form not in _TRIPLES:
            raise AskError("CONSTRUCT and DESCRIBE answer with a graph; ask for turtle, json or xml.")
        ox.serialize(answer, out, format=_TRIPLES[form], prefixes=PREFIXES)
        return 1
    if form == "turtle":
        raise AskError("SELECT answers with a table, which has no Turtle; ask for table, csv, tsv, json or xml.")
    if form == "table":
        return _table(answer, out, width)
    answer.serialize(out, format=_RESULTS[form])
    return 1


def shown(value: str) -> str:
    """A value as a terminal may show it: on one line, with nothing that could move its cursor or change its colours."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in value).strip()


def _table(answer: ox.QuerySolutions, out: IO[bytes], width: int | None) -> int:
    names = [v.value for v in answer.variables]
    rows: list[list[str]] = []
    more = False
    for solution in answer:
        if len(rows) >= _MOST_ROWS:
            more = True
            break
        rows.append([shown(getattr(value, "value", str(value))) if value is not None else "" for value in solution])
    empty = [all(not row[i] for row in rows) for i in range(len(names))]
    widths = [max([len(name), *(len(row[i]) for row in rows)]) for i, name in enumerate(names)]
    if width is not None:
        widths = fitted(widths, width)
    if not rows:
        out.write(b"no rows\n")
        return 0
    for row in [names, ["─" * w for w in widths], *rows]:
        cells = [cut(cell, w).ljust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True)) if not empty[i]]
        out.write(("  ".join(cells).rstrip() + "\n").encode("utf-8", "replace"))
    if more:
        out.write(f"… and more than {_MOST_ROWS:,} rows; ask for csv to have them all\n".encode())
    return len(rows)


def fitted(widths: list[int], total: int) -> list[int]:
    """Column widths cut to fit `total` with two spaces between: the widest give way first, none below 8."""
    found = list(widths)
    while sum(found) + 2 * (len(found) - 1) > total and max(found) > 8:
        widest = max(found)
        rest = max([w for w in found if w < widest], default=8)
        excess = sum(found) + 2 * (len(found) - 1) - total
        many = found.count(widest)
        new = max(8, rest, widest - -(-excess // many))
        found = [new if w == widest else w for w in found]
        if new == widest:
            break
    return found


def cut(text: str, width: int) -> str:
    """`text`, ending in … where it is longer than `width`."""
    return text if len(text) <= width else text[: max(0, width - 1)] + "…"


def terminal_width(file: IO[bytes] | IO[str]) -> int | None:
    """How wide a table may be: the terminal's columns, None where the output is no terminal."""
    try:
        return shutil.get_terminal_size().columns if file.isatty() else None
    except (ValueError, io.UnsupportedOperation):
        return None
