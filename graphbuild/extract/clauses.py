"""Who does what in a sentence: the subject of each verb, and the bodies that a noun phrase speaks of.

Works on the phrases of `graphbuild.extract.grammar`. An `Arg` is a mention as it fills a place of a frame, with how it fills
it: as the phrase's head ("the board"), through its people ("staff of the board"), through its matter ("the work of the
board"), as a possessor, or as an example ("services such as the hub").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from graphbuild.extract.annotated import Mention
from graphbuild.extract.grammar import Chunk, Parsed


class Arg(NamedTuple):
    """A mention in a place of a frame; `via` is "self", "people", "matter", "other" or "example"; `head` the phrase's head word."""

    mention: Mention
    via: str
    token: int
    head: str = ""


@dataclass(frozen=True, slots=True)
class Kinds:
    """Head nouns that let a body through: words for its people, and for its work (`ontology/wording/links.toml`)."""

    people: frozenset[str]
    matter: frozenset[str]
    denoting: frozenset[str] = frozenset()


_CHAIN = frozenset(("of", "in", "at", "from", "for", "within", "across", "among", "between", "on", "by", "to"))
_HANGS = _CHAIN | {"with", "without", "under", "through", "about", "around", "over", "regarding"}
_OBJECT_CONTROL = frozenset(
    ["include", "commission", "appoint", "establish", "create", "engage", "ask", "require", "invite", "enable", "help", "allow", "support", "encourage", "expect", "empower", "fund", "set", "recruit", "task", "need", "want", "tell", "support", "lead", "challenge", "urge", "assist"]
)


class Clauses:
    """Lazy answers about one parsed sentence. Chunk numbers are indexes of `parsed.chunks`."""

    def __init__(self, parsed: Parsed, kinds: Kinds) -> None:
        self.parsed = parsed
        self.chunks = parsed.chunks
        self.kinds = kinds
        self._subjects: dict[int, list[int]] = {}

    # -- noun phrases ---------------------------------------------------------------------------------------------
    def chain_end(self, i: int) -> int:
        """Last chunk of the noun phrase that starts at chunk `i`, with the prepositional phrases that hang on it."""
        j = i
        while j + 2 < len(self.chunks) and self.chunks[j + 1].kind == "P" and self.chunks[j + 1].word in _CHAIN and self.chunks[j + 2].kind == "N":
            j += 2
        return j

    def finite_after(self, j: int) -> bool:
        """Whether the next phrase after chunk `j` is a finite verb (so that `j` ends a subject)."""
        k = j + 1
        while k < len(self.chunks) and self.chunks[k].kind == "R":
            k += 1
        return k < len(self.chunks) and self.chunks[k].kind == "V" and self.chunks[k].form == "f"

    def group(self, i: int, prep: str = "", stop_before_clause: bool = True) -> list[tuple[int, bool]]:
        """The coordinated noun phrases that start at chunk `i`, each with whether it is only an example of the one before."""
        found = [(i, False)]
        j = self.chain_end(i)
        if stop_before_clause:
            stop_before_clause = prep not in ("between", "among") and self._verb_before(i)
        example = False
        while True:
            k = j + 1
            comma = conj = exemplifies = False
            while k < len(self.chunks) and self.chunks[k].kind in "xCIR":
                kind = self.chunks[k].kind
                if kind == "R" and not (comma or conj or exemplifies):
                    break
                if kind == "x":
                    comma = True
                elif kind == "C":
                    if self.chunks[k].word == "but":
                        return found
                    conj = True
                elif kind == "I":
                    exemplifies = True
                k += 1
            if not (comma or conj or exemplifies) or k >= len(self.chunks):
                return found
            if self.chunks[k].kind == "P" and k + 1 < len(self.chunks) and (self.chunks[k].word == prep or exemplifies):
                k += 1
            if self.chunks[k].kind != "N":
                return found
            end = self.chain_end(k)
            if not exemplifies and (stop_before_clause or (comma and not conj)) and self.finite_after(end):
                return found
            example = exemplifies or example
            found.append((k, example))
            j = end

    def _verb_before(self, i: int) -> bool:
        for k in range(i - 1, -1, -1):
            if self.chunks[k].kind in "Sy":
                return False
            if self.chunks[k].kind == "V" and self.chunks[k].form == "f":
                return True
        return False

    def args(self, i: int, example: bool = False, depth: int = 0) -> list[Arg]:
        """The bodies that the noun phrase at chunk `i` (with what hangs on it) speaks of."""
        chunk = self.chunks[i]
        if chunk.kind != "N":
            return []
        parsed = self.parsed
        last = chunk.b - 1
        via = "example" if example else ""
        if last in parsed.mentions and last not in parsed.possessive:
            if parsed.mentions[last][0].cls in ("Service", "Post") and i + 2 < len(self.chunks) and self.chunks[i + 1].word == "from" and depth < 2:
                inner = [a for k, ex in self.group(i + 2, "from") for a in self.args(k, ex, depth + 1)]
                if inner and inner[0].mention.cls in ("LocalAuthority", "Agency"):  # "social workers from the council"
                    return [a._replace(via="example" if example else "people") for a in inner]
            return [Arg(m, via or "self", last) for m in parsed.mentions[last]]
        word = parsed.words[last]
        kind = "people" if word in self.kinds.people else "matter" if word in self.kinds.matter else "other"
        found: list[Arg] = []
        inside = [k for k in range(chunk.a, last) if k in parsed.mentions]
        if last in parsed.possessive:
            return []
        if word in self.kinds.denoting and not inside:
            named = self._denoted(i)
            if named:
                return named
        j = i
        while j + 2 < len(self.chunks) and self.chunks[j + 1].kind == "P" and self.chunks[j + 1].word in _CHAIN and depth < 3:
            if self.chunks[j + 2].kind != "N":
                break
            if self.chunks[j + 1].word in ("of", "in", "at", "from", "within", "across", "for") or kind in ("people", "matter"):
                inner: list[Arg] = []
                for k, ex in self.group(j + 2, self.chunks[j + 1].word):
                    inner += self.args(k, ex, depth + 1)
                if inner:
                    found = [a._replace(via=self._weaker(kind, a.via), head=word) for a in inner]
                    break
            j += 2
        if not found and j + 3 < len(self.chunks) and self.chunks[j + 1].kind == "V" and self.chunks[j + 1].form == "e":
            if self.chunks[j + 2].word == "by" and self.chunks[j + 3].kind == "N" and depth < 2 and kind == "matter":  # "the work done by the team"
                for k, ex in self.group(j + 3, "by"):
                    found += [a._replace(via=self._weaker(kind, a.via), head=word) for a in self.args(k, ex, depth + 1)]
        if inside:
            k = inside[-1]
            owned = [Arg(m, via or kind, k, word) for m in parsed.mentions[k]]
            found = owned if kind == "people" or not found else [*owned, *found]
        return [a._replace(via="example") if example else a for a in found]

    def _denoted(self, i: int) -> list[Arg]:
        """ "a service to provide return interviews": the service that the words after it name."""
        k = i + 1
        while k < len(self.chunks) and self.chunks[k].kind in "xWR":
            k += 1
        if k + 1 < len(self.chunks) and self.chunks[k].kind == "V" and self.chunks[k].word in ("provide", "deliver", "offer") and self.chunks[k + 1].kind == "N":
            if self.chunks[k].passive:
                return []
            chunk = self.chunks[k + 1]
            return [Arg(m, "self", chunk.b - 1) for m in self.parsed.mentions.get(chunk.b - 1, ()) if m.cls in ("Service", "Programme")]
        return []

    @staticmethod
    def _weaker(outer: str, inner: str) -> str:
        order = ("self", "people", "matter", "example", "other")
        return max(outer, inner, key=order.index)

    def listed(self, i: int, prep: str = "", subject: bool = False) -> list[Arg]:
        """The bodies of a whole coordination that starts at chunk `i`."""
        found: list[Arg] = []
        for k, example in self.group(i, prep, stop_before_clause=not subject):
            found += self.args(k, example)
        return found

    # -- subjects ---------------------------------------------------------------------------------------------------
    def head_of(self, k: int) -> int:
        """First chunk of the noun phrase with its chain that ends at chunk `k`."""
        while k >= 2 and self.chunks[k - 1].kind == "P" and self.chunks[k - 1].word in _HANGS and self.chunks[k - 2].kind == "N":
            k -= 2
        return k

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
            k -= 1
            while k >= 0 and chunks[k].kind in "xP":
                k -= 1
            return [self._nearest(k)] if k >= 0 and chunks[k].kind == "N" else []
        if form == "g":
            return self._participle(v, k)
        if form == "e":
            if kind == "N":
                return [self._nearest(k)]
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
                    return self._from_start(opening, opening - 1)
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

    def list_ending(self, k: int) -> list[int]:
        """The coordinated noun phrases of which the last ends at chunk `k`."""
        first = k
        while first >= 1 and self.chunks[first - 1].kind in "NxC":
            first -= 1
        while first < k and self.chunks[first].kind != "N":
            first += 1
        group = self.group(first, stop_before_clause=False)
        return [g for g, _ in group] if self.chain_end(group[-1][0]) == k else [k]

    def _nearest(self, k: int) -> int:
        """The antecedent that ends at chunk `k`: the last noun phrase if it is a body, else the head it hangs on."""
        if any(t in self.parsed.mentions for t in range(self.chunks[k].a, self.chunks[k].b)):
            return k
        return self.head_of(k)

    def _opening(self, closing: int) -> int:
        """The comma that opens the aside which the comma at chunk `closing` ends, or -1."""
        for k in range(closing - 1, 0, -1):
            if self.chunks[k].kind == "x" and self.chunks[k - 1].kind == "N" and k + 1 < closing:
                after = self.chunks[k + 1]
                if after.kind in "WIPj" or (after.kind == "V" and after.form in "eg") or (after.kind == "N" and k + 1 == closing - 1) or after.kind in "SR":
                    return k
        return -1

    def _from_start(self, v: int, k: int) -> list[int]:
        """Subject of a finite verb that a noun phrase precedes: the coordination that ends just before it."""
        chunks = self.chunks
        first = k
        boundary = -1
        while first > 0:
            c = chunks[first - 1]
            if c.kind in "SWy" or c.kind == "V":
                boundary = first - 1
                break
            first -= 1
        starts: list[int] = []
        if boundary < 0 or chunks[boundary].kind in "SWy":
            starts = [j for j in range(first, k + 1) if chunks[j].kind == "N" and (j == 0 or chunks[j - 1].kind in "xSWyRC" or j == first)]
        else:
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

    def _named(self, i: int) -> bool:
        return any(t in self.parsed.mentions for t in range(self.chunks[i].a, self.chunks[i].b))

    def _clause_start(self, v: int) -> int:
        k = v - 1
        while k >= 0 and self.chunks[k].kind not in "yV":
            k -= 1
        return k + 1

    def _controller(self, v: int, k: int) -> list[int]:
        """Subject of an infinitive: of the verb it depends on, or that verb's object where the object is to act."""
        chunks = self.chunks
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
        if main < 0:
            after = self.following_verb(v)
            return self.subject(after) if after > 0 else []
        if k > main and chunks[k].kind == "N":
            head = self.head_of(k)
            first = main + 1
            while first < k and chunks[first].kind == "R":
                first += 1
            if chunks[first].kind == "N" and any(self.chain_end(g) == k for g, _ in self.group(first, "from")):
                head = first
            elif chunks[first].kind == "N" and self.args(first) and self.chain_end(self._last_listed(first)) >= k:
                head = first
            if chunks[head - 1].kind == "V" and head - 1 == main and chunks[main].word in _OBJECT_CONTROL and (self._named(head) or self.args(head)):
                return [g for g, _ in self.group(head)]
            if chunks[head - 1].kind == "P" and chunks[main].word in ("work", "join") and self._named(k):
                return self.subject(main)
        return self.subject(main)

    def _last_listed(self, i: int) -> int:
        """Last chunk of the list that ends the chain of the noun phrase at chunk `i` ("colleagues from a, b and c")."""
        end = self.chain_end(i)
        return self.group(end, stop_before_clause=False)[-1][0]

    def _participle(self, v: int, k: int) -> list[int]:
        chunks = self.chunks
        if chunks[k].kind == "N":
            if self.previous_verb(v, "ftge") < 0 and self.following_verb(v) < 0:
                return self._from_start(v, k)
            return [self._nearest(k)]
        if chunks[k].kind == "C":
            before = self.previous_verb(v, "g")
            return self.subject(before) if before >= 0 else []
        main = self.previous_verb(v, "ft")
        if main < 0:
            after = self.following_verb(v)
            return self.subject(after) if after > 0 else []
        return self.subject(main)

    def verb_args(self, v: int) -> dict[str, list[Arg]]:
        """What depends on the verb at chunk `v`: its object under "" and each prepositional phrase under its preposition."""
        chunks = self.chunks
        found: dict[str, list[Arg]] = {}
        k = v + 1
        objected = False
        while k < len(chunks):
            c = chunks[k]
            if c.kind == "j" and c.word in ("in place", "into place"):
                k += 1
                continue
            if c.kind in "VSWyj":
                break
            if c.kind == "N":
                if objected:
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
            if c.kind in "xC" and k + 1 < len(chunks) and not (chunks[k + 1].kind == "P" or (c.kind == "x" and chunks[k + 1].kind in "CR")):
                break
            k += 1
        self._inner(v, found)
        if not found.get(""):
            self._examples(v, found)
        return found

    def _examples(self, v: int, found: dict[str, list[Arg]]) -> None:
        """ "monitors help given to families, including early help": what an example further on names is an object too."""
        for k in range(v + 1, min(v + 14, len(self.chunks) - 1)):
            c = self.chunks[k]
            if c.kind in "ySW" or (c.kind == "V" and c.form in "ft"):
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
            if chunks[k].kind == "P" and chunks[k + 1].kind == "N":
                key = chunks[k].word
                if key not in found:
                    found[key] = self.listed(k + 1, key)
            k += 1

    def subject_args(self, v: int) -> list[Arg]:
        """The bodies that are the subject of the verb at chunk `v`."""
        found: list[Arg] = []
        for k in self.subject(v):
            found += self.args(k)
            j = self.chain_end(k) + 1
            while j < v and self.chunks[j].kind in "xI":
                if self.chunks[j].kind == "I" and self.chunks[j + 1].kind == "N":
                    found += [a._replace(via="example") for a in self.listed(j + 1)]
                    break
                j += 1
        return found

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

    def chunk(self, i: int) -> Chunk | None:
        return self.chunks[i] if 0 <= i < len(self.chunks) else None
