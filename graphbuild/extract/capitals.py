"""Names in capitals: runs of capitalised words, classed by their head; and posts, which lead with theirs."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from graphbuild.extract.tokens import Raw, Tokens
from graphbuild.lexicon import Lexicon, fold
from graphbuild.ontology import wording

_CAPITAL = r"(?:[A-Z][\w’'&-]*|[0-9]{4}[–-][0-9]{2,4})"
_RUN = re.compile(rf"{_CAPITAL}(?:(?:,? (?:and|&) | (?:of the|for the|in the|of|for|in|the|on|with|to) | ){_CAPITAL})*")
_RANK = re.compile(r"^(?:(?:Independent|Interim|Acting|Deputy|Vice|Former|New|Joint) )+(?=[A-Z])")
_OWNED = re.compile(r"(.+? .+?)['’]s (?=[A-Z])")
_TIED = re.compile(r"(\w[\w’' -]*?) (?:for|at) (\w.*)", re.S)
_REGION = re.compile(r"NHS [A-Z][a-z]+,?")
_LOUD = re.compile(r"(?:[A-Z ]{0,40}\b(?:MINUTES|NOTES|RECORD|REPORT|MEETING) OF (?:THE |A )*)+(?=[A-Z’' ]+\b(?![a-z]))")
_FIRST = re.compile(r"([A-Z][a-z]*) (?:the )?(?=[A-Z])")
_LED_BY = re.compile(r"([A-Z][a-z]+) (?:of|in|for|at|from|to|with) (?:the )?(?=[A-Z])")
_LISTED = re.compile(r"(?:NHS )?(?P<places>(?:[A-Z][\w-]+(?: [A-Z][\w-]+)*, )+)$")
_OF_PLACES = re.compile(r" (?:Integrated Care Board|ICB|Clinical Commissioning Group|CCG|Safeguarding Children Partnership)$")
_YEAR_END = re.compile(r"\s(?:for )?[0-9]{4}(?:[–/-][0-9]{2,4})?$")
_POST_BODY = re.compile(r"((?:[A-Z][\w-]* ){0,2}[A-Z][\w-]*) ((?:of|for) .+?)(?: for| at) ([A-Z].*)", re.DOTALL)
_POST_LEAD = re.compile(
    r"\b(?:(?:deputy|assistant|interim|acting|executive|strategic|corporate|operational|service|joint|national|regional) )*"
    r"(?:director|head of service|head|portfolio holder|cabinet member|lead member|executive member|cabinet lead|lead officer"
    r"|secretary of state|minister|manager) (?:of|for) (?:the )?"
)


def capitals(tokens: Tokens, words: Lexicon) -> Iterator[Raw]:
    """Names in capitals."""
    text = tokens.text
    endings, never = _capital_endings()
    for start, end in _runs(text, words, endings):
        if start and (text[start - 1].isalnum() or text[start - 1] in "-@/."):
            continue
        for low_start, low_end in _split(text, start, end, words, endings):
            start, end = low_start, low_end
            token = tokens.at.get(start)
            while (
                token is not None and start in tokens.initial and (tokens.words[token] in words.stop or tokens.words[token] in words.strip)
            ):
                token += 1
                if token >= len(tokens.starts) or tokens.starts[token] >= end:
                    break
                start = tokens.starts[token]
                if not text[start].isupper():
                    break
            led = _LED_BY.match(text, start, end) if start in tokens.initial else None
            if led and fold(led.group(1)) not in words.of:
                start = led.end()
            if loud := _LOUD.match(text, start, end):
                start = loud.end()
            while (lead := _FIRST.match(text, start, end)) and fold(lead.group(1)) in words.stop:
                start = lead.end()
            name = text[start:end]
            within = name.rfind(" in ")
            if within > 0 and (not _capital_class(name, words, endings) or name[within + 4 :] in never):
                name = name[:within]
            for suffix in ("’s", "'s", "’", "'"):
                name = name.removesuffix(suffix)
            end = start + len(name)
            if (
                not name
                or not name[0].isupper()
                or name in never
                or name.split(" ")[0] in never
                or "Majesty" in name
                and "Inspectorate" not in name
            ):
                continue
            cls = _capital_class(name, words, endings)
            if cls:
                yield Raw(start, end, cls, "capital")
            elif " " in name and start not in tokens.initial:
                yield Raw(start, end, "", "capital")


def _runs(text: str, words: Lexicon, endings: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words; a post is parted from the body it belongs to ("Director of Nursing for Anytown Hospital")."""
    for match in _RUN.finditer(text):
        start, end = match.span()
        lead = _POST_BODY.match(match.group())
        if lead and words.of.get(fold(lead.group(1))) == "Post":
            yield start, start + lead.end(2)
            yield start + lead.start(3), end
            continue
        owner = _OWNED.match(match.group())
        if owner and _capital_class(owner.group(1), words, endings):  # "Vale Police's Head of Crime"
            yield start, start + owner.end(1)
            yield start + owner.end(), end
            continue
        tied = _TIED.match(match.group())
        if (
            tied
            and _capital_class(tied.group(1), words, endings) == "Post"
            and _capital_class(tied.group(2), words, endings) not in ("", "Post")
        ):
            yield start, start + tied.end(1)
            yield start + tied.start(2), end
        else:
            listed = _LISTED.search(text, max(0, start - 60), start) if _OF_PLACES.search(match.group()) else None
            if listed and all(fold(p) in words.known_places for p in listed.group("places").rstrip(", ").split(", ")):
                start = listed.start()  # "Leicester, Leicestershire and Rutland Integrated Care Board"
            known, _, rest = match.group().partition(" for the ")
            if rest and fold(known) in words.forms and words.forms[fold(known)].kind == "known" and _is_name(rest, words, endings):
                yield start, start + len(known)
                start = end - len(rest)
            yield start, end


def posts(tokens: Tokens, words: Lexicon) -> Iterator[Raw]:
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
            if joined.group() == ", " and token < len(tokens.words) and tokens.words[token] not in words.sector:
                break  # "executive director for children, Ann Roe"
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
    named = bool(_capital_class(part, words, endings)) and not _REGION.fullmatch(part)
    return named or (form is not None and form.kind in ("known", "area"))


@functools.cache
def _capital_endings() -> tuple[dict[str, str], frozenset[str]]:
    """Class by ending of a name, and the words that are never one."""
    table = wording("names")["capital"]
    endings = {ending: cls for cls, many in table.items() if cls not in ("not_names", "whole", "leads") for ending in many}
    return endings, frozenset(table["not_names"])


def _capital_class(name: str, words: Lexicon, endings: dict[str, str]) -> str:
    """Class of a capitalised name by its ending or its leading head ("" where neither says)."""
    last = _RANK.sub("", _YEAR_END.sub("", name)).split(" ")
    if len(last) > 1 and last[0] in words.leads:
        return words.leads[last[0]]
    if last[0] == "NHS" and len(last) > 1 and fold(last[-1]) not in words.heads:
        return str(words.area[words.area_of_form["icb"]]["class"])
    for count in range(min(4, len(last)), 0, -1):
        tail = " ".join(last[-count:])
        if tail in endings and (len(last) > count or count > 1):
            return endings[tail]
    form = words.forms.get(fold(last[-1]))
    if form is not None and form.kind == "area" and form.exact and len(last) > 1:
        return str(words.area[form.entry]["class"])
    for count in range(min(3, len(last)), 0, -1):
        lead = fold(" ".join(last[:count]))
        if lead in words.of and len(last) > count and last[count] in ("of", "for"):
            return words.of[lead]
    for count in range(min(3, len(last) - 1), 0, -1):
        head = words.heads.get(fold(" ".join(last[-count:])))
        if head:
            return head.cls
    return ""
