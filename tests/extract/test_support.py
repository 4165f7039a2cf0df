"""A recommendation rests on the findings that say what is wrong, and on nothing else."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from graphbuild.extract.annotated import Annotated
from graphbuild.extract.recommendations import recommendations
from graphbuild.extract.support import support
from graphbuild.facts import Evidence, Finding, Polarity

from .paper import AREA, BOARD, read


def finding(annotated: Annotated, words: str, polarity: Polarity = Polarity.WEAKNESS, about: str = AREA) -> Finding:
    start = annotated.document.text.index(words)
    evidence = Evidence.of(annotated.document, start, start + len(words))
    return Finding(f"f-{words}-{about}", about, polarity, evidence, "(Recommendation)" in words)


def tied(markup: str, *words: str) -> dict[str, tuple[str, ...]]:
    """Recommendation number → the paragraphs it is said to rest on."""
    annotated = read(markup)
    found = [finding(annotated, w, Polarity.STRENGTH if "well" in w else Polarity.WEAKNESS) for w in words]
    place = {f.key: f.evidence.paragraph for f in found}
    return {r.number: tuple(place[k] for k in r.supported_by) for r in support(annotated, recommendations(annotated), found)}


REPORT = """
# Recommendations
1. Improve the timeliness and quality of life story work for adopted children.
2. Reduce the number of fixed-term exclusions of children looked after.
# Findings
3. Life story books come late and some letters are poor (Recommendation).
4. Too many children looked after are excluded from school for fixed terms (Recommendation).
5. Foster carers are late with their records of exclusions.
6. Adopters are prepared well.
"""


def test_a_marked_paragraph_supports_the_recommendation_nearest_in_meaning() -> None:
    words = (
        "Life story books come late and some letters are poor (Recommendation).",
        "Too many children looked after are excluded from school for fixed terms (Recommendation).",
        "Foster carers are late with their records of exclusions.",
        "Adopters are prepared well.",
    )
    assert tied(REPORT, *words) == {"1": ("3",), "2": ("4",)}


def test_the_paragraphs_a_recommendation_cites_are_what_it_rests_on() -> None:
    markup = """
    # Recommendations
    1. Review how audits are made (paragraphs 4 and 5).
    2. Improve plans (paragraph 3).
    # Findings
    3. Plans are vague.
    4. Audits are rare.
    5. Nobody reads them.
    """
    assert tied(markup, "Plans are vague.", "Audits are rare.", "Nobody reads them.") == {"1": ("4", "5"), "2": ("3",)}


def test_a_finding_on_the_board_supports_no_recommendation_to_the_council() -> None:
    markup = """
    # Recommendations
    1. Evaluate the training of social workers.
    # The Local Safeguarding Children Board (LSCB)
    ## Recommendations
    7. Engage with partners on neglect.
    ## Findings
    8. Multi-agency training of social workers is not evaluated (Recommendation).
    """
    annotated = read(markup)
    found = [finding(annotated, "Multi-agency training of social workers is not evaluated (Recommendation).", about=BOARD)]
    assert support(annotated, recommendations(annotated), found)[0].supported_by == ()


def test_an_unmarked_weakness_far_in_meaning_supports_nothing_and_a_strength_never_does() -> None:
    markup = """
    # What needs to improve?
    - The quality of chronologies in case files.
    # Findings
    1. Chronologies in case files are poor and out of date.
    2. Buses to the islands are rare in winter.
    3. Chronologies in the adoption team’s case files are kept well.
    """
    words = (
        "Chronologies in case files are poor and out of date.",
        "Buses to the islands are rare in winter.",
        "Chronologies in the adoption team’s case files are kept well.",
    )
    assert tied(markup, *words) == {"1": ("1",)}


def test_a_table_row_that_holds_the_recommendation_is_not_its_own_ground() -> None:
    body, asked, weak = (
        "Northmoor Council",
        "Leaders should improve the timeliness of health plans.",
        "Health plans are late and poor in their timeliness.",
    )
    markup = f"# What the service does less well\n{weak}\n# Areas for priority action\n{body} | {asked}"
    annotated = read(markup)
    row = finding(annotated, f"{body}\t{asked}")
    ground = finding(annotated, weak)
    found = recommendations(annotated)
    assert [r.text for r in found] == [asked]
    assert support(annotated, found, [row]) == found
    assert support(annotated, found, [ground, row])[0].supported_by == (ground.key,)


@given(
    st.lists(st.sampled_from(["plans late", "audits weak", "chronologies poor", "oversight absent", "exclusions high"]), max_size=6),
    st.randoms(),
)
def test_the_order_of_the_findings_does_not_matter(said: list[str], random: object) -> None:
    paragraphs = "\n".join(f"{n}. Here {words} (Recommendation)." for n, words in enumerate(said, 10))
    annotated = read(f"# Recommendations\n1. Improve plans and audits.\n2. Reduce exclusions.\n# Findings\n{paragraphs}")
    text = annotated.document.text
    found = []
    for index, block in enumerate(annotated.document.blocks):
        if block.number and int(block.number) >= 10:
            evidence = Evidence.of(annotated.document, block.start, block.end)
            found.append(Finding(f"f{index}", AREA, Polarity.WEAKNESS, evidence, "(Recommendation)" in text[block.start : block.end]))
    asked = recommendations(annotated)
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert support(annotated, asked, found) == support(annotated, asked, shuffled)
    assert [replace(r, supported_by=()) for r in support(annotated, asked, found)] == asked
