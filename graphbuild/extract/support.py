"""Which findings stand behind each recommendation, by meaning.

A recommendation that cites paragraphs rests on those. Else the paragraphs that inspectors marked "(Recommendation)" each go to the
recommendation nearest in meaning, of the same section of the report (the authority's or the board's); where a document
marks none, a paragraph that finds a weakness goes to its nearest recommendation if it is near enough. Nearness is the sum of two
cosines of tf-idf vectors: of word stems, and of runs of four letters. On 24 recommendations and 42 marked paragraphs of a report,
one reader's 50 ties, that found P 0.86, R 0.72, and on an own-words edition of the report 0.83/0.70. Stems alone: 0.83/0.70 and
0.79/0.66; with pairs of stems 0.84/0.72 and 0.71/0.60; the nearest sentence in place of the paragraph 0.74/0.62; runs of three to five
letters are as good and twice as slow; a neural sentence model of 88 MB did no better.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from graphbuild.document import BlockKind
from graphbuild.extract.annotated import Annotated
from graphbuild.extract.graded import compiled, plain
from graphbuild.extract.recommendations import Owners
from graphbuild.facts import Finding, Polarity, Recommendation
from graphbuild.ontology import wording

_NEAR = 0.42  # nearness (of 2) that an unmarked weakness needs
_SUFFIXES = tuple("ational isation ization fulness iveness ments ment ings ing edly ied ies ers ed es er ly s e".split())
_WORD = re.compile(r"[a-z]{3,}")
Vector = dict[str, float]


@dataclass(frozen=True)
class _Passage:
    """One paragraph with what was found in it."""

    text: str
    paragraph: str
    board: bool
    findings: tuple[Finding, ...]
    marked: bool


def support(annotated: Annotated, recommendations: list[Recommendation], findings: list[Finding]) -> list[Recommendation]:
    """The same recommendations, each with the keys of the findings that stand behind it, in the order of the text."""
    if not recommendations:
        return []
    owners = Owners(annotated)
    within = [(r.evidence.start, r.evidence.end) for r in recommendations]
    apart = [f for f in findings if not any(f.evidence.start < b and a < f.evidence.end for a, b in within)]  # none is its own ground
    passages = _passages(annotated, owners, apart)
    boards = [owners.is_board(annotated.document.index_at(r.evidence.start)) for r in recommendations]
    cited = [_cited(r.text) for r in recommendations]
    tied: dict[int, set[int]] = defaultdict(set)
    for number, paragraphs in enumerate(cited):
        tied[number].update(i for i, p in enumerate(passages) if p.paragraph in paragraphs)
    if not any(cited):
        asked = [n for n, r in enumerate(recommendations) if r.number]  # next steps beside recommendations rest on the whole
        for number, passage in _nearest([recommendations[n].text for n in asked], [boards[n] for n in asked], passages):
            tied[asked[number]].add(passage)
    return [replace(r, supported_by=_keys(passages, tied[number])) for number, r in enumerate(recommendations)]


def _keys(passages: list[_Passage], chosen: set[int]) -> tuple[str, ...]:
    """The findings of the chosen paragraphs: those that find fault, where any does."""
    keys: list[str] = []
    for index in sorted(chosen):
        found = passages[index].findings
        faults = [f for f in found if f.polarity is not Polarity.STRENGTH]
        keys += [f.key for f in faults or found]
    return tuple(dict.fromkeys(keys))


def _cited(text: str) -> frozenset[str]:
    """Numbers of the paragraphs that a recommendation says it rests on."""
    match = compiled(wording("recommendations")["cited"]["form"]).search(plain(text))
    found: set[str] = set()
    for first, last in re.findall(r"(\d+)(?:\s?[-–]\s?(\d+))?", match["numbers"]) if match else []:
        found.update(str(n) for n in range(int(first), int(last or first) + 1) if n - int(first) < 30)
    return frozenset(found)


def _passages(annotated: Annotated, owners: Owners, findings: list[Finding]) -> list[_Passage]:
    """The paragraphs that hold findings; where any is marked as a recommendation's ground, only those that are, or are numbered."""
    document = annotated.document
    mark = compiled(wording("support")["mark"])
    grouped: dict[int, list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=lambda f: (f.evidence.start, f.evidence.end, f.key)):
        grouped[_head(annotated, document.index_at(finding.evidence.start))].append(finding)
    passages = []
    for index, found in sorted(grouped.items()):
        text = document.text[document.blocks[index].start : document.blocks[_last(annotated, index)].end]
        marked = any(f.recommendation_marked for f in found) or bool(mark.search(text))
        passages.append(_Passage(text, found[0].evidence.paragraph, owners.is_board(index), tuple(found), marked))
    return passages


def _head(annotated: Annotated, index: int) -> int:
    """The numbered paragraph that a list item belongs to, else the block itself."""
    blocks = annotated.document.blocks
    for j in range(index, max(-1, index - 12), -1):
        if blocks[j].kind is BlockKind.HEADING:
            break
        if blocks[j].number:
            return j
    return index


def _last(annotated: Annotated, index: int) -> int:
    """The last block of the paragraph that begins at `index`."""
    blocks = annotated.document.blocks
    last = index
    while (
        blocks[index].number
        and last + 1 < len(blocks)
        and not blocks[last + 1].number
        and blocks[last + 1].kind is not BlockKind.HEADING
        and last - index < 12
    ):
        last += 1
    return last


def _nearest(texts: list[str], boards: list[bool], passages: list[_Passage]) -> list[tuple[int, int]]:
    """Pairs of a recommendation and a passage, by position."""
    marked = any(p.marked for p in passages)
    faulty = [any(f.polarity is not Polarity.STRENGTH for f in p.findings) for p in passages]
    chosen = [i for i, p in enumerate(passages) if (p.marked if marked else faulty[i])]
    if not chosen:
        return []
    near = _nearness(texts, [passages[i].text for i in chosen])
    ties: list[tuple[int, int]] = []
    for column, index in enumerate(chosen):
        scores = [(near[n][column], -n) for n in range(len(texts)) if boards[n] == passages[index].board]
        score, number = max(scores, default=(0.0, 0))
        if score and (marked or score >= _NEAR):
            ties.append((-number, index))
    for number in sorted(set(range(len(texts))) - {n for n, _ in ties}):  # one left without any rests on the paragraph nearest to it
        rest = [(near[number][column], -i) for column, i in enumerate(chosen) if boards[number] == passages[i].board]
        score, index = max(rest, default=(0.0, 0))
        if score >= _NEAR:
            ties.append((number, -index))
    return ties


def _nearness(texts: list[str], passages: list[str]) -> list[list[float]]:
    """For each recommendation and each passage how near they are in meaning, 0 to 2."""
    totals = [[0.0] * len(passages) for _ in texts]
    for features in (_stems, _letters):
        vectors = _weighted([features(t) for t in (*texts, *passages)])
        holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for column, vector in enumerate(vectors[len(texts) :]):
            for feature, value in vector.items():
                holders[feature].append((column, value))
        for total, vector in zip(totals, vectors, strict=False):
            for feature, value in vector.items():
                for column, other in holders.get(feature, ()):
                    total[column] += value * other
    return totals


def _weighted(counts: list[Counter[str]]) -> list[Vector]:
    """Vectors of length 1 with (1 + log tf) · (log((1 + n) / (1 + df)) + 1)."""
    frequency: Counter[str] = Counter()
    for count in counts:
        frequency.update(count.keys())
    rarity = {feature: math.log((1 + len(counts)) / (1 + df)) + 1 for feature, df in frequency.items() if df > 1}
    alone = math.log((1 + len(counts)) / 2) + 1
    vectors = []
    for count in counts:
        vector: Vector = {}
        rest = 0.0  # what no other text holds counts for a vector's length only
        for feature, n in count.items():
            times = 1 + math.log(n) if n > 1 else 1.0
            if feature in rarity:
                vector[feature] = times * rarity[feature]
            else:
                rest += (times * alone) ** 2
        length = math.sqrt(math.fsum([rest, *(v * v for v in vector.values())])) or 1.0
        vectors.append({feature: value / length for feature, value in vector.items()})
    return vectors


@functools.cache
def _empty() -> frozenset[str]:
    return frozenset(wording("support")["empty"].split())


def _words(text: str) -> list[str]:
    low = plain(text).lower().replace("'s", "")
    return [w for w in _WORD.findall(low) if w not in _empty()]


def _stems(text: str) -> Counter[str]:
    return Counter(_stem(w) for w in _words(text))


@functools.lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """The word without its longest common ending."""
    return next((word[: -len(s)] for s in _SUFFIXES if word.endswith(s) and len(word) - len(s) >= 4), word)


def _letters(text: str) -> Counter[str]:
    runs: Counter[str] = Counter()
    for word, times in Counter(_words(text)).items():
        for run in _runs(word):
            runs[run] += times
    return runs


@functools.lru_cache(maxsize=20_000)
def _runs(word: str) -> tuple[str, ...]:
    """Runs of four letters of a word with its edges."""
    edged = f" {word} "
    return tuple(edged[i : i + 4] for i in range(len(edged) - 3))
