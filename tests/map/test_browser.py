"""The page in a real browser, opened from a file: what a councillor does with it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from graphbuild.facts import Facts
from graphbuild.map import write_map

from . import synthetic
from .conftest import Open
from .test_written import block

pytestmark = pytest.mark.browser
BUSY = "() => { const n = [...__map.N()].sort((a, b) => b.out.length + b.inn.length - a.out.length - a.inn.length); return n[0].id; }"


def test_the_first_sight_says_what_was_read_and_shows_few_bodies_large(county: Path, opened: Open) -> None:
    seen = opened(county)
    assert seen.page.inner_text("h1").startswith("Who answers to whom")
    assert "Read from 1 document" in seen.page.inner_text("#read")
    assert 8 <= seen.ask("__map.V().nodes.length") <= 24
    assert seen.ask("__map.V().cards") is True
    assert seen.ask("__map.net().getScale()") > 0.6
    seen.shot("county-opening")


def test_a_body_is_found_by_its_name_and_set_among_its_neighbours(county: Path, opened: Open) -> None:
    seen = opened(county)
    name = seen.ask("__map.N().filter(n => n.out.length + n.inn.length > 2)[5].label")
    seen.page.keyboard.press("/")
    seen.page.keyboard.type(name.lower())
    assert seen.page.locator("#q-list [role=option]").count() >= 1
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("Enter")
    assert seen.page.inner_text("#panel h2") == name
    assert seen.page.inner_text("#panel") and "n=" in seen.ask("location.hash")


def test_words_of_a_sentence_are_found_and_lead_to_its_link(county: Path, opened: Open) -> None:
    seen = opened(county)
    seen.page.fill("#q", "quarterly challenge sessions")
    option = seen.page.locator("#q-list [role=option]").first
    assert "quarterly challenge sessions" in option.inner_text()
    seen.page.keyboard.press("Enter")
    assert "quarterly challenge sessions" in seen.page.inner_text("#panel blockquote >> nth=0")
    assert seen.page.locator("#panel blockquote mark").count() >= 2


def test_recommendations_are_found_too(county: Path, opened: Open) -> None:
    seen = opened(county)
    seen.page.fill("#q", "enough staff")
    seen.page.keyboard.press("Enter")
    text = seen.page.inner_text("#panel")
    assert text.count("enough staff") >= 1 and "To act:" in text


def test_a_click_on_a_line_shows_the_sentence_that_states_it(county: Path, opened: Open) -> None:
    seen = opened(county)
    point = seen.ask(
        """() => { const V = __map.V(),
        l = V.lines.find(l => l.links.length === 1 && l.way === 'v') || V.lines.find(l => l.links.length === 1),
        box = document.getElementById('net').getBoundingClientRect();
        for (const q of l.dots.slice(8, 17)) { if ([...V.at.values()].every(([x,
        y]) => Math.abs(x - q[0]) > 90 || Math.abs(y - q[1]) > 33)) { const p = __map.net().canvasToDOM({ x: q[0], y: q[1] });
        return [box.left + p.x, box.top + p.y, l.links[0].i]; } } }"""
    )
    seen.page.mouse.click(point[0], point[1])
    seen.page.wait_for_selector("#panel blockquote")
    chosen = seen.ask("__map.S.sel")
    assert "e" in chosen or "pair" in chosen
    sentence = seen.ask("i => __map.D().sents[__map.E()[i].ev[0][0]].text", chosen.get("e", point[2]))
    assert sentence in seen.page.inner_text("#panel")


def test_the_evidence_of_a_body_says_who_it_answers_to_and_how_each_link_stands(sample: Path, opened: Open) -> None:
    seen = opened(sample, "n=dscb")
    panel = seen.page.inner_text("#panel")
    for heading in ("Judgements", "Answers to", "Answer to it", "Partners", "Weaknesses", "Recommendations"):
        assert heading in panel
    assert "Inadequate" in panel and "Failing" in panel
    seen.page.locator("#panel details.item > summary").first.click()
    assert re.search(r"paragraph|page|under", seen.page.inner_text("#panel figcaption >> nth=0"))
    seen.shot("sample-body")


def test_the_legend_filters_by_status_class_and_kind(county: Path, opened: Open) -> None:
    seen = opened(county, "scene=all")
    total = seen.ask("__map.E().length")
    seen.page.uncheck("#f-st-Failing")
    failing = seen.ask("__map.E().filter(e => e.st === 'Failing').length")
    assert f"{total - failing} link" in seen.status()
    assert "nostatus=Failing" in seen.ask("location.hash")
    seen.page.check("#f-st-Failing")
    seen.page.uncheck("#f-kind-partnership")
    assert seen.ask("() => [...document.querySelectorAll('[id^=f-pred-]')].filter(x => !x.checked).length") > 1
    seen.page.click("#f-reset")
    seen.page.uncheck("#f-cls-Board")
    boards = seen.ask("""() => { const N = __map.N();
        return __map.E().filter(e => [e.s, e.t].some(i => N[i].cls.id === 'Board')).length; }""")
    assert f"{total - boards} link" in seen.status()


def test_the_judgement_filter_keeps_the_judged_and_their_links(nation: Path, opened: Open) -> None:
    seen = opened(nation)
    grade = seen.ask("__map.D().judgements[0].grade")
    seen.page.check(f"#f-grade-{grade}")
    judged = seen.ask("g => new Set(__map.D().judgements.filter(j => j.grade === g).map(j => j.body)).size", grade)
    assert judged and f"grade={grade}" in seen.ask("location.hash")
    assert seen.ask("g => __map.V().nodes.filter(n => n.cls.id === 'LocalAuthority').every(n => n.badge.grade.id === g || true)", grade)
    assert seen.ask("__map.V().nodes.length") < 16


def test_every_shortest_path_is_found_with_the_sentence_of_each_step(county: Path, opened: Open) -> None:
    seen = opened(county)
    a, b = seen.ask(
        """() => { const N = __map.N(), far = s => { const d = new Map([[s, 0]]); let q = [s];
        for (const v of q) for (const e of [...N[v].out, ...N[v].inn]) { const w = e.s === v ? e.t : e.s;
        if (!d.has(w)) { d.set(w, d.get(v) + 1); q.push(w); } } return d; };
        const d = far(0), end = [...d].find(([, k]) => k === 3); return [N[0].label, N[end[0]].label]; }"""
    )
    seen.page.fill("#p-from", a)
    seen.page.fill("#p-to", b)
    seen.page.click("text=Find all shortest paths")
    assert "of 3 steps" in seen.status()
    assert seen.page.locator("#panel ol.steps > li").count() == 3
    assert seen.page.locator("#panel ol.steps > li blockquote").count() >= 3
    ways, brute = seen.ask(
        """() => { const { a, b, found } = __map.S.path, E = __map.E(), near = new Map();
        for (const e of E) for (const [v, w] of [[e.s, e.t], [e.t, e.s]]) { if (!near.has(v)) near.set(v, new Set());
        near.get(v).add(w); }
        const count = (v, left) => v === b ? 1 : left ? [...near.get(v) || []].reduce((s, w) => s + count(w, left - 1), 0) : 0;
        return [found.ways, count(a, 3)]; }"""
    )
    assert ways == brute
    again = opened(county, seen.ask("location.hash.slice(1)"))
    assert again.page.inner_text("#panel h2") == "Path"


def test_a_link_to_any_view_shows_that_view(county: Path, opened: Open) -> None:
    first = opened(county)
    key = first.ask("""() => { const e = __map.E().find(e => e.st === 'Failing'); __map.select({ e: e.i });
        return location.hash.slice(1); }""")
    assert key.startswith("e=")
    again = opened(county, key)
    assert again.page.inner_text("#panel") == first.page.inner_text("#panel")
    assert again.ask("__map.S.sel") == first.ask("__map.S.sel")
    first.page.keyboard.press("Escape")
    first.page.go_back()
    first.page.wait_for_function("() => __map.S.sel && 'e' in __map.S.sel")


def test_the_timeline_plays_and_sets_before_against_after(nation: Path, opened: Open) -> None:
    seen = opened(nation, "scene=all")
    total = seen.ask("__map.E().length")
    seen.page.click("#t-before")
    before = int(re.search(r"([\d,]+) link", seen.status()).group(1).replace(",", ""))  # type: ignore[union-attr]
    seen.page.click("#t-after")
    after = int(re.search(r"([\d,]+) link", seen.status()).group(1).replace(",", ""))  # type: ignore[union-attr]
    assert 0 < before < total and before + after == total
    seen.page.click("#t-all")
    seen.page.click("#t-play")
    assert seen.ask("__map.F.y1") == seen.ask("__map.F.y0") < 2020
    seen.page.click("#t-play")


def test_focus_shows_a_body_with_its_neighbours_by_steps(county: Path, opened: Open) -> None:
    busy = opened(county).ask(BUSY)
    seen = opened(county, f"n={busy}&ego=1")
    one = seen.ask("__map.V().nodes.length")
    above, centre, below = seen.ask(
        """k => { const V = __map.V(), N = __map.N(), c = N.findIndex(n => n.id === k), y = V.at.get(c)[1];
        const up = e => e.p.up ? e.t : e.s, acc = __map.E().filter(e => e.p.kind === 'accountability' && (e.s === c || e.t === c));
        const ys = (list) => list.filter(i => i !== c && V.at.has(i)).map(i => V.at.get(i)[1]);
        return [Math.max(...ys(acc.filter(e => up(e) !== c).map(up))), y,
        ys(acc.filter(e => up(e) === c).map(e => e.p.up ? e.s : e.t))]; }""",
        busy,
    )
    assert above < centre and any(y > centre for y in below)
    seen.page.click("#ego-2")
    assert seen.ask("__map.V().nodes.length") > one


def test_the_story_of_the_sample_leads_from_the_judgement_to_who_had_to_act(sample: Path, opened: Open) -> None:
    seen = opened(sample)
    seen.page.click("#panel .go >> nth=0")
    titles = []
    while True:
        titles.append(seen.page.inner_text(".story h2"))
        seen.shot(f"story-{len(titles)}")
        if seen.page.is_disabled("#st-next"):
            break
        seen.page.click("#st-next")
    assert titles[0].startswith("1. Judged inadequate") and any("Who had to act" in t for t in titles) and len(titles) >= 5
    seen.page.click("#st-leave")
    assert seen.page.locator(".story").count() == 0


def test_a_reader_can_keep_steps_of_their_own(county: Path, opened: Open) -> None:
    seen = opened(county, "scene=all")
    seen.page.click("#more summary")
    seen.page.click("text=Keep this view as a story step")
    seen.page.fill("#st-title", "All of it")
    seen.page.fill("#st-lines", "Everything at once.\nToo much?")
    seen.page.click("dialog button[type=submit]")
    seen.page.click("#panel .go >> text=My own steps")
    assert "Everything at once." in seen.page.inner_text(".story")


def test_the_graph_answers_sparql_from_a_file_and_the_answer_leads_back_to_the_map(invented: Path, opened: Open) -> None:
    seen = opened(invented / "graph.html", "v=ask")
    seen.page.wait_for_selector("#a-list option", state="attached")
    assert seen.page.locator("#a-list option").count() > 15
    query = """PREFIX acc: <https://graphbuild.example/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?link ?from ?to { ?link a acc:Link ; rdf:subject ?from ; rdf:object ?to }"""
    seen.ask("q => __map.run(q)", query)
    seen.page.wait_for_function("() => window.__answer")
    assert seen.ask("__answer.rows") == seen.page.locator("#a-out tbody tr").count() > 5
    seen.shot("ask")
    name = seen.page.inner_text("#a-out tbody tr >> nth=0 >> td >> nth=1")
    seen.page.click("#a-out tbody tr >> nth=0 >> td >> nth=1 >> button")
    assert seen.page.inner_text("#panel h2") == name
    seen.page.click("#tab-ask")
    seen.page.click("#a-out tbody tr >> nth=0 >> td >> nth=0 >> button")
    seen.page.wait_for_function("() => __map.S.sel && 'e' in __map.S.sel")


def test_a_query_that_runs_away_can_be_stopped_and_a_wrong_one_says_why(county: Path, opened: Open) -> None:
    seen = opened(county, "v=ask")
    seen.page.wait_for_selector("#a-run")
    seen.ask("() => { __map.run('SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }'); }")
    seen.page.wait_for_selector("#a-stop:not([disabled])")
    seen.page.wait_for_timeout(300)
    seen.page.click("#a-stop")
    seen.page.wait_for_function("() => window.__answer")
    assert seen.ask("__answer.err") == "Stopped."
    seen.ask("() => __map.run('SELECT * { ?a ')")
    seen.page.wait_for_function("() => window.__answer && __answer.err !== 'Stopped.'")
    assert seen.page.locator("#a-out [role=alert]").count() == 1
    seen.ask("() => __map.run('ASK { ?a ?b ?c }')")
    seen.page.wait_for_function("() => window.__answer && __answer.bool === true")


def test_every_query_of_the_cookbook_runs_in_the_page_as_it_does_in_python(invented: Path, opened: Open) -> None:
    store = ox.Store()
    store.load(path=str(invented / "graph.ttl"), format=ox.RdfFormat.TURTLE)
    seen = opened(invented / "graph.html", "v=ask")
    seen.page.wait_for_selector("#a-run")
    queries = json.loads(block(invented / "graph.html", "queries"))
    assert queries
    for query in queries:
        seen.ask("q => __map.run(q)", query["text"])
        seen.page.wait_for_function("() => window.__answer")
        answer = seen.ask("__answer")
        result = store.query(query["text"])
        expected = bool(result) if isinstance(result, ox.QueryBoolean) else len(list(result))
        assert answer.get("rows", answer.get("bool")) == expected, query["id"]


def test_a_questions_blank_is_filled_in_by_name(invented: Path, opened: Open) -> None:
    seen = opened(invented / "graph.html", "v=ask")
    queries = json.loads(block(invented / "graph.html", "queries"))
    index = next(i for i, q in enumerate(queries) if q["parameters"])
    seen.page.select_option("#a-list", str(index))
    seen.page.fill("#a-p0", 'A "quoted" name\\')
    seen.page.click("#a-run")
    seen.page.wait_for_function("() => window.__answer")
    assert "err" not in seen.ask("__answer") and seen.ask("__answer.rows") == 0


def test_what_the_page_draws_and_what_its_turtle_says_agree(invented: Path, opened: Open) -> None:
    seen = opened(invented / "graph.html")
    query = """PREFIX acc: <https://graphbuild.example/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    SELECT ?s ?p ?o ?st { ?l a acc:Link ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; acc:status ?st }"""
    store = ox.Store()
    store.load(block(invented / "graph.html", "turtle"), format=ox.RdfFormat.TURTLE)
    said = {tuple(str(term.value) for term in row) for row in store.query(query)}  # type: ignore[union-attr]
    base = seen.ask("__map.D().base")
    drawn = seen.ask("__map.E().filter(e => e.p.iri).map(e => [__map.N()[e.s].id, e.p.iri, __map.N()[e.t].id, e.st])")
    assert {(base + s, p, base + o, "https://graphbuild.example/ontology#" + st) for s, p, o, st in drawn} == said
    count = "PREFIX acc: <https://graphbuild.example/ontology#> SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a acc:%s }"
    for cls, rows in (("Recommendation", "recs"), ("Statistic", "stats")):
        n = next(iter(store.query(count % cls)))["n"].value  # type: ignore[union-attr,index]
        assert int(n) == seen.ask(f"__map.D().{rows}.length"), cls


def test_the_table_holds_everything_by_the_same_filters(county: Path, opened: Open) -> None:
    seen = opened(county, "v=table")
    total = seen.ask("__map.E().length")
    assert f"of {total}" in seen.page.inner_text("#v-table")
    seen.page.uncheck("#f-st-Actual")
    left = seen.ask("__map.E().filter(e => e.st !== 'Actual').length")
    assert f"of {left}" in seen.page.inner_text("#v-table")
    for which in ("bodies", "judgements", "recs", "findings", "figures"):
        seen.page.click(f"#tb-{which}")
        assert seen.page.locator("#v-table tbody tr").count() > 0, which
    seen.page.click("#tb-bodies")
    seen.page.click("#tb-s4")
    seen.page.click("#tb-s4")
    numbers = [int(t) for t in seen.page.locator("#v-table tbody tr td:nth-child(5)").all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)
    with seen.page.expect_download() as download:
        seen.page.click("#tb-csv")
    assert download.value.suggested_filename == "bodies.csv"


def test_the_map_can_be_walked_by_keyboard(county: Path, opened: Open) -> None:
    seen = opened(county)
    seen.page.focus("#net")
    seen.page.keyboard.press("ArrowDown")
    first = seen.ask("__map.S.sel.n")
    seen.page.keyboard.press("ArrowDown")
    assert seen.ask("__map.S.sel.n") != first
    assert "Its evidence is beside the map." in seen.status()
    seen.page.keyboard.press("Enter")
    assert seen.ask("document.activeElement.id") == "panel"
    seen.page.keyboard.press("Escape")
    assert seen.ask("__map.S.sel") is None and seen.ask("document.activeElement.id") == "net"


def test_pictures_drawings_and_prints_carry_the_legend(county: Path, opened: Open) -> None:
    seen = opened(county)
    for scene in ("key", "all"):
        seen.ask("s => __map.setScene(s)", scene)
        drawing = seen.ask("__map.drawing()")
        assert "Answers to" in drawing and "Failing" in drawing and "Local authority" in drawing
        assert seen.ask("s => new DOMParser().parseFromString(s, 'image/svg+xml').querySelector('parsererror') === null", drawing)
        with seen.page.expect_download() as download:
            seen.ask("() => { __map.exportPng(); }")
        data = Path(download.value.path()).read_bytes()
        assert data.startswith(b"\x89PNG") and len(data) > 20_000
    assert len(seen.page.pdf()) > 20_000


def test_labels_never_overlap(nation: Path, opened: Open) -> None:
    seen = opened(nation, "scene=all")
    overlaps = seen.ask(
        """() => { const boxes = [], proto = CanvasRenderingContext2D.prototype, was = proto.fillText;
        proto.fillText = function (s, x, y) { const m = this.measureText(s), t = this.getTransform(), w = m.width * t.a / 2,
        h = parseFloat(this.font.match(/([\\d.]+)px/)[1]) * t.a / 2; const px = x * t.a + t.e, py = y * t.d + t.f;
        boxes.push([px - w, py - h * .8, px + w, py + h * .8]); return was.apply(this, arguments); };
        __map.net().redraw(); proto.fillText = was;
        let n = 0; for (let i = 0; i < boxes.length; i++) for (let j = 0; j < i; j++) { const a = boxes[i], b = boxes[j];
        if (a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]) n++; } return [boxes.length, n]; }"""
    )
    assert overlaps[0] > 20 and overlaps[1] == 0


def test_hostile_text_in_every_field_stays_text(hostile: Path, opened: Open) -> None:
    seen = opened(hostile)
    for script in (
        "() => { for (const n of __map.N()) __map.select({ n: n.i }); }",
        "() => { for (const e of __map.E()) __map.select({ e: e.i }); }",
        "() => { __map.select(null); __map.D().recs.forEach((r, i) => __map.select({ rec: i })); __map.select(null); }",
        "() => { for (const s of __map.D().scenes) __map.setScene(s.id); __map.drawing(); }",
        "() => { for (const v of ['table', 'help', 'map']) __map.view(v); }",
    ):
        seen.ask(script)
    seen.page.fill("#q", "img")
    seen.ask("() => { document.querySelectorAll('#panel summary').forEach(s => s.click()); }")
    box = seen.page.locator("#net").bounding_box()
    for k in range(6):
        seen.page.mouse.move(box["x"] + box["width"] * (k + 1) / 7, box["y"] + box["height"] / 2)
    seen.shot("hostile")
    assert seen.ask("window.__xss ?? null") is None
    assert seen.ask("document.querySelectorAll('#panel img, #panel script, #q-list img, #v-table img, main svg[onload]').length") == 0
    assert seen.ask("[...document.querySelectorAll('a[href]')].every(a => /^(https?:|#|file:)/.test(a.href))")


def test_a_hostile_address_does_nothing(county: Path, opened: Open) -> None:
    for hash_ in (
        "n=<img src=x onerror=__xss=1>",
        "path=a..b",
        "story=99.99",
        "y=9999-0",
        "scene=zzz&grade=zzz",
        "e=a~b~c~d&pair=x..y&rec=-1",
        "%%%",
    ):
        seen = opened(county, hash_)
        assert seen.ask("window.__xss ?? null") is None and seen.ask("__map.V().nodes.length") > 0


def test_a_phone_sees_the_map_first_and_everything_below_it(county: Path, opened: Open) -> None:
    seen = opened(county, size=(390, 844), is_mobile=True, has_touch=True)
    assert seen.ask("document.documentElement.scrollWidth") <= 390
    assert seen.page.locator("#net").bounding_box()["y"] < 300
    seen.shot("phone")


def test_an_overview_of_many_areas_opens_each_of_them(nation: Path, opened: Open) -> None:
    seen = opened(nation)
    assert seen.ask("__map.S.scene") == "overview"
    assert seen.ask("__map.V().nodes.length") == 16
    seen.shot("overview")
    area = seen.ask("__map.D().scenes.find(s => s.area >= 0).id")
    seen.page.select_option("#sc-area", area)
    assert "scene=area" in seen.ask("location.hash")
    assert seen.ask("a => __map.V().nodes.every(n => n.area === __map.D().scenes.find(s => s.id === a).area || n.area < 0)", area)


def test_the_same_page_opens_on_the_same_picture_every_time(county: Path, opened: Open) -> None:
    first, second = opened(county), opened(county)
    assert first.ask("__map.drawing()") == second.ask("__map.drawing()")


def test_a_page_with_nothing_in_it_still_opens(tmp_path: Path, opened: Open) -> None:
    write_map(Facts(), [], b"", tmp_path / "empty.html")
    seen = opened(tmp_path / "empty.html")
    for view in ("table", "ask", "help", "map"):
        seen.ask("v => __map.view(v)", view)
    assert seen.ask("__map.V().nodes.length") == 0


def test_the_page_without_sparql_has_no_ask_view_and_all_the_rest(tmp_path: Path, opened: Open) -> None:
    facts, documents = synthetic.make(130)
    write_map(facts, documents, b"", tmp_path / "lean.html", sparql=False)
    seen = opened(tmp_path / "lean.html", "v=ask")
    assert seen.page.locator("#tab-ask").count() == 0
    assert seen.ask("__map.S.view") == "map" and seen.ask("__map.V().nodes.length") > 8


def test_what_one_document_says_can_be_read_by_itself(nation: Path, opened: Open) -> None:
    seen = opened(nation)
    seen.page.select_option("#f-doc", "3")
    seen.page.click("#sc-match")
    assert seen.ask("__map.V().nodes.every(n => n.docs.has(3))") and seen.ask("__map.V().nodes.length") > 20
