"""What stands aside in a sentence: ", as guidance requires,", ", inspectors found,", a phrase between two dashes, "neither … nor".

What stands around an aside belongs together, so the reader of clauses must not see it in between.
"""

from __future__ import annotations

from typing import Protocol, TypeVar

_SAYS = frozenset(
    "find note say report add judge conclude hear see acknowledge recognise believe explain"
    " tell write observe admit claim understand".split()
)
_CONCEDES = frozenset(("as", "though", "although", "while", "whilst"))
_DASHES = frozenset("–—-")


class Phrase(Protocol):
    """The parts of `graphbuild.extract.grammar.Chunk` that asides are known by."""

    kind: str
    a: int
    b: int
    word: str
    form: str
    passive: bool


P = TypeVar("P", bound=Phrase)


def mark_pairs(letters: list[str], words: list[str], marks: list[str]) -> None:
    """Give words the tags that their partner explains: two dashes enclose as commas do, "neither A nor B" joins as "and" does.

    `letters` are the tags (changed in place), `words` in lower case, `marks` the words as the text writes them.
    """
    dashes = [i for i in range(1, len(words) - 1) if marks[i] in _DASHES]
    if len(dashes) == 2:
        for i in dashes:
            letters[i] = ","
    for i, word in enumerate(words):
        if word == "neither" and letters[i + 1 : i + 2] and letters[i + 1] in "DMn":
            letters[i] = "D"
            for k in range(i + 1, min(i + 16, len(words))):
                if words[k] == "nor":
                    letters[k] = "C"
                    break


def set_aside(chunks: list[P], named: frozenset[int]) -> None:
    """Take asides out of the run of `chunks`; who says it (", the inspectors found,") is kept after the sentence's end.

    `named` are the tokens that are mentions: a concession that names a body is no mere aside.
    """
    k = 0
    while k < len(chunks) - 3:
        if chunks[k].kind == "x" and chunks[k + 1].kind == "S" and chunks[k + 1].word in _CONCEDES:
            end = _closing(chunks, k + 2, 9)
            inside = chunks[k + 2 : end] if end else []
            if any(c.kind == "V" for c in inside):
                if chunks[k + 1].word == "as" or not any(t in named for c in inside for t in range(c.a, c.b)):
                    del chunks[k + 1 : end + 1]
        elif chunks[k].kind == "x" and chunks[k + 1].kind == "N":
            end = _closing(chunks, k + 2, 5)
            inside = chunks[k + 2 : end] if end else []
            speaks = len(inside) == 1 and inside[0].kind == "V" and inside[0].word in _SAYS and inside[0].form in "fe"
            if end and speaks and end + 1 < len(chunks):
                inside[0].form, inside[0].passive = "f", False
                said = chunks[k:end]
                del chunks[k : end + (chunks[end + 1].kind in "VjR")]  # one comma stays where a clause follows
                chunks += said
        k += 1


def _closing(chunks: list[P], start: int, within: int) -> int:
    """The comma that closes what starts at chunk `start`, 0 if none does."""
    for j in range(start, min(start + within, len(chunks))):
        if chunks[j].kind == "x":
            return j
        if chunks[j].kind in "Sy":
            break
    return 0
