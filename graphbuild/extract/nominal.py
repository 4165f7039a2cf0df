"""Links that nouns state: "the board's oversight of the team", "a lack of challenge", "partnership working between …"."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphbuild.extract.bodies import OPEN, WIDE, Match, Owners
from graphbuild.extract.frames import Frame
from graphbuild.extract.phrases import Arg

_EXAMPLES = OPEN | {"example"}


@dataclass(slots=True)
class _Noun:
    """What stands around one noun: its places, the verb it is object of and the verb it is subject of (chunks, or -1)."""

    places: dict[str, list[Arg]] = field(default_factory=dict)
    governor: int = -1
    predicate: int = -1
    unnamed: bool = False  # its subject is people of a body that the text does not name
    others: bool = False  # people outside any body have it
    thing: bool = False  # its subject is no body and nobody
    elsewhere: bool = False  # its subject is something else


class Nouns(Owners):
    """Matches the frames of nouns."""

    def _noun(self, frames: tuple[Frame, ...], i: int, t: int) -> list[Match]:
        noun = self._around(i, t)
        return [m for frame in frames for m in self._stated(frame, noun, i, t)]

    def _stated(self, frame: Frame, noun: _Noun, i: int, t: int) -> list[Match]:
        chunks = self.c.chunks
        places = noun.places
        elsewhere = noun.elsewhere
        be = noun.governor >= 0 and chunks[noun.governor].word == "be"
        if frame.copula and not be:
            return []
        if be and frame.link == self.lex.names.together and frame.whom and not frame.copula:
            places = {k: v for k, v in places.items() if k != "subject"}
            elsewhere = True
        who = self._places(frame.who, places, frame.who_is, OPEN)
        used = next((n for n in frame.who if self._fits(places.get(n, []), frame.who_is, OPEN)), "")
        wide = WIDE - {"matter"} if frame.link in self.lex.names.between or frame.close else WIDE | {"wide"} if frame.wide else WIDE
        whom = self._places(tuple(n for n in frame.whom if n != used), places, frame.whom_is, wide)
        if not whom and frame.link in self.lex.names.watches:
            whom = self._fits(places.get("subjected", []), frame.whom_is, wide)
        if not whom and who:
            whom = self._elsewhere(frame, noun, who, used, wide)
        found: list[Match] = []
        for place in frame.pair:
            if place != "subject" or (not whom and t == chunks[i].b - 1):
                found += self._pairs(frame, self._fits(places.get(place, []), frame.who_is, _EXAMPLES), i, t, "n")
        if "including" in frame.pair:
            found += self._pairs(frame, self._fits(self._included(i), frame.who_is, _EXAMPLES), i, t, "n")
        if frame.who_named:
            who = [a for a in who if any(w in self.text[a.mention.start : a.mention.end].lower() for w in frame.who_named)]
        other = elsewhere or any(places.get(n) for n in frame.who if n != "of")
        between = frame.link in self.lex.names.between
        other = other or (noun.others if between else noun.thing)
        after = chunks[i + 2].word if i + 2 < len(chunks) and chunks[i + 1].word == "of" else ""
        if frame.implied == "partners" and after in self.lex.others and not who:
            return found  # "representation of care leavers on the council" is theirs
        standing = noun.predicate >= 0 or noun.thing or self.listed or self._there(noun.governor) or frame.implied != "topic"
        if not who and frame.implied == "topic" and frame.link == "worksWith":
            whom = [a for a in whom if not self._theirs(a.token)]  # "relationships with their social workers" are the children's
        if whom and (who or (not other and ((frame.implied and standing) or noun.unnamed))):
            found += self._emit(frame, who, whom, i, t, "n")
        elif (
            frame.whom in (("topic",), ("area",), ("partners",))
            and (who or (frame.implied and not other and standing and not whom))
            and not any(places.get(p) for p in ("between", "with", "among", "across", "involving"))
        ):
            found += [Match(frame, a, None, i, t, "n") for a in who] or [Match(frame, None, None, i, t, "n")]
        elif frame.counterpart and not whom and t == chunks[i].b - 1 and not any(places.get(n) for n in frame.whom):
            found += [Match(frame, a, None, i, t, "n") for a in who if a.mention.cls in self.lex.names.meets]
            if not who and not other and (noun.governor < 0 or self._there(noun.governor)):
                found.append(Match(frame, None, None, i, t, "n"))
        return found

    def _elsewhere(self, frame: Frame, noun: _Noun, who: list[Arg], used: str, wide: frozenset[str]) -> list[Arg]:
        """The object where the noun itself has none: "engages with agencies to provide challenge", "the director of housing leads"."""
        v = noun.governor
        if v >= 0 and self.c.chunks[v].form == "t" and used == "subject" and frame.link != self.lex.names.together:
            main = self.c.previous_verb(v)
            found = self._fits(self.c.verb_args(main).get("with", []), frame.whom_is, wide) if main >= 0 else []
            if found:
                return found
        if "nested" in frame.whom:
            inside = [Arg(m, "self", a.token) for a in who for m in self.nested if a.mention.start <= m.start and m.end <= a.mention.end]
            inside += [
                Arg(a.mention._replace(key=self.bodies[a.mention.key][0], cls=self.bodies[a.mention.key][1]), "self", a.token)
                for a in who
                if a.mention.key in self.bodies
            ]
            return self._fits(inside[:1], frame.whom_is, OPEN)
        return []

    def _around(self, i: int, t: int) -> _Noun:
        chunks = self.c.chunks
        noun = _Noun()
        places = noun.places
        self._before(i, t, places)
        head = self.p.words[chunks[i].b - 1]
        if t == chunks[i].b - 1 or head in self.lex.kinds.matter or head in self.lex.light:
            self._after(i, places)
        noun.elsewhere = chunks[i].a not in self.p.mentions and self.p.words[chunks[i].a] in ("their", "its", "his", "her", "whose")
        noun.governor = v = self.governor(i)
        if v >= 0:
            verb = chunks[v]
            if not verb.passive and (verb.word in self.lex.support or verb.word == "be"):
                places["subject"] = self.c.subject_args(v)
                noun.unnamed = not places["subject"] and self._unnamed(v)
            if places.get("subject") == [] and not noun.unnamed and not self._there(v):
                heads = [self.p.words[chunks[k].b - 1] for k in self.c.subject(v)]
                noun.elsewhere = not heads or any(h in self.lex.others or not h for h in heads)
                noun.thing = not noun.elsewhere
            if verb.word in self.lex.handlers and not verb.passive:
                places["handler"] = self.c.subject_args(v)
            if verb.form == "f":
                for key, far in self.c.verb_args(v).items():
                    if key in ("with", "at", "on") and far and not places.get(key) and far[0].token < chunks[i].a:
                        places[key] = far  # "At the panel, attendance by the police is poor"
            prep, hangs_on = self.c.gap(v) if verb.form == "f" else ("", [])
            if prep and hangs_on and not places.get(prep):
                places[prep] = hangs_on  # "the team, with which the police have links"
        elif self._apposes(i):
            places["subject"] = self.c.args(self.c.nearest(i - 2))  # "the panel, a sub-group of the board"
        self._below(i, places)
        noun.others = self._of_others(i)
        noun.predicate = after = self.predicate(i)
        if after >= 0 and chunks[after].word in ("include", "comprise"):
            noun.elsewhere = True
        if after >= 0 and noun.governor < 0:
            for key, far in self.c.verb_args(after).items():
                if key in ("with", "at", "on") and far and not places.get(key) and far[0].token < chunks[i].a:
                    places[key] = far
        if after >= 0 and chunks[after].passive:
            late = self.c.verb_args(after)
            if chunks[after].word in self.lex.handlers:
                places["handler"] = late.get("by", [])
            for key in ("by", "to", "with", "from"):
                if late.get(key) and not places.get(key) and not (key == "by" and "handler" in places):
                    places[key] = late[key]
        elif after >= 0 and chunks[after].word in self.lex.carry:
            late = self.c.verb_args(after)
            for key, place in self.lex.carry[chunks[after].word].items():
                found = late.get("" if key == "object" else key)
                if found and not places.get(place):
                    places[place] = found
        return noun

    def _of_others(self, i: int) -> bool:
        """Whether the noun hangs by a preposition on what people outside any body do ("children benefit from relationships with …")."""
        head = self.c.head_of(i)
        while head >= 2 and self.c.chunks[head - 1].kind == "C" and self.c.chunks[head - 2].kind == "N":
            head -= 2
        if head < 2 or self.c.chunks[head - 1].kind != "P" or self.c.chunks[head - 2].kind != "V":
            return False
        return any(self.p.words[self.c.chunks[k].b - 1] in self.lex.others for k in self.c.subject(head - 2))

    def _before(self, i: int, t: int, places: dict[str, list[Arg]]) -> None:
        """Bodies before the noun in its phrase ("the board's …", "police and health …"); "possessor" if they own it outright."""
        chunks = self.c.chunks
        for k in range(chunks[i].a, t):
            for mention in self.p.mentions.get(k, ()):
                places.setdefault("owner", []).append(Arg(mention, "self", k))
                if k in self.p.possessive or self.p.tags[k + 1 : k + 2] == "A":
                    places.setdefault("possessor", []).append(Arg(mention, "self", k))
        if self.p.words[chunks[i].a] == "whose" and i >= 1:
            k = i - 2 if chunks[i - 1].kind == "x" else i - 1
            if k >= 0 and chunks[k].kind == "N":
                places["owner"] = places["possessor"] = self.c.args(self.c.nearest(k))
        head = self.c.head_of(i)
        if head != i and chunks[head].word in self.lex.measures and not places.get("owner"):  # "its level of scrutiny"
            for k in range(chunks[head].a, chunks[head].b):
                places.setdefault("owner", []).extend(Arg(m, "self", k) for m in self.p.mentions.get(k, ()))
        k = i
        if (
            self.p.words[t].endswith("s")
            and "owner" not in places
            and k >= 2
            and chunks[k - 1].kind == "C"
            and self.p.tags[chunks[k].a] == "n"
            and t == chunks[k].b - 1
            and t > chunks[k].a
        ):
            if chunks[k - 2].kind == "N" and chunks[k - 2].b - 1 in self.p.mentions:
                places["owner"] = self.c.args(k - 2)  # "police and domestic abuse referrals"
                k -= 2
        while (
            places.get("owner")
            and k >= 2
            and chunks[k - 1].kind in "xC"
            and chunks[k - 2].kind == "N"
            and chunks[k - 2].b - 1 in self.p.mentions
        ):
            places["owner"] += self.c.args(k - 2)
            k -= 2

    def _below(self, i: int, places: dict[str, list[Arg]]) -> None:
        """Subjects that reach the noun through a preposition: "responsible for the commissioning", "deals with referrals"."""
        chunks = self.c.chunks
        if i >= 2 and chunks[i - 1].kind == "P":
            self._beneath(i, places)
        elif (
            i >= 1
            and chunks[i - 1].kind == "V"
            and chunks[i - 1].passive
            and chunks[i - 1].word in ("elect", "appoint", "name", "make", "vote")
        ):
            places["elected"] = self.c.subject_args(i - 1)
        j = self.c.head_of(i)
        while j >= 2 and chunks[j - 1].kind == "C" and chunks[j - 2].kind == "N":
            j -= 2
        if j < 2 or chunks[j - 1].kind != "P":
            return
        above = chunks[j - 2]
        if chunks[j - 1].word == "for" and above.kind == "j" and above.word in ("responsible", "accountable"):
            before = self.c.previous_verb(j - 2)
            places["subject"] = self.c.subject_args(before) if before >= 0 else []
        elif above.kind == "j" and above.word == "subject":
            before = self.c.previous_verb(j - 2)
            places["of"] = self.c.subject_args(before) if before >= 0 else []  # "the team is subject to oversight by …"
        elif above.kind == "x" and chunks[j - 1].word == "with" and "subject" not in places:
            before = self.c.previous_verb(j - 2)
            places["subject"] = self.c.subject_args(before) if before >= 0 else []  # "the panel meets weekly, with representation from …"
        elif above.kind == "V" and above.word in self.lex.handlers:
            places["handler"] = self.c.subject_args(j - 2)  # "the hub, which deals with referrals from …"
        elif above.kind == "V" and above.passive and chunks[j - 1].word == "by" and above.word in self.lex.lent:
            places["subject"] = self.c.subject_args(j - 2)  # "the team is strengthened by partnerships with …"
        elif above.kind == "V" and above.word == "be" and chunks[j - 1].word == "without":
            places["subject"] = self.c.subject_args(j - 2)

    def _theirs(self, token: int) -> bool:
        chunk = next((c for c in self.c.chunks if c.a <= token < c.b), None)
        return chunk is not None and self._word_at(chunk.a) in ("their", "his", "her")

    def _word_at(self, token: int) -> str:
        return self.text[self.p.starts[token] : self.p.ends[token]].lower()

    def _apposes(self, i: int) -> bool:
        """Whether the noun phrase at chunk `i` says what the one before it is: "the panel, a sub-group of the board"."""
        chunks = self.c.chunks
        return i >= 2 and chunks[i - 1].kind == "x" and chunks[i - 2].kind == "N" and self.p.words[chunks[i].a] in ("a", "an", "one", "the")

    def _beneath(self, i: int, places: dict[str, list[Arg]]) -> None:
        """Who is meant by what stands above the preposition before the noun: "is subject to scrutiny", "under the leadership of"."""
        chunks = self.c.chunks
        prep, above = chunks[i - 1].word, chunks[i - 2]
        if prep == "to" and above.word == "subject" and above.kind in "jV":
            verb = self.c.previous_verb(i - 1) if above.kind == "j" else i - 2
            places["subjected"] = self.c.subject_args(verb) if verb >= 0 else []
        elif prep == "under":
            k = i - 3 if above.kind == "x" else i - 2
            if k >= 0 and chunks[k].kind == "V":
                places["subjected"] = self.c.subject_args(k)
            elif k >= 0 and chunks[k].kind == "N":
                places["subjected"] = self.c.args(self.c.nearest(k))
            if places.get("subjected") and not places.get("by"):
                places["by"] = places.pop("of", [])
        elif prep == "of" and above.kind == "N" and above.word in ("one", "some", "part") and self._apposes(i - 2):
            places["subject"] = self.c.args(self.c.nearest(i - 4))
        elif prep == "with" and above.kind == "x":
            verb = self.c.previous_verb(i - 1)  # "a panel is in place, with oversight by the board"
            places["subjected"] = self.c.subject_args(verb) if verb >= 0 else []
        elif prep in ("through", "via", "by way of", "thanks to", "among"):
            verb = self.c.previous_verb(i, "fg") if prep != "among" else self.c.previous_verb(i, "f")
            if verb < 0:
                verb = self.c.following_verb(i)
            if verb >= 0 and not chunks[verb].passive and not places.get("subject"):
                places["subject"] = self.c.subject_args(verb)

    def _included(self, i: int) -> list[Arg]:
        """ "partnership working in the hub, including the police and schools": what the noun phrase goes on to list."""
        k = self.c.chain_end(i) + 1
        while k + 1 < len(self.c.chunks) and self.c.chunks[k].kind in "xI":
            if self.c.chunks[k].word == "such as":
                return []
            if self.c.chunks[k].kind == "I":
                return self.c.listed(k + 1)
            k += 1
        return []

    def _after(self, i: int, places: dict[str, list[Arg]]) -> None:
        """Prepositional phrases after the noun phrase at chunk `i`, or after the last one it is joined to."""
        chunks = self.c.chunks
        k = i + 1
        while (
            k + 1 < len(chunks)
            and chunks[k].kind in "xCR"
            and not (k + 2 < len(chunks) and chunks[k + 1].kind == "P" and chunks[k + 2].kind == "N")
        ):
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
                k = self.c.group(k + 1, key)[-1][0] + 1
            elif chunks[k + 1].kind == "S" and k + 2 < len(chunks) and chunks[k + 2].kind in "RN":
                n = k + 2 if chunks[k + 2].kind == "N" else k + 3  # "a clear picture of how well the service performs"
                if n < len(chunks):
                    places.setdefault(key, []).extend(self.c.args(n))
                break
            else:
                break
