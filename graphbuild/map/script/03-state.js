/* What is shown: the filters F and the state S; both stand in the address, so that any view can be sent as a link. */
const F = { cls: new Set(), pred: new Set(), st: new Set(), docs: new Set(), y0: 0, y1: 0, grade: "" };
const S = { view: "map", scene: "", sel: null, ego: 0, path: null, part: "", step: null, colour: "kind" };
let quiet = 0;

function resetFilters() {
  F.cls.clear();
  F.pred.clear();
  F.st.clear();
  F.docs.clear();
  F.y0 = Y0;
  F.y1 = Y1;
  F.grade = "";
}
const filtered = () => F.cls.size || F.pred.size || F.st.size || F.docs.size || F.y0 > Y0 || F.y1 < Y1 || F.grade;

function toHash() {
  const p = new URLSearchParams();
  if (S.view !== "map") p.set("v", S.view);
  if (S.scene && S.scene !== D.scenes[0].id) p.set("scene", S.scene);
  if (S.sel?.n != null) p.set("n", N[S.sel.n].id);
  if (S.sel?.e != null) p.set("e", edgeKey(E[S.sel.e]));
  if (S.sel?.pair) p.set("pair", S.sel.pair.map(i => N[i].id).join(".."));
  if (S.sel?.rec != null) p.set("rec", S.sel.rec);
  if (S.ego) p.set("ego", S.ego);
  if (S.path)
    p.set(
      "path",
      [
        N[S.path.a].id,
        N[S.path.b].id,
        ...(S.path.directed ? ["directed"] : []),
        ...(S.path.kinds.size < KINDS.length ? ["by", ...[...S.path.kinds].sort()] : []),
      ].join(".."),
    );
  if (S.part) p.set("part", S.part);
  if (F.cls.size) p.set("noclass", [...F.cls].sort().join("."));
  if (F.pred.size) p.set("nolink", [...F.pred].sort().join("."));
  if (F.st.size) p.set("nostatus", [...F.st].sort().join("."));
  if (F.docs.size)
    p.set(
      "doc",
      [...F.docs]
        .map(d => D.docs[d].id)
        .sort()
        .join(".."),
    );
  if (F.y0 !== Y0 || F.y1 !== Y1) p.set("y", `${F.y0}-${F.y1}`);
  if (F.grade) p.set("grade", F.grade);
  if (S.colour !== "kind") p.set("colour", S.colour);
  if (S.step) p.set("story", S.step.join("."));
  return p.toString();
}
/* Keeps the address in step with what is shown; a new thing to look at is a new entry, so that Back works. */
function address(push) {
  if (quiet) return;
  const h = toHash();
  if (h === location.hash.slice(1)) return;
  try {
    history[push ? "pushState" : "replaceState"](null, "", h ? "#" + h : location.pathname + location.search);
  } catch {
    quiet++;
    location.hash = h;
    setTimeout(() => quiet--);
  }
}
const linkTo = () => location.href.split("#")[0] + "#" + toHash();

/* Shows what a hash says. A story's step may add `only` (one status) and `kind` (one kind of link). */
function fromHash(hash) {
  const p = new URLSearchParams(hash),
    told = /^(\d+)\.(\d+)$/.exec(p.get("story") || "");
  if (told && [...p.keys()].length === 1 && stories()[+told[1]]?.steps[+told[2]]) return goStep(+told[1], +told[2]);
  quiet++;
  const set = (key, to, known) => {
    for (const v of (p.get(key) || "").split(".")) if (known(v)) to.add(v);
  };
  resetFilters();
  Object.assign(S, {
    sel: null,
    ego: 0,
    path: null,
    part: p.get("part") || "",
    step: null,
    scene: D.scenes.some(s => s.id === p.get("scene")) ? p.get("scene") : D.scenes[0].id,
  });
  set("noclass", F.cls, v => classAt.has(v));
  set("nolink", F.pred, v => predAt.has(v));
  set("nostatus", F.st, v => D.statuses.some(s => s.id === v));
  for (const d of (p.get("doc") || "").split("..")) if (docAt.has(d)) F.docs.add(docAt.get(d).i);
  const y = /^(\d{4})-(\d{4})$/.exec(p.get("y") || "");
  if (y) {
    F.y0 = Math.max(Y0, +y[1]);
    F.y1 = Math.min(Y1, +y[2]);
  }
  if (gradeAt.has(p.get("grade"))) F.grade = p.get("grade");
  if (D.statuses.some(s => s.id === p.get("only"))) for (const s of D.statuses) if (s.id !== p.get("only")) F.st.add(s.id);
  if (p.get("kind")) for (const q of P) if (q.kind !== p.get("kind")) F.pred.add(q.id);
  S.colour = p.get("colour") === "link" ? "link" : "kind";
  const n = nodeAt.get(p.get("n")),
    e = p.has("e") ? edgeAt(p.get("e")) : null;
  if (n) S.sel = { n: n.i };
  else if (e) S.sel = { e: e.i };
  else if (p.has("pair")) {
    const [a, b] = p
      .get("pair")
      .split("..")
      .map(k => nodeAt.get(k));
    if (a && b) S.sel = { pair: [a.i, b.i] };
  } else if (D.recs[+p.get("rec")] && p.has("rec")) S.sel = { rec: +p.get("rec") };
  if (n && p.has("ego")) S.ego = Math.min(3, Math.max(1, +p.get("ego") || 1));
  if (p.has("path")) {
    const [a, b, ...how] = p.get("path").split(".."),
      by = how.includes("by") ? how.slice(how.indexOf("by") + 1) : KINDS.map(k => k[0]);
    if (nodeAt.has(a) && nodeAt.has(b))
      S.path = { a: nodeAt.get(a).i, b: nodeAt.get(b).i, directed: how[0] === "directed", kinds: new Set(by) };
  }
  if (told && stories()[+told[1]]?.steps[+told[2]]) S.step = [+told[1], +told[2]];
  buildLegend();
  show({ fit: true });
  view(["map", "table", "ask", "help"].includes(p.get("v")) && $("v-" + p.get("v")) ? p.get("v") : "map");
  if (p.has("q") && $("v-ask")) {
    view("ask");
    askText(p.get("q"));
  }
  quiet--;
}

/* Draws anew whatever the state says: scene, panel, legend counts, table, address. */
function show({ fit = false, push = false } = {}) {
  if (S.path) findPath();
  if (S.sel?.n != null && !S.ego && !S.path && !inScene(S.sel.n)) S.ego = 1;
  compose();
  drawBar();
  drawTimeline();
  counts();
  drawPanel();
  if (S.view === "table") drawTable();
  refresh(fit);
  address(push);
}
function select(sel, { fit = false, ego = null } = {}) {
  const was = S.ego || S.path;
  S.sel = sel;
  S.part = "";
  if (ego !== null) {
    S.ego = ego;
    S.path = null;
  } else if (sel?.n != null && S.ego) {
    S.ego = 1;
    fit = true;
  } else if (sel?.e != null && S.ego && !V.at.has(E[sel.e].s)) S.ego = 0;
  if (sel === null) {
    S.ego = 0;
    S.path = null;
  }
  show({ fit: fit || Boolean(was) !== Boolean(S.ego || S.path), push: true });
  announce();
}
function announce() {
  if (S.sel?.n != null) {
    const n = N[S.sel.n];
    say(`${n.label}, ${n.cls.label.toLowerCase()}: ${many(n.out.length + n.inn.length, "link")}. Its evidence is beside the map.`);
  } else if (S.sel?.e != null)
    say(`${words(E[S.sel.e])}: ${statusLabel(E[S.sel.e].st).toLowerCase()}, ${many(E[S.sel.e].ev.length, "sentence")}.`);
  else if (S.sel?.pair) say(`Links between ${N[S.sel.pair[0]].label} and ${N[S.sel.pair[1]].label}.`);
}
function setScene(id) {
  Object.assign(S, { scene: id, ego: 0, path: null, step: null });
  if (S.sel?.n != null && !inScene(S.sel.n)) S.sel = null;
  show({ fit: true, push: true });
  say(`${sceneOf(id).title}: ${many(V.nodes.length, "body", "bodies")} shown.`);
}

const VIEWS = ["map", "table", "ask", "help"];
function view(v) {
  S.view = v;
  for (const k of VIEWS) {
    if (!$("v-" + k)) continue;
    $("v-" + k).hidden = k !== v;
    $("tab-" + k).setAttribute("aria-selected", String(k === v));
    $("tab-" + k).tabIndex = k === v ? 0 : -1;
  }
  document.body.dataset.view = v;
  if (v === "table") drawTable();
  if (v === "ask") openAsk();
  if (v === "map" && net) {
    net.setSize("100%", "100%");
    net.redraw();
  }
  address(false);
}
