"""What all tests share: how hypothesis runs, and one browser (Chromium: GRAPHBUILD_CHROMIUM, else the system's, else Playwright's own)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest

hypothesis.settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("steady")

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
).split()


def chromium() -> str | None:
    """Path of a Chromium, or None where only Playwright's own may be there."""
    return (
        os.environ.get("GRAPHBUILD_CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Commands that a test runs keep what they read in a folder of the tests, not in the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRAPHBUILD_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="the map is tested with Playwright, which is not installed")
    with playwright.sync_playwright() as pw:
        try:
            found = pw.chromium.launch(executable_path=chromium(), headless=True, args=FLAGS)
        except playwright.Error as error:
            pytest.skip(f"no Chromium to test the map with: {str(error).splitlines()[0]}")
        yield found
        found.close()
