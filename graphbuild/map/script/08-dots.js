/* The big map: bodies as shapes, lines as one batch a look, labels where there is room for them. */
const CELL = 64,
  TILE = 1400;
let fat = 1;
const radius = n => n.size * 0.8 * fat;
let dots = { looks: [], shapes: [], grid: new Map(), order: [], lines: [] },
  layer = null;

/* Lines and bodies are kept in tiles, so that a close view draws only what is near; a line longer than a tile is kept by itself. */
function prepareDots() {
  const looks = new Map(),
    d = { looks: [], shapes: [], grid: new Map(), order: [], lines: [] };
  for (const e of shownE) {
    const a = V.at.get(e.s),
      b = V.at.get(e.t);
    if (!a || !b) continue;
    const colour = S.colour === "link" ? e.p.color : kindColour(e.p.kind),
      key = e.p.kind + e.st + colour;
    let l = looks.get(key);
    if (!l) looks.set(key, (l = { kind: e.p.kind, st: e.st, look: lineLook(e.p.kind, e.st, colour), tiles: new Map(), long: [] }));
    if (Math.abs(a[0] - b[0]) > TILE || Math.abs(a[1] - b[1]) > TILE) l.long.push(a[0], a[1], b[0], b[1]);
    else {
      const p = tile(l.tiles, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
      p.moveTo(a[0], a[1]);
      p.lineTo(b[0], b[1]);
    }
    d.lines.push(e);
  }
  for (const l of looks.values()) {
    l.far = new Path2D();
    for (let i = 0; i < l.long.length; i += 4) {
      l.far.moveTo(l.long[i], l.long[i + 1]);
      l.far.lineTo(l.long[i + 2], l.long[i + 3]);
    }
  }
  d.looks = [...looks.values()].sort((a, b) => (a.st === "Failing") - (b.st === "Failing"));
  const b = bounds(),
    r = $("net").getBoundingClientRect(),
    shapes = new Map();
  /* seen from afar, bodies are drawn larger */
  fat = b && r.width ? Math.min(2.4, Math.max(1, 0.62 / Math.min(r.width / (b[2] - b[0]), r.height / (b[3] - b[1])))) : 1;
  for (const n of V.nodes) {
    const [x, y] = V.at.get(n.i);
    put(d.grid, cellOf(Math.floor(x / CELL), Math.floor(y / CELL)), n);
    let s = shapes.get(n.cls.i);
    if (!s) shapes.set(n.cls.i, (s = { colour: n.cls.color, points: shapePoints(n.cls.shape), tiles: new Map() }));
    const p = tile(s.tiles, x, y),
      q = s.points,
      k = radius(n);
    p.moveTo(x + q[0] * k, y + q[1] * k);
    for (let i = 2; i < q.length; i += 2) p.lineTo(x + q[i] * k, y + q[i + 1] * k);
    p.closePath();
  }
  d.shapes = [...shapes.values()];
  d.order = [...V.nodes].sort((p, q) => q.w - p.w || p.i - q.i);
  dots = d;
  layer = null;
}
const cellOf = (x, y) => x * 1048573 + y;
function tile(tiles, x, y) {
  const tx = Math.floor(x / TILE),
    ty = Math.floor(y / TILE),
    key = cellOf(tx, ty);
  let t = tiles.get(key);
  if (!t) tiles.set(key, (t = { x: tx * TILE, y: ty * TILE, path: new Path2D() }));
  return t.path;
}
/* A shape's outline for a radius of one. */
function shapePoints(shape) {
  const path = shapePath(shape, 1);
  if (!path.includes("A")) return path.match(/-?[\d.]+(?:e-?\d+)?/g).map(Number);
  const flat = shape === "ellipse" ? 0.62 : 0.95,
    wide = shape === "ellipse" ? 1 : 0.95;
  return Array.from({ length: 12 }, (_, i) => [Math.cos((i * Math.PI) / 6) * wide, Math.sin((i * Math.PI) / 6) * flat]).flat();
}
const near = (t, box) => t.x + 1.5 * TILE > box[0] && t.x - TILE / 2 < box[2] && t.y + 1.5 * TILE > box[1] && t.y - TILE / 2 < box[3];

/* The layer under the labels is kept as a picture, a little larger than the view, so that moving the map is only moving that picture. */
function paintDots(ctx, scale) {
  const m = ctx.getTransform(),
    box = sight(),
    moving = performance.now() - zoomed < 160;
  const key = `${scale.toFixed(5)}|${T.dark}|${hot ? 1 : 0}`;
  const inside = layer && box[0] >= layer.box[0] && box[1] >= layer.box[1] && box[2] <= layer.box[2] && box[3] <= layer.box[3];
  if (!layer || (layer.key !== key && !(moving && inside)) || !inside) {
    const pad = Math.min(0.35, 900 / ((box[2] - box[0]) * m.a)),
      w = (box[2] - box[0]) * (1 + 2 * pad),
      h = (box[3] - box[1]) * (1 + 2 * pad),
      x = box[0] - (box[2] - box[0]) * pad,
      y = box[1] - (box[3] - box[1]) * pad;
    const canvas = layer?.canvas || document.createElement("canvas");
    canvas.width = Math.ceil(w * m.a);
    canvas.height = Math.ceil(h * m.a);
    const c = canvas.getContext("2d");
    c.setTransform(m.a, 0, 0, m.a, -x * m.a, -y * m.a);
    layer = { canvas, key, box: [x, y, x + w, y + h], w: canvas.width / m.a, h: canvas.height / m.a };
    drawLayer(c, scale, layer.box);
  }
  ctx.drawImage(layer.canvas, layer.box[0], layer.box[1], layer.w, layer.h);
  if (layer.key !== key) {
    clearTimeout(settle);
    settle = setTimeout(() => net.redraw(), 180);
  }
}
let settle = 0,
  zoomed = 0;
function drawLayer(ctx, scale, box) {
  const k = 1 / scale,
    far = V.nodes.length > 2000,
    close = box[2] - box[0] < 4 * TILE;
  for (const b of V.bands) {
    const [x, y, w, h] = b.box;
    ctx.fillStyle = T.band;
    ctx.beginPath();
    ctx.roundRect(x, y, w, h, 14);
    ctx.fill();
  }
  for (const l of dots.looks) {
    ctx.strokeStyle = l.look.colour;
    ctx.globalAlpha = hot ? 0.07 : l.st === "Failing" ? (far ? 0.4 : 0.9) : l.kind === "people" ? 0.25 : far ? 0.3 : 0.5;
    ctx.lineWidth = Math.max(l.st === "Failing" && !far ? 1.6 : 0.8, l.look.width * Math.min(1, scale)) * k;
    ctx.setLineDash(far && scale < 0.4 ? [] : l.look.dash.map(v => v * k));
    for (const t of l.tiles.values()) if (near(t, box)) ctx.stroke(t.path);
    if (!close) ctx.stroke(l.far);
    else {
      const q = l.long;
      ctx.beginPath();
      for (let i = 0; i < q.length; i += 4)
        if (
          Math.max(q[i], q[i + 2]) > box[0] &&
          Math.min(q[i], q[i + 2]) < box[2] &&
          Math.max(q[i + 1], q[i + 3]) > box[1] &&
          Math.min(q[i + 1], q[i + 3]) < box[3]
        ) {
          ctx.moveTo(q[i], q[i + 1]);
          ctx.lineTo(q[i + 2], q[i + 3]);
        }
      ctx.stroke();
    }
  }
  ctx.setLineDash([]);
  ctx.globalAlpha = hot ? 0.25 : 1;
  for (const s of dots.shapes) {
    ctx.fillStyle = themed(s.colour);
    for (const t of s.tiles.values()) if (near(t, box)) ctx.fill(t.path);
  }
  ctx.globalAlpha = 1;
}
function paintDot(pen, n, strong) {
  const [x, y] = V.at.get(n.i),
    k = 1 / zoom(),
    r = radius(n);
  if (n.badge) pen.circle(x, y, r + 4, { stroke: n.badge.grade.color, width: 3, alpha: strong ? 1 : hot ? 0.25 : 1 });
  pen.path(shapePath(n.cls.shape, r), x, y, { fill: themed(n.cls.color), alpha: strong || !hot ? 1 : 0.25 });
  if (S.sel?.n === n.i) pen.circle(x, y, r + 7 * Math.max(1, k * 0.6), { stroke: T.acc, width: 3 * Math.max(1, k * 0.6) });
}
function paintDotsOver(pen, scale) {
  const k = 1 / scale;
  if (!hot) for (const n of dots.order.slice(0, 400)) if (n.badge) paintDot(pen, n, false);
  if (hot) {
    for (const e of shownE) {
      if (!hot.edges.has(e.i)) continue;
      const a = V.at.get(upper(e)),
        b = V.at.get(lower(e));
      if (!a || !b) continue;
      const look = lineLook(e.p.kind, e.st, S.colour === "link" ? e.p.color : kindColour(e.p.kind)),
        z = 9 * k,
        d = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1,
        ux = (b[0] - a[0]) / d,
        uy = (b[1] - a[1]) / d,
        r = radius(N[lower(e)]) + 2;
      pen.curve([a[0], a[1], a[0], a[1], b[0], b[1], b[0], b[1]], {
        stroke: look.colour,
        width: (look.width + 0.4) * k,
        dash: look.dash.map(v => v * k),
      });
      if (e.p.kind === "accountability") {
        const x = b[0] - ux * r,
          y = b[1] - uy * r;
        pen.path(`M0 0L${-ux * z - uy * z * 0.5} ${-uy * z + ux * z * 0.5}L${-ux * z + uy * z * 0.5} ${-uy * z - ux * z * 0.5}Z`, x, y, {
          fill: look.colour,
        });
      }
      if (e.st === "Failing") {
        const x = (a[0] + b[0]) / 2,
          y = (a[1] + b[1]) / 2;
        pen.circle(x, y, 7 * k, { fill: look.colour });
        const q = 3.2 * k;
        pen.path(`M${-q} ${-q}L${q} ${q}M${q} ${-q}L${-q} ${q}`, x, y, { stroke: T.bg, width: 2 * k });
      }
    }
    for (const i of hot.nodes) if (V.at.has(i)) paintDot(pen, N[i], true);
  }
}
const spans = new WeakMap();
function widest(lines, size, weight) {
  let w = spans.get(lines);
  if (!w) spans.set(lines, (w = Math.max(...lines.map(s => measure(s, 100, weight))) / 100));
  return w * size;
}
/* Labels keep their size on the screen; the bodies that matter most come first; none touches another. `box` is the part in sight. */
function paintLabels(pen, scale, box) {
  const k = 1 / scale,
    used = new Map(),
    titled = new Set(),
    CW = 36,
    CH = 9;
  let placed = 0,
    tried = 0;
  const free = (x0, y0, x1, y1, take) => {
    const c = [x0 / CW, x1 / CW, y0 / CH, y1 / CH].map(Math.floor);
    for (let x = c[0]; x <= c[1]; x++)
      for (let y = c[2]; y <= c[3]; y++) {
        const key = x * 8191 + y;
        if (take) used.set(key, 1);
        else if (used.has(key)) return false;
      }
    return true;
  };
  const put_ = (lines, x, y, size, weight, fill, r) => {
    const w = widest(lines, size, weight) / 2 + 3,
      h = lines.length * (size + 2),
      sx = (x - box[0]) * scale,
      sy = (y - box[1]) * scale + r + 3;
    if (!free(sx - w, sy, sx + w, sy + h)) return false;
    free(sx - w, sy, sx + w, sy + h, true);
    lines.forEach((s, i) =>
      pen.text(s, x, y + (r + 3 + size / 2 + i * (size + 2)) * k, { size: size * k, weight, align: "center", fill, halo: T.bg }),
    );
    return true;
  };
  for (const b of V.bands) {
    const [x, y, w] = b.box;
    if (w * scale < 44) continue;
    const lines = wrap(b.title, Math.max(120, w * scale), 13, 1, 700);
    if (put_(lines, x + w / 2, y - 4 * k, 13, 700, T.mut, 0) && b.area >= 0) titled.add(D.areas[b.area]);
  }
  const chosen = hot
    ? [...hot.nodes]
        .filter(i => V.at.has(i))
        .map(i => N[i])
        .sort((a, b) => (b.i === S.sel?.n) - (a.i === S.sel?.n) || b.w - a.w)
    : [];
  for (const n of hot ? chosen : dots.order) {
    if (placed > 170 || tried > 5000) break;
    const [x, y] = V.at.get(n.i);
    if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) continue;
    if (!hot && titled.has(n.i)) continue;
    tried++;
    n.short ||= wrap(n.label, 130, 12, 2, 500);
    const lines = n.badge && scale > 0.25 ? [...n.short, n.badge.grade.label] : n.short;
    if (put_(lines, x, y, 12, hot ? 600 : 500, T.fg, radius(n) * scale)) placed++;
  }
  return placed;
}
function nearDot(x, y) {
  const gx = Math.floor(x / CELL),
    gy = Math.floor(y / CELL),
    reach = Math.max(1, Math.min(4, Math.ceil(14 / zoom() / CELL)));
  let best = null,
    close = Math.max(16, 12 / zoom());
  for (let i = -reach; i <= reach; i++)
    for (let j = -reach; j <= reach; j++)
      for (const n of dots.grid.get(cellOf(gx + i, gy + j)) || []) {
        const [px, py] = V.at.get(n.i),
          d = Math.hypot(px - x, py - y) - radius(n) * 0.8;
        if (d < close) {
          close = d;
          best = n;
        }
      }
  return best;
}
