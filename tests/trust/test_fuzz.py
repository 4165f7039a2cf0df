"""Any bytes are read or refused in one line, offsets are true, and every piece of evidence slices back to its words."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trust.fuzz import CORPUS, TARGETS, holds, run, seeds

KEPT = sorted(path for path in CORPUS.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_before_still_holds(path: Path) -> None:
    assert holds(path.parent.name, path.read_bytes()) >= 0


def test_what_is_kept_is_small() -> None:
    assert {path.parent.name for path in KEPT} == set(TARGETS)
    assert sum(path.stat().st_size for path in KEPT) < 100_000


@pytest.mark.parametrize("target", list(TARGETS))
def test_a_guided_search_finds_nothing(target: str) -> None:
    pytest.importorskip("atheris", reason="atheris, which guides the search, is not installed; only mutations are tried")
    tried, status, said = run(target, runs=150, seconds=10)
    assert status == 0, said
    assert tried >= 20


ODD = (b"\0", b"\x85", b"\xff\xfe", b"`", b"<", b"&#xD800;", b"]]>", b"\xe2\x80\xae", b"99999999999", b"\n")
BEGIN: dict[str, list[bytes]] = {}
with tempfile.TemporaryDirectory() as _scratch:
    for _target in TARGETS:
        _folder = Path(_scratch, _target)
        _folder.mkdir()
        seeds(_target, _folder)
        BEGIN[_target] = [path.read_bytes() for path in sorted(_folder.iterdir())]


def mutated(data: bytes, seed: int) -> bytes:
    """`data` with a few bytes changed, cut out, doubled or put in."""
    chance = random.Random(seed)
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randint(0, len(out)), chance.randint(0, 20)
        kind = chance.randrange(4)
        if kind == 0 and out:
            out[at % len(out)] = chance.randrange(256)
        elif kind == 1:
            del out[at : at + length]
        elif kind == 2:
            out[at:at] = out[at : at + length]
        else:
            out[at:at] = chance.choice(ODD)
    return bytes(out)


@pytest.mark.parametrize("target", list(TARGETS))
@settings(max_examples=40)
@given(which=st.integers(0, 1_000), seed=st.integers(0, 2**32))
def test_mutations_of_documents_hold(target: str, which: int, seed: int) -> None:
    begin = BEGIN[target]
    assert holds(target, mutated(begin[which % len(begin)], seed)) >= 0
