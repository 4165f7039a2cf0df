"""Follow-up over the years: what later documents of the same area say became of a recommendation.

Two sentences are tied where both hold words of one matter (`ontology/wording/followup.toml`) in the part that says what is asked for,
or what is judged; or, for matters the wording does not know, where they are alike beyond doubt: TF-IDF of stems and of pairs of
stems, which was measured as good as word vectors at tying findings to recommendations. Similarity alone was measured on 480 pairs of
reports' sentences: below a cosine of 0.3 most pairs are of other matters, so it decides only above, and otherwise ranks.

A reader would sooner miss a follow-up than see a wrong one: a sentence that states no outcome is left alone, news of the same
time as the report only counts where it tells of action, and what news reports as done is progress, not proof.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from graphbuild import ontology
from graphbuild.document import Block, BlockKind, Document, Kind
from graphbuild.extract.sentences import sentences
from graphbuild.facts import Evidence, Facts, FollowUp, Recommendation
from graphbuild.lexicon import fold, lexicon
from graphbuild.ontology import wording
from graphbuild.resolve.matters import Matter, asked, bodies, field_of, matters, outcome

ALIKE = 0.3
"""Cosine from which two sentences of no known matter are taken to speak of the same."""
MOST = 2
"""Passages of one later document that are kept for one recommendation: the nearest, and the nearest that says otherwise."""
NEARLY = 0.6
"""How near, beside the nearest, one must be that says otherwise."""

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_ENDINGS = "ations ation ments ment ings ing ives ive ness ities ity ies ers er ed es ly al s e y".split()


@dataclass(slots=True)
class Passage:
    """A sentence of a document and the matters it speaks of; how those stand is worked out for the few that are asked about."""

    evidence: Evidence
    asks: bool
    matters: Mapping[str, Matter]
    stems: Sequence[str]
    weights: dict[str, float] | None = None
    outcomes: dict[str, str] = field(default_factory=dict)

    def how(self, matter: Matter) -> str:
        """How `matter` stands by this sentence; "" where it does not say."""
        if self.asks:
            return "Repeated"
        if matter.name not in self.outcomes:
            self.outcomes[matter.name] = outcome(self.evidence.exact, matter)
        return self.outcomes[matter.name]


class Later(NamedTuple):
    """A later document's sentences, and the field it belongs to."""

    document: Document
    field: str
    passages: Sequence[Passage]


def follow_up(documents: Sequence[tuple[Document, Facts]]) -> list[tuple[FollowUp, ...]]:
    """For each document, the follow-ups that stand in it: of recommendations made before, in the same area. In any order."""
    areas = [area(facts) for _, facts in documents]
    by_area: dict[str, list[int]] = defaultdict(list)
    for index, key in enumerate(areas):
        by_area[key].append(index)
    found: list[list[FollowUp]] = [[] for _ in documents]
    for key in sorted(by_area):
        if not key:
            continue
        later = sorted({i for heir in heirs(key) for i in by_area.get(heir, ())}, key=lambda i: documents[i][0].identifier)
        asking = [i for i in by_area[key] if documents[i][1].recommendations]
        if not asking or len(later) < 2:
            continue
        read = {i: _read(*documents[i]) for i in later}
        weigh = _Weights(read.values())
        for i in sorted(asking, key=lambda i: documents[i][0].identifier):
            for j in later:
                order = follows(documents[j][0], documents[i][0]) if i != j else 0
                if order:
                    found[j] += _between(documents[i][1].recommendations, read[i].field, read[j], weigh, told=order == 1)
    return [tuple(sorted(set(each), key=lambda f: (f.evidence, f.asked, f.outcome))) for each in found]


def area(facts: Facts) -> str:
    """Key of the authority a document is about: the one most of its things belong to; "" where none is known."""
    counted = Counter(entity.authority for entity in facts.entities if entity.authority)
    return min(counted, key=lambda key: (-counted[key], key), default="")


def heirs(key: str) -> set[str]:
    """An authority and those that followed it, by the register: of several, those that kept a word of its name if any did."""
    known = ontology.authorities()
    found, todo = {key}, [key]
    while todo:
        authority = known.get(todo.pop())
        after = authority.successors if authority else ()
        words = set(_WORD.findall(authority.name.lower())) if authority else set()
        near = [heir for heir in after if heir in known and words & set(_WORD.findall(known[heir].name.lower()))]
        for heir in near or after:
            if heir not in found:
                found.add(heir)
                todo.append(heir)
    return found


def follows(later: Document, earlier: Document) -> int:
    """2 where `later` was issued after `earlier`; 1 where it is news of the same time on another kind of document; 0 else."""
    one, other = earlier.meta.issued, later.meta.issued
    if not one or not other:
        return 0
    length = min(len(one), len(other))
    if one[:length] != other[:length]:
        return 2 if one < other else 0
    return 1 if later.kind is Kind.NEWS and earlier.kind is not Kind.NEWS else 0


@functools.cache
def _dropped() -> frozenset[str]:
    """Words that join others, and places'."""
    return frozenset(word for a in ontology.authorities().values() for word in _WORD.findall(a.name.lower())) | lexicon().stop


@functools.cache
def _ordinary() -> frozenset[str]:
    return frozenset(_stem(word) for word in wording("followup")["ordinary"]["words"].split())


@functools.lru_cache(1 << 16)
def _stem(word: str) -> str:
    word = word.removesuffix("'s").replace("'", "")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def stems(text: str) -> list[str]:
    """Stems of `text`, without places and joining words."""
    dropped = _dropped()
    return [_stem(word) for word in _WORD.findall(fold(text)) if len(word) > 2 and word not in dropped]


def _telling(words: Sequence[str]) -> frozenset[str]:
    """Stems that tell which matter a sentence speaks of: neither the sector's nor those of judgement."""
    return frozenset(words) - _ordinary()


def _pairs(words: Sequence[str]) -> list[str]:
    return [f"{a} {b}" for a, b in itertools.pairwise(words)]


class _Weights:
    """How much each stem, and each pair of neighbouring stems, tells in the documents of one area."""

    def __init__(self, documents: Iterable[Later]) -> None:
        self.seen: Counter[str] = Counter()
        self.texts = 0
        for document in documents:
            for passage in document.passages:
                self.seen.update({*passage.stems, *_pairs(passage.stems)})
                self.texts += 1

    def __call__(self, words: Sequence[str]) -> dict[str, float]:
        """The stems, and pairs of them, each with its weight; of length 1."""
        counted = Counter([*words, *_pairs(words)])
        weights = {t: (1 + math.log(n)) * math.log((self.texts + 2) / (self.seen[t] + 1)) for t, n in sorted(counted.items())}
        length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        return {t: w / length for t, w in weights.items()}

    def of(self, passage: Passage) -> dict[str, float]:
        """The same of a passage, kept."""
        if passage.weights is None:
            passage.weights = self(passage.stems)
        return passage.weights


def alike(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Cosine of two texts by their weighted terms."""
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def _read(document: Document, facts: Facts) -> Later:
    """The sentences of a document that evaluate or ask, each once."""
    found: dict[tuple[int, int], Passage] = {}
    for recommendation in facts.recommendations:
        evidence = recommendation.evidence
        wanted = {m.name: m for m in asked(recommendation.text)}
        found[evidence.start, evidence.end] = Passage(evidence, True, wanted, stems(evidence.exact))
    spans = sorted(found)
    stated = {x.evidence for x in facts.findings} | ({x.evidence for x in facts.statements} if document.kind is Kind.NEWS else set())
    for evidence in sorted(stated):
        for start, end in _sentences(evidence.exact):
            place = (evidence.start + start, evidence.start + end)
            if place in found or any(a <= place[0] < b for a, b in spans):
                continue
            text = evidence.exact[start:end]
            here = Evidence(evidence.document, *place, text, evidence.paragraph, document.page_at(place[0]) or evidence.page)
            found[place] = Passage(here, False, {m.name: m for m in matters(text)}, stems(text))
    passages = [found[place] for place in sorted(found)]
    return Later(document, field_of(p.evidence.exact for p in passages), passages)


def _sentences(text: str) -> list[tuple[int, int]]:
    block = Block(BlockKind.PARAGRAPH, 0, len(text))
    return [(s.start, s.end) for s in sentences(Document("", text, (block,)))]


def _between(asking: Sequence[Recommendation], asker: str, later: Later, weigh: _Weights, told: bool) -> list[FollowUp]:
    """The follow-ups in one later document of the recommendations of one (whose field is `asker`): the best passages of each."""
    found: list[FollowUp] = []
    news = later.document.kind is Kind.NEWS
    if asker != later.field:
        return found
    by_matter: dict[str, list[Passage]] = defaultdict(list)
    by_pair: dict[str, list[Passage]] = defaultdict(list)
    for passage in later.passages:
        for name in passage.matters:
            by_matter[name].append(passage)
        for pair in _pairs(passage.stems):
            by_pair[pair].append(passage)
    for recommendation in asking:
        if recommendation.kind in wording("followup")["procedure"]["kinds"]:
            continue
        words = stems(recommendation.text)
        terms, telling, whose = weigh(words), _telling(words), bodies(recommendation.text, True)
        wanted = asked(recommendation.text)
        chosen: dict[Evidence, tuple[float, str, Passage]] = {}
        for matter in wanted:
            for passage in by_matter.get(matter.name, ()):
                theirs = passage.matters[matter.name]
                if whose or matter.broad in ("head", "topic"):
                    named = bodies(passage.evidence.exact, passage.asks)
                    if whose and not whose & named or matter.broad in ("head", "topic") and named - whose:
                        continue
                if matter.broad == "topic":
                    own = recommendation.text[matter.start : matter.end], passage.evidence.exact[theirs.start : theirs.end], matter.name
                    if not (telling & _telling(passage.stems)) - _telling(stems(" ".join(own))):
                        continue
                if how := passage.how(theirs):
                    chosen[passage.evidence] = (alike(terms, weigh.of(passage)), how, passage)
        if not wanted:
            near = {p.evidence: p for pair in _pairs(words) for p in by_pair.get(pair, ()) if telling & _telling(p.stems)}
            for passage in near.values():
                score = alike(terms, weigh.of(passage))
                if score >= ALIKE and (how := passage.how(Matter("", 0, len(passage.evidence.exact), ""))):
                    chosen[passage.evidence] = (score, how, passage)
        kept: dict[str, float] = {}
        for score, how, passage in sorted(chosen.values(), key=lambda c: (-c[0], c[2].evidence)):
            how = _in_news(how, passage, told) if news else how
            if how and how not in kept and len(kept) < MOST and score >= NEARLY * max(kept.values(), default=0.0):
                kept[how] = score
                found.append(FollowUp(recommendation.number, recommendation.evidence, how, passage.evidence))
    return found


def _in_news(how: str, passage: Passage, told: bool) -> str:
    """What news tells: done is under way at most; of the time of the report itself, only what it says is under way."""
    forward = ("Met", "Progress")
    if told:
        return "Progress" if how in forward and not passage.asks and outcome(passage.evidence.exact, None) in forward else ""
    return "Progress" if how == "Met" else how
