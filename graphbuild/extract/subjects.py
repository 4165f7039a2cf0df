"""Who does what in a sentence: the subject of each verb, and what depends on it.

Works on the phrases of `graphbuild.extract.grammar`; voices, relative clauses, participles, infinitives and their controllers,
verbs that share a subject, and asides between commas are resolved here.
"""

from __future__ import annotations

from graphbuild.extract.parsed import Parsed
from graphbuild.extract.phrases import HANGS, Kinds, Phrases

_OBJECT_CONTROL = frozenset(
    [
        "include",
        "commission",
        "appoint",
        "establish",
        "create",
        "engage",
        "ask",
        "require",
        "invite",
        "enable",
        "help",
        "allow",
        "support",
        "encourage",
        "expect",
        "empower",
        "fund",
        "set",
        "recruit",
        "task",
        "need",
        "want",
        "tell",
        "support",
        "lead",
        "challenge",
        "urge",
        "assist",
    ]
)

_PARTS = frozenset(("some", "many", "most", "all", "both", "none", "few", "each", "one"))
_PRONOUNS = frozenset(("we", "they", "it", "he", "she", "you", "i"))


class Subjects(Phrases):
    """Subjects of the verbs of one sentence. Chunk numbers are indexes of `parsed.chunks`."""

    def __init__(self, parsed: Parsed, kinds: Kinds) -> None:
        super().__init__(parsed, kinds)
        self._subjects: dict[int, list[int]] = {}

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
            if k >= 2 and chunks[k].kind == "N" and chunks[k].word in _PARTS and chunks[k - 1].kind == "x":
                k -= 2  # "schools, some of which …"
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
                    joined = (
                        chunks[opening + 1].kind == "C" and chunks[opening + 2].kind == "N"
                    )  # "the council, along with the trust, funds"
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

    def _of_people(self, k: int) -> int:
        """The antecedent of "who" that ends at chunk `k`: people come before their body ("the governors of the school, who")."""
        head = self.head_of(k)
        named = self.parsed.mentions.get(self.chunks[head].b - 1, ())
        last = self.parsed.mentions.get(self.chunks[k].b - 1, ())
        if head != k and (
            any(m.cls in self.kinds.persons or m.cls in self.kinds.meets for m in named) or self.chunks[head].word in self.kinds.people
        ):
            return head if not any(m.cls in self.kinds.persons for m in last) else self.nearest(k)
        return self.nearest(k)

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
                if (
                    after.kind in "WIPj"
                    or (after.kind == "C" and after.word not in ("and", "or", "but", "&"))
                    or (after.kind == "V" and after.form in "eg")
                    or (after.kind == "N" and self.chain_end(k + 1) == closing - 1)
                    or after.kind in "SR"
                ):
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
                if (
                    chunks[j].kind == "N"
                    and chunks[j - 1].kind in ("xCR" if opened else "CR")
                    and not (opened and chunks[j - 1].kind == "C" and chunks[j - 2].kind != "x")
                ):
                    starts.append(j)
            if not opened and not starts:
                starts = [j for j in range(first, k + 1) if chunks[j].kind == "N" and chunks[j - 1].kind == "x"]
        pronoun = any(m.how == "pronoun" for m in self.parsed.mentions.get(chunks[k].a, ())) and chunks[k].a not in self.parsed.possessive
        if k > first and chunks[k].b - chunks[k].a == 1 and (pronoun or self.parsed.words[chunks[k].a] in _PRONOUNS):
            return [k]  # "with the police, and we have agreed …"
        if starts and not self._named(starts[0]) and self._hanging_end(starts[0]) == k:
            return [starts[0]]  # "Positive relationships with the police and other partners enable …"
        for start in starts:
            group = self.group(start, stop_before_clause=False)
            if self.chain_end(group[-1][0]) == k:
                if len(group) == 2 and chunks[group[1][0] - 1].kind == "x" and not any(chunks[m].kind == "C" for m in range(start, k)):
                    return [start] if self._named(start) else [group[1][0]]
                return [g for g, _ in group]
        return [self.head_of(k)]

    def _hanging_end(self, i: int) -> int:
        """Last chunk of what hangs on the noun phrase at chunk `i`, "with" and "under" included, with the list that ends it."""
        j = i
        while (
            j + 2 < len(self.chunks)
            and self.chunks[j + 1].kind == "P"
            and self.chunks[j + 1].word in HANGS
            and self.chunks[j + 2].kind == "N"
        ):
            j += 2
        return j if j == i else self.chain_end(self.group(j, stop_before_clause=False)[-1][0])

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
            if (
                chunks[head - 1].kind == "V"
                and head - 1 == main
                and chunks[main].word in _OBJECT_CONTROL
                and (self._named(head) or self.args(head))
            ):
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
