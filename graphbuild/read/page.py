"""What a web page says of itself: in meta tags (Dublin Core, Open Graph, gov.uk's), JSON-LD, `<time>` and its head."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, cast

from lxml import etree

from graphbuild.document import Kind, Meta
from graphbuild.read.describe import iso_date
from graphbuild.read.pieces import tidy

Element = etree._Element

_KINDS = {
    "newsarticle": Kind.NEWS,
    "reportagenewsarticle": Kind.NEWS,
    "news_story": Kind.NEWS,
    "press_release": Kind.NEWS,
    "news": Kind.NEWS,
    "blogposting": Kind.NEWS,
    "article": Kind.NEWS,
    "report": Kind.REPORT,
    "letter": Kind.LETTER,
    "correspondence": Kind.LETTER,
    "minutes": Kind.MINUTES,
}
_PUBLISHERS = ("dcterms.publisher", "dc.publisher", "govuk:primary-publishing-organisation", "og:site_name", "application-name")
_DATES = (
    *("dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date", "article:published_time", "govuk:first-published-at"),
    *("datepublished", "date", "pubdate", "parsely-pub-date"),
)


def every(element: Element, path: str) -> list[Any]:
    """All that an XPath finds."""
    return cast(list[Any], element.xpath(path))


def plain(element: Element) -> str:
    """The words of an element on one line."""
    return " ".join("".join(map(str, element.itertext())).split())


def meta_of(root: Element) -> Meta:
    """Title, publisher, date, kind, address and language, as far as the page says them."""
    said: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or element.get("itemprop") or "").lower()
        content = tidy(element.get("content") or "")
        if name and content:
            said.setdefault(name, content)
    linked = _linked(root)

    def first(*names: str) -> str:
        return next((said[n] for n in names if n in said), "")

    titles = every(root, "//title")
    title = first("dcterms.title", "dc.title", "og:title", "twitter:title") or linked.get("headline", "")
    title = title or (tidy(plain(titles[0])) if titles else "")
    publisher = first(*_PUBLISHERS)
    issued = (
        first(*_DATES)
        or linked.get("datePublished", "")
        or next((str(t) for t in every(root, "//time[@pubdate or @itemprop='datePublished']/@datetime")), "")
        or next((str(t) for t in every(root, "(//main//time|//article//time|//header//time)/@datetime")), "")
    )
    kinds = (first("dcterms.type", "dc.type"), first("govuk:format", "govuk:document-type"), linked.get("@type", ""), first("og:type"))
    kind = next((_KINDS[k.lower()] for k in kinds if k.lower() in _KINDS), None)
    url = next((str(u) for u in every(root, "//link[@rel='canonical']/@href")), "") or first("og:url")
    language = (root.get("lang") or "en").split("-")[0].lower()
    return Meta(title, publisher or linked.get("publisher", ""), _iso(issued), kind, url=url, language=language)


def _iso(text: str) -> str:
    match = re.match(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?=$|[T\s])", text)
    return match[0] if match else iso_date(text)


def _linked(root: Element) -> dict[str, str]:
    """What JSON-LD in the page says of the article: its type, headline, date and publisher."""
    found: dict[str, str] = {}
    for script in every(root, "//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for item in _items(data):
            kinds = item.get("@type", "")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            kind = next((k for k in kinds if isinstance(k, str) and k.lower() in _KINDS), "")
            if not kind:
                continue
            publisher = item.get("publisher")
            publisher = publisher.get("name") if isinstance(publisher, dict) else publisher
            said = {"@type": kind, "headline": item.get("headline"), "datePublished": item.get("datePublished"), "publisher": publisher}
            for key, value in said.items():
                if isinstance(value, str) and value:
                    found.setdefault(key, tidy(value))
    return found


def _items(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(data, list):
        for each in data:
            yield from _items(each, depth + 1)
    elif isinstance(data, dict):
        yield data
        yield from _items(data.get("@graph"), depth + 1)
