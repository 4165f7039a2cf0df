"""Words a second from text to facts, beside a general pipeline on the same texts in the same run.

    python -m tests.bench.extract [FOLDER]

FOLDER holds documents (default: the sample documents). The general pipeline is spaCy's en_core_web_sm with all it does by
default; where spaCy or that model is not installed, the bench says so and prints our own figures alone. Prints, never fails.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from graphbuild.document import Document
from graphbuild.extract import annotate, facts_of
from graphbuild.manifest import seeds
from graphbuild.read import ReadError, read, sources

BATCH = 256
"""Texts spaCy is given at once: the fastest of 64, 256 and 1,000 when measured."""


def documents(folder: Path) -> list[Document]:
    found = []
    for path in sources([folder]):
        try:
            found.append(read(path))
        except ReadError as error:
            print(error)
    return found


def timed(name: str, words: int, work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    print(f"{name:34}{seconds:8.2f} s {words / seconds:12,.0f} words/s")
    return seconds


def main() -> None:
    texts = documents(Path(sys.argv[1]) if len(sys.argv) > 1 else seeds())
    words = sum(len(d.text.split()) for d in texts)
    facts_of(annotate(texts[0]))  # what is read once a process is read before the clock starts
    print(f"{len(texts)} documents, {words:,} words")
    annotated = []
    ours = timed("names and what they stand for", words, lambda: annotated.extend(map(annotate, texts)))
    ours += timed("all kinds of fact", words, lambda: [facts_of(a) for a in annotated])
    print(f"{'text to facts':34}{ours:8.2f} s {words / ours:12,.0f} words/s")
    try:
        import spacy

        pipeline = spacy.load("en_core_web_sm")
    except (ImportError, OSError) as error:
        print(f"spaCy's en_core_web_sm is not here to compare with: {error}".splitlines()[0])
        return
    paragraphs = [d.of(b) for d in texts for b in d.blocks]
    theirs = timed("spaCy en_core_web_sm", words, lambda: list(pipeline.pipe(paragraphs, batch_size=BATCH)))
    print(f"text to facts is {theirs / ours:.1f} times as fast")


if __name__ == "__main__":
    main()
