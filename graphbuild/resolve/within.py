"""Within one document: which names are names of the same thing.

Each candidate name gets a canonical form: small letters, no determiner, no place of the document's own area, acronyms
written out, the head in the singular. Equal forms are one thing; so are forms that differ only in heads which the wording
(`[same]`) calls interchangeable ("corporate parenting board", "corporate parenting panel"), unless one sentence uses both.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from graphbuild import ontology
from graphbuild.lexicon import Lexicon, fold, lexicon, longest_first, singular

_BRACKET = re.compile(r"\s*\([^)]*\)")
_QUOTED = re.compile(r"[\"“”]|(?<!\w)'|'(?!\w)")
_YEARS = re.compile(r"\s*(?:for )?\b(?:19|20)\d\d(?:\s*[-/]\s*(?:\d\d){1,2})?\b\s*")
_COUNCILS = ("council", "county council", "borough council", "city council", "district council")
_SPELLING = {
    "well-being": "wellbeing",
    "sub-group": "subgroup",
    "sub-groups": "subgroups",
    "out-of-hours": "out of hours",
    "co-ordinator": "coordinator",
    "life-story": "life story",
    "advisors": "advisers",
    "advisor": "adviser",
    "multiagency": "multi-agency",
}
_ENDINGS = {"icb": "integrated care board", "ccg": "clinical commissioning group"}
_LAW = re.compile(r"\b(?:act|regulations|order) (?:19|20)\d\d$")
_DETERMINERS = re.compile(
    r"^(?:the|a|an|this|that|its|their|our|his|her|each|every|all|both|any|some|new|current|former|existing|interim|acting"
    r"|(?:local authority|council|authority|county council|board|lscb|partnership|area)'s|local authority)\s+"
)


def slug(name: str) -> str:
    """`name` as the last step of an IRI: small letters, digits and hyphens ("" for a name without any)."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name).replace("'", "").replace("&", " and ")).strip("-")


@dataclass(slots=True)
class Cluster:
    """All mentions of one thing, while they are gathered."""

    canonical: str
    cls: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    known: bool = False
    entry: int = -1
    proper: bool = False
    strong: bool = False


class Canon:
    """Canonical forms within one document."""

    def __init__(self, places: tuple[str, ...], acronyms: dict[str, str], police: str = "") -> None:
        """`places`: forms of the area's own name in small letters; `acronyms`: those the document defines; `police`: the area's force."""
        self.words: Lexicon = lexicon()
        self.places = tuple(longest_first({p for place in places for p in (place, f"{place}'s", f"{place}'", f"pan-{place}")}))
        self.cache: dict[str, str] = {}
        self.acronyms: dict[str, str] = {fold(police): "police"} if police else {}
        for short, full in sorted(acronyms.items()):
            self.acronyms[fold(short)] = self(full)
        self.cache.clear()
        self.spelling = {group[0]: group for group in ontology.wording("names")["same"]["groups"]}

    def __call__(self, name: str) -> str:
        """The canonical form of a name as written."""
        known = self.cache.get(name)
        if known is None:
            known = self.cache[name] = self._canonical(name)
        return known

    def _canonical(self, name: str) -> str:
        form = _BRACKET.sub("", fold(name))
        form = _QUOTED.sub("", form).replace("&", "and").strip()
        form = " ".join(_SPELLING.get(w, w) for w in form.split())
        for short, long in _ENDINGS.items():
            if form.endswith(" " + short):
                form = form.removesuffix(short) + long
        if self.entry(form) >= 0:
            label = fold(str(self.words.area[self.entry(form)]["label"]))
            full = self.acronyms.get(form, "")
            return full if full.endswith(" " + label) else label  # the document says whose board its "ICB" is
        form = re.sub(r"'s$|(?<=s)'$", "", form)
        while True:
            before = form
            form = _DETERMINERS.sub("", form)
            for place in self.places:
                if form.startswith(place + " ") and not form.startswith(place + " and ") and form[len(place) + 1 :] not in _COUNCILS:
                    form = form[len(place) + 1 :]
                    break
            head = form.split(" ")[0]
            if head in self.words.strip and head not in self.words.keep and head not in self.words.sector and " " in form:
                form = form[len(head) + 1 :]
            if form == before:
                break
        if len(form.split()) > 2 and not _LAW.search(form):
            form = _YEARS.sub(" ", form).strip() or form
        if form in self.acronyms:
            return self.acronyms[form]
        if singular(form) in self.acronyms:
            return self.acronyms[singular(form)]
        entry = self.entry(form)
        if entry >= 0:
            return fold(str(self.words.area[entry]["label"]))
        group = self.words.groups.search(form)
        if group and " " not in form[: group.start()]:
            form = f"{group.group().split(' ', 2)[-1].removeprefix('with ')} {form[: group.start()]}"
        named = self._of_places(form)
        if named:
            return named
        for begin, label in self.words.begins:
            if form.startswith(begin):
                return label
        for owner in self.words.owners:
            rest = form.removeprefix(owner)
            if rest != form and (self.entry(rest) >= 0 or self.entry(singular(rest)) >= 0):
                return self._canonical(rest)
        first, _, rest = form.partition(" ")
        if rest and self.acronyms.get(first, "").split(" ")[0] != first and (first in self.acronyms or self.entry(first) >= 0):
            owner = self.acronyms.get(first) or fold(str(self.words.area[self.entry(first)]["label"]))
            if owner.endswith(" " + rest) or owner.endswith(" " + singular(rest)):
                return owner
            if "board" in owner or "partnership" in owner:
                return self._canonical(rest) if " " in rest or rest in self.words.owned else f"{owner} {singular(rest)}"
            form = f"{owner} {rest}"
        return " ".join(singular(w.removesuffix("'")) if w.endswith("s'") else singular(w) for w in form.split(" "))

    def _of_places(self, form: str) -> str:
        """A body of other places in one form, whatever their order and however its kind is written: "Ham and Eastby LSCB"."""
        words = form.split(" ")
        for at in range(1, len(words)):
            entry = self.entry(" ".join(words[at:]))
            places = [p for p in re.split(r" and |, | & ", " ".join(words[:at])) if p]
            if entry >= 0 and all(p in self.words.known_places for p in places):
                return f"{' and '.join(sorted(places))} {fold(str(self.words.area[entry]['label']))}"
        return ""

    def entry(self, form: str) -> int:
        """Index of the wording's area entry that has this form, -1 where none has."""
        words = self.words.area_of_form
        return words.get(form, words.get(form.replace("wellbeing", "well-being").replace("subgroup", "sub-group"), -1))


def variants(canonical: str) -> set[str]:
    """Canonical forms that name the same thing when the rest is equal: the head exchanged as the wording allows."""
    found: set[str] = set()
    for group in ontology.wording("names")["same"]["groups"]:
        heads = [singular(h.replace("sub-group", "subgroup")) for h in group]
        for head in heads:
            if canonical.endswith(" " + head):
                stem = canonical[: -len(head) - 1]
                found |= {f"{stem} {other}" for other in heads if other != head}
                if "team" in heads:
                    found.add(stem)
    return found
