"""Spreadsheets: a table a sheet, the words and the place of each fact in its own columns.

XlsxWriter was chosen over openpyxl: it only writes, twice as fast, needs nothing else, and lets no cell become a formula or a link.
In CSV, which any program may open as a spreadsheet, text that would be read as a formula gets an apostrophe before it (OWASP's advice).
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from graphbuild import ontology
from graphbuild.ask import records
from graphbuild.ask.errors import AskError
from graphbuild.ask.explain import called
from graphbuild.ask.names import Names
from graphbuild.ask.records import Passage
from graphbuild.ask.store import Graph

Cell = str | float | None
_PLACE = ("document", "title", "issued", "paragraph", "page", "words")
_MOST_TEXT = 32_767
"""Characters a cell of a workbook may hold (Excel's limit)."""


_SHEETS = (
    ("judgements", "judgement", ("body", "area", "grade", "date", "inspectorate", "earlier inspection")),
    ("recommendations", "recommendation", ("number", "owner", "text", "form")),
    ("figures", "figure", ("body", "measures", "value", "unit", "period", "compared with")),
    ("findings", "finding", ("about", "polarity")),
    ("people", "role", ("person", "post", "body", "from", "to", "interim")),
    ("statements", "statement", ("person", "text")),
)
"""Name of the sheet, kind of fact, columns."""
_COLUMNS = {"earlier inspection": "previous", "owner": "body", "compared with": "compared", "about": "body"}
"""Columns whose heading is not what the fact calls its value."""


class Sheet(NamedTuple):
    """A table: its name, its columns, its rows."""

    name: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


def sheets(graph: Graph) -> list[Sheet]:
    """Every table of the graph; facts have a row for each passage that states them."""
    names = Names(graph)

    def named(iris: str) -> str:
        return "; ".join(called(names, iri) for iri in iris.split())

    classes, kinds = ontology.classes(), ontology.links()
    count = {row["t"]: row["n"] for row in graph.rows("SELECT ?t (COUNT(DISTINCT ?d) AS ?n) { ?t dcterms:isReferencedBy ?d } GROUP BY ?t")}
    others: dict[str, list[str]] = {}
    for row in graph.rows("SELECT DISTINCT ?t ?n { ?t dcterms:isReferencedBy ?d ; skos:altLabel ?n } ORDER BY ?t ?n"):
        others.setdefault(row["t"], []).append(row["n"])
    things = sorted(names.things.values(), key=lambda t: (t.cls, t.label.casefold(), t.iri))
    bodies: list[tuple[Cell, ...]] = [
        (t.label, classes[t.cls].label, t.authority, "; ".join(others.get(t.iri, ())), _number(count.get(t.iri, "0")), t.iri)
        for t in things
    ]
    found = [Sheet("bodies", ("name", "kind", "authority", "other names", "documents", "iri"), bodies)]
    links: list[tuple[Cell, ...]] = []
    for x in records.links(graph):
        kind = kinds[x.predicate]
        ends = (named(x.subject), kind.label, named(x.object), x.status.lower(), kind.kind.lower(), x.by.rsplit("/", 1)[-1])
        links += [(*ends, *place) for place in _places(x.passages)]
    found.append(Sheet("links", ("from", "link", "to", "status", "kind", "reviewed by", *_PLACE), links))
    grades = ontology.grades()
    for name, kind_, columns in _SHEETS:
        values = [_COLUMNS.get(column, column) for column in columns]
        rows: list[tuple[Cell, ...]] = []
        for fact in records.facts(graph, kind_):
            cells: list[Cell] = []
            for value in values:
                text = fact[value]
                if value in ("body", "inspectorate", "person"):
                    text = named(text)
                elif value in ("grade", "polarity"):
                    local = ontology.local(text)
                    text = grades[local].label if local in grades else local.lower()
                cells.append(_number(text) if value in ("value", "number") else text)
            rows += [(*cells, *place) for place in _places(fact.passages)]
        found.append(Sheet(name, (*columns, *_PLACE), rows))
    return found


def _places(passages: tuple[Passage, ...]) -> Iterator[tuple[Cell, ...]]:
    for p in passages:
        yield p.document, p.title, p.issued, p.paragraph, _number(p.page), p.words
    if not passages:
        yield ("",) * len(_PLACE)


def _number(text: str) -> Cell:
    """A number where the text is one."""
    try:
        value = float(text)
    except ValueError:
        return text
    return (
        value
        if abs(value) < 1e15 and text[:1] != "+" and not text.startswith(("0x", "0X")) and text.casefold() not in ("nan", "inf")
        else text
    )


def write_xlsx(graph: Graph, path: Path) -> None:
    """A workbook, the same bytes for the same graph."""
    try:
        import xlsxwriter  # type: ignore[import-untyped]
    except ImportError:
        raise AskError("the workbook needs XlsxWriter: pip install 'graphbuild[xlsx]'.") from None
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": "Who answers to whom", "created": datetime.datetime(2000, 1, 1), "comments": "Made by graphbuild"})
    bold, wrap = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    top = book.add_format({"valign": "top"})
    widths = {
        "words": 80,
        "text": 60,
        "title": 30,
        "name": 40,
        "from": 34,
        "to": 34,
        "body": 34,
        "about": 34,
        "measures": 40,
        "other names": 40,
        "iri": 50,
    }
    for sheet in sheets(graph):
        page = book.add_worksheet(sheet.name)
        page.freeze_panes(1, 1)
        for column, name in enumerate(sheet.columns):
            page.set_column(column, column, widths.get(name, 16), wrap if widths.get(name, 0) >= 34 else top)
            page.write_string(0, column, name, bold)
        for number, row in enumerate(sheet.rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(number, column, _xml(value)[:_MOST_TEXT])
                elif value is not None:
                    page.write_number(number, column, value)
        if sheet.rows:
            page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    book.close()
    path.write_bytes(buffer.getvalue())


def _xml(text: str) -> str:
    return "".join(
        c if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff") else "\ufffd" for c in text
    )


def write_csv(graph: Graph, path: Path) -> None:
    """A folder of CSV files, UTF-8 with a mark so that spreadsheets read it as such."""
    path.mkdir(parents=True, exist_ok=True)
    for sheet in sheets(graph):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(sheet.columns)
        writer.writerows([_safe(value) for value in row] for row in sheet.rows)
        (path / f"{sheet.name}.csv").write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace"))


def _safe(value: Cell) -> str:
    if isinstance(value, float):
        return f"{value:g}" if value == int(value) and abs(value) < 1e6 else repr(value).removesuffix(".0")
    text = value or ""
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
