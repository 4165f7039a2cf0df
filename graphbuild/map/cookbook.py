"""The queries that come with the ontology, as the page's list shows them: title, question, what to fill in, text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_FIELD = re.compile(r"^(Topic|Question|Parameter|Answer):\s*(.*)$")


def read(source: Path | Mapping[str, str] | None) -> list[dict[str, Any]]:
    """Every query of a folder of `.rq` files (or of texts by name), in the order of topic and title.

    The first comment line is the title. Of the others, `Topic:`, `Question:` and `Parameter:` are taken; a parameter is
    "name ?variable what it is", and its value stands in the text as `VALUES ?variable { "…" }`.
    """
    if source is None:
        return []
    texts = (
        dict(source)
        if isinstance(source, Mapping)
        else {p.stem: p.read_text("utf-8") for p in sorted(source.glob("*.rq"))}
        if source.is_dir()
        else {}
    )
    return sorted((_query(name, text) for name, text in texts.items()), key=lambda q: (q["topic"], q["title"], q["id"]))


def _query(name: str, text: str) -> dict[str, Any]:
    lines = text.splitlines()
    head = [
        line.lstrip("# ").rstrip() for line in lines[: next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))]
    ]
    found: dict[str, Any] = {"id": name, "title": head[0] if head else name, "topic": "", "question": "", "parameters": []}
    body = "\n".join(line for line in lines if not line.startswith("#")).strip()
    for line in head[1:]:
        match = _FIELD.match(line)
        if match is None:
            continue
        key, value = match.group(1), match.group(2)
        if key == "Topic":
            found["topic"] = value
        elif key == "Question":
            found["question"] = value
        elif key == "Parameter":
            parameter = re.match(r"(\S+)\s+(\?\w+)\s*(?:\?\w+)?\s*:?\s*(.*)", value)
            if parameter and re.search(rf"VALUES\s+\{parameter.group(2)}\s*\{{", body):
                found["parameters"].append({"name": parameter.group(1), "var": parameter.group(2), "help": parameter.group(3)})
    found["text"] = body
    return found
