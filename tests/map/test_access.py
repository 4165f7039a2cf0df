"""Everybody can use the page: axe-core finds no fault by WCAG 2.2 AA in any view, light or dark, wide or narrow."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Open

pytestmark = pytest.mark.browser
AXE = Path(__file__).with_name("axe-core-4.14.1") / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = {
    "opening": "",
    "body": "n={busy}",
    "focus": "n={busy}&ego=1",
    "everything": "scene=all",
    "link": "e={edge}",
    "path": "path={busy}..{far}",
    "table": "v=table",
    "help": "v=help",
    "ask": "v=ask",
    "story": "story=0.0",
}


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_axe_finds_no_fault_in_any_view(sample: Path, opened: Open, look: str) -> None:
    keys = {"busy": "dscb", "far": "virtual-school"}
    faults = {}
    seen = opened(
        sample, size=(390, 844) if look == "phone" else (1400, 900), bypass_csp=True, color_scheme="dark" if look == "dark" else "light"
    )
    keys["edge"] = seen.ask(
        "() => { const e = __map.E().find(e => e.st === 'Failing'), N = __map.N(); return [N[e.s].id, e.p.id, N[e.t].id, e.st].join('~'); }"
    )
    seen.ask(AXE.read_text("utf-8") + "; undefined")
    for name, hash_ in VIEWS.items():
        seen.ask("h => __map.fromHash(h)", hash_.format(**keys))
        if name == "ask":
            seen.page.wait_for_selector("#a-run")
            seen.page.wait_for_timeout(200)
            seen.page.click("#a-run")
            seen.page.wait_for_function("() => window.__answer")
            seen.ask("() => { document.getElementById('a-code').open = true; }")
        seen.ask("() => { document.querySelectorAll('#panel details').forEach((d, i) => { if (i < 8) d.open = true; }); }")
        seen.shot(f"{look}-{name}")
        result = seen.ask("rules => axe.run(document, { runOnly: rules })", RULES)
        for fault in result["violations"]:
            faults[f"{name}: {fault['id']}"] = [node["html"][:160] for node in fault["nodes"][:3]]
    assert faults == {}


def test_motion_is_left_out_for_those_who_ask(county: Path, opened: Open) -> None:
    seen = opened(county, reduced_motion="reduce")
    before = seen.ask("__map.net().getScale()")
    seen.page.click("#z-in")
    assert seen.ask("__map.net().getScale()") > before * 1.2


def test_every_control_is_reached_by_tab_and_the_live_region_speaks(county: Path, opened: Open) -> None:
    seen = opened(county)
    reached = set()
    for _ in range(60):
        seen.page.keyboard.press("Tab")
        reached.add(seen.ask("document.activeElement.id"))
    assert {"skip", "q", "tab-map", "net", "sc-key", "z-in", "f-st-Failing"} <= reached
    seen.page.uncheck("#f-st-Failing")
    assert "match" in seen.status()
    assert seen.page.get_attribute("#status", "aria-live") == "polite"


def test_the_skip_link_leads_to_the_table(county: Path, opened: Open) -> None:
    seen = opened(county)
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Enter")
    assert seen.ask("document.activeElement.id") == "tb-find"
    assert seen.page.is_visible("#v-table tbody")
