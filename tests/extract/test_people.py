"""People are recorded for the public posts they hold, and nobody else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.extract.people import is_name, people
from graphbuild.extract.sentences import sentences

from .paper import written


def named(markup: str) -> list[str]:
    document = written(markup)
    return [mention.key for mention in people(document, sentences(document))]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Cllr Meena Oduya opened the meeting.", "Meena Oduya"),
        ("Superintendent Fraser Quill leads the force's team.", "Fraser Quill"),
        ("Margaret Dennison, independent chair of the board, welcomed the report.", "Margaret Dennison"),
        ("The council's cabinet member for children, Idris Vale, was pleased.", "Idris Vale"),
        ("Independent Chair Tamsin Orr said the plan was sound.", "Tamsin Orr"),
        ("Written by Rosalind Peake", "Rosalind Peake"),
        ("Lead inspector: Conor O’Dowd, His Majesty’s Inspector", "Conor O’Dowd"),
        ("Lead inspector: | Conor O’Dowd Her Majesty’s Inspector", "Conor O’Dowd"),
        ("Hanna Steel HMI", "Hanna Steel"),
        ("Lee-Anne Farthing Director of Children’s Services | Paul Brandt, Chief Executive", "Lee-Anne Farthing"),
        ("Ursula McAdam Deputy Chief Inspector", "Ursula McAdam"),
        ("According to the minutes, Ms Aguilar said so.", "Aguilar"),
        ("Olive Hall, director of public health at the council, agreed.", "Olive Hall"),
        ("Executive Director for People, a post held by Sian Prosser", "Sian Prosser"),
        ("Her Majesty’s Inspectors for this visit were Lorna Keel and Andrew Whitby.", "Andrew Whitby"),
    ],
)
def test_a_name_beside_a_title_a_post_or_a_place_in_a_team_is_a_person(text: str, who: str) -> None:
    assert who in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jill, a child aged 14, has been helped by her social worker.",
        "Ryan’s mother said that she was listened to.",
        "Northmoor Council, which leads the work, said that it would.",
        "Milton Dales, where the hub stands, is remote.",
        "Members of the Corporate Parenting Panel asked for more.",
        "The Children in Care Council, Northmoor Voices, is an active group of members.",
        "Social Workers said that caseloads were high.",
    ],
)
def test_children_places_and_bodies_are_not_people(text: str) -> None:
    assert named(text) == []


def test_a_team_list_names_each_of_its_members_once() -> None:
    found = named(
        "Team inspectors (all HMI unless otherwise stated): Ann Birch, Carlos De Souza, Ewan McPhee and Fay Gill (additional inspector)"
    )
    assert found == ["Ann Birch", "Carlos De Souza", "Ewan McPhee", "Fay Gill"]
    assert named("Ann Birch, Ewan McPhee and Fay Gill (additional inspector), team inspectors") == ["Ann Birch", "Ewan McPhee", "Fay Gill"]


def test_a_surname_alone_is_the_one_person_who_bears_it() -> None:
    text = (
        "Margaret Dennison, chair of the board, opened.\nMs Dennison thanked all.\nDennison said more was to come.\nDennison Road floods."
    )
    assert named(text) == ["Margaret Dennison"] * 3


def test_a_surname_that_two_bear_is_neither_of_them() -> None:
    text = "Ann Birch, chair of the board, and Tom Birch, clerk to the board, came.\nThe report says that Birch said little."
    assert named(text).count("Ann Birch") == 1


def test_the_councillors_of_minutes_are_named_by_their_initials() -> None:
    assert named("Present: Councillors J Smythe (Chair), R. Okoro and T. Nance") == ["J Smythe", "R. Okoro", "T. Nance"]


@given(st.text(min_size=0, max_size=200))
def test_every_mention_is_a_name_of_the_text_itself(text: str) -> None:
    document = written(text.replace("\x00", "") or "x")
    for mention in people(document, sentences(document)):
        assert 0 <= mention.start < mention.end <= len(document.text)
        assert is_name(document.text[mention.start : mention.end])
