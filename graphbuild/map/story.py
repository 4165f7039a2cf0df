"""The page's title, and the stories it can tell by itself: steps (a title, a few lines, a view) made from the graph's own facts."""

from __future__ import annotations

from collections import Counter
from typing import Any

from graphbuild.map.model import Page

Step = dict[str, Any]


def title(page: Page) -> str:
    """A title that says what was read: the areas that most of the bodies belong to."""
    areas = Counter(n["area"] for n in page.nodes if n["area"] >= 0)
    homes = page.data["areas"]
    names = [page.nodes[homes[a]]["label"] for a, _ in sorted(areas.items(), key=lambda x: (-x[1], x[0]))]
    if not names:
        return "Who answers to whom"
    if len(names) == 1 or areas.most_common(1)[0][1] > 0.75 * sum(areas.values()):
        return f"Who answers to whom: {names[0]}"
    return f"Who answers to whom: {names[0]} and {names[1]}" if len(names) == 2 else f"Who answers to whom in {len(names)} areas"


def stories(page: Page) -> list[dict[str, Any]]:
    """The stories worth telling: of the body judged worst, if any is judged badly; of the links that fail, if any do."""
    found = []
    for node in _worst(page)[:5]:
        found.append(_judged(page, node))
    found.append(_failing(page))
    return [s for s in found if len(s["steps"]) > 2]


def _worst(page: Page) -> list[int]:
    """Bodies whose latest judgement is in the lower half of its scale, the worst and most spoken of first."""
    rank = {g["id"]: g["rank"] for g in page.data["grades"]}
    top = max(rank.values(), default=0)
    said = Counter(f["about"] for f in page.data["findings"])
    found = []
    for i, node in enumerate(page.nodes):
        if "badge" in node and 2 * (worst := rank[page.data["judgements"][node["badge"]]["grade"]]) > top:
            found.append((-worst, -(said[i] + 3 * node["w"]), i))
    found.sort()
    return [i for grade, _, i in found if grade == found[0][0]]


def _full(page: Page, node: int) -> str:
    """A body's name; a common one ("children's homes") with its area, where the map holds several."""
    area, homes = page.nodes[node]["area"], page.data["areas"]
    alone = len(homes) < 2 or area < 0 or homes[area] == node or not page.nodes[node]["label"][:1].islower()
    return str(page.nodes[node]["label"]) + ("" if alone else f" ({page.nodes[homes[area]]['label']})")


def _failing(page: Page) -> dict[str, Any]:
    """What is said not to work, body by body."""
    at: Counter[str] = Counter()
    for e in page.edges:
        if e["st"] == "Failing":
            at.update((e["from"], e["to"]))
    keys = {n["id"]: i for i, n in enumerate(page.nodes)}
    preds = {p["id"]: p for p in page.data["preds"]}
    steps = []
    for key, number in sorted(at.items(), key=lambda x: (-x[1], x[0]))[:5]:
        own = [e for e in page.edges if e["st"] == "Failing" and key in (e["from"], e["to"])]
        lines = ["Said to be missing or not to work:", *(f"✗ {_read(page, preds, e)}" for e in own[:3])]
        lines += [f"and {number - 3} more."] if number > 3 else []
        steps.append(_step(_full(page, keys[key]), lines, f"n={key}&ego=1&only=Failing", [e["ev"][0][0] for e in own[:3]]))
    return {"title": "What do the documents say is not working?", "steps": steps}


def _judged(page: Page, node: int) -> dict[str, Any]:
    data, label, key = page.data, page.nodes[node]["label"], page.nodes[node]["id"]
    rank = {g["id"]: g for g in data["grades"]}
    shown = data["judgements"][page.nodes[node]["badge"]]
    made = [shown, *(j for j in data["judgements"] if j["body"] == node and j["grade"] in rank and not j["previous"])]
    grade = rank[shown["grade"]]["label"].lower()
    by = page.nodes[shown["by"]]["label"] if shown["by"] >= 0 else "Inspectors"
    plain = "overall" in shown["area"].lower() or not shown["area"] or shown["area"].lower() in label.lower()
    what = label if plain else f"“{shown['area']}” in {label}"
    words = [j["ev"][0] for j in made if j["grade"] == shown["grade"] and j["area"] == shown["area"]]
    steps: list[Step] = [_step(f"Judged {grade}", [f"{by} judged {what} {grade}{_in(shown['date'])}."], f"n={key}", words[:3])]
    weak = [f for f in data["findings"] if f["about"] == node and f["pol"] != "Strength"]
    if weak:
        steps.append(_step("Why", [f"{len(weak)} {_s('finding', weak)} speak of what was weak or mixed."], f"n={key}&ego=1", _best(weak)))
    preds = {p["id"]: p for p in data["preds"]}
    failing = [i for i, e in enumerate(page.edges) if e["st"] == "Failing" and key in (e["from"], e["to"])]
    if failing:
        e = page.edges[failing[0]]
        how = "One of its links is" if len(failing) == 1 else f"{len(failing)} of its links are"
        lines = [f"{how} said to be missing or not to work: {_read(page, preds, e)}{'' if len(failing) == 1 else ', for one'}."]
        steps.append(
            _step("What did not work", lines, f"n={key}&ego=1&only=Failing", [x[0] for i in failing[:3] for x in page.edges[i]["ev"][:1]])
        )
    above = [e for e in page.edges if preds[e["p"]]["kind"] == "accountability" and (e["from"] if preds[e["p"]]["up"] else e["to"]) == key]
    below = [e for e in page.edges if preds[e["p"]]["kind"] == "accountability" and (e["to"] if preds[e["p"]]["up"] else e["from"]) == key]
    if above or below:
        lines = [f"It answers to {_names(page, above, key)}."] if above else ["No document says to whom it answers."]
        lines.append(_below(page, below, key))
        steps.append(
            _step(
                "Who should have held whom to account",
                lines,
                f"n={key}&ego=1&kind=accountability",
                [x[0] for e in [*above, *below][:4] for x in e["ev"][:1]],
            )
        )
    recs = [r for r in data["recs"] if node in r["to"] or node in r["about"]]
    if recs:
        who = sorted({t for r in recs for t in r["to"]})
        lines = [f"{len(recs)} {_s('recommendation', recs)} speak to it or of it; to act: {_join([page.nodes[w]['label'] for w in who])}."]
        steps.append(_step("Who had to act", lines, f"n={key}&part=recommendations", [r["ev"][0] for r in recs[:4]]))
    first = max((data["sents"][j["ev"][0]][0] for j in made), default=0)
    later = [
        f
        for f in data["findings"]
        if f["about"] == node and data["docs"][data["sents"][f["ev"][0]][0]]["issued"][:4] > data["docs"][first]["issued"][:4]
    ]
    if later:
        steps.append(
            _step(
                "What followed",
                [f"Later documents come back to it {len(later)} {'time' if len(later) == 1 else 'times'}."],
                f"n={key}&part=later",
                _best(later),
            )
        )
    else:
        steps.append(_step("What followed", ["No later document among those read evaluates it again."], f"n={key}", []))
    return {"title": f"{_full(page, node)}: why “{grade}”, and who had to act?", "steps": steps}


def _below(page: Page, below: list[dict[str, Any]], key: str) -> str:
    if not below:
        return "No document names a body that answers to it."
    failing = sum(e["st"] == "Failing" for e in below)
    if failing == len(below):
        return f"Expected to answer to it, but said not to be held to account: {_names(page, below, key)}."
    but = f" (of these {len(below)} links {failing} {'is' if failing == 1 else 'are'} said not to work)" if failing else ""
    return f"To it answer {_names(page, below, key)}{but}."


def _step(heading: str, lines: list[str], view: str, evidence: list[int]) -> Step:
    return {"title": heading, "lines": lines, "view": view, "sents": list(dict.fromkeys(evidence))}


def _best(findings: list[dict[str, Any]]) -> list[int]:
    return [f["ev"][0] for f in sorted(findings, key=lambda f: (f["pol"] != "Weakness", not f["marked"], f["ev"][0]))[:3]]


def _read(page: Page, preds: dict[str, Any], e: dict[str, Any]) -> str:
    labels = {n["id"]: n["label"] for n in page.nodes}
    return f"“{labels[e['from']]} {preds[e['p']]['label']} {labels[e['to']]}”"


def _names(page: Page, edges: list[dict[str, Any]], key: str) -> str:
    labels = {n["id"]: (n["label"], n["w"]) for n in page.nodes}
    others = sorted({e["from"] if e["to"] == key else e["to"] for e in edges} - {key}, key=lambda k: (-labels[k][1], k))
    return _join([labels[k][0] for k in others[:4]], len(others))


def _join(names: list[str], total: int = 0) -> str:
    more = max(0, total - len(names))
    if more:
        return f"{', '.join(names)} and {more} more"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names) or "nobody named"


def _in(date: str) -> str:
    return f" in {date[:4]}" if date else ""


def _s(word: str, many: list[Any]) -> str:
    return word if len(many) == 1 else word + "s"
