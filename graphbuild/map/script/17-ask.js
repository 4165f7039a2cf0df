/* SPARQL in the page: Oxigraph in a worker of its own, started at the first question, over the very Turtle that was exported. */
let worker = null, editor = null, seq = 0, asked = null, running = false, table = null;
const waiting = new Map();
const WORKER = `;let store;onmessage=async e=>{const m=e.data;try{
if(m.wasm){await OX.init({module_or_path:m.wasm});store=new OX.Store();store.load(m.ttl,{format:"text/turtle",no_transaction:true});return postMessage({id:m.id,size:store.size})}
const t=performance.now(),bare=m.q.replace(/<[^>]*>|"(?:[^"\\\\]|\\\\.)*"|#[^\\n]*/g,"");
const r=store.query(m.q,/\\b(construct|describe)\\b/i.test(bare)?{}:{results_format:"json"});
const ms=performance.now()-t;
if(typeof r==="string")postMessage({id:m.id,ms,json:r});else if(Array.isArray(r))postMessage({id:m.id,ms,quads:r.map(q=>[q.subject,q.predicate,q.object].map(x=>x.toString()))});else postMessage({id:m.id,ms,bool:r})
}catch(x){postMessage({id:m.id,err:String(x&&x.message||x)})}}`;
const PREFIXES = { acc: "https://graphbuild.example/ontology#", org: "http://www.w3.org/ns/org#", foaf: "http://xmlns.com/foaf/0.1/", prov: "http://www.w3.org/ns/prov#", oa: "http://www.w3.org/ns/oa#", skos: "http://www.w3.org/2004/02/skos/core#", dcterms: "http://purl.org/dc/terms/", schema: "http://schema.org/", rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", rdfs: "http://www.w3.org/2000/01/rdf-schema#", xsd: "http://www.w3.org/2001/XMLSchema#" };
let queries = [], turtleText = null;

function engine() {
  if (worker) return worker.ready;
  const t = performance.now();
  const mine = { ready: null, w: null };
  worker = mine;
  mine.ready = (async () => {
    const [code, wasm, ttl] = await Promise.all([unpackText("d-engine"), unpack("d-wasm"), turtleText ?? unpackText("d-turtle")]);
    if (worker !== mine) throw new Error("Stopped.");
    mine.w = new Worker(URL.createObjectURL(new Blob([code, WORKER], { type: "text/javascript" })));
    mine.w.onmessage = e => { const p = waiting.get(e.data.id); waiting.delete(e.data.id); if (p) e.data.err ? p[1](new Error(e.data.err)) : p[0](e.data); };
    mine.w.onerror = e => { for (const p of waiting.values()) p[1](new Error(e.message || "The engine did not start.")); waiting.clear(); };
    const r = await post({ wasm, ttl }, [wasm.buffer]);
    window.__engineMs = performance.now() - t;
    return r;
  })();
  mine.ready.catch(() => { if (worker === mine) worker = null; });
  return mine.ready;
}
function post(m, transfer) { return new Promise((ok, no) => { m.id = ++seq; waiting.set(m.id, [ok, no]); worker.w.postMessage(m, transfer || []); }); }
function stop() {
  if (!running) return;
  worker?.w?.terminate(); worker = null;
  for (const p of waiting.values()) p[1](new Error("Stopped."));
  waiting.clear();
}
async function run(text) {
  asked = text; running = true; buttons();
  fill($("a-out"), el("p", { className: "quiet" }, "Asking…"));
  const t = performance.now();
  window.__answer = null;
  try {
    const e = await engine(), r = await post({ q: text });
    window.__answerMs = performance.now() - t;
    answer(r, e.size);
  } catch (x) {
    fill($("a-out"), el("p", { className: "err", role: "alert" }, x.message));
    window.__answer = { err: x.message };
    say("The query did not run.");
  }
  running = false; buttons();
}
function buttons() { $("a-run").disabled = running; $("a-stop").disabled = !running; }

const short = iri => { for (const p in PREFIXES) if (iri.startsWith(PREFIXES[p])) return p + ":" + iri.slice(PREFIXES[p].length); return iri; };
function cell(v) {
  if (!v) return "";
  if (v.type !== "uri") return v.value;
  const key = v.value.startsWith(D.base) ? decode(v.value.slice(D.base.length)) : "", n = thingAt.get(key), d = key.startsWith("document/") ? D.docs.find(x => x.step === key.slice(9)) : null;
  if (n) return button(n.label, () => { view("map"); select({ n: n.i }); }, { className: "lk" });
  if (d) return button(d.title, () => { view("map"); F.docs = new Set([d.i]); buildLegend(); show({}); }, { className: "lk" });
  return v.value.startsWith(D.base) ? button(short(v.value), () => follow(v.value), { className: "lk" }) : short(v.value);
}
const decode = s => { try { return decodeURIComponent(s); } catch { return s; } };
/* An IRI that is no body: a link, a judgement, a finding. Asks the graph whose it is and opens that. */
async function follow(iri) {
  const r = await post({ q: `PREFIX rdf: <${PREFIXES.rdf}> PREFIX acc: <${PREFIXES.acc}> SELECT ?s ?p ?o ?st ?b WHERE { { <${iri}> rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; acc:status ?st } UNION { <${iri}> acc:judges|acc:about|acc:addressedTo|acc:inspected ?b } }` });
  for (const b of JSON.parse(r.json).results.bindings) {
    const key = x => x ? decode(x.value.slice(D.base.length)) : "", s = thingAt.get(key(b.s)), o = thingAt.get(key(b.o)), body = thingAt.get(key(b.b));
    const e = s && o && s.out.find(x => x.t === o.i && x.p.iri === b.p.value && b.st.value.endsWith("#" + x.st));
    if (e) { view("map"); return select({ e: e.i }); }
    if (body) { view("map"); return select({ n: body.i }); }
  }
  say("The map has no place for " + short(iri));
}
function answer(r, size) {
  const out = $("a-out"), ms = r.ms < 10 ? r.ms.toFixed(1) : Math.round(r.ms);
  table = null;
  if (r.quads) {
    fill(out, el("p", {}, `${many(r.quads.length, "triple")} in ${ms} ms.`), el("pre", { tabIndex: 0, "aria-label": "Triples" }, r.quads.slice(0, 2000).map(t => t.join(" ") + " .").join("\n")));
    window.__answer = { rows: r.quads.length, ms: r.ms };
  } else {
    const j = r.json ? JSON.parse(r.json) : { boolean: r.bool };
    if ("boolean" in j) { fill(out, el("p", { className: "big" }, j.boolean ? "Yes." : "No."), el("p", { className: "quiet" }, `${ms} ms`)); window.__answer = { bool: j.boolean, ms: r.ms }; }
    else {
      const vars = j.head.vars, rows = j.results.bindings;
      table = { vars, rows: rows.map(b => vars.map(v => b[v]?.value ?? "")) };
      const ids = new Set(rows.flatMap(b => vars.map(v => b[v]?.type === "uri" && thingAt.get(decode(b[v].value.slice(D.base.length)))?.i).filter(i => i != null && i !== false)));
      if (!ids.size) { const names = new Map(N.map(n => [n.label, n.i])); for (const b of rows) for (const v of vars) if (b[v] && names.has(b[v].value)) ids.add(names.get(b[v].value)); }
      const lim = 500, byName_ = new Map(N.map(n => [n.label, n]));
      const show_ = v => v && v.type !== "uri" && byName_.has(v.value) ? button(v.value, () => { view("map"); select({ n: byName_.get(v.value).i }); }, { className: "lk" }) : cell(v);
      fill(out, el("div", { className: "bar" }, el("span", {}, `${many(rows.length, "row")} in ${ms} ms, from ${size.toLocaleString("en-GB")} statements${rows.length > lim ? `; the first ${lim} are shown` : ""}.`),
        button("Save as CSV", () => save("answer.csv", "text/csv;charset=utf-8", csv([vars, ...table.rows])), { id: "a-csv" }), button("Save as picture", answerPng, { id: "a-png" }), ids.size ? button("Show on the map", () => { view("map"); const inside = [...ids].every(i => inScene(i)); if (!inside) S.scene = "all"; S.ego = 0; S.path = null; select({ set: ids }, { fit: true }); }, { id: "a-map" }) : null),
        el("div", { className: "wide", tabIndex: 0, role: "region", "aria-label": "Answer" }, el("table", {}, el("caption", { className: "vh" }, "Answer"), el("thead", {}, el("tr", {}, vars.map(v => el("th", { scope: "col" }, v)))), el("tbody", {}, rows.slice(0, lim).map(b => el("tr", {}, vars.map(v => el("td", {}, show_(b[v])))))))));
      window.__answer = { rows: rows.length, ms: r.ms };
    }
  }
  say(out.textContent.slice(0, 80));
}
/* The first rows as a picture, for a slide or a message. */
async function answerPng() {
  const rows = table.rows.slice(0, 25), size = 13, cols = table.vars.map((v, k) => Math.min(300, 20 + Math.max(measure(v, size, 700), ...rows.map(r => measure(clip(r[k], 60), size)))));
  const lines = rows.map(r => r.map((v, k) => wrap(v, cols[k] - 14, size, 3, 400))), hs = lines.map(l => Math.max(...l.map(x => x.length)) * 17 + 8);
  const w = cols.reduce((a, b) => a + b, 24), h = hs.reduce((a, b) => a + b, 64), c = el("canvas", { width: Math.ceil(w * 2), height: Math.ceil(h * 2) }), ctx = c.getContext("2d"), pen = new CanvasPen(ctx);
  ctx.scale(2, 2); ctx.fillStyle = T.bg; ctx.fillRect(0, 0, w, h);
  let x = 12, y = 22;
  table.vars.forEach((v, k) => { pen.text(v, x, y, { size, weight: 700, fill: T.fg }); x += cols[k]; });
  y = 38;
  lines.forEach((r, i) => { pen.rect(12, y, w - 24, .7, 0, { fill: T.line }); x = 12; r.forEach((ls, k) => { ls.forEach((s, j) => pen.text(s, x, y + 13 + j * 17, { size, fill: T.fg })); x += cols[k]; }); y += hs[i]; });
  pen.text(`${D.title} · ${many(table.rows.length, "row")}`, 12, h - 12, { size: 11, fill: T.mut });
  save("answer.png", "image/png", await new Promise(done => c.toBlob(done, "image/png")));
}

const text_ = () => editor ? editor.state.doc.toString() : $("a-plain")?.value ?? "";
function setText(s) { if (editor) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: s } }); else if ($("a-plain")) $("a-plain").value = s; }
let opening = null;
function openAsk() { opening ||= buildAsk(); return opening; }
async function buildAsk() {
  queries = JSON.parse(await unpackText("d-queries"));
  const list = el("select", { id: "a-list", on: { change: () => choose(queries[+list.value], true) } }, [...group(queries.map((q, i) => [q, i]), ([q]) => q.topic || "other")].map(([topic, qs]) => el("optgroup", { label: capital(topic) }, qs.map(([q, i]) => el("option", { value: i }, q.title)))));
  const file = el("input", { type: "file", id: "a-file", accept: ".ttl,.nt", on: { change: async () => { turtleText = await file.files[0].text(); if (running) stop(); worker?.w?.terminate(); worker = null; say("The next question is asked of " + file.files[0].name); } } });
  $("v-ask").append(el("h2", {}, "Ask the graph"), el("p", { className: "quiet" }, "Choose a question, or write your own in SPARQL. Nothing leaves this page: the engine runs in it, over the same Turtle that was exported."),
    queries.length ? el("div", { className: "bar" }, el("label", { htmlFor: "a-list" }, "Question"), list) : null, el("p", { id: "a-q" }), el("div", { id: "a-params", className: "bar" }),
    el("details", { id: "a-code", open: !queries.length }, el("summary", {}, "The query itself"), el("div", { id: "a-edit" }), el("div", { className: "bar quiet" }, el("label", { htmlFor: "a-file" }, "Ask another Turtle file instead"), file)),
    el("div", { className: "bar" }, button("Ask", () => run(text_()), { id: "a-run", className: "primary", title: "Ctrl+Enter" }), button("Stop", stop, { id: "a-stop", disabled: true }), button("Copy a link to this question", async () => { const u = location.href.split("#")[0] + "#v=ask&q=" + encodeURIComponent(text_()); try { await navigator.clipboard.writeText(u); say("Copied."); } catch { prompt("The link:", u); } }),
      button("Save the Turtle", async () => save("graph.ttl", "text/turtle", new Blob([await unpack("d-turtle")])))),
    el("div", { id: "a-out" }));
  await load("d-editor");
  makeEditor($("a-edit"));
  if (queries.length) choose(queries[0]); else setText(`PREFIX acc: <${PREFIXES.acc}>\nPREFIX skos: <${PREFIXES.skos}>\nPREFIX rdf: <${PREFIXES.rdf}>\n\nSELECT ?from ?link ?to WHERE {\n  ?l a acc:Link ; rdf:subject/skos:prefLabel ?from ; rdf:predicate ?link ; rdf:object/skos:prefLabel ?to\n} LIMIT 50`);
}
async function askText(q) { await openAsk(); setText(q); $("a-code").open = true; $("a-q").textContent = ""; fill($("a-params"), ); run(q); }
async function askAbout(n) {
  view("ask"); await openAsk();
  const q = queries.find(x => x.parameters.length === 1 && /link|answer|said/i.test(x.question)) || queries.find(x => x.parameters.length === 1);
  if (q) { choose(q); const i = $("a-params").querySelector("input"); i.value = n.label; i.dispatchEvent(new Event("input")); run(text_()); } else $("a-run").focus();
}
/* A cookbook query: what it asks, and a field for each thing to fill in, which stands in the text as VALUES. */
function choose(q, now = false) {
  $("a-list").value = queries.indexOf(q);
  $("a-q").textContent = q.question;
  setText(q.text);
  fill($("a-params"), ...q.parameters.map((p, k) => {
    const re = new RegExp(`(VALUES\\s+\\${p.var}\\s*\\{\\s*)(?:"((?:[^"\\\\]|\\\\.)*)"|([^}]*?))(\\s*\\})`), found = re.exec(q.text), i = el("input", { type: "text", id: `a-p${k}`, value: found ? (found[2] ?? found[3]).replace(/\\(.)/g, "$1") : "", title: p.help, on: {
      input: () => setText(text_().replace(re, (_, a, s, raw, z) => a + (s !== undefined ? `"${i.value.replace(/[\\"]/g, "\\$&").replace(/[\r\n]/g, " ")}"` : i.value) + z)), keydown: e => { if (e.key === "Enter") run(text_()); } } });
    i.setAttribute("list", "a-names");
    return el("span", { className: "param" }, el("label", { htmlFor: i.id }, capital(p.name)), i);
  }), el("datalist", { id: "a-names" }, (N.length <= 4000 ? N : []).map(n => el("option", { value: n.label }))));
  if (now && !q.parameters.length) run(q.text);
}
