"""The README's picture: the map of the sample documents, and the sentence behind a link that fails.

python -m tests.map.picture          writes .github/map.png (1220 × 780, at most 300 kB)
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from graphbuild.build import build
from tests.conftest import FLAGS, chromium

from .conftest import ROOT

FAILING = """() => { const V = __map.V(), of = l => l.links.find(e => e.st === 'Failing');
  const shown = V.lines.filter(of).map(of).sort((a, b) => b.ev.length - a.ev.length || a.i - b.i);
  if (shown.length) __map.select({ e: shown[0].i }); }"""


def main(target: Path) -> None:
    """Builds the sample documents in a temporary folder, opens their map, keeps what is seen."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as pw:
        build([], folder)
        browser = pw.chromium.launch(executable_path=chromium(), headless=True, args=FLAGS)
        page = browser.new_page(viewport={"width": 1220, "height": 780}, color_scheme="light")
        page.goto((Path(folder) / "graph.html").as_uri())
        page.wait_for_function("() => window.__firstDraw")
        page.evaluate(FAILING)
        page.wait_for_timeout(500)
        page.screenshot(path=target)
        browser.close()
    print(f"{target}: {target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".github" / "map.png")
