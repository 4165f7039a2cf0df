"""Which pictures the map opens on and offers: the bodies that matter most, more of them, all; each area; an overview of many areas."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from graphbuild.map.layout import CARD, Scene, Tie, block, pack

FEW, MORE, MANY_AREAS = 16, 48, 6
STEP = (CARD[0] + 26.0, CARD[1] + 66.0)
DOT = (128.0, 92.0)
PAD = (CARD[0] / 2 + 16, CARD[1] / 2 + 16)


def build(
    weight: Sequence[float],
    actor: Sequence[bool],
    area: Sequence[int],
    homes: Sequence[int],
    titles: Sequence[str],
    national: Sequence[bool],
    ties: Sequence[Tie],
) -> list[Scene]:
    """The scenes, the opening one first.

    `weight` says how much each body matters, `actor` whether it can answer for something (bodies and posts; not plans, not
    people), `area` the number of its area (-1: none), `homes` the body that is each area's authority (-1: none), `titles` the
    areas' names, `national` the bodies above all areas.
    """
    everyone = list(range(len(weight)))
    best = sorted((n for n in everyone if actor[n]), key=lambda n: (-weight[n], n)) or everyone
    inside: dict[int, list[int]] = defaultdict(list)
    for node in everyone:
        inside[area[node]].append(node)
    near: dict[int, list[Tie]] = defaultdict(list)
    for tie in ties:
        near[tie.a].append(tie)
        near[tie.b].append(tie)
    peopled = [a for a in range(len(titles)) if sum(actor[n] for n in inside[a]) >= 4]
    many = len(peopled) >= MANY_AREAS
    scenes: list[Scene] = []
    if many:
        scenes.append(_overview(homes, titles, peopled, national, weight, ties))
    else:
        scenes.append(_cards("key", "Key bodies", best[:FEW], 4, ties, national))
        if len(best) > FEW * 1.3:
            scenes.append(_cards("more", "More bodies", best[:MORE], 7, ties, national))
    scenes.append(_all(everyone, area, titles, national, ties, near))
    if len(peopled) > 1:
        for a in peopled:
            linked = {t.a for n in inside[a] for t in near[n]} | {t.b for n in inside[a] for t in near[n]}
            above = [n for n in best if national[n] and n in linked and n not in inside[a]][:5]
            own = [n for n in best if area[n] == a or n == homes[a]][:FEW]
            scene = _cards(
                f"area:{a}", titles[a], [*above, *own], 5, [t for n in own for t in near[n] if t.a == n or t.b not in own], national
            )
            scene.area = a
            scenes.append(scene)
    return scenes


def _cards(name: str, title: str, nodes: Sequence[int], columns: int, ties: Sequence[Tie], national: Sequence[bool]) -> Scene:
    top = [n for n in nodes if national[n]]
    columns = max(columns, math.ceil(math.sqrt(len(nodes))))
    return Scene(name, title, True, block(list(nodes), ties, columns, STEP, top))


def _overview(homes: Sequence[int], titles: Sequence[str], peopled: Sequence[int], national: Sequence[bool], weight: Sequence[float],
              ties: Sequence[Tie]) -> Scene:  # fmt: skip
    """Every area as the card of its authority, in the order of their names, under the national bodies."""
    scene = Scene("overview", "All areas", True)
    above = sorted((n for n in range(len(weight)) if national[n]), key=lambda n: (-weight[n], n))[:6]
    for i, node in enumerate(above):
        scene.places[node] = (round((i - (len(above) - 1) / 2) * STEP[0], 1), 0.0)
    order = sorted((a for a in peopled if homes[a] >= 0 and homes[a] not in above), key=lambda a: (titles[a], a))
    columns = max(4, math.ceil(math.sqrt(len(order) * 0.62)))
    for i, a in enumerate(order):
        row, column = divmod(i, columns)
        scene.places[homes[a]] = (round((column - (columns - 1) / 2) * (STEP[0] - 10), 1), round(STEP[1] + 20 + row * (CARD[1] + 24), 1))
    return scene


def _all(everyone: Sequence[int], area: Sequence[int], titles: Sequence[str], national: Sequence[bool], ties: Sequence[Tie],
         near: dict[int, list[Tie]]) -> Scene:  # fmt: skip
    scene = Scene("all", "Everything", False)
    groups: dict[int, list[int]] = defaultdict(list)
    for node in everyone:
        groups[-2 if national[node] else area[node]].append(node)
    above = groups.pop(-2, [])
    if above:
        scene.places.update(block(above, ties, max(6, math.ceil(math.sqrt(len(everyone)) * 0.7)), DOT))
    blocks = []
    for a in sorted(groups, key=lambda a: (a < 0, -len(groups[a]) if len(groups) < 7 else 0, titles[a] if a >= 0 else "", a)):
        nodes = groups[a]
        own = [t for n in nodes for t in near[n] if t.a == n]
        places = block(nodes, own, max(5, math.ceil(math.sqrt(len(nodes)) * 0.95)), DOT)
        blocks.append((titles[a] if a >= 0 else "No single area", a, places))
    pack(scene, blocks, (76.0, 44.0))
    return scene
