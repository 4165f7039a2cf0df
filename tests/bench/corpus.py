"""How fast a folder of reports becomes a graph: `python -m tests.bench.corpus [FOLDER] [--times N] [--readme README.md]`.

Builds FOLDER (../shared/corpus), and the same under other names and with other bytes N times over (10), and prints words a second of
reading, extraction, matching and writing apart (one process), the whole command (no cache, a first build into a cache, an unchanged
rebuild, one changed document), the processor's seconds beside those of the clock, peak memory, triples, and the ratio to the time
pdfium alone needs for the same PDFs' plain text. It prints, writes the table into the README if asked, and never fails.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

BASE = "https://graphbuild.example/id/"
MARKS = ("<!-- performance: begin -->", "<!-- performance: end -->")


@dataclass
class Run:
    """A command: seconds by the clock, seconds of all processors, the most memory one of its processes held (MB), what it printed."""

    clock: float
    processors: float
    memory: float
    said: str


def plain_text(paths: list[Path]) -> float:
    """Seconds pdfium needs for the plain text of the PDFs among `paths`, in one process."""
    import pypdfium2

    start = time.perf_counter()
    for path in paths:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            continue
        for page in document:
            page.get_textpage().get_text_range()
    return time.perf_counter() - start


def steps(folder: Path) -> list[tuple[str, float, int]]:
    """Each step apart, in this process: its name, its seconds of the processor, the words."""
    from graphbuild.build import Result, write
    from graphbuild.extract import extract
    from graphbuild.join import join
    from graphbuild.packets import Brief, Shelf, packed
    from graphbuild.read import ReadError, read
    from graphbuild.sources import find
    from graphbuild.workers import Processes

    now = time.process_time
    found, failures = find([folder], None)
    start = now()
    documents = []
    for source in found:
        try:
            documents.append(read(source.path))
        except ReadError:
            continue
    words = sum(document.text.count(" ") for document in documents)
    rows = [("reading", now() - start, words)]
    start = now()
    every = [extract(document) for document in documents]
    rows.append(("extraction", now() - start, words))
    start = now()
    shelf = Shelf()
    read_ = []
    for document, facts in sorted(zip(documents, every, strict=True), key=lambda pair: pair[0].identifier):
        brief = Brief(document, 0, tuple(facts.entities))
        read_.append((brief, shelf.put(packed(brief, facts))))
    joined, _ = join(shelf, read_, Processes(1))
    rows.append(("matching", now() - start, words))
    result = Result(tuple(brief.document for brief, _ in read_), joined, tuple(failures), (), tuple(0 for _ in read_))
    with tempfile.TemporaryDirectory() as output:
        start = now()
        write(result, Path(output), BASE, draw=False, crew=Processes(1))
        rows.append(("writing", now() - start, words))
    return rows


def command(folder: Path, output: Path, *more: str) -> Run:
    """The command itself."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=False)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print('USED', used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
    )
    call = [sys.executable, "-m", "graphbuild", "build", str(folder), "-o", str(output), "--no-map", *more]
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, *call], capture_output=True, text=True, check=False)
    clock = time.perf_counter() - start
    used = re.search(r"USED (\S+) (\S+)", done.stdout)
    return Run(clock, float(used[1]) if used else 0.0, float(used[2]) if used else 0.0, done.stdout)


def triples(path: Path) -> int:
    """Statements in a Turtle file."""
    import pyoxigraph

    return sum(1 for _ in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE))


def repeated(paths: list[Path], folder: Path, times: int) -> None:
    """`paths` under other names, and with other bytes so that no two are one document: what follows a PDF's end is not read."""
    for number in range(times):
        for path in paths:
            (folder / f"{path.stem}-{number}{path.suffix}").write_bytes(path.read_bytes() + b"\n%%%d\n" % number)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parents[3] / "shared" / "corpus")
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--readme", type=Path)
    given = parser.parse_args()
    if not given.folder.is_dir():
        print(f"{given.folder} is not here")
        return
    lines: list[str] = []

    def say(line: str) -> None:
        print(line, flush=True)
        lines.append(line)

    paths = sorted(path for path in given.folder.iterdir() if path.is_file())
    rows = steps(given.folder)
    say(f"{len(paths)} files, {rows[0][2]:,} words; each step in one process, in seconds of the processor:\n")
    say("| step | seconds | words a second |\n|---|---:|---:|")
    for name, seconds, words in rows:
        say(f"| {name} | {seconds:.2f} | {words / max(seconds, 1e-9):,.0f} |")
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        many = place / "many"
        many.mkdir()
        repeated(paths, many, given.times)
        everything = sorted(many.iterdir())
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        say(f"\nThe command with `--no-map` on {cores} cores, the same documents {given.times} times over:\n")
        say("| build | documents | seconds | of all processors | a process's memory |\n|---|---:|---:|---:|---:|")

        def row(name: str, number: int, run: Run) -> Run:
            say(f"| {name} | {number:,} | {run.clock:.1f} | {run.processors:.1f} | {run.memory:,.0f} MB |")
            return run

        alone = plain_text(everything)
        once = row("once", len(paths), command(given.folder, place / "once", "--no-cache"))
        first = row(f"{given.times} times over", len(everything), command(many, place / "out", "--cache", str(place / "cache")))
        again = row("unchanged", len(everything), command(many, place / "again", "--cache", str(place / "cache")))
        everything[0].write_bytes(everything[0].read_bytes() + b"%changed\n")
        changed = row("one changed", len(everything), command(many, place / "changed", "--cache", str(place / "cache")))
        shared_out = first.processors / max(cores or 1, 1)
        say(
            f"\n{triples(place / 'out' / 'graph.ttl'):,} triples. pdfium alone needs {alone:.1f} s for the plain text: the build takes "
            f"{first.clock / alone:.1f} times that by the clock, {shared_out / alone:.1f} times by the processors' "
            f"seconds shared out. {first.processors / max(once.processors, 1e-9):.1f} times the work for {given.times} times the "
            f"documents; unchanged {100 * again.processors / first.processors:.0f} % of it, one changed document "
            f"{changed.processors - again.processors:.1f} s more."
        )
    if given.readme:
        text = given.readme.read_text("utf-8")
        head, _, rest = text.partition(MARKS[0])
        _, found, tail = rest.partition(MARKS[1])
        if found:
            given.readme.write_text(f"{head}{MARKS[0]}\n" + "\n".join(lines) + f"\n{MARKS[1]}{tail}", "utf-8")


if __name__ == "__main__":
    main()
