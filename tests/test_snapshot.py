"""A change in what is extracted from the samples is seen as a change of a file, and looked at."""

from __future__ import annotations

import difflib

import pytest

from tests.snapshot import KEPT, taken


def test_the_samples_give_the_facts_last_looked_at() -> None:
    if not KEPT.exists():
        pytest.skip(f"{KEPT.name} is not here; python -m tests.snapshot writes it")
    before, now = KEPT.read_text("utf-8").splitlines(), taken().splitlines()
    changed = list(difflib.unified_diff(before, now, "looked at", "now", lineterm="", n=1)) if before != now else []
    assert not changed, "\n".join(["look at what changed, then python -m tests.snapshot", *changed[:60]])
