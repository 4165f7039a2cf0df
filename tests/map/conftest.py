"""Pages to look at. Pictures of what was seen land in build/map-shots, which git ignores and CI keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from graphbuild.build import build
from graphbuild.map import write_map

from . import gold, synthetic

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "build" / "map-shots"


@dataclass
class Seen:
    """An open page, and what it did that it should not: requests, messages on the console, errors."""

    page: Any
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ask(self, script: str, argument: object = None) -> Any:
        """What `script` (an expression or a function) gives in the page."""
        return self.page.evaluate(script, argument)

    def status(self) -> str:
        """The last thing said in the live region."""
        return str(self.page.inner_text("#status"))

    def shot(self, name: str) -> None:
        """Keeps a picture of the page."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png")


Open = Callable[..., Seen]


@pytest.fixture
def opened(browser: Any) -> Iterator[Open]:
    """Opens a page from its file, by default 1400 × 900, and at the end finds that it asked for nothing and complained of nothing."""
    seen: list[Seen] = []
    contexts = []

    def open_(path: Path, hash_: str = "", size: tuple[int, int] = (1400, 900), **options: Any) -> Seen:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, accept_downloads=True, **options)
        contexts.append(context)
        one = Seen(context.new_page())
        one.page.on("request", lambda r: None if r.url.startswith(("file:", "blob:", "data:")) else one.requests.append(r.url))
        one.page.on("console", lambda m: one.errors.append(f"{m.type}: {m.text}") if m.type in ("error", "warning") else None)
        one.page.on("pageerror", lambda e: one.errors.append(str(e)))
        one.page.goto(path.as_uri() + (f"#{hash_}" if hash_ else ""))
        one.page.wait_for_function("() => window.__firstDraw", timeout=30_000)
        seen.append(one)
        return one

    yield open_
    for context in contexts:
        context.close()
    for one in seen:
        assert one.requests == []
        assert one.errors == []


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the invented documents, as the command line would make it: its folder."""
    output = tmp_path_factory.mktemp("invented")
    build([ROOT / "tests" / "gold" / "documents"], output)
    return output


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up county of 130 bodies, with every kind of link, status and grade."""
    return _made(tmp_path_factory, "county", 130)


@pytest.fixture(scope="session")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifteen made-up areas, 2,000 bodies."""
    return _made(tmp_path_factory, "nation", 2000)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county whose every free text tries to run, to break out or to mislead."""
    return _made(tmp_path_factory, "hostile", 120, hostile=True)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample documents as a careful reader wrote them down."""
    if not gold.available():
        pytest.skip("the reference annotations of the sample documents are not here")
    path = tmp_path_factory.mktemp("sample") / "sample.html"
    facts, documents = gold.facts()
    write_map(facts, documents, synthetic.turtle(facts, documents), path)
    return path


def _made(factory: pytest.TempPathFactory, name: str, bodies: int, hostile: bool = False) -> Path:
    path = factory.mktemp(name) / f"{name}.html"
    facts, documents = synthetic.make(bodies, hostile=hostile)
    write_map(facts, documents, synthetic.turtle(facts, documents), path)
    return path
