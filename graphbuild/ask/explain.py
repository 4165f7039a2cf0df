"""What a graph knows of a body, or between two, in prose that a councillor can read: each line with its sentence and where it stands."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from graphbuild import ontology
from graphbuild.ask import records
from graphbuild.ask.names import Names, Thing, node
from graphbuild.ask.records import Fact, Passage, Stated
from graphbuild.ask.run import shown
from graphbuild.ask.store import Graph

_DOCUMENTS = """SELECT DISTINCT ?t ?i ?n { ?thing dcterms:isReferencedBy ?d . ?d dcterms:identifier ?n
  OPTIONAL { ?d dcterms:title ?t } OPTIONAL { ?d dcterms:issued ?i } } ORDER BY ?i ?n"""


class Line(NamedTuple):
    """One thing known, in a sentence, and the passages that say so. `status` is a link's, "" elsewhere."""

    text: str
    passages: Sequence[Passage]
    status: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Things known of one sort, the surest first. `total` is how many there are, of which `lines` are shown."""

    heading: str
    lines: tuple[Line, ...]
    total: int


@dataclass(slots=True)
class Account:
    """What is known, ready to be printed."""

    title: str
    lead: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, heading: str, lines: Iterable[Line], most: int) -> None:
        every = tuple(lines)
        if every:
            self.sections.append(Section(heading, every[:most] if most else every, len(every)))


def sentence(link: Stated, name: Callable[[str], str]) -> str:
    """A link in words: "The board oversees the panel.", marked where it does not stand: "Failing: …"."""
    subject = name(link.subject)
    verb, apart, rest = agreeing(link.kind.label, subject).partition(" to account")  # "holds the council to account"
    said = f"{subject} {verb} {name(link.object)}{apart}{rest}."
    said = said[:1].upper() + said[1:]
    return said if link.status == "Actual" else f"{ontology.concepts('Statuses')[link.status].label.capitalize()}: {said}"


def agreeing(verb: str, subject: str) -> str:
    """`verb` as it stands after `subject`: after a common noun in the plural, "report to" and "are members of"."""
    head = re.split(r" (?:of|for|in|at|and|\()", subject, maxsplit=1)[0]
    if not (head[:1].islower() and re.search(r"[^sui'’]s$", head)):
        return verb
    first, _, rest = re.sub(r"^is an? (\w+)", r"are \1s", verb).partition(" ")
    return " ".join(part for part in ("are" if first in ("is", "are") else first.removesuffix("s"), rest) if part)


def of_body(graph: Graph, names: Names, thing: Thing, most: int = 5) -> Account:
    """What is known of `thing`: whom it answers to, who answers to it, partners, judgements, findings, recommendations, people, figures.

    `most` lines a section (0: all).
    """
    account = Account(thing.called, _lead(graph, thing))
    links = records.links(graph, thing)

    def name(iri: str) -> str:
        return "it" if iri == thing.iri else called(names, iri)

    def lines(wanted: Callable[[Stated], bool]) -> list[Line]:
        return [Line(sentence(x, name), x.passages, x.status) for x in links if wanted(x)]

    account.add("Answers to", lines(lambda x: x.kind.kind == "Accountability" and x.lower == thing.iri), most)
    account.add("Who answers to it", lines(lambda x: x.kind.kind == "Accountability" and x.upper == thing.iri), most)
    account.add("Works with", lines(lambda x: x.kind.kind != "Accountability"), most)
    for kind, heading, text in (
        ("judgement", "Judged", lambda f: _judged(f, names)),
        ("recommendation", "Was told to", _told),
        ("role", "People and posts", lambda f: _role(f, names, thing)),
        ("statement", "Said", lambda f: ""),
    ):
        account.add(heading, _merged(Line(text(f), f.passages) for f in records.facts(graph, kind, thing)), most)
    findings = records.facts(graph, "finding", thing)
    for concept in ontology.concepts("Polarities").values():
        heading = {"Strength": "Strengths", "Weakness": "Weaknesses"}.get(concept.name, concept.label.capitalize())
        account.add(heading, (Line("", f.passages) for f in findings if ontology.local(f["polarity"]) == concept.name), most)
    account.add("Figures", (Line(_figure(f), f.passages) for f in records.facts(graph, "figure", thing)), most)
    account.notes = _notes(account)
    if not account.sections:
        account.notes.append("The documents name it and say nothing more of it that is recorded here.")
    return account


def between(graph: Graph, names: Names, one: Thing, other: Thing, most: int = 0) -> Account:
    """What is said of the links between two things, and where nothing is, the shortest way from one to the other."""
    from graphbuild.ask.path import shortest

    account = Account(f"{one.called} and {other.called}")
    links = records.links(graph, one, other)

    def name(iri: str) -> str:
        return called(names, iri)

    for kind in ontology.concepts("Kinds").values():
        account.add(
            kind.label.capitalize(), (Line(sentence(x, name), x.passages, x.status) for x in links if x.kind.kind == kind.name), most
        )
    if not links:
        account.lead.append("No document ties them directly.")
        way = shortest(graph, one, other)
        account.add("The shortest way between them", (Line(step.text(name), step.passages, step.status) for step in way), 0)
        if not way:
            account.lead.append("Nor is there any way from one to the other through others.")
    account.notes = _notes(account)
    return account


def _merged(lines: Iterable[Line]) -> list[Line]:
    """Lines in the same words as one line, with the passages of all; those that only open a quotation stay apart."""
    found: dict[str, Line] = {}
    for number, line in enumerate(lines):
        key = line.text if line.text.endswith(".") else str(number)
        before = found[key].passages if key in found else ()
        found[key] = line._replace(passages=[*before, *(p for p in line.passages if p not in before)])
    return list(found.values())


def called(names: Names, iri: str) -> str:
    """What a thing is called; the last step of its IRI where the graph does not say."""
    thing = names.things.get(iri)
    return thing.called if thing else ontology.local(iri)


def _lead(graph: Graph, thing: Thing) -> list[str]:
    label = ontology.classes()[thing.cls].label
    lead = [f"{'An' if label[0] in 'aeiou' else 'A'} {label}{f', in documents about {thing.authority}' if thing.authority else ''}."]
    others = [row["n"] for row in graph.rows("SELECT DISTINCT ?n { ?thing skos:altLabel ?n } ORDER BY ?n", thing=node(thing))]
    if others:
        lead.append(
            "Also called "
            + ", ".join(f"“{n}”" for n in others[:8])
            + (f" and {len(others) - 8} other names" if len(others) > 8 else "")
            + "."
        )
    rows = graph.rows(_DOCUMENTS, thing=node(thing))
    documents = [f"{row.get('t', row['n'])}{' (' + row['i'] + ')' if row.get('i') else ''}" for row in rows]
    shown_documents = "; ".join(documents[:6]) + (f"; and {len(documents) - 6} more" if len(documents) > 6 else "")
    lead.append(f"Named in {len(documents)} document{'s' if len(documents) != 1 else ''}: {shown_documents}.")
    return lead


def _judged(fact: Fact, names: Names) -> str:
    grade = ontology.local(fact["grade"])
    concept = ontology.grades().get(grade)
    by = ", ".join(called(names, iri) for iri in fact["inspectorate"].split())
    told = [part for part in (fact["date"], "an earlier inspection" if fact["previous"] == "true" else "") if part]
    when = f" ({', '.join(told)})" if told else ""
    return f"{(fact['area'] or 'overall').capitalize()}: {concept.label if concept else grade}{f', by {by}' if by else ''}{when}."


def _told(fact: Fact) -> str:
    return f"{(fact['form'] or 'recommendation').capitalize()}{' ' + fact['number'] if fact['number'] else ''}:"


def _role(fact: Fact, names: Names, thing: Thing) -> str:
    who = called(names, fact["person"]) if fact["person"] else "Somebody who is not named"
    where = "" if fact["body"] == thing.iri or not fact["body"] else f", {', '.join(called(names, iri) for iri in fact['body'].split())}"
    since = f" from {fact['from']}" if fact["from"] else ""
    until = f" to {fact['to']}" if fact["to"] else ""
    return f"{who}: {fact['post'] or 'member'}{' (interim)' if fact['interim'] == 'true' else ''}{where}{since}{until}."


def _figure(fact: Fact) -> str:
    unit = fact["unit"]
    value = fact["value"] + (unit if unit == "%" else f" {unit}" if unit and unit.casefold() not in fact["measures"].casefold() else "")
    period = f" ({fact['period']})" if fact["period"] else ""
    against = f", against {fact['compared']}" if fact["compared"] else ""
    return f"{fact['measures'] or 'figure'}: {value}{period}{against}."


def _notes(account: Account) -> list[str]:
    used = {line.status for section in account.sections for line in section.lines} - {"", "Actual"}
    statuses = ontology.concepts("Statuses")
    return [
        f"{statuses[name].label.capitalize()}: {statuses[name].definition[:1].lower()}{statuses[name].definition[1:]}"
        for name in statuses
        if name in used
    ]


# -- on paper ---------------------------------------------------------------------------------------------


def as_text(account: Account, width: int = 100) -> str:
    """For a terminal, wrapped to `width`."""
    out = [shown(account.title), "=" * min(width, len(shown(account.title)))]
    out += [_wrapped(line, width) for line in account.lead]
    for section in account.sections:
        out += ["", f"{section.heading}{_count(section)}", "-" * len(f"{section.heading}{_count(section)}")]
        for line in section.lines:
            if line.text:
                out.append(_wrapped(line.text, width))
            for passage in line.passages:
                out.append(_wrapped(f"“{passage.words}”", width, "    "))
                out.append(_wrapped(f"— {passage.place}", width, "      "))
    if account.notes:
        out += ["", *(_wrapped(note, width) for note in account.notes)]
    return "\n".join(out) + "\n"


def as_markdown(account: Account) -> str:
    """As Markdown, in which nothing of a document's text can become a heading, a link or HTML."""
    out = [f"# {escaped(account.title)}", "", *(escaped(line) for line in account.lead)]
    for section in account.sections:
        out += ["", f"## {escaped(section.heading)}{_count(section)}", ""]
        for line in section.lines:
            out.append(f"- {escaped(line.text)}" if line.text else "- " + _cited(line.passages[0]) if line.passages else "-")
            out += [f"  > {_cited(passage)}" for passage in (line.passages if line.text else line.passages[1:])]
    if account.notes:
        out += ["", *(f"*{escaped(note)}*" for note in account.notes)]
    return "\n".join(out) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    plain = shown(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join("\\" + c if c in "\\`*_{}[]|~!" else c for c in plain)


def _cited(passage: Passage) -> str:
    return f"“{escaped(passage.words)}” — {escaped(passage.place)}"


def _count(section: Section) -> str:
    return f" ({len(section.lines)} of {section.total})" if section.total > len(section.lines) else ""


def _wrapped(text: str, width: int, indent: str = "") -> str:
    return textwrap.fill(shown(text), max(40, width), initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
