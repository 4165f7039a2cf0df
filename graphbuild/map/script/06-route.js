/* How each line runs: it leaves a card at a port of its own, goes down through the gaps between cards, never behind one. */
const GAP = 13,
  PAST = 9;

function route() {
  const ends = new Map(),
    w = W / 2,
    h = H / 2,
    cards = [...V.at.values()];
  const port = (i, side, towards, line, end) => put(ends, i * 4 + side, { towards, line, end });
  for (const l of V.lines) {
    const [ax, ay] = V.at.get(l.a),
      [bx, by] = V.at.get(l.b),
      dx = bx - ax,
      dy = by - ay;
    const blocked = cards.some(([x, y]) => Math.abs(y - ay) < H && x > Math.min(ax, bx) + 1 && x < Math.max(ax, bx) - 1);
    const beside =
      V.flow === "h"
        ? Math.abs(dx) > W
        : V.flow === "ego" && (l.a === V.centre || l.b === V.centre) && (V.side.has(l.a) || V.side.has(l.b));
    l.way = beside ? "h" : Math.abs(dy) < H ? (blocked ? "under" : "h") : "v";
    if (l.way === "h") {
      port(l.a, dx > 0 ? 1 : 3, by, l, 0);
      port(l.b, dx > 0 ? 3 : 1, ay, l, 1);
    } else if (l.way === "under") {
      port(l.a, 2, bx, l, 0);
      port(l.b, 2, ax, l, 1);
    } else {
      port(l.a, dy > 0 ? 2 : 0, bx, l, 0);
      port(l.b, dy > 0 ? 0 : 2, ax, l, 1);
    }
  }
  for (const [key, list] of ends) {
    const side = key % 4,
      i = (key - side) / 4,
      [x, y] = V.at.get(i);
    list.sort((p, q) => p.towards - q.towards || p.line.st.localeCompare(q.line.st));
    list.forEach((p, k) => {
      const t = (k + 1) / (list.length + 1) - 0.5,
        span = side % 2 ? H * 0.8 : W * 0.78;
      const px = side === 0 && N[i].badge ? x - w + 10 + (t + 0.5) * W * 0.36 : x + t * span;
      p.line[p.end ? "p1" : "p0"] =
        side === 0 ? [px, y - h] : side === 2 ? [px, y + h] : side === 1 ? [x + w, y + t * span] : [x - w, y + t * span];
    });
  }
  const through = gaps();
  for (const l of V.lines) {
    const [x0, y0] = l.p0,
      [x1, y1] = l.p1;
    if (l.way === "h") {
      const k = (x1 - x0) * 0.45;
      l.curve = [x0, y0, x0 + k, y0, x1 - k, y1, x1, y1];
    } else if (l.way === "under") {
      const k = 34 + Math.min(44, Math.abs(x1 - x0) * 0.06);
      l.curve = [x0, y0, x0, y0 + k, x1, y1 + k, x1, y1];
    } else l.curve = down(x0, y0, x1, y1, through.get(l) || []);
    l.dots = Array.from({ length: 33 }, (_, i) => at(l.curve, i / 32));
    l.mid =
      [16, 14, 18, 12, 20, 10, 22, 8, 24, 6, 26].find(i =>
        cards.every(([x, y]) => Math.abs(x - l.dots[i][0]) > w + 9 || Math.abs(y - l.dots[i][1]) > h + 9),
      ) ?? 16;
  }
}
/* For each line that passes rows of cards on its way: the gap it takes in each, with the lines of one gap side by side. */
function gaps() {
  const rows = [...group([...V.at.values()], p => p[1])]
    .map(([y, list]) => [y, list.map(p => p[0]).sort((a, b) => a - b)])
    .sort((a, b) => a[0] - b[0]);
  const taken = new Map(),
    found = new Map();
  for (const l of V.lines) {
    if (l.way !== "v") continue;
    const [x0, y0] = l.p0,
      [x1, y1] = l.p1,
      low = Math.min(y0, y1),
      high = Math.max(y0, y1),
      way = [];
    for (const [y, xs] of y1 > y0 ? rows : [...rows].reverse()) {
      if (y - H / 2 < low - 1 || y + H / 2 > high + 1) continue;
      const t = (y - y0) / (y1 - y0),
        wish = x0 + (x1 - x0) * t;
      if (xs.every(x => Math.abs(x - wish) > W / 2 + 6)) continue;
      const lanes = [
        xs[0] - W / 2 - GAP,
        ...xs.slice(1).flatMap((x, i) => (x - xs[i] > W + 8 ? [(x + xs[i]) / 2] : [])),
        xs[xs.length - 1] + W / 2 + GAP,
      ];
      const lane = lanes.reduce((a, b) => (Math.abs(b - wish) < Math.abs(a - wish) ? b : a)),
        stop = { x: lane, y, wish };
      way.push(stop);
      put(taken, Math.round(y) * 65536 + Math.round(lane), stop);
    }
    if (way.length) found.set(l, way);
  }
  for (const stops of taken.values()) {
    stops.sort((a, b) => a.wish - b.wish);
    const step = Math.min(5, 22 / stops.length);
    stops.forEach((s, i) => {
      s.x += (i - (stops.length - 1) / 2) * step;
    });
  }
  return found;
}
/* A line from above to below (or back up) that runs straight through each gap and bends between them. */
function down(x0, y0, x1, y1, way) {
  const s = Math.sign(y1 - y0),
    curve = [x0, y0];
  let x = x0,
    y = y0;
  const bend = (tx, ty) => {
    const k = (ty - y) * 0.5;
    curve.push(x, y + k, tx, ty - k, tx, ty);
    x = tx;
    y = ty;
  };
  for (const stop of way) {
    bend(stop.x, stop.y - s * (H / 2 + PAST));
    bend(stop.x, stop.y + s * (H / 2 + PAST));
  }
  bend(x1, y1);
  return curve;
}
/* The point of a curve of one or more bends at `t` (0 to 1) of its way. */
function at(curve, t) {
  const n = (curve.length - 2) / 6;
  let i = 0;
  if (n > 1) {
    const len = Array.from({ length: n }, (_, k) => Math.hypot(curve[k * 6 + 6] - curve[k * 6], curve[k * 6 + 7] - curve[k * 6 + 1]));
    let rest = t * len.reduce((a, b) => a + b, 0);
    while (i < n - 1 && rest > len[i]) rest -= len[i++];
    t = len[i] ? rest / len[i] : 0;
  }
  const c = curve.slice(i * 6, i * 6 + 8),
    u = 1 - t,
    p = u * u * u,
    q = 3 * u * u * t,
    r = 3 * u * t * t,
    z = t * t * t;
  return [p * c[0] + q * c[2] + r * c[4] + z * c[6], p * c[1] + q * c[3] + r * c[5] + z * c[7]];
}
