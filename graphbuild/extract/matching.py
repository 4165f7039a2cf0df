"""Matching of the lexicon on one parsed sentence: verbs here, nouns and owners in the classes this one builds on."""

from __future__ import annotations

from graphbuild.extract.bodies import OPEN, WIDE, Match
from graphbuild.extract.frames import Frame
from graphbuild.extract.nominal import Nouns
from graphbuild.extract.phrases import Arg


class Matcher(Nouns):
    """Matches every frame on one sentence."""

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
                    signalled = self.lex.nouns.get(f"{self.p.words[t - 1]} {word}") if t > 0 and word in self.lex.lasts else None
                    signalled = signalled or self.lex.nouns.get(word)
                    if signalled:
                        found += self._noun(signalled, i, t)
                    if t < chunk.b - 1 and self.p.tags[t] == "n" and word in self.lex.lemmas and (word.endswith("ed") or word == "run"):
                        found += self._attributive(i, t)
                found += self._owned(i)
                found += self._joined(i)
            elif chunk.kind == "j":
                for frame in self.lex.adjectives.get(chunk.word, ()):
                    found += self._adjective(frame, i)
        return found

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
        if frame.not_with and self._comes_with(i, frame.not_with):
            return []
        subject = self.c.subject_args(i)
        places: dict[str, list[Arg]] = dict(args)
        places["subject"] = self.c.agent(i) if chunk.passive else subject
        places["object"] = subject if chunk.passive else args.get("", [])
        places.pop("", None)
        if chunk.form == "e" and i > 0 and self.c.chunks[i - 1].kind == "N" and "holder" in frame.whom:
            holds = self.governor(i - 1)  # "the service has three nurses seconded from the trust"
            if holds >= 0 and self.c.chunks[holds].word in self.lex.support and not self.c.chunks[holds].passive:
                places["holder"] = self.c.subject_args(holds)
        if chunk.passive and "from" in frame.who and "from" not in places:
            places["from"] = self._origin(i)
        if "task" in frame.whom:
            places["task"] = self._task(i)
        if "clause" in frame.whom:
            told = self._reported(i)
            places["clause"] = told if all(a.mention.cls in frame.whom_is for a in told) else []
        who = self._places(frame.who, places, frame.who_is, OPEN | {"example"} if frame.examples else OPEN)
        also = [a for extra in frame.also_who for a in self._fits(places.get(extra, []), frame.who_is, OPEN)]
        who += also
        wide = WIDE - {"matter"} if frame.link in self.lex.names.between or frame.close else WIDE | {"wide"} if frame.wide else WIDE
        whom = self._places(frame.whom, places, frame.whom_is, wide)
        token = chunk.b - 1
        if frame.who_named:
            who = [a for a in who if any(w in self.text[a.mention.start : a.mention.end].lower() for w in frame.who_named)]
        if frame.standing and not chunk.passive and self.p.tags[token] in "Vb":
            whom = [a for a in whom if a.mention.cls in frame.standing]
        found: list[Match] = []
        if frame.pair_if and chunk.form == "g" and i > 0 and self.c.chunks[i - 1].kind == "N":
            places["subject"] = [a for k in self.c.list_ending(i - 1) for a in self.c.args(k)]
        if frame.pair_if and any(f" {w} " in tail or f" {w} " in f" {' '.join(self.p.words[chunk.a : chunk.b])} " for w in frame.pair_if):
            found += self._pairs(
                frame,
                self._fits(places["subject"] or (places["object"] if chunk.passive else []), frame.who_is, OPEN | {"example"}),
                i,
                token,
                "v",
            )
        for place in frame.pair:
            found += self._pairs(frame, self._fits(places.get(place, []), frame.who_is, OPEN), i, token, "v")
        named: list[Arg] | bool = places["subject"] or (not chunk.passive and chunk.form == "f") or (chunk.passive and self._has_agent(i))
        if not who and whom and not chunk.passive and "subject" in frame.who and self._points_back(i):
            found += [m._replace(back=True) for m in self._emit(frame, [], whom, i, token, "v")]
        if who:
            found += self._emit(frame, who, whom, i, token, "v")
        if not named and chunk.form == "t":  # "enable families to commission …"
            before = [i - 1] if i >= 2 and self.c.chunks[i - 1].kind == "N" and self.c.chunks[i - 2].kind == "V" else []
            named = any(self.p.words[self.c.chunks[k].b - 1] in self.lex.others for k in (*before, *self.c.subject(i)))
        if frame.subject_heads or (frame.whom == ("subject",) and not frame.who):
            named = []
        free = not named and (frame.implied or (self.listed and frame.listed and chunk.form in "gte"))
        if (not who and (free or ("subject" in frame.who and not chunk.passive and self._unnamed(i)))) or (also and not named):
            found += self._emit(frame, [], whom, i, token, "v")
        return found

    def _points_back(self, i: int) -> bool:
        """Whether the verb's subject is a "this" or "these" that no body stands behind ("These include failing to monitor …")."""
        heads = [self.p.words[self.c.chunks[k].b - 1] for k in self.c.subject(i)]
        return heads == ["these"] and self.c.chunks[i].form in "tg"

    def _has_agent(self, i: int) -> bool:
        """Whether a "by" phrase follows the passive at chunk `i`, whoever it names."""
        for k in range(i + 1, min(i + 7, len(self.c.chunks))):
            if self.c.chunks[k].word == "by" and self.c.chunks[k].kind == "P":
                return k + 1 < len(self.c.chunks) and self.c.chunks[k + 1].kind == "N"
            if self.c.chunks[k].kind in "VSWyN" and self.c.chunks[k].kind != "N":
                return False
        return False

    def _comes_with(self, i: int, heads: frozenset[str]) -> bool:
        """Whether what the verb gives stands after "with", so that its object is who gets it ("provides the service with advice")."""
        chunks = self.c.chunks
        for k in range(i + 1, len(chunks) - 1):
            if chunks[k].kind not in "NPRxC":
                break
            if chunks[k].word == "with" and chunks[k].kind == "P" and chunks[k + 1].word in heads:
                return True
        return False

    def _task(self, i: int) -> list[Arg]:
        """What somebody is commissioned to do: "the charity was commissioned to run the scheme"."""
        for k in range(i + 1, min(i + 7, len(self.c.chunks))):
            chunk = self.c.chunks[k]
            if chunk.kind == "V":
                runs = chunk.form == "t" and chunk.word in self.lex.runs
                return self.c.verb_args(k).get("", []) if runs else []
            if chunk.kind in "Sy":
                return []
        return []

    def _origin(self, i: int) -> list[Arg]:
        """Whom the passive's subject comes from: "information from the police is shared with schools"."""
        for first in self.c.subject(i):
            for k in range(first + 1, self.c.chain_end(first)):
                if self.c.chunks[k].word == "from" and self.c.chunks[k].kind == "P":
                    return self.c.listed(k + 1, "from")
        return []

    def _reported(self, i: int) -> list[Arg]:
        """The subject of what is reported: "inspectors found that the board is …", "the board is …, inspectors found"."""
        if not self.news:
            return []
        chunks = self.c.chunks
        if chunks[i].passive:
            return [a for a in self.c.subject_args(i) if a.via == "self"]
        for k in range(i + 1, min(i + 12, len(chunks))):
            if chunks[k].kind == "V" and chunks[k].form == "f":
                return [a for a in self.c.subject_args(k) if a.via == "self"]
        first = next((k for k in range(i) if chunks[k].kind == "V" and chunks[k].form == "f"), -1)
        if first >= 0 and any(chunks[k].kind == "x" for k in range(first, i)):
            said = self.c.subject_args(first) or (self.c.agent(first) if chunks[first].passive else [])
            return [a for a in said if a.via == "self"]
        return []

    def _company(self, i: int) -> list[Match]:
        """ "investigates in partnership with the police": whatever the verb, the two work together."""
        frame = self.lex.together
        chunks = self.c.chunks
        end = i + 1
        while end + 1 < len(chunks) and chunks[end].kind in "NPRxCI":
            end += 1
        first = min(self.c.subject(i), default=0)
        fronted = range(first) if chunks[i].form == "f" and first >= 2 and chunks[first - 1].kind == "x" else range(0)
        found: list[Match] = []
        if not self.lex.jointly.isdisjoint(self.p.words[chunks[i].a : chunks[i].b]):  # "jointly commissioned by the council and the trust"
            acting = self._fits(self.c.agent(i) if chunks[i].passive else self.c.subject_args(i), frame.who_is, OPEN)
            found += self._pairs(frame, acting, i, chunks[i].b - 1, "v")
        aside = range(max(self.c.subject(i), default=i) + 1, i) if chunks[i].form == "f" and chunks[i - 1].kind == "x" else range(0)
        for k in (*fronted, *aside, *range(i + 1, end)):  # fronted: "Hand in hand with the police, the service visits …"
            if chunks[k].kind == "P" and chunks[k].word in self.lex.company and chunks[k + 1].kind == "N":
                who = self._fits(self.c.agent(i) if chunks[i].passive else self.c.subject_args(i), frame.who_is, OPEN | {"matter"})
                whom = self._fits(self.c.listed(k + 1, chunks[k].word), frame.whom_is, OPEN | {"example"})
                found += self._emit(frame, who, whom, i, chunks[i].b - 1, "v") if who else []
        return found

    def _about(self, frame: Frame, i: int) -> bool:
        chunk = self.c.chunks[i]
        if chunk.passive or (i + 1 < len(self.c.chunks) and self.c.chunks[i + 1].kind == "P"):
            words = [self.p.words[t] for k in self.c.subject(i) for t in range(self.c.chunks[k].a, self.c.chunks[k].b)]
        else:
            k = i + 1
            words = []
            while k < len(self.c.chunks) and self.c.chunks[k].kind in "NRCx":
                words += self.p.words[self.c.chunks[k].a : self.c.chunks[k].b]
                k += 1
        names = [self._last_word(t) for t in range(chunk.b, min(chunk.b + 4, len(self.p.words))) if t in self.p.mentions]
        return any(w in frame.about for w in (*words, *names))

    def _adjective(self, frame: Frame, i: int) -> list[Match]:
        k = i - 1
        while k >= 0 and (self.c.chunks[k].kind == "R" or self.c.chunks[k].word == "as"):
            k -= 1
        if k < 0 or self.c.chunks[k].kind not in "VN":
            return []
        who = self.c.subject_args(k) if self.c.chunks[k].kind == "V" else self.c.args(k)
        args = self.c.verb_args(i)
        if "subject" in frame.whom:
            whom = self._fits(who, frame.whom_is, frozenset(("self",)))
            return self._emit(frame, [], whom, k, self.c.chunks[i].a, "v") if self.c.chunks[k].kind == "V" and frame.implied else []
        whom = self._places(frame.whom, args, frame.whom_is, WIDE)
        who = self._fits(who, frame.who_is, OPEN)
        token = self.c.chunks[i].a
        pairs = [p for place in frame.pair for p in self._pairs(frame, self._fits(args.get(place, []), frame.who_is, OPEN), i, token, "v")]
        near = self.p.words[max(0, token - 3) : token]
        if frame.pair_if and any(w in near for w in frame.pair_if):
            pairs += self._pairs(frame, who, i, token, "v")
        if pairs:
            at = k if self.c.chunks[k].kind == "V" else i
            return [p._replace(chunk=at) for p in pairs]
        return self._emit(frame, who, whom, k if self.c.chunks[k].kind == "V" else i, self.c.chunks[i].a, "v") if who else []
