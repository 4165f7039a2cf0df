"""The lexicon of links (`ontology/wording/links.toml`) in the form matching needs, and its matching on one parsed sentence.

A frame says which word signals a link and where its two things stand; the English of it (voice, tense, apposition, lists,
relative clauses) is `graphbuild.extract.clauses`' business, and how the link stands is `graphbuild.extract.status`'.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, NamedTuple

from graphbuild import ontology
from graphbuild.extract.annotated import Mention
from graphbuild.extract.clauses import Arg, Clauses, Kinds
from graphbuild.extract.english import english, inflect


@dataclass(frozen=True, slots=True)
class Frame:
    """One entry of the wording, its classes spelt out."""

    link: str
    words: tuple[str, ...]
    who: tuple[str, ...] = ()
    whom: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    pair_if: tuple[str, ...] = ()
    also_who: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    about: frozenset[str] = frozenset()
    who_is: frozenset[str] = frozenset()
    whom_is: frozenset[str] = frozenset()
    not_pairs: tuple[tuple[str, ...], ...] = ()
    implied: str = ""
    passive: bool = False
    reverse: bool = False
    same_class: bool = False
    always: bool = False
    not_then: tuple[str, ...] = ()
    preps: frozenset[str] = frozenset()
    only: str = ""
    copula: bool = False
    counterpart: bool = False
    subject_heads: frozenset[str] = frozenset()
    standing: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    not_heads: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Frames:
    """All frames by the word that signals them."""

    verbs: dict[str, tuple[Frame, ...]]
    nouns: dict[str, tuple[Frame, ...]]
    adjectives: dict[str, tuple[Frame, ...]]
    owners: tuple[Frame, ...]
    joined: tuple[Frame, ...]
    denied: dict[str, str]
    kinds: Kinds
    support: frozenset[str]
    light: frozenset[str]
    handlers: frozenset[str]
    company: frozenset[str]
    partners: tuple[str, ...]
    joint: frozenset[str]
    parts: frozenset[str]
    equal: frozenset[str]
    counterparts: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    together: Frame
    tags: dict[str, str]
    lemmas: dict[str, str]
    triggers: frozenset[str]


class Match(NamedTuple):
    """One link found in a sentence: who, whom, the chunk and token that signal it, and whether that is a verb ("v") or noun ("n")."""

    frame: Frame
    who: Arg | None
    whom: Arg | None
    chunk: int
    token: int
    how: str


def _frame(entry: dict[str, Any], classes: dict[str, list[str]]) -> Frame:
    def spelt(names: list[str]) -> frozenset[str]:
        return frozenset(c for n in names for c in classes.get(n, [n]))

    known = {k: tuple(entry.get(k, ())) for k in ("words", "who", "whom", "pair", "pair_if", "also_who", "then", "not_then")}
    return Frame(
        link=entry["link"], **known, about=frozenset(entry.get("about", ())), preps=frozenset(entry.get("preps", ())), only=entry.get("only", ""), copula=entry.get("copula", False), counterpart=entry.get("counterpart", False), subject_heads=frozenset(entry.get("subject_heads", ())), standing=frozenset(entry.get("standing", ())), heads=frozenset(entry.get("heads", ())), not_heads=frozenset(entry.get("not_heads", ())), who_is=spelt(entry.get("who_is", [])),
        whom_is=spelt(entry.get("whom_is", [])), not_pairs=tuple(tuple(p) for p in entry.get("not_pairs", ())), implied=entry.get("implied", ""),
        passive=entry.get("passive", False), reverse=entry.get("reverse", False), same_class=entry.get("same_class", False), always=entry.get("always", False),
    )  # fmt: skip


@functools.cache
def frames() -> Frames:
    """The wording of links, read once."""
    wording = ontology.wording("links")
    classes: dict[str, list[str]] = dict(wording["classes"])
    for name in list(classes):
        classes[name] = sorted({c for n in classes[name] for c in classes.get(n, [n])})

    def by_word(kind: str) -> dict[str, tuple[Frame, ...]]:
        found: dict[str, list[Frame]] = {}
        for entry in wording.get(kind, ()):
            frame = _frame(entry, classes)
            for word in frame.words:
                found.setdefault(word, []).append(frame)
        return {w: tuple(f) for w, f in found.items()}

    verbs, nouns, adjectives = by_word("verb"), by_word("noun"), by_word("adjective")
    words = english(frozenset(verbs))
    through = wording["through"]
    forms = {f for v in verbs for group in inflect(v).values() for f in group.split()}
    return Frames(
        verbs, nouns, adjectives, tuple(_frame(e, classes) for e in wording.get("owner", ())), tuple(_frame(e, classes) for e in wording.get("joined", ())), dict(wording["denied"]),
        Kinds(frozenset(through["people"]), frozenset(through["matter"]), frozenset(through["denoting"])), frozenset(wording["support"]["verbs"]), frozenset(wording["through"]["light"]), frozenset(wording["handle"]["verbs"]),
        frozenset(wording["company"]["prepositions"]),
        tuple(wording["partners"]["names"]), frozenset(wording["partners"]["joint"]), frozenset(wording["partners"]["parts"]),
        frozenset(wording["partners"]["equal"]),
        tuple((tuple(c["board"]), tuple(c["names"])) for c in wording["counterpart"]), _frame(wording["company"], classes), words.tags, words.lemmas,
        frozenset(forms | {w.split()[-1] for w in nouns} | set(adjectives)),
    )  # fmt: skip


_OPEN = frozenset(("self", "people"))
_WIDE = frozenset(("self", "people", "matter", "example"))


class Matcher:
    """Matches every frame on one sentence. `topic` stands in where the text leaves a body unnamed."""

    def __init__(self, clauses: Clauses, text: str, lexicon: Frames, nested: tuple[Mention, ...] = (), listed: bool = False, news: bool = False) -> None:
        self.c = clauses
        self.nested = nested
        self.news = news
        self.listed = listed  # an item of a list of proposals: who acts is named before it
        self.p = clauses.parsed
        self.text = text
        self.lex = lexicon

    def matches(self) -> list[Match]:
        """All links the sentence states, without status."""
        found: list[Match] = []
        for i, chunk in enumerate(self.c.chunks):
            if chunk.kind == "V":
                for frame in self.lex.verbs.get(chunk.word, ()):
                    found += self._verb(frame, i)
                found += self._company(i)
            elif chunk.kind == "N":
                for t in range(chunk.a, chunk.b):
                    word = self.p.words[t]
                    if not word and t > chunk.a and self.p.words[t - 1] in self.lex.equal and self._last_word(t) == "partners":
                        word = "partners"
                    if not word:
                        continue
                    pair = f"{self.p.words[t - 1]} {word}" if t > 0 else word
                    for frame in self.lex.nouns.get(pair, ()) or self.lex.nouns.get(word, ()):
                        found += self._noun(frame, i, t)
                    if t < chunk.b - 1 and self.p.tags[t] == "n" and word in self.lex.lemmas and (word.endswith("ed") or word == "run"):
                        found += self._attributive(i, t)
                found += self._owned(i)
                found += self._joined(i)
            elif chunk.kind == "j":
                for frame in self.lex.adjectives.get(chunk.word, ()):
                    found += self._adjective(frame, i)
        return found

    # -- filling places ------------------------------------------------------------------------------------------
    def _fits(self, args: list[Arg], classes: frozenset[str], via: frozenset[str]) -> list[Arg]:
        return [a for a in args if a.via in via and (not classes or a.mention.cls in classes)]

    def _emit(self, frame: Frame, who: list[Arg], whom: list[Arg], chunk: int, token: int, how: str) -> list[Match]:
        found = []
        for o in whom:
            if not who:
                found.append(Match(frame, None, o, chunk, token, how))
            for s in who:
                if s.mention.key != o.mention.key and not (frame.same_class and s.mention.cls != o.mention.cls) and (
                    (s.mention.cls, o.mention.cls, self.c.chunks[chunk].word) not in frame.not_pairs
                ):  # fmt: skip
                    found.append(Match(frame, s, o, chunk, token, how))
        return found

    def _pairs(self, frame: Frame, args: list[Arg], chunk: int, token: int, how: str) -> list[Match]:
        return [
            Match(frame, a, b, chunk, token, how)
            for n, a in enumerate(args)
            for b in args[n + 1 :]
            if a.mention.key != b.mention.key and (a.via == "example") == (b.via == "example")
        ]

    def _tail(self, chunk: int, limit: int = 14) -> str:
        """Words after chunk `chunk` in its clause, for the particles a frame asks for."""
        b = self.c.chunks[chunk].a
        return " " + " ".join(w or "#" for w in self.p.words[b : b + limit]) + " "

    def _verb(self, frame: Frame, i: int) -> list[Match]:
        chunk = self.c.chunks[i]
        if frame.passive and not chunk.passive:
            return []
        tail = self._tail(i)
        if frame.then and not any(f" {t} " in tail for t in frame.then):
            return []
        if frame.not_then and self.p.words[chunk.b : chunk.b + 1] and self.p.words[chunk.b] in frame.not_then:
            return []
        args = self.c.verb_args(i)
        if frame.subject_heads:
            heads = {self.p.words[self.c.chunks[k].b - 1] for k in self.c.subject(i)}
            if frame.subject_heads.isdisjoint(heads):
                return []
        if frame.about and not ("clause" in frame.whom and not frame.about.isdisjoint(self.p.words) or self._about(frame, i)):
            return []
        subject = self.c.subject_args(i)
        places: dict[str, list[Arg]] = dict(args)
        places["subject"] = self.c.agent(i) if chunk.passive else subject
        places["object"] = subject if chunk.passive else args.get("", [])
        places.pop("", None)
        if "clause" in frame.whom:
            places["clause"] = self._reported(i)
        who = self._places(frame.who, places, frame.who_is, _OPEN)
        also = [a for extra in frame.also_who for a in self._fits(places.get(extra, []), frame.who_is, _OPEN)]
        who += also
        wide = _WIDE if frame.link not in ("worksWith", "sharesInformationWith", "refersTo", "reportsTo") else _WIDE - {"matter"}
        whom = self._places(frame.whom, places, frame.whom_is, wide)
        token = chunk.b - 1
        if frame.standing and not chunk.passive and self.p.tags[token] in "Vb":
            whom = [a for a in whom if a.mention.cls in frame.standing]
        found: list[Match] = []
        if frame.pair_if and chunk.form == "g" and i > 0 and self.c.chunks[i - 1].kind == "N":
            places["subject"] = [a for k in self.c.list_ending(i - 1) for a in self.c.args(k)]
        if frame.pair_if and any(f" {w} " in tail or f" {w} " in f" {' '.join(self.p.words[chunk.a : chunk.b])} " for w in frame.pair_if):
            found += self._pairs(frame, self._fits(places["subject"] or places["object"], frame.who_is, _OPEN | {"example"}), i, token, "v")
        for place in frame.pair:
            found += self._pairs(frame, self._fits(places.get(place, []), frame.who_is, _OPEN), i, token, "v")
        named: list[Arg] | bool = places["subject"] or (not chunk.passive and chunk.form == "f")
        if who:
            found += self._emit(frame, who, whom, i, token, "v")
        if frame.subject_heads:
            named = []
        free = not named and (frame.implied or (self.listed and chunk.form in "gt" and "subject" in frame.who))
        if (not who and (free or self._unnamed(i, chunk.passive, frame))) or (also and not named):
            found += self._emit(frame, [], whom, i, token, "v")
        return found

    def _reported(self, i: int) -> list[Arg]:
        """The subject of what is reported: "inspectors found that the board is …", "the board is …, inspectors found"."""
        if not self.news:
            return []
        chunks = self.c.chunks
        for k in range(i + 1, min(i + 12, len(chunks))):
            if chunks[k].kind == "V" and chunks[k].form == "f":
                return [a for a in self.c.subject_args(k) if a.via == "self"]
        first = next((k for k in range(i) if chunks[k].kind == "V" and chunks[k].form == "f"), -1)
        if first >= 0 and any(chunks[k].kind == "x" for k in range(first, i)):
            return [a for a in self.c.subject_args(first) if a.via == "self"]
        return []

    def _company(self, i: int) -> list[Match]:
        """ "investigates in partnership with the police": whatever the verb, the two work together."""
        found: list[Match] = []
        chunks = self.c.chunks
        k = i + 1
        while k + 1 < len(chunks) and chunks[k].kind in "NPRxCI":
            if chunks[k].kind == "P" and chunks[k].word in self.lex.company and chunks[k + 1].kind == "N":
                frame = self.lex.together
                who = self._fits(self.c.agent(i) if chunks[i].passive else self.c.subject_args(i), frame.who_is, _OPEN | {"matter"})
                whom = self._fits(self.c.listed(k + 1, chunks[k].word), frame.whom_is, _OPEN | {"example"})
                found += self._emit(frame, who, whom, i, chunks[i].b - 1, "v") if who else []
            k += 1
        return found

    def _unnamed(self, i: int, passive: bool, frame: Frame) -> bool:
        """Whether the verb's subject is people of a body that the text does not name ("leaders", "social workers")."""
        if "subject" not in frame.who or passive:
            return False
        heads = [self.p.words[self.c.chunks[k].b - 1] for k in self.c.subject(i)]
        return bool(heads) and all(h in ("leaders", "managers", "staff", "workers", "practitioners") for h in heads)

    def _places(self, names: tuple[str, ...], places: dict[str, list[Arg]], classes: frozenset[str], via: frozenset[str]) -> list[Arg]:
        for name in names:
            found = self._fits(places.get(name, []), classes, via)
            if found:
                return found
        return []

    def _about(self, frame: Frame, i: int) -> bool:
        chunk = self.c.chunks[i]
        if chunk.passive:
            words = [self.p.words[t] for k in self.c.subject(i) for t in range(self.c.chunks[k].a, self.c.chunks[k].b)]
        else:
            k = i + 1
            words = []
            while k < len(self.c.chunks) and self.c.chunks[k].kind in "NRCx":
                words += self.p.words[self.c.chunks[k].a : self.c.chunks[k].b]
                k += 1
        return any(w in frame.about for w in words)

    def _adjective(self, frame: Frame, i: int) -> list[Match]:
        k = i - 1
        while k >= 0 and self.c.chunks[k].kind == "R":
            k -= 1
        if k < 0 or self.c.chunks[k].kind not in "VN":
            return []
        who = self.c.subject_args(k) if self.c.chunks[k].kind == "V" else self.c.args(k)
        args = self.c.verb_args(i)
        if "subject" in frame.whom:
            whom = self._fits(who, frame.whom_is, frozenset(("self",)))
            return self._emit(frame, [], whom, k, self.c.chunks[i].a, "v") if self.c.chunks[k].kind == "V" and frame.implied else []
        whom = self._places(frame.whom, args, frame.whom_is, _WIDE)
        who = self._fits(who, frame.who_is, _OPEN)
        token = self.c.chunks[i].a
        pairs = [p for place in frame.pair for p in self._pairs(frame, self._fits(args.get(place, []), frame.who_is, _OPEN), i, token, "v")]
        near = self.p.words[max(0, token - 3) : token]
        if frame.pair_if and any(w in near for w in frame.pair_if):
            pairs += self._pairs(frame, who, i, token, "v")
        if pairs:
            at = k if self.c.chunks[k].kind == "V" else i
            return [p._replace(chunk=at) for p in pairs]
        return self._emit(frame, who, whom, k if self.c.chunks[k].kind == "V" else i, self.c.chunks[i].a, "v") if who else []

    def _attributive(self, i: int, t: int) -> list[Match]:
        """ "the newly commissioned service", "a council-run centre": a participle before the body's own name."""
        lemma = self.lex.lemmas[self.p.words[t]]
        head = self.c.args(i)
        found: list[Match] = []
        for frame in self.lex.verbs.get(lemma, ()):
            if "object" in frame.whom and frame.implied and not frame.then:
                whom = self._fits(head, frame.whom_is, frozenset(("self",)))
                owner = [Arg(m, "self", k) for k in range(self.c.chunks[i].a, t) for m in self.p.mentions.get(k, ())]
                found += self._emit(frame, self._fits(owner, frame.who_is, _OPEN), whom, i, t, "o")
        return found

    # -- nouns -----------------------------------------------------------------------------------------------------
    def _noun(self, frame: Frame, i: int, t: int) -> list[Match]:
        chunks = self.c.chunks
        places: dict[str, list[Arg]] = {}
        for k in range(chunks[i].a, t):
            for mention in self.p.mentions.get(k, ()):
                places.setdefault("owner", []).append(Arg(mention, "self", k))
        k = i
        while places.get("owner") and k >= 2 and chunks[k - 1].kind in "xC" and chunks[k - 2].kind == "N" and chunks[k - 2].b - 1 in self.p.mentions:
            places["owner"] += self.c.args(k - 2)
            k -= 2
        head = self.p.words[chunks[i].b - 1]
        if t == chunks[i].b - 1 or head in self.lex.kinds.matter or head in self.lex.light:
            self._after(i, places)
        v = self.governor(i)
        if v >= 0:
            verb = chunks[v]
            if (verb.word in self.lex.support and not verb.passive) or (self.p.tags[verb.b - 1] in "BRX" and not verb.passive and verb.word in ("be", "is", "are", "was", "were", "been")):
                places["subject"] = self.c.subject_args(v)
                if not places["subject"] and self._unnamed(v, False, frame):
                    places["unnamed"] = []
            if verb.word == "be" and frame.link == "worksWith" and "subject" not in frame.pair and not frame.copula:
                places.pop("subject", None)
                places["elsewhere"] = []
            if frame.copula and verb.word != "be":
                return []
            if places.get("subject") == [] and "unnamed" not in places and not self._there(v):
                places["elsewhere"] = []  # somebody else is its subject
            if verb.word in self.lex.handlers and not verb.passive:
                places["handler"] = self.c.subject_args(v)
        j = self.c.head_of(i)
        while j >= 2 and chunks[j - 1].kind == "C" and chunks[j - 2].kind == "N":
            j -= 2
        if j >= 3 and chunks[j - 1].word == "for" and chunks[j - 2].kind == "j" and chunks[j - 2].word in ("responsible", "accountable"):
            before = self.c.previous_verb(j - 2)
            places["subject"] = self.c.subject_args(before) if before >= 0 else []
        below = self.c.head_of(i) - 1
        if below >= 1 and chunks[below].kind == "P" and chunks[below - 1].kind == "V" and chunks[below - 1].word in self.lex.handlers:
            places["handler"] = self.c.subject_args(below - 1)  # "the hub, which deals with referrals from …"
        after = self.predicate(i)
        if after >= 0 and chunks[after].passive:
            late = self.c.verb_args(after)
            if chunks[after].word in self.lex.handlers:
                places["handler"] = late.pop("by", [])
            for key in ("by", "to", "with"):
                if late.get(key) and not places.get(key):
                    places[key] = late[key]
        who = self._places(frame.who, places, frame.who_is, _OPEN)
        used = next((n for n in frame.who if self._fits(places.get(n, []), frame.who_is, _OPEN)), "")
        wide = _WIDE if frame.link not in ("worksWith", "sharesInformationWith", "refersTo") else _WIDE - {"matter"}
        whom = self._places(tuple(n for n in frame.whom if n != used), places, frame.whom_is, wide)
        found: list[Match] = []
        if not whom and v >= 0 and chunks[v].form == "t" and used == "subject" and frame.link != "worksWith":
            main = self.c.previous_verb(v)
            whom = self._fits(self.c.verb_args(main).get("with", []), frame.whom_is, wide) if main >= 0 else []
        if not whom and "nested" in frame.whom and used == "subject":
            whom = [Arg(m, "self", a.token) for a in who for m in self.nested if a.mention.start <= m.start and m.end <= a.mention.end]
            whom = self._fits(whom[:1], frame.whom_is, _OPEN)
        for place in frame.pair:
            found += self._pairs(frame, self._fits(places.get(place, []), frame.who_is, _OPEN | {"example"}), i, t, "n")
        if "including" in frame.pair:
            found += self._pairs(frame, self._fits(self._included(i), frame.who_is, _OPEN | {"example"}), i, t, "n")
        other = any(places.get(n) for n in frame.who if n != "of")
        standing = after >= 0 or self._there(v) or frame.implied != "topic"
        if whom and (who or (not other and ((frame.implied and standing) or "unnamed" in places))):
            found += self._emit(frame, who, whom, i, t, "n")
        elif frame.whom == ("topic",) and who:
            found += [Match(frame, a, None, i, t, "n") for a in who]
        elif frame.counterpart and not whom and not any(places.get(n) for n in frame.whom):
            boards = [a for a in who if a.mention.cls == "Board"]
            found += [Match(frame, a, None, i, t, "n") for a in boards]
            if not who and not other and (v < 0 or self._there(v)):
                found.append(Match(frame, None, None, i, t, "n"))
        return found

    def _there(self, v: int) -> bool:
        """Whether the verb at chunk `v` only says that something is there ("there is good communication with …")."""
        return v >= 0 and any(self.p.words[self.c.chunks[k].a] == "there" for k in self.c.subject(v))

    def _included(self, i: int) -> list[Arg]:
        """ "partnership working in the hub, including the police and schools": what the noun phrase goes on to list."""
        k = self.c.chain_end(i) + 1
        while k + 1 < len(self.c.chunks) and self.c.chunks[k].kind in "xI":
            if self.c.chunks[k].kind == "I":
                return self.c.listed(k + 1)
            k += 1
        return []

    def _after(self, i: int, places: dict[str, list[Arg]]) -> None:
        """Prepositional phrases after the noun phrase at chunk `i`, or after the last one it is joined to."""
        chunks = self.c.chunks
        k = i + 1
        while k + 1 < len(chunks) and chunks[k].kind in "xCR" and not (k + 2 < len(chunks) and chunks[k + 1].kind == "P" and chunks[k + 2].kind == "N"):
            k += 1
            if chunks[k].kind == "N":
                k += 1
        while k < len(chunks) and chunks[k].kind in "xCR":
            k += 1
        if k + 2 < len(chunks) and chunks[k].kind == "V" and chunks[k].form == "e" and chunks[k].word in self.lex.support:
            k += 1  # "scrutiny provided by the board"
        while k + 1 < len(chunks) and chunks[k].kind == "P":
            key = chunks[k].word
            if chunks[k + 1].kind == "N":
                found = self.c.listed(k + 1, key)
                if found or key not in places:
                    places.setdefault(key, []).extend(found)
                inner = k + 1
                k = self.c.group(k + 1, key)[-1][0]
                while inner + 2 < len(chunks) and inner < k and chunks[inner + 1].kind == "P":
                    inner += 2
                k += 1
            elif chunks[k + 1].kind == "S" and k + 2 < len(chunks) and chunks[k + 2].kind in "RN":
                n = k + 2 if chunks[k + 2].kind == "N" else k + 3  # "a clear picture of how well the service performs"
                if n < len(chunks):
                    places.setdefault(key, []).extend(self.c.args(n))
                break
            else:
                break

    def governor(self, i: int) -> int:
        """The verb whose object or complement the noun phrase at chunk `i` is, or -1."""
        k = self.c.head_of(i) - 1
        chunks = self.c.chunks
        while k >= 0 and chunks[k].kind in "xCRN":
            k -= 1
        return k if k >= 0 and chunks[k].kind == "V" else -1

    def predicate(self, i: int) -> int:
        """The verb whose subject the noun phrase at chunk `i` is, or -1."""
        end = self.c.chain_end(i)
        for k in range(end + 1, len(self.c.chunks)):
            if self.c.chunks[k].kind == "V":
                if self.c.chunks[k].form != "f":
                    continue
                subject = self.c.subject(k)
                return k if any(s <= i <= max(self.c.chain_end(s), s) or s == i for s in subject) or i in subject else -1
            if self.c.chunks[k].kind in "Sy":
                return -1
        return -1

    def _last_word(self, token: int) -> str:
        return (self.text[self.p.starts[token] : self.p.ends[token]].lower().split() or [""])[-1]

    def _owner_fits(self, frame: Frame, head: int, mark: str) -> bool:
        """Whether the owned body's own name allows the frame ("the council's services …" is no one service)."""
        name = self.text[self.p.starts[head] : self.p.ends[head]].lower().split()
        if frame.heads and not (name and name[-1] in frame.heads):
            return False
        if (frame.only == "marked" and not mark) or (frame.only == "named" and mark != "'"):
            return False
        return not (name and (name[0] in frame.not_heads or name[-1] in frame.not_heads and (len(name) == 1 or name[-1] == "services")))

    def _inside(self, i: int, head: int) -> list[Match]:
        """The owner that a body's own name begins with: "the board's neglect sub-group", "virtual school advisers"."""
        found: list[Match] = []
        for outer in self.p.mentions[head]:
            if outer.how != "name":
                continue
            for inner in self.nested:
                if not (outer.start <= inner.start and inner.end < outer.end) or inner.start - outer.start > 4:
                    continue
                mark = "'" if self.text[inner.end : inner.end + 1] in ("'", "’") else ""
                for frame in self.lex.owners:
                    if frame.only != "personal" and inner.cls in frame.who_is and outer.cls in frame.whom_is and inner.key != outer.key and self._owner_fits(frame, head, mark):
                        a, b = Arg(inner, "self", head), Arg(outer, "self", head)
                        found.append(Match(frame, b, a, i, head, "o") if frame.reverse else Match(frame, a, b, i, head, "o"))
        return found

    def _joined(self, i: int) -> list[Match]:
        """Two bodies that a preposition joins: "the offer from the hub", "advisers in schools"."""
        chunks = self.c.chunks
        head = chunks[i].b - 1
        if head not in self.p.mentions or i + 2 >= len(chunks):
            return []
        k = i + 1
        if chunks[k].kind == "V" and chunks[k].form == "e" and chunks[k].word in ("base", "locate", "place", "embed", "co-locate"):
            k += 1
        if k + 1 >= len(chunks) or chunks[k].kind != "P" or chunks[k + 1].kind != "N":
            return []
        found: list[Match] = []
        for frame in self.lex.joined:
            if chunks[k].word in frame.preps and (not frame.heads or self._last_word(head) in frame.heads):
                outer = self.p.mentions[head]
                if frame.only == "instrument":  # "the school's reports to governors": the school reports
                    outer = tuple(m for o in outer if o.cls == "Instrument" for m in self.nested if o.start <= m.start and m.end < o.end)
                first = [Arg(m, "self", head) for m in outer if m.cls in (frame.whom_is if frame.reverse else frame.who_is)]
                second = self._fits(self.c.args(k + 1), frame.who_is if frame.reverse else frame.whom_is, frozenset(("self",)))
                found += self._emit(frame, second, first, i, head, "o") if frame.reverse else self._emit(frame, first, second, i, head, "o") if first and second else []
        return [m for m in found if m.who is not None]

    def _owned(self, i: int) -> list[Match]:
        chunk = self.c.chunks[i]
        head = chunk.b - 1
        if head not in self.p.mentions or head in self.p.possessive:
            return []
        found: list[Match] = self._inside(i, head)
        chunk_before = self.c.chunks[i - 2] if i >= 2 and self.c.chunks[i - 1].kind == "C" else None
        if self.p.words[chunk.a] in ("her", "his") and chunk_before is not None and chunk_before.b - 1 in self.p.mentions:
            for frame in self.lex.owners:  # "the director and her senior team"
                if frame.only == "personal":
                    for m in self.p.mentions[chunk_before.b - 1]:
                        for o in self.p.mentions[head]:
                            if m.cls in frame.who_is and o.cls in frame.whom_is and self._owner_fits(frame, head, ""):
                                found.append(Match(frame, Arg(m, "self", head), Arg(o, "self", head), i, head, "o"))
        owner = next((k for k in range(head - 1, chunk.a - 1, -1) if k in self.p.mentions), -1)
        if owner < 0:
            return found
        between = self.p.tags[owner + 1 : head]
        if not (owner in self.p.possessive or between.startswith("A") or between == ""):
            return found
        for frame in self.lex.owners:
            if frame.only == "personal":
                continue
            for m in self.p.mentions[owner]:
                for o in self.p.mentions[head]:
                    if m.cls in frame.who_is and o.cls in frame.whom_is and m.key != o.key and self._owner_fits(frame, head, "'" if between.startswith("A") else "p" if owner in self.p.possessive else ""):
                        a, b = Arg(m, "self", owner), Arg(o, "self", head)
                        found.append(Match(frame, b, a, i, head, "o") if frame.reverse else Match(frame, a, b, i, head, "o"))
        return found
