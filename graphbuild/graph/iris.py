"""The IRIs of the graph: readable, safe for any text, and the same for the same input wherever and whenever it is built.

Things stand directly under the base (`…/id/riverton-council`); everything else under a folder named for what it is
(`…/id/link/…`, `…/id/evidence/…`), made from the keys and offsets it consists of, so that nothing needs a counter or a blank node.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from urllib.parse import urlsplit

import pyoxigraph as ox

from graphbuild.facts import Evidence, Inspection, Link, Role

DEFAULT_BASE = "https://graphbuild.example/id/"
FOLDERS = (
    "document",
    "evidence",
    "link",
    "role",
    "inspection",
    "judgement",
    "area",
    "finding",
    "recommendation",
    "followup",
    "statistic",
    "statement",
    "publisher",
    "change",
    "reviewer",
)
_SAFE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")
_LONGEST = 96


def slug(text: str) -> str:
    """`text` as one readable step of an IRI: "St Mary's (North)" → `st-marys-north`; "" where no letter or digit is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['`]", "", plain.replace("&", " and "))).strip("-")


@functools.lru_cache(1 << 16)
def step(key: str) -> str:
    """`key` as the last step of an IRI: itself where it is plain and short, else its slug with a hash that keeps it apart from others."""
    if _SAFE.fullmatch(key) and len(key) <= _LONGEST:
        return key
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{slug(key)[: _LONGEST - 9].strip('-') or 'x'}-{digest}"


def checked_base(base: str) -> str:
    """`base` as it is used, ending in `/` or `#`; raises ValueError, saying why, where nothing can stand under it."""
    try:
        ox.NamedNode(base)
        parts = urlsplit(base)
    except ValueError as error:
        raise ValueError(f"{base!r} is no IRI: {error}") from None
    if not parts.scheme or (parts.scheme in ("http", "https") and not parts.netloc):
        raise ValueError(f"{base!r} is no absolute IRI (such as {DEFAULT_BASE})")
    return base if base.endswith(("/", "#", ":")) else base + "/"


class Iris:
    """Makes the IRIs under one base."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self.base = checked_base(base)
        self._things: dict[str, ox.NamedNode] = {}

    @property
    def prefixes(self) -> dict[str, str]:
        """Prefixes for the data: the empty one for things, one for each folder."""
        return {"": self.base, **{folder: f"{self.base}{folder}/" for folder in FOLDERS}}

    def thing(self, key: str) -> ox.NamedNode:
        """A thing by its lasting key."""
        found = self._things.get(key)
        if found is None:
            found = self._things[key] = ox.NamedNode(self.base + step(key))
        return found

    def within(self, folder: str, *parts: str) -> ox.NamedNode:
        """A node in one of the folders, from the parts that make it what it is."""
        return ox.NamedNode(f"{self.base}{folder}/{'.'.join(step(part) if part else '_' for part in parts)}")

    def document(self, identifier: str) -> ox.NamedNode:
        return self.within("document", identifier)

    def evidence(self, evidence: Evidence) -> ox.NamedNode:
        return ox.NamedNode(f"{self.base}evidence/{step(evidence.document)}.{evidence.start}-{evidence.end}")

    def link(self, link: Link) -> ox.NamedNode:
        return self.within("link", link.subject, link.predicate, link.object, link.status.value.lower())

    def role(self, role: Role) -> ox.NamedNode:
        return self.within("role", role.post, role.body, role.person, role.start or role.end, *(["interim"] if role.interim else []))

    def inspection(self, inspection: Inspection) -> ox.NamedNode:
        """By what was inspected, by whom, when: so that two documents that speak of one inspection speak of one node."""
        when = inspection.start or inspection.end or f"in-{inspection.evidence.document}-{inspection.key}"
        return self.within("inspection", inspection.body, "-and-".join(inspection.inspectorates), when)
