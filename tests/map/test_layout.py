"""Where bodies stand: who holds to account above, nothing on top of anything else, the same picture each time."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from graphbuild.map import scenes
from graphbuild.map.layout import CARD, Tie, block, levels

ties = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from([0.0, 0.5, 1.0]), st.sampled_from([0.4, 1.0])), max_size=60
)


def test_a_chain_of_accountability_runs_from_the_top_down() -> None:
    chain = [Tie(i, i + 1, 1.0, 1.0) for i in range(5)]
    height = levels(range(6), chain)
    assert [height[i] for i in range(6)] == sorted(height[i] for i in range(6))
    places = block(range(6), chain, 4, (200.0, 130.0))
    assert all(places[i][1] < places[i + 1][1] for i in range(5))


def test_partners_stand_side_by_side() -> None:
    height = levels(range(4), [Tie(0, 1, 1.0, 1.0), Tie(0, 2, 1.0, 1.0), Tie(1, 2, 0.0, 0.5), Tie(2, 3, 0.0, 0.5)])
    assert height[1] == height[2] > height[0]
    assert abs(height[2] - height[3]) < 0.5


def test_a_circle_of_accountability_has_a_picture_too() -> None:
    places = block(range(3), [Tie(0, 1, 1.0, 1.0), Tie(1, 2, 1.0, 1.0), Tie(2, 0, 1.0, 1.0)], 4, (200.0, 130.0))
    assert len(places) == 3


@given(ties)
def test_no_card_ever_covers_another(rows: list[tuple[int, int, float, float]]) -> None:
    places = block(range(31), [Tie(*row) for row in rows], 5, (CARD[0] + 26.0, CARD[1] + 66.0))
    assert len(places) == 31
    for (ax, ay), (bx, by) in itertools.combinations(places.values(), 2):
        assert abs(ax - bx) >= CARD[0] or abs(ay - by) >= CARD[1]


@given(ties)
def test_what_shares_a_row_answers_not_to_one_another_unless_in_a_circle_or_a_crowd(rows: list[tuple[int, int, float, float]]) -> None:
    down = [Tie(a, b, 1.0, 1.0) for a, b, _, _ in rows if a < b]
    height = levels(range(31), down)
    assert all(height[t.a] < height[t.b] + 1.0 for t in down)


def test_one_area_opens_on_its_key_bodies_and_many_on_an_overview() -> None:
    weight, actor, national = [1.0] * 60, [True] * 60, [False] * 60
    one = scenes.build(weight, actor, [0] * 60, [0], ["Ashford"], national, [])
    assert one[0].name == "key" and len(one[0].places) == scenes.FEW
    area = [i % 10 for i in range(60)]
    many = scenes.build(weight, actor, area, list(range(10)), [f"Area {i}" for i in range(10)], national, [])
    assert many[0].name == "overview" and len(many[0].places) == 10
    assert {s.name for s in many} >= {"overview", "all", "area:0", "area:9"}


def test_each_area_of_the_big_map_has_a_place_of_its_own() -> None:
    area = [i % 7 for i in range(210)]
    everything = next(
        s
        for s in scenes.build([1.0] * 210, [True] * 210, area, list(range(7)), [f"Area {i}" for i in range(7)], [False] * 210, [])
        if s.name == "all"
    )
    for a, b in itertools.combinations(everything.bands, 2):
        assert a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
    for band in everything.bands:
        inside = [everything.places[n] for n in range(210) if area[n] == band.area]
        assert all(band.x <= x <= band.x + band.width and band.y <= y <= band.y + band.height for x, y in inside)
