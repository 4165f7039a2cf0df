"""The questions that come with the ontology (`ontology/queries/*.rq`): whole SPARQL, told about in its leading comments.

    # Who does a body answer to, all the way up?          the title
    # Topic: accountability
    # Question: To whom does BODY answer …?
    # Parameter: body ?name ?body: any name the body goes by
    # Answer: a row for each …

A parameter is a line `VALUES ?name { "…" }` of the query, whose value is the default. Where a second variable stands after the
first, the parameter names a thing: what is given is looked up, and the line becomes `VALUES (?name ?body) { ("…" <…>) }`.
Values go in as terms, written by the engine's own serializer; nothing given is ever spliced into a query as text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graphbuild import ontology
from graphbuild.ask.errors import AskError, near, offer
from graphbuild.ask.names import Names

_FIELD = re.compile(r"#\s*(Topic|Question|Parameter|Answer):\s*(.*)")
_PARAMETER = re.compile(r"(?P<name>[\w-]+)\s+\?(?P<variable>\w+)(?:\s+\?(?P<entity>\w+))?\s*:?\s*(?P<help>.*)")
_BRACES = r"""\{(?P<values>(?:[^}"<]|"(?:[^"\\]|\\.)*"|<[^>]*>)*)\}"""
XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question may be given. `entity` is the variable of the thing that `variable` names, "" where it is plain text."""

    name: str
    variable: str
    entity: str
    help: str
    default: str


@dataclass(frozen=True, slots=True)
class Query:
    """One question: what it asks, in words and in SPARQL."""

    name: str
    title: str
    topic: str
    question: str
    answer: str
    parameters: tuple[Parameter, ...]
    text: str


def parse(name: str, text: str) -> Query:
    """A question from the text of its file; a query without such comments is one without a title or parameters."""
    head = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        head.append(line)
    fields: dict[str, list[str]] = {"Topic": [], "Question": [], "Parameter": [], "Answer": []}
    for line in head:
        match = _FIELD.match(line)
        if match:
            fields[match[1]].append(match[2].strip())
    title = head[0].lstrip("# ").strip() if head and not _FIELD.match(head[0]) else name
    parameters = []
    for said in fields["Parameter"]:
        match = _PARAMETER.match(said)
        values = match and _values(match["variable"]).search(text)
        if match and values:
            parameters.append(Parameter(match["name"], match["variable"], match["entity"] or "", match["help"], values["values"].strip()))
    topic, question, answer = (" ".join(fields[f]) for f in ("Topic", "Question", "Answer"))
    return Query(name, title, topic, question, answer, tuple(parameters), text)


def _values(variable: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES\s+\?{re.escape(variable)}\s*{_BRACES}", re.IGNORECASE)


@functools.cache
def everything() -> dict[str, Query]:
    """The whole cookbook by name, in order of topic, then name."""
    folder = ontology.folder() / "queries"
    found = [parse(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.rq"))]
    return {q.name: q for q in sorted(found, key=lambda q: (q.topic, q.name))}


def named(name: str) -> Query:
    """The question called `name`; raises AskError with the nearest where there is none."""
    found = everything().get(name)
    if found is None:
        raise AskError(f"the cookbook has no question “{name}”." + offer(near(name, everything())))
    return found


def of_file(path: Path) -> Query:
    """The question in a file; raises AskError where it cannot be read."""
    try:
        return parse(path.stem, path.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise AskError(f"{path} is not text in UTF-8, so it is no SPARQL query.") from None
    except OSError as error:
        raise AskError(f"{path} cannot be read: {error.strerror or error}") from None


def bind(query: Query, given: Mapping[str, Sequence[str]], names: Names | None) -> str:
    """The SPARQL of `query` with `given` values in place of its defaults. Raises AskError for an unknown parameter or name.

    `names` are those of the graph that is to be asked; without them a thing is not looked up, and stands by the name given.
    """
    known = {p.name: p for p in query.parameters}
    text = query.text
    for name, values in given.items():
        if name not in known:
            takes = ", ".join(f"--{p}" for p in known) or "no parameters"
            raise AskError(f"“{query.name}” takes {takes}, not --{name}." + offer([f"--{n}" for n in near(name, known)]))
        parameter = known[name]
        new = _things(parameter, values, names) if parameter.entity and names is not None else _plain(parameter, values)
        text = _values(parameter.variable).sub(lambda _, new=new: new, text, count=1)  # type: ignore[misc]
    return text


def _things(parameter: Parameter, values: Sequence[str], names: Names) -> str:
    rows = [f"({ox.Literal(thing.label)} {ox.NamedNode(thing.iri)})" for value in values for thing in names.find(value)]
    return f"VALUES (?{parameter.variable} ?{parameter.entity}) {{ {' '.join(dict.fromkeys(rows))} }}"


def _plain(parameter: Parameter, values: Sequence[str]) -> str:
    return f"VALUES ?{parameter.variable} {{ {' '.join(str(_term(parameter, value)) for value in values)} }}"


def _term(parameter: Parameter, value: str) -> ox.NamedNode | ox.Literal:
    """`value` as the kind of term that the default is: text, a number, or an IRI (a term of the ontology by its name)."""
    default = parameter.default
    if default.startswith(('"', "'")) or not default:
        return ox.Literal(value)
    if re.match(r"[-+.\d]", default):
        if not re.fullmatch(r"[-+]?\d+(\.\d+)?", value):
            raise AskError(f"--{parameter.name} takes a number, not “{value}”.")
        return ox.Literal(value, datatype=ox.NamedNode(XSD + ("decimal" if "." in value else "integer")))
    try:
        return ox.NamedNode(value if ":" in value else ontology.iri(value))
    except (KeyError, ValueError):
        every = (*ontology.classes(), *ontology.links(), *ontology.concepts())
        raise AskError(f"--{parameter.name} takes a term of the ontology or an IRI, not “{value}”." + offer(near(value, every))) from None
