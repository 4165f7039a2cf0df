"""Dates are read as written, no more precise than the words."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.extract.dates import dates


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Inspection dates: 11 to 15 September 2023", "2023-09-11", "2023-09-15"),
        ("27 September to 8 October 2021", "2021-09-27", "2021-10-08"),
        ("22 February 2016 to 17 March 2016", "2016-02-22", "2016-03-17"),
        ("15 – 19 July 2013", "2013-07-15", "2013-07-19"),
        ("26 February 2018–22 March 2018", "2018-02-26", "2018-03-22"),
        ("Between 22 and 26 February 2016,", "2016-02-22", "2016-02-26"),
        ("on 5 and 6 October 2021", "2021-10-05", "2021-10-06"),
        ("29 November to 3 January 2019", "2018-11-29", "2019-01-03"),
        ("since the 1st of May 2019", "2019-05-01", "2019-05-01"),
        ("in September 2011", "2011-09", "2011-09"),
    ],
)
def test_a_date_or_a_span_of_dates_is_read(text: str, start: str, end: str) -> None:
    assert [(p.start, p.end) for p in dates(text)] == [(start, end)]


def test_a_year_alone_counts_only_where_asked_for_and_a_financial_year_never() -> None:
    assert dates("in 2018") == []
    assert [p.start for p in dates("in 2018, and in the plan for 2014–15", years=True)] == ["2018"]


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 12, 31)))
def test_every_day_is_read_back(day: datetime.date) -> None:
    (found,) = dates(f"It was on {day.day} {day:%B %Y} that they came.")
    assert found.start == day.isoformat()
