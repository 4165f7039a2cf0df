/* Drawing, once for canvas and for SVG: everything is painted through a pen. */
const FONT = 'system-ui,"Segoe UI",Roboto,"Liberation Sans","DejaVu Sans",sans-serif';
const T = {};
function readTheme() {
  const css = getComputedStyle(document.documentElement);
  for (const k of ["bg", "fg", "mut", "line", "soft", "card", "acc", "band"]) T[k] = css.getPropertyValue("--" + k).trim();
  T.dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme:dark)").matches;
}
const themed = hex => (T.dark ? mix(hex, "#ffffff", 0.38) : hex);
const kindColour = kind => (kind === "accountability" ? "#1c4e9a" : kind === "partnership" ? "#2f7d4f" : "#6b6b6b");
const FAIL = "#c8102e";
function lineLook(kind, status, colour) {
  if (status === "Failing") return { colour: themed(FAIL), width: 3, dash: [9, 5] };
  if (status === "Planned") return { colour: themed(colour), width: 2, dash: [2, 5] };
  if (status === "Former") return { colour: themed(mix(colour, "#888888", 0.5)), width: 1.6, dash: [10, 4, 2, 4] };
  return { colour: themed(colour), width: kind === "people" ? 1.4 : 2, dash: [] };
}
const lookOf = l => lineLook(l.kind, l.st, S.colour === "link" ? l.pred.color : kindColour(l.kind));

function shapePath(shape, r) {
  const ring = (n, turn) =>
    Array.from({ length: n }, (_, i) => {
      const a = turn + (i * 2 * Math.PI) / n;
      return [r * Math.cos(a), r * Math.sin(a)];
    });
  const join = pts => "M" + pts.map(p => p.map(v => +v.toFixed(2)).join(" ")).join("L") + "Z";
  if (shape === "square")
    return join([
      [-r * 0.85, -r * 0.85],
      [r * 0.85, -r * 0.85],
      [r * 0.85, r * 0.85],
      [-r * 0.85, r * 0.85],
    ]);
  if (shape === "box")
    return join([
      [-r, -r * 0.6],
      [r, -r * 0.6],
      [r, r * 0.6],
      [-r, r * 0.6],
    ]);
  if (shape === "diamond") return join(ring(4, 0).map(([x, y]) => [x * 1.15, y * 1.15]));
  if (shape === "triangle") return join(ring(3, -Math.PI / 2).map(([x, y]) => [x * 1.15, y * 1.15]));
  if (shape === "triangleDown") return join(ring(3, Math.PI / 2).map(([x, y]) => [x * 1.15, y * 1.15]));
  if (shape === "hexagon") return join(ring(6, 0));
  if (shape === "star")
    return join(
      Array.from({ length: 10 }, (_, i) => {
        const a = -Math.PI / 2 + (i * Math.PI) / 5,
          q = i % 2 ? r * 0.5 : r * 1.2;
        return [q * Math.cos(a), q * Math.sin(a)];
      }),
    );
  if (shape === "ellipse") return `M${-r} 0A${r} ${r * 0.62} 0 1 0 ${r} 0A${r} ${r * 0.62} 0 1 0 ${-r} 0Z`;
  return `M${-r * 0.95} 0A${r * 0.95} ${r * 0.95} 0 1 0 ${r * 0.95} 0A${r * 0.95} ${r * 0.95} 0 1 0 ${-r * 0.95} 0Z`;
}

class CanvasPen {
  constructor(ctx) {
    this.c = ctx;
  }
  style(o) {
    const c = this.c;
    c.globalAlpha = o.alpha ?? 1;
    if (o.fill) {
      c.fillStyle = o.fill;
    }
    if (o.stroke) {
      c.strokeStyle = o.stroke;
      c.lineWidth = o.width ?? 1;
      c.setLineDash(o.dash || []);
      c.lineCap = o.dash?.length && o.dash[0] <= 2 ? "round" : "butt";
    }
  }
  end(o, path) {
    if (o.fill) path ? this.c.fill(path) : this.c.fill();
    if (o.stroke) path ? this.c.stroke(path) : this.c.stroke();
    this.c.setLineDash([]);
    this.c.globalAlpha = 1;
  }
  rect(x, y, w, h, r, o) {
    this.style(o);
    this.c.beginPath();
    this.c.roundRect(x, y, w, h, r);
    this.end(o);
  }
  circle(x, y, r, o) {
    this.style(o);
    this.c.beginPath();
    this.c.arc(x, y, r, 0, 7);
    this.end(o);
  }
  path(d, x, y, o) {
    this.style(o);
    this.c.save();
    this.c.translate(x, y);
    this.end(o, new Path2D(d));
    this.c.restore();
  }
  curve(p, o) {
    this.style(o);
    this.c.beginPath();
    this.c.moveTo(p[0], p[1]);
    for (let i = 2; i < p.length; i += 6) this.c.bezierCurveTo(p[i], p[i + 1], p[i + 2], p[i + 3], p[i + 4], p[i + 5]);
    this.end(o);
  }
  text(s, x, y, o) {
    const c = this.c;
    c.globalAlpha = o.alpha ?? 1;
    c.font = `${o.weight || 400} ${o.size}px ${FONT}`;
    c.textAlign = o.align || "left";
    c.textBaseline = "middle";
    if (o.halo) {
      c.strokeStyle = o.halo;
      c.lineWidth = o.size / 4;
      c.lineJoin = "round";
      c.setLineDash([]);
      c.strokeText(s, x, y);
    }
    c.fillStyle = o.fill;
    c.fillText(s, x, y);
    c.globalAlpha = 1;
  }
}
class SvgPen {
  constructor() {
    this.out = [];
  }
  style(o) {
    return {
      fill: o.fill || "none",
      ...(o.stroke
        ? {
            stroke: o.stroke,
            "stroke-width": o.width ?? 1,
            ...(o.dash?.length ? { "stroke-dasharray": o.dash.join(" "), ...(o.dash[0] <= 2 ? { "stroke-linecap": "round" } : {}) } : {}),
          }
        : {}),
      ...(o.alpha != null && o.alpha < 1 ? { opacity: o.alpha } : {}),
    };
  }
  add(tag, a, ...kids) {
    for (const k in a) if (typeof a[k] === "number") a[k] = +a[k].toFixed(2);
    this.out.push(svg(tag, a, ...kids));
  }
  rect(x, y, w, h, r, o) {
    if (Array.isArray(r))
      return this.add("path", {
        d: `M${x + r[0]} ${y}H${x + w}V${y + h}H${x + r[3]}q${-r[3]} 0 ${-r[3]} ${-r[3]}V${y + r[0]}q0 ${-r[0]} ${r[0]} ${-r[0]}Z`,
        ...this.style(o),
      });
    this.add("rect", { x, y, width: w, height: h, rx: r, ...this.style(o) });
  }
  circle(x, y, r, o) {
    this.add("circle", { cx: x, cy: y, r, ...this.style(o) });
  }
  path(d, x, y, o) {
    this.add("path", { d, transform: `translate(${+x.toFixed(2)} ${+y.toFixed(2)})`, ...this.style(o) });
  }
  curve(p, o) {
    const q = p.map(v => +v.toFixed(1));
    this.add("path", { d: `M${q[0]} ${q[1]}C${q.slice(2).join(" ")}`, ...this.style(o) });
  }
  text(s, x, y, o) {
    this.add(
      "text",
      {
        x,
        y,
        "font-family": FONT,
        "font-size": o.size,
        "font-weight": o.weight || 400,
        "text-anchor": o.align === "center" ? "middle" : o.align === "right" ? "end" : "start",
        "dominant-baseline": "central",
        fill: o.fill,
        ...(o.halo ? { stroke: o.halo, "stroke-width": o.size / 4, "paint-order": "stroke", "stroke-linejoin": "round" } : {}),
        ...(o.alpha != null ? { opacity: o.alpha } : {}),
      },
      s,
    );
  }
}
const gauge = document.createElement("canvas").getContext("2d"),
  widths = new Map();
function measure(s, size, weight = 400) {
  const key = weight + "|" + s;
  let w = widths.get(key);
  if (w === undefined) {
    gauge.font = `${weight} 100px ${FONT}`;
    w = gauge.measureText(s).width / 100;
    widths.set(key, w);
  }
  return w * size;
}
const pieces = label =>
  label
    .split(/\s+/)
    .flatMap(w => (w.length > 9 ? w.split(/(?<=\w-)(?=\w)/) : [w]))
    .filter(Boolean);
/* The largest type, from `size` down to 12, in which a label stands in three lines without a broken word. */
function setIn(label, width, size) {
  for (let s = size; s >= Math.max(12, size * 0.72); s -= 0.5) {
    if (pieces(label).some(w => measure(w, s, 600) > width)) continue;
    const lines = wrap(label, width, s, 9, 600);
    if (lines.length <= 3 && lines.length * s * 1.18 < H - 6) return { s, lines };
  }
  const s = Math.max(12, size * 0.72);
  return { s, lines: wrap(label, width, s, 3, 600) };
}
/* A label in at most `max` lines no wider than `width`; what does not fit ends in an ellipsis. */
function wrap(label, width, size, max, weight) {
  const out = [];
  let line = "";
  for (let word of pieces(label)) {
    while (measure(word, size, weight) > width) {
      let k = word.length - 1;
      while (k > 1 && measure(word.slice(0, k) + "-", size, weight) > width) k--;
      if (line) {
        out.push(line);
        line = "";
      }
      out.push(word.slice(0, k) + "-");
      word = word.slice(k);
    }
    const next = line ? line + (line.endsWith("-") ? "" : " ") + word : word;
    if (measure(next, size, weight) > width) {
      out.push(line);
      line = word;
    } else line = next;
  }
  out.push(line);
  if (out.length > max) {
    let last = out.slice(max - 1).join(" ");
    while (last && measure(last + "…", size, weight) > width) last = last.slice(0, -1);
    return [...out.slice(0, max - 1), last.trimEnd() + "…"];
  }
  return out;
}

/* Seen from afar, a card's words are set larger, so that they can still be read. */
let type = 13;
const typeFor = scale => (scale >= 0.74 ? 13 : scale >= 0.62 ? 15 : scale >= 0.46 ? 17.5 : 21);
function paintCard(pen, n, x, y) {
  const dim = !hotNode(n.i),
    chosen = S.sel?.n === n.i,
    colour = themed(n.cls.color),
    alpha = dim ? 0.4 : 1;
  const { s: size, lines } = ((n.set ||= {})[type] ||= setIn(n.label, W - 41, type));
  if (chosen) pen.rect(x - W / 2 - 4, y - H / 2 - 4, W + 8, H + 8, 11, { stroke: T.acc, width: 3.5 });
  pen.rect(x - W / 2, y - H / 2, W, H, 8, { fill: T.card, stroke: dim ? T.soft : colour, width: n.i === over?.n ? 2.6 : 1.6 });
  pen.rect(x - W / 2 + 1, y - H / 2 + 1, 28, H - 2, [7, 0, 0, 7], { fill: mix(T.card, colour, T.dark ? 0.3 : 0.16), alpha });
  pen.path(shapePath(n.cls.shape, 9), x - W / 2 + 15, y, { fill: colour, alpha });
  const under = V.overview && n.under && type === 13 && lines.length < 3,
    step = size * 1.18,
    top = y - ((lines.length - 1) * step) / 2 - (under ? 8 : 0);
  if (under)
    pen.text(n.under, x - W / 2 + 36, top + (lines.length - 1) * step + size * 1.35, {
      size: size * 0.82,
      fill: T.mut,
      alpha: dim ? 0.45 : 1,
    });
  lines.forEach((s, i) => pen.text(s, x - W / 2 + 36, top + i * step, { size, weight: 600, fill: T.fg, alpha: dim ? 0.55 : 1 }));
  if (n.badge) {
    const full = `${n.badge.grade.label}${n.badge.year ? " " + n.badge.year : ""}`,
      s = measure(full, type - 2, 700) > W - 16 ? n.badge.grade.label : full,
      z = Math.min(type - 2, (W - 16) / measure(s, 1, 700)),
      w = measure(s, z, 700) + 14;
    pen.rect(x + W / 2 - w + 6, y - H / 2 + 1 - z * 1.4, w, z * 1.6, z * 0.8, {
      fill: dim ? mix(n.badge.grade.color, T.card, 0.6) : n.badge.grade.color,
      stroke: T.card,
      width: 1.5,
    });
    pen.text(s, x + W / 2 - w / 2 + 6, y - H / 2 + 1.5 - z * 0.6, {
      size: z,
      weight: 700,
      align: "center",
      fill: ink(n.badge.grade.color),
    });
  }
}
function paintLine(pen, l, strong) {
  const look = lookOf(l),
    alpha = strong ? 1 : hot ? 0.16 : l.kind === "people" ? 0.6 : 0.82,
    c = l.curve,
    over_ = over?.line === l;
  const width =
    look.width *
    (over_ ? 1.8 : strong && hot ? 1.35 : 1) *
    Math.min(1.7, 1 + Math.log10(l.links.reduce((k, e) => k + e.ev.length, 0)) * 0.35);
  const p = { stroke: look.colour, width, dash: look.dash, alpha };
  if (l.kind === "accountability") {
    const e = c.length,
      [x, y] = [c[e - 2], c[e - 1]],
      [px, py] = [c[e - 4], c[e - 3]],
      d = Math.hypot(x - px, y - py) || 1,
      ux = (x - px) / d,
      uy = (y - py) / d,
      z = 10;
    const q = c.slice();
    q[e - 2] -= ux * z * 0.8;
    q[e - 1] -= uy * z * 0.8;
    pen.curve(q, p);
    pen.path(`M0 0L${-ux * z - uy * z * 0.5} ${-uy * z + ux * z * 0.5}L${-ux * z + uy * z * 0.5} ${-uy * z - ux * z * 0.5}Z`, x, y, {
      fill: look.colour,
      alpha,
    });
  } else {
    pen.curve(c, p);
    if (l.kind === "partnership") for (const k of [0, c.length - 2]) pen.circle(c[k], c[k + 1], 3.6, { fill: look.colour, alpha });
  }
  if (l.st === "Failing") {
    const [x, y] = at(c, (l.mid ?? 16) / 32);
    pen.circle(x, y, 8, { fill: look.colour, stroke: T.bg, width: 1.5, alpha: strong || !hot ? 1 : 0.25 });
    pen.path("M-3.6 -3.6L3.6 3.6M3.6 -3.6L-3.6 3.6", x, y, {
      stroke: T.dark ? "#16181c" : "#fff",
      width: 2.2,
      alpha: strong || !hot ? 1 : 0.25,
    });
  }
}
/* Words on the lines that stand out, where they cover neither a card nor one another. */
function paintWords(pen, lines) {
  const taken = [...V.at.values()].map(([x, y]) => [x - W / 2 - 2, y - H / 2 - 2, x + W / 2 + 2, y + H / 2 + 2]),
    z = type - 1;
  for (const l of lines)
    if (l.st === "Failing") {
      const [x, y] = at(l.curve, (l.mid ?? 16) / 32);
      taken.push([x - 9, y - 9, x + 9, y + 9]);
    }
  for (const n of V.notes) {
    const w = measure(n.text, type, 600) / 2 + 4;
    taken.push([n.x - w, n.y - 12, n.x + w, n.y + 12]);
  }
  for (const l of lines) {
    const names = [...new Set(l.links.map(e => e.p.label))],
      s = clip(names[0], 28) + (names.length > 1 ? ` +${names.length - 1}` : ""),
      w = measure(s, z, 500) + 10;
    for (const t of [0.5, 0.38, 0.62, 0.28, 0.72]) {
      const [x, y0] = at(l.curve, t),
        y = y0 + (l.st === "Failing" && Math.abs(t - (l.mid ?? 16) / 32) < 0.04 ? 10 + z * 0.8 : 0),
        box = [x - w / 2, y - z * 0.75, x + w / 2, y + z * 0.75];
      if (taken.some(b => b[0] < box[2] && b[2] > box[0] && b[1] < box[3] && b[3] > box[1])) continue;
      taken.push(box);
      pen.rect(box[0], box[1], w, z * 1.5, 5, { fill: T.bg, alpha: 0.92 });
      pen.text(s, x, y, { size: z, weight: 500, align: "center", fill: lookOf(l).colour });
      break;
    }
  }
}
function paintUnder(pen) {
  for (const b of V.bands) {
    const [x, y, w, h] = b.box;
    pen.rect(x, y, w, h, 14, { fill: T.band });
  }
  if (!V.overview) for (const l of V.lines) if (!hot || !hotLine(l)) paintLine(pen, l, false);
}
function paintOver(pen) {
  const notes = () => {
    for (const n of V.notes) pen.text(n.text, n.x, n.y, { size: type, weight: 600, align: "center", fill: T.mut, halo: T.bg });
  };
  if (hot) {
    const lines = V.lines.filter(hotLine);
    for (const l of lines) paintLine(pen, l, true);
    notes();
    for (const i of hot.nodes) if (V.at.has(i)) paintCard(pen, N[i], ...V.at.get(i));
    paintWords(pen, lines.slice(0, 24));
  } else if (S.path?.found || V.nodes.length <= 9) paintWords(pen, V.lines);
}
