"""Noun phrases of a parsed sentence: their coordination, what hangs on them, and the bodies they speak of.

An `Arg` is a mention as it fills a place of a frame, with how it fills it: as the phrase's head ("the board"), through its
people ("staff of the board"), through its matter ("the work of the board"), as an example ("services such as the hub").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from graphbuild.extract.annotated import Mention
from graphbuild.extract.parsed import Parsed

_CHAIN = frozenset(("of", "in", "at", "from", "for", "within", "across", "among", "between", "on", "by", "to", "against", "towards"))
HANGS = _CHAIN | {"with", "without", "under", "through", "about", "around", "over", "regarding"}


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
    amount: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    meets: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    run: frozenset[str] = frozenset()


class Phrases:
    """Noun phrases of one sentence. Chunk numbers are indexes of `parsed.chunks`."""

    def __init__(self, parsed: Parsed, kinds: Kinds) -> None:
        self.parsed = parsed
        self.chunks = parsed.chunks
        self.kinds = kinds
        self._groups: dict[tuple[int, str, bool], list[tuple[int, bool]]] = {}
        self._args: dict[int, list[Arg]] = {}

    def chain_end(self, i: int) -> int:
        """Last chunk of the noun phrase that starts at chunk `i`, with the prepositional phrases that hang on it."""
        j = i
        while (
            j + 2 < len(self.chunks)
            and self.chunks[j + 1].kind == "P"
            and self.chunks[j + 1].word in _CHAIN
            and self.chunks[j + 2].kind == "N"
        ):
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
        key = (i, prep, stop_before_clause)
        if key not in self._groups:
            self._groups[key] = self._group(i, prep, stop_before_clause)
        return self._groups[key]

    def _group(self, i: int, prep: str, stop_before_clause: bool) -> list[tuple[int, bool]]:
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
        if example or depth:
            return self._bodies(i, example, depth)
        if i not in self._args:
            self._args[i] = self._bodies(i, False, 0)
        return self._args[i].copy()

    def _bodies(self, i: int, example: bool, depth: int) -> list[Arg]:
        chunk = self.chunks[i]
        if chunk.kind != "N":
            return []
        parsed = self.parsed
        last = chunk.b - 1
        via = "example" if example else ""
        if last in parsed.mentions and last not in parsed.possessive:
            if (
                parsed.mentions[last][0].cls in self.kinds.units
                and i + 2 < len(self.chunks)
                and self.chunks[i + 1].word == "from"
                and depth < 2
            ):
                inner = [a for k, ex in self.group(i + 2, "from") for a in self.args(k, ex, depth + 1)]
                if inner and inner[0].mention.cls in self.kinds.owners:  # "social workers from the council"
                    return [a._replace(via="example" if example else "people") for a in inner]
            return [Arg(m, via or "self", last) for m in parsed.mentions[last]]
        word = parsed.words[last]
        kind = (
            "people"
            if word in self.kinds.people
            else "matter"
            if word in self.kinds.matter
            else "amount"
            if word in self.kinds.amount
            else "other"
        )
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
            if self.chunks[j + 1].word in ("of", "in", "at", "from", "within", "across", "for") or kind != "other":
                inner = []
                for k, ex in self.group(j + 2, self.chunks[j + 1].word):
                    inner += self.args(k, ex, depth + 1)
                if inner:
                    wide = "wide" if kind == "other" and self.chunks[j + 1].word == "of" else kind
                    found = inner if word in self.kinds.amount else [a._replace(via=self._weaker(wide, a.via), head=word) for a in inner]
                    break
            j += 2
        if not found and j + 3 < len(self.chunks) and self.chunks[j + 1].kind == "V" and self.chunks[j + 1].form == "e":
            if (
                self.chunks[j + 2].word == "by" and self.chunks[j + 3].kind == "N" and depth < 2 and kind == "matter"
            ):  # "the work done by the team"
                for k, ex in self.group(j + 3, "by"):
                    found += [a._replace(via=self._weaker(kind, a.via), head=word) for a in self.args(k, ex, depth + 1)]
        if inside:
            k = inside[-1]
            owned = [Arg(m, via or ("other" if kind == "amount" else kind), k, word) for m in parsed.mentions[k]]
            found = owned if kind == "people" or not found else [*owned, *found]
        return [a._replace(via="example") if example else a for a in found]

    def _denoted(self, i: int) -> list[Arg]:
        """ "a service to provide return interviews", "a new structure, known as Forward": the thing that the words after it name."""
        k = i + 1
        while k < len(self.chunks) and self.chunks[k].kind in "xWR":
            k += 1
        if k + 1 >= len(self.chunks) or self.chunks[k].kind != "V":
            return []
        called = self.chunks[k].word in ("know", "call", "name", "title", "entitle") and self.chunks[k].passive
        if called and self.chunks[k + 1].word == "as":
            k += 1
        elif not called and (self.chunks[k].passive or self.chunks[k].word not in ("provide", "deliver", "offer", "hold", "run", "carry")):
            return []
        if k + 1 >= len(self.chunks) or self.chunks[k + 1].kind != "N":
            return []
        token = self.chunks[k + 1].b - 1
        return [Arg(m, "self", token) for m in self.parsed.mentions.get(token, ()) if m.cls in self.kinds.run]

    @staticmethod
    def _weaker(outer: str, inner: str) -> str:
        order = ("self", "people", "matter", "wide", "example", "other")
        return max(outer, inner, key=order.index)

    def listed(self, i: int, prep: str = "", subject: bool = False) -> list[Arg]:
        """The bodies of a whole coordination that starts at chunk `i`."""
        found: list[Arg] = []
        for k, example in self.group(i, prep, stop_before_clause=not subject):
            found += self.args(k, example)
        return found

    def list_ending(self, k: int) -> list[int]:
        """The coordinated noun phrases of which the last ends at chunk `k`."""
        first = k
        while first >= 1 and self.chunks[first - 1].kind in "NxC":
            first -= 1
        while first < k and self.chunks[first].kind != "N":
            first += 1
        group = self.group(first, stop_before_clause=False)
        return [g for g, _ in group] if self.chain_end(group[-1][0]) == k else [k]

    def _last_listed(self, i: int) -> int:
        """Last chunk of the list that ends the chain of the noun phrase at chunk `i` ("colleagues from a, b and c")."""
        end = self.chain_end(i)
        return self.group(end, stop_before_clause=False)[-1][0]

    def _named(self, i: int) -> bool:
        return any(t in self.parsed.mentions for t in range(self.chunks[i].a, self.chunks[i].b))

    def head_of(self, k: int) -> int:
        """First chunk of the noun phrase with its chain that ends at chunk `k`."""
        while k >= 2 and self.chunks[k - 1].kind == "P" and self.chunks[k - 1].word in HANGS and self.chunks[k - 2].kind == "N":
            k -= 2
        return k
