"""Document → annotated document: its sentences, the things it names, and where each is mentioned.

Names are found by their grammar (`names`), people by `people`, gathered into things within the document (`resolve.within`);
then descriptions and pronouns are given to the thing they stand for (`resolve.anaphora`).
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from graphbuild.document import Document
from graphbuild.extract.annotated import Annotated, Mention
from graphbuild.extract.names import Raw, candidates
from graphbuild.extract.people import people
from graphbuild.extract.sentences import Sentence, sentences
from graphbuild.facts import Entity
from graphbuild.lexicon import fold, is_acronym, lexicon
from graphbuild.ontology import Authority
from graphbuild.resolve.anaphora import stand_ins
from graphbuild.resolve.register import register
from graphbuild.resolve.within import Canon, Cluster, slug, variants

_PLACE_BEFORE = re.compile(r"\b(?:in|across|within|throughout|around|into|near|outside|inside|over|of|for|to|at|on)\s+$")
_LIST_AFTER = re.compile(r"\s*(?:,|and\b|or\b|\.|;|\)|$|council\b|local authority\b|['’]s?\b)")
_VERB_AFTER = re.compile(r"\s+(?:has|have|had|is|was|were|are|will|does|did|operates?|runs?|provides?|commissions?|must|should|can|could|needs?|remains?|continues?)\b")
_WITH_BEFORE = re.compile(r"\b(?:with|by|between|and|from|,)\s*$")
_COMPANY = re.compile(r"\b(?:police|health|education|housing|probation|social care|early help|agencies|schools|social work|youth offending|rehabilitation|youth justice)\b")
_STAFF_AFTER = re.compile(r"\s+(?:colleagues|professionals|partners|agencies|staff|practitioners|services|leaders|teams|workers|organisations|sectors?|departments?)\b")
_POST_OF = re.compile(r"(?:(?:independent|interim|acting|new|former|vice|deputy|joint|co)[ -])*(chair(?:man|person|woman|s)?|governors|headteacher|head) (?:of|for) (?:the )?(.+)$")
_POST_LAST = re.compile(r"(?:the |its |their |new |independent |interim |acting )*(.*?)(?:\b(?:independent|interim|acting|new) )*\b(chair(?:man|person|woman)?|governors|headteacher)$")
_CARRIED_OUT = re.compile(r"\b(?:carried out|conducted|undertaken|inspected|made)(?: jointly)? by\b")
_OWNERS = frozenset({"Agency", "Board", "LocalAuthority", "Inspectorate"})
_OWNER = re.compile(r"\b(?:(\w+)['’]s|(?:19|20)\d\d[-–/]\d\d(?:\d\d)?)\s$")
_YEAR_AFTER = re.compile(r"\s(?:for )?(?:19|20)\d\d(?:[-–/]\d\d(?:\d\d)?)?\b")
_NOUN_AFTER = re.compile(r"\s+(?:[a-z]+(?:ment|tion|ing|ness|ity|ance|ence|s|work|plan|strategy|panel|module|assessment)|offer|record|need|review|audit|case|file|referral|practice|support|help|care)\b")


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
    head = fold("\n".join(document.of(b) for b in document.blocks[:12]))
    low = fold(document.text)
    counts = Counter(form for _, _, form in names.named(low))
    first = [form for _, _, form in names.named(head)]
    if not counts:
        return None
    top = max(counts.values())
    for form in [*first, *(f for f, _ in counts.most_common())]:
        if counts[form] * 3 >= top:
            return names.find(form, document.meta.issued)
    return None


def annotate(document: Document) -> Annotated:
    """The annotated document; deterministic, and a function of the document and the ontology alone."""
    sents = sentences(document)
    authority = area_of(document)
    return _Annotator(document, sents, authority).run()


class _Annotator:
    def __init__(self, document: Document, sents: tuple[Sentence, ...], authority: Authority | None) -> None:
        self.document, self.sents, self.authority = document, sents, authority
        self.short: tuple[str, ...] = ()
        self.text, self.low = document.text, fold(document.text)
        self.words = lexicon()
        self.printed: dict[int, bool] = {}
        self.raws, self.acronyms = candidates(document.text, sents)
        places: tuple[str, ...] = ()
        if authority:
            short = re.findall(rf"\b{re.escape(authority.name)} \(([A-Za-z]{{2,6}})\)", document.text)
            self.short = tuple(sorted(set(short)))
            places = (fold(authority.name), fold(authority.official), *(fold(a) for a in (*authority.aliases, *self.short)))
        self.canon = Canon(places, self.acronyms, authority.police if authority else "")
        self.clusters: dict[str, Cluster] = {}
        self.area = slug(authority.official) if authority else ""

    def run(self) -> Annotated:
        persons = people(self.document, self.sents)
        spans = [Raw(p.start, p.end, p.cls, "person", k) for k, p in enumerate(persons)]
        spans += list(self._authorities())
        taken = {(s.start, s.end) for s in spans}
        self.raws = [self._without_people(r, persons) for r in self.raws]
        spans += [r for r in self.raws if r.kind not in ("anaphor", "pronoun") and (r.start, r.end) not in taken and self._stands(r)]
        outer, inner = _outermost(spans, self.text)
        outer, inner = self._posts(outer, inner)
        inner = [r for r in inner if r.kind in ("capital", "known", "authority", "acronym", "area", "person")]
        mentions = [self._mention(raw, persons) for raw in outer]
        nested = [self._mention(raw, persons) for raw in inner]
        keys = self._merge()
        entities = self._entities(keys, persons)
        named = sorted(m._replace(key=keys.get(m.key, m.key), cls=entities[keys.get(m.key, m.key)].cls) for m in mentions if m is not None)
        within = sorted(m._replace(key=keys.get(m.key, m.key), cls=entities[keys.get(m.key, m.key)].cls) for m in nested if m is not None)
        used = {m.key for m in named} | {m.key for m in within if m.cls in _OWNERS} | {self.area} | {p.key for p in persons}
        entities = {key: entity for key, entity in entities.items() if key in used}
        within = [m for m in within if m.key in entities]
        inspectorates = self._inspectorates(entities, named)
        subject = self._subject(entities)
        draft = Annotated(self.document, self.sents, entities, tuple(named), tuple(within), self.area, subject, inspectorates)
        return stand_ins(draft, [r for r in self.raws if r.kind in ("anaphor", "pronoun")])

    # -- which candidates stand -------------------------------------------------------------------------------
    def _stands(self, raw: Raw) -> bool:
        if raw.kind not in ("known", "area", "acronym") and self._small_print(raw):
            return False
        if raw.kind == "bare":
            entry = self.words.area[raw.entry]
            after = self.low[raw.end : raw.end + 40]
            if _STAFF_AFTER.match(after):
                return True
            if entry.get("alone"):
                return not _NOUN_AFTER.match(after)
            around = self.low[max(0, raw.start - 30) : raw.start]
            follows = re.match(r"(?:,| and| or)\s", after) and _COMPANY.search(after[:32])
            precedes = re.search(r"(?:,| and| or)\s+(?:the\s)?$", around) and _COMPANY.search(around)
            return bool((follows or precedes) and not _NOUN_AFTER.match(after))
        if raw.kind in ("phrase", "noun", "capital") and f"the {self.low[raw.start : raw.end]}" in self.words.forms:
            return self.words.forms[f"the {self.low[raw.start : raw.end]}"].kind != "anaphor"
        if raw.kind == "capital" and not raw.cls:
            return self._programme(raw)
        return True

    def _without_people(self, raw: Raw, persons: Sequence[Mention]) -> Raw:
        """A name that began with a person's ("Jane Doe Assistant Director"): what comes after it."""
        if raw.kind in ("capital", "phrase", "noun"):
            at = bisect.bisect_left(persons, raw.start, key=lambda p: p.start)
            if at < len(persons) and persons[at].start == raw.start and persons[at].end < raw.end:
                rest = self.text[persons[at].end : raw.end]
                return raw._replace(start=raw.end - len(rest.lstrip(" ,–-")))
        return raw

    def _small_print(self, raw: Raw) -> bool:
        block = self.document.blocks[self.document.index_at(raw.start)]
        if block.start not in self.printed:
            self.printed[block.start] = bool(self.words.small_print.search(self.low, block.start, block.end))
        return self.printed[block.start]

    def _programme(self, raw: Raw) -> bool:
        """A capitalised name without a head noun is taken for a programme only where the text uses it as a name of one."""
        before, after = self.text[max(0, raw.start - 24) : raw.start], self.text[raw.end : raw.end + 24]
        if fold(self.text[raw.start : raw.end]) in register().forms:
            return False
        if re.search(r"(?:known as|called|named|such as|including|launched|through)\s+(?:the\s)?[\"'‘“]?$", before):
            return len(self.text[raw.start : raw.end].split()) > 1
        if re.match(r"['’\"”]?\s+(?:programme|project|scheme|initiative|vision|service|model|approach|team)\b", after):
            return True
        return bool(re.search(r"[\"'‘“]$", before) and re.match(r"[\"'’”]", after))

    def _authorities(self) -> list[Raw]:
        """Mentions of authorities by name: always with "council", and by the bare place where it acts rather than lies."""
        found: list[Raw] = []
        low = self.low
        for start, end, form in register().named(low):
            if not self.text[start].isupper():
                continue
            if form.endswith(("council", "authority")) or " borough of " in form or form.startswith(("london borough", "borough of", "city of")):
                found.append(Raw(start, end, "LocalAuthority", "authority"))
                continue
            council = re.match(r" (?:(?:metropolitan |unitary )?(?:county|borough|city|district)? ?council|(?:unitary |local )authority)\b", low[end : end + 40])
            if council:
                found.append(Raw(start, end + council.end(), "LocalAuthority", "authority"))
                continue
            before, after = low[max(0, start - 16) : start], low[end : end + 24]
            if re.match(r"['’]s?\s", after) or _VERB_AFTER.match(after):
                if not re.search(r"\b(?:in|across|within)\s+$", before):
                    found.append(Raw(start, end, "LocalAuthority", "authority"))
            elif _WITH_BEFORE.search(before) and _LIST_AFTER.match(after) and not _PLACE_BEFORE.search(before):
                found.append(Raw(start, end, "LocalAuthority", "authority"))
        return found

    # -- posts of a body ("chair of the board") ---------------------------------------------------------------
    def _posts(self, outer: list[Raw], inner: list[Raw]) -> tuple[list[Raw], list[Raw]]:
        """Joins a post or a body to the body that "of" or "for" ties it to: "director of nursing for the trust"."""
        result: list[Raw] = []
        nested = list(inner)
        skip = -1
        anaphors = {r.start: r for r in self.raws if r.kind == "anaphor"}
        heads = re.compile(r"\b(?:(?:independent|interim|vice-?|deputy|joint|co-?|assistant|strategic|executive|operational|corporate|service|acting)[ -]?)*(?:chair|chairs|chairman|chairperson|chairwoman|head|headteacher|director|leader|lead member|cabinet member|portfolio holder|governors|chief executive|head of service)$")
        for i, raw in enumerate(outer):
            if i == skip:
                continue
            result.append(raw)
        final: list[Raw] = []
        for raw in result:
            before = self.low[max(0, raw.start - 60) : raw.start]
            link = re.search(r"\s+(?:of|for)\s+(?:the\s+)?$", before)
            if link and raw.kind != "person":
                head = heads.search(before[: link.start()])
                if head:
                    start = raw.start - len(before) + head.start()
                    final = [f for f in final if f.end <= start]
                    nested.append(raw)
                    cls = "Board" if head.group().endswith("governors") else "Post"
                    final.append(Raw(start, raw.end, cls, "post"))
                    continue
            final.append(raw)
        taken = {r.start for r in final}
        for start, anaphor in sorted(anaphors.items()):
            before = self.low[max(0, start - 60) : start]
            link = re.search(r"\s+(?:of|for)\s+$", before)
            head = heads.search(before[: link.start()]) if link else None
            if head and head.start() + start - len(before) not in taken:
                begin = start - len(before) + head.start()
                final = [f for f in final if f.end <= begin or f.start >= anaphor.end]
                final.append(Raw(begin, anaphor.end, "Post", "post"))
        return sorted(final), sorted(nested)

    # -- gathering --------------------------------------------------------------------------------------------
    def _mention(self, raw: Raw, persons: Sequence[Mention]) -> Mention | None:
        if raw.kind == "person":
            return persons[raw.entry]
        name = self.text[raw.start : raw.end]
        how = "name"
        cls = raw.cls
        entry = -1
        if raw.kind == "authority":
            authority = register().find(name, self.document.meta.issued)
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
            canonical = (self._post(name) if cls in ("Post", "Board", "") else "") or self.canon(name)
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
            first, _, rest = name.partition(" ")
            if rest and fold(first) in self.canon.places:
                cluster.names[rest] += 0
            if rest and fold(first) in self.canon.acronyms and self.canon(rest) == canonical:
                cluster.names[rest] += 0
            cluster.strong |= raw.kind not in ("noun", "bare", "acronym")
            cluster.proper |= name[:1].isupper() and raw.kind == "capital"
        return Mention(raw.start, raw.end, canonical, cls, how)

    def _post(self, name: str) -> str:
        """Canonical form of a post named by its body: "chair of the board", "board's independent chair" ("" for any other name)."""
        low = fold(name)
        match = _POST_OF.match(low)
        if match:
            head, rest = match.groups()
            body = self.canon(rest)
        else:
            match = _POST_LAST.match(low)
            if not match:
                return ""
            rest, head = match.groups()
            rest = re.sub(r"['’]s?$", "", rest.strip())
            body = self.canon(rest) if rest and rest not in self.words.strip and rest not in ("independent", "interim", "acting") else "board"
        if body in ("board", "local safeguarding children board"):
            body = next((b for b in ("local safeguarding children board", "safeguarding children partnership") if b in self.clusters), body)
        head = {"chairman": "chair", "chairperson": "chair", "chairwoman": "chair", "head": "head", "chairs": "chair"}.get(head, head)
        return f"{head} of {body}"

    def _longer(self, raw: Raw) -> list[str]:
        """The name with its owner or its year, as written: "board's annual report", "business plan for 2015-16"."""
        if raw.kind in ("authority", "known", "person"):
            return []
        found = []
        before, after = self.text[max(0, raw.start - 40) : raw.start], self.text[raw.end : raw.end + 24]
        rank = re.search(r"\b(?:(?:interim|independent|acting|deputy) )+$", before, re.IGNORECASE)
        if rank and raw.cls == "Post":
            return [rank.group() + self.text[raw.start : raw.end]]
        owner = _OWNER.search(before)
        if owner and fold(owner.group(1) or "") + "'s" not in self.words.sector:
            found.append(owner.group() + self.text[raw.start : raw.end])
        year = _YEAR_AFTER.match(after)
        if year:
            found.append(self.text[raw.start : raw.end] + year.group())
        return found

    def _merge(self) -> dict[str, str]:
        """Which canonical form each merged one has become."""
        keys: dict[str, str] = {}
        for canonical in sorted(self.clusters, key=lambda c: (-sum(self.clusters[c].names.values()), c)):
            if canonical in keys or self.clusters[canonical].known:
                continue
            for other in sorted(variants(canonical)):
                target = keys.get(other, other)
                if target in self.clusters and target != canonical and not self.clusters[target].known and canonical not in keys.values():
                    mine, theirs = self.clusters[canonical], self.clusters[target]
                    if " " not in target or (not canonical.startswith(target + " ") or self._class(theirs) == "Service") is False:
                        continue
                    if mine.entry >= 0 and theirs.entry >= 0 and mine.entry != theirs.entry:
                        continue
                    theirs.cls.update(mine.cls)
                    theirs.names.update(mine.names)
                    keys[canonical] = target
                    break
        return keys

    def _entities(self, keys: dict[str, str], persons: Sequence[Mention]) -> dict[str, Entity]:
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
                canonical, cls, label, tuple(dict.fromkeys((label, *names))), "" if cluster.known else self.area,
                generic=entry is not None or not cluster.proper, national=cluster.known and not is_authority,
                weak=bool(entry["weak"] if entry and "weak" in entry else not (cluster.strong or cluster.known or entry is not None)), documents=(self.document.identifier,),
                codes=self._codes(label) if is_authority else (),
            )
        if self.authority and self.area not in found:
            found[self.area] = Entity(
                self.area, "LocalAuthority", self.authority.official, (self.authority.official, "the local authority"),
                documents=(self.document.identifier,), codes=self._codes(self.authority.official),
            )
        for person in persons:
            if person.key not in found:
                given = {self.text[p.start : p.end] for p in persons if p.key == person.key and p.how == "name"}
                full = sorted(given, key=lambda n: (-len(n.split()), n))
                found[person.key] = Entity(person.key, "Person", full[0] if full else person.key, tuple(full), self.area, documents=(self.document.identifier,))
        return found

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
        proper = [n for n in written if self._fullness(n) >= 20]
        if proper:
            label = min(proper, key=lambda n: (-self._fullness(n), -cluster.names[n], n))
        elif entry:
            label = str(entry["label"])
        else:
            label = min(written or list(cluster.names) or [cluster.canonical], key=lambda n: (-cluster.names[n], n))
        return re.sub(r"(?<!\w)['‘“\"]|['’”\"](?!\w)(?<!s['’])", "", label)

    def _fullness(self, name: str) -> int:
        place = bool(self.authority and fold(self.authority.name) in fold(name))
        capitals = sum(w[0].isupper() for w in name.split())
        return (40 if place else 0) + (20 if capitals > 1 else 0) + min(len(name.split()), 9) - (5 if "(" in name else 0)

    def _head(self) -> int:
        """Where the head of the document ends: its title and what stands with it."""
        blocks = self.document.blocks[:12]
        return blocks[-1].end if blocks else 0

    def _subject(self, entities: dict[str, Entity]) -> str:
        """The body a document is about, where its kind makes that another than the authority."""
        head = fold(self.document.meta.title) + "\n" + self.low[: self._head()]
        for entry in self.words.subjects:
            if re.search(entry["when"], head):
                for label in entry["is"]:
                    if fold(label) in entities:
                        return fold(label)
        return self.area

    def _inspectorates(self, entities: dict[str, Entity], mentions: list[Mention]) -> tuple[str, ...]:
        """Who made the report, the one named most first: named in its head or its end, or in a quarter as many places."""
        inspecting = [m for m in mentions if entities[m.key].cls == "Inspectorate"]
        counted = Counter(m.key for m in inspecting)
        if not counted:
            return ()
        named = [k for k in counted if slug(entities[k].label) != "joint-inspectorates"] or list(counted)
        most = max(counted[k] for k in named)
        head = self._head()
        told = {m.key for m in inspecting if m.start < head or _CARRIED_OUT.search(self.low, max(0, m.start - 120), m.start)}
        return tuple(sorted((k for k in named if k in told or counted[k] * 4 >= most), key=lambda k: (-counted[k], k)))


def _outermost(spans: list[Raw], text: str) -> tuple[list[Raw], list[Raw]]:
    """The longest candidates that do not overlap, and those that lie inside one of them."""
    order = {"person": 0, "authority": 1, "known": 2, "area": 3, "law": 3, "acronym": 4, "post": 4, "capital": 5, "phrase": 6, "noun": 6, "bare": 7, "people": 4}
    ranked = sorted(spans, key=lambda r: (r.start, -r.end, order[r.kind]))
    outer: list[Raw] = []
    inner: list[Raw] = []
    for raw in ranked:
        if outer and raw.start < outer[-1].end:
            last = outer[-1]
            if raw.end <= last.end:
                if (raw.start, raw.end) != (last.start, last.end):
                    inner.append(raw)
                continue
            if order[raw.kind] < order[last.kind] or (raw.end - raw.start) > (last.end - last.start):
                outer[-1] = raw
            continue
        outer.append(raw)
    return outer, inner


