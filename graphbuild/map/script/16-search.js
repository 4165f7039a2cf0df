/* Search over bodies, people, sentences and recommendations; the words may stand in any order. */
let hits = [],
  hit = -1;
function search(text) {
  const q = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  hits = [];
  hit = -1;
  if (q.join("").length > 1) {
    const has = s => q.every(w => s.includes(w)),
      first = n => (n.label.toLowerCase().startsWith(q.join(" ")) ? 2 : 0) + (n.label.toLowerCase().includes(q.join(" ")) ? 1 : 0);
    const found = N.filter(n => has(n.lc))
      .sort((a, b) => first(b) - first(a) || b.w - a.w)
      .slice(0, 10);
    for (const n of found)
      hits.push({
        icon: classIcon(n.cls),
        text: n.label,
        note: n.cls.label + (homeOf(n) ? ` · ${homeOf(n)}` : "") + (n.badge ? ` · ${n.badge.grade.label}` : ""),
        go: () => select({ n: n.i }, { ego: inScene(n.i) ? 0 : 1, fit: true }),
      });
    for (const r of D.recs) {
      if (hits.length > 14) break;
      if (has(r.text.toLowerCase())) hits.push({ text: r.text, note: `Recommendation ${r.n}`, go: () => select({ rec: r.i }) });
    }
    const seen = new Set();
    for (const e of E) {
      if (hits.length > 24) break;
      for (const v of e.ev) {
        const s = D.sents[v[0]];
        if (!seen.has(s.i) && has(s.text.toLowerCase())) {
          seen.add(s.i);
          hits.push({ text: s.text, note: words(e) + stands(e), go: () => select({ e: e.i }) });
          break;
        }
      }
    }
    for (const f of D.findings) {
      if (hits.length > 28) break;
      const s = D.sents[f.ev[0]];
      if (!seen.has(s.i) && has(s.text.toLowerCase())) {
        seen.add(s.i);
        hits.push({ text: s.text, note: `Finding about ${N[f.about].label}`, go: () => select({ n: f.about }) });
      }
    }
    for (const d of D.docs)
      if (hits.length < 32 && has(d.title.toLowerCase()))
        hits.push({
          text: d.title,
          note: "Document: show only what it says",
          go: () => {
            F.docs = new Set([d.i]);
            buildLegend();
            refilter();
          },
        });
  }
  const list = $("q-list");
  fill(
    list,
    ...hits.map((h, i) =>
      el(
        "li",
        {
          role: "option",
          id: "q-" + i,
          "aria-selected": "false",
          on: {
            mousedown: e => {
              e.preventDefault();
              take(i);
            },
          },
        },
        h.icon || null,
        el("span", {}, snippet(h.text, q[0])),
        el("small", {}, clip(h.note, 90)),
      ),
    ),
  );
  const open = hits.length > 0;
  list.hidden = !open;
  $("q").setAttribute("aria-expanded", String(open));
  $("q").removeAttribute("aria-activedescendant");
  if (text.trim().length > 1) say(open ? `${many(hits.length, "result")}.` : "Nothing found.");
}
function snippet(text, word) {
  const i = text.toLowerCase().indexOf(word);
  return text.length < 150 || i < 90 ? clip(text, 150) : "…" + clip(text.slice(i - 60), 150);
}
function mark(i) {
  const list = $("q-list");
  [...list.children].forEach((c, j) => c.setAttribute("aria-selected", String(j === i)));
  hit = i;
  if (i >= 0 && list.children[i]) {
    $("q").setAttribute("aria-activedescendant", "q-" + i);
    list.children[i].scrollIntoView({ block: "nearest" });
  }
}
function closeSearch() {
  $("q-list").hidden = true;
  $("q").setAttribute("aria-expanded", "false");
  $("q").removeAttribute("aria-activedescendant");
}
function take(i) {
  const h = hits[i];
  if (!h) return;
  closeSearch();
  if (S.view !== "map") view("map");
  S.step = null;
  h.go();
}
function startSearch() {
  const q = $("q");
  q.addEventListener("input", () => search(q.value));
  q.addEventListener("focus", () => {
    if (q.value.trim().length > 1) search(q.value);
  });
  q.addEventListener("blur", () => setTimeout(closeSearch, 120));
  q.addEventListener("keydown", e => {
    if (e.key === "ArrowDown") {
      mark(Math.min(hit + 1, hits.length - 1));
      e.preventDefault();
    } else if (e.key === "ArrowUp") {
      mark(Math.max(hit - 1, 0));
      e.preventDefault();
    } else if (e.key === "Enter") {
      take(Math.max(hit, 0));
      e.preventDefault();
    } else if (e.key === "Escape") {
      if ($("q-list").hidden) q.value = "";
      closeSearch();
      e.stopPropagation();
    }
  });
}
