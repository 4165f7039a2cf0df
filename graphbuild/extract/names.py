"""Candidate names: where the text names a body, post, programme or instrument, by the grammar of such names.

Three finders, each over the whole text: fixed forms (one automaton), names in small letters (a head noun and the words
before it), names in capitals (a run of capitalised words, classed by its head). What they find may overlap; `annotate`
keeps the outermost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graphbuild.extract.capitals import capitals, posts
from graphbuild.extract.sentences import Sentence
from graphbuild.extract.tokens import Raw, Tokens
from graphbuild.lexicon import NAME, Lexicon, fold, lexicon, singular

_ACRONYM = re.compile(r"\s\(([A-Z][A-Za-z&]{1,9}s?)\)")


_LAW = re.compile(
    r"(?<!\w)(?:[A-Z][\w’'-]*(?:,| \([A-Z][\w ]*\))?\s(?:(?:and|of|the|for|etc\.?)\s)*)+?"
    r"(?:\([A-Z][\w ]+\)\s)?(?:Act|Regulations|Order)\s\d{4}"
)

_LINKED = frozenset({"and", "&"})
_SHORT = re.compile(r"(?:ed|ing|ly)$")
_CALLED = re.compile(
    rf"(?:,? (?:which is |is |also |locally )*(?:known|referred to) (?:locally )?as |,? called |,? named )"
    rf"(?:the )?[‘'\"“]?(?P<called>{NAME})"
    rf"|, [‘'\"“]?(?P<beside>[A-Z][\w-]+ [A-Z][\w-]+(?: [A-Z][\w-]+)?)[’'\"”]?(?=,| is | are | has |\.)"
)
_CALLABLE = frozenset({"Board", "Service", "Programme"})
_OPEN = frozenset({"‘", "'", "“", '"'})
_CLOSE = frozenset({"’", "'", "”", '"'})
_LED = re.compile(r"(?:[a-z][\w-]* )*([A-Z][A-Za-z]{3,})(?: [a-z][\w-]*){1,4}$")
_NUMERIC = re.compile(r"\d{1,2}-(?:\d{1,2}|plus|hour)")
_AGES = re.compile(r"\b\d{1,2} to \d{1,2}\b")
_TAIL = re.compile(
    r" for (?:children looked after|looked after children|children in care|children with disabilities"
    r"|care leavers|children with a disability|adoption)\b"
)


def candidates(text: str, sentences: tuple[Sentence, ...]) -> tuple[list[Raw], dict[str, str]]:
    """All candidates in order of start, and the acronyms the text defines (as written → the words before the bracket)."""
    words, tokens = lexicon(), Tokens(text, sentences)
    found = list(_fixed(tokens, words))
    phrases = list(_phrases(tokens, words))
    found += phrases
    found += capitals(tokens, words)
    found += posts(tokens, words)
    found += [Raw(m.start(), m.end(), "Instrument", "law") for m in _LAW.finditer(text)]
    acronyms: dict[str, str] = {}
    for raw in found:
        match = _ACRONYM.match(text, raw.end)
        if match and raw.cls and raw.kind not in ("anaphor", "pronoun", "bare") and _initials(match.group(1), text[raw.start : raw.end]):
            short, full = match.group(1).removesuffix("s"), text[raw.start : raw.end]
            if short not in acronyms or (raw.kind == "capital" and full.endswith(" " + acronyms[short])):
                acronyms[short] = full  # "NHS Marsh and Wold Integrated Care Board (ICB)" is the ICB, not any care board
    for acronym in sorted(acronyms):
        for match in re.finditer(rf"(?<![\w-]){re.escape(acronym)}s?(?![\w])", text):
            found.append(Raw(match.start(), match.end(), "", "acronym"))
    found += _aliases(text, phrases, sentences, words, acronyms)
    found += _appositions(text, found, words, acronyms)
    found += _told(text, words, acronyms, {s.start for s in sentences})
    return sorted(set(found)), acronyms


def _aliases(text: str, phrases: list[Raw], sentences: tuple[Sentence, ...], words: Lexicon, acronyms: dict[str, str]) -> Iterator[Raw]:
    """Where a body that was named with its kind ("the Compass programme") is named without it ("Compass"): `acronyms` gets
    the short name too, since both are read the same way."""
    initial = {s.start for s in sentences}
    for raw in phrases:
        name = text[raw.start : raw.end]
        match = _LED.match(name)
        if not match or raw.cls not in ("Service", "Programme") or raw.start in initial and not match.group(1).isupper():
            continue
        short = match.group(1)
        form = fold(short)
        if (
            form in words.forms
            or form in words.sector
            or form in words.stop
            or form in words.strip
            or short in acronyms
            or form in words.places
        ):
            continue
        acronyms[short] = name
        for other in re.finditer(rf"(?<![\w-]){re.escape(short)}(?![\w-])", text):
            if other.start() not in initial or short.isupper():
                yield Raw(other.start(), other.end(), raw.cls, "acronym")


def _appositions(text: str, found: list[Raw], words: Lexicon, acronyms: dict[str, str]) -> list[Raw]:
    """Names given beside a body's description ("the children in care council, Bright Voices, meets"), wherever they stand."""
    added: list[Raw] = []
    for raw in sorted(found):
        match = _CALLED.match(text, raw.end) if raw.cls in _CALLABLE and raw.kind != "capital" else None
        if not match:
            continue
        short = match.group("called") or match.group("beside")
        parts = fold(short).split()
        if short in acronyms or fold(short) in words.forms or any(p in words.places or p in words.heads for p in parts[-1:]):
            continue
        acronyms[short] = text[raw.start : raw.end]
        added += [Raw(m.start(), m.end(), raw.cls, "acronym") for m in re.finditer(rf"(?<![\w-]){re.escape(short)}(?![\w-])", text)]
    return added


def _told(text: str, words: Lexicon, acronyms: dict[str, str], initial: set[int]) -> Iterator[Raw]:
    """Bodies whose name says nothing of their kind, where the text says it beside the name, and wherever else they are named."""
    for match in words.told.finditer(text):
        name = match.group("after") or match.group("before")
        start = match.start("after") if match.group("after") else match.start("before")
        low = fold(name)
        if low in words.forms or low in words.stop or low in words.places or name in acronyms or (start in initial and low in words.strip):
            continue
        acronyms[name] = name
        for other in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
            yield Raw(other.start(), other.end(), words.told_class, "acronym")


def _initials(acronym: str, full: str) -> bool:
    """Whether the acronym's capitals are initials of the words, in order, most of them used."""
    letters = [c for c in acronym.removesuffix("s").upper() if c.isalpha()]
    initials = [w[0].upper() for w in re.findall(r"[A-Za-z]+", full)]
    at = 0
    for letter in letters:
        while at < len(initials) and initials[at] != letter:
            at += 1
        if at == len(initials):
            return False
        at += 1
    return len(letters) >= 2


def _fixed(tokens: Tokens, words: Lexicon) -> Iterator[Raw]:
    low, text = tokens.low, tokens.text
    for pattern, start, end in words.automaton.find_matches_as_indexes(low):
        if (start and (low[start - 1].isalnum() or low[start - 1] == "-")) or (end < len(low) and (low[end].isalnum() or low[end] == "-")):
            continue
        form = words.patterns[pattern]
        entry = words.forms[form]
        if entry.exact and text[start:end].translate({0x2019: "'"}) != words.originals[form]:
            continue
        if entry.kind == "compound":
            first, last = tokens.at.get(start), tokens.until.get(end) or tokens.until.get(end + 2)
            if first is not None and last is not None:
                tokens.compound[last] = first
        elif entry.kind == "known":
            lower = any(fold(f) == form and f == f.lower() for f in words.known[entry.entry]["forms"])
            if entry.exact or lower or text[start].isupper() or text[start:end].startswith("the "):
                yield Raw(start, end, words.known[entry.entry]["class"], "known", entry.entry)
        elif entry.kind in ("area", "bare", "people"):
            yield Raw(start, end, words.area[entry.entry]["class"], entry.kind, entry.entry)
        else:
            yield Raw(start, end, "", entry.kind, entry.entry)


def _phrases(tokens: Tokens, words: Lexicon) -> Iterator[Raw]:
    """Names in small letters (or mixed): a head noun and, before it, the words that say which."""
    lasts: dict[str, list[str]] = {}
    for phrase in words.heads:
        if " " in phrase:
            lasts.setdefault(phrase.rsplit(" ", 1)[1], []).append(phrase)
    for many in lasts.values():
        many.sort(key=lambda h: (-len(h), h))
    low = tokens.low
    for ages in _AGES.finditer(low):
        if ages.end() in tokens.until and ages.start() in tokens.at:
            tokens.compound[tokens.until[ages.end()]] = tokens.at[ages.start()]
    for i, word in enumerate(tokens.words):
        bare = word[:-2] if word.endswith("'s") and word[:-2] in words.heads else word.rstrip("'")
        head = words.heads.get(bare)
        options = lasts.get(bare, ())
        if head is None and not options:
            continue
        first, name = i, bare
        end = tokens.starts[i] + len(bare)
        for option in options:
            begin = end - len(option)
            if begin in tokens.at and low[begin:end] == option:
                head, first, name = words.heads[option], tokens.at[begin], option
                break
        if head is None:
            continue
        begin = _walk(tokens, words, first, head.strong, singular(name) in words.joined)
        quoted = _quoted(tokens, begin, first, end)
        if quoted < begin:
            yield Raw(tokens.starts[quoted], end, head.cls, "phrase")
            continue
        if begin == first and head.cls == "Service" and (group := words.groups.match(low, end)):
            yield Raw(tokens.starts[first], group.end(), head.cls, "phrase")
            continue
        if begin == first and (not head.strong or " " not in name) and name not in words.owned:
            continue
        if name in words.verbs and first and (tokens.capital(first - 1) or begin == first or _says(tokens, words, first, i)):
            continue
        if "majesty" in low[tokens.starts[begin] : end]:
            continue
        stop = end
        tail = _TAIL.match(low, end)
        if tail and head.cls != "Post":
            stop = tail.end()
        says = [k for k in range(begin, first) if k not in tokens.compound or tokens.compound[k] >= begin]
        which = (len(says) > 1 and head.cls in ("Board", "Programme", "Instrument")) or any(
            (tokens.words[k] not in words.generic and tokens.words[k] not in words.strip) or k in tokens.compound or tokens.capital(k)
            for k in says
        )
        strong = (which or begin == first) and (head.strong or head.cls == "Service" or (begin < first and tokens.capital(begin)))
        yield Raw(tokens.starts[begin], stop, head.cls, "phrase" if strong else "noun")


def _says(tokens: Tokens, words: Lexicon, first: int, last: int) -> bool:
    """Whether a plural that is a verb too is one here: after a body's bare head, before an adverb, "to" or an object."""
    head = words.heads.get(tokens.words[first - 1])
    if head is not None and head.cls == "Post" and last + 1 < len(tokens.words):
        return tokens.words[last + 1] in ("the", "a", "an", "on")
    if head is None or head.cls not in ("Board", "Service", "Agency") or last + 1 >= len(tokens.words):
        return False
    after = tokens.words[last + 1]
    return after in _VERBAL or after.endswith("ly")


def _quoted(tokens: Tokens, begin: int, first: int, end: int) -> int:
    """The token at which a quotation begins that holds or leads the name: "a 'bright futures panel'", "the 'bright futures' panel";
    `begin` where there is none."""
    text = tokens.text
    closed = text[end : end + 1] in _CLOSE and not text[end + 1 : end + 2].isalnum()
    led = first > 0 and text[tokens.ends[first - 1] : tokens.starts[first]].strip() in ("’", "'", "”", '"')
    possessive = first > 0 and tokens.words[first - 1].endswith("s'")
    led = led or (first > 0 and tokens.words[first - 1].endswith("'"))
    if not closed and not led:
        return begin
    for back in range(first - 1, max(-1, first - 7), -1):
        if text[tokens.starts[back] - 1 : tokens.starts[back]] in _OPEN and tokens.starts[back]:
            return begin if possessive and text[tokens.starts[back] - 1] == "'" else min(back, begin)
        if back < first - 1 and tokens.words[back].endswith("'"):
            break
        if back and text[tokens.ends[back - 1] : tokens.starts[back]].strip(" ‘'“\""):
            break
    return begin


def _walk(tokens: Tokens, words: Lexicon, first: int, strong: bool, joined: bool) -> int:
    """The token at which the name begins whose head begins at token `first`; `first` itself where no word says which."""
    low = tokens.low
    j = first - 1
    content = first
    while j >= 0 and first - j <= 8:
        gap = low[tokens.ends[j] : tokens.starts[j + 1]]
        if gap == ") " and tokens.starts[j] and low[tokens.starts[j] - 1] == "(":
            content = j
            j -= 1
            if j < 0:
                break
            content = j + 1
            gap = " "
            if low[tokens.ends[j] : tokens.starts[j + 1]] != " (":
                break
        if gap != " " and gap not in ("' ", " '", '" ', ' "'):
            break
        if j in tokens.compound:
            content = tokens.compound[j]
            j = content - 1
            continue
        word = tokens.words[j]
        if (
            word in _LINKED
            and j
            and content == j + 1
            and tokens.capital(j + 1)
            and tokens.capital(j - 1)
            and tokens.words[j - 1] not in words.forms
            and not _ended(tokens, words, j - 1)
        ):
            j -= 1
            continue
        if joined and word in _LINKED and j and _joins(tokens, words, j, first):
            j -= 1
            continue
        if word.endswith("'s") and word not in words.sector:
            break
        if (
            word in words.sector
            or word in words.inner
            or tokens.capital(j)
            and (word not in words.stop or len(word) > 5)
            or _NUMERIC.fullmatch(word)
        ):
            content = j
        elif word in words.stop or word.endswith(("'s", "'")):
            break
        elif word in words.strip or _SHORT.search(word):
            if word not in words.keep:
                break
        elif strong and word.isascii() and not word[0].isdigit():
            content = j
        else:
            break
        j -= 1
    if content and tokens.words[content] == "quality" and tokens.words[content - 1] in _GRADED:
        content += 1
    while (
        content < first
        and tokens.words[content] in words.strip
        and tokens.words[content] not in words.sector
        and not tokens.capital(content)
    ):
        content += 1
    if all(tokens.words[k] in words.strip and not tokens.capital(k) for k in range(content, first)):
        return first
    known = any(tokens.words[k] in words.sector or tokens.capital(k) or k in tokens.compound for k in range(content, first))
    if not known and (not content or tokens.words[content - 1] not in _DETERMINERS):
        return first
    return content


def _ended(tokens: Tokens, words: Lexicon, last: int) -> bool:
    """Whether a body's whole name ends at token `last`, so that "and" after it leads to another: "Anyshire Council and Anyshire Police"."""
    head = words.heads.get(tokens.words[last])
    return head is not None and head.cls in (*words.meets, words.told_class) and last > 0 and tokens.capital(last - 1)


_VERBAL = frozenset({"to", "that", "on", "the", "a", "an", "its", "their", "with", "all", "how", "whether"})
_GRADED = frozenset({"good", "high", "poor", "better", "best", "low", "variable"})
_DETERMINERS = frozenset({"the", "a", "an", "its", "their", "each", "weekly", "monthly", "new", "this"})
_BARE = frozenset(
    {
        "police",
        "health",
        "education",
        "housing",
        "probation",
        "care",
        "services",
        "service",
        "staff",
        "people",
        "team",
        "teams",
        "agencies",
        "partners",
        "schools",
        "plans",
        "plan",
    }
)


def _joins(tokens: Tokens, words: Lexicon, j: int, first: int) -> bool:
    left, right = tokens.words[j - 1], tokens.words[j + 1]
    if (
        j + 1 >= first
        or left in _BARE
        or right in _BARE
        or left in words.heads
        or (left.endswith("s") and not left.endswith("ss") and not left.endswith("'s"))
        or (j - 1 not in tokens.compound and left not in words.sector)
    ):
        return False
    return (right in words.sector or j + 1 in tokens.compound.values()) and tokens.low[tokens.ends[j - 1] : tokens.starts[j]] == " "


_ENDINGS: dict[str, str] = {}
