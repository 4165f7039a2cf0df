"""What must hold of any bytes, and a fuzzer that looks for bytes of which it does not: `python -m tests.trust.fuzz TARGET [--runs N]`.

Each target turns bytes into a document of one format (the extractor's: into words of the wording's own examples) and reads and extracts
it: only ReadError may be raised, offsets must be true, and each piece of evidence must slice back to its words. Guided by coverage where
atheris is installed. `--keep` leaves the inputs that reached most in tests/trust/corpus, smallest first.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
KEPT = 12
LARGEST = 1500


@functools.cache
def words() -> list[str]:
    """The words of all examples in the wording, each once, and what holds sentences together."""
    from graphbuild import ontology

    found: set[str] = set()

    def gather(value: object) -> None:
        if isinstance(value, dict):
            for name, inside in value.items():
                if name.startswith("example") or isinstance(inside, (dict, list)):
                    gather(inside)
        elif isinstance(value, list):
            for inside in value:
                gather(inside)
        elif isinstance(value, str):
            found.update(value.split())

    for path in sorted((ontology.folder() / "wording").glob("*.toml")):
        gather(tomllib.loads(path.read_text("utf-8")))
    return [".", "\n\n", "\n\n1. ", "\n\n## ", "\n- ", ",", "“", "”", "|", "2019", *sorted(found)]


def _said(data: bytes) -> bytes:
    known = words()
    return " ".join(known[int.from_bytes(data[i : i + 2], "big") % len(known)] for i in range(0, len(data), 2)).encode("utf-8", "replace")


def _word(data: bytes) -> bytes:
    from tests.read.makers import make_docx

    return data if data.startswith(b"PK") else make_docx(data.decode("utf-8", "replace").replace("\0", ""))


def _page(data: bytes) -> bytes:
    return b"<html><body>" + data


def _pdf(data: bytes) -> bytes:
    return data if b"%PDF-" in data[:1024] else b"%PDF-1.7\n" + data


TARGETS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "text": ("a.md", lambda data: data),
    "html": ("a.html", _page),
    "pdf": ("a.pdf", _pdf),
    "docx": ("a.docx", _word),
    "extract": ("a.md", _said),
}


def evidence(value: object) -> Iterator[object]:
    """Every Evidence within facts."""
    from graphbuild.facts import Evidence

    if isinstance(value, Evidence):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from evidence(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from evidence(each)


def holds(target: str, data: bytes) -> int:
    """Read and extract what `target` makes of `data`; raise where something does not hold. Returns how many quotations were checked."""
    from graphbuild.extract import extract
    from graphbuild.facts import Evidence
    from graphbuild.read import ReadError, read
    from tests.read.test_properties import true_offsets

    name, made = TARGETS[target]
    try:
        document = read(Path(name), data=made(data))
    except ReadError as error:
        assert "\n" not in str(error)
        return 0
    true_offsets(document)
    count = 0
    for each in evidence(extract(document)):
        assert isinstance(each, Evidence)
        assert document.text[each.start : each.end] == each.exact and each.exact
        count += 1
    return count


def seeds(target: str, folder: Path) -> None:
    """Inputs to begin with: what is kept, and small documents of the format."""
    from tests.read.makers import items, make_pdf, p, table, w_p

    begin = {
        "text": [b"# A board\n\n1. It met in May.\n\n- one\n- two\n\n| a | b |\n", "Dear all\n\n“Yes,” said Ada Lowe, Chair.".encode()],
        "html": [b"<h1>A board</h1><p>1. It met.<ul><li>one<li>two</ul><table><tr><td>a<td>b</table><blockquote>q", b"<main><h2>x</h2>"],
        "pdf": [make_pdf([p("A board", size=18), p("It met in May."), items("one"), table(("a", "b"))]), make_pdf([p("x")], tagged=False)],
        "docx": [(w_p("A board", "H1") + w_p("It met.", "", 1) + "<w:tbl><w:tr><w:tc>" + w_p("a") + "</w:tc></w:tr></w:tbl>").encode()],
        "extract": [hashlib.sha512(bytes([n])).digest() * 2 for n in range(8)],
    }[target]
    for number, data in enumerate(begin):
        (folder / f"begin-{number}").write_bytes(data)
    for path in sorted((CORPUS / target).glob("*")):
        shutil.copy(path, folder)


def fuzz(target: str, runs: int, seconds: int, folder: Path) -> None:
    """Run the fuzzer in this process, which it ends: status 0 where nothing was found."""
    import atheris

    with atheris.instrument_imports(include=["graphbuild"]):
        import graphbuild.extract
        import graphbuild.read.docx
        import graphbuild.read.html
        import graphbuild.read.pdf
        import graphbuild.read.text  # noqa: F401
    holds(target, b"")
    limits = [f"-runs={runs}", f"-max_total_time={seconds}", f"-max_len={LARGEST}", "-timeout=20", "-rss_limit_mb=3000", "-seed=7"]
    given = [sys.argv[0], *limits, f"-artifact_prefix={folder.parent}/found-", str(folder)]
    atheris.Setup(given, lambda data: holds(target, data) and None)
    atheris.Fuzz()


def run(target: str, runs: int, seconds: int, keep: bool = False) -> tuple[int, int, str]:
    """Fuzz in a process of its own: how many inputs were tried, its exit status, and the end of what it said."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "inputs")
        folder.mkdir()
        seeds(target, folder)
        command = [sys.executable, "-m", "tests.trust.fuzz", target, "--runs", str(runs), "--seconds", str(seconds), "--in", str(folder)]
        done = subprocess.run(command, capture_output=True, cwd=Path(__file__).parents[2], check=False)
        said = done.stderr.decode("utf-8", "replace") + done.stdout.decode("utf-8", "replace")
        tried = max((int(n) for n in re.findall(r"(?:^#|Done )(\d+)", said, re.M)), default=0)
        if done.returncode:
            for path in Path(scratch).glob("found-*"):
                said += f"\n{path.name}: {path.read_bytes()!r}"
        if keep and not done.returncode:
            (CORPUS / target).mkdir(parents=True, exist_ok=True)
            found = sorted((path for path in folder.iterdir() if len(path.name) == 40), key=lambda path: path.stat().st_size)
            for path in found[:: max(1, len(found) // KEPT)][:KEPT]:
                shutil.copy(path, CORPUS / target / path.name[:12])
        return tried, done.returncode, said[-3000:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=list(TARGETS))
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--in", dest="folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args()
    if given.folder:
        fuzz(given.target, given.runs, given.seconds, given.folder)
    tried, status, said = run(given.target, given.runs, given.seconds, given.keep)
    print(said if status else f"{given.target}: {tried:,} inputs, no crash")
    sys.exit(status)


if __name__ == "__main__":
    main()
