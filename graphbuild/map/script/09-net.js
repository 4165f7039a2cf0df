/* vis-network holds the canvas: the view, gestures and bodies; the lines and labels are painted before and after it. */
let net = null,
  bodies = null,
  over = null;
const zoom = () => (net ? net.getScale() : 1);
const calm = () => (still() ? false : { duration: 300, easingFunction: "easeInOutQuad" });

function startNet(options) {
  bodies = new vis.DataSet();
  net = new vis.Network($("net"), { nodes: bodies, edges: new vis.DataSet() }, options);
  window.network = net;
  net.on("beforeDrawing", ctx => {
    type = typeFor(zoom());
    return V.cards ? paintUnder(new CanvasPen(ctx)) : paintDots(ctx, zoom());
  });
  net.on("afterDrawing", ctx => {
    const pen = new CanvasPen(ctx);
    if (V.cards) paintOver(pen);
    else {
      paintDotsOver(pen, zoom());
      paintLabels(pen, zoom(), sight());
    }
    window.__draws = (window.__draws || 0) + 1;
    window.__firstDraw ||= performance.now();
  });
  net.on("click", p => {
    const { x, y } = p.pointer.canvas,
      n = pickBody(x, y),
      l = n ? null : pickLine(x, y);
    hideTip();
    if (n) select({ n: n.i });
    else if (l) chooseLine(l);
    else if (S.sel) select(S.ego ? { n: S.sel.n } : null);
  });
  net.on("doubleClick", p => {
    const n = pickBody(p.pointer.canvas.x, p.pointer.canvas.y);
    if (n) openBody(n);
  });
  net.on("dragging", p => {
    if (!p.nodes.length || !V.cards) return;
    const at_ = net.getPositions(p.nodes);
    for (const id of p.nodes) {
      const n = nodeAt.get(id);
      if (n && V.at.has(n.i)) V.at.set(n.i, [at_[id].x, at_[id].y]);
    }
    route();
  });
  const box = $("net");
  box.addEventListener("pointermove", e => {
    if (e.buttons) return hideTip();
    const r = box.getBoundingClientRect(),
      { x, y } = net.DOMtoCanvas({ x: e.clientX - r.left, y: e.clientY - r.top });
    hover(pickBody(x, y), x, y, e);
  });
  box.addEventListener("pointerleave", () => {
    hideTip();
    if (over) {
      over = null;
      net.redraw();
    }
  });
  box.addEventListener("keydown", keys);
  new ResizeObserver(() => {
    if (S.view === "map") {
      net.setSize("100%", "100%");
      net.redraw();
      if (!touched) fit(false);
    }
  }).observe(box);
  for (const kind of ["dragStart", "zoom"])
    net.on(kind, () => {
      touched = true;
      hideTip();
    });
  net.on("zoom", () => {
    zoomed = performance.now();
  });
}
let touched = false;
/* An area's authority on the overview opens its area; any other body is set in the middle of its neighbours. */
function openBody(n) {
  const scene = D.scenes.find(s => s.id === "area~" + n.id);
  if (scene && S.scene !== scene.id) setScene(scene.id);
  else select({ n: n.i }, { ego: 1, fit: true });
}
function chooseLine(l) {
  if (l.links.length === 1) select({ e: l.links[0].i });
  else select({ pair: [l.a, l.b] });
}
function sight() {
  const r = $("net").getBoundingClientRect(),
    a = net.DOMtoCanvas({ x: 0, y: 0 }),
    b = net.DOMtoCanvas({ x: r.width, y: r.height });
  return [a.x, a.y, b.x, b.y];
}
function pickBody(x, y) {
  if (!V.cards) return nearDot(x, y);
  for (const n of V.nodes) {
    const [px, py] = V.at.get(n.i);
    if (Math.abs(px - x) <= W / 2 && Math.abs(py - y) <= H / 2) return n;
  }
  return null;
}
function pickLine(x, y) {
  let best = null,
    close = 9 / Math.min(1.2, zoom());
  if (V.cards) {
    for (const l of V.lines)
      for (let i = 0; i < 32; i++) {
        const d = segment(x, y, l.dots[i], l.dots[i + 1]) - (hot && hotLine(l) ? 2 : 0);
        if (d < close) {
          close = d;
          best = l;
        }
      }
    return best;
  }
  if (dots.lines.length > 15000) return null;
  for (const e of hot ? dots.lines.filter(v => hot.edges.has(v.i)) : dots.lines) {
    const d = segment(x, y, V.at.get(e.s), V.at.get(e.t));
    if (d < close) {
      close = d;
      best = e;
    }
  }
  return (
    best && {
      a: best.s,
      b: best.t,
      kind: best.p.kind,
      st: best.st,
      pred: best.p,
      links: E[best.i].p && N[best.s].out.filter(e => e.t === best.t && e.st === best.st),
    }
  );
}
function segment(x, y, a, b) {
  const dx = b[0] - a[0],
    dy = b[1] - a[1],
    t = Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy);
}
let hoverAt = 0;
function hover(n, x, y, e) {
  const now = performance.now();
  if (!n && !V.cards && now - hoverAt < 60) return;
  hoverAt = now;
  const l = n ? null : pickLine(x, y),
    was = over;
  over = n ? { n: n.i } : l ? { line: l } : null;
  $("net").style.cursor = over ? "pointer" : "grab";
  if (n)
    tip(
      e,
      n.label,
      `${n.cls.label}${homeOf(n) ? " · " + homeOf(n) : ""}${n.badge ? ` · ${n.badge.grade.label}${n.badge.year ? " in " + n.badge.year : ""}` : ""} · ${many(n.out.length + n.inn.length, "link")}`,
    );
  else if (l)
    tip(
      e,
      l.links.length === 1 ? words(l.links[0]) : `${N[l.a].label} and ${N[l.b].label}: ${many(l.links.length, "link")}`,
      [...new Set(l.links.map(v => v.p.label))].slice(0, 4).join(", ") +
        ` · ${statusLabel(l.st).toLowerCase()} · ${many(
          l.links.reduce((k, v) => k + v.ev.length, 0),
          "sentence",
        )}`,
    );
  else hideTip();
  if (V.cards && (was?.n !== over?.n || was?.line !== over?.line)) net.redraw();
}
function tip(e, head, line) {
  const t = $("tip"),
    r = $("v-map").getBoundingClientRect();
  fill(t, el("b", {}, head), el("span", {}, line));
  t.hidden = false;
  t.style.left = Math.min(e.clientX - r.left + 14, r.width - 300) + "px";
  t.style.top = Math.min(e.clientY - r.top + 16, r.height - 90) + "px";
}
function hideTip() {
  $("tip").hidden = true;
}

/* Hands vis-network the bodies of the picture: all of them as cards; of the big map, only those it must know to move. */
function refresh(fitAll) {
  if (!net) return;
  const keep = V.cards ? V.nodes : [];
  const want = new Map(keep.map(n => [n.id, n]));
  const drop = bodies.getIds().filter(id => !want.has(id));
  if (drop.length) bodies.remove(drop);
  bodies.update(
    keep.map(n => {
      const [x, y] = V.at.get(n.i);
      return {
        id: n.id,
        x,
        y,
        shape: "custom",
        ctxRenderer: ({ ctx, x: px, y: py }) => ({
          drawNode: () => paintCard(new CanvasPen(ctx), n, px, py),
          nodeDimensions: { width: W, height: H },
        }),
      };
    }),
  );
  if (fitAll) {
    touched = false;
    fit(true);
  }
  net.redraw();
}
function bounds() {
  const xs = [],
    ys = [];
  for (const [x, y] of V.at.values()) {
    xs.push(x);
    ys.push(y);
  }
  for (const n of V.notes) {
    xs.push(n.x);
    ys.push(n.y - 10);
  }
  if (!xs.length) return null;
  const px = V.cards ? W / 2 + 14 : 90,
    py = V.cards ? H / 2 + 26 : 60,
    min = a => a.reduce((m, v) => (v < m ? v : m), Infinity),
    max = a => a.reduce((m, v) => (v > m ? v : m), -Infinity);
  return [min(xs) - px, min(ys) - py, max(xs) + px, max(ys) + py];
}
function fit(move) {
  const b = bounds(),
    r = $("net").getBoundingClientRect();
  if (!b || !r.width) return;
  const scale = Math.min(V.cards ? 1.15 : 1.3, r.width / (b[2] - b[0]), r.height / (b[3] - b[1]));
  const least = V.cards && phone() ? 0.5 : 0,
    focus = least > scale ? focusPoint(b, r, least) : { x: (b[0] + b[2]) / 2, y: (b[1] + b[3]) / 2 };
  net.moveTo({
    position: focus,
    scale: Math.max(least, scale),
    animation: move && window.__firstDraw && V.nodes.length < 3000 ? calm() : false,
  });
}
/* On a small screen the picture stays readable and starts at its top, or at the chosen body. */
function focusPoint(b, r, scale) {
  const c = S.sel?.n != null && V.at.get(S.sel.n);
  return c ? { x: c[0], y: c[1] } : { x: (b[0] + b[2]) / 2, y: b[1] + r.height / 2 / scale };
}
function moveTo(i) {
  const p = V.at.get(i);
  if (p) net.moveTo({ position: { x: p[0], y: p[1] }, scale: Math.max(zoom(), V.cards ? 0.8 : 0.9), animation: calm() });
}

/* Arrow keys go to the nearest body that way. */
function keys(e) {
  const dir = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
  if (dir) {
    e.preventDefault();
    const from = S.sel?.n != null && V.at.has(S.sel.n) ? S.sel.n : null;
    if (from === null) {
      const first = [...V.nodes].sort((a, b) => b.w - a.w)[0];
      if (first) {
        select({ n: first.i }, { ego: S.ego ? 1 : null });
        moveTo(first.i);
      }
      return;
    }
    const [x, y] = V.at.get(from);
    let best = null,
      least = Infinity;
    for (const n of V.nodes) {
      if (n.i === from) continue;
      const [px, py] = V.at.get(n.i),
        along = (px - x) * dir[0] + (py - y) * dir[1],
        across = Math.abs((px - x) * dir[1]) + Math.abs((py - y) * dir[0]);
      if (along > 4 && along + across * 2 < least) {
        least = along + across * 2;
        best = n;
      }
    }
    if (!best) return say("No body further that way.");
    S.sel = { n: best.i };
    if (S.ego) {
      heat();
      drawPanel();
      net.redraw();
      address(false);
      announce();
    } else select({ n: best.i });
    moveTo(best.i);
  } else if (e.key === "+" || e.key === "=") zoomBy(1.25);
  else if (e.key === "-") zoomBy(0.8);
  else if (e.key === "0") {
    touched = false;
    fit(true);
  } else if (e.key === "c" && S.sel?.n != null) select({ n: S.sel.n }, { ego: 1, fit: true });
  else if (e.key === "Enter" && S.sel) {
    e.preventDefault();
    $("panel").focus();
    $("panel").scrollIntoView({ block: "nearest" });
  }
}
function zoomBy(k) {
  touched = true;
  net.moveTo({ scale: zoom() * k, animation: calm() });
}
