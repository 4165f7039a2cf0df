"""A finding says of whom a paragraph speaks well or ill; a plan, a wish or a bystander is not judged."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.document import Block, BlockKind, Document, Kind
from graphbuild.extract.annotated import Annotated, Mention
from graphbuild.extract.findings import findings
from graphbuild.extract.polarity import clauses, hits
from graphbuild.extract.sentences import sentences
from graphbuild.facts import Entity, Finding
from graphbuild.ontology import wording

COUNCIL = "Northmoor Council"
THINGS = {
    COUNCIL: "LocalAuthority",
    "harbour panel": "Board",
    "quay team": "Service",
    "lighthouse scheme": "Programme",
    "tide strategy": "Instrument",
    "Northmoor Police": "Agency",
    "chair of the board": "Post",
    "safeguarding board": "Board",
    "Ofsted": "Inspectorate",
    "Asha Bell": "Person",
    "Eastmoor Council": "LocalAuthority",
}


def annotate(*lines: str, kind: Kind = Kind.REPORT, things: dict[str, str] | None = None) -> Annotated:
    """A document of `lines`: "# " begins a heading, "- " a list item, "7. " a numbered paragraph."""
    named = things or THINGS
    text, blocks = "", []
    for line in lines:
        kind_of, number, level = BlockKind.PARAGRAPH, "", 0
        if line.startswith("# "):
            kind_of, line, level = BlockKind.HEADING, line[2:], 1
        elif line.startswith("- "):
            kind_of, line, level = BlockKind.ITEM, line[2:], 1
        elif match := re.match(r"(\d+)\. ", line):
            number, line = match.group(1), line[match.end() :]
        start = len(text) + bool(text)
        text = f"{text}\n{line}" if text else line
        blocks.append(Block(kind_of, start, len(text), number, level))
    document = Document("report", text, tuple(blocks), kind)
    pattern = re.compile("|".join(re.escape(n) for n in sorted(named, key=len, reverse=True)), re.IGNORECASE)
    known = {n.lower(): n for n in named}
    mentions = tuple(Mention(m.start(), m.end(), known[m.group().lower()], named[known[m.group().lower()]]) for m in pattern.finditer(text))
    entities = {n: Entity(n, c, n) for n, c in named.items()}
    return Annotated(document, sentences(document), entities, mentions, area=COUNCIL, subject=COUNCIL)


def read(*lines: str, kind: Kind = Kind.REPORT) -> dict[str, str]:
    return {f.about: f.polarity.value for f in findings(annotate(*lines, kind=kind))}


def found(*lines: str) -> list[Finding]:
    return findings(annotate(*lines))


def examples() -> list[tuple[str, str]]:
    tables = [t for t in wording("findings").values() if isinstance(t, dict)]
    return [(sentence, polarity) for table in tables for sentence, polarity in table.get("examples", ())]


@pytest.mark.parametrize(("sentence", "polarity"), examples())
def test_each_wording_is_read_as_its_example_says(sentence: str, polarity: str) -> None:
    assert set(read(f"3. {sentence}").values()) == {polarity}


def test_praise_falls_on_the_subject_and_not_on_those_beside_it() -> None:
    assert read("3. The quay team works well with Northmoor Police.") == {"quay team": "Strength"}


def test_praise_of_a_passive_falls_on_the_doer() -> None:
    assert read("3. Calls are dealt with promptly and effectively by the quay team.") == {"quay team": "Strength"}


def test_an_adjective_falls_on_what_it_stands_before() -> None:
    assert read("3. Northmoor Council has a well-developed lighthouse scheme.") == {COUNCIL: "Strength", "lighthouse scheme": "Strength"}


def test_a_lack_is_a_weakness_of_those_who_stayed_away() -> None:
    assert read("3. The lack of involvement by Northmoor Police limits what is learned.") == {"Northmoor Police": "Weakness"}


def test_strong_overall_but_is_mixed() -> None:
    assert read("3. The quay team is strong overall, but its records are too often late.") == {"quay team": "Mixed"}


def test_each_clause_keeps_its_own_subject() -> None:
    said = read("3. While the harbour panel is well attended, the lighthouse scheme is poorly run.")
    assert said == {"harbour panel": "Strength", "lighthouse scheme": "Weakness"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The quay team is not effective.",
        "The quay team does not yet share what it learns.",
        "The quay team has no clear plan.",
        "The quay team is too new to have had an impact.",
        "The quay team never responds promptly.",
    ],
)
def test_negation_and_not_yet_turn_praise_into_blame(sentence: str) -> None:
    assert read(f"3. {sentence}") == {"quay team": "Weakness"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The quay team will provide a better service from May.",
        "The quay team was set up to improve attendance.",
        "Inspectors visited the quay team.",
        "The harbour panel should strengthen its work.",
    ],
)
def test_plans_wishes_and_plain_facts_evaluate_nobody(sentence: str) -> None:
    assert read(f"3. {sentence}") == {}


def test_to_reduce_a_delay_is_no_delay() -> None:
    assert read("3. The quay team took prompt action to reduce delay.") == {"quay team": "Strength"}


def test_what_names_nobody_is_about_the_authority() -> None:
    assert read("3. Assessments are poor and visits are late.") == {COUNCIL: "Weakness"}


def test_a_section_given_to_a_board_is_about_it() -> None:
    assert read("# The safeguarding board", "3. There is insufficient challenge.") == {"safeguarding board": "Weakness"}


def test_a_paragraph_opened_by_a_body_goes_on_about_it() -> None:
    assert read("3. The quay team is stable. Decisions are clear. However, records are poor.") == {"quay team": "Mixed"}


def test_people_inspectorates_and_other_councils_are_not_judged() -> None:
    assert read("3. Asha Bell is excellent.") == {COUNCIL: "Strength"}
    assert set(read("3. Eastmoor Council is poor.")) <= {COUNCIL}


def test_a_report_that_tells_of_weaknesses_is_not_weak() -> None:
    assert read("3. The tide strategy highlights serious weaknesses in visits.") == {COUNCIL: "Weakness"}


def test_one_paragraph_gives_one_finding_a_body_and_the_mark_is_kept() -> None:
    first, second = found("3. The quay team is good. The quay team is stable.", "4. The quay team is poor (Recommendation).")
    assert (first.key, first.polarity.value, first.recommendation_marked) == ("f-3-quay team", "Strength", False)
    assert (second.key, second.polarity.value, second.recommendation_marked) == ("f-4-quay team", "Weakness", True)
    assert first.evidence.paragraph == "3"
    assert first.evidence.exact == "The quay team is good. The quay team is stable."


def test_items_under_a_heading_are_meant_as_it_says() -> None:
    poor = ["# What needs to improve", "- The oversight of visits by the quay team."]
    said = read("# A letter", *poor, "# Strengths", "- Visits by the harbour panel.")
    assert said == {"quay team": "Weakness", "harbour panel": "Strength"}


def test_items_are_meant_as_the_line_that_opens_them_says() -> None:
    assert read("There were some positive examples, including:", "- the work of the quay team")["quay team"] == "Strength"
    assert "quay team" not in read("Initial proposals include:", "- a stronger quay team")


def test_recommendations_evaluate_nobody() -> None:
    assert read("# A report", "# Recommendations", "1. Improve the poor records of the quay team.") == {}


def test_a_headline_evaluates_in_news_only() -> None:
    headline = "# Northmoor Council is failing its children, inspectors find"
    assert read(headline, kind=Kind.NEWS) == {COUNCIL: "Weakness"}
    assert read(headline) == {}


def test_a_longer_word_does_not_hide_the_words_in_it() -> None:
    assert read("3. There is not enough challenge.") == {COUNCIL: "Weakness"}


WORDS = [
    "good",
    "poor",
    "not",
    "but",
    "although",
    ",",
    ".",
    "the quay team",
    "is",
    "clear",
    "lack of",
    "will",
    "to improve",
    "and",
    "However,",
]


@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_clauses_cover_their_sentence_and_evidence_is_in_the_text(words: list[str]) -> None:
    line = " ".join(["It", *words])
    cues = hits(line)
    cut = clauses(line, 0, len(line), cues)
    assert "".join(line[c.start : c.end] for c in cut) == line
    for finding in found(f"3. {line}"):
        assert finding.evidence.exact in line


def test_numbers_that_begin_anew_are_other_paragraphs() -> None:
    first, second = found("1. The quay team is good.", "2. It met in May.", "1. The quay team is poor.")
    assert [(f.evidence.paragraph, f.polarity.value) for f in (first, second)] == [("1", "Strength"), ("1", "Weakness")]
    assert first.key != second.key


def test_a_finite_not_reaches_the_end_of_its_clause() -> None:
    line = "3. The quay team does not deal with all of the many calls that reach it from the harbour every week promptly or well enough."
    assert read(line) == {"quay team": "Weakness"}


def test_a_committee_that_hears_of_weaknesses_is_not_weak() -> None:
    assert read("3. The harbour panel was concerned that the quay team had poor records.") == {"quay team": "Weakness"}


def test_what_a_body_says_of_itself_in_the_news_is_no_finding() -> None:
    boast = "The leader said: “We have an excellent quay team and our work is outstanding.”"
    assert read(boast, kind=Kind.NEWS) == {}
    assert read("Inspectors found that the quay team is excellent.", kind=Kind.NEWS) == {"quay team": "Strength"}


def test_what_is_reported_has_a_subject_of_its_own() -> None:
    assert read("3. The quay team recognised that the harbour panel is not effective.") == {"harbour panel": "Weakness"}
