/* The page's data, as one set of numbered tables (see model.py) and the indexes that make it quick to ask. */
let D,
  N = [],
  E = [],
  P = [],
  C = [],
  G = [];
let Y0 = 0,
  Y1 = 0;
const nodeAt = new Map(),
  thingAt = new Map(),
  predAt = new Map(),
  classAt = new Map(),
  gradeAt = new Map(),
  docAt = new Map();
const of = { judgements: new Map(), findings: new Map(), recs: new Map(), stats: new Map(), says: new Map(), roles: new Map() };
const year = date => +(/^\d{4}/.exec(date || "") || [0])[0];

function put(map, key, value) {
  if (key < 0) return;
  const a = map.get(key);
  if (a) a.push(value);
  else map.set(key, [value]);
}

function readData(graph, data) {
  D = data;
  P = D.preds;
  C = D.classes;
  G = D.grades;
  for (const c of C) c.color = safeColour(c.color);
  for (const p of P) p.color = safeColour(p.color);
  for (const g of G) g.color = deep(safeColour(g.color));
  P.forEach((p, i) => {
    p.i = i;
    predAt.set(p.id, p);
  });
  C.forEach((c, i) => {
    c.i = i;
    classAt.set(c.id, c);
  });
  G.forEach(g => gradeAt.set(g.id, g));
  D.docs.forEach((d, i) => {
    d.i = i;
    d.year = year(d.issued);
    docAt.set(d.id, d);
  });
  D.sents = D.sents.map((r, i) => ({ i, doc: r[0], start: r[1], para: r[3], page: r[4], text: r[5] }));
  N = graph.nodes.map((n, i) => ({
    i,
    id: n.id,
    label: n.label,
    cls: classAt.get(n.cls),
    area: n.area,
    w: n.w,
    also: n.also,
    codes: n.codes,
    x: n.x,
    y: n.y,
    size: n.size,
    docs: new Set(n.docs),
    out: [],
    inn: [],
    judged: 0,
    lc: (n.label + "\n" + n.also.join("\n")).toLowerCase(),
  }));
  for (const n of N) {
    nodeAt.set(n.id, n);
    thingAt.set(graph.nodes[n.i].step || n.id, n);
  }
  E = graph.edges.map((e, i) => {
    const s = nodeAt.get(e.from),
      t = nodeAt.get(e.to),
      p = predAt.get(e.p);
    const docs = [...new Set(e.ev.map(v => D.sents[v[0]].doc))];
    const x = { i, s: s.i, t: t.i, p, st: e.st, ev: e.ev, docs, years: [...new Set(docs.map(d => D.docs[d].year))] };
    s.out.push(x);
    t.inn.push(x);
    for (const d of docs) {
      s.docs.add(d);
      t.docs.add(d);
    }
    return x;
  });
  const by = (table, map, ...fields) =>
    D[table].forEach((row, i) => {
      row.i = i;
      const ids = new Set(fields.flatMap(f => row[f]));
      for (const id of ids) {
        put(map, id, row);
        if (N[id]) N[id].docs.add(D.sents[row.ev[0]].doc);
      }
    });
  by("judgements", of.judgements, "body");
  by("findings", of.findings, "about");
  by("recs", of.recs, "to", "about");
  by("stats", of.stats, "about");
  by("says", of.says, "who");
  by("roles", of.roles, "person", "post", "body");
  const years = D.docs.map(d => d.year).filter(Boolean);
  Y0 = years.length ? Math.min(...years) : 0;
  Y1 = years.length ? Math.max(...years) : 0;
  for (const n of N) n.badge = graph.nodes[n.i].badge == null ? null : headline(graph.nodes[n.i].badge);
  const inside = new Map(),
    bad = new Map();
  for (const n of N) if (n.area >= 0) inside.set(n.area, (inside.get(n.area) || 0) + 1);
  for (const e of E)
    if (e.st === "Failing") {
      const a = N[e.s].area;
      bad.set(a, (bad.get(a) || 0) + 1);
    }
  D.areas.forEach((i, a) => {
    N[i].under = `${inside.get(a) || 0} named${bad.has(a) ? `, ${bad.get(a)} failing` : ""}`;
  });
}

/* The judgement a badge shows (model.py says which). */
function headline(i) {
  const j = D.judgements[i];
  return { grade: gradeAt.get(j.grade), year: year(j.date), area: j.area };
}

/* The area of a body, where the map holds several. */
const homeOf = n => (D.areas.length > 1 && n.area >= 0 && D.areas[n.area] !== n.i ? N[D.areas[n.area]].label : "");

/* For accountability: who stands above; for a link that has no above, its subject. */
const upper = e => (e.p.up ? e.t : e.s),
  lower = e => (e.p.up ? e.s : e.t);
const other = (e, n) => (e.s === n ? e.t : e.s);
const edgeKey = e => [N[e.s].id, e.p.id, N[e.t].id, e.st].join("~");
let edgeIndex = null;
function edgeAt(key) {
  if (!edgeIndex) edgeIndex = new Map(E.map(e => [edgeKey(e), e]));
  return edgeIndex.get(key);
}
/* How a link reads from one of its ends. */
const reads = (e, n) => (e.s === n ? e.p.label : e.p.inverse);
/* A link that does not stand is never named without saying so. */
const stands = e => (e.st === "Actual" ? "" : ` (${statusLabel(e.st).toLowerCase()})`);
const words = e => `${N[e.s].label} ${e.p.label} ${N[e.t].label}`;
const statusLabel = id => (D.statuses.find(s => s.id === id) || { label: id }).label;

function place(s) {
  const d = D.docs[s.doc],
    bits = [];
  if (/^[\d.]+$/.test(s.para)) bits.push(`paragraph ${s.para}`);
  else if (s.para === "lead") bits.push("opening lines");
  else if (s.para) bits.push(`under “${clip(s.para, 60)}”`);
  if (s.page) bits.push(`page ${s.page}`);
  if (d.issued) bits.push(niceDate(d.issued));
  return bits.join(", ");
}
const MONTHS = "January February March April May June July August September October November December".split(" ");
function niceDate(iso) {
  const m = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(iso || "");
  return !m ? iso || "" : [m[3] && +m[3], m[2] && MONTHS[+m[2] - 1], m[1]].filter(Boolean).join(" ");
}
