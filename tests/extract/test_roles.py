"""Who holds which post, in which body, since when."""

from __future__ import annotations

import re

import pytest

from graphbuild import ontology
from graphbuild.document import Kind
from graphbuild.extract.graded import compiled, plain
from graphbuild.extract.roles import held
from graphbuild.facts import Role

from .paper import AREA, BOARD, read


def roles(markup: str, kind: Kind = Kind.REPORT) -> list[Role]:
    found, posts = held(read(markup, kind))
    for role in found:
        assert role.evidence.exact and role.body
    keys = {post.key for post in posts}
    assert keys <= {role.post for role in found}
    return found


def holders(markup: str, kind: Kind = Kind.REPORT) -> dict[str, str]:
    return {role.person: role.body for role in roles(markup, kind) if role.person}


@pytest.mark.parametrize(
    ("text", "who", "body"),
    [
        ("Tamsin Orr, independent chair of the board, said she was pleased.", "Tamsin Orr", BOARD),
        ("The council’s cabinet member for children, Idris Vale, welcomed it.", "Idris Vale", AREA),
        ("Superintendent Fraser Quill, public protection lead for Northmoor Police, said: “We agree.”", "Fraser Quill", "Northmoor Police"),
        ("At the board, independent chair Tamsin Orr said the plan was sound.", "Tamsin Orr", BOARD),
        ("Chris Roe, Chief Constable, Northmoor Police", "Chris Roe", "Northmoor Police"),
        ("Jo Siddons, Director of Children’s Services, Northmoor", "Jo Siddons", AREA),
        ("Lead inspector: Hanna Steel, His Majesty’s Inspector", "Hanna Steel", "Ofsted"),
        ("Team inspectors: Ann Birch, Ewan McPhee", "Ewan McPhee", "Ofsted"),
        ("Ann Birch HMI, deputy lead inspector", "Ann Birch", "Ofsted"),
        ("Speaking as portfolio holder for children at the council, Cllr Meena Oduya said:", "Meena Oduya", AREA),
    ],
)
def test_a_post_beside_a_name_is_held_in_the_body_its_words_join_to_it(text: str, who: str, body: str) -> None:
    assert holders(text)[who] == body


def test_signatories_have_their_post_on_the_line_below() -> None:
    assert holders("Yours sincerely\nMiriam Stacey\nNational Director, Social Care, Ofsted") == {"Miriam Stacey": "Ofsted"}


def test_a_tables_column_says_whose_officer_stands_in_it() -> None:
    found = holders(
        """
        # Local area partnership details
        Northmoor Council | NHS Northmoor ICB
        Jo Siddons, Director of Children’s Services | Graham Ure, CEO
        # Inspection team
        Ofsted | CQC
        Ann Birch, Ofsted HMI Lead inspector | Ewan McPhee
        """
    )
    assert found == {"Jo Siddons": AREA, "Graham Ure": "NHS Northmoor ICB", "Ann Birch": "Ofsted", "Ewan McPhee": "CQC"}


def test_the_lead_inspector_is_known_as_such_however_the_team_is_printed() -> None:
    for markup in (
        "Lead inspector: Hanna Steel HMI",
        "Lead inspector: | Hanna Steel Her Majesty’s Inspector",
        "Reporting inspector Hanna Steel HMI",
        "Hanna Steel HMI, lead inspector",
        "# Inspection team\nOfsted | CQC\nHanna Steel, Ofsted HMI Lead Inspector | Ewan McPhee, CQC Inspector",
    ):
        (role,) = [r for r in roles(markup) if r.person == "Hanna Steel"]
        assert "inspector" in role.post and "hmi" not in role.post.split("-")


def test_those_present_in_minutes_are_chair_and_members_of_the_body_that_met() -> None:
    found = roles(
        """
        # Minutes of the scrutiny committee
        Present: Councillor J Smythe (Chair), Councillor Ann Okoro and Councillor Tom Nance
        In attendance: Jo Siddons, Director of Children’s Services; Fay Gill
        """,
        Kind.MINUTES,
    )
    assert {(r.person, r.post.split("-")[0], r.body) for r in found} == {
        ("J Smythe", "chair", "the scrutiny committee"),
        ("Ann Okoro", "member", "the scrutiny committee"),
        ("Tom Nance", "member", "the scrutiny committee"),
        ("Jo Siddons", "director of children's services", AREA),
    }


@pytest.mark.parametrize("entry", ontology.wording("roles")["since"], ids=lambda e: e["example"])
def test_every_wording_of_a_start_matches_its_example(entry: dict[str, str]) -> None:
    form = entry["form"].replace("{post}", r"[\w' -]*?(?:director of children's services|chair)").replace("{date}", r"[\w ]{3,20}?")
    assert re.search(form, plain(entry["example"]), re.IGNORECASE)


@pytest.mark.parametrize("entry", [*ontology.wording("roles")["held_in"], *ontology.wording("roles")["joined"]], ids=lambda e: e["example"])
def test_every_wording_of_an_inspectorates_post_matches_its_example(entry: dict[str, str]) -> None:
    assert compiled(entry.get("post") or entry["form"]).search(plain(entry["example"]))


@pytest.mark.parametrize(
    ("text", "start", "interim"),
    [
        ("The director of children’s services has been in post since March 2012.", "2012-03", False),
        ("The director of children’s services (DCS) took up post in May 2016.", "2016-05", False),
        ("The interim chair of the board has been in post since December 2015.", "2015-12", True),
        ("In December 2015 the council took on for the board an interim chair.", "2015-12", True),
        ("The council has an interim chair for the board.", "", True),
    ],
)
def test_a_post_without_a_named_holder_is_recorded_with_its_start_and_whether_it_is_interim(text: str, start: str, interim: bool) -> None:
    (role,) = roles(text)
    assert (role.person, role.start, role.interim) == ("", start, interim)


def test_what_a_speaker_says_of_joining_dates_the_role() -> None:
    (role,) = roles(
        "Nia Harte, Director for Children’s Services at Northmoor Council, said: “It is our priority.\n"
        "“Not long after I joined Northmoor Council in October 2017, we began an audit.”",
        Kind.NEWS,
    )
    assert (role.person, role.body, role.start) == ("Nia Harte", AREA, "2017-10")


@pytest.mark.parametrize(
    "text", ["The director of children’s services leads well.", "Jill, aged 14, met the independent chair.", "Directors come and go."]
)
def test_a_post_only_named_is_no_role(text: str) -> None:
    assert roles(text) == []
