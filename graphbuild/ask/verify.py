"""No fact without its words, checked from outside: every quotation of a graph, looked up again in the files it came from.

This shares no code with extraction or with the writers: it knows the graph only by its published terms, and a document only by its file's
hash. Each quotation is checked twice. Its offsets must slice it out of the text as the readers give it; and its words must stand in an
independent reading of the file (a PDF's plain text from pdfium, a page's text from lxml, a DOCX's `w:t`, the raw bytes of a text),
where only white space, hyphens, bullets and the shape of quotation marks are let differ, a footnote's number may stand after a word, and
a page's foot and head may come between.
"""

from __future__ import annotations

import bisect
import hashlib
import re
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from graphbuild.ask.errors import AskError

ACC = "https://graphbuild.example/ontology#"
FACTS = ("Link", "Judgement", "Inspection", "Finding", "Recommendation", "Statistic", "Statement", "FollowUp")
"""Classes of which each thing must have evidence, beside `org:Membership`."""

_QUOTATIONS = f"""
PREFIX acc: <{ACC}> PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?evidence ?document ?sha ?start ?end ?exact ?page WHERE {{
  ?evidence oa:hasSource ?source ; oa:hasSelector ?position , ?quote .
  ?position oa:start ?start ; oa:end ?end . ?quote oa:exact ?exact .
  ?source dcterms:identifier ?document .
  OPTIONAL {{ ?source acc:sha256 ?sha }} OPTIONAL {{ ?evidence acc:page ?page }}
}}"""
_COLUMNS = ("evidence", "document", "sha", "start", "end", "exact", "page")
_BARE = f"""
PREFIX acc: <{ACC}> PREFIX org: <http://www.w3.org/ns/org#>
SELECT DISTINCT ?fact WHERE {{
  VALUES ?class {{ org:Membership {" ".join("acc:" + name for name in FACTS)} }}
  ?fact a ?class MINUS {{ ?fact acc:evidence ?evidence . ?evidence <http://www.w3.org/ns/oa#hasSelector> ?selector }}
}}"""
_DROPPED = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212\ufffe\ufffd\u200b-\u200f\u202a-\u202e\u2060\ufeff•◼▪■●○\ue000-\uf8ff]+")
_MARKS = str.maketrans({"‘": "'", "’": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "…": "..."})
_TOKENS = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
}


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation of a graph, and where it says that it stands."""

    iri: str
    document: str
    sha256: str
    start: int
    end: int
    exact: str
    page: int | None


@dataclass(slots=True)
class Verdict:
    """What was found: how many quotations were looked up, and those that do not stand, each with the reason."""

    quotations: int = 0
    checked: int = 0
    offsets: int = 0
    words: int = 0
    pages: tuple[int, int] = (0, 0)
    bare: list[str] = field(default_factory=list)
    wrong: list[tuple[Quotation, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def stands(self) -> bool:
        """Whether every quotation was looked up and stands, and no fact is without one."""
        return self.quotations == self.checked == self.offsets == self.words and not (self.bare or self.unread or self.wrong)


def verify(graph: Path | str, sources: Iterable[Path | str]) -> Verdict:
    """Look up every quotation of `graph` (a file, or the folder a build wrote) in `sources` (files and folders).

    Raises AskError where the graph cannot be read.
    """
    store = _load(Path(graph))
    found = Verdict()
    by_hash: dict[tuple[str, str], list[Quotation]] = defaultdict(list)
    for quotation in _quotations(store):
        found.quotations += 1
        by_hash[quotation.sha256, quotation.document].append(quotation)
    found.bare = sorted(row["fact"].value for row in store.query(_BARE, use_default_graph_as_union=True))  # type: ignore[union-attr]
    files = _files(sources)
    for (sha, document), quotations in sorted(by_hash.items(), key=lambda item: item[0][1]):
        path = files.get(sha)
        if path is None:
            found.unread.append(f"{document}: no source given has the hash the graph names, {sha[:12] or 'none'}")
        else:
            _check(path, document, quotations, found)
    return found


def _load(path: Path) -> ox.Store:
    if path.is_dir():
        path = path / "graph.ttl"
    if not path.is_file():
        raise AskError(f"there is no graph at {path}.")
    if path.suffix not in _FORMATS:
        raise AskError(f"{path.name} is no graph this can read: {', '.join(_FORMATS)}.")
    store = ox.Store()
    try:
        store.bulk_load(path=str(path), format=_FORMATS[path.suffix])
    except (SyntaxError, ValueError, OSError) as error:
        raise AskError(f"{path} cannot be read: {error}") from None
    return store


def _quotations(store: ox.Store) -> list[Quotation]:
    found = []
    for row in store.query(_QUOTATIONS, use_default_graph_as_union=True):  # type: ignore[union-attr]
        values = {name: row[name].value if row[name] is not None else "" for name in _COLUMNS}
        page = int(values["page"]) if values["page"] else None
        start, end = int(values["start"]), int(values["end"])
        found.append(Quotation(values["evidence"], values["document"], values["sha"], start, end, values["exact"], page))
    return sorted(found, key=lambda q: (q.document, q.start, q.end, q.iri))


def _files(sources: Iterable[Path | str]) -> dict[str, Path]:
    """Every file under `sources` by the hash of its bytes."""
    found: dict[str, Path] = {}
    for source in sources:
        path = Path(source)
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                with file.open("rb") as opened:
                    found.setdefault(hashlib.file_digest(opened, "sha256").hexdigest(), file)
    return found


def _check(path: Path, document: str, quotations: Sequence[Quotation], found: Verdict) -> None:
    from graphbuild.read import ReadError, read

    try:
        text = read(path).text
        pages = independent(path)
    except (ReadError, OSError, ValueError) as error:
        found.unread.append(f"{document}: {error}")
        return
    plain = Plain(pages)
    right, said = found.pages
    for quotation in quotations:
        found.checked += 1
        sliced = text[quotation.start : quotation.end] == quotation.exact
        at = plain.find(quotation.exact)
        found.offsets += sliced
        found.words += at is not None
        if not sliced:
            found.wrong.append((quotation, f"its offsets {quotation.start}–{quotation.end} give other words"))
        if at is None:
            found.wrong.append((quotation, f"its words do not stand in {path.name}"))
        elif quotation.page is not None:
            said += 1
            right += plain.on(quotation.exact, quotation.page - 1)
    found.pages = (right, said)


def independent(path: Path) -> list[str]:
    """The words of a file as another reading gives them, a page at a time: one where its format has no pages."""
    with path.open("rb") as file:
        head = file.read(1024)
    if b"%PDF-" in head:
        import pypdfium2  # type: ignore[import-untyped]

        document = pypdfium2.PdfDocument(path)
        try:
            return [document[number].get_textpage().get_text_range() for number in range(len(document))]
        finally:
            document.close()
    if head.startswith(b"PK"):
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        with zipfile.ZipFile(path) as archive:
            parts = [name for name in archive.namelist() if re.fullmatch(r"word/(?:document|footnotes|endnotes)\.xml", name)]
            roots = [etree.fromstring(archive.read(name), parser) for name in sorted(parts)]
        return ["\n".join(t.text or "" for root in roots for t in root.iter("{*}t"))]
    if re.search(rb"<(?:!doctype|html|head|body|article|p)\b", head, re.IGNORECASE):
        from lxml import html

        page = html.HTMLParser(encoding=None if re.search(rb"charset", head, re.IGNORECASE) else "utf-8", no_network=True)
        return ["".join(str(part) for part in html.parse(str(path), page).getroot().itertext())]
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "cp1252"):
        try:
            return [raw.decode(encoding)]
        except UnicodeDecodeError:
            continue
    return [raw.decode("latin-1")]


def squeezed(text: str) -> str:
    """`text` without what layout adds: white space, hyphens, bullets; quotation marks and letters in their plain forms."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text.translate(_MARKS)).translate(_MARKS))


def _with_marks(text: str) -> re.Pattern[str]:
    """Finds `text` squeezed, with the marks of footnotes ("3", "[3]") where there may be some."""
    tokens = [(token, squeezed(token)) for token in _TOKENS.findall(text)]
    mark = r"(?:\[?\d{1,2}\]?)?"
    after = [mark if token[0].isalpha() or token in ",.;:)’”" else "" for token, _ in tokens]
    return re.compile("".join(re.escape(word) + noted for (_, word), noted in zip(tokens, after, strict=True) if word))


class Plain:
    """An independent reading of a file in which words are looked up without regard to layout."""

    def __init__(self, pages: Sequence[str]) -> None:
        self.pages = [squeezed(page) for page in pages]
        self.whole = "".join(self.pages)
        self.starts = [0]
        for page in self.pages:
            self.starts.append(self.starts[-1] + len(page))

    def find(self, exact: str) -> int | None:
        """The page (from 0) where `exact` begins, None where it stands nowhere. Lines and cells of a table are looked up each by itself."""
        first: int | None = None
        for part in re.split(r"[\n\t]+", exact):
            wanted = squeezed(part)
            if not wanted:
                continue
            at = self._part(wanted)
            if at is None:
                at = self._noted(part)
            if at is None:
                return None
            first = at if first is None else first
        return first

    def on(self, exact: str, page: int) -> bool:
        """Whether `exact` begins on `page` (from 0)."""
        wanted = squeezed(re.split(r"[\n\t]+", exact.strip())[0])
        if not 0 <= page < len(self.pages):
            return False
        if wanted in self.pages[page] or self._from(page, wanted):
            return True
        match = _with_marks(re.split(r"[\n\t]+", exact.strip())[0]).search(self.whole, self.starts[page])
        return match is not None and match.start() < self.starts[page + 1]

    def _part(self, wanted: str) -> int | None:
        at = self.whole.find(wanted)
        if at >= 0:
            return bisect.bisect_right(self.starts, at) - 1
        return next((page for page in range(len(self.pages) - 1) if self._from(page, wanted)), None)

    def _noted(self, part: str) -> int | None:
        """As `_part`, with the marks of footnotes after words: what is printed small and high stands in plain text like any figure."""
        match = _with_marks(part).search(self.whole)
        return bisect.bisect_right(self.starts, match.start()) - 1 if match else None

    def _from(self, page: int, wanted: str) -> bool:
        """Whether `wanted` begins on `page` and goes on at the next, with a foot or head between that is no part of it."""
        if page + 1 >= len(self.pages):
            return False
        here = self.pages[page]
        low, high = 0, len(wanted)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if wanted[:middle] in here else (low, middle - 1)
        for length in range(low, max(low - 4, 0), -1):
            rest = wanted[length:]
            if rest in self.pages[page + 1]:
                return True
        return False
