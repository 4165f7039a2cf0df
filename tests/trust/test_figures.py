"""The README's figures on trust are those its command wrote, and are as good as they must be."""

from __future__ import annotations

import re

from tests.bench.sbom import ROOT
from tests.bench.trust import BEGIN, END
from tests.trust.fuzz import TARGETS
from tests.trust.hostile import MAKERS


def figure(pattern: str) -> int:
    table = (ROOT / "README.md").read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    found = re.search(rf"\| ([\d,]+) {pattern}", table)
    assert found, f"no figure of {pattern}: python -m tests.bench.trust --readme README.md writes them"
    return int(found[1].replace(",", ""))


def test_the_readme_says_what_was_tried() -> None:
    assert figure("documents made to do harm.*refused in one line") == len(MAKERS)
    assert figure(rf"inputs by a coverage-guided fuzzer \({', '.join(f'{target} [0-9,]+' for target in TARGETS)}\) \| no crash") >= 10_000
    assert figure(r"builds killed at a random moment \| each left one whole build") >= 50
    assert figure(r"builds under other hash seeds.*\| the same bytes") >= 20
    assert figure(r"requests to the endpoint.*\| 0 lost") >= 10_000


def test_memory_of_the_endpoint_is_flat() -> None:
    table = (ROOT / "README.md").read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    early, late = map(int, re.findall(r"(\d+) MB after", table))
    assert late <= early * 1.25
