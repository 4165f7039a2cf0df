"""Who does what in a sentence: the subject of each verb, and what depends on it.

Works on the phrases of `graphbuild.extract.grammar`; voices, relative clauses, participles, infinitives and their controllers,
verbs that share a subject, and asides between commas are resolved here.
"""

from __future__ import annotations

from graphbuild.extract.grammar import Parsed
from graphbuild.extract.phrases import Arg, Kinds, Phrases

_OBJECT_CONTROL = frozenset(
    ["include", "commission", "appoint", "establish", "create", "engage", "ask", "require", "invite", "enable", "help", "allow", "support", "encourage", "expect", "empower", "fund", "set", "recruit", "task", "need", "want", "tell", "support", "lead", "challenge", "urge", "assist"]
)


class Clauses(Phrases):
    """Lazy answers about the verbs of one sentence. Chunk numbers are indexes of `parsed.chunks`."""

    def __init__(self, parsed: Parsed, kinds: Kinds) -> None:
        super().__init__(parsed, kinds)
        self._subjects: dict[int, list[int]] = {}
        self._depend: dict[int, dict[str, list[Arg]]] = {}
        self._acting: dict[int, list[Arg]] = {}

    def subject(self, v: int) -> list[int]:
        """First chunks of the noun phrases that are the subject of the verb at chunk `v`."""
        if v not in self._subjects:
            self._subjects[v] = []  # against loops
            self._subjects[v] = self._subject(v)
        return self._subjects[v]

    def previous_verb(self, v: int, forms: str = "f") -> int:
        """The nearest verb group before chunk `v` of one of `forms`, or -1."""
        k = v - 1
        while k >= 0:
            if self.chunks[k].kind == "y":
                return -1
            if self.chunks[k].kind == "V" and self.chunks[k].form in forms:
                return k
            k -= 1
        return -1

    def following_verb(self, v: int) -> int:
        for k in range(v + 1, len(self.chunks)):
            if self.chunks[k].kind == "V" and self.chunks[k].form == "f":
                return k
        return -1

    def _subject(self, v: int) -> list[int]:
        chunks = self.chunks
        k = v - 1
        while k >= 0 and chunks[k].kind == "R":
            k -= 1
        form = chunks[v].form
        if form == "t":
            return self._controller(v, k)
        if k < 0:
            after = self.following_verb(v)
            return self.subject(after) if form in "ge" and after > 0 else []
        kind = chunks[k].kind
        if kind == "W":
            of_people = chunks[k].word in ("who", "whom")
            k -= 1
            while k >= 0 and chunks[k].kind in "xP":
                k -= 1
            if k < 0 or chunks[k].kind != "N":
                return []
            return [self._of_people(k) if of_people else self.nearest(k)]
        if form == "g":
            return self._participle(v, k)
        if form == "e":
            if kind == "N":
                return [self.nearest(k)]
            if kind == "x" and k >= 1 and chunks[k - 1].kind == "N":
                head = self.head_of(k - 1)
                return [head] if self.args(head) or not self._named(k - 1) else [k - 1]
            if kind == "C":
                before = self.previous_verb(v, "fe")
                return self.subject(before) if before >= 0 else []
            after = self.following_verb(v)
            return self.subject(after) if kind == "x" and after > 0 else []
        if kind == "N":
            return self._from_start(v, k)
        if kind == "C" or (kind == "x" and k >= 1):
            j = k
            while j >= 0 and chunks[j].kind in "CxR":
                j -= 1
            if kind == "x" and not any(chunks[m].kind == "C" for m in range(j + 1, k + 1)):
                opening = self._opening(k)
                if opening > 0:
                    joined = chunks[opening + 1].kind == "C" and chunks[opening + 2].kind == "N"  # "the council, along with the trust, funds"
                    return self._from_start(opening, opening - 1) + ([opening + 2] if joined else [])
            before = self.previous_verb(v, "f")
            while before >= 0 and self._in_relative(before) and self.previous_verb(before, "f") >= 0:
                before = self.previous_verb(before, "f")
            return self.subject(before) if before >= 0 else []
        return []

    def _in_relative(self, v: int) -> bool:
        """Whether the verb at chunk `v` stands in a clause that hangs on a noun ("the impact that poverty has")."""
        for k in range(v - 1, 0, -1):
            if self.chunks[k].kind in "SW":
                return self.chunks[k - 1].kind == "N" and self.chunks[k].word in ("that", "which", "who", "where")
            if self.chunks[k].kind in "Vy":
                return False
        return False

    def nearest(self, k: int) -> int:
        """The antecedent that ends at chunk `k`: the last noun phrase if it is a body, else the head it hangs on."""
        if any(t in self.parsed.mentions for t in range(self.chunks[k].a, self.chunks[k].b)):
            return k
        return self.head_of(k)

    def _opening(self, closing: int) -> int:
        """The comma that opens the aside which the comma at chunk `closing` ends, or -1."""
        for k in range(closing - 1, 0, -1):
            if self.chunks[k].kind == "x" and self.chunks[k - 1].kind == "N" and k + 1 < closing:
                after = self.chunks[k + 1]
                if after.kind in "WIPj" or (after.kind == "C" and after.word not in ("and", "or", "but", "&")) or (after.kind == "V" and after.form in "eg") or (after.kind == "N" and k + 1 == closing - 1) or after.kind in "SR":
                    return k
        return -1

    def _from_start(self, v: int, k: int) -> list[int]:
        """Subject of a finite verb that a noun phrase precedes: the coordination that ends just before it."""
        chunks = self.chunks
        if self._inverted(v):
            return [g for g, _ in self.group(v + 1)]
        first = k
        boundary = -1
        while first > 0:
            c = chunks[first - 1]
            if c.kind in "SWy" or c.kind == "V":
                boundary = first - 1
                break
            first -= 1
        starts: list[int] = []
        hung = self._hung(boundary, v)
        if hung >= 0:
            return [hung]
        if boundary < 0 or chunks[boundary].kind in "SWy":
            starts = [j for j in range(first, k + 1) if chunks[j].kind == "N" and (j == 0 or chunks[j - 1].kind in "xSWyRC" or j == first)]
        else:
            if chunks[boundary].form == "g" and chunks[boundary].word in ("have", "help", "let", "see", "keep"):
                starts.append(first)  # "having teams work together"
            opened = any(chunks[j].kind == "S" for j in range(self._clause_start(boundary), boundary)) or chunks[boundary].form in "teg"
            for j in range(first, k + 1):
                if chunks[j].kind == "N" and chunks[j - 1].kind in ("xCR" if opened else "CR") and not (opened and chunks[j - 1].kind == "C" and chunks[j - 2].kind != "x"):
                    starts.append(j)
            if not opened and not starts:
                starts = [j for j in range(first, k + 1) if chunks[j].kind == "N" and chunks[j - 1].kind == "x"]
        for start in starts:
            group = self.group(start, stop_before_clause=False)
            if self.chain_end(group[-1][0]) == k:
                if len(group) == 2 and chunks[group[1][0] - 1].kind == "x" and not any(
                    chunks[m].kind == "C" for m in range(start, k)
                ):
                    return [start] if self._named(start) else [group[1][0]]
                return [g for g, _ in group]
        return [self.head_of(k)]

    def _inverted(self, v: int) -> bool:
        """Whether the subject of the verb at chunk `v` comes after it: "Around the table are …", "Sitting beneath the board are …"."""
        chunks = self.chunks
        if chunks[v].word not in ("be", "sit", "come", "stand") or chunks[v].passive or v + 1 >= len(chunks) or chunks[v + 1].kind != "N":
            return False
        first = v - 1
        while first > 0 and chunks[first - 1].kind not in "SWyx":
            first -= 1
        if first < 0 or not (chunks[first].kind == "P" or (chunks[first].kind == "V" and chunks[first].form in "ge")):
            return False
        return all(chunks[k].kind in "PRC" or (chunks[k].kind == "N" and chunks[k - 1].kind in "PC") for k in range(first + 1, v))

    def gap(self, v: int) -> tuple[str, list[Arg]]:
        """What a relative clause hangs on where it is not the clause's subject, and its preposition: "on which", "that the council funds"."""
        chunks = self.chunks
        subject = self.subject(v)
        k = min(subject) - 1 if subject else -1
        while k > 0 and chunks[k].kind == "R":
            k -= 1
        if k < 1 or k > v or not (chunks[k].kind == "W" or (chunks[k].kind == "S" and chunks[k].word == "that" and chunks[k - 1].kind == "N")):
            return "", []
        whom = chunks[k].word in ("who", "whom")
        prep = "in" if chunks[k].word == "where" else chunks[k - 1].word if chunks[k - 1].kind == "P" else ""
        k -= 1
        while k > 0 and chunks[k].kind in "xP":
            k -= 1
        if chunks[k].kind != "N":
            return "", []
        return prep, self._apposed(self._of_people(k) if whom else self.nearest(k))

    def _of_people(self, k: int) -> int:
        """The antecedent of "who" that ends at chunk `k`: people come before the body they belong to ("the governors of the school, who")."""
        head = self.head_of(k)
        named = self.parsed.mentions.get(self.chunks[head].b - 1, ())
        last = self.parsed.mentions.get(self.chunks[k].b - 1, ())
        if head != k and (any(m.cls in self.kinds.persons or m.cls in self.kinds.meets for m in named) or self.chunks[head].word in self.kinds.people):
            return head if not any(m.cls in self.kinds.persons for m in last) else self.nearest(k)
        return self.nearest(k)

    def _fronted(self, v: int, found: dict[str, list[Arg]]) -> None:
        """What stands before the subject: "With partner agencies it has engaged well"."""
        subject = self.subject(v)
        first = min(subject, default=0)
        if first < 2 or first > v or self._inverted(v):
            return
        start = self._clause_start(first)
        k = start
        if self.chunks[k].kind == "P" and self.chunks[k].word in ("with", "alongside", "to", "from", "through", "at", "on") and self.chunks[k + 1].kind == "N":
            end = self.group(k + 1, self.chunks[k].word, stop_before_clause=False)[-1][0]
            if self.chain_end(end) in (first - 1, first - 2):
                found.setdefault(self.chunks[k].word, self.listed(k + 1, self.chunks[k].word))

    def _apposed(self, k: int) -> list[Arg]:
        """The bodies of the noun phrase at chunk `k`, or those it describes ("the team, a service that …")."""
        found = self.args(k)
        if not found and k >= 2 and self.chunks[k - 1].kind == "x" and self.chunks[k - 2].kind == "N" and self.parsed.words[self.chunks[k].a] in ("a", "an", "one"):
            found = self.args(self.nearest(k - 2))
        return found

    def _hung(self, boundary: int, v: int) -> int:
        """The noun phrase that opens a clause where only an infinitive or participle hangs between it and its verb, or -1.

        "Plans to extend the hub and the scheme are in place": the plans are, not the scheme.
        """
        chunks = self.chunks
        b = boundary
        while b > 0 and chunks[b].kind == "V" and chunks[b].form in "tge":
            if any(chunks[k].kind == "x" for k in range(b, v)):
                return -1
            k = b - 1
            while k >= 0 and chunks[k].kind in "RC":
                k -= 1
            if k < 0 or chunks[k].kind != "N":
                return -1
            head = self.head_of(k)
            before = head - 1
            while before >= 0 and chunks[before].kind in "NPCR":
                before -= 1
            if before < 0 or chunks[before].kind in "SWy" or (chunks[before].kind == "x" and not self._verb_before(before)):
                return head if before < 0 or chunks[before].kind != "x" or head == before + 1 else -1
            b = before
        return -1

    def _clause_start(self, v: int) -> int:
        k = v - 1
        while k >= 0 and self.chunks[k].kind not in "yV":
            k -= 1
        return k + 1

    def _controller(self, v: int, k: int) -> list[int]:
        """Subject of an infinitive: of the verb it depends on, or that verb's object where the object is to act."""
        chunks = self.chunks
        if k >= 2 and chunks[k].kind == "j" and chunks[k - 1].kind == "x" and chunks[k - 2].kind == "N":
            return [self.nearest(k - 2)]  # "the board, in place to oversee …"
        j = k
        while j >= 0 and chunks[j].kind in "CxR":
            j -= 1
        if j != k and j >= 0:  # "to plan and to fund"
            before = self.previous_verb(v, "ft")
            return self.subject(before) if before >= 0 else []
        main = self.previous_verb(v, "ft")
        between = self.previous_verb(v, "g")
        if between > main and between > 0 and self.chunks[between - 1].kind != "N":
            main = between
        if main < 0 and k >= 0 and chunks[k].kind == "N" and self._named(k):
            return [self.head_of(k)]
        if main < 0:
            after = self.following_verb(v)
            return self.subject(after) if after > 0 else []
        if k > main and chunks[k].kind == "N":
            head = self.head_of(k)
            if chunks[k - 1].word == "for" and self._named(k):  # "plans for the hub to be extended"
                return [k]
            first = main + 1
            while first < k and chunks[first].kind == "R":
                first += 1
            if chunks[first].kind == "N" and any(self.chain_end(g) == k for g, _ in self.group(first, "from")):
                head = first
            elif chunks[first].kind == "N" and self.args(first) and self.chain_end(self._last_listed(first)) >= k:
                head = first
            if chunks[head - 1].kind == "V" and head - 1 == main and chunks[main].word in _OBJECT_CONTROL and (self._named(head) or self.args(head)):
                return [g for g, _ in self.group(head)]
            if chunks[head - 1].kind == "P" and head - 2 == main and chunks[main].word in ("bring", "take", "call") and self._named(k):
                return [head]  # "brought in a manager to lead the team"
            if chunks[head - 1].kind == "P" and chunks[main].word in ("work", "join") and self._named(k):
                return self.subject(main)
        return self.subject(main)

    def _participle(self, v: int, k: int) -> list[int]:
        chunks = self.chunks
        if chunks[k].kind == "N":
            if self.previous_verb(v, "ftge") < 0 and self.following_verb(v) < 0:
                return self._from_start(v, k)
            return [self.nearest(k)]
        if chunks[k].kind == "C":
            before = self.previous_verb(v, "gf")
            return self.subject(before) if before >= 0 else []
        main = self.previous_verb(v, "ft")
        if main < 0:
            after = self.following_verb(v)
            return self.subject(after) if after > 0 else []
        if chunks[main].passive and chunks[k].kind == "x" and k - 2 > main and chunks[k - 2].word == "by" and self._named(k - 1):
            return [k - 1]  # "work is done by the team, handling referrals"
        return self.subject(main)

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
            if c.kind == "y" and c.word == ":" and k == v + 1 and chunks[v].word == "include" and k + 1 < len(chunks) and chunks[k + 1].kind == "N":
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
        if not found and v + 2 < len(chunks) and chunks[v + 1].kind == "C" and chunks[v + 2].kind == "V" and (
            chunks[v + 2].form == chunks[v].form or (chunks[v + 2].form == "g" and self.parsed.tags[chunks[v].b - 1] == "G")
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
