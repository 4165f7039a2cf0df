"""A document that has not changed is not read again; and whatever happens to the cache, the graph is the same bytes."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from graphbuild import packets
from graphbuild.build import Result, build
from graphbuild.cache import Cache, fingerprint, key_of
from graphbuild.document import Document
from graphbuild.facts import Entity, Evidence, Facts, Statement
from graphbuild.packets import Brief, DamagedError, Held
from tests.test_build import REPORT, files


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for year in range(2011, 2019):
        (folder / f"riverton-{year}.md").write_text(REPORT.replace("2019", str(year)), "utf-8")
    return folder


def made(reports: Path, name: str, cache: Path | None = None) -> tuple[Result, dict[str, bytes]]:
    out = reports.parent / name
    return build([reports], out, draw=False, cache=cache), files(out)


def kept(cache: Path) -> list[Path]:
    return sorted(path for path in cache.rglob("*") if path.is_file())


def test_a_second_build_reads_nothing_and_is_the_same_bytes(reports: Path, tmp_path: Path) -> None:
    _, plain = made(reports, "plain")
    first, one = made(reports, "one", tmp_path / "cache")
    second, two = made(reports, "two", tmp_path / "cache")
    assert (first.reused, second.reused) == (0, 8)
    assert plain == one == two and first.facts == second.facts


def test_a_changed_document_costs_that_document(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(reports, "one", tmp_path / "cache")
    (reports / "riverton-2015.md").write_text(REPORT.replace("2019", "2015") + "\n4. Ofsted inspected Riverton Hospital Trust.\n", "utf-8")
    read = tmp_path / "read"
    building = sys.modules["graphbuild.build"]  # the package's attribute of this name is the function
    real = building.one
    monkeypatch.setattr(building, "one", lambda source, *rest: (read.write_text(source.identifier), real(source, *rest))[1])
    result, after = made(reports, "two", tmp_path / "cache")
    assert read.read_text() == "riverton-2015" and result.reused == 7
    monkeypatch.undo()
    assert made(reports, "three")[1] == after


def test_what_the_manifest_says_of_a_document_is_read_anew(reports: Path, tmp_path: Path) -> None:
    made(reports, "one", tmp_path / "cache")
    manifest = tmp_path / "manifest.toml"
    manifest.write_text('[[document]]\nfile = "riverton-2011.md"\ntitle = "The first report"\n', "utf-8")
    result = build([reports], manifest=manifest, cache=tmp_path / "cache")
    assert result.reused == 7 and result.documents[0].meta.title == "The first report"


def test_damaged_entries_are_passed_over_and_replaced(reports: Path, tmp_path: Path) -> None:
    _, plain = made(reports, "one", tmp_path / "cache")
    whole = kept(tmp_path / "cache")
    damage = [b"", b"not a packet", whole[2].read_bytes()[:-5], whole[3].read_bytes()[:90] + b"?" + whole[3].read_bytes()[91:]]
    for path, bad in zip(whole, damage, strict=False):
        path.write_bytes(bad)
    assert made(reports, "two", tmp_path / "cache")[1] == plain
    assert made(reports, "three", tmp_path / "cache")[0].reused == 8


def test_a_build_that_was_killed_goes_on_where_it_stopped(reports: Path, tmp_path: Path) -> None:
    def killed(done: int, total: int, what: str) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([reports], cache=tmp_path / "cache", progress=killed)
    result, after = made(reports, "one", tmp_path / "cache")
    assert result.reused == 5 and after == made(reports, "two")[1]


def test_the_cache_may_be_deleted_or_impossible_at_any_time(reports: Path, tmp_path: Path) -> None:
    _, plain = made(reports, "one")
    (tmp_path / "file").write_text("no folder")
    assert made(reports, "two", tmp_path / "file" / "cache")[1] == plain
    cache = tmp_path / "cache"
    made(reports, "three", cache)
    for path in kept(cache)[::2]:
        path.unlink()
    assert made(reports, "four", cache)[1] == plain


def test_the_cache_drops_what_was_longest_unused(tmp_path: Path) -> None:
    packet = packets.packed(Brief(Document("a", "", ()), 1), Facts(warnings=(os.urandom(3000).hex(),)))
    cache = Cache(tmp_path / "cache", limit=5 * len(packet) + 100)
    keys = [key_of(str(number)) for number in range(8)]
    for number, key in enumerate(keys):
        cache.put(key, packet)
        path = next(p for p in kept(tmp_path / "cache") if p.name == key[2:])
        os.utime(path, (time.time() - 1000 + number,) * 2)
    assert cache.get(keys[0]) == packet, "what is used is young again"
    cache.trim()
    assert cache.get(keys[0]) == packet and cache.get(keys[7]) == packet
    assert all(cache.get(key) is None for key in keys[1:5])
    assert sum(p.stat().st_size for p in kept(tmp_path / "cache")) <= 5 * len(packet) + 100


def test_what_a_killed_build_was_writing_is_no_entry_and_goes_with_time(tmp_path: Path) -> None:
    packet = packets.packed(Brief(Document("a", "", ()), 1), Facts())
    cache = Cache(tmp_path / "cache")
    cache.put("aa" * 32, packet)
    left = tmp_path / "cache" / "aa" / "part-x"
    left.write_bytes(packet[:20])
    cache.trim()
    assert left.exists(), "another build may be writing it"
    os.utime(left, (1, 1))
    cache.trim()
    assert not left.exists() and cache.get("aa" * 32) == packet


def test_the_fingerprint_changes_with_the_ontology(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from graphbuild import ontology

    before = fingerprint()
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording" / "links.toml").write_text("")
    fingerprint.cache_clear()
    monkeypatch.setattr(ontology, "folder", lambda: tmp_path)
    assert fingerprint() != before
    monkeypatch.undo()
    fingerprint.cache_clear()
    assert fingerprint() == before


def test_facts_come_back_as_they_were_and_one_at_a_time() -> None:
    evidence = Evidence("a", 3, 9, "words “quoted” \x07", "2.1", 4)
    every = [Facts(entities=(Entity("k", "Board", "Board", ("Board",), codes=(("gss", "E0"),), mentions=(evidence,)),)), Facts()]
    held = Held.of(every)
    assert held == every and held[-1] == Facts() and list(held[:1]) == every[:1]


def test_words_that_no_file_can_hold_are_kept_as_they_would_be_written() -> None:
    facts = Facts(statements=(Statement("k", "half \ud800 a pair", Evidence("a", 0, 4, "\udfff", "1")),))
    back = Held.of([facts])[0].statements[0]
    assert back.text == "half \ufffd a pair" and back.evidence.exact == "\ufffd"


def test_bytes_that_are_no_packet_are_told_from_one() -> None:
    packet = packets.packed(Brief(Document("a", "", ()), 1), Facts())
    for bad in (b"", b"gbp1", packet[:-1], packet + b"x", bytes([packet[0] ^ 1]) + packet[1:]):
        with pytest.raises(DamagedError):
            packets.brief(bad)
