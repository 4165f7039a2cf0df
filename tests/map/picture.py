"""The README's picture: the map of the sample documents as it opens.

python -m tests.map.picture          writes output/map.png (1400 × 900, at most 300 kB)
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from graphbuild.build import build

from .conftest import FLAGS, ROOT, chromium


def main(target: Path) -> None:
    """Builds the sample documents in a temporary folder, opens their map, keeps what is seen."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as pw:
        build([], folder)
        browser = pw.chromium.launch(executable_path=chromium(), headless=True, args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 900}, color_scheme="light")
        page.goto((Path(folder) / "graph.html").as_uri())
        page.wait_for_function("() => window.__firstDraw")
        page.wait_for_timeout(500)
        page.screenshot(path=target)
        browser.close()
    print(f"{target}: {target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "output" / "map.png")
