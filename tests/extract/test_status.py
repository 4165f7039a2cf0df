"""How a link stands: scope by clause, failure, plans, endings; duties and wishes are no links."""

from __future__ import annotations

import pytest

from tests.extract.sentence import said

THINGS = {
    "safeguarding board": "Board", "neglect panel": "Board", "police": "Agency", "health trust": "Agency",
    "referral team": "Service",
    "family hub": "Service", "mentoring scheme": "Programme", "Northmoor Council": "LocalAuthority", "partner agencies": "Agency",
    "schools": "Service",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("The safeguarding board oversees the referral team.", "safeguarding board > oversees > referral team"),
        ("The safeguarding board does not oversee the referral team.", "safeguarding board > oversees > referral team (failing)"),
        ("The safeguarding board fails to monitor the referral team.", "safeguarding board > oversees > referral team (failing)"),
        ("The safeguarding board is unable to monitor the referral team.", "safeguarding board > oversees > referral team (failing)"),
        ("The safeguarding board has not yet challenged the police.", "safeguarding board > holdsToAccount > police (failing)"),
        ("Oversight of the referral team by the safeguarding board is weak.", "safeguarding board > oversees > referral team (failing)"),
        ("The safeguarding board has limited oversight of the referral team.", "safeguarding board > oversees > referral team (failing)"),
        (
            "There is a lack of scrutiny of the referral team by the safeguarding board.",
            "safeguarding board > scrutinises > referral team (failing)",
        ),
        (
            "This limits the safeguarding board's ability to monitor the referral team.",
            "safeguarding board > oversees > referral team (failing)",
        ),
        ("Police do not always attend the neglect panel.", "police > memberOf > neglect panel (failing)"),
        ("The absence of the police at the neglect panel is unhelpful.", "police > memberOf > neglect panel (failing)"),
        ("Northmoor Council will launch a mentoring scheme in May.", "Northmoor Council > provides > mentoring scheme (planned)"),
        ("Northmoor Council plans to launch a mentoring scheme.", "Northmoor Council > provides > mentoring scheme (planned)"),
        ("Plans are in place to expand the referral team into a family hub.", "family hub > succeeds > referral team (planned)"),
        ("The police have been invited to join the neglect panel.", "police > memberOf > neglect panel (planned)"),
        ("The police no longer attend the neglect panel.", "police > memberOf > neglect panel (former)"),
        ("Northmoor Council is not working well enough with the police.", "Northmoor Council > worksWith > police (failing)"),
        ("Nor is Northmoor Council working with the police.", "Northmoor Council > worksWith > police (failing)"),
        ("Northmoor Council works neither with the police nor with schools.", "Northmoor Council > worksWith > police (failing)"),
    ],
)
def test_a_link_says_how_it_stands(text: str, link: str) -> None:
    assert link in said(text, THINGS)


@pytest.mark.parametrize(
    "text",
    [
        "The safeguarding board should oversee the referral team.",
        "The safeguarding board must challenge the police.",
        "Inspectors asked whether the safeguarding board oversees the referral team.",
        "The committee recommends that the neglect panel review the referral team.",
        "Northmoor Council does not commission the mentoring scheme.",
        "The safeguarding board needs to monitor the referral team.",
    ],
)
def test_duties_wishes_questions_and_plain_denials_are_no_links(text: str) -> None:
    assert not said(text, THINGS)


def test_each_clause_has_its_own_status() -> None:
    found = said("The safeguarding board oversees the referral team but does not challenge the police.", THINGS)
    assert found == {"safeguarding board > oversees > referral team", "safeguarding board > holdsToAccount > police (failing)"}


def test_what_guidance_directs_is_no_link_of_its_own() -> None:
    found = said(
        "The safeguarding board is not working with the neglect panel, as statutory guidance directs, or with partner agencies.", THINGS
    )
    assert "neglect panel > worksWith > safeguarding board (failing)" in found
    assert "partner agencies > worksWith > safeguarding board (failing)" in found


def test_items_under_a_heading_of_proposals_are_planned() -> None:
    found = said("Initial proposals include:\n- launching a mentoring scheme\n- working more closely with the police", THINGS)
    assert "Northmoor Council > provides > mentoring scheme (planned)" in found
    assert "Northmoor Council > worksWith > police (planned)" in found


def test_recommendations_give_no_links() -> None:
    assert not said("Ensure that the safeguarding board monitors the referral team.", THINGS, heading="Recommendations")
