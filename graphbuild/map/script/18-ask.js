/* SPARQL in the page: Oxigraph in a worker of its own, started at the first question, over the very Turtle that was exported. */
let worker = null,
  editor = null,
  seq = 0,
  asked = null,
  running = false,
  table = null;
const waiting = new Map();
const WORKER = `;let store;onmessage=async e=>{const m=e.data;try{
if(m.wasm){await OX.init({module_or_path:m.wasm});store=new OX.Store();store.load(m.ttl,{format:"text/turtle",no_transaction:true});return postMessage({id:m.id,size:store.size})}
const t=performance.now(),bare=m.q.replace(/<[^>]*>|"(?:[^"\\\\]|\\\\.)*"|#[^\\n]*/g,"");
const r=store.query(m.q,/\\b(construct|describe)\\b/i.test(bare)?{}:{results_format:"json"});
const ms=performance.now()-t;
if(typeof r==="string")postMessage({id:m.id,ms,json:r});else if(Array.isArray(r))postMessage({id:m.id,ms,quads:r.map(q=>[q.subject,q.predicate,q.object].map(x=>x.toString()))});else postMessage({id:m.id,ms,bool:r})
}catch(x){postMessage({id:m.id,err:String(x&&x.message||x)})}}`;
const PREFIXES = {
  acc: "https://graphbuild.example/ontology#",
  org: "http://www.w3.org/ns/org#",
  foaf: "http://xmlns.com/foaf/0.1/",
  prov: "http://www.w3.org/ns/prov#",
  oa: "http://www.w3.org/ns/oa#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  dcterms: "http://purl.org/dc/terms/",
  schema: "http://schema.org/",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};
let queries = [],
  turtleText = null;

function engine() {
  if (worker) return worker.ready;
  const t = performance.now();
  const mine = { ready: null, w: null };
  worker = mine;
  mine.ready = (async () => {
    const [code, wasm, ttl] = await Promise.all([unpackText("d-engine"), unpack("d-wasm"), turtleText ?? unpackText("d-turtle")]);
    if (worker !== mine) throw new Error("Stopped.");
    mine.w = new Worker(URL.createObjectURL(new Blob([code, WORKER], { type: "text/javascript" })));
    mine.w.onmessage = e => {
      const p = waiting.get(e.data.id);
      waiting.delete(e.data.id);
      if (p) e.data.err ? p[1](new Error(e.data.err)) : p[0](e.data);
    };
    mine.w.onerror = e => {
      for (const p of waiting.values()) p[1](new Error(e.message || "The engine did not start."));
      waiting.clear();
    };
    const r = await post({ wasm, ttl }, [wasm.buffer]);
    window.__engineMs = performance.now() - t;
    return r;
  })();
  mine.ready.catch(() => {
    if (worker === mine) worker = null;
  });
  return mine.ready;
}
function post(m, transfer) {
  return new Promise((ok, no) => {
    m.id = ++seq;
    waiting.set(m.id, [ok, no]);
    worker.w.postMessage(m, transfer || []);
  });
}
function stop() {
  if (!running) return;
  worker?.w?.terminate();
  worker = null;
  for (const p of waiting.values()) p[1](new Error("Stopped."));
  waiting.clear();
}
async function run(text) {
  asked = text;
  running = true;
  buttons();
  fill($("a-out"), el("p", { className: "quiet" }, "Asking…"));
  const t = performance.now();
  window.__answer = null;
  try {
    const e = await engine(),
      r = await post({ q: text });
    window.__answerMs = performance.now() - t;
    answer(r, e.size);
  } catch (x) {
    fill($("a-out"), el("p", { className: "err", role: "alert" }, x.message));
    window.__answer = { err: x.message };
    say("The query did not run.");
  }
  running = false;
  buttons();
}
function buttons() {
  $("a-run").disabled = running;
  $("a-stop").disabled = !running;
}

const text_ = () => (editor ? editor.state.doc.toString() : ($("a-plain")?.value ?? ""));
function setText(s) {
  if (editor) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: s } });
  else if ($("a-plain")) $("a-plain").value = s;
}
let opening = null;
function openAsk() {
  opening ||= buildAsk();
  return opening;
}
async function buildAsk() {
  queries = JSON.parse(await unpackText("d-queries"));
  const list = el(
    "select",
    { id: "a-list", on: { change: () => choose(queries[+list.value], true) } },
    [
      ...group(
        queries.map((q, i) => [q, i]),
        ([q]) => q.topic || "other",
      ),
    ].map(([topic, qs]) =>
      el(
        "optgroup",
        { label: capital(topic) },
        qs.map(([q, i]) => el("option", { value: i }, q.title)),
      ),
    ),
  );
  const file = el("input", {
    type: "file",
    id: "a-file",
    accept: ".ttl,.nt",
    on: {
      change: async () => {
        turtleText = await file.files[0].text();
        if (running) stop();
        worker?.w?.terminate();
        worker = null;
        say("The next question is asked of " + file.files[0].name);
      },
    },
  });
  $("v-ask").append(
    el("h2", {}, "Ask the graph"),
    el(
      "p",
      { className: "quiet" },
      "Choose a question, or write your own in SPARQL. Nothing leaves this page: the engine runs in it, over the same Turtle that was exported.",
    ),
    queries.length ? el("div", { className: "bar" }, el("label", { htmlFor: "a-list" }, "Question"), list) : null,
    el("p", { id: "a-q" }),
    el("div", { id: "a-params", className: "bar" }),
    el(
      "details",
      { id: "a-code", open: !queries.length },
      el("summary", {}, "The query itself"),
      el("div", { id: "a-edit" }),
      el("div", { className: "bar quiet" }, el("label", { htmlFor: "a-file" }, "Ask another Turtle file instead"), file),
    ),
    el(
      "div",
      { className: "bar" },
      button("Ask", () => run(text_()), { id: "a-run", className: "primary", title: "Ctrl+Enter" }),
      button("Stop", stop, { id: "a-stop", disabled: true }),
      button("Copy a link to this question", async () => {
        const u = location.href.split("#")[0] + "#v=ask&q=" + encodeURIComponent(text_());
        try {
          await navigator.clipboard.writeText(u);
          say("Copied.");
        } catch {
          prompt("The link:", u);
        }
      }),
      button("Save the Turtle", async () => save("graph.ttl", "text/turtle", new Blob([await unpack("d-turtle")]))),
    ),
    el("div", { id: "a-out" }),
  );
  await load("d-editor");
  makeEditor($("a-edit"));
  if (queries.length) choose(queries[0]);
  else
    setText(
      `PREFIX acc: <${PREFIXES.acc}>\nPREFIX skos: <${PREFIXES.skos}>\nPREFIX rdf: <${PREFIXES.rdf}>\n\nSELECT ?from ?link ?to WHERE {\n  ?l a acc:Link ; rdf:subject/skos:prefLabel ?from ; rdf:predicate ?link ; rdf:object/skos:prefLabel ?to\n} LIMIT 50`,
    );
}
async function askText(q) {
  await openAsk();
  setText(q);
  $("a-code").open = true;
  $("a-q").textContent = "";
  fill($("a-params"));
  run(q);
}
async function askAbout(n) {
  view("ask");
  await openAsk();
  const q =
    queries.find(x => x.parameters.length === 1 && /link|answer|said/i.test(x.question)) || queries.find(x => x.parameters.length === 1);
  if (q) {
    choose(q);
    const i = $("a-params").querySelector("input");
    i.value = n.label;
    i.dispatchEvent(new Event("input"));
    run(text_());
  } else $("a-run").focus();
}
/* A cookbook query: what it asks, and a field for each thing to fill in, which stands in the text as VALUES. */
function choose(q, now = false) {
  $("a-list").value = queries.indexOf(q);
  $("a-q").textContent = q.question;
  setText(q.text);
  fill(
    $("a-params"),
    ...q.parameters.map((p, k) => {
      const re = new RegExp(`(VALUES\\s+\\${p.var}\\s*\\{\\s*)(?:"((?:[^"\\\\]|\\\\.)*)"|([^}]*?))(\\s*\\})`),
        found = re.exec(q.text),
        i = el("input", {
          type: "text",
          id: `a-p${k}`,
          value: found ? (found[2] ?? found[3]).replace(/\\(.)/g, "$1") : "",
          title: p.help,
          on: {
            input: () =>
              setText(
                text_().replace(
                  re,
                  (_, a, s, raw, z) =>
                    a + (s !== undefined ? `"${i.value.replace(/[\\"]/g, "\\$&").replace(/[\r\n]/g, " ")}"` : i.value) + z,
                ),
              ),
            keydown: e => {
              if (e.key === "Enter") run(text_());
            },
          },
        });
      i.setAttribute("list", "a-names");
      return el("span", { className: "param" }, el("label", { htmlFor: i.id }, capital(p.name)), i);
    }),
    el(
      "datalist",
      { id: "a-names" },
      (N.length <= 4000 ? N : []).map(n => el("option", { value: n.label })),
    ),
  );
  if (now && !q.parameters.length) run(q.text);
}
