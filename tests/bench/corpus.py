"""How fast a folder of reports becomes a graph, step by step: `python -m tests.bench.corpus [FOLDER] [TIMES]`.

Builds FOLDER (../shared/corpus) and the same under other names TIMES over (10), and prints for each: words a second of reading, extraction,
matching and writing apart (one process), the whole build as the command does it, peak memory, triples, and the ratio to the time
pdfium alone needs for the same PDFs' plain text. It prints and never fails.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def plain_text(paths: list[Path]) -> float:
    """Seconds pdfium needs for the plain text of the PDFs among `paths`."""
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


def steps(folder: Path) -> None:
    """Each step apart, in this process."""
    from graphbuild.build import Failure, assemble, find, one, write
    from graphbuild.extract import extract
    from graphbuild.graph.files import Dataset
    from graphbuild.read import ReadError, read

    found, failures = find([folder], None)
    start = time.perf_counter()
    documents = []
    for source in found:
        try:
            documents.append(read(source.path))
        except ReadError:
            continue
    reading = time.perf_counter() - start
    words = sum(document.text.count(" ") for document in documents)
    start = time.perf_counter()
    for document in documents:
        extract(document)
    extracting = time.perf_counter() - start
    del documents
    outcomes = [outcome for outcome in (one(source, None) for source in found) if not isinstance(outcome, Failure)]
    start = time.perf_counter()
    result = assemble(outcomes, failures)
    matching = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as output:
        start = time.perf_counter()
        write(result, Path(output), "https://graphbuild.example/id/", draw=False)
        writing = time.perf_counter() - start
        triples = sum(
            1 for _ in Dataset(list(zip(result.documents, result.facts, strict=True)), "https://graphbuild.example/id/").triples()
        )
    print(f"  {len(result.documents)} documents, {words:,} words, {triples:,} triples")
    for name, seconds in (("reading", reading), ("extraction", extracting), ("matching", matching), ("writing", writing)):
        print(f"  {name:<10} {seconds:7.2f} s  {words / seconds:>12,.0f} words/s")


def whole(folder: Path) -> float:
    """Seconds of the command itself, and the memory of the largest of its processes."""
    with tempfile.TemporaryDirectory() as output:
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "graphbuild", "build", str(folder), "-o", output, "--no-map"], capture_output=True, check=False
        )
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  the command {seconds:6.2f} s, peak memory of a process so far {peak:,.0f} MB")
    return seconds


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[3] / "shared" / "corpus"
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    if not folder.is_dir():
        print(f"{folder} is not here")
        return
    paths = sorted(path for path in folder.iterdir() if path.is_file())
    print(f"{folder}, once")
    steps(folder)
    alone, once = plain_text(paths), whole(folder)
    print(f"  pdfium alone {alone:.2f} s: the command takes {once / alone:.1f} times that")
    with tempfile.TemporaryDirectory() as many:
        for number in range(times):
            for path in paths:
                # other bytes, so that no two are one document: what follows a PDF's end is not read
                Path(many, f"{path.stem}-{number}{path.suffix}").write_bytes(path.read_bytes() + b"\n%%%d\n" % number)
        print(f"{times} times over")
        alone, often = plain_text(sorted(Path(many).iterdir())), whole(Path(many))
        print(f"  pdfium alone {alone:.2f} s: the command takes {often / alone:.1f} times that; {often / once:.1f} times the time for once")


if __name__ == "__main__":
    main()
