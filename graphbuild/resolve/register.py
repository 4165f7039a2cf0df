"""The register of authorities: which council a name means, and at what date."""

from __future__ import annotations

import functools
import re

from graphbuild import ontology
from graphbuild.lexicon import fold
from graphbuild.ontology import Authority

_KINDS = ("county council", "borough council", "city council", "district council", "metropolitan borough council", "unitary authority", "council", "local authority")


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
        longest = sorted(self.forms, key=lambda f: (-len(f), f))
        self.pattern = re.compile(r"\b(?:" + "|".join(re.escape(f) for f in longest) + r")(?![\w-])")

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
