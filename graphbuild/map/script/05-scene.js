/* V, the picture: which bodies stand where, which lines join them. Places come from the build (layout.py), except a body with
   its neighbours and a path, which are set out by a fixed scheme: who it answers to above, who answers to it below, partners beside. */
const W = 176,
  H = 62;
let V = { cards: true, nodes: [], at: new Map(), lines: [], bands: [], notes: [], more: 0 };
const sceneOf = id => D.scenes.find(s => s.id === id) || D.scenes[0];
function places(scene) {
  if (!scene.map) {
    scene.map = new Map();
    if (scene.id === "all") for (const n of N) scene.map.set(n.i, [n.x, n.y]);
    else for (let i = 0; i < scene.at.length; i += 3) scene.map.set(scene.at[i], [scene.at[i + 1], scene.at[i + 2]]);
  }
  return scene.map;
}
const inScene = i => places(sceneOf(S.scene)).has(i);

let composed = "";
function compose() {
  const key = JSON.stringify([
    [...F.cls],
    [...F.pred],
    [...F.st],
    [...F.docs],
    F.y0,
    F.y1,
    F.grade,
    S.scene,
    S.ego,
    S.ego ? S.sel?.n : 0,
    S.path && [S.path.a, S.path.b, S.path.directed, [...S.path.kinds]],
    S.colour,
    T.dark,
  ]);
  if (key === composed) return heat();
  composed = key;
  sieve();
  const next = { cards: true, at: new Map(), bands: [], notes: [], more: 0, flow: "v", nodes: [], lines: [] };
  if (S.path?.found) setPath(next);
  else if (S.ego && S.sel?.n != null && S.ego === 1) setEgo(next, S.sel.n);
  else {
    const scene = sceneOf(S.ego ? "all" : S.scene);
    next.cards = scene.cards;
    next.overview = scene.id === "overview";
    const near = S.ego && S.sel?.n != null ? within(S.sel.n, S.ego) : null;
    for (const [i, p] of places(scene)) if (shownN[i] && (!near || near.has(i))) next.at.set(i, [p[0], p[1]]);
    next.bands = near ? [] : scene.bands;
    if ((near || (scene.id === "all" && filtered() && !timer)) && next.at.size <= 40) {
      next.cards = true;
      next.bands = [];
      rows(next);
    }
  }
  next.nodes = [...next.at.keys()].map(i => N[i]);
  next.lines = next.cards ? bundle(next) : [];
  V = next;
  if (V.cards) route();
  else prepareDots();
  heat();
}
function within(start, steps) {
  const found = new Set([start]);
  let edge = [start];
  const near = group(shownE, e => e.s),
    back = group(shownE, e => e.t);
  for (let k = 0; k < steps; k++) {
    const next = [];
    for (const v of edge)
      for (const e of [...(near.get(v) || []), ...(back.get(v) || [])]) {
        const w = other(e, v);
        if (!found.has(w)) {
          found.add(w);
          next.push(w);
        }
      }
    edge = next;
  }
  return found;
}
/* A small set taken from the big map: the same rows and order, closed up into cards. */
function rows(next) {
  const levels = [...group([...next.at], ([, p]) => Math.round(p[1] / 92))].sort((a, b) => a[0] - b[0]);
  let y = 0;
  for (const [, list] of levels) {
    list.sort((a, b) => a[1][0] - b[1][0]);
    for (let k = 0; k < list.length; k += 6) {
      const row = list.slice(k, k + 6);
      row.forEach(([i], j) => next.at.set(i, [(j - (row.length - 1) / 2) * (W + 26), y]));
      y += H + 66;
    }
  }
}
function setEgo(next, c) {
  const rank = list => [...new Set(list)].sort((a, b) => N[b].w - N[a].w || a - b);
  const seen = new Map();
  for (const e of shownE) {
    if (e.s !== c && e.t !== c) continue;
    const o = other(e, c);
    if (o === c || !shownN[o]) continue;
    const r =
      e.p.kind === "accountability"
        ? upper(e) === c
          ? 2
          : 0
        : e.p.kind === "partnership"
          ? e.p.up
            ? upper(e) === c
              ? 2.5
              : 0.5
            : 1
          : 3;
    if (!seen.has(o) || r < seen.get(o)) seen.set(o, r);
  }
  const pick = (f, max) => {
    const l = rank([...seen].filter(([, r]) => f(r)).map(([o]) => o));
    next.more += Math.max(0, l.length - max);
    return l.slice(0, max);
  };
  const up = pick(r => r < 1, 10),
    side = pick(r => r === 1, 10),
    down = pick(r => r === 2, 12),
    part = pick(r => r === 2.5, 6),
    folk = pick(r => r === 3, 6);
  next.flow = "ego";
  next.centre = c;
  next.side = new Set(side);
  next.at.set(c, [0, 0]);
  const rowsOf = (list, n) => {
    const out = [];
    const k = Math.ceil(list.length / n) || 0;
    const size = Math.ceil(list.length / (k || 1));
    for (let i = 0; i < list.length; i += size || 1) out.push(list.slice(i, i + size));
    return out;
  };
  const half = Math.ceil(side.length / 2),
    tall = (Math.max(0, half - 1) * (H + 22)) / 2;
  side.forEach((o, i) => {
    const left = i % 2 === 0,
      k = Math.floor(i / 2),
      n = left ? half : side.length - half;
    next.at.set(o, [(left ? -1 : 1) * (W + 150), (k - (n - 1) / 2) * (H + 22)]);
  });
  let y = -Math.max(H + 84, tall + H + 60);
  const note = (text, at) => next.notes.push({ text, x: 0, y: at });
  for (const row of rowsOf(up, 5)) {
    row.forEach((o, i) => next.at.set(o, [(i - (row.length - 1) / 2) * (W + 26), y]));
    y -= H + 30;
  }
  if (up.length) note("Answers to, or belongs to", y + H / 2 + 14);
  y = Math.max(H + 84, tall + H + 60);
  const lowest = [
    ["Answer to it", down],
    ["Its parts and members", part],
    ["People and posts", folk],
  ].filter(x => x[1].length);
  for (const [text, list] of lowest) {
    note(text, y - H / 2 - 14);
    for (const row of rowsOf(list, 5)) {
      row.forEach((o, i) => next.at.set(o, [(i - (row.length - 1) / 2) * (W + 26), y]));
      y += H + 30;
    }
    y += 26;
  }
  if (side.length)
    for (const s of side.length > 1 ? [-1, 1] : [-1]) next.notes.push({ text: "Partners", x: s * (W + 150), y: -tall - H / 2 - 14 });
}
function setPath(next) {
  next.flow = "h";
  const layers = S.path.found.layers;
  layers.forEach((layer, k) =>
    layer.forEach((i, j) => next.at.set(i, [(k - (layers.length - 1) / 2) * (W + 110), (j - (layer.length - 1) / 2) * (H + 30)])),
  );
}

/* Lines: all links of one kind and status between two bodies are one line. */
function bundle(next) {
  const found = new Map(),
    allowed = S.path?.found ? S.path.found.edges : null;
  for (const e of shownE) {
    if (!next.at.has(e.s) || !next.at.has(e.t) || e.s === e.t || (allowed && !allowed.has(e.i))) continue;
    const [a, b] = e.p.kind === "accountability" ? [upper(e), lower(e)] : e.s < e.t ? [e.s, e.t] : [e.t, e.s];
    const key = `${a}.${b}.${e.p.kind}.${e.st}.${S.colour === "link" ? e.p.i : ""}`;
    const line = found.get(key);
    if (line) line.links.push(e);
    else found.set(key, { a, b, kind: e.p.kind, st: e.st, pred: e.p, links: [e] });
  }
  return [...found.values()];
}
/* What stands out: the chosen body with its lines, the chosen line with its ends. Null: nothing is chosen. */
let hot = null;
function heat() {
  hot = null;
  const take = (nodes, edges) => {
    hot = { nodes, edges };
  };
  if (S.sel?.n != null && S.ego === 1 && !S.path) {
    take(new Set(V.at.keys()), new Set([...N[S.sel.n].out, ...N[S.sel.n].inn].map(e => e.i)));
  } else if (S.sel?.n != null && !S.path) {
    const nodes = new Set([S.sel.n]),
      edges = new Set();
    for (const e of [...N[S.sel.n].out, ...N[S.sel.n].inn]) {
      edges.add(e.i);
      nodes.add(e.s);
      nodes.add(e.t);
    }
    take(nodes, edges);
  } else if (S.sel?.e != null) take(new Set([E[S.sel.e].s, E[S.sel.e].t]), new Set([S.sel.e]));
  else if (S.sel?.pair) {
    const [a, b] = S.sel.pair;
    take(
      new Set([a, b]),
      new Set(
        N[a].out
          .concat(N[a].inn)
          .filter(e => other(e, a) === b)
          .map(e => e.i),
      ),
    );
  } else if (S.sel?.set) take(S.sel.set, new Set(shownE.filter(e => S.sel.set.has(e.s) && S.sel.set.has(e.t)).map(e => e.i)));
  else if (S.sel?.rec != null) take(new Set([...D.recs[S.sel.rec].to, ...D.recs[S.sel.rec].about]), new Set());
}
const hotNode = i => !hot || hot.nodes.has(i);
const hotLine = l => !hot || l.links.some(e => hot.edges.has(e.i));
