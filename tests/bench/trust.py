"""What was done to the program, and what came of it: `python -m tests.bench.trust [--readme README.md]` writes the README's table.

Some ten minutes on two cores. Every figure is counted here; a figure that is not as it must be ends the command with an error.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.bench.endpoint import flat
from tests.trust.determinism import differing, others, version
from tests.trust.faults import kill_loop
from tests.trust.fuzz import TARGETS, run
from tests.trust.hostile import MAKERS
from tests.trust.test_hostile_documents import BOUNDS, tried

BEGIN, END = "<!-- trust: begin -->", "<!-- trust: end -->"


def hostile() -> tuple[str, str]:
    from graphbuild.workers import Processes

    names = list(MAKERS)
    with Processes(1) as crew:
        done = Counter(end[0] for _, end in crew.guarded(tried, names, lambda name, why: ("stopped", why), BOUNDS))
    assert done.total() == len(names)
    return (
        f"{len(names)} documents made to do harm (bombs, circles, locks, a million pages, 100 MB of one line …)",
        f"{done['read']} read, {done['refused']} refused in one line, {done['stopped']} stopped by the bounds on time and memory",
    )


def fuzzed(seconds: int, keep: bool) -> tuple[str, str]:
    if importlib.util.find_spec("atheris") is None:
        raise SystemExit("the fuzzer needs atheris: pip install atheris")
    counts = {}
    for target in TARGETS:
        counts[target], status, said = run(target, 1_000_000, seconds, keep)
        if status:
            raise SystemExit(f"{target}: {said}")
    each = ", ".join(f"{target} {count:,}" for target, count in counts.items())
    return f"{sum(counts.values()):,} inputs by a coverage-guided fuzzer ({each})", "no crash, all offsets true, all evidence word for word"


def killed(times: int) -> tuple[str, str]:
    with tempfile.TemporaryDirectory() as scratch:
        kills = kill_loop(Path(scratch), times)
    return f"{kills.killed} builds killed at a random moment", "each left one whole build, the old or the new; the next build was right"


def same(times: int, pythons: Sequence[str]) -> tuple[str, str]:
    with tempfile.TemporaryDirectory() as scratch:
        wrong = differing(times, Path(scratch), pythons)
    assert not wrong, wrong
    with_them = f"; by Python {' and '.join(map(version, pythons))}" if len(pythons) > 1 else ""
    return f"{times} builds under other hash seeds, orders, workers, time zones, locales and folders{with_them}", "the same bytes"


def asked(requests: int) -> tuple[str, str]:
    lost, early, late = flat(requests)
    assert not lost
    return f"{requests:,} requests to the endpoint, eight at a time", f"{lost} lost; {early} MB after a tenth of them, {late} MB after all"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", type=Path)
    parser.add_argument("--seconds", type=int, default=60, help="of fuzzing each target")
    parser.add_argument("--keep", action="store_true", help="keep what the fuzzer reached in tests/trust/corpus")
    given = parser.parse_args()
    rows = []
    for measure in (
        hostile,
        lambda: fuzzed(given.seconds, given.keep),
        lambda: killed(50),
        lambda: same(20, [sys.executable, *others()]),
        lambda: asked(10_000),
    ):
        rows.append(measure())
        print(*rows[-1], sep=": ", flush=True)
    table = "\n".join(["| what was done | what came of it |", "|---|---|", *(f"| {did} | {came} |" for did, came in rows)])
    if given.readme:
        text = given.readme.read_text("utf-8")
        before, _, rest = text.partition(BEGIN)
        _, end, after = rest.partition(END)
        if not end:
            raise SystemExit(f"{given.readme} has no {BEGIN} … {END}")
        given.readme.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
