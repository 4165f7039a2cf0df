/* The answer as a table whose cells lead back to the map, as CSV, as a picture. */
const short = iri => {
  for (const p in PREFIXES) if (iri.startsWith(PREFIXES[p])) return p + ":" + iri.slice(PREFIXES[p].length);
  return iri;
};
function cell(v) {
  if (!v) return "";
  if (v.type !== "uri") return v.value;
  const key = v.value.startsWith(D.base) ? decode(v.value.slice(D.base.length)) : "",
    n = thingAt.get(key),
    d = key.startsWith("document/") ? D.docs.find(x => x.step === key.slice(9)) : null;
  if (n)
    return button(
      n.label,
      () => {
        view("map");
        select({ n: n.i });
      },
      { className: "lk" },
    );
  if (d)
    return button(
      d.title,
      () => {
        view("map");
        F.docs = new Set([d.i]);
        buildLegend();
        show({});
      },
      { className: "lk" },
    );
  return v.value.startsWith(D.base) ? button(short(v.value), () => follow(v.value), { className: "lk" }) : short(v.value);
}
const decode = s => {
  try {
    return decodeURIComponent(s);
  } catch {
    return s;
  }
};
/* An IRI that is no body: a link, a judgement, a finding. Asks the graph whose it is and opens that. */
async function follow(iri) {
  const r = await post({
    q: `PREFIX rdf: <${PREFIXES.rdf}> PREFIX acc: <${PREFIXES.acc}> SELECT ?s ?p ?o ?st ?b WHERE { { <${iri}> rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; acc:status ?st } UNION { <${iri}> acc:judges|acc:about|acc:addressedTo|acc:inspected ?b } }`,
  });
  for (const b of JSON.parse(r.json).results.bindings) {
    const key = x => (x ? decode(x.value.slice(D.base.length)) : ""),
      s = thingAt.get(key(b.s)),
      o = thingAt.get(key(b.o)),
      body = thingAt.get(key(b.b));
    const e = s && o && s.out.find(x => x.t === o.i && x.p.iri === b.p.value && b.st.value.endsWith("#" + x.st));
    if (e) {
      view("map");
      return select({ e: e.i });
    }
    if (body) {
      view("map");
      return select({ n: body.i });
    }
  }
  say("The map has no place for " + short(iri));
}
function answer(r, size) {
  const out = $("a-out"),
    ms = r.ms < 10 ? r.ms.toFixed(1) : Math.round(r.ms);
  table = null;
  if (r.quads) {
    fill(
      out,
      el("p", {}, `${many(r.quads.length, "triple")} in ${ms} ms.`),
      el(
        "pre",
        { tabIndex: 0, "aria-label": "Triples" },
        r.quads
          .slice(0, 2000)
          .map(t => t.join(" ") + " .")
          .join("\n"),
      ),
    );
    window.__answer = { rows: r.quads.length, ms: r.ms };
  } else {
    const j = r.json ? JSON.parse(r.json) : { boolean: r.bool };
    if ("boolean" in j) {
      fill(out, el("p", { className: "big" }, j.boolean ? "Yes." : "No."), el("p", { className: "quiet" }, `${ms} ms`));
      window.__answer = { bool: j.boolean, ms: r.ms };
    } else {
      const vars = j.head.vars,
        rows = j.results.bindings;
      table = { vars, rows: rows.map(b => vars.map(v => b[v]?.value ?? "")) };
      const ids = new Set(
        rows.flatMap(b =>
          vars
            .map(v => b[v]?.type === "uri" && thingAt.get(decode(b[v].value.slice(D.base.length)))?.i)
            .filter(i => i != null && i !== false),
        ),
      );
      if (!ids.size) {
        const names = new Map(N.map(n => [n.label, n.i]));
        for (const b of rows) for (const v of vars) if (b[v] && names.has(b[v].value)) ids.add(names.get(b[v].value));
      }
      const lim = 500,
        byName_ = new Map(N.map(n => [n.label, n]));
      const show_ = v =>
        v && v.type !== "uri" && byName_.has(v.value)
          ? button(
              v.value,
              () => {
                view("map");
                select({ n: byName_.get(v.value).i });
              },
              { className: "lk" },
            )
          : cell(v);
      fill(
        out,
        el(
          "div",
          { className: "bar" },
          el(
            "span",
            {},
            `${many(rows.length, "row")} in ${ms} ms, from ${size.toLocaleString("en-GB")} statements${rows.length > lim ? `; the first ${lim} are shown` : ""}.`,
          ),
          button("Save as CSV", () => save("answer.csv", "text/csv;charset=utf-8", csv([vars, ...table.rows])), { id: "a-csv" }),
          button("Save as picture", answerPng, { id: "a-png" }),
          ids.size
            ? button(
                "Show on the map",
                () => {
                  view("map");
                  const inside = [...ids].every(i => inScene(i));
                  if (!inside) S.scene = "all";
                  S.ego = 0;
                  S.path = null;
                  select({ set: ids }, { fit: true });
                },
                { id: "a-map" },
              )
            : null,
        ),
        el(
          "div",
          { className: "wide", tabIndex: 0, role: "region", "aria-label": "Answer" },
          el(
            "table",
            {},
            el("caption", { className: "vh" }, "Answer"),
            el(
              "thead",
              {},
              el(
                "tr",
                {},
                vars.map(v => el("th", { scope: "col" }, v)),
              ),
            ),
            el(
              "tbody",
              {},
              rows.slice(0, lim).map(b =>
                el(
                  "tr",
                  {},
                  vars.map(v => el("td", {}, show_(b[v]))),
                ),
              ),
            ),
          ),
        ),
      );
      window.__answer = { rows: rows.length, ms: r.ms };
    }
  }
  say(out.querySelector("span,p")?.textContent || "Answered.");
}
/* The first rows as a picture, for a slide or a message. */
async function answerPng() {
  const rows = table.rows.slice(0, 25),
    size = 13,
    cols = table.vars.map((v, k) => Math.min(300, 20 + Math.max(measure(v, size, 700), ...rows.map(r => measure(clip(r[k], 60), size)))));
  const lines = rows.map(r => r.map((v, k) => wrap(v, cols[k] - 14, size, 3, 400))),
    hs = lines.map(l => Math.max(...l.map(x => x.length)) * 17 + 8);
  const w = cols.reduce((a, b) => a + b, 24),
    h = hs.reduce((a, b) => a + b, 64),
    c = el("canvas", { width: Math.ceil(w * 2), height: Math.ceil(h * 2) }),
    ctx = c.getContext("2d"),
    pen = new CanvasPen(ctx);
  ctx.scale(2, 2);
  ctx.fillStyle = T.bg;
  ctx.fillRect(0, 0, w, h);
  let x = 12,
    y = 22;
  table.vars.forEach((v, k) => {
    pen.text(v, x, y, { size, weight: 700, fill: T.fg });
    x += cols[k];
  });
  y = 38;
  lines.forEach((r, i) => {
    pen.rect(12, y, w - 24, 0.7, 0, { fill: T.line });
    x = 12;
    r.forEach((ls, k) => {
      ls.forEach((s, j) => pen.text(s, x, y + 13 + j * 17, { size, fill: T.fg }));
      x += cols[k];
    });
    y += hs[i];
  });
  pen.text(`${D.title} · ${many(table.rows.length, "row")}`, 12, h - 12, { size: 11, fill: T.mut });
  save("answer.png", "image/png", await new Promise(done => c.toBlob(done, "image/png")));
}
