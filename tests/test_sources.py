"""Documents are read from wherever they are, by address, as if they were files."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graphbuild.build import build
from graphbuild.sources import find, is_address, named
from tests.test_build import REPORT, files, in_a_process

fsspec = pytest.importorskip("fsspec", reason="needs the extra graphbuild[remote]")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for year in (2017, 2018, 2019):
        (folder / f"riverton-{year}.md").write_text(REPORT.replace("2019", str(year)), "utf-8")
    (folder / "readme.md").write_text("no document", "utf-8")
    return folder


def test_a_folder_by_address_is_the_folder(reports: Path, tmp_path: Path) -> None:
    build([reports], tmp_path / "one", draw=False)
    result = build([reports.as_uri()], tmp_path / "two", draw=False)
    assert [d.identifier for d in result.documents] == ["riverton-2017", "riverton-2018", "riverton-2019"]
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_a_store_of_objects_is_read_like_a_folder(reports: Path, tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    for path in reports.iterdir():
        memory.pipe(f"/bucket/reports/{path.name}", path.read_bytes())
    memory.pipe("/bucket/reports/.hidden/secret.md", REPORT.encode())
    try:
        build([reports], tmp_path / "one", draw=False)
        build(["memory://bucket/reports/"], tmp_path / "two", draw=False)
        build([f"memory://bucket/reports/riverton-{year}.md" for year in (2019, 2017, 2018)], tmp_path / "three", draw=False)
        assert files(tmp_path / "one") == files(tmp_path / "two") == files(tmp_path / "three")
    finally:
        memory.rm("/bucket", recursive=True)


def test_the_command_takes_addresses(reports: Path, tmp_path: Path) -> None:
    done = in_a_process(["build", (reports / "riverton-2019.md").as_uri(), "-o", str(tmp_path / "out"), "--no-map"])
    assert done.returncode == 0, done.stderr


def test_a_document_on_the_web_is_read(reports: Path, tmp_path: Path) -> None:
    pytest.importorskip("aiohttp", reason="fsspec reads https:// with aiohttp")
    handler = partial(SimpleHTTPRequestHandler, directory=str(reports))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        result = build([f"http://127.0.0.1:{server.server_port}/riverton-2019.md"])
        server.shutdown()
    assert [d.identifier for d in result.documents] == ["riverton-2019"]


def test_an_address_where_nothing_is_is_told_in_a_line_and_the_rest_is_built(reports: Path) -> None:
    result = build([reports, "memory://nowhere/at-all.md", "memory://empty/folder/", "unknown://x/y.md"])
    assert len(result.documents) == 3
    assert len(result.failures) == 3 and all("\n" not in f.reason for f in result.failures)


@pytest.mark.parametrize(
    ("path", "address", "name"),
    [
        ("s3://bucket/a%20b.pdf", True, "a b.pdf"),
        ("https://host/x/report.pdf?download=1", True, "report.pdf"),
        ("https://host", True, "document"),
        ("folder/report.pdf", False, "report.pdf"),
        (r"C:\reports\x.pdf", False, None),
    ],
)
def test_addresses_are_told_from_paths(path: str, address: bool, name: str | None) -> None:
    assert is_address(path) is address
    assert name is None or named(path).name == name


def test_a_document_found_twice_is_read_once(reports: Path) -> None:
    found, _ = find([reports, reports.as_uri(), reports / "riverton-2019.md"], None)
    assert [s.identifier for s in found] == ["riverton-2017", "riverton-2018", "riverton-2019"]
