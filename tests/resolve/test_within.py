"""One thing under its several names, within a document."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.resolve.within import Canon, slug, variants


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the Northmoor adoption panel", "adoption panel"),
        ("Northmoor’s adoption panel", "Adoption Panels"),
        ("care leavers’ team", "care leaver team"),
        ("quality assurance sub-group", "Quality Assurance Subgroup"),
        ("out-of-hours team", "out of hours team"),
        ("local authority’s resource panel", "resource panel"),
        ("health and wellbeing board", "Health and Well-being Board"),
        ("business plan 2019-21", "board’s business plan"),
    ],
)
def test_ways_of_writing_one_name_have_one_form(one: str, other: str) -> None:
    canon = Canon(("northmoor",), {})
    assert canon(one) == canon(other)


def test_an_acronym_is_written_out_also_inside_a_longer_name() -> None:
    canon = Canon(("northmoor",), {"ETT": "exploitation triage team"})
    assert canon("ETT") == canon("exploitation triage team")
    assert canon("ETT manager") == "exploitation triage team manager"


def test_a_head_may_be_exchanged_only_for_its_like() -> None:
    assert "permanence panel" in variants("permanence board")
    assert "permanence strategy" not in variants("permanence board")


@given(st.text(max_size=60))
def test_any_name_has_a_form_and_it_is_its_own_form(name: str) -> None:
    canon = Canon(("northmoor",), {})
    form = canon(name)
    assert canon(form) == canon(canon(form))


@given(st.text(max_size=80))
def test_a_slug_is_safe_in_an_iri(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*|", slug(name))
