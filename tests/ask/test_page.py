"""The query page in a real browser: it asks this server and nobody else, and nothing a document says runs in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graphbuild.ask.engine import binary
from graphbuild.ask.errors import AskError
from tests.ask import northmoor
from tests.ask.test_serve import Served, start

pytestmark = pytest.mark.browser
EVIL = "</script><script>window.ran=1</script><img src=x onerror=window.ran=1>"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    try:
        binary()
    except AskError as missing:
        pytest.skip(str(missing))
    folder = northmoor.write(tmp_path_factory.mktemp("hostile"))
    for name in ("graph.ttl", "graph.trig"):
        text = (folder / name).read_text()
        changed = text.replace('"Northmoor Police"', f'"{EVIL}"').replace("The board does not challenge", EVIL)
        (folder / name).write_text(changed)
    site = start(folder)
    yield site
    site.process.terminate()
    site.process.wait(20)


@pytest.fixture
def page(browser: Any, hostile: Served) -> Iterator[Any]:
    opened = browser.new_page()
    opened.outward, opened.errors = [], []
    opened.on("request", lambda r: opened.outward.append(r.url) if not r.url.startswith((hostile.address, "data:", "blob:")) else None)
    opened.on("pageerror", lambda e: opened.errors.append(str(e)))
    yield opened
    opened.close()


def test_a_question_of_the_cookbook_is_chosen_run_and_answered(page: Any, hostile: Served) -> None:
    page.goto(hostile.address + "/ask")
    page.select_option("#cookbook", "failing-links")
    page.wait_for_selector(".tabPanel.active .yasr td", timeout=20_000)
    assert "Northmoor Safeguarding Board" in page.inner_text(".tabPanel.active .yasr")
    assert page.outward == [] and page.errors == []


def test_hostile_names_are_shown_and_never_run(page: Any, hostile: Served) -> None:
    page.goto(hostile.address + "/ask")
    page.select_option("#cookbook", "failing-links")
    page.wait_for_selector(".tabPanel.active .yasr td", timeout=20_000)
    assert "window.ran=1" in page.inner_text(".tabPanel.active .yasr")
    for path in ("/", "/id/northmoor-police", "/id/northmoor-safeguarding-board", "/id/document/northmoor-2015-report"):
        assert page.evaluate("window.ran") is None
        page.goto(hostile.address + path)
    assert page.evaluate("window.ran") is None and page.outward == [] and page.errors == []


def test_an_address_of_a_thing_is_a_page_with_links_to_the_next(page: Any, hostile: Served) -> None:
    page.goto(hostile.address + "/id/northmoor-safeguarding-board")
    assert page.inner_text("h1") == "Northmoor Safeguarding Board"
    page.click("a[href='/id/northmoor-audit-panel'] >> nth=0")
    assert page.inner_text("h1").startswith("audit panel")


def test_the_report_is_read_in_a_browser_with_no_complaint(page: Any, hostile: Served, run: Any, tmp_path: Path) -> None:
    northmoor.write(tmp_path)
    run("report", "--graph", tmp_path)
    page.goto((tmp_path / "report.html").as_uri())
    assert page.locator("svg").count() >= 3 and page.locator("h2").count() >= 8 and page.errors == []
