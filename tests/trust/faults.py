"""Builds that are stopped at any moment, and what is left of their output: one whole build, the old one or the new."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
REPORT = """# Inspection of Riverton Council children's services

Inspection dates: 4 March {year} to 15 March {year}

1. Ofsted inspected Riverton Council.

2. The Riverton Safeguarding Children Board does not hold the council to account.
"""


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if not path.name.startswith(".")}


def sources(folder: Path, first: int, count: int = 14) -> Path:
    """A folder of reports, as many as make a build write in several processes."""
    folder.mkdir()
    for year in range(first, first + count):
        (folder / f"riverton-{year}.md").write_text(REPORT.format(year=year), "utf-8")
    return folder


def command(given: Path, output: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "graphbuild", "build", str(given), "-o", str(output), "--no-cache", "--workers", "2", *more]


def built(given: Path, output: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(given, output, *more), capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)


@dataclass(frozen=True, slots=True)
class Kills:
    """How many builds were killed, how many had finished before they could be, how many left the old output and how many the new."""

    killed: int = 0
    late: int = 0
    old: int = 0
    new: int = 0


def kill_loop(folder: Path, times: int, seed: int = 7) -> Kills:
    """Kill builds at random moments, `times` of them; raise where one leaves anything but a whole build, or the next is not right."""
    chance = random.Random(seed)
    before, after, out = sources(folder / "before", 2005), sources(folder / "after", 2006), folder / "out"
    wanted: dict[str, dict[str, bytes]] = {}
    took = 0.0
    for name, given in (("old", before), ("new", after)):
        began = time.monotonic()
        assert built(given, folder / name).returncode == 0
        took = max(took, time.monotonic() - began)
        wanted[name] = files(folder / name)
    assert wanted["old"] != wanted["new"]
    assert built(before, out).returncode == 0
    holding, counts = "old", {"killed": 0, "late": 0, "old": 0, "new": 0}
    while counts["killed"] < times:
        given, coming = (after, "new") if holding == "old" else (before, "old")
        with subprocess.Popen(command(given, out), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT) as build:
            late_half = chance.random() < 0.5  # half of them in the last third, where files are written and moved
            wait = chance.uniform(took * 0.6, took) if late_half else chance.uniform(0, took)
            try:
                build.wait(wait)
                counts["late"] += 1
            except subprocess.TimeoutExpired:
                build.send_signal(signal.SIGKILL)
                counts["killed"] += 1
            build.wait()
        left = files(out)
        moving = (out / ".graphbuild-ready").is_dir()
        if left == wanted[coming]:
            counts["new"] += 1
            holding = coming
        elif left == wanted[holding]:
            counts["old"] += 1
        else:
            assert moving, f"after a kill at {wait:.2f} s the output is of two builds, and nothing says so"
            for name, data in left.items():
                assert data in (wanted["old"][name], wanted["new"][name]), f"{name} is half written"
            from graphbuild.landing import finish

            finish(out)
            assert files(out) == wanted[coming]
            counts["new"] += 1
            holding = coming
    done = built(after, out)
    assert done.returncode == 0, done.stderr
    assert files(out) == wanted["new"]
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == [".graphbuild.lock"], "nothing of the killed is left"
    return Kills(**counts)
