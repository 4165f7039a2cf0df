/* The legend, which is also the filter. */
let shownE = [],
  shownN = new Uint8Array(0),
  tally = {};

function sieve() {
  const hidP = new Uint8Array(P.length),
    hidC = new Uint8Array(C.length);
  for (const p of P) if (F.pred.has(p.id)) hidP[p.i] = 1;
  for (const c of C) if (F.cls.has(c.id)) hidC[c.i] = 1;
  const byDoc = F.docs.size > 0,
    byYear = F.y0 > Y0 || F.y1 < Y1,
    bySt = F.st.size > 0;
  const graded = F.grade ? new Uint8Array(N.length) : null;
  if (graded) for (const j of D.judgements) if (j.grade === F.grade) graded[j.body] = 1;
  const inDocs = e => e.docs.some(d => F.docs.has(d)),
    inYears = e => e.years.some(y => !y || (y >= F.y0 && y <= F.y1));
  shownE = [];
  shownN = new Uint8Array(N.length);
  const linked = new Uint8Array(N.length);
  for (const e of E) {
    if (hidP[e.p.i] || (bySt && F.st.has(e.st)) || hidC[N[e.s].cls.i] || hidC[N[e.t].cls.i]) continue;
    if ((byDoc && !inDocs(e)) || (byYear && !inYears(e)) || (graded && !graded[e.s] && !graded[e.t])) continue;
    shownE.push(e);
    linked[e.s] = linked[e.t] = 1;
  }
  const narrow = F.pred.size || bySt || graded;
  for (const n of N) {
    if (hidC[n.cls.i]) continue;
    let on = linked[n.i] || (graded && graded[n.i]);
    if (!on && !narrow)
      on =
        (!byDoc || [...n.docs].some(d => F.docs.has(d))) &&
        (!byYear || [...n.docs].some(d => D.docs[d].year >= F.y0 && D.docs[d].year <= F.y1));
    shownN[n.i] = on ? 1 : 0;
  }
}
function refilter() {
  const t = performance.now();
  compose();
  counts();
  drawBar();
  drawTimeline();
  if (S.view === "table") drawTable();
  refresh(false);
  address(false);
  window.__filterMs = performance.now() - t;
  let bodies = 0;
  for (const v of shownN) bodies += v;
  say(`${many(bodies, "body", "bodies")} and ${many(shownE.length, "link")} match.`);
}

function classIcon(c, size = 18) {
  const s = svg("svg", { width: size, height: size, viewBox: "-10 -10 20 20", "aria-hidden": "true", class: "ic" });
  s.append(svg("path", { d: shapePath(c.shape, 8), fill: themed(c.color) }));
  return s;
}
function lineIcon(kind, status, colour) {
  const s = svg("svg", { width: 34, height: 14, viewBox: "0 0 34 14", "aria-hidden": "true", class: "ic" }),
    look = lineLook(kind, status, colour);
  s.append(
    svg("line", {
      x1: 3,
      x2: kind === "accountability" ? 25 : 31,
      y1: 7,
      y2: 7,
      stroke: look.colour,
      "stroke-width": look.width + 0.4,
      "stroke-dasharray": look.dash.join(" "),
    }),
  );
  if (kind === "accountability") s.append(svg("path", { d: "M33 7L24 2.5V11.5Z", fill: look.colour }));
  if (kind === "partnership") for (const x of [3, 31]) s.append(svg("circle", { cx: x, cy: 7, r: 3, fill: look.colour }));
  if (status === "Failing")
    s.append(
      svg("circle", { cx: 15, cy: 7, r: 6.2, fill: look.colour }),
      svg("path", { d: "M12 4L18 10M18 4L12 10", stroke: "#fff", "stroke-width": 2 }),
    );
  return s;
}
function check(key, set, id, label, icon, help) {
  const input = el("input", {
    type: "checkbox",
    id: `f-${key}-${id}`,
    checked: !set.has(id),
    on: {
      change: () => {
        input.checked ? set.delete(id) : set.add(id);
        refilter();
        groupsOf();
      },
    },
  });
  const n = el("span", { className: "n" });
  (tally[key] ||= {})[id] = n;
  return el("div", { className: "row", title: help || "" }, input, el("label", { htmlFor: input.id }, icon, el("span", {}, label)), n);
}
const KINDS = [
  ["accountability", "Answers to", "the arrow points to who must answer"],
  ["partnership", "Works with or belongs to", "dots at both ends"],
  ["people", "Holds a post", "people and their posts"],
];
let groupsOf = () => {};

function buildLegend() {
  tally = {};
  const section = (title, ...kids) => el("fieldset", {}, el("legend", {}, title), kids);
  const groups = [];
  const links = KINDS.filter(([k]) => P.some(p => p.kind === k && E.some(e => e.p === p))).map(([kind, title, note]) => {
    const own = P.filter(p => p.kind === kind && E.some(e => e.p === p));
    const all = el("input", {
      type: "checkbox",
      id: `f-kind-${kind}`,
      on: {
        change: () => {
          for (const p of own) all.checked ? F.pred.delete(p.id) : F.pred.add(p.id);
          for (const p of own) $(`f-pred-${p.id}`).checked = all.checked;
          refilter();
        },
      },
    });
    groups.push(() => {
      const on = own.filter(p => !F.pred.has(p.id)).length;
      all.checked = on > 0;
      all.indeterminate = on > 0 && on < own.length;
    });
    const n = el("span", { className: "n" });
    (tally.kind ||= {})[kind] = n;
    return el(
      "div",
      { className: "kind" },
      el(
        "div",
        { className: "row" },
        all,
        el("label", { htmlFor: all.id }, lineIcon(kind, "Actual", kindColour(kind)), el("span", {}, title, el("small", {}, note))),
        n,
      ),
      own.length > 1
        ? el(
            "details",
            { open: S.colour === "link" || (own.some(p => F.pred.has(p.id)) && own.some(p => !F.pred.has(p.id))) },
            el("summary", {}, `${many(own.length, "kind")} of link`),
            own.map(p =>
              check("pred", F.pred, p.id, p.label, lineIcon("people", "Actual", S.colour === "link" ? p.color : kindColour(kind)), p.help),
            ),
          )
        : null,
    );
  });
  groupsOf = () => groups.forEach(f => f());
  const years = el("div", { className: "row years" });
  if (Y1 > Y0) {
    const pick = (k, label) => {
      const s = el(
        "select",
        {
          id: "f-" + k,
          "aria-label": label,
          on: {
            change: () => {
              F[k] = +s.value;
              if (F.y0 > F.y1) F[k === "y0" ? "y1" : "y0"] = F[k];
              buildLegend();
              refilter();
            },
          },
        },
        Array.from({ length: Y1 - Y0 + 1 }, (_, i) => el("option", { value: Y0 + i }, String(Y0 + i))),
      );
      s.value = F[k];
      return s;
    };
    years.append(el("span", {}, "from"), pick("y0", "First year"), el("span", {}, "to"), pick("y1", "Last year"));
  }
  const doc = el(
    "select",
    {
      id: "f-doc",
      "aria-label": "Document",
      on: {
        change: () => {
          F.docs.clear();
          if (doc.value) F.docs.add(+doc.value);
          refilter();
        },
      },
    },
    el("option", { value: "" }, D.docs.length === 1 ? "The one document" : `All ${D.docs.length} documents`),
    D.docs.map(d => el("option", { value: d.i }, `${d.issued ? d.issued.slice(0, 4) + " · " : ""}${clip(d.title, 70)}`)),
  );
  doc.value = F.docs.size ? String([...F.docs][0]) : "";
  const used = G.filter(g => D.judgements.some(j => j.grade === g.id));
  const gradeRow = (id, label, icon) => {
    const r = el("input", {
      type: "radio",
      name: "grade",
      id: "f-grade-" + (id || "any"),
      checked: F.grade === id,
      on: {
        change: () => {
          F.grade = id;
          refilter();
        },
      },
    });
    const n = el("span", { className: "n" }, id ? String(new Set(D.judgements.filter(j => j.grade === id).map(j => j.body)).size) : "");
    return el("div", { className: "row" }, r, el("label", { htmlFor: r.id }, icon, label), n);
  };
  const colour = el(
    "select",
    {
      id: "f-colour",
      on: {
        change: () => {
          S.colour = colour.value;
          buildLegend();
          compose();
          refresh(false);
          address(false);
        },
      },
    },
    el("option", { value: "kind" }, "answers to or works with"),
    el("option", { value: "link" }, "kind of link"),
  );
  colour.value = S.colour;
  const inner = [
    section("Lines", links),
    section(
      "How a link stands",
      D.statuses
        .filter(s => E.some(e => e.st === s.id))
        .map(s => check("st", F.st, s.id, s.label, lineIcon("people", s.id, "#808080"), s.help)),
    ),
    section(
      "Who and what",
      C.filter(c => N.some(n => n.cls === c)).map(c => check("cls", F.cls, c.id, c.label, classIcon(c), c.help)),
    ),
    used.length
      ? section(
          "Judged",
          gradeRow("", "any or not judged"),
          used.map(g => gradeRow(g.id, el("span", { className: "pill", "data-c": g.color }, g.label))),
        )
      : null,
    section("Document", doc),
    Y1 > Y0 ? section("Year of the document", years) : null,
    section(el("label", { htmlFor: "f-colour" }, "Colour of lines"), colour),
    el(
      "div",
      { className: "bar" },
      button(
        "Reset filters",
        () => {
          resetFilters();
          buildLegend();
          show({});
          say("All filters are off.");
        },
        { id: "f-reset" },
      ),
    ),
  ];
  const open = phone() ? ($("ff").querySelector("details.all")?.open ?? false) : true;
  fill($("ff"), el("details", { className: "all", open }, el("summary", {}, "Legend and filters"), inner));
  paintPills($("ff"));
  groupsOf();
  counts();
}
/* Colours of pills are set here, not by a style attribute, which the policy does not allow. */
function paintPills(root) {
  for (const p of root.querySelectorAll("[data-c]")) {
    p.style.background = p.dataset.c;
    p.style.color = ink(p.dataset.c);
  }
}
function pill(g, text) {
  const p = el("span", { className: "pill", "data-c": g.color }, text || g.label);
  p.style.background = g.color;
  p.style.color = ink(g.color);
  return p;
}

function counts() {
  const c = { cls: {}, pred: {}, st: {}, kind: {} };
  for (let i = 0; i < N.length; i++)
    if (shownN[i]) {
      const k = N[i].cls.id;
      c.cls[k] = (c.cls[k] || 0) + 1;
    }
  for (const e of shownE) {
    c.pred[e.p.id] = (c.pred[e.p.id] || 0) + 1;
    c.st[e.st] = (c.st[e.st] || 0) + 1;
    c.kind[e.p.kind] = (c.kind[e.p.kind] || 0) + 1;
  }
  for (const k in tally) for (const id in tally[k]) tally[k][id].textContent = num(c[k][id] || 0);
}
