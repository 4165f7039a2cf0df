"""The register of authorities: which council a name means, and at what date."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import ahocorasick_rs

from graphbuild import ontology
from graphbuild.lexicon import fold
from graphbuild.ontology import Authority

_KINDS = (
    "county council",
    "borough council",
    "city council",
    "district council",
    "metropolitan borough council",
    "unitary authority",
    "council",
    "local authority",
)


class Register:
    """Authorities by every form of their name."""

    def __init__(self) -> None:
        self.forms: dict[str, list[Authority]] = {}
        self.places: dict[str, list[Authority]] = {}
        for authority in ontology.authorities().values():
            place = fold(authority.name)
            official = {fold(form) for form in (authority.official, *authority.aliases)}
            self.places.setdefault(place, []).append(authority)
            for form in sorted({place, *official}):
                self.forms.setdefault(form, []).append(authority)
        for place, many in sorted(self.places.items()):
            for kind in _KINDS:
                self.forms.setdefault(f"{place} {kind}", many)
        self.patterns = sorted(self.forms)
        self.automaton = ahocorasick_rs.AhoCorasick(self.patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def named(self, low: str) -> Iterator[tuple[int, int, str]]:
        """Every name of an authority in folded text: start, end, form."""
        for pattern, start, end in self.automaton.find_matches_as_indexes(low):
            if (
                start
                and (low[start - 1].isalnum() or low[start - 1] in "-_")
                or end < len(low)
                and (low[end].isalnum() or low[end] in "-_")
            ):
                continue
            yield start, end, self.patterns[pattern]

    def find(self, name: str, date: str = "") -> Authority | None:
        """The authority `name` means at `date` (ISO; today's where none is given), None where the register has none."""
        form = fold(name).strip()
        many = self.forms.get(form) or self.forms.get(form.removeprefix("the "))
        if not many:
            return None
        exact = [a for a in many if fold(a.official) == form]
        pool = exact or many
        day = date or "9999"
        for authority in (*pool, *self.places[fold(pool[0].name)]):
            if (not authority.start or authority.start[: len(day)] <= day) and (not authority.end or day <= authority.end):
                return authority
        return pool[-1]


@functools.cache
def register() -> Register:
    """The installed register (read once a process)."""
    return Register()
