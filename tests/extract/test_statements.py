"""What a named person said is kept with its speaker; what nobody named said is not."""

from __future__ import annotations

import pytest

from graphbuild import ontology
from graphbuild.document import Kind
from graphbuild.extract.statements import statements

from .paper import read


def said(markup: str) -> list[tuple[str, str]]:
    annotated = read(markup, Kind.NEWS)
    found = statements(annotated)
    for one in found:
        assert one.evidence.exact == annotated.document.text[one.evidence.start : one.evidence.end]
    return [(one.speaker, one.text) for one in found]


def test_direct_speech_is_the_words_without_their_marks() -> None:
    assert said("Tamsin Orr, independent chair of the board, said: “We will do more.”") == [("Tamsin Orr", "We will do more.")]
    assert said("“We will do much more,” Cllr Meena Oduya said.") == [("Meena Oduya", "We will do much more,")]


def test_what_stands_between_two_quotations_is_not_said() -> None:
    found = said("Idris Vale, leader of the council, apologised.\n“I am so sorry,” he said. “We failed these children.”")
    assert found == [("Idris Vale", "I am so sorry, We failed these children.")]


def test_speech_over_several_paragraphs_is_one_statement() -> None:
    found = said(
        """
        Cllr Idris Vale, the council’s cabinet member for children, said:
        “We are pleased with the report.
        “There is more to do.
        “We shall do it.”
        The council has 200 social workers.
        """
    )
    assert found == [("Idris Vale", "We are pleased with the report. There is more to do. We shall do it.")]


def test_captions_between_the_speaker_and_the_words_are_passed_over() -> None:
    found = said(
        "Sarah Penn, director of children’s services at the council, said:\nSarah Penn, director\n“Families come first in all we do.”"
    )
    assert found == [("Sarah Penn", "Families come first in all we do.")]


def test_reported_speech_keeps_its_speaker_and_goes_on_with_a_pronoun() -> None:
    found = said(
        """
        According to Nia Harte, director of children’s services at the council, safety is what matters most.
        Much of the work, she said, has only begun.
        Inspectors said that plans were late.
        """
    )
    assert [speaker for speaker, _ in found] == ["Nia Harte", "Nia Harte"]


def test_two_speakers_are_kept_apart() -> None:
    found = said(
        "Tamsin Orr, independent chair of the board, said: “The board will watch.”\n"
        "Fraser Quill, head of protection at Northmoor Police, said: “The force will act.”"
    )
    assert found == [("Tamsin Orr", "The board will watch."), ("Fraser Quill", "The force will act.")]


@pytest.mark.parametrize(
    "text",
    [
        "Inspectors said: “Children wait too long for help.”",
        "The council said that “plans are in place” for change.",
        "A spokesperson said: “We cannot comment on this.”",
        "Jill, aged 14, said: “My social worker listens to me.”",
        "Tamsin Orr, independent chair of the board, came to post in May.",
    ],
)
def test_words_of_nobody_named_are_no_statement(text: str) -> None:
    assert said(text) == []


def test_the_wordings_examples_are_statements() -> None:
    data = ontology.wording("statements")
    assert said(data["example"])
    assert said(data["before_example"])
    assert len(said(data["before_example"] + "\n" + data["goes_on_example"])) == 2
