"""Links that nouns state: "the board's oversight of the team", "a lack of challenge", "partnership working between …"."""

from __future__ import annotations

from graphbuild.extract.bodies import BETWEEN, OPEN, WIDE, Match, Owners
from graphbuild.extract.frames import Frame
from graphbuild.extract.phrases import Arg


class Nouns(Owners):
    """Matches the frames of nouns."""

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
        who = self._places(frame.who, places, frame.who_is, OPEN)
        used = next((n for n in frame.who if self._fits(places.get(n, []), frame.who_is, OPEN)), "")
        wide = WIDE - {"matter"} if frame.link in BETWEEN else WIDE
        whom = self._places(tuple(n for n in frame.whom if n != used), places, frame.whom_is, wide)
        found: list[Match] = []
        if not whom and v >= 0 and chunks[v].form == "t" and used == "subject" and frame.link != "worksWith":
            main = self.c.previous_verb(v)
            whom = self._fits(self.c.verb_args(main).get("with", []), frame.whom_is, wide) if main >= 0 else []
        if not whom and "nested" in frame.whom and used == "subject":
            whom = [Arg(m, "self", a.token) for a in who for m in self.nested if a.mention.start <= m.start and m.end <= a.mention.end]
            whom = self._fits(whom[:1], frame.whom_is, OPEN)
        for place in frame.pair:
            found += self._pairs(frame, self._fits(places.get(place, []), frame.who_is, OPEN | {"example"}), i, t, "n")
        if "including" in frame.pair:
            found += self._pairs(frame, self._fits(self._included(i), frame.who_is, OPEN | {"example"}), i, t, "n")
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
