/* All shortest paths between two bodies, over the links that the filters let through. */
function shortest(a, b, directed, kinds) {
  const near = new Map(),
    open = shownE.filter(e => kinds.has(e.p.kind));
  for (const e of open) {
    put(near, directed ? upper(e) : e.s, e);
    if (!directed) put(near, e.t, e);
  }
  const dist = new Map([[a, 0]]);
  let edge = [a];
  while (edge.length && !dist.has(b)) {
    const next = [];
    for (const v of edge)
      for (const e of near.get(v) || []) {
        const w = directed ? lower(e) : other(e, v);
        if (!dist.has(w)) {
          dist.set(w, dist.get(v) + 1);
          next.push(w);
        }
      }
    edge = next;
  }
  if (!dist.has(b)) return null;
  const layers = [],
    edges = new Set();
  let back = [b];
  for (let k = dist.get(b); k >= 0; k--) {
    layers.unshift(back.sort((p, q) => N[q].w - N[p].w || p - q));
    const before = new Set();
    for (const e of open)
      for (const [v, w] of directed
        ? [[upper(e), lower(e)]]
        : [
            [e.s, e.t],
            [e.t, e.s],
          ])
        if (k && back.includes(w) && dist.get(v) === k - 1) {
          before.add(v);
          edges.add(e.i);
        }
    back = [...before];
  }
  let ways = new Map([[a, 1]]);
  for (let k = 1; k < layers.length; k++) {
    const next = new Map();
    for (const i of layers[k]) {
      const from = new Set(
        [...edges]
          .map(x => E[x])
          .filter(e => other(e, i) !== i && (e.s === i || e.t === i) && layers[k - 1].includes(other(e, i)))
          .map(e => other(e, i)),
      );
      next.set(
        i,
        [...from].reduce((s, v) => s + (ways.get(v) || 0), 0),
      );
    }
    ways = next;
  }
  return { layers, edges, steps: layers.length - 1, ways: ways.get(b) };
}
function findPath() {
  sieve();
  const t = performance.now();
  S.path.found = shortest(S.path.a, S.path.b, S.path.directed, S.path.kinds);
  window.__pathMs = performance.now() - t;
}
function goPath(a, b, directed, kinds = new Set(KINDS.map(k => k[0]))) {
  S.path = { a, b, directed, kinds };
  S.ego = 0;
  S.sel = null;
  show({ fit: true, push: true });
  const f = S.path.found;
  say(
    f
      ? `${many(f.ways, "shortest path")} of ${many(f.steps, "step")} from ${N[a].label} to ${N[b].label}.`
      : `No path from ${N[a].label} to ${N[b].label} in the links shown.`,
  );
}
function panelPath() {
  const { a, b, directed, found } = S.path,
    p = head("Path", el("p", {}, "From ", nodeButton(a), " to ", nodeButton(b), directed ? ", downwards only" : ""));
  if (!found) {
    p.append(
      el("p", {}, "No path joins them in the links shown. Filters may hide one: links can be let in again in the legend."),
      pathForm(),
    );
    return;
  }
  p.append(el("p", {}, `${many(found.ways, "shortest path")} of ${many(found.steps, "step")}.`));
  const list = el("ol", { className: "steps" });
  for (let k = 1; k < found.layers.length; k++) {
    const step = [...found.edges]
      .map(i => E[i])
      .filter(
        e =>
          (found.layers[k - 1].includes(e.s) && found.layers[k].includes(e.t)) ||
          (found.layers[k - 1].includes(e.t) && found.layers[k].includes(e.s)),
      );
    list.append(
      el(
        "li",
        {},
        some(
          [...new Set(step)],
          e =>
            el(
              "div",
              { className: "one" },
              el("p", { className: "triple" }, linkButton(e), " ", e.st !== "Actual" ? chip(e.st) : null),
              some(e.ev, quote, 1),
            ),
          4,
        ),
      ),
    );
  }
  p.append(list, pathForm());
}
function pathForm() {
  const names = el("datalist", { id: "p-names" });
  if (N.length <= 4000) for (const n of N) names.append(el("option", { value: n.label }));
  const field = (id, label, value) => {
    const i = el("input", { id, type: "text", autocomplete: "off", value: value || "" });
    i.setAttribute("list", "p-names");
    return [el("label", { htmlFor: id }, label), i];
  };
  const f = el(
    "form",
    {
      className: "pathform",
      on: {
        submit: e => {
          e.preventDefault();
          const [a, b] = ["#p-from", "#p-to"].map(q => byName(f.querySelector(q).value));
          if (!a || !b) {
            say("Choose two bodies by name.");
            f.querySelector(a ? "#p-to" : "#p-from").focus();
            return;
          }
          goPath(
            a.i,
            b.i,
            f.querySelector("#p-dir").checked,
            new Set(KINDS.map(k => k[0]).filter(k => f.querySelector("#p-" + k)?.checked ?? true)),
          );
        },
      },
    },
    field("p-from", "From", S.path && N[S.path.a].label),
    field("p-to", "To", S.path && N[S.path.b].label),
    KINDS.filter(([k]) => P.some(p => p.kind === k)).map(([k, title]) =>
      el(
        "div",
        { className: "row" },
        el("input", { type: "checkbox", id: "p-" + k, checked: S.path ? S.path.kinds.has(k) : true }),
        el("label", { htmlFor: "p-" + k }, lineIcon(k, "Actual", kindColour(k)), title),
      ),
    ),
    el(
      "div",
      { className: "row" },
      el("input", { type: "checkbox", id: "p-dir", checked: S.path?.directed || false }),
      el("label", { htmlFor: "p-dir" }, "Only from who holds to account to who answers"),
    ),
    el("div", { className: "bar" }, el("button", { type: "submit" }, "Find all shortest paths")),
    names,
  );
  return f;
}
function byName(text) {
  const q = text.trim().toLowerCase();
  if (!q) return null;
  return (
    N.find(n => n.label.toLowerCase() === q) ||
    N.find(n => n.lc.split("\n").includes(q)) ||
    [...N].sort((a, b) => b.w - a.w).find(n => n.lc.includes(q)) ||
    null
  );
}
