"""Where each body stands on the map, worked out when the map is built: the same picture at every opening.

Bodies stand in rows. A row is a level of accountability: who holds to account stands above whom it holds to account, partners
stand side by side. Levels are trophic levels (MacKay, Johnson and Sansom, "How directed is a directed network?", R. Soc. Open
Sci. 7, 2020): the heights that come nearest to "every link goes down by its drop", which answers also where links go round in
a circle. They are found by a fixed number of sweeps in plain arithmetic, and rows are put in order by the barycentre of their
neighbours (Sugiyama, Tagawa and Toda, 1981).

Measured choice: python-igraph lays out faster but is GPL; rustworkx' and networkx' force layouts (Apache-2.0, BSD) take 82 s and
more for 20,000 bodies and show no direction. This takes about a second there, uses no random number and no matrix library
whose rounding differs between machines, and so needs no seed. networkx groups what hangs together.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import networkx as nx

CARD = (176, 62)
"""Width and height of a body drawn as a card, in the map's own units (pixels at zoom 1)."""


class Tie(NamedTuple):
    """A link as the layout sees it: `a` stands `drop` levels above `b` (0: side by side), with `weight`."""

    a: int
    b: int
    drop: float
    weight: float


@dataclass(slots=True)
class Band:
    """A titled area of the picture, in the map's units: `x`, `y` is its upper left corner."""

    title: str
    x: float
    y: float
    width: float
    height: float
    area: int = -1


@dataclass(slots=True)
class Scene:
    """One arrangement: which bodies are in it (by number), where they stand, and the areas behind them."""

    name: str
    title: str
    cards: bool
    places: dict[int, tuple[float, float]] = field(default_factory=dict)
    bands: list[Band] = field(default_factory=list)
    area: int = -1


def levels(nodes: Sequence[int], ties: Iterable[Tie], sweeps: int = 60) -> dict[int, float]:
    """Height of each node, 0 the highest in each connected part; grows downwards."""
    inside = set(nodes)
    near: dict[int, list[tuple[int, float, float]]] = {node: [] for node in nodes}
    for tie in ties:
        if tie.a in inside and tie.b in inside and tie.a != tie.b:
            near[tie.b].append((tie.a, tie.drop, tie.weight))
            near[tie.a].append((tie.b, -tie.drop, tie.weight))
    height = dict.fromkeys(nodes, 0.0)
    totals = {node: sum(weight for _, _, weight in around) for node, around in near.items()}
    order = sorted(nodes)
    for sweep in range(sweeps):
        for node in order if sweep % 2 == 0 else reversed(order):
            if totals[node]:
                pull = 0.0
                for other, drop, weight in near[node]:
                    pull += weight * (height[other] + drop)
                height[node] = pull / totals[node]
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(order)
    graph.add_edges_from((node, other) for node in order for other, _, _ in near[node])
    for part in nx.connected_components(graph):
        least = min(height[node] for node in part)
        for node in part:
            height[node] = round(height[node] - least, 3)
    return height


def rows(
    nodes: Sequence[int], height: Mapping[int, float], columns: int, top: Iterable[int] = (), ties: Iterable[Tie] = ()
) -> list[list[int]]:
    """Nodes in rows of at most `columns`, from the highest; `top` are put in a row of their own above all others.

    Levels with few nodes share a row, unless one of `ties` goes down from the one to the other.
    """
    first = sorted(set(top) & set(nodes))
    binned: dict[int, list[int]] = defaultdict(list)
    for node in sorted(set(nodes) - set(first), key=lambda n: (height[n], n)):
        binned[math.floor(height[node] + 0.5)].append(node)
    found: list[list[int]] = [first[i : i + columns] for i in range(0, len(first), columns)]
    begin = len(found)
    steep: dict[int, set[int]] = defaultdict(set)
    for tie in ties:
        if tie.drop:
            steep[tie.a].add(tie.b)
            steep[tie.b].add(tie.a)
    for level in sorted(binned):
        members = binned[level]
        room = len(found) > begin and len(found[-1]) + len(members) <= columns
        if room and not any(steep[node] & set(found[-1]) for node in members):
            found[-1] += members
            continue
        parts = math.ceil(len(members) / columns)
        size = math.ceil(len(members) / parts)
        found += [members[i : i + size] for i in range(0, len(members), size)]
    return found


def order(table: list[list[int]], ties: Iterable[Tie], sweeps: int = 14) -> list[list[int]]:
    """The same rows, each put in the order that brings linked nodes near one another."""
    near: dict[int, list[tuple[int, float]]] = defaultdict(list)
    inside = {node for row in table for node in row}
    for tie in ties:
        if tie.a in inside and tie.b in inside:
            near[tie.a].append((tie.b, tie.weight))
            near[tie.b].append((tie.a, tie.weight))
    x = {node: i - (len(row) - 1) / 2 for row in table for i, node in enumerate(row)}
    for sweep in range(sweeps):
        for row in table if sweep % 2 == 0 else reversed(table):
            wish = {}
            for node in row:
                around = near[node]
                total = sum(weight for _, weight in around) + 0.5
                wish[node] = (sum(weight * x[other] for other, weight in around) + 0.5 * x[node]) / total
            row.sort(key=lambda n: (round(wish[n], 6), n))
            for i, node in enumerate(row):
                x[node] = i - (len(row) - 1) / 2
    return table


def block(
    nodes: Sequence[int], ties: Sequence[Tie], columns: int, step: tuple[float, float], top: Iterable[int] = ()
) -> dict[int, tuple[float, float]]:
    """Places of `nodes` in ordered rows, centred on x = 0, the first row at y = 0; what nothing ties to another stands last.

    Each row stands half a step beside the one above, so that a line to a row further down finds a gap.
    """
    inside = set(nodes)
    own = [tie for tie in ties if tie.a in inside and tie.b in inside]
    tied = {node for tie in own if tie.a != tie.b for node in (tie.a, tie.b)} | (set(top) & inside)
    linked, loose = [n for n in nodes if n in tied], sorted(n for n in nodes if n not in tied)
    table = order(rows(linked, levels(linked, own), columns, top, own), own)
    table += [loose[i : i + columns] for i in range(0, len(loose), columns)]
    places: dict[int, tuple[float, float]] = {}
    shifts: list[float] = []
    before = 0.5
    for row in table:
        own_half = (len(row) - 1) / 2 % 1
        shifts.append(0.5 if own_half == before else 0.0)
        before = (own_half + shifts[-1]) % 1
    middle = 0.25 if any(shifts) else 0.0
    for r, row in enumerate(table):
        shift = step[0] * (shifts[r] - middle)
        for i, node in enumerate(row):
            places[node] = (round((i - (len(row) - 1) / 2) * step[0] + shift, 1), round(r * step[1], 1))
    return places


def pack(
    scene: Scene, blocks: Sequence[tuple[str, int, dict[int, tuple[float, float]]]], pad: tuple[float, float], aspect: float = 1.5
) -> None:
    """Sets titled blocks side by side in shelves below what `scene` already holds, near the picture's `aspect` (width to height)."""
    gap = 40.0
    sized = []
    for title, area, places in blocks:
        if places:
            xs, ys = [p[0] for p in places.values()], [p[1] for p in places.values()]
            sized.append(
                (
                    title,
                    area,
                    places,
                    min(xs) - pad[0],
                    min(ys) - pad[1] - 26,
                    max(xs) - min(xs) + 2 * pad[0],
                    max(ys) - min(ys) + 2 * pad[1] + 26,
                )
            )
    if not sized:
        return
    room = math.sqrt(sum((w + gap) * (h + gap) for *_, w, h in sized) * aspect)
    widest = max(max(w for *_, w, _ in sized), room)
    shelves: list[list[int]] = [[]]
    used = 0.0
    for i, (*_, w, _) in enumerate(sized):
        if shelves[-1] and used + w > widest:
            shelves.append([])
            used = 0.0
        shelves[-1].append(i)
        used += w + gap
    y = max((p[1] for p in scene.places.values()), default=-gap) + (pad[1] + gap + 20 if scene.places else gap)
    for shelf in shelves:
        x = -(sum(sized[i][5] + gap for i in shelf) - gap) / 2
        for i in shelf:
            title, area, places, left, upper, w, h = sized[i]
            for node, (px, py) in places.items():
                scene.places[node] = (round(px - left + x, 1), round(py - upper + y, 1))
            scene.bands.append(Band(title, round(x, 1), round(y, 1), round(w, 1), round(h, 1), area))
            x += w + gap
        y += max(sized[i][6] for i in shelf) + gap
