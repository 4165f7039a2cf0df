"""Which authority a document is about, whom it is about, and who made it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from graphbuild.document import Document, Kind
from graphbuild.extract.annotated import Mention
from graphbuild.extract.tokens import Raw
from graphbuild.facts import Entity
from graphbuild.lexicon import fold, folded, lexicon
from graphbuild.ontology import Authority
from graphbuild.resolve.register import register
from graphbuild.resolve.within import slug

_HEAD = 12  # blocks at the top in which a document says what it is
_LIES = re.compile(r"\b(?:in|across|within|throughout|around|into|near|outside|inside|over|of|for|to|at|on)\s+$")
_LISTED = re.compile(r"\s*(?:,|and\b|or\b|\.|;|\)|$|council\b|local authority\b|['’]s?\b)")
_ACTS = re.compile(
    r"\s+(?:has|have|had|is|was|were|are|will|does|did|operates?|runs?|provides?|commissions?|must|should|can|could|needs?|remains?|continues?)\b"
)
_BESIDE = re.compile(r"\b(?:with|by|between|and|from|,)\s*$")
_COUNCIL = re.compile(r" (?:(?:metropolitan |unitary )?(?:county|borough|city|district)? ?council|(?:unitary |local )authority)\b")
_TYPED = re.compile(
    r"\b((?:[A-Z][\w’'-]+ (?:(?:upon|and|on|under|with|of|le)[ -])?){1,3})"
    r"(?:(?:Metropolitan )?(?:County|Borough|City|District)|Unitary) Council\b"
)
_CARRIED_OUT = re.compile(r"\b(?:carried out|conducted|undertaken|inspected|made)(?: jointly)? by\b")


def area_of(document: Document) -> Authority | None:
    """The authority a document is about: what its description says, else the first its title or head names, else the commonest."""
    names = register()
    if document.meta.authority:
        found = names.find(document.meta.authority, document.meta.issued)
        if found:
            return found
    title = fold(document.meta.title)
    for _, _, form in names.named(title):
        return names.find(form, document.meta.issued)
    head = fold("\n".join(document.of(b) for b in document.blocks[:_HEAD]))
    low = folded(document.text)
    counts = Counter(form for _, _, form in names.named(low))
    first = [form for _, _, form in names.named(head)]
    if not counts:
        return _unregistered(document)
    top = max(counts.values())
    for form in [*first, *(f for f, _ in counts.most_common())]:
        if counts[form] * 3 >= top:
            return names.find(form, document.meta.issued)
    return None


def _unregistered(document: Document) -> Authority | None:
    """A council the register does not hold: the first that the document names as one ("Wexmoor County Council")."""
    match = _TYPED.search(document.text)
    if not match:
        return None
    official, name = " ".join(match.group().split()), " ".join(match.group(1).split())
    before, _, after = name.rpartition(" and ")
    if before.rpartition(" ")[2].lower() in lexicon().heads:  # "Wexmoor Care Board and Wexshire County Council" are two
        official, name = official[len(before) + 5 :], after
    return Authority(slug(official), name, official, (), "", "", "", "", "", "", "", "")


def authority_names(text: str, low: str, own: Authority | None = None) -> list[Raw]:
    """Mentions of authorities by name: always with "council", and by the bare place where it acts rather than lies.

    `own` is the document's authority, whose names are known even where the register does not hold it.
    """
    found: list[Raw] = []
    named = list(register().named(low))
    if own is not None and register().find(own.official) is None:
        forms = "|".join(re.escape(fold(form)) for form in (own.official, own.name))
        named += [(m.start(), m.end(), m.group()) for m in re.finditer(rf"(?<![\w-])(?:{forms})(?![\w-])", low)]
    for start, end, form in named:
        if not text[start].isupper():
            continue
        if form.endswith(("council", "authority")) or "borough of " in form or form.startswith("city of"):
            found.append(Raw(start, end, "LocalAuthority", "authority"))
            continue
        council = _COUNCIL.match(low[end : end + 40])
        if council:
            found.append(Raw(start, end + council.end(), "LocalAuthority", "authority"))
            continue
        before, after = low[max(0, start - 16) : start], low[end : end + 24]
        if re.match(r"['’]s?\s", after) or _ACTS.match(after):
            if not re.search(r"\b(?:in|across|within)\s+$", before):
                found.append(Raw(start, end, "LocalAuthority", "authority"))
        elif _BESIDE.search(before) and _LISTED.match(after) and not _LIES.search(before):
            found.append(Raw(start, end, "LocalAuthority", "authority"))
    return found


def _head(document: Document) -> int:
    """Where the head of a document ends: its title and what stands with it."""
    blocks = document.blocks[:_HEAD]
    return blocks[-1].end if blocks else 0


def subject_of(document: Document, low: str, entities: dict[str, Entity], mentions: Sequence[Mention], area: str) -> str:
    """The body a document is about, where its kind makes that another than the authority."""
    if document.kind is Kind.MINUTES:  # the body that met: the first its head names
        met = next((m for m in mentions if m.start < _head(document) and m.how == "name" and entities[m.key].cls in lexicon().meets), None)
        return met.key if met else area
    head = fold(document.meta.title) + "\n" + low[: _head(document)]
    for entry in lexicon().subjects:
        if re.search(entry["when"], head):
            for label in entry["is"]:
                if fold(label) in entities:
                    return fold(label)
    return area


def inspectorates_of(document: Document, low: str, entities: dict[str, Entity], mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Who made the report, the one named most first: named in its head or its end, or in a quarter as many places."""
    inspecting = [m for m in mentions if entities[m.key].cls == "Inspectorate"]
    counted = Counter(m.key for m in inspecting)
    if not counted:
        return ()
    named = [k for k in counted if slug(entities[k].label) != "joint-inspectorates"] or list(counted)
    most = max(counted[k] for k in named)
    head = _head(document)
    told = {m.key for m in inspecting if m.start < head or _CARRIED_OUT.search(low, max(0, m.start - 120), m.start)}
    return tuple(sorted((k for k in named if k in told or counted[k] * 4 >= most), key=lambda k: (-counted[k], k)))
