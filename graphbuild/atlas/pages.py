"""The pages: an overview whose places are worked out here, once, and the maps of authorities, made in whatever processes there are."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from graphbuild import ontology, packets
from graphbuild.atlas.figures import ELSEWHERE, Figures, Place
from graphbuild.document import Document
from graphbuild.facts import Polarity
from graphbuild.graph.iris import step
from graphbuild.join import together
from graphbuild.packets import Held
from graphbuild.workers import Crew

MANY = 1500
"""Nodes above which one page is not a picture."""
FOLDER = "maps"
MARK = ".graphbuild"
"""A file that says a folder of maps is ours to replace."""
HERE = Path(__file__).resolve().parent
STEP, LARGEST, SMALLEST = 118, 44, 5
NATIONAL = 24
"""National bodies on the overview, those named most widely."""
SIZES = (
    ("documents", "documents"),
    ("bodies", "bodies named"),
    ("links", "links"),
    ("failing", "failing links"),
    ("weaknesses", "weaknesses found"),
    ("recommendations", "recommendations"),
)


def write_atlas(figures: Figures, documents: Sequence[Document], facts: Held, folder: Path, base: str, crew: Crew) -> None:
    """Write the overview as graph.html into `folder`, and the maps of authorities into `maps` there."""
    maps = folder / FOLDER
    maps.mkdir()
    (maps / MARK).write_bytes(b"Maps made by graphbuild, replaced by the next build.\n")
    places = [figures.places[key] for key in sorted(figures.places)]
    work = functools.partial(_map, base, str(maps))
    items = [(page_of(p.key), _title(p), [(documents[n], facts.packet(n)) for n in p.documents]) for p in places]
    for _ in crew.each(work, items, work):
        pass
    (folder / "graph.html").write_bytes(overview(figures).encode("utf-8", "replace"))


def _map(base: str, folder: str, item: tuple[str, str, list[tuple[Document, bytes]]]) -> str:
    from graphbuild.map import write_map

    name, title, every = item
    whole = together([packets.facts(packet) for _, packet in every])
    write_map(whole, [document for document, _ in every], b"", Path(folder, name), title=title, base_iri=base, sparql=False)
    return name


def page_of(key: str) -> str:
    """The file name of the map of an authority."""
    return f"{step(key)}.html" if key != ELSEWHERE else "_elsewhere.html"


def _title(place: Place) -> str:
    return f"{place.label}: who answers to whom"


def overview(figures: Figures) -> str:
    """The overview page, whole."""
    places = _placed(figures)
    classes = ontology.classes()
    nation = sorted((b for b in figures.bodies.items() if b[1].national), key=lambda kb: (-len(kb[1].places), kb[0]))[:NATIONAL]
    order = sorted(figures.places)
    number = {key: i for i, key in enumerate(order)}
    index = [
        [body.label, classes[body.cls].label, key, sorted(number[p] for p in body.places)]
        for key, body in sorted(figures.bodies.items(), key=lambda kb: (kb[1].label.casefold(), kb[0]))
    ]
    data = {
        "pages": [f"{FOLDER}/{page_of(key)}" for key in order],
        "names": [figures.places[key].label for key in order],
        "index": index,
        "places": [{k: row[k] for k in ("key", "sizes", "colours")} for row in places],
        "most": {name: max((row["sizes"][name] for row in places), default=0) for name, _ in SIZES},
        "radius": [SMALLEST, LARGEST],
    }
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    script, style = ((HERE / name).read_text("utf-8") for name in ("atlas.js", "atlas.css"))
    policy = f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data:; base-uri 'none'; form-action 'none'"
    return environment.get_template("atlas.html.j2").render(
        policy=policy,
        script=Markup(script),  # noqa: S704  our own file
        style=Markup(style),  # noqa: S704
        data=Markup(json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")),  # noqa: S704
        places=places,
        regions=_regions(places),
        nation=[
            {
                "key": key, "label": body.label, "count": len(body.places),
                "pages": [(figures.places[p].label, f"{FOLDER}/{page_of(p)}") for p in sorted(body.places)],
            }
            for key, body in nation
        ],
        sizes=SIZES,
        width=max((row["x"] for row in places), default=0) + STEP,
        height=max((row["y"] for row in places), default=0) + STEP,
        bodies=len(figures.bodies),
        documents=sum(len(p.documents) for p in figures.places.values()),
        grades=[(g.label, g.colour) for g in ontology.concepts("Grades").values()],
        elsewhere=f"{FOLDER}/{page_of(ELSEWHERE)}" if ELSEWHERE in figures.places else "",
    )


def _placed(figures: Figures) -> list[dict[str, Any]]:
    """The authorities with their figures and where they stand: regions one under another, each a block of rows by name."""
    known, grades = ontology.authorities(), ontology.grades()
    by_region: dict[str, list[Place]] = defaultdict(list)
    for key, place in figures.places.items():
        if key != ELSEWHERE:
            by_region[known[key].region if key in known else ""].append(place)
    columns = max(9, min(14, math.ceil(math.sqrt(len(figures.places) * 1.6))))
    rows: list[dict[str, Any]] = []
    y = STEP / 2
    for region in sorted(by_region, key=lambda r: (not r, r)):
        for i, place in enumerate(sorted(by_region[region], key=lambda p: (p.label, p.key))):
            row, column = divmod(i, columns)
            grade = grades.get(place.grade)
            weak = place.weak
            rows.append({
                "key": place.key, "label": place.label, "short": _short(known[place.key].name if place.key in known else place.label),
                "region": region or "Elsewhere", "page": f"{FOLDER}/{page_of(place.key)}",
                "x": round(STEP * (column + 0.5)), "y": round(y + 34 + STEP * row),
                "grade": grade.label if grade else "", "graded": place.graded,
                "sizes": {
                    "documents": len(place.documents), "bodies": len(place.bodies), "links": len(place.links),
                    "failing": len(place.failing), "weaknesses": place.findings[Polarity.WEAKNESS],
                    "recommendations": place.recommendations,
                },
                "colours": {
                    "grade": grade.colour if grade else "#8a929a",
                    "weak": "#8a929a" if weak is None else _shade(weak),
                },
                "weak": None if weak is None else round(100 * weak),
            })  # fmt: skip
        y += 34 + STEP * math.ceil(len(by_region[region]) / columns)
    return rows


def _short(name: str) -> str:
    return name if len(name) < 19 else name[:17].rstrip() + "…"


def _regions(places: Sequence[dict[str, Any]]) -> list[tuple[str, int]]:
    tops: dict[str, int] = {}
    for row in places:
        tops.setdefault(row["region"], row["y"] - 62)
    return list(tops.items())


def _shade(share: float) -> str:
    """From blue (no weaknesses) through grey to red (nothing else): told apart by people who do not see red and green apart."""
    low, middle, high = (33, 102, 172), (170, 170, 170), (178, 24, 43)
    one, other, part = (low, middle, share * 2) if share < 0.5 else (middle, high, share * 2 - 1)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in zip(one, other, strict=True))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
