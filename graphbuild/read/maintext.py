"""Where on a web page its text is, and what belongs to the site around it.

Pages seldom say: `main` and `article` do; else the element that holds most of the running text is taken. Class names tell menus, cookie
notices and teasers apart, but an element with a third of the page's text is never taken for one of those, whatever it is called.
"""

from __future__ import annotations

import re

from graphbuild.read.page import Element, every

_NEVER = frozenset(
    (
        *("script", "style", "noscript", "template", "svg", "math", "head", "meta", "link", "iframe", "object", "embed", "audio", "video"),
        *("canvas", "select", "textarea"),
    )
)
_SELDOM = frozenset(("nav", "footer", "form", "button", "input", "dialog", "map", "img", "picture"))
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|cookies?|share|sharing|social|related|promo|advert\w*|ads?|newsletter|subscribe|"
    r"comments?|footer|sidebar|banner|skip|pagination|print-link|feedback|toolbar|widget|popup|modal|signup|tags|teasers?|recommended|"
    r"contents-list|visually-hidden|sr-only|screen-reader-text|hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CHROME_ROLES = ("navigation", "banner", "search", "contentinfo", "alert", "dialog")
_NOTE_ROLES = ("note", "doc-footnote", "doc-endnote", "doc-endnotes")
_CONTAINERS = ("ul", "ol", "div", "section", "table", "dl")
_MUCH = 0.35


class MainText:
    """The elements of a page that hold its text (`parts`), and which elements inside them do not belong to it (`chrome`)."""

    def __init__(self, root: Element) -> None:
        body = root.find("body")
        self._body = root if body is None else body
        self._weight: dict[Element, int] = {}                       # running text in an element and below, in characters
        self._linked: dict[Element, int] = {}                       # of that, in links
        self._weigh()
        self._total = max(1, self._weight.get(self._body, 0))
        self.parts = self._parts(root)

    def _weigh(self) -> None:
        for element in reversed(list(self._body.iter())):           # children before their parents
            if not isinstance(element.tag, str) or element.tag in _NEVER:
                continue
            own = len((element.text or "").strip()) + sum(len((child.tail or "").strip()) for child in element)
            weight = own + sum(self._weight.get(child, 0) for child in element)
            self._weight[element] = weight
            self._linked[element] = weight if element.tag == "a" else sum(self._linked.get(child, 0) for child in element)

    def _prose(self, element: Element) -> int:
        return self._weight.get(element, 0) - self._linked.get(element, 0)

    def chrome(self, element: Element) -> bool:
        """Whether an element belongs to the site and not to the text."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _NEVER:
            return True
        if tag in ("body", "html", "main", "article", "p") or self._prose(element) > self._total * _MUCH:
            return False
        if tag in _SELDOM or element.get("hidden") is not None or element.get("aria-hidden") == "true":
            return True
        role = element.get("role")
        if role in _CHROME_ROLES or (tag == "aside" and role not in _NOTE_ROLES):
            return True
        if tag in ("h1", "h2", "h3"):
            return False
        if re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", element.get("style") or ""):
            return True
        identifier = element.get("id") or ""                        # a long one is a section's heading, made into an address
        named = f"{element.get('class') or ''} {identifier if identifier.count('-') < 3 else ''}"
        return bool(_CHROME.search(named)) or self._is_menu(element)

    def _is_menu(self, element: Element) -> bool:
        """Whether an element is but a list of links."""
        weight = self._weight.get(element, 0)
        if element.tag not in _CONTAINERS or not weight or self._linked[element] < weight * 0.9:
            return False
        return sum(1 for _ in element.iter("a")) >= 3

    def _parts(self, root: Element) -> list[Element]:
        whole = self._prose(self._body)
        for path in ("//main", "//*[@role='main']", "//article", "//*[@itemprop='articleBody']"):
            every_one = every(root, path)
            found = [e for e in every_one if not any(a in every_one for a in e.iterancestors())]
            if path == "//article" and len(found) > 1:              # the others are teasers of other articles
                found = [max(found, key=self._prose)]
            if found and sum(map(self._prose, found)) >= min(200, whole * 0.3):
                return [self._densest(found[0])] if len(found) == 1 else found
        return [self._densest(self._body)]

    def _densest(self, element: Element) -> Element:
        """Go down while one child holds nearly all of the text and no heading is left behind."""
        best = element
        while True:
            inside = [(self._prose(child), -i, child) for i, child in enumerate(best) if not self.chrome(child)]
            top = max(inside, default=None, key=lambda x: x[:2])
            if top is None or top[0] < self._prose(best) * 0.85 or top[2].tag in ("p", "table", "ul", "ol", "tr", "tbody"):
                return best
            if any(e.tag == "h1" for _, _, child in inside if child is not top[2] for e in child.iter()):
                return best
            best = top[2]
