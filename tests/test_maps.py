"""Above some number of things one page is no picture: then there is an overview with an index, and a map of each authority a click away."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from graphbuild import writing
from graphbuild.atlas import FOLDER
from graphbuild.build import Result, build

PLACES = ("Eastby", "Northmoor", "Riverton")


def report(place: str, year: int) -> str:
    return f"""# Inspection of {place} children's services

Inspection dates: 4 March {year} to 15 March {year}

1. Ofsted inspected {place} County Council.

2. The {place} Safeguarding Children Board does not hold the council to account.

3. The <b>council</b> works closely with {place} Hospital Trust.
"""


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("atlas")
    sources = folder / "in"
    sources.mkdir()
    entries = []
    for place in PLACES:
        for year in (2017, 2019):
            (sources / f"{place}-{year}.md".lower()).write_text(report(place, year), "utf-8")
            entries.append(f'[[document]]\nfile = "{place.lower()}-{year}.md"\nauthority = "{place}"\n')
    manifest = folder / "manifest.toml"
    manifest.write_text("\n".join(entries), "utf-8")
    return sources, manifest


def made(atlas: tuple[Path, Path], out: Path, many: int, monkeypatch: pytest.MonkeyPatch, **how: int | bool) -> Result:
    monkeypatch.setattr(writing, "MANY", many)
    return build([atlas[0]], out, manifest=atlas[1], **how)  # type: ignore[arg-type]


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix == ".html"}


class Links(HTMLParser):
    """Everything a page refers to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attributes if name in ("href", "src")]


def test_few_things_are_one_page(atlas: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(atlas, tmp_path, 1500, monkeypatch)
    assert list(tree(tmp_path)) == ["graph.html"]


def test_many_are_an_overview_and_a_map_of_each_authority(
    atlas: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = made(atlas, tmp_path, 3, monkeypatch)
    pages = tree(tmp_path)
    overview = pages.pop("graph.html").decode()
    assert len(pages) == len(PLACES) and all(name.startswith(f"{FOLDER}/") for name in pages)
    links = Links(overview).found
    assert {link.split("#")[0] for link in links} == set(pages), "every map is a click away, and nothing is asked of a network"
    assert "default-src 'none'" in html.unescape(overview)
    data = json.loads(re.search(r'id="data">(.*?)</script>', overview, re.DOTALL)[1])  # type: ignore[index]
    listed = {row[2]: {data["pages"][page] for page in row[3]} for row in data["index"]}
    assert set(listed) == {e.key for e in result.together.entities}, "the index has everything"
    for document, facts in zip(result.documents, result.facts, strict=True):
        page = next(name for name in pages if document.identifier.split("-")[0] in name)
        assert all(page in listed[entity.key] for entity in facts.entities)


def test_the_pages_are_the_same_bytes_whatever_made_them(
    atlas: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(atlas, tmp_path / "one", 3, monkeypatch, workers=1)
    made(atlas, tmp_path / "two", 3, monkeypatch, workers=2)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_a_smaller_build_takes_the_maps_of_a_larger_one_away_and_no_folder_of_anybody_elses(
    atlas: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(atlas, tmp_path, 3, monkeypatch)
    made(atlas, tmp_path, 3, monkeypatch)
    assert len(tree(tmp_path)) == 1 + len(PLACES), "built again over itself"
    made(atlas, tmp_path, 1500, monkeypatch)
    assert list(tree(tmp_path)) == ["graph.html"]
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "mine.html").write_text("mine")
    made(atlas, tmp_path, 1500, monkeypatch, draw=False)
    assert list(tree(tmp_path)) == [f"{FOLDER}/mine.html"]


def test_names_cannot_break_out_of_the_page(tmp_path: Path) -> None:
    from graphbuild.atlas.figures import Body, Figures, Place
    from graphbuild.atlas.pages import overview

    evil = '</script><script>alert(1)</script><img src=x onerror="alert(2)">'
    figures = Figures({"k": Place("k", evil, [0])}, {"k": Body(evil, "LocalAuthority", True, {"k"})})
    page = overview(figures)
    assert page.count("<script") == 2 and "<img" not in page


@pytest.mark.browser
def test_a_reader_finds_a_body_and_opens_its_map(
    browser: Any, atlas: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(atlas, tmp_path, 3, monkeypatch)
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.goto((tmp_path / "graph.html").as_uri())
    before = [page.locator("#c0").get_attribute(name) for name in ("fill", "r")]
    page.select_option("#colour", "weak")
    page.select_option("#size", "failing")
    after = [page.locator("#c0").get_attribute(name) for name in ("fill", "r")]
    assert None not in before + after and page.locator(".key:visible").count() == 1
    page.fill("#search", "northmoor board")
    page.locator("#found a").first.click()
    page.wait_for_url("**/maps/*northmoor*")
    assert not wrong
    page.close()
