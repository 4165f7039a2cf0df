"""A light grammar of one sentence: tokens, phrases, who does what in each clause.

Two designs of the core were measured: patterns over the sentence with its mentions masked, and this one, which cuts the
sentence into phrases (by regular expressions over a string of one-letter word tags), finds the subject of every verb and
the phrases that depend on it, and leaves the wording to a lexicon. Figures stand in `graphbuild.extract.links`.

Only sentences that hold a mention and a word of the lexicon are parsed; a whole mention is one token.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from graphbuild.extract.asides import mark_pairs, set_aside
from graphbuild.extract.english import tag_unknown
from graphbuild.extract.parsed import Chunk, Parsed

_CHUNK = re.compile(
    r"(?P<V>T?[RX]*(?:(?:[QO][RX]*)?(?:H[RX]*)*(?:B[RX]*)+[EG]?|(?:[QO][RX]*)(?:H[RX]*)*[VE]?|(?:H[RX]*)+[EG]?|[VELG])R*)"
    r"|(?P<N>(?:D[RXD]*)?[nMA]*[nMA]|p|D+)|(?P<P>P+)|(?P<T>T)|(?P<C>C)|(?P<I>I)|(?P<W>W)|(?P<S>S)|(?P<j>j)|(?P<R>[RX]+)|(?P<x>,)|(?P<y>.)"
)  # fmt: skip
_PRONOMINAL = frozenset(
    ["this", "that", "these", "those", "some", "all", "many", "both", "most", "few", "each", "others", "either", "neither", "several"]
)
_TO_DO = frozenset(["needed", "wanted", "continued", "agreed", "failed", "helped", "worked", "decided", "struggled", "tended", "hoped"])
_SAME_PAST = frozenset(["set", "put", "run", "cut", "read", "come", "become", "let", "quit", "split", "hit", "cost"])
_PLACED = frozenset(
    ["based", "located", "placed", "aimed", "targeted", "focused", "held", "made", "led", "known", "called", "named", "designed"]
)
_REPORTED = frozenset("found said noted reported concluded added judged told heard saw".split())
_INTRANSITIVE = frozenset(["working", "meeting", "participating", "living", "remaining", "existing"])
_PLURAL = frozenset(["police", "staff", "people", "camhs", "forces", "youth"])


def parse(parsed: Parsed, text: str, tags: Mapping[str, str], lemmas: Mapping[str, str]) -> Parsed:
    """Tags and phrases of `parsed`; see `Chunk`."""
    words = parsed.words
    letters = [tags.get(w) or (tag_unknown(w) if w and w[0].isalnum() else "") for w in words]
    for i, word in enumerate(words):
        if not word:
            letters[i] = "M"
        elif not letters[i]:
            letters[i] = (
                "X"
                if word.endswith("n't")
                else "A"
                if word in ("'s", "'")
                else word
                if word in ",:;"
                else "."
                if not word[0].isalnum()
                else "n"
            )
    for i in parsed.mentions:  # a pronoun that stands for a body may be a possessor
        if text[parsed.starts[i] : parsed.ends[i]].lower() in ("its", "their", "our", "his", "her", "whose"):
            parsed.possessive.add(i)
    for i in range(1, len(words)):
        if letters[i] in "VbsEG" and text[parsed.starts[i]].isupper():
            letters[i] = "n"
        if words[i - 1] == "due to" and letters[i] in "Vb":
            letters[i - 1] = "T"
        if words[i] == "'s" and letters[i - 1] == "p":
            letters[i] = "B"
    mark_pairs(letters, words, [text[a:b] for a, b in zip(parsed.starts, parsed.ends, strict=True)])
    _resolve(letters, words, parsed, text)
    parsed.tags = "".join(letters)
    _chunk(parsed, lemmas)
    return parsed


def _before(letters: list[str], i: int, skip: str = "RX") -> int:
    i -= 1
    while i >= 0 and letters[i] in skip:
        i -= 1
    return i


def _resolve(letters: list[str], words: list[str], parsed: Parsed, text: str) -> None:
    """Decide the words that may be noun or verb by what stands around them."""
    size = len(letters)
    for i in range(size):
        tag = letters[i]
        if tag not in "bsEGVWDQj":
            continue
        j = _before(letters, i)
        prev = "D" if j in parsed.possessive else letters[j] if j >= 0 else "^"  # "its work": no verb
        after = letters[i + 1] if i + 1 < size else "$"
        if tag in "Vb" and words[i] in _SAME_PAST and (prev in "BH" or (prev in ",nM" and i + 1 < size and words[i + 1] == "by")):
            letters[i] = "E"
        elif tag in "sbE" and _gapped(letters, words, i):
            letters[i] = "L" if tag == "E" else "V"
        elif words[i] == "as" and prev in "BX" and after == "j":
            letters[i] = "R"
        elif tag == "V" and prev in "DAP" and not (prev == "P" and words[j] in ("that",)):
            if prev == "A" or (prev == "D" and words[j] not in _PRONOMINAL):
                letters[i] = "n"
        elif tag == "j":
            if (after in "nM" and words[i] != "in place") or prev == "D":
                letters[i] = "n"
        elif words[i] == "need" and after == "T" and prev not in "DAO":
            letters[i] = "V"
        elif tag == "b":
            rest = words[i + 1] if i + 1 < size else ""
            if prev in "TQO" or (prev in "pW" and j == i - 1) or (prev == "X" and after in "DMRp"):
                letters[i] = "V"
            elif prev in "Mn" and (j < i - 1 or after in "DMRTp" or rest in ("with", "on", "in", "alongside", "as", "from")):
                name = (text[parsed.starts[j] : parsed.ends[j]].lower().split() or [""])[-1]
                letters[i] = (
                    "V"
                    if (
                        (name.endswith("s") and not name.endswith("ss"))
                        or name in _PLURAL
                        or (letters[j] == "M" and j < i - 1)
                        or after == "R"
                        or (rest == "from" and letters[j] == "M")
                    )
                    else "n"
                )
            elif (
                (
                    prev == "C"
                    and after in "DM"
                    and any(t in "VTL" for t in letters[max(0, i - 12) : i])
                    and j >= 1
                    and letters[j - 1] != "D"
                )
                or (
                    prev in "Mn"
                    and j == i - 1
                    and after == "n"
                    and not any(t in "VBHOQLET" for t in letters[i + 1 :])
                    and not any(t in "VBHOQL" for t in letters[:i])
                )
                or (
                    prev == "C"
                    and (after == "R" or j < i - 1 or rest in ("with", "alongside", "closely"))
                    and any(t in "VTLEB" for t in letters[:i])
                )
                or (prev == "^" and after in "DM" and i == 0)
            ):
                letters[i] = "V"
            else:
                letters[i] = "n"
        elif tag == "s":
            aside = ",W" in "".join(letters[:i])
            if prev == "," and letters[:i].count(",") > 1 and after in ("RDMPpT" if aside else "RDM") and (
                aside or not any(t in "VBHOQL" for t in letters[:i])
            ):  # fmt: skip
                letters[i] = "V"  # "A county-wide service, the referral team, deals promptly with …"
            elif (
                (prev in "Mp" and after in "DMRTpPX")
                or (prev == "D" and words[j] in ("this", "that") and after in "DM")
                or (prev == "M" and j < i - 1 and after in "DMPC")
                or prev == "W"
                or (prev == "n" and after in "DMRp" and not words[j].endswith("s"))
                or (prev == "C" and after in "DM" and "V" in letters[max(0, i - 15) : i])
                or (prev == "C" and words[i + 1 : i + 2] in (["to"], ["with"]) and "V" in letters[:i])  # "tracks plans and reports to …"
                or (
                    prev in "Mn"
                    and j == i - 1
                    and after == "n"
                    and not words[j].endswith("s")
                    and not any(t in "VBHOQL" for t in letters[i + 1 :])
                    and not any(t in "VBHOQL" for t in letters[:i])
                )
            ):
                letters[i] = "V"
            else:
                letters[i] = "n"
        elif tag == "E":
            if prev in "BH":
                pass
            elif (prev in "VLG" and after in "nM") or (
                prev == "C" and after == "n" and j >= 2 and letters[j - 1] in "nE" and letters[j - 2] == "D"
            ):
                letters[i] = "n"
            elif prev in "DAPT" or (
                prev in ",C^:;" and after in "nMEG" and not (prev == "C" and words[j] != "as well as" and _verb_near(letters, j))
            ):
                letters[i] = "n" if after in "nMEGbs,C" or prev in "DA" else "E"
            elif prev in "nMpW" or prev == "C" or prev == ",":
                if (
                    (after in "SW" and prev != ",")
                    or after in "DMpj"
                    or after in "$.,:"
                    and prev == "M"
                    and words[i] in _REPORTED
                    or (after == "R" and prev in "Mp" and i + 2 < size and letters[i + 2] in "DMnp")
                    or prev in "pW"
                    or (after in "nT" and prev in "M" and not any(t in "BHOQ" for t in letters[i + 1 :]))
                    or (after == "T" and words[i] in _TO_DO)
                    or (
                        after == "P"
                        and prev in "MW"
                        and words[i] not in _PLACED
                        and words[i + 1] not in ("by", "with", "from", "on")
                        and words[i + 2 : i + 3] != ["by"]
                        and "V" not in letters[i:]
                        and "B" not in letters[i:]
                    )
                ):
                    letters[i] = "L"
                elif after == "n" and prev == "n":
                    letters[i] = "n" if letters[j - 1 : j] == ["D"] and j == i - 1 else "L"
        elif tag == "G":
            if (
                (prev in "DA" and after not in "DM")
                or (prev == "n" and j == i - 1 and after in "nPC,.V$BQHIWG")
                or (after == "n" and words[i] in _INTRANSITIVE and prev != "B")
            ):
                letters[i] = "n"
                if prev == "n" and after == "P" and words[i + 1] in ("with", "alongside", "to", "together", "in partnership with"):
                    letters[i] = "G" if words[j].endswith("s") else "n"
            elif (
                words[i] in ("funding", "commissioning", "monitoring", "planning")
                and prev in "S^"
                and words[i + 1 : i + 2] in (["for"], ["of"], ["from"])
            ):
                letters[i] = "n"
            elif (after in "$.,;" and prev in "PC") or (after == "P" and i + 1 < size and words[i + 1] == "of"):
                letters[i] = "n"
            elif (
                prev in "P"
                and after in "nC"
                and words[i] in ("commissioning", "funding", "planning", "monitoring", "working", "reporting", "recruiting")
            ):
                letters[i] = "n" if after == "C" and not (i + 3 < size and letters[i + 2] in "GE" and letters[i + 3] in "DM") else "G"
        elif tag == "W" and words[i] == "that":
            if after not in "VBHOQRXsbEL":
                letters[i] = (
                    "D" if prev in "VLP^,:;" and after == "n" and i + 1 < size and not words[i + 1].endswith("s") and False else "S"
                )
        elif tag == "Q" and prev in "DAP":
            letters[i] = "n"
        elif tag == "D" and words[i] == "her" and after in ".,;$PRC":
            letters[i] = "p"


def _gapped(letters: list[str], words: list[str], i: int) -> bool:
    """Whether word `i` is the verb of a clause whose object is what it hangs on ("the trust, which the council funds, …")."""
    j = i - 1
    while j >= 0 and letters[j] in "DnMARC":
        j -= 1
    after = letters[i + 1] if i + 1 < len(letters) else "$"
    if not 1 <= j < i - 1 or letters[i - 1] not in "nM" or words[i + 1 : i + 2] == ["by"] or after in "VBHOQnMEG":
        return False
    return words[j] in ("which", "whom") and letters[j] == "W" or words[j] == "that" and letters[j - 1] in "nM" and letters[i] in "sE"


def _verb_near(letters: list[str], i: int) -> bool:
    return any(t in "VLBH" for t in letters[max(0, i - 8) : i])


def _chunk(parsed: Parsed, lemmas: Mapping[str, str]) -> None:
    words, tags = parsed.words, parsed.tags
    for match in _CHUNK.finditer(tags):
        kind = match.lastgroup or "y"
        a, b = match.span()
        if kind == "V":
            main = b - 1
            while main > a and tags[main] in "RX":
                main -= 1
            form = "t" if tags[a] == "T" else "f"
            last = tags[main]
            passive = False
            if last == "E":
                passive = any(tags[k] == "B" for k in range(a, main))
                if words[a] == "being" or (not passive and not any(tags[k] == "H" for k in range(a, main))):
                    form, passive = "e", True
            elif (last == "G" and not any(tags[k] == "B" for k in range(a, main))) or words[a] in ("being", "having"):
                form = "g"
            parsed.chunks.append(Chunk("V", a, b, lemmas.get(words[main], words[main]), form, passive))
        else:
            parsed.chunks.append(Chunk("P" if kind == "T" else kind, a, b, words[b - 1]))
    for k, chunk in enumerate(parsed.chunks[:-1]):
        handed = k > 0 and parsed.chunks[k - 1].word in ("pass", "hand", "send", "forward")
        if handed and chunk.kind == "P" and chunk.word in ("on", "over", "along"):
            chunk.kind = "R"  # "pass on information"
    set_aside(parsed.chunks, frozenset(t for t, many in parsed.mentions.items() if many[0].how != "pronoun"))
    for k in range(1, len(parsed.chunks) - 1):
        if (
            parsed.chunks[k].word == "as"
            and parsed.chunks[k].kind == "S"
            and parsed.chunks[k - 1].kind in "VNR"
            and parsed.chunks[k + 1].kind == "N"
        ):
            j = k + 2
            while j < len(parsed.chunks) and parsed.chunks[j].kind in "NPR":
                j += 1
            if j >= len(parsed.chunks) or parsed.chunks[j].kind != "V" or parsed.chunks[j].form in "te":
                parsed.chunks[k].kind = "P"  # "was named as director": no clause follows
    _join_split(parsed)


def _join_split(parsed: Parsed) -> None:
    """Make one verb group of two that an aside or a turned subject keeps apart ("is not, they said, working", "nor is it working")."""
    chunks, tags = parsed.chunks, parsed.tags
    for k, first in enumerate(chunks):
        if first.kind != "V" or any(t not in "BHOQXR" for t in tags[first.a : first.b]):
            continue
        for j in range(k + 2, min(k + 7, len(chunks))):
            last = chunks[j]
            if chunks[k + 1].kind == "N" and j == k + 2 and ("X" in tags[first.a : first.b] or k == 0):
                turned = True
            elif chunks[k + 1].kind == "x" and chunks[j - 1].kind == "x" and any(c.kind == "V" for c in chunks[k + 2 : j]):
                turned = False
            else:
                continue
            if last.kind == "V" and (last.form in "ge" or tags[last.a] in "Vb"):
                passive = last.passive and "B" in tags[first.a : first.b]
                joined = Chunk("V", first.a, last.b, last.word, "f", passive)
                chunks[k : j + 1] = [chunks[k + 1], joined] if turned else [joined]
            break
    return
