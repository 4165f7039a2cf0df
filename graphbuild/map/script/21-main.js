/* Start: unpack, index, draw. */
function buildHelp() {
  const keys_ = [
    ["/", "go to the search"],
    ["Tab", "go through everything on the page in order"],
    ["Arrow keys on the map", "to the next body that way"],
    ["Enter on the map", "read the evidence"],
    ["C on the map", "set the chosen body in the middle of its neighbours"],
    ["+ and −, 0", "zoom; show all"],
    ["Esc", "close what is open"],
    ["Ctrl + Enter in a query", "ask"],
  ];
  $("v-help").append(
    el(
      "div",
      { className: "help" },
      el("h2", {}, "How to read the map"),
      el(
        "p",
        {},
        "The map is made from public documents by a program that only writes down what a document says. Every line rests on one or more sentences; choose it to read them. A link that a document says is missing or not working is red, dashed and crossed, and is never shown as working.",
      ),
      el(
        "p",
        {},
        "Bodies higher up hold those below to account. The arrow points to the body that must answer. A badge shows the latest judgement of a body that was graded.",
      ),
      el("h2", {}, "What you can do"),
      el(
        "ul",
        {},
        [
          "Start with a story: it leads step by step through what the documents say.",
          "Search for a body, a person, or any words of a sentence.",
          "Use the legend as a filter: take away a kind of line, a status, a class, a document, a year.",
          "Choose a body, then “Centre on it”, to see whom it answers to (above), who answers to it (below) and its partners (beside).",
          "Find every shortest path between two bodies, with the sentence of each step.",
          "Play the timeline, or set before against after a year.",
          "Read everything as a table, and take it away as CSV.",
          ...($("v-ask") ? ["Ask questions of the graph in the Ask view, by a form or in SPARQL."] : []),
          "Share: a link to exactly this view, a picture, a drawing, a print.",
        ].map(t => el("li", {}, t)),
      ),
      el("h2", {}, "Keys"),
      el(
        "table",
        {},
        el("caption", { className: "vh" }, "Keys"),
        el(
          "tbody",
          {},
          keys_.map(([k, t]) => el("tr", {}, el("th", { scope: "row" }, k), el("td", {}, t))),
        ),
      ),
      el("h2", {}, "What it does not know"),
      el(
        "p",
        {},
        "No line does not mean no link: it means that none of these documents states one in words the program can be sure of. Dates are those of the documents.",
      ),
      el(
        "p",
        { className: "quiet" },
        "Drawn with vis-network under Pyvis (MIT or Apache-2.0)",
        $("v-ask") ? "; asked by Oxigraph (MIT or Apache-2.0), edited with CodeMirror (MIT)" : "",
        ". This page opens no connection.",
      ),
      licences(),
    ),
  );
}
/* The notices of the libraries the page carries, unpacked when asked for. */
function licences() {
  const text = el("pre", { tabIndex: 0, "aria-label": "Licences" });
  const open = async () => (text.textContent ||= await unpackText("d-licences"));
  return el("details", { on: { toggle: open } }, el("summary", {}, "Licences of what this page carries"), text);
}
function tabs() {
  const have = VIEWS.filter(v => $("tab-" + v));
  have.forEach((v, i) => {
    $("tab-" + v).addEventListener("click", () => view(v));
    $("tab-" + v).addEventListener("keydown", e => {
      const d = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      if (d) {
        const w = have[(i + d + have.length) % have.length];
        view(w);
        $("tab-" + w).focus();
        e.preventDefault();
      }
    });
  });
  $("skip").addEventListener("click", e => {
    e.preventDefault();
    view("table");
    $("tb-find").focus();
  });
}
addEventListener("keydown", e => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) || e.target.id === "a-edit";
  if (e.key === "/" && !typing) {
    e.preventDefault();
    $("q").focus();
  } else if (e.key === "Escape" && !typing && !document.querySelector("dialog[open]")) {
    hideTip();
    if (S.view === "map" && (S.sel || S.path)) {
      select(null);
      $("net").focus();
    }
  }
});
async function start() {
  readTheme();
  const t = performance.now();
  const [graph, data] = await Promise.all([unpackText("d-graph"), unpackText("d-data"), load("d-vis")]);
  readData(JSON.parse(graph), JSON.parse(data));
  $("read").textContent = subtitle();
  resetFilters();
  tabs();
  startSearch();
  buildHelp();
  $("ff").addEventListener("submit", e => e.preventDefault());
  S.scene = D.scenes[0].id;
  quiet++;
  sieve();
  compose();
  startNet(JSON.parse($("d-options").textContent));
  fromHash(location.hash.slice(1));
  fit(false);
  quiet--;
  window.__startMs = performance.now() - t;
  addEventListener("popstate", () => {
    if (!quiet) fromHash(location.hash.slice(1));
  });
  matchMedia("(prefers-color-scheme:dark)").addEventListener("change", retheme);
  let small = phone();
  addEventListener("resize", () => {
    if (phone() !== small) {
      small = phone();
      buildLegend();
    }
  });
}
/* What tests and measurements take hold of. */
window.__map = {
  S,
  F,
  select,
  goPath,
  setYears,
  setScene,
  resetFilters,
  refilter,
  drawing,
  run,
  stop,
  goStep,
  exportPng,
  fromHash,
  net: () => net,
  V: () => V,
  N: () => N,
  E: () => E,
  D: () => D,
  fit,
  view,
  sight,
};
start().catch(x => {
  say("The map could not be drawn: " + x.message);
  throw x;
});
