"""People who hold public posts: where a text names them.

`people(document, sentences)` gives one `Mention` for each place a person is named; its key is the person's name as the document
gives it most fully, without title and letters ("Margaret Dennison" for "Ms Dennison", too). The mention's span holds the
name alone, not the title. Recognition needs a sign that someone in a public role is meant (`ontology/wording/people.toml`): a title or
rank, a post beside the name, a by-line, a place in an inspection team, a verb of saying, a signature. A first name alone is
never taken, so children and families in case studies are not recorded; nor is any list of first names needed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from graphbuild.document import BlockKind, Document, Span
from graphbuild.extract.annotated import Mention
from graphbuild.extract.sentences import Sentence
from graphbuild.lexicon import longest_first
from graphbuild.ontology import wording

_WORD = r"(?:(?:O|D|M)['’][A-ZÀ-Þ][a-zà-ÿ]+|(?:Mc|Mac|De|Le|La|Fitz)?[A-ZÀ-Þ][a-zà-ÿ]+)(?:-\s?[A-ZÀ-Þ][a-zà-ÿ]+)*"
_ENDS = r"(?![’']?\w)(?<![’'])"


@dataclass(frozen=True)
class Wording:
    """`ontology/wording/people.toml`, as patterns."""

    cls: str
    not_names: frozenset[str]
    seldom: frozenset[str]
    lead: re.Pattern[str]
    many: re.Pattern[str]
    trailing: re.Pattern[str]
    attending: re.Pattern[str]
    capitals: re.Pattern[str]
    titled: re.Pattern[str]
    lettered: re.Pattern[str]
    made: re.Pattern[str]
    held: re.Pattern[str]
    were: re.Pattern[str]
    beside: re.Pattern[str]
    before: re.Pattern[str]
    said: re.Pattern[str]
    says: re.Pattern[str]
    label: re.Pattern[str]
    labels: re.Pattern[str]
    byline: re.Pattern[str]
    listed: re.Pattern[str]
    name: re.Pattern[str]
    first: re.Pattern[str]
    letters: re.Pattern[str]
    team: re.Pattern[str]
    place: re.Pattern[str]
    plural: re.Pattern[str]
    title: str
    saying: str
    post: str


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(w).replace("'", "['’]") for w in longest_first(words)) + ")"


@functools.cache
def rules() -> Wording:
    """The wording people are recognised by (read once a process)."""
    data = wording("people")
    particle = _any(data["particles"])
    name = rf"{_WORD}(?:\s(?:[A-Z]\.?|{particle}))*(?:\s{_WORD}){{1,3}}"
    full = rf"(?P<name>{name}){_ENDS}"
    short = rf"(?:[A-Z](?:\.\s?|\s)){{1,3}}{_WORD}"
    title = _any(data["titles"] + data["ranks"])
    letters = rf"(?:,?\s\(?{_any(data['letters'])}\b\)?)*"
    post = rf"(?i:{_any(data['posts'])})\b"
    saying = _any(data["saying"])
    stop = "where|which|but|that|because|however|when|while|is|are|was|were|has|have|had|not|to|it|they|said|says|will|would|can|could"
    word = rf"(?:(?!(?:{stop}|and\s[a-z])\b)[\w’'&/()-]+,?\s(?:[-–]\s)?)"
    phrase = rf"(?:who (?:is|was|will be)\s|whose\s)?{word}{{0,7}}?{post}"
    label = _any(data["labels"])
    listed = rf"(?:(?:{title}\s)*(?:{name}|{short}))(?:\s?\([^)]*\))?{letters}"
    return Wording(
        cls=data["class"],
        not_names=frozenset(data["not_names"].split()),
        seldom=frozenset(data["seldom_names"].split()),
        lead=re.compile(rf"^(?:{title}\s)+"),
        many=re.compile(rf"\b(?:Councillors|Cllrs)\s(?P<names>{listed}(?:(?:,\s(?:and\s)?|\sand\s)(?:{listed}|{_WORD}))*)"),
        trailing=re.compile(rf"^(?P<names>{listed}(?:(?:,\s(?:and\s)?|\sand\s){listed})*),?\s[-–(]?\s?(?i:{label})\b"),
        attending=re.compile(rf"^(?i:{_any(data['attending'])})(?:\s?[:–-]\s|\s(?={title}\s))(?P<names>.*)$"),
        capitals=re.compile(rf"\b[A-ZÀ-Þ][\w’'.-]*\s(?:{particle}\s)?[A-ZÀ-Þ]"),
        titled=re.compile(
            rf"\b{title}\s(?:{title}\s)*(?P<name>(?:(?:[A-Z]\.?\s){{0,3}}{_WORD}(?:\s(?:{particle}|[A-Z]\.?))*(?:\s{_WORD}){{0,2}})){_ENDS}"
        ),
        lettered=re.compile(rf"(?<!\w){full}(?=,?\s\(?(?:Senior\s)?{_any(data['letters'])}\b)"),
        beside=re.compile(rf"(?<![\w’'-]){full}{letters}(?:\s?,\s|\s[-–]\s|\s\(|\s(?=who (?:is|was)\s|as\s)){phrase}"),
        before=re.compile(
            rf"\b{post}(?:\s|(?:\s(?:for|of|at)\s(?:[\w’'&-]+,?\s){{0,8}}?[\w’'&-]+)?,\s){full}(?=,|\s{saying}\b|\s(?:is|was|has)\b|[.:]?$)"
        ),
        were=re.compile(rf"{data['were']}(?P<names>{listed}(?:(?:,\s(?:and\s)?|\sand\s){listed})*)(?=[.,;]|$|\sand\s)"),
        made=re.compile(rf"(?<![\w’'-]){full}\s(?:was|has been|had been)\s(?:re-?)?(?:appointed|elected|named|confirmed)\b"),
        held=re.compile(rf"\b(?:held by|appointed|by the appointment of|welcomed)\s{full}(?=$|[.,]|\s(?:as|to)\s)"),
        said=re.compile(rf"(?<![\w’'-])(?<!the\s){full}{letters}(?:,[^.;:“\"]{{3,90}},)?\s(?:has |had |also |then |have )?{saying}\b"),
        says=re.compile(rf"\b(?:said|says|added|explained|commented)\s{full}(?=[,.:;]|\sof\s|\sfrom\s|$)"),
        labels=re.compile(rf"(?<![\w’'])(?i:{label})(?:\s?\([^)]*\))?\s?:"),
        label=re.compile(rf"^(?P<label>(?i:{label}))(?P<note>\s?\([^)]*\))?\s?(?P<mark>[:–-]|\t)?\s*(?P<names>[A-ZÀ-Þ].*)$"),
        byline=re.compile(rf"^(?i:{_any(data['bylines'])})\s?:?\s(?P<name>{name})(?=$|\s?[,|·•–-]|\s\d|\son\s)"),
        listed=re.compile(rf"(?<![\w’'-])(?P<name>(?:{name})|{short}){_ENDS}"),
        name=re.compile(rf"^(?:{title}\s)*(?P<name>{name}){letters}(?=$|,|\s[-–]|\s\()"),
        first=re.compile(rf"^(?:{title}\s)*(?P<name>{name}){letters}\s(?:{word}{{0,5}}?)?{post}"),
        letters=re.compile(letters),
        team=re.compile(data["team"], re.IGNORECASE),
        place=re.compile(rf"\b(?:(?i:{label})\b(?!\s(?:of|for)\b)|HMI\b(?!.*\b(?i:{label})\b))"),
        plural=re.compile(rf"(?i:{_any(data['posts'])})s\b"),
        title=title,
        saying=saying,
        post=post,
    )


def people(document: Document, sentences: tuple[Sentence, ...]) -> tuple[Mention, ...]:
    """Where `document` names people in public roles: one mention a place, in order; the key is the person's fullest name."""
    found = _signed(document)
    for span in _units(document, sentences):
        found.update(_stated(document.of(span), span.start))
    names = _fullest({document.text[s.start : s.end] for s in found})
    spans = {Span(*s): names[document.text[s.start : s.end]] for s in found if document.text[s.start : s.end] in names}
    spans.update(_again(document, set(names.values()), spans))
    cls = rules().cls
    mentions: list[Mention] = []
    for span, key in sorted(spans.items()):
        if mentions and span.start < mentions[-1].end:
            continue
        exact = _plain(document.text[span.start : span.end]) == key
        mentions.append(
            Mention(span.start, span.end, key, cls, "name" if exact or " " in document.text[span.start : span.end] else "description")
        )
    return tuple(mentions)


def _units(document: Document, sentences: tuple[Sentence, ...]) -> Iterator[Span]:
    """What patterns run over: table cells (a row that begins with a label: the row) and sentences."""
    for sentence in sentences:
        block = document.blocks[sentence.block]
        if block.cells and not rules().label.match(document.of(block)):
            yield from block.cells
        else:
            yield Span(sentence.start, sentence.end)


def _plain(text: str) -> str:
    return re.sub(r"-\s", "-", re.sub(r"\s+", " ", text))


def is_name(text: str, certain: bool = True) -> bool:
    """Whether capitalised words can be a person's name: none is a word of public bodies, posts or the calendar.

    Words that are surnames as well ("Hall", "Young", "Read") pass where the sign beside the name leaves no doubt (`certain`).
    """
    r = rules()
    words = [w.casefold().replace("’", "'") for w in re.findall(r"[\w’'-]+", text)]
    if any(w in r.not_names for w in words) or not any(len(w) > 1 for w in words):
        return False
    return not any(w in r.seldom for w in words) or (certain and words[0] not in r.seldom and words[-1] in r.seldom)


def _trim(text: str, begin: int, end: int) -> Span:
    """The name without the titles before it."""
    lead = rules().lead.match(text[begin:end])
    return Span(begin + lead.end(), end) if lead and lead.end() < end - begin else Span(begin, end)


def _cut(text: str, span: Span) -> Span:
    """The name without the capitalised words of a post that follow it ("Jane Doe Director of …")."""
    for number, word in enumerate(re.finditer(r"\S+", text[span.start : span.end])):
        if number >= 2 and word[0].casefold().replace("’", "'") in rules().not_names:
            return Span(span.start, span.start + len(text[span.start : span.start + word.start()].rstrip()))
    return span


def _stated(text: str, offset: int) -> Iterator[Span]:
    """Names in one sentence or cell, each beside what shows it to be a person's."""
    r = rules()
    if not r.capitals.search(text):
        return
    for pattern, certain in (
        (r.titled, True),
        (r.lettered, True),
        (r.beside, True),
        (r.before, True),
        (r.held, False),
        (r.made, False),
        (r.said, False),
        (r.says, False),
    ):
        for match in pattern.finditer(text):
            span = _trim(text, *match.span("name"))
            if is_name(text[span.start : span.end], certain):
                yield Span(offset + span.start, offset + span.end)
    label = r.label.match(text)
    if label and (label["mark"] or r.name.match(label["names"])):
        marks = [m.span() for m in r.labels.finditer(text)]  # several places of a team in one paragraph
        ends = [begin for begin, _ in marks if begin > label.start("names")] + [len(text)]
        for begin, end in zip([label.start("names"), *(e for b, e in marks if b > label.start("names"))], ends, strict=True):
            yield from _list(text, begin, end, offset)
    for pattern in (r.trailing, r.attending):
        listed = pattern.match(text)
        if listed:
            yield from _list(text, *listed.span("names"), offset)
    for pattern in (r.many, r.were):
        for match in pattern.finditer(text):
            yield from _list(text, *match.span("names"), offset)
    first = r.first.match(text)
    if first:
        span = _cut(text, _trim(text, *first.span("name")))
        after = re.match(r"\s+([\w’'-]+)", r.letters.sub("", text[span.end :], count=1))
        if after and (after[1].casefold() not in r.not_names and not re.match(r.post, after[1])):
            after = None
        if after and not text.rstrip().endswith(".") and is_name(text[span.start : span.end]):
            yield Span(offset + span.start, offset + span.end)
    byline = r.byline.match(text)
    if byline and is_name(byline["name"], certain=False):
        yield Span(offset + byline.start("name"), offset + byline.end("name"))


def _list(text: str, begin: int, end: int, offset: int) -> Iterator[Span]:
    """The names of a list; what stands in brackets is no name."""
    inside = [m.span() for m in re.finditer(r"\([^)]*\)?", text[:end])]
    for match in rules().listed.finditer(text[:end], begin):
        span = _cut(text, _trim(text, *match.span("name")))
        if is_name(text[span.start : span.end]) and not any(a < span.start < b for a, b in inside):
            yield Span(offset + span.start, offset + span.end)


def _signed(document: Document) -> set[Span]:
    """Names that stand alone on a line beside a line with a post: signatures, addressees, lists of leaders."""
    r = rules()
    found: set[Span] = set()
    cells = [c for b in document.blocks for c in (b.cells or (Span(b.start, b.end),)) if b.kind is not BlockKind.NOTE]
    starts_with_post = re.compile(rf"^(?:[\w’'&-]+,?\s){{0,6}}?{r.post}")
    for here, after in zip(cells, [*cells[1:], Span(0, 0)], strict=False):  # of notes only, there is none
        text = document.of(here)
        match = r.name.match(text)
        if match and len(text) < 60 and is_name(match["name"]) and match.end() == len(text.rstrip(" ,")):
            following = document.of(after)
            if following and len(following) < 120 and starts_with_post.match(following) and not following.rstrip().endswith("."):
                found.add(Span(here.start + match.start("name"), here.start + match.end("name")))
    return found | _teamed(document)


def _teamed(document: Document) -> set[Span]:
    """Names alone in the cells and lines under an inspection team's heading."""
    r = rules()
    found: set[Span] = set()
    under = False
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            under = bool(r.team.search(document.of(block)))
        for cell in (block.cells or (Span(block.start, block.end),)) if under and block.kind is not BlockKind.HEADING else ():
            match = r.name.match(document.of(cell))
            if match and is_name(match["name"], certain=False) and match.end() == len(document.of(cell).rstrip(" ,")):
                found.add(Span(cell.start + match.start("name"), cell.start + match.end("name")))
    return found


def _fullest(names: set[str]) -> dict[str, str]:
    """For each name as written, the person's fullest name: a surname alone is the one person's who bears it."""
    full = longest_first({_plain(n) for n in names if " " in n})
    by_surname: dict[str, list[str]] = {}
    for name in full:
        by_surname.setdefault(name.split(" ")[-1], []).append(name)
    out: dict[str, str] = {}
    for name in sorted(names):
        plain = _plain(name)
        bearers = by_surname.get(plain.split(" ")[-1], [])
        if " " in plain:
            initials = [b for b in bearers if b != plain and _initial_of(plain, b)]
            out[name] = initials[0] if len(initials) == 1 else plain
        elif len(bearers) == 1:
            out[name] = bearers[0]
        elif not bearers:
            out[name] = plain
    return out


def _initial_of(short: str, full: str) -> bool:
    first, other = short.split(" ")[0].rstrip("."), full.split(" ")[0]
    return len(first) == 1 and len(other) > 1 and other.startswith(first)


def _again(document: Document, names: set[str], taken: dict[Span, str]) -> dict[Span, str]:
    """Later places of names already known: in full anywhere, and by surname alone where only one person bears it."""
    forms: dict[str, str] = {}
    surnames: dict[str, list[str]] = {}
    for name in sorted(names):
        if " " in name:
            forms[name] = name
            surnames.setdefault(name.split(" ")[-1], []).append(name)
        else:
            forms[name] = name
    for surname, bearers in sorted(surnames.items()):
        if len(bearers) == 1 and surname not in forms and is_name(surname):
            forms[surname] = bearers[0]
    if not forms:
        return {}
    pattern = re.compile(r"(?<![\w’'-])(?:" + "|".join(re.escape(f) for f in longest_first(forms)) + r")(?![\w-])")
    occupied = sorted(taken)
    found: dict[Span, str] = {}
    for match in pattern.finditer(document.text):
        span = Span(*match.span())
        alone = " " not in match[0]
        if any(s.start < span.end and span.start < s.end for s in occupied):
            continue
        if alone and not _speaks(document.text, span):
            continue
        found[span] = forms[match[0]]
    return found


def _speaks(text: str, span: Span) -> bool:
    """Whether a surname alone is a person's here: after a title, or beside a verb of saying ("White British" is not)."""
    r = rules()
    before, after = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 40]
    titled = re.search(rf"\b{r.title}\s$", before)
    says = re.match(rf"\s(?:has |had |also |then |have )?{r.saying}\b", after) or re.search(rf"\b{r.saying}\s$", before)
    return bool(titled or says) and not re.match(r"\s[A-ZÀ-Þ]\w", after)
