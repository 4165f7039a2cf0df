"""How large the map's page is, how soon it draws, how smoothly it moves, how quickly it answers. Prints; never fails.

    python -m tests.bench.map_page [sample] [300] [5000] [20000]

The figures to reach (headless Chromium, 2 cores, drawing in software): sample ≤ 3 MB (≤ 1 MB without SPARQL), first draw ≤ 0.6 s,
first answer ≤ 0.5 s; 5,000 bodies: first draw ≤ 1.2 s, ≥ 50 frames a second, filter ≤ 100 ms; 20,000: ≥ 25 frames, ≤ 10 MB.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from graphbuild.build import build
from graphbuild.map import write_map
from tests.conftest import FLAGS, chromium
from tests.map import synthetic

PAN = """ms => new Promise(done => { const net = __map.net(), p = net.getViewPosition(), s = net.getScale(); let n = 0;
        const t0 = performance.now();
const step = t => { n++; const a = (t - t0) / 400;
        net.moveTo({ position: { x: p.x + 60 * Math.cos(a) / s, y: p.y + 60 * Math.sin(a) / s }, scale: s });
if (t - t0 < ms) requestAnimationFrame(step); else { net.moveTo({ position: p, scale: s }); done(n * 1000 / (t - t0)); } };
        requestAnimationFrame(step); })"""
QUERY = """PREFIX acc: <https://graphbuild.example/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?s ?o ?words { ?l a acc:Link ; rdf:subject ?s ; rdf:object ?o ; acc:status acc:Failing ;
  acc:evidence/oa:hasSelector/oa:exact ?words } LIMIT 100"""


def measure(browser: Any, path: Path) -> dict[str, float]:
    """All figures of one page; times in ms, the median of three openings for the first draw."""
    found: dict[str, float] = {"MB": path.stat().st_size / 1e6}
    draws = []
    for _ in range(3):
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(path.as_uri())
        page.wait_for_function("() => window.__firstDraw")
        draws.append(page.evaluate("window.__firstDraw"))
        page.close()
    found["first draw"] = statistics.median(draws)
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(path.as_uri() + "#scene=all")
    page.wait_for_function("() => window.__firstDraw")
    found["first draw, all"] = page.evaluate("window.__firstDraw")
    page.wait_for_timeout(800)
    found["fps, all in view"] = page.evaluate(PAN, 3000)
    page.evaluate(
        """() => { const n = [...__map.N()].sort((a, b) => b.w - a.w)[0];
        __map.net().moveTo({ position: { x: n.x, y: n.y }, scale: .8 }); }"""
    )
    found["fps, close"] = page.evaluate(PAN, 2000)
    page.evaluate("() => __map.fit(false)")
    found["filter"] = page.evaluate(
        "() => { const t = performance.now(); __map.F.st.add('Failing'); __map.refilter(); return performance.now() - t; }"
    )
    page.evaluate("() => { __map.resetFilters(); __map.refilter(); }")
    pick = """() => { const n = [...__map.N()].sort((a, b) => b.w - a.w)[3], t = performance.now(); __map.select({ n: n.i });
        return performance.now() - t; }"""
    found["select"] = page.evaluate(pick)
    page.evaluate("() => { const N = __map.N(); __map.goPath(0, N.length - 1, false); }")
    found["path"] = page.evaluate("window.__pathMs")
    page.close()
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(path.as_uri() + "#v=ask")
    page.wait_for_selector("#a-run")
    page.wait_for_timeout(500)
    for name in ("first answer", "next answer"):
        page.evaluate("q => __map.run(q)", QUERY)
        page.wait_for_function("() => window.__answer")
        found[name] = page.evaluate("window.__answerMs")
    page.close()
    return found


def main(names: list[str]) -> None:
    """Builds each page in a temporary folder, measures it, prints a line of figures."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as pw:
        browser = pw.chromium.launch(executable_path=chromium(), headless=True, args=FLAGS)
        for name in names or ["sample", "300", "5000", "20000"]:
            path = Path(folder) / f"{name}.html"
            if name == "sample":
                result = build([], Path(folder) / "out", draw=False)
                began = time.perf_counter()
                write_map(result.together, result.documents, Path(folder) / "out" / "graph.ttl", path)
                took = time.perf_counter() - began
                write_map(result.together, result.documents, b"", Path(folder) / "lean.html", sparql=False)
                print(f"sample without SPARQL: {(Path(folder) / 'lean.html').stat().st_size / 1e6:.2f} MB")
            else:
                facts, documents = synthetic.make(int(name))
                turtle = synthetic.turtle(facts, documents)
                began = time.perf_counter()
                write_map(facts, documents, turtle, path)
                took = time.perf_counter() - began
            figures = measure(browser, path)
            print(f"{name}: written in {took:.2f} s; " + ", ".join(f"{key} {value:.3g}" for key, value in figures.items()), flush=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
