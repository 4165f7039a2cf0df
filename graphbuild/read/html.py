"""Web pages → pieces: the main text only, in the structure its tags give, and what its metadata say.

Parsed by lxml's HTML parser, which knows no external entities and no network. Pages seldom say where their text is: `main` and
`article` do; else the element that holds most of the page's running text is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import html as lxml_html

from graphbuild.document import BlockKind, Meta
from graphbuild.read.page import Element, every, meta_of, plain
from graphbuild.read.pieces import Piece, split_bullet, split_number, tidy

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_SKIP = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "nav",
        "footer",
        "form",
        "button",
        "input",
        "select",
        "textarea",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "img",
        "picture",
        "dialog",
        "head",
        "meta",
        "link",
        "map",
    ]
)
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|cookies?|share|sharing|social|related|promo|advert\w*|ads?|newsletter|subscribe|"
    r"comments?|footer|sidebar|banner|skip|pagination|print-link|feedback|toolbar|widget|popup|modal|signup|tags|byline-share|"
    r"contents-list|visually-hidden|sr-only|screen-reader-text|hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CHROME_ROLES = ("navigation", "banner", "search", "contentinfo", "alert")
_NOTE_ROLES = ("note", "doc-footnote", "doc-endnote", "doc-endnotes")
_REFERENCE = re.compile(r"^\W*(?:\d{1,3}|note \d{1,3}|[a-z*†‡])\W*$", re.IGNORECASE)
_DEEPEST = 200


def read_html(text: str) -> tuple[list[Piece], Meta]:
    """Pieces and metadata of a web page."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    root = lxml_html.document_fromstring(text, parser=parser)
    meta = meta_of(root)
    walk = _Walk()
    for main in _main(root):
        walk.block(main, 0)
    walk.flush()
    pieces = [p for p in walk.pieces if p.text]
    heading = next((p.text for p in pieces if p.kind is BlockKind.HEADING and p.level == 1), "")
    if not heading:
        first = every(root, "//h1[normalize-space()]")
        heading = tidy(plain(first[0])) if first else meta.title
        if heading and (not pieces or pieces[0].text != heading):
            pieces.insert(0, Piece(BlockKind.HEADING, heading, level=1))
    return pieces, Meta(heading or meta.title, meta.publisher, meta.issued, meta.kind, url=meta.url, language=meta.language)


# -- where the text is ------------------------------------------------------------------------------


def _main(root: Element) -> list[Element]:
    body = root.find("body")
    body = root if body is None else body
    whole = len(_text_of(body))
    for path in ("//main", "//*[@role='main']", "//article", "//*[@itemprop='articleBody']"):
        found = [e for e in every(root, path) if not any(a in every(root, path) for a in e.iterancestors())]
        if path == "//article" and len(found) > 1:  # teasers of other articles beside the one
            found = [max(found, key=lambda e: len(_text_of(e)))]
        if found and sum(len(_text_of(e)) for e in found) >= min(200, whole * 0.3):
            return found
    return [_densest(body)]


def _text_of(element: Element) -> str:
    """The running text in paragraphs and list items below an element, links left out: what tells an article from a menu."""
    return "".join(
        str(t) for e in element.iter("p", "li", "td", "blockquote") if not _chrome(e) for t in every(e, "text()|*[not(self::a)]/text()")
    )


def _densest(body: Element) -> Element:
    score: dict[Element, float] = {}
    total = 0.0
    for paragraph in body.iter("p"):
        if any(_chrome(a) for a in paragraph.iterancestors()):
            continue
        weight = float(len(plain(paragraph)))
        total += weight
        for depth, ancestor in enumerate(paragraph.iterancestors()):
            score[ancestor] = score.get(ancestor, 0.0) + weight
            if ancestor is body or depth > _DEEPEST:
                break
    best = body
    while True:  # go down while one child holds nearly all of the text
        inside = [(score.get(child, 0.0), -i, child) for i, child in enumerate(best) if child in score]
        top = max(inside, default=None, key=lambda x: x[:2])
        if top is None or total == 0 or top[0] < total * 0.7:
            return best
        best = top[2]


def _chrome(element: Element) -> bool:
    """Whether an element belongs to the site and not to the text."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _SKIP:
        return True
    if tag in ("body", "html", "main", "article", "p"):
        return False
    if element.get("hidden") is not None or element.get("aria-hidden") == "true" or element.get("role") in _CHROME_ROLES:
        return True
    if tag == "aside" and element.get("role") not in _NOTE_ROLES:
        return True
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_CHROME.search(name)) and tag not in ("h1", "h2", "h3")


# -- the text ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Walk:
    """Goes through elements in order and gathers pieces; inline text is kept until a block ends."""

    pieces: list[Piece] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    bold: int = 0
    plain: bool = False  # whether some of the inline text is not bold
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    number: str = ""
    depth: int = 0  # of lists

    def flush(self) -> None:
        """End the block at hand."""
        text = tidy("".join(self.inline))
        all_bold = bool(self.inline) and not self.plain
        self.inline, self.plain = [], False
        kind, level, number = self.kind, self.level, self.number
        self.number = ""
        if not text:
            self.number = number
            return
        if kind is BlockKind.HEADING:
            printed, text = split_number(text)
            self.pieces.append(Piece(kind, text, printed, level))
            return
        printed, rest = split_number(text)
        if kind is BlockKind.PARAGRAPH and all_bold and len(text) < 120 and not text.endswith((".", ",", ":", ";")) and not printed:
            self.pieces.append(Piece(BlockKind.HEADING, text, "", 4))
            return
        number = number or printed
        text = rest if printed and printed == number else text
        if number and kind in (BlockKind.ITEM, BlockKind.PARAGRAPH):
            self.pieces.append(Piece(BlockKind.PARAGRAPH, text, number))
            return
        if kind is BlockKind.NOTE:
            text = re.sub(r"^\[\w{1,3}\]\s+", "", text)
        bullet, rest = split_bullet(text)
        if bullet and kind in (BlockKind.ITEM, BlockKind.PARAGRAPH):
            self.pieces.append(Piece(BlockKind.ITEM, rest, level=max(1, self.depth)))
        else:
            self.pieces.append(Piece(kind, text, level=level))

    def say(self, text: str | None) -> None:
        """Take inline text."""
        if text:
            self.inline.append(text)
            if text.strip() and not self.bold:
                self.plain = True

    def block(self, element: Element, nesting: int) -> None:
        """Take an element and all in it."""
        tag = element.tag
        if nesting > _DEEPEST or not isinstance(tag, str) or (nesting and _chrome(element)):
            return
        if tag not in _BLOCKS:
            self._inline(element, tag, nesting)
            return
        if tag == "hr":
            self.flush()
            return
        if tag == "table":
            self.flush()
            self._table(element, nesting)
            return
        if tag == "dl":
            self.flush()
            self._pairs(element, nesting)
            return
        self.flush()
        before = self.kind, self.level, self.depth
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.kind, self.level = BlockKind.HEADING, int(tag[1])
        elif tag in ("ul", "ol", "menu"):
            self.depth += 1
            self._list(element, tag, nesting)
        elif tag == "blockquote":
            self.kind = BlockKind.QUOTE
        elif tag == "figcaption" or (tag in ("aside", "div", "section", "li") and element.get("role") in _NOTE_ROLES):
            self.kind = BlockKind.NOTE
        elif tag == "li":
            self.kind, self.level = BlockKind.ITEM, max(1, self.depth)
        if tag == "pre":
            for line in _lines_of(element):
                self.say(line)
                self.flush()
        elif tag not in ("ul", "ol", "menu"):
            self._inside(element, nesting)
        self.flush()
        self.kind, self.level, self.depth = before
        self.number = ""

    def _inside(self, element: Element, nesting: int) -> None:
        self.say(element.text)
        for child in element:
            self.block(child, nesting + 1)
            self.say(child.tail)

    def _inline(self, element: Element, tag: str, nesting: int) -> None:
        if tag == "br":
            following = element.getnext()
            if following is not None and following.tag == "br" and not (element.tail or "").strip():
                self.flush()
            else:
                self.inline.append(" ")
            return
        if tag in ("a", "sup") and _REFERENCE.match("".join(map(str, element.itertext()))):
            link = element if tag == "a" else element.find(".//a")
            if tag == "sup" or (link is not None and (link.get("href") or "").startswith("#")):
                if self.inline:
                    self.inline[-1] = self.inline[-1].rstrip()
                return
        strong = tag in ("b", "strong")
        self.bold += strong
        self._inside(element, nesting)
        self.bold -= strong

    def _list(self, element: Element, tag: str, nesting: int) -> None:
        plain = tag == "ol" and element.get("type", "1") == "1" and "list-style" not in (element.get("style") or "") and self.depth == 1
        start = element.get("start", "1")
        count = int(start) if re.fullmatch(r"\d{1,4}", start) else 1
        for child in element:
            if child.tag == "li":
                value = child.get("value", "")
                count = int(value) if re.fullmatch(r"\d{1,4}", value) else count
                self.number = str(count) if plain else ""
                count += 1
            self.block(child, nesting + 1)
            self.number = ""

    def _table(self, table: Element, nesting: int) -> None:
        for child in table.iterchildren("caption"):
            self.say(plain(child))
            self.flush()
        for row in _rows(table):
            cells = [c for c in row if c.tag in ("td", "th")]
            if len(cells) == 1 or any(c.find(".//table") is not None or c.find(".//p[2]") is not None for c in cells):
                for cell in cells:  # a table that only lays out
                    self._inside(cell, nesting + 1)
                    self.flush()
                continue
            texts = [tidy(_cell(c)) for c in cells]
            if sum(map(bool, texts)) == 1:
                self.say("".join(texts))
                self.flush()
            elif any(texts):
                self.pieces.append(Piece(BlockKind.ROW, "\t".join(texts), cells=tuple(texts)))

    def _pairs(self, element: Element, nesting: int) -> None:
        term = ""
        for child in element.iter("dt", "dd"):
            if any(_chrome(a) for a in child.iterancestors() if a is not element and element in list(a.iterancestors())):
                continue
            text = tidy(_cell(child))
            if child.tag == "dt":
                term = text
            elif text:
                cells = (term, text) if term else (text,)
                self.pieces.append(Piece(BlockKind.ROW, "\t".join(cells), cells=cells))
                term = ""


def _rows(table: Element) -> Iterator[Element]:
    for row in table.iter("tr"):
        owner = next((a for a in row.iterancestors("table")), None)
        if owner is table:
            yield row


def _cell(element: Element) -> str:
    walk = _Walk()
    walk._inside(element, 1)
    walk.flush()
    return " ".join(p.text for p in walk.pieces)


def _lines_of(element: Element) -> list[str]:
    return "".join(map(str, element.itertext())).split("\n")
