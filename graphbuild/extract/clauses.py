"""What depends on each verb of a sentence: its object and prepositional phrases, and the bodies its subject speaks of."""

from __future__ import annotations

from graphbuild.extract.parsed import Parsed
from graphbuild.extract.phrases import Arg, Kinds
from graphbuild.extract.subjects import Subjects


class Clauses(Subjects):
    """Lazy answers about the verbs of one sentence. Chunk numbers are indexes of `parsed.chunks`."""

    def __init__(self, parsed: Parsed, kinds: Kinds) -> None:
        super().__init__(parsed, kinds)
        self._depend: dict[int, dict[str, list[Arg]]] = {}
        self._acting: dict[int, list[Arg]] = {}

    def gap(self, v: int) -> tuple[str, list[Arg]]:
        """What a relative clause hangs on where that is not its subject, and its preposition: "on which", "that the council funds"."""
        chunks = self.chunks
        subject = self.subject(v)
        k = min(subject) - 1 if subject else -1
        while k > 0 and chunks[k].kind == "R":
            k -= 1
        if (
            k < 1
            or k > v
            or not (chunks[k].kind == "W" or (chunks[k].kind == "S" and chunks[k].word == "that" and chunks[k - 1].kind == "N"))
        ):
            return "", []
        whom = chunks[k].word in ("who", "whom")
        prep = "in" if chunks[k].word == "where" else chunks[k - 1].word if chunks[k - 1].kind == "P" else ""
        k -= 1
        while k > 0 and chunks[k].kind in "xP":
            k -= 1
        if chunks[k].kind != "N":
            return "", []
        return prep, self._apposed(self._of_people(k) if whom else self.nearest(k))

    def _fronted(self, v: int, found: dict[str, list[Arg]]) -> None:
        """What stands before the subject: "With partner agencies it has engaged well"."""
        subject = self.subject(v)
        first = min(subject, default=0)
        if first < 2 or first > v or self._inverted(v):
            return
        start = self._clause_start(first)
        k = start
        if (
            self.chunks[k].kind == "P"
            and self.chunks[k].word in ("with", "alongside", "to", "from", "through", "at", "on")
            and self.chunks[k + 1].kind == "N"
        ):
            end = self.group(k + 1, self.chunks[k].word, stop_before_clause=False)[-1][0]
            if self.chain_end(end) in (first - 1, first - 2):
                found.setdefault(self.chunks[k].word, self.listed(k + 1, self.chunks[k].word))

    def _apposed(self, k: int) -> list[Arg]:
        """The bodies of the noun phrase at chunk `k`, or those it describes ("the team, a service that …")."""
        found = self.args(k)
        if (
            not found
            and k >= 2
            and self.chunks[k - 1].kind == "x"
            and self.chunks[k - 2].kind == "N"
            and self.parsed.words[self.chunks[k].a] in ("a", "an", "one")
        ):
            found = self.args(self.nearest(k - 2))
        return found

    def verb_args(self, v: int) -> dict[str, list[Arg]]:
        """What depends on the verb at chunk `v`: its object under "" and each prepositional phrase under its preposition."""
        if v not in self._depend:
            self._depend[v] = self._dependents(v)
        return self._depend[v]

    def _dependents(self, v: int) -> dict[str, list[Arg]]:
        chunks = self.chunks
        found: dict[str, list[Arg]] = {}
        k = v + 1
        objected = aside = False
        while k < len(chunks):
            c = chunks[k]
            if c.kind == "j" and c.word in ("in place", "into place"):
                k += 1
                continue
            if (
                c.kind == "y"
                and c.word == ":"
                and k == v + 1
                and chunks[v].word == "include"
                and k + 1 < len(chunks)
                and chunks[k + 1].kind == "N"
            ):
                found[""] = self.listed(k + 1)  # "measures include: a panel to …"
                break
            if c.kind == "S" and c.word == "how" and not objected and k == v + 1:
                n = k + 1  # "monitors how effective the help is"
                while n < min(k + 4, len(chunks)) and not (chunks[n].kind == "N" and self.args(n)):
                    n += 1
                if n < min(k + 4, len(chunks)):
                    found[""] = [a._replace(via=self._weaker("matter", a.via)) for a in self.listed(n, subject=True)]
                break
            if c.kind in "VSWyj":
                break
            if c.kind == "N":
                if "" in found or (objected and not self._named(k)):
                    break
                found[""] = self.listed(k)
                objected = True
                k = self._past(k)
                continue
            if c.kind == "P" and k + 2 < len(chunks) and chunks[k + 1].word == "how" and chunks[k + 2].kind == "N":
                found.setdefault(c.word, []).extend(self.listed(k + 2, subject=True))  # "looked at how agencies work"
                break
            if c.kind == "P" and k + 1 < len(chunks) and chunks[k + 1].kind == "N":
                found.setdefault(c.word, []).extend(self.listed(k + 1, c.word))
                objected = True
                k = self._past(k + 1, c.word)
                continue
            if c.kind == "x" and k + 1 < len(chunks) and (aside or (k == v + 1 and chunks[k + 1].kind == "P")):
                aside = not aside  # "has identified, across the service, 15 champions"
                k += 1
                continue
            if c.kind in "xC" and k + 1 < len(chunks) and not (chunks[k + 1].kind == "P" or (c.kind == "x" and chunks[k + 1].kind in "CR")):
                break
            k += 1
        self._inner(v, found)
        if chunks[v].form == "f":
            if self._inverted(v):
                found.pop("", None)
                for k in range(self._clause_start(v), v - 1):
                    if chunks[k].kind == "P" and chunks[k + 1].kind == "N":
                        found.setdefault(chunks[k].word, self.listed(k + 1, chunks[k].word))
            if k + 1 < len(chunks) and chunks[k].kind == "C" and chunks[k - 1].kind == "P" and chunks[k + 1].kind == "V":
                found.setdefault(chunks[k - 1].word, self.verb_args(k + 1).get("", []))  # "engages with and challenges partners"
            self._fronted(v, found)
            prep, hangs_on = self.gap(v)
            if hangs_on and not found.get(prep) and (prep or not ("" in found or chunks[v].passive)):
                found[prep] = hangs_on
        if (
            not found
            and v + 2 < len(chunks)
            and chunks[v + 1].kind == "C"
            and chunks[v + 2].kind == "V"
            and (chunks[v + 2].form == chunks[v].form or (chunks[v + 2].form == "g" and self.parsed.tags[chunks[v].b - 1] == "G"))
        ):
            found = dict(self.verb_args(v + 2))  # "commissioning and planning services": one object for both
        if not found.get(""):
            self._examples(v, found)
        return found

    def _examples(self, v: int, found: dict[str, list[Arg]]) -> None:
        """ "monitors help given to families, including early help": what an example further on names is an object too."""
        for k in range(v + 1, min(v + 14, len(self.chunks) - 1)):
            c = self.chunks[k]
            if c.kind == "V" and c.form == "e" and c.word == "include" and self.chunks[k - 1].kind == "N":
                found[""] = [a._replace(via="example") for a in self.args(k - 1)]  # "…, early help included"
                return
            if c.kind in "yW" or (c.kind == "S" and c.word != "how") or (c.kind == "V" and c.form == "t"):
                return
            if c.kind == "I" and self.chunks[k + 1].kind == "N":
                found[""] = [a._replace(via="example") for a in self.listed(k + 1)]
                return

    def _past(self, i: int, prep: str = "") -> int:
        return self.group(i, prep)[-1][0] + 1

    def _inner(self, v: int, found: dict[str, list[Arg]]) -> None:
        """Prepositional phrases inside the object belong to it or to the verb alike: both are offered."""
        chunks = self.chunks
        k = v + 1
        while k + 1 < len(chunks) and chunks[k].kind in "NPRxCI":
            if chunks[k].kind == "C" and chunks[k + 1].kind == "N" and self.finite_after(self._last_listed(k + 1)):
                return  # what follows is the subject of another verb
            if chunks[k].kind == "P" and chunks[k + 1].kind == "N":
                key = chunks[k].word
                if key not in found:
                    found[key] = self.listed(k + 1, key)
            k += 1

    def subject_args(self, v: int) -> list[Arg]:
        """The bodies that are the subject of the verb at chunk `v`."""
        if v not in self._acting:
            self._acting[v] = self._acts(v)
        return self._acting[v].copy()

    def _acts(self, v: int) -> list[Arg]:
        found: list[Arg] = []
        if self.chunks[v].form == "t":
            found = self._whose(v)
            if found:
                return found
        for k in self.subject(v):
            found += self.args(k)
            j = self.chain_end(k) + 1
            while j < v and self.chunks[j].kind in "xI":
                if self.chunks[j].kind == "I" and self.chunks[j + 1].kind == "N":
                    found += [a._replace(via="example") for a in self.listed(j + 1)]
                    break
                j += 1
        return found

    def _whose(self, v: int) -> list[Arg]:
        """ "the board's ability to monitor": whose noun it is that the infinitive at chunk `v` hangs on."""
        k = v - 1
        if k < 0 or self.chunks[k].kind != "N" or self.chunks[k].b - 1 in self.parsed.mentions:
            return []
        for t in range(self.chunks[k].b - 2, self.chunks[k].a - 1, -1):
            if t in self.parsed.mentions and (t in self.parsed.possessive or self.parsed.tags[t + 1] == "A"):
                return [Arg(m, "self", t) for m in self.parsed.mentions[t]]
        return []

    def agent(self, v: int) -> list[Arg]:
        """Who acts in the passive at chunk `v`: its "by" phrase, or that of the participle it is joined to ("run and funded by")."""
        k = v
        while k < len(self.chunks) - 2:
            found = self.verb_args(k).get("by", [])
            if found:
                return found
            j = k + 1
            while j < len(self.chunks) and self.chunks[j].kind in "xCR":
                j += 1
            if j == k + 1 or j >= len(self.chunks) or self.chunks[j].kind != "V" or not self.chunks[j].passive:
                return []
            k = j
        return []
