"""Every recommendation is followed into the documents that come after, and nothing is said of it that they do not say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild import ontology
from graphbuild.document import Document, Kind, Meta
from graphbuild.facts import Entity, Evidence, Facts, Finding, FollowUp, Polarity, Recommendation
from graphbuild.resolve.followup import area, follow_up, follows, heirs
from graphbuild.resolve.matters import OUTCOMES, asked, matters, outcome

COUNCIL = "torbay-council"
WORDING = ontology.wording("followup")


def report(
    identifier: str, issued: str, *said: str, asks: tuple[str, ...] = (), council: str = COUNCIL, kind: Kind = Kind.REPORT
) -> tuple[Document, Facts]:
    """A document of `council` whose findings and recommendations are sentences, one after another in its text."""
    findings, recommendations, start = [], [], 0
    for text in (*said, *asks):
        evidence = Evidence(identifier, start, start + len(text), text, str(start))
        if text in asks:
            recommendations.append(Recommendation(str(len(recommendations) + 1), (council,), text, evidence))
        else:
            findings.append(Finding(f"{identifier}-{start}", council, Polarity.MIXED, evidence))
        start += len(text) + 1
    thing = Entity("virtual-school", "Service", "virtual school", authority=council, generic=True)
    document = Document(identifier, "", (), kind, Meta(issued=issued))
    return document, Facts(entities=(thing,), findings=tuple(findings), recommendations=tuple(recommendations))


def told(*documents: tuple[Document, Facts]) -> list[tuple[str, str]]:
    """Outcome and words of every follow-up in some documents."""
    return [(f.outcome, f.evidence.exact) for each in follow_up(documents) for f in each]


ASK = "Improve the quality of pathway plans."
GOOD = "Pathway plans are detailed and ambitious."


@pytest.mark.parametrize(("asking", "later", "expected"), WORDING["pairs"]["examples"])
def test_the_pairs_of_the_wording_are_read_as_it_says(asking: str, later: str, expected: str) -> None:
    found = told(report("before", "2016-01-01", asks=(asking,)), report("after", "2019-01-01", later))
    assert found == ([(expected, later)] if expected else [])


@pytest.mark.parametrize("table", OUTCOMES)
def test_each_example_of_an_outcome_has_that_outcome(table: str) -> None:
    for example in WORDING[table]["examples"]:
        assert matters(example), example
        assert {outcome(example, m) for m in matters(example)} == {OUTCOMES[table]}, example


def test_what_is_told_of_the_time_of_the_recommendation_itself_is_no_outcome() -> None:
    for example in WORDING["before"]["examples"]:
        assert all(outcome(example, m) == "" for m in matters(example))


@pytest.mark.parametrize(("text", "matter"), WORDING["matters"]["examples"])
def test_recommendations_ask_about_the_matters_the_wording_says(text: str, matter: str) -> None:
    assert [m.name for m in asked(text)] == [matter]


def test_every_outcome_is_a_concept_of_the_ontology() -> None:
    assert set(OUTCOMES.values()) == set(ontology.concepts("Outcomes"))


def test_a_later_word_on_the_same_matter_is_found_with_both_sentences() -> None:
    before, after = report("before", "2016-05-01", asks=(ASK,)), report("after", "2019", GOOD)
    none, found = follow_up([before, after])
    assert none == ()
    assert found == (FollowUp("1", before[1].recommendations[0].evidence, "Met", after[1].findings[0].evidence),)


def test_an_earlier_document_and_one_without_a_date_follow_nothing() -> None:
    assert told(report("one", "2019-01-01", asks=(ASK,)), report("two", "2016-01-01", GOOD)) == []
    assert told(report("one", "2019-01-01", asks=(ASK,)), report("two", "", GOOD)) == []


def test_another_authority_s_document_follows_nothing() -> None:
    assert told(report("one", "2016-01-01", asks=(ASK,)), report("two", "2019-01-01", GOOD, council="wokingham-borough-council")) == []


def test_the_authority_that_came_after_by_reorganisation_is_held_to_what_was_asked_before() -> None:
    change = next(c for c in ontology.changes() if len(c.originals) == len(c.results) == 1)
    before = report("one", "2016-01-01", asks=(ASK,), council=change.originals[0])
    assert told(before, report("two", "2024-01-01", GOOD, council=change.results[0])) == [("Met", GOOD)]
    backwards = report("one", "2016-01-01", asks=(ASK,), council=change.results[0])
    assert told(backwards, report("two", "2024", GOOD, council=change.originals[0])) == []


def test_heirs_are_those_that_kept_the_name_where_any_did() -> None:
    known = ontology.authorities()
    for change in ontology.changes():
        for original in change.originals:
            after = heirs(original) - {original}
            assert after
            words = set(known[original].name.lower().split())
            kept = {key for key in after if words & set(known[key].name.lower().replace(",", "").split())}
            assert not kept or kept == after


def test_a_recommendation_made_again_is_repeated() -> None:
    again = "The quality of pathway plans and how they are reviewed."
    assert told(report("one", "2016-01-01", asks=(ASK,)), report("two", "2019-01-01", asks=(again,))) == [("Repeated", again)]


def test_what_is_only_asked_for_in_passing_or_as_a_purpose_is_not_followed() -> None:
    ask = "Review staffing so that pathway plans are timely."
    assert asked(ask) == []
    assert told(report("one", "2016-01-01", asks=(ask,)), report("two", "2019-01-01", GOOD)) == []


def test_what_news_reports_as_done_is_progress_and_news_of_the_day_only_counts_where_it_tells_of_action() -> None:
    asking = report("one", "2016-05-23", asks=(ASK,))
    poor, better = "Pathway plans are poor.", "Pathway plans have been strengthened, the council says."
    assert told(asking, report("news", "2018", GOOD, kind=Kind.NEWS)) == [("Progress", GOOD)]
    assert told(asking, report("news", "2016-05-23", poor, kind=Kind.NEWS)) == []
    assert told(asking, report("news", "2016-05-23", GOOD, kind=Kind.NEWS)) == []
    assert told(asking, report("news", "2016-05-23", better, kind=Kind.NEWS)) == [("Progress", better)]


def test_a_matter_of_the_police_is_not_answered_by_what_others_do() -> None:
    asking = report("one", "2016-01-01", asks=("Police strategy discussions should be timely.",))
    assert told(asking, report("two", "2019-01-01", "Strategy discussions are timely and thorough.")) == []
    here = "Strategy discussions with the police are timely and thorough."
    assert told(asking, report("two", "2019-01-01", here)) == [("Met", here)]


def test_what_a_safeguarding_board_was_asked_its_partnership_is_held_to() -> None:
    asking = report("one", "2016-01-01", asks=("The LSCB should strengthen multi-agency audits.",))
    by_partners = "The safeguarding children partnership uses multi-agency audits well."
    assert told(asking, report("two", "2021-01-01", by_partners)) == [("Met", by_partners)]
    assert told(asking, report("two", "2021-01-01", "Hospital staff use multi-agency audits well.")) == []


def test_of_documents_of_one_time_neither_follows_the_other() -> None:
    one, other = report("one", "2016-05-23")[0], report("two", "2016")[0]
    assert follows(one, other) == follows(other, one) == 0
    assert follows(replace(other, kind=Kind.NEWS), one) == 1
    assert follows(report("three", "2017-01")[0], one) == 2


def test_a_document_s_area_is_the_authority_most_of_its_things_belong_to() -> None:
    things = [Entity(f"t{n}", "Service", f"t{n}", authority=key) for n, key in enumerate(["b", "a", "a", ""])]
    assert area(Facts(entities=tuple(things))) == "a"
    assert area(Facts()) == ""


SENTENCES = [GOOD, "Caseloads remain too high.", "Life story work has improved.", "Strategy meetings are now well attended."]
ASKS = [ASK, "Reduce caseloads.", "Improve life story work.", "The timeliness of strategy meetings."]


DATES = st.sampled_from(["2014", "2016-05", "2019-01-02", "2023"])
PARTS = st.lists(st.tuples(DATES, st.sets(st.sampled_from(SENTENCES)), st.sets(st.sampled_from(ASKS))), max_size=5)


@given(PARTS, st.randoms(use_true_random=False))
def test_what_is_found_does_not_depend_on_the_order_of_documents(parts: list[tuple[str, set[str], set[str]]], random: object) -> None:
    documents = [report(f"d{n}", issued, *sorted(said), asks=tuple(sorted(asks))) for n, (issued, said, asks) in enumerate(parts)]
    places = list(range(len(documents)))
    random.shuffle(places)  # type: ignore[attr-defined]
    shuffled = follow_up([documents[i] for i in places])
    assert [shuffled[places.index(i)] for i in range(len(documents))] == follow_up(documents)
    for (document, _), found in zip(documents, follow_up(documents), strict=True):
        for each in found:
            assert each.evidence.document == document.identifier
            assert follows(document, next(d for d, _ in documents if d.identifier == each.asked.document))
