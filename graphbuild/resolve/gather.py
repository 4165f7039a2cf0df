"""Within one document: mentions gathered into things, each with its class, its names and the label to show."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from typing import Any

from graphbuild.document import Document
from graphbuild.extract.annotated import Mention
from graphbuild.extract.tokens import Raw
from graphbuild.facts import Entity
from graphbuild.lexicon import fold, is_acronym, lexicon
from graphbuild.ontology import Authority
from graphbuild.resolve.register import register
from graphbuild.resolve.within import Canon, Cluster, slug, variants

_OF = re.compile(
    r"(?:(?:independent|interim|acting|new|former|vice|deputy|joint|co)[ -])*"
    r"(chair(?:man|person|woman|s)?|governors|headteacher|head) (?:of|for) (?:the )?(.+)$"
)
_LAST = re.compile(
    r"(?:the |its |their |new |independent |interim |acting )*(.*?)(?:\b(?:independent|interim|acting|new) )*"
    r"\b(chair(?:man|person|woman)?|governors|headteacher)$"
)
_RANK = re.compile(r"\b(?:(?:interim|independent|acting|deputy) )+$", re.IGNORECASE)
_OWNER = re.compile(r"\b(?:(\w+)['’]s|(?:19|20)\d\d[-–/]\d\d(?:\d\d)?)\s$")
_YEAR = re.compile(r"\s(?:for )?(?:19|20)\d\d(?:[-–/]\d\d(?:\d\d)?)?\b")
_QUOTED = re.compile(r"[‘“'\"]([^’”'\"]{4,})[’”'\"]")
_UNQUOTED = re.compile(r"([^’”'\"‘“]{4,})[’”'\"] ")
_LED = re.compile(r"(?:(?!of |for )[a-z][\w-]* )+([A-Z].*)$")
_BOARDS = ("local safeguarding children board", "safeguarding children partnership")
_CHAIRS = {"chairman": "chair", "chairperson": "chair", "chairwoman": "chair", "chairs": "chair"}


class Gatherer:
    """The things of one document as they are gathered."""

    def __init__(self, document: Document, authority: Authority | None, acronyms: dict[str, str], persons: Sequence[Mention]) -> None:
        self.document, self.text, self.authority, self.persons = document, document.text, authority, persons
        self.words = lexicon()
        self.area = slug(authority.official) if authority else ""
        places: tuple[str, ...] = ()
        if authority:
            short = re.findall(rf"\b{re.escape(authority.name)} \(([A-Za-z]{{2,6}})\)", document.text)
            places = tuple(fold(p) for p in (authority.name, authority.official, *authority.aliases, *sorted(set(short))))
        self.canon = Canon(places, acronyms, authority.police if authority else "")
        self.clusters: dict[str, Cluster] = {}

    def mention(self, raw: Raw) -> Mention | None:
        """The mention a candidate makes, its thing gathered; None where it names nothing."""
        if raw.kind == "person":
            return self.persons[raw.entry]
        name = self.text[raw.start : raw.end]
        how = "name"
        cls = raw.cls
        entry = -1
        if raw.kind == "authority":
            authority = register().find(name, self.document.meta.issued)
            if authority is None:  # the document's own, which the register does not hold
                authority = self.authority
            if authority is None:
                return None
            canonical, label = slug(authority.official), authority.official
            cluster = self.clusters.setdefault(canonical, Cluster(canonical, known=True))
            cluster.names[label] += 0
        elif raw.kind == "known":
            label = str(self.words.known[raw.entry]["label"])
            canonical = slug(label)
            cluster = self.clusters.setdefault(canonical, Cluster(canonical, known=True, entry=raw.entry))
        elif raw.kind in ("bare", "people"):
            canonical = fold(str(self.words.area[raw.entry]["label"]))
            cluster = self.clusters.setdefault(canonical, Cluster(canonical, entry=raw.entry))
            how = "description" if raw.kind == "people" else "name"
        else:
            led = _LED.match(name) if raw.kind == "phrase" else None
            canonical = (self._post(name) if cls in ("Post", "Board", "") else "") or self.canon(led.group(1) if led else name)
            if canonical in self.words.area_of_form and raw.entry < 0:
                entry = self.words.area_of_form[canonical]
                cls = self.words.area[entry]["class"]
            if not canonical:
                return None
            cluster = self.clusters.setdefault(canonical, Cluster(canonical, entry=raw.entry if raw.kind == "area" else entry))
        if canonical.startswith("governors of"):
            cls = "Board"
        if cls:
            cluster.cls[cls] += 1
        if how == "name":
            cluster.names[re.sub(r"^(?:the|a|an) ", "", name, flags=re.IGNORECASE)] += 1
            for longer in self._longer(raw):
                cluster.names[longer] += 0
            for shorter in (_QUOTED.search(name), _UNQUOTED.match(name), _LED.match(name)):
                if shorter:
                    cluster.names[shorter.group(1)] += 0
            first, _, rest = name.partition(" ")
            if " " in rest and not cluster.known and fold(first) in self.canon.places:
                cluster.names[rest] += 0
            if rest and fold(first) in self.canon.acronyms and self.canon(rest) == canonical:
                cluster.names[rest] += 0
            cluster.strong |= raw.kind not in ("noun", "bare", "acronym")
            cluster.proper |= name[:1].isupper() and raw.kind == "capital"
        return Mention(raw.start, raw.end, canonical, cls, how)

    def _post(self, name: str) -> str:
        """Canonical form of a post named by its body: "chair of the board", "board's independent chair" ("" for any other name)."""
        low = fold(name)
        match = _OF.match(low)
        if match:
            head, rest = match.groups()
            body = self.canon(rest)
        else:
            match = _LAST.match(low)
            if not match:
                return ""
            rest, head = match.groups()
            rest = re.sub(r"['’]s?$", "", rest.strip())
            own = rest and rest not in self.words.strip and rest not in ("independent", "interim", "acting")
            if head == "governors" and not own:
                return next((c for c in sorted(self.clusters) if c.startswith("governors of ")), "")
            body = self.canon(rest) if own else "board"
        if body in ("board", "local safeguarding children board"):
            body = next((b for b in _BOARDS if b in self.clusters), body)
        return f"{_CHAIRS.get(head, head)} of {body}"

    def _longer(self, raw: Raw) -> list[str]:
        """The name with its owner or its year, as written: "board's annual report", "business plan for 2015-16"."""
        if raw.kind in ("authority", "known", "person"):
            return []
        found = []
        before, after = self.text[max(0, raw.start - 40) : raw.start], self.text[raw.end : raw.end + 24]
        rank = _RANK.search(before)
        if rank and raw.cls == "Post":
            return [rank.group() + self.text[raw.start : raw.end]]
        owner = _OWNER.search(before)
        if owner and fold(owner.group(1) or "") + "'s" not in self.words.sector:
            found.append(owner.group() + self.text[raw.start : raw.end])
        year = _YEAR.match(after)
        if year:
            found.append(self.text[raw.start : raw.end] + year.group())
        return found

    def merged(self) -> dict[str, str]:
        """Which canonical form each merged one has become."""
        keys: dict[str, str] = {}
        for canonical in sorted(self.clusters, key=lambda c: (-sum(self.clusters[c].names.values()), c)):
            if canonical in keys or self.clusters[canonical].known:
                continue
            for other in sorted(variants(canonical)):
                target = keys.get(other, other)
                if self._same(canonical, target) and canonical not in keys.values():
                    mine, theirs = self.clusters[canonical], self.clusters[target]
                    theirs.cls.update(mine.cls)
                    theirs.names.update(mine.names)
                    keys[canonical] = target
                    break
        return keys

    def _same(self, canonical: str, target: str) -> bool:
        """Whether two forms that differ in their head alone may be one thing."""
        if target not in self.clusters or target == canonical or " " not in target or self.clusters[target].known:
            return False
        mine, theirs = self.clusters[canonical], self.clusters[target]
        if canonical.startswith(target + " ") and self._class(theirs) != "Service":
            return False
        if any(n.lower().endswith("services") for n in mine.names) != any(n.lower().endswith("services") for n in theirs.names):
            return False  # an area's services of a kind are more than the team of that name
        return mine.entry < 0 or theirs.entry < 0 or mine.entry == theirs.entry

    def entities(self, keys: dict[str, str]) -> dict[str, Entity]:
        """The things, by local key; `keys` says which canonical forms have been merged into which."""
        found: dict[str, Entity] = {}
        for canonical, cluster in sorted(self.clusters.items()):
            if canonical in keys:
                continue
            entry = self.words.area[cluster.entry] if cluster.entry >= 0 and not cluster.known else None
            cls = entry["class"] if entry else self._class(cluster)
            names = sorted(cluster.names, key=lambda n: (-self._fullness(n), -cluster.names[n], n))
            label = self._label(cluster, entry)
            is_authority = cluster.known and cluster.entry < 0
            if is_authority:
                label = next(n for n in names if slug(n) == canonical)
                names = [label, *(n for n in names if n != label)]
                if canonical == self.area:
                    names += ["the local authority"]
            elif cluster.known:
                label = str(self.words.known[cluster.entry]["label"])
            found[canonical] = Entity(
                canonical,
                cls,
                label,
                tuple(dict.fromkeys((label, *names))),
                "" if cluster.known else self.area,
                generic=not cluster.known and (entry is not None or not cluster.proper) and not self._registered(entry),
                national=cluster.known and not is_authority,
                weak=bool(entry.get("weak")) if entry else not (cluster.strong or cluster.known),
                documents=(self.document.identifier,),
                codes=self._codes(label) if is_authority else (),
            )
        if self.authority and self.area not in found:
            found[self.area] = Entity(
                self.area,
                "LocalAuthority",
                self.authority.official,
                (self.authority.official, "the local authority"),
                documents=(self.document.identifier,),
                codes=self._codes(self.authority.official),
            )
        for person in self.persons:
            if person.key not in found:
                given = {self.text[p.start : p.end] for p in self.persons if p.key == person.key and p.how == "name"}
                full = sorted(given, key=lambda n: (-len(n.split()), n))
                label = full[0] if full else person.key
                found[person.key] = Entity(person.key, person.cls, label, tuple(full), self.area, documents=(self.document.identifier,))
        return found

    def _registered(self, entry: dict[str, Any] | None) -> str:
        """The name the register knows a body of this authority by ("" where it has none)."""
        return str(getattr(self.authority, entry["register"], "")) if entry and "register" in entry else ""

    def _codes(self, official: str) -> tuple[tuple[str, str], ...]:
        authority = register().find(official, self.document.meta.issued)
        return tuple((s, c) for s, c in (("gss", authority.gss), ("urn", authority.ofsted_urn)) if c) if authority else ()

    def _class(self, cluster: Cluster) -> str:
        if not cluster.cls:
            return "Programme"
        return min(cluster.cls.items(), key=lambda item: (-item[1], item[0]))[0]

    def _label(self, cluster: Cluster, entry: dict[str, Any] | None) -> str:
        """The name to show: the fullest written in capitals or with its place, else the wording's, else the commonest."""
        written = [n for n in cluster.names if cluster.names[n] > 0 and not is_acronym(n)]
        written = [n for n in written if not (" " in n and n.isupper())] or written
        proper = [n for n in written if self._fullness(n) >= 20]
        if proper:
            label = min(proper, key=lambda n: (-self._fullness(n), -cluster.names[n], n))
        elif entry:
            label = self._registered(entry) or str(entry["label"])
        else:
            label = min(written or list(cluster.names) or [cluster.canonical], key=lambda n: (-cluster.names[n], n))
        if label.isupper() and any(len(word) > 5 for word in label.split()[1:]):  # a heading's capitals: "CORPORATE PARENTING BOARD"
            label = re.sub(r"(?<=\s)(?:Of|And|The|For|In|On|To|With)(?=\s)", lambda m: m.group().lower(), string.capwords(label))
        return re.sub(r"(?<!\w)['‘“\"]|['’”\"](?!\w)(?<!s['’])", "", label)

    def _fullness(self, name: str) -> int:
        place = bool(self.authority and fold(self.authority.name) in fold(name))
        capitals = sum(w[0].isupper() for w in name.split())
        return (40 if place else 0) + (20 if capitals > 1 else 0) + min(len(name.split()), 9) - (5 if "(" in name else 0)
