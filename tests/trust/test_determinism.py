"""The same documents give the same bytes, on any machine."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.trust.determinism import differing, others


def test_seeds_orders_workers_zones_locales_and_folders_leave_no_trace(tmp_path: Path) -> None:
    assert differing(4, tmp_path) == []


def test_another_python_writes_the_same_bytes(tmp_path: Path) -> None:
    found = others()
    if not found:
        pytest.skip("no other Python is here with what the program runs on (GRAPHBUILD_PYTHONS may name one)")
    assert differing(4, tmp_path, [sys.executable, found[0]]) == []
