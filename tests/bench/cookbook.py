"""How long the cookbook takes, on the sample graph or on one given: `python tests/bench/cookbook.py [GRAPH] [--rdflib]`.

Prints each question's median of five runs on Oxigraph, rdflib's one run beside it if asked, and the time of a cold `explain`.
Asked of it: a median of at most 50 ms and at worst 500 ms on Oxigraph, `explain` within a second. Nothing here fails.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from graphbuild.ask import cookbook
from graphbuild.ask.store import load, located


def main(arguments: list[str]) -> None:
    given = [a for a in arguments if not a.startswith("--")]
    with tempfile.TemporaryDirectory() as scratch:
        if given:
            folder = Path(given[0])
        else:
            from graphbuild.build import build

            folder = Path(scratch)
            build((), folder, draw=False)
        measure(folder, "--rdflib" in arguments)


def measure(folder: Path, beside: bool) -> None:
    path = located(folder)
    began = time.perf_counter()
    graph = load(path)
    print(f"{path}: {len(graph.store):,} statements, loaded in {1000 * (time.perf_counter() - began):.0f} ms")
    other = None
    if beside:
        import rdflib

        other = rdflib.Graph().parse(path)
    medians = []
    for name, query in cookbook.everything().items():
        times = []
        for _ in range(5):
            began = time.perf_counter()
            rows = len(graph.rows(query.text))
            times.append(1000 * (time.perf_counter() - began))
        medians.append(statistics.median(times))
        line = f"{name:<32} {rows:>6} rows {medians[-1]:>9.1f} ms"
        if other is not None:
            began = time.perf_counter()
            len(list(other.query(query.text)))
            line += f"   rdflib {1000 * (time.perf_counter() - began):>9.1f} ms"
        print(line, flush=True)
    print(f"cookbook on Oxigraph: median {statistics.median(medians):.1f} ms, worst {max(medians):.1f} ms")
    body = graph.rows("SELECT ?b { ?b a acc:Board ; ^acc:about ?f } GROUP BY ?b ORDER BY DESC(COUNT(?f)) ?b LIMIT 1")
    if body:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "graphbuild", "explain", body[0]["b"], "--graph", str(path)], check=True, capture_output=True)
        print(f"explain, cold: {1000 * (time.perf_counter() - began):.0f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
