"""Links: each kind from its own wording, in any voice; nothing where the wording does not state one."""

from __future__ import annotations

import re
from typing import Any

import pytest

from graphbuild import ontology
from graphbuild.document import Kind
from tests.extract.sentence import PLACE, said

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
