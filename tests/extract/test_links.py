"""Links: each kind from its own wording, in any voice; nothing where the wording does not state one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild import ontology
from graphbuild.document import Kind
from graphbuild.extract.links import links
from tests.extract.sentence import PLACE, annotate, said

WORDING = ontology.wording("links")
ENTRIES = [(kind, e) for kind in ("verb", "noun", "adjective", "owner", "joined") for e in WORDING.get(kind, ())]
GIVES = re.compile(r"(.+?) \[(\w+)\] > (.+?) \[(\w+)\](?: (failing|planned|former))?$")


@pytest.mark.parametrize(("kind", "entry"), ENTRIES, ids=[f"{e['link']}-{k}-{n}" for n, (k, e) in enumerate(ENTRIES)])
def test_every_example_of_the_wording_gives_its_link(kind: str, entry: dict[str, Any]) -> None:
    match = GIVES.match(entry["gives"])
    assert match, entry["gives"]
    a, a_class, b, b_class, status = match.groups()
    ends = sorted((a, b)) if entry["link"] in ("worksWith", "sharesInformationWith") else [a, b]
    wanted = f"{ends[0]} > {entry['link']} > {ends[1]}" + (f" ({status})" if status else "")
    things = {a: a_class, b: b_class}
    if entry.get("pair_if") or entry.get("pair") or PLACE in entry["example"]:
        things.setdefault(PLACE, "LocalAuthority")
    assert wanted in said(entry["example"], things, kind=Kind.NEWS if entry.get("kind") == "news" else Kind.REPORT)


def test_a_list_of_agencies_gives_each_its_link() -> None:
    things = {
        "contact hub": "Service",
        "Eastmoor Council": "LocalAuthority",
        "Westmoor Council": "LocalAuthority",
        "police": "Agency",
        "health staff": "Agency",
    }
    found = said(
        "The contact hub is staffed with social workers from Eastmoor Council and Westmoor Council, as well as police and health staff.",
        things,
    )
    assert found == {f"{name} > memberOf > contact hub" for name in things if name != "contact hub"}


def test_those_who_work_together_are_linked_pairwise() -> None:
    things = {"police": "Agency", "health trust": "Agency", "schools": "Service"}
    found = said("The police, the health trust and schools work closely together.", things)
    assert found == {"health trust > worksWith > police", "police > worksWith > schools", "health trust > worksWith > schools"}


def test_we_stands_for_the_body_of_whoever_speaks() -> None:
    things = {PLACE: "LocalAuthority", "mentoring scheme": "Programme"}
    text = f"Ann Reed, director of housing at {PLACE}, said:\n“We have launched a mentoring scheme.”"
    assert f"{PLACE} > provides > mentoring scheme" in said(text, things, kind=Kind.NEWS)


def test_a_job_title_alone_is_no_link() -> None:
    assert not said(
        "The chair of the safeguarding board spoke.", {"chair of the safeguarding board": "Post", "safeguarding board": "Board"}
    )


def test_bodies_named_side_by_side_are_not_linked_for_that() -> None:
    assert not said("Inspectors met the police and the health trust.", {"police": "Agency", "health trust": "Agency"})


@given(st.text(alphabet="Tthe board police oversees ,.’s'()-–“”\n", max_size=120))
def test_every_link_rests_on_words_of_the_document(text: str) -> None:
    annotated = annotate(text or ".", {"board": "Board", "police": "Agency"})
    for link in links(annotated):
        assert link.evidence.exact == annotated.document.text[link.evidence.start : link.evidence.end]
        assert link.subject != link.object


def test_news_of_another_bodys_inspection_is_none_of_the_council_it_names_late() -> None:
    from graphbuild.document import Block, BlockKind, Document, Kind, Meta
    from graphbuild.extract import annotate
    from graphbuild.extract.links import links

    lines = ["CQC rates Ashbury Hospital inadequate", *["The Care Quality Commission found wards short of nurses."] * 6]
    for last, expected in (("Leeds City Council arranges care at home.", False), ("CQC inspected Leeds City Council too.", True)):
        text, blocks = "", []
        for line in (*lines, last):
            start = len(text) + bool(text)
            text = f"{text}\n{line}" if text else line
            blocks.append(Block(BlockKind.PARAGRAPH, start, len(text)))
        document = Document("news", text, tuple(blocks), Meta(title=lines[0], issued="2024-05-01", kind=Kind.NEWS))
        assert any(link.predicate == "inspects" for link in links(annotate(document))) is expected
