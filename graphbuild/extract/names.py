"""Candidate names: where the text names a body, post, programme or instrument, by the grammar of such names.

Three finders, each over the whole text: fixed forms (one automaton), names in small letters (a head noun and the words
before it), names in capitals (a run of capitalised words, classed by its head). What they find may overlap; `annotate`
keeps the outermost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from graphbuild.lexicon import WORD, Lexicon, fold, lexicon, singular
from graphbuild.extract.sentences import Sentence


class Raw(NamedTuple):
    """One candidate: its span, class, what found it and (for fixed forms) which entry of the wording."""

    start: int
    end: int
    cls: str
    kind: str  # known | area | bare | people | anaphor | pronoun | phrase | noun | post | acronym | capital | law
    entry: int = -1


_ACRONYM = re.compile(r"\s\(([A-Z][A-Za-z&]{1,9}s?)\)")
_CAPITAL = r"(?:[A-Z][\w’'&-]*|[0-9]{4}[–-][0-9]{2,4})"
_RUN = re.compile(rf"{_CAPITAL}(?:(?:,? (?:and|&) | (?:of the|for the|in the|of|for|in|the|on|with|to) | ){_CAPITAL})*")
_LAW = re.compile(r"(?<!\w)(?:[A-Z][\w’'-]*(?:,| \([A-Z][\w ]*\))?\s(?:(?:and|of|the|for|etc\.?)\s)*)+?(?:\([A-Z][\w ]+\)\s)?(?:Act|Regulations|Order)\s\d{4}")
_YEAR_END = re.compile(r"\s(?:for )?[0-9]{4}(?:[–/-][0-9]{2,4})?$")
_LINKED = frozenset({"and", "&"})
_SHORT = re.compile(r"(?:ed|ing|ly)$")
_OPEN = frozenset({"‘", "'", "“", '"'})
_CLOSE = frozenset({"’", "'", "”", '"'})
_LED = re.compile(r"(?:[a-z][\w-]* )*([A-Z][A-Za-z]{3,})(?: [a-z][\w-]*){1,4}$")
_NUMERIC = re.compile(r"\d{1,2}(?:-\d{1,2})?(?:-plus|\+)?")
_AGES = re.compile(r"\b\d{1,2} to \d{1,2}\b")
_TAIL = re.compile(r" for (?:children looked after|looked after children|children in care|children with disabilities|care leavers|children with a disability|adoption)\b")


_POST_BODY = re.compile(r"((?:[A-Z][\w-]* ){0,2}[A-Z][\w-]*) ((?:of|for) .+?)(?: for| at) ([A-Z].*)", re.DOTALL)
_POST_LEAD = re.compile(
    r"\b(?:(?:deputy|assistant|interim|acting|executive|strategic|corporate|operational|service|joint|national|regional) )*"
    r"(?:director|head of service|head|portfolio holder|cabinet member|lead member|executive member|cabinet lead|lead officer|secretary of state|minister|manager) (?:of|for) (?:the )?"
)


class Tokens:
    """Words of a text with the sentence each stands in; the common ground of the finders."""

    def __init__(self, text: str, sentences: tuple[Sentence, ...]) -> None:
        self.text = text
        self.low = fold(text)
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        for match in WORD.finditer(self.low):
            self.starts.append(match.start())
            self.ends.append(match.end())
            self.words.append(match.group())
        self.initial = frozenset(s.start for s in sentences)
        self.compound: dict[int, int] = {}  # token that ends a compound → token that begins it
        self.at = {start: i for i, start in enumerate(self.starts)}
        self.until = {end: i for i, end in enumerate(self.ends)}

    def capital(self, token: int) -> bool:
        """Whether a word is capitalised for its own sake, not because a sentence begins with it."""
        start = self.starts[token]
        return self.text[start].isupper() and (start not in self.initial or (len(self.words[token]) > 1 and self.text[start + 1].isupper()))


def candidates(text: str, sentences: tuple[Sentence, ...]) -> tuple[list[Raw], dict[str, str]]:
    """All candidates in order of start, and the acronyms the text defines (as written → the words before the bracket)."""
    words, tokens = lexicon(), Tokens(text, sentences)
    found = list(_fixed(tokens, words))
    phrases = list(_phrases(tokens, words))
    found += phrases
    found += _capitals(tokens, words)
    found += _posts(tokens, words)
    found += [Raw(m.start(), m.end(), "Instrument", "law") for m in _LAW.finditer(text)]
    acronyms: dict[str, str] = {}
    for raw in found:
        match = _ACRONYM.match(text, raw.end)
        if match and raw.cls and raw.kind not in ("anaphor", "pronoun", "bare") and _initials(match.group(1), text[raw.start : raw.end]):
            acronyms.setdefault(match.group(1).removesuffix("s"), text[raw.start : raw.end])
    for acronym, full in sorted(acronyms.items()):
        for match in re.finditer(rf"(?<![\w-]){re.escape(acronym)}s?(?![\w])", text):
            found.append(Raw(match.start(), match.end(), "", "acronym"))
    found += _aliases(text, phrases, sentences, words, acronyms)
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
        if form in words.forms or form in words.sector or form in words.stop or form in words.strip or short in acronyms or form in words.places:
            continue
        acronyms[short] = name
        for other in re.finditer(rf"(?<![\w-]){re.escape(short)}(?![\w-])", text):
            if other.start() not in initial or short.isupper():
                yield Raw(other.start(), other.end(), raw.cls, "acronym")


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
        if begin == first and (not head.strong or " " not in name) and name not in words.owned:
            continue
        if name in words.verbs and first and (tokens.capital(first - 1) or begin == first):
            continue
        if "majesty" in low[tokens.starts[begin] : end]:
            continue
        stop = end
        tail = _TAIL.match(low, end)
        if tail and head.cls != "Post":
            stop = tail.end()
        says = [k for k in range(begin, first) if k not in tokens.compound or tokens.compound[k] >= begin]
        which = (len(says) > 1 and head.cls in ("Board", "Programme", "Instrument")) or any((tokens.words[k] not in words.generic and tokens.words[k] not in words.strip) or k in tokens.compound or tokens.capital(k) for k in says)
        strong = (which or begin == first) and (head.strong or head.cls == "Service" or (begin < first and tokens.capital(begin)))
        yield Raw(tokens.starts[begin], stop, head.cls, "phrase" if strong else "noun")


def _quoted(tokens: Tokens, begin: int, first: int, end: int) -> int:
    """The token at which a quotation begins that holds or leads the name: "a 'bright futures panel'", "the 'bright futures' panel";
    `begin` where there is none."""
    text = tokens.text
    closed = text[end : end + 1] in _CLOSE and not text[end + 1 : end + 2].isalnum()
    led = first > 0 and text[tokens.ends[first - 1] : tokens.starts[first]].strip() in ("’", "'", "”", '"')
    led = led or (first > 0 and tokens.words[first - 1].endswith("'") and not tokens.words[first - 1].endswith("s'"))
    if not closed and not led:
        return begin
    for back in range(first - 1, max(-1, first - 7), -1):
        if text[tokens.starts[back] - 1 : tokens.starts[back]] in _OPEN and tokens.starts[back]:
            return back if back < begin else begin
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
        if word in _LINKED and j and content == j + 1 and tokens.capital(j + 1) and tokens.capital(j - 1) and tokens.words[j - 1] not in words.forms:
            j -= 1
            continue
        if joined and word in _LINKED and j and _joins(tokens, words, j, first):
            j -= 1
            continue
        if word.endswith("'s") and word not in words.sector:
            break
        if word in words.sector or tokens.capital(j) and (word not in words.stop or len(word) > 5) or word.isdigit() or _NUMERIC.fullmatch(word):
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
    if content and tokens.words[content] == "quality" and tokens.words[content - 1] in words.strip:
        content += 1
    while content < first and tokens.words[content] in words.strip and tokens.words[content] not in words.sector and not tokens.capital(content):
        content += 1
    if all(tokens.words[k] in words.strip and not tokens.capital(k) for k in range(content, first)):
        return first
    known = any(tokens.words[k] in words.sector or tokens.capital(k) or k in tokens.compound for k in range(content, first))
    if not known and (not content or tokens.words[content - 1] not in _DETERMINERS):
        return first
    return content


_DETERMINERS = frozenset({"the", "a", "an", "its", "their", "each", "weekly", "monthly", "new", "this"})
_BARE = frozenset({"police", "health", "education", "housing", "probation", "care", "services", "service", "staff", "people", "team", "teams", "agencies", "partners", "schools", "plans", "plan"})


def _joins(tokens: Tokens, words: Lexicon, j: int, first: int) -> bool:
    left, right = tokens.words[j - 1], tokens.words[j + 1]
    if j + 1 >= first or left in _BARE or right in _BARE or left in words.heads or (left.endswith("s") and not left.endswith("ss") and not left.endswith("'s")) or (j - 1 not in tokens.compound and left not in words.sector):
        return False
    return (right in words.sector or j + 1 in tokens.compound.values()) and tokens.low[tokens.ends[j - 1] : tokens.starts[j]] == " "


def _capitals(tokens: Tokens, words: Lexicon) -> Iterator[Raw]:
    """Names in capitals."""
    text = tokens.text
    endings, never = _capital_endings()
    for start, end in _runs(text, words):
        if start and (text[start - 1].isalnum() or text[start - 1] in "-@/."):
            continue
        for low_start, low_end in _split(text, start, end, words, endings):
            start, end = low_start, low_end
            token = tokens.at.get(start)
            while token is not None and start in tokens.initial and (tokens.words[token] in words.stop or tokens.words[token] in words.strip):
                token += 1
                if token >= len(tokens.starts) or tokens.starts[token] >= end:
                    break
                start = tokens.starts[token]
                if not text[start].isupper():
                    break
            while text[start:end].startswith(("The ", "A ", "An ", "This ", "Our ", "Its ", "Their ", "These ")):
                start = text.index(" ", start) + 1
            name = text[start:end]
            within = name.rfind(" in ")
            if within > 0 and (not _capital_class(name, words, endings) or name[within + 4 :] in never):
                name = name[:within]
            for suffix in ("’s", "'s", "’", "'"):
                name = name.removesuffix(suffix)
            end = start + len(name)
            if not name or not name[0].isupper() or name in never or name.split(" ")[0] in never or "Majesty" in name and "Inspectorate" not in name:
                continue
            cls = _capital_class(name, words, endings)
            if cls:
                yield Raw(start, end, cls, "capital")
            elif " " in name and start not in tokens.initial:
                yield Raw(start, end, "", "capital")


def _runs(text: str, words: Lexicon) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words; a post is parted from the body it belongs to ("Director of Nursing for Anytown Hospital")."""
    for match in _RUN.finditer(text):
        start, end = match.span()
        lead = _POST_BODY.match(match.group())
        if lead and words.of.get(fold(lead.group(1))) == "Post":
            yield start, start + lead.end(2)
            yield start + lead.start(3), end
        else:
            yield start, end


def _posts(tokens: Tokens, words: Lexicon) -> Iterator[Raw]:
    """Posts that lead with their head: "director of children's services", "portfolio holder for children, education and skills"."""
    low = tokens.low
    for match in _POST_LEAD.finditer(low):
        token = tokens.at.get(match.end())
        if token is None:
            continue
        listed = low[match.start() : match.end()].rstrip().endswith("for")
        end = -1
        while token < len(tokens.words):
            word, follows = tokens.words[token], low[tokens.ends[token] : tokens.ends[token] + 2]
            if end > 0 and "(" in low[end : tokens.starts[token]]:
                break
            if not (word in words.sector or tokens.text[tokens.starts[token]].isupper()) or word in words.stop - words.sector:
                break
            end = tokens.ends[token]
            joined = re.match(r",? (?:and|&) | [-–] |, " if listed else r" (?:and|&) | ", low[end : end + 6])
            if joined is None or token + 1 >= len(tokens.words):
                if follows[:1] != " ":
                    break
                token += 1
                if tokens.starts[token] != end + 1:
                    break
                continue
            token += 1
            while token < len(tokens.words) and tokens.words[token] in ("and", "&"):
                token += 1
        if end > 0:
            yield Raw(match.start(), end, "Post", "post")


def _split(text: str, start: int, end: int, words: Lexicon, endings: dict[str, str]) -> Iterator[tuple[int, int]]:
    """A run joined by "and" is several names where what stands before it and what follows are names by themselves."""
    at = start
    for match in re.finditer(r",? (?:and|&) ", text[start:end]):
        left, right = text[at : start + match.start()], text[start + match.end() : end]
        if f"{left.rsplit(' ', 1)[-1]} {match.group().strip(', ')} {right.split(' ', 1)[0]}" in words.whole:
            continue
        if _is_name(left, words, endings) and _is_name(right, words, endings):
            yield at, start + match.start()
            at = start + match.end()
    yield at, end


def _is_name(part: str, words: Lexicon, endings: dict[str, str]) -> bool:
    form = words.forms.get(fold(part))
    return bool(_capital_class(part, words, endings)) or (form is not None and form.kind in ("known", "area"))


_ENDINGS: dict[str, str] = {}


def _capital_endings() -> tuple[dict[str, str], frozenset[str]]:
    from graphbuild import ontology

    table = ontology.wording("names")["capital"]
    if not _ENDINGS:
        for cls, many in table.items():
            if cls not in ("not_names", "whole"):
                _ENDINGS.update({ending: cls for ending in many})
    return _ENDINGS, frozenset(table["not_names"])


def _capital_class(name: str, words: Lexicon, endings: dict[str, str]) -> str:
    """Class of a capitalised name by its ending or its leading head ("" where neither says)."""
    last = _YEAR_END.sub("", name).split(" ")
    for count in range(min(4, len(last)), 0, -1):
        tail = " ".join(last[-count:])
        if tail in endings and (len(last) > count or count > 1):
            return endings[tail]
    for count in range(min(3, len(last)), 0, -1):
        lead = fold(" ".join(last[:count]))
        if lead in words.of and len(last) > count and last[count] in ("of", "for"):
            return words.of[lead]
    for count in range(min(3, len(last) - 1), 0, -1):
        head = words.heads.get(fold(" ".join(last[-count:])))
        if head:
            return head.cls
    return ""
