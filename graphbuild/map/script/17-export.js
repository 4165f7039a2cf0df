/* The bar above the map, and the map as a picture with its legend. */
function drawBar() {
  const bar = $("bar"),
    main = D.scenes.filter(s => s.area < 0),
    areas = D.scenes.filter(s => s.area >= 0).sort((a, b) => a.title.localeCompare(b.title, "en"));
  const held = document.activeElement?.closest?.("#bar") ? document.activeElement.id : null;
  const seg = el(
    "div",
    { className: "seg", role: "group", "aria-label": "How much to show" },
    main.map(s => {
      const b = button(s.title, () => setScene(s.id), { id: "sc-" + s.id });
      b.setAttribute("aria-pressed", String(!S.ego && !S.path && sceneOf(S.scene) === s));
      return b;
    }),
  );
  const kids = [seg];
  if (areas.length) {
    const pick = el(
      "select",
      { id: "sc-area", "aria-label": "Area", on: { change: () => setScene(pick.value || D.scenes[0].id) } },
      el("option", { value: "" }, `${areas.length} areas…`),
      areas.map(s => el("option", { value: s.id }, s.title)),
    );
    pick.value = !S.ego && !S.path && areas.some(s => s.id === S.scene) ? S.scene : "";
    kids.push(pick);
  }
  if (S.ego)
    kids.push(
      el("span", { className: "quiet" }, "Steps"),
      el(
        "div",
        { className: "seg", role: "group", "aria-label": "Steps around the body" },
        [1, 2, 3].map(k => {
          const b = button(
            String(k),
            () => {
              S.ego = k;
              show({ fit: true, push: true });
              say(`${many(V.nodes.length, "body", "bodies")} within ${many(k, "step")}.`);
            },
            { id: "ego-" + k, "aria-label": many(k, "step") + " around it" },
          );
          b.setAttribute("aria-pressed", String(S.ego === k));
          return b;
        }),
      ),
    );
  const some = !S.ego && !S.path && filtered() && sceneOf(S.scene).id !== "all" && shownN.reduce((k, v) => k + v, 0);
  if (some > V.nodes.length)
    kids.push(
      button(`Show all ${some.toLocaleString("en-GB")} that match`, () => setScene("all"), { id: "sc-match", className: "primary" }),
    );
  if (V.more) kids.push(el("span", { className: "quiet" }, `and ${V.more} more`));
  kids.push(
    el("span", { className: "space" }),
    button(
      "Fit",
      () => {
        touched = false;
        fit(true);
      },
      { id: "z-fit", title: "Show all of it" },
    ),
    button("+", () => zoomBy(1.25), { "aria-label": "Zoom in", id: "z-in" }),
    button("−", () => zoomBy(0.8), { "aria-label": "Zoom out", id: "z-out" }),
  );
  const menu = el(
    "details",
    { className: "menu", id: "more" },
    el("summary", {}, "Share"),
    el(
      "div",
      {},
      [
        ["Copy a link to this view", copyLink],
        ["Save picture (PNG)", () => exportPng()],
        ["Save drawing (SVG)", () => exportSvg()],
        ["Print", () => print()],
        ["Keep this view as a story step", addStep],
        ...(kept().length ? [["Save my steps as a file", saveSteps]] : []),
        ["Open steps from a file", openSteps],
        [T.dark ? "Light colours" : "Dark colours", toggleTheme],
      ].map(([t, f]) =>
        button(t, () => {
          menu.open = false;
          f();
        }),
      ),
    ),
  );
  menu.addEventListener("keydown", e => {
    if (e.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
      e.stopPropagation();
    }
  });
  kids.push(menu);
  fill(bar, ...kids);
  if (held) $(held)?.focus();
}
function toggleTheme() {
  document.documentElement.dataset.theme = T.dark ? "light" : "dark";
  retheme();
}
function retheme() {
  readTheme();
  if (!V.cards) prepareDots();
  buildLegend();
  drawBar();
  net?.redraw();
}

/* The picture: what the map shows, drawn once more at its own size, a title above and the legend beneath. */
const LEGEND = 118;
function frame() {
  const b = V.cards ? bounds() : sight(),
    w = b[2] - b[0],
    h = b[3] - b[1],
    k = V.cards ? 1 : zoom();
  return { b, k, width: Math.max(760, w * k) + 40, height: h * k + LEGEND + 70, left: (Math.max(760, w * k) - w * k) / 2 + 20 };
}
function paintFrame(pen, f) {
  pen.text(D.title, 20, 26, { size: 20, weight: 700, fill: T.fg });
  pen.text(subtitle(), 20, 48, { size: 12, fill: T.mut });
}
function paintLegend(pen, f) {
  let x = 20,
    y = f.height - LEGEND + 26;
  const step = w => {
    x += w + 26;
    if (x > f.width - 160) {
      x = 20;
      y += 26;
    }
  };
  for (const [kind, title] of KINDS) {
    if (!shownE.some(e => e.p.kind === kind)) continue;
    const l = {
      curve: [x, y, x + 14, y, x + 26, y, x + 40, y],
      kind,
      st: "Actual",
      pred: { color: kindColour(kind) },
      links: [{ ev: [1] }],
    };
    legendLine(pen, l);
    pen.text(title, x + 50, y, { size: 12, fill: T.fg });
    step(50 + measure(title, 12));
  }
  for (const s of D.statuses) {
    if (s.id === "Actual" || !shownE.some(e => e.st === s.id)) continue;
    legendLine(pen, {
      curve: [x, y, x + 14, y, x + 26, y, x + 40, y],
      kind: "people",
      st: s.id,
      pred: { color: "#808080" },
      links: [{ ev: [1] }],
    });
    pen.text(s.label, x + 50, y, { size: 12, fill: T.fg });
    step(50 + measure(s.label, 12));
  }
  x = 20;
  y += 28;
  for (const c of C) {
    if (!V.nodes.some(n => n.cls === c)) continue;
    pen.path(shapePath(c.shape, 8), x + 9, y, { fill: themed(c.color) });
    pen.text(c.label, x + 24, y, { size: 12, fill: T.fg });
    step(24 + measure(c.label, 12));
  }
}
function legendLine(pen, l) {
  const was = hot,
    o = over;
  hot = null;
  over = null;
  paintLine(pen, l, false);
  hot = was;
  over = o;
}
const subtitle = () => {
  const years = D.docs.map(d => d.year).filter(Boolean);
  return `Read from ${many(D.docs.length, "document")}${years.length ? `, ${Math.min(...years)}${Math.max(...years) > Math.min(...years) ? "–" + Math.max(...years) : ""}` : ""}. Every line rests on the words of a document.`;
};

async function exportPng() {
  const f = frame(),
    k = Math.min(2, 8000 / f.width, 8000 / f.height),
    c = el("canvas", { width: Math.ceil(f.width * k), height: Math.ceil(f.height * k) }),
    ctx = c.getContext("2d"),
    pen = new CanvasPen(ctx);
  ctx.scale(k, k);
  ctx.fillStyle = T.bg;
  ctx.fillRect(0, 0, f.width, f.height);
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, 62, f.width, f.height - LEGEND - 62);
  ctx.clip();
  ctx.translate(f.left - f.b[0] * f.k, 64 - f.b[1] * f.k);
  ctx.scale(f.k, f.k);
  paintAll(pen, ctx, f);
  ctx.restore();
  paintFrame(pen, f);
  paintLegend(pen, f);
  const blob = await new Promise(done => c.toBlob(done, "image/png"));
  save("map.png", "image/png", blob);
  say("The picture is saved.");
}
function paintAll(pen, ctx, f) {
  type = 13;
  if (V.cards) {
    paintUnder(pen);
    for (const n of V.nodes) paintCard(pen, n, ...V.at.get(n.i));
    paintOver(pen);
  } else if (ctx) {
    drawLayer(ctx, f.k, f.b);
    paintDotsOver(pen, f.k);
    paintLabels(pen, f.k, f.b);
  } else {
    for (const b of V.bands) pen.rect(...b.box, 14, { fill: T.band });
    for (const e of shownE) {
      const a = V.at.get(e.s),
        b = V.at.get(e.t);
      if (!a || !b) continue;
      const look = lineLook(e.p.kind, e.st, kindColour(e.p.kind));
      pen.curve([a[0], a[1], a[0], a[1], b[0], b[1], b[0], b[1]], {
        stroke: look.colour,
        width: (look.width * 0.6) / f.k,
        dash: look.dash.map(v => v / f.k),
        alpha: 0.5,
      });
    }
    for (const n of V.nodes) paintDot(pen, n, false);
    paintDotsOver(pen, f.k);
    paintLabels(pen, f.k, f.b);
  }
}
function drawing() {
  const f = frame(),
    map = new SvgPen(),
    around = new SvgPen();
  paintAll(map, null, f);
  paintFrame(around, f);
  paintLegend(around, f);
  const root = svg("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${Math.ceil(f.width)} ${Math.ceil(f.height)}`,
    width: Math.ceil(f.width),
    height: Math.ceil(f.height),
    role: "img",
  });
  root.append(
    svg("title", {}, D.title),
    svg("rect", { width: "100%", height: "100%", fill: T.bg }),
    svg(
      "svg",
      { x: 0, y: 62, width: Math.ceil(f.width), height: Math.ceil(f.height - LEGEND - 62) },
      svg(
        "g",
        { transform: `translate(${(f.left - f.b[0] * f.k).toFixed(1)} ${(2 - f.b[1] * f.k).toFixed(1)}) scale(${f.k.toFixed(4)})` },
        ...map.out,
      ),
    ),
    ...around.out,
  );
  return new XMLSerializer().serializeToString(root);
}
function exportSvg() {
  save("map.svg", "image/svg+xml", drawing());
  say("The drawing is saved.");
}
/* For printing, the canvas is replaced by a drawing, which stays sharp. */
addEventListener("beforeprint", () => {
  if (!net) return;
  const img = el("img", { id: "printed", alt: D.title, src: "data:image/svg+xml;charset=utf-8," + encodeURIComponent(drawing()) });
  $("printed")?.remove();
  $("net").after(img);
});
addEventListener("afterprint", () => $("printed")?.remove());
