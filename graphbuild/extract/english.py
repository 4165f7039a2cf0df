"""English as the reader of links needs it: closed classes of words, and verbs with their inflected forms.

The words stand in `ontology/wording/english.toml`. Each is given a tag of one letter, so that a sentence's tags are a string
and phrases are found by regular expressions over it:

    D determiner   R adverb   X negation   B be   H have   O do   Q modal   T "to"   P preposition   C conjunction   I "such as"
    W relative   S subordinator   A possessive 's   p pronoun   j predicative adjective   M mention   , : punctuation
    V verb (base or finite)   E -ed form   L past tense   G -ing form   b base form or noun   s -s form or plural noun   n anything else
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from graphbuild import ontology
from graphbuild.lexicon import longest_first

_LETTERS = {
    "determiner": "D", "adverb": "R", "negation": "X", "be": "B", "have": "H", "do": "O", "modal": "Q", "preposition": "P",
    "conjunction": "C",
    "relative": "W", "subordinator": "S", "noun": "n", "pronoun": "p", "predicative": "j", "example": "I", "to": "T",
}  # fmt: skip


@dataclass(frozen=True)
class English:
    """Tags by word, base form by verb form, the phrases that are one token, and words in -ing or -ed that are no verbs."""

    tags: dict[str, str]
    lemmas: dict[str, str]
    phrases: tuple[str, ...]


@functools.cache
def _irregular() -> dict[str, str]:
    return dict(ontology.wording("english")["verbs"]["irregular"])


@functools.cache
def _doubling() -> frozenset[str]:
    return frozenset(ontology.wording("english")["verbs"]["doubling"].split())


def inflect(verb: str) -> dict[str, str]:
    """The forms of a verb by tag: V base, s third person, E past and participle (two words where they differ), G -ing form."""
    last, stem = verb[-1], verb
    soft = last == "y" and verb[-2] not in "aeiou"
    if (
        verb in _doubling()
        or last in "bdgmnprt"
        and len(verb) <= 4
        and verb[0] not in "aeiou"
        and verb[-2] in "aeiou"
        and verb[-3:-2] not in ("", "a", "e", "i", "o", "u")
    ):
        stem = verb + last
    third = verb[:-1] + "ies" if soft else verb + "es" if verb.endswith(("s", "x", "ch", "sh", "z", "o")) else verb + "s"
    past = _irregular().get(verb) or (verb[:-1] + "ied" if soft else verb + "d" if last == "e" else stem + "ed")
    if verb.endswith("ie"):
        ing = verb[:-2] + "ying"
    elif last == "e" and not verb.endswith(("ee", "oe")):
        ing = verb[:-1] + "ing"
    else:
        ing = stem + "ing"
    return {"V": verb, "s": third, "E": " ".join(dict.fromkeys(past.split())), "G": ing}


@functools.cache
def english(extra: frozenset[str] = frozenset()) -> English:
    """The words of English by tag. `extra` are verbs that the wording of links adds."""
    wording = ontology.wording("english")
    tags: dict[str, str] = {}
    lemmas: dict[str, str] = {}
    closed = {name: words.split() for name, words in wording["closed"].items()}
    not_verbs = frozenset(wording["forms"]["not_verbs"].split())
    nouns = frozenset(wording["verbs"]["noun_too"].split())
    for verb in [*dict.fromkeys(wording["verbs"]["base"].split()), *sorted(extra)]:
        noun = verb in nouns
        forms = inflect(verb)
        for tag, letter in (("V", "b" if noun else "V"), ("s", "s" if noun else "V"), ("E", "E"), ("G", "G")):
            words = forms[tag].split()
            for word in words:
                if word not in not_verbs:
                    tags.setdefault(word, "L" if tag == "E" and len(words) == 2 and word == words[0] else letter)
                lemmas.setdefault(word, verb)
    compounds: list[str] = []
    for verb in wording["verbs"]["compound"]:  # "quality assure": inflected at its last word
        first, _, last = verb.rpartition(" ")
        for tag, letter in (("V", "V"), ("s", "V"), ("E", "E"), ("G", "G")):
            for word in inflect(last)[tag].split():
                compounds.append(f"{first} {word}")
                tags[compounds[-1]] = letter
                lemmas[compounds[-1]] = verb.replace(" ", "-")
    tags.update(dict.fromkeys(not_verbs, "n"))
    for name, closed_words in closed.items():
        tags.update(dict.fromkeys(closed_words, _LETTERS[name]))
    for name, phrases in wording["phrases"].items():
        tags.update(dict.fromkeys(phrases, _LETTERS[name]))
    tags.update({"to": "T", "'ve": "H", "'re": "B", "'m": "B", "'ll": "Q", "'d": "Q"})
    for name in ("be", "have", "do"):
        lemmas.update(dict.fromkeys(closed[name], name))
    lemmas.update({"working": "work", "meeting": "meet"})
    return English(tags, lemmas, tuple(longest_first([*compounds, *(p for many in wording["phrases"].values() for p in many)])))


def tag_unknown(word: str) -> str:
    """The tag of a word that the lists do not hold, by its ending."""
    if word.endswith("ly") and len(word) > 4:
        return "R"
    if word.endswith("ed") and len(word) > 4:
        return "E"
    if word.endswith("ing") and len(word) > 5:
        return "G"
    return "n"
