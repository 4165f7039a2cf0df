"""Charts as SVG that stands inside a page: no script, no font, no request; every mark has its words in a <title>."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from graphbuild.ask.run import cut

_TEXT = 'font-family="system-ui, sans-serif" font-size="12"'
_CHAR = 6.6
MOST_NODES = 28
"""Boxes of the accountability chart: more are not a picture."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One judgement on the time line: its row, its date, its grade in words, the grade's colour and rank."""

    row: str
    date: str
    words: str
    colour: str
    short: str


def timeline(marks: Sequence[Mark], title: str) -> str:
    """Rows by name, columns by date, a coloured cell for each mark with a short word in it; "" where there are no marks."""
    if not marks:
        return ""
    rows = list(dict.fromkeys(m.row for m in marks))
    dates = sorted({m.date for m in marks})
    left = min(380, max(len(r) for r in rows) * _CHAR + 16)
    step = max(92.0, min(150.0, 620.0 / max(1, len(dates))))
    width, height = left + step * len(dates) + 8, 30 + 26 * len(rows) + 8
    out = [_open(width, height, title)]
    for i, date in enumerate(dates):
        out.append(_text(left + step * (i + 0.5), 18, date or "undated", "middle", "var(--soft)"))
    for j, row in enumerate(rows):
        y = 30 + 26 * j
        band = "var(--band)" if j % 2 else "none"
        out.append(f'<rect x="0" y="{y}" width="{_n(width)}" height="26" fill="{band}"/>')
        out.append(_text(4, y + 17, cut(row, int(left / _CHAR) - 1), "start", "var(--ink)", row))
    stacked: dict[tuple[str, str], list[Mark]] = {}
    for mark in marks:
        there = stacked.setdefault((mark.row, mark.date), [])
        if mark.words not in [m.words for m in there]:
            there.append(mark)
    for (row, date), there in stacked.items():
        x, y = left + step * dates.index(date) + 3, 30 + 26 * rows.index(row) + 3
        each = (step - 6) / len(there)
        for k, mark in enumerate(there):
            said, colour = f"{row}, {date or 'undated'}: {mark.words}", mark.colour or "#6b7280"
            out.append(
                f"<g><title>{escape(said)}</title>"
                f'<rect x="{_n(x + k * each)}" y="{y}" width="{_n(each - 2)}" height="20" rx="3" fill="{colour}"/>'
                + _text(x + (k + 0.5) * each - 1, y + 14, cut(mark.short, max(1, int(each / _CHAR) - 1)), "middle", _ink(colour))
                + "</g>"
            )
    return "".join(out) + "</svg>"


def balance(rows: Sequence[tuple[str, int, int, int]], title: str, colours: tuple[str, str, str]) -> str:
    """Bars to the left for weaknesses, in the middle for mixed and to the right for strengths; `rows` are (name, weak, mixed, strong)."""
    if not rows:
        return ""
    left = min(300, max(len(r[0]) for r in rows) * _CHAR + 16)
    most = max(max(weak + mixed / 2, strong + mixed / 2) for _, weak, mixed, strong in rows) or 1
    half = 250.0
    middle = left + half + 30
    width, height = middle + half + 40, 26 * len(rows) + 30
    out = [_open(width, height, title)]
    for j, (name, weak, mixed, strong) in enumerate(rows):
        y = 4 + 26 * j
        out.append(_text(4, y + 15, cut(name, int(left / _CHAR) - 1), "start", "var(--ink)", name))
        scale = half / most
        begin = middle - (weak + mixed / 2) * scale
        words = f"{name}: {weak} weaknesses, {mixed} mixed, {strong} strengths"
        out.append(f"<g><title>{escape(words)}</title>")
        for count, colour in zip((weak, mixed, strong), colours, strict=True):
            if count:
                out.append(f'<rect x="{_n(begin)}" y="{y}" width="{_n(count * scale)}" height="18" fill="{colour}"/>')
                if count * scale > 16:
                    out.append(_text(begin + count * scale / 2, y + 13, str(count), "middle", _ink(colour)))
                begin += count * scale
        out.append("</g>")
    y = 26 * len(rows) + 18
    for x, word, colour in ((middle - 90, "weaknesses", colours[0]), (middle, "mixed", colours[1]), (middle + 90, "strengths", colours[2])):
        out.append(
            f'<rect x="{_n(x - 44)}" y="{y - 9}" width="10" height="10" fill="{colour}"/>' + _text(x - 30, y, word, "start", "var(--soft)")
        )
    return "".join(out) + "</svg>"


@dataclass(frozen=True, slots=True)
class Tie:
    """One arrow of the accountability chart, from who stands above to who answers."""

    upper: str
    lower: str
    words: str
    colour: str
    dash: str


def layers(ties: Sequence[Tie], names: dict[str, str], title: str, most: int = MOST_NODES) -> str:
    """Who answers to whom, the ones above at the top; the `most` with the most ties where there are more. "" where there are none."""
    degree: dict[str, int] = {}
    for tie in ties:
        for end in (tie.upper, tie.lower):
            degree[end] = degree.get(end, 0) + 1
    kept = set(sorted(degree, key=lambda n: (-degree[n], n))[:most])
    shown = [t for t in ties if t.upper in kept and t.lower in kept and t.upper != t.lower]
    level = _levels(shown)
    if not level:
        return ""
    rows = _wrapped_rows(level, shown)
    box, gap, tall = 150.0, 14.0, 92.0
    width = max(len(r) for r in rows) * (box + gap) + gap
    place: dict[str, tuple[float, float]] = {}
    for j, row in enumerate(rows):
        start = (width - len(row) * (box + gap) + gap) / 2
        for i, node in enumerate(row):
            place[node] = (start + i * (box + gap), 10 + j * tall)
    height = len(rows) * tall
    out = [_open(width, height, title)]
    arrows = sorted({t.colour for t in shown})
    marks = {colour: f"a{number}" for number, colour in enumerate(arrows)}
    for colour, name in marks.items():
        out.append(
            f'<defs><marker id="{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">'
            f'<path d="M0 0L8 4L0 8z" fill="{colour}"/></marker></defs>'
        )
    for tie in shown:
        (x1, y1), (x2, y2) = place[tie.upper], place[tie.lower]
        ax, ay, bx, by = x1 + box / 2, y1 + 40, x2 + box / 2, y2
        if y2 <= y1:
            ay, by = (y1 + 20, y2 + 20) if y1 == y2 else (y1, y2 + 40)
            ax, bx = (x1 + box, x2) if y1 == y2 and x1 < x2 else (x1, x2 + box) if y1 == y2 else (ax, bx)
        bend = (by - ay) / 2
        path = f"M{_n(ax)} {_n(ay)}C{_n(ax)} {_n(ay + bend)} {_n(bx)} {_n(by - bend)} {_n(bx)} {_n(by)}"
        out.append(
            f'<path d="{path}" fill="none" stroke="{tie.colour}" stroke-width="1.6" stroke-dasharray="{tie.dash}" '
            f'marker-end="url(#{marks[tie.colour]})"><title>{escape(tie.words)}</title></path>'
        )
    for node, (x, y) in sorted(place.items(), key=lambda item: (item[1][1], item[1][0])):
        frame = f'<rect x="{_n(x)}" y="{_n(y)}" width="{box:g}" height="40" rx="5" fill="var(--box)" stroke="var(--line)"/>'
        out.append(f"<g><title>{escape(names[node])}</title>{frame}")
        label = _two_lines(names[node], 22)
        for k, line in enumerate(label):
            out.append(_text(x + box / 2, y + (24 if len(label) == 1 else 17 + 15 * k), line, "middle", "var(--ink)"))
        out.append("</g>")
    return "".join(out) + "</svg>"


def _levels(ties: Sequence[Tie]) -> dict[str, int]:
    """How far below the top each stands: one below the lowest above it, where no circle says otherwise."""
    above: dict[str, set[str]] = {}
    for tie in ties:
        above.setdefault(tie.lower, set()).add(tie.upper)
        above.setdefault(tie.upper, set())
    level: dict[str, int] = {}
    waiting = set(above)
    while waiting:
        ready = sorted(n for n in waiting if above[n] <= set(level))
        if not ready:
            ready = [min(waiting, key=lambda n: (len(above[n] - set(level)), n))]
        new = {n: max((level[a] + 1 for a in above[n] if a in level), default=0) for n in ready}
        level.update(new)
        waiting -= set(new)
    return level


def _wrapped_rows(level: dict[str, int], ties: Sequence[Tie], most: int = 7) -> list[list[str]]:
    """Nodes by level, each level near the middle of what it hangs from, at most `most` a row."""
    by_level: dict[int, list[str]] = {}
    for node in sorted(level):
        by_level.setdefault(level[node], []).append(node)
    spot: dict[str, float] = {}
    rows: list[list[str]] = []
    for depth in sorted(by_level):
        uppers = {n: [spot[t.upper] for t in ties if t.lower == n and t.upper in spot] for n in by_level[depth]}
        order = sorted(by_level[depth], key=lambda n: (sum(uppers[n]) / len(uppers[n]) if uppers[n] else 0.5, n))
        many = -(-len(order) // most)
        size = -(-len(order) // many)
        for i, node in enumerate(order):
            spot[node] = (i % size + 0.5) / size
        rows += [order[i : i + size] for i in range(0, len(order), size)]
    return rows


def _two_lines(text: str, width: int) -> list[str]:
    if len(text) <= width:
        return [text]
    space = text.rfind(" ", 0, width + 1)
    split = space if space > width // 3 else width
    return [text[:split].strip(), cut(text[split:].strip(), width)]


def _ink(colour: str) -> str:
    """Black or white, whichever is read more easily on `colour` ("#rrggbb"); relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return "#111" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.183 else "#fff"


def _open(width: float, height: float, title: str) -> str:
    w, h = _n(width), _n(height)
    size = f'viewBox="0 0 {w} {h}" width="{w}" height="{h}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size} {_TEXT}><title>{escape(title)}</title>'


def _text(x: float, y: float, words: str, anchor: str, fill: str, title: str = "") -> str:
    more = f"<title>{escape(title)}</title>" if title and title != words else ""
    return f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" fill="{fill}">{escape(words)}{more}</text>'


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
