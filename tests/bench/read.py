"""How fast documents are read: python tests/bench/read.py [FOLDER] prints words a second for each format in it.

Beside it the time pdfium alone takes for the words of the same PDFs, which no reader of theirs can beat.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

import pypdfium2

from graphbuild.read import ReadError, read, sources


def main(folder: Path) -> None:
    """Read all documents of `folder` twice and print the faster round."""
    words: Counter[str] = Counter()
    rounds: list[Counter[str]] = []
    paths = sources([folder])
    for _ in range(2):
        seconds: Counter[str] = Counter()
        words.clear()
        for path in paths:
            begin = time.perf_counter()
            try:
                document = read(path)
            except ReadError:
                continue
            seconds[path.suffix] += time.perf_counter() - begin  # type: ignore[assignment]
            words[path.suffix] += document.text.count(" ") + len(document.blocks)
        rounds.append(seconds)
    for suffix in sorted(words):
        best = min(r[suffix] for r in rounds)
        print(f"{suffix}: {words[suffix]:,} words in {best:.2f} s, {words[suffix] / best:,.0f} words a second")
    begin = time.perf_counter()
    for path in paths:
        if path.suffix == ".pdf" and path.read_bytes()[:5] == b"%PDF-":
            pdf = pypdfium2.PdfDocument(path)
            for page in pdf:
                page.get_textpage().get_text_range()
    print(f"pdfium's plain text of the PDFs: {time.perf_counter() - begin:.2f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[3] / "shared" / "corpus")
