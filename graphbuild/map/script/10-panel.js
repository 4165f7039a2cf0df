/* The evidence beside the map. */
const nodeButton = (i, text) => i < 0 || !N[i] ? el("span", {}, text || "") : button(text || N[i].label, () => { if (S.view !== "map") view("map"); select({ n: i }); }, { className: "lk" });
const chip = st => el("span", { className: "chip st-" + st.toLowerCase() }, statusLabel(st));

function quote([s, marks]) {
  const sent = D.sents[s], d = D.docs[sent.doc], q = el("blockquote"), text = sent.text;
  let at_ = 0;
  for (let i = 0; i < marks.length; i += 3) { q.append(text.slice(at_, marks[i]), el("mark", { className: "m" + marks[i + 2] % 2 }, text.slice(marks[i], marks[i + 1]))); at_ = marks[i + 1]; }
  q.append(text.slice(at_));
  return el("figure", {}, q, el("figcaption", {}, d.url ? el("a", { href: d.url, rel: "noopener noreferrer" }, d.title) : el("cite", {}, d.title), el("span", {}, place(sent))));
}
/* A list that shows its first few and the rest on demand. */
function some(list, make, few = 6) {
  const box = el("div", {}, list.slice(0, few).map(make));
  if (list.length > few) { const b = button(`Show all ${list.length}`, () => { b.replaceWith(...list.slice(few).map(make)); box.children[few]?.querySelector("button,summary,a")?.focus(); }, { className: "more" }); box.append(b); }
  return box;
}
function section(title, count, body, open = true) {
  return el("details", { className: "sec", open }, el("summary", {}, el("h3", {}, title), count != null ? el("span", { className: "n" }, String(count)) : null), body);
}
function head(title, ...under) {
  const p = $("panel");
  fill(p, el("div", { className: "bar noprint" }, button("Close", () => { select(null); $("net").focus(); }, { title: "Esc" }), button("Copy link", copyLink)), el("h2", {}, title), ...under);
  p.scrollTop = 0;
  return p;
}
async function copyLink() { try { await navigator.clipboard.writeText(linkTo()); say("The link to this view is copied."); } catch { prompt("The link to this view:", linkTo()); } }

function drawPanel() {
  drawEvidence();
  drawStory();
}
function drawEvidence() {
  if (S.path) panelPath();
  else if (S.sel?.n != null) panelBody(N[S.sel.n]);
  else if (S.sel?.e != null) panelLink(E[S.sel.e]);
  else if (S.sel?.pair) panelPair(...S.sel.pair);
  else if (S.sel?.rec != null) { head(`Recommendation ${D.recs[S.sel.rec].n}`).append(recommendation(D.recs[S.sel.rec], true)); }
  else if (S.sel?.set) head("Bodies of the answer").append(el("p", {}, `${many(S.sel.set.size, "body", "bodies")} of the query's answer stand out on the map.`), el("ul", { className: "plain" }, [...S.sel.set].slice(0, 80).map(i => el("li", {}, nodeButton(i)))));
  else panelHome();
}
function panelHome() {
  const p = $("panel"), failing = E.filter(e => e.st === "Failing"), weak = D.findings.filter(f => f.pol === "Weakness").length;
  const judged = [...new Map(D.judgements.filter(j => gradeAt.has(j.grade)).map(j => [j.body, N[j.body]])).values()].sort((a, b) => b.badge.grade.rank - a.badge.grade.rank || b.w - a.w);
  const all = stories();
  fill(p, 
    el("h2", {}, "What this map shows"),
    el("p", {}, "Each card is a body named in the documents. Blue lines show who answers to whom, from the top down; green lines show who works together or belongs together; ", el("b", { className: "bad" }, "red lines with a cross"), " are links that a document says are failing."),
    el("p", {}, "Choose a card or a line to read the sentences behind it."),
    all.length ? el("div", { className: "box" }, el("h3", {}, "Start with a story"), all.map((s, i) => el("p", {}, button(s.title, () => goStep(i, 0), { className: "go" })))) : null,
    judged.length ? section("Judgements", judged.length, some(judged, n => el("div", { className: "item" }, pill(n.badge.grade), " ", nodeButton(n.i), n.badge.year ? ` ${n.badge.year}` : ""), 5)) : null,
    failing.length ? section("Links said to be failing", failing.length, some(failing, e => el("div", { className: "item" }, linkButton(e)), 4)) : null,
    D.recs.length ? section("Recommendations", D.recs.length, some(D.recs, r => recommendation(r), 3), false) : null,
    section("Find a path", null, pathForm()),
    section("Read for this map", D.docs.length, el("ul", { className: "plain" }, D.docs.map(d => el("li", {}, d.url ? el("a", { href: d.url, rel: "noopener noreferrer" }, d.title) : d.title, el("small", {}, [d.by, niceDate(d.issued)].filter(Boolean).join(", "))))), false),
    el("p", { className: "quiet" }, `${many(N.length, "body, post, person or plan", "bodies, posts, people and plans")}, ${many(E.length, "link")}, ${many(D.sents.length, "sentence")}${weak ? `, ${many(weak, "weakness", "weaknesses")} found` : ""}.`));
}
const linkButton = (e, from) => button(from == null ? words(e) : `${capital(reads(e, from))} ${N[other(e, from)].label}`, () => { if (S.view !== "map") view("map"); select({ e: e.i }); }, { className: "lk" });

function panelLink(e) {
  const p = head(capital(e.p.label));
  p.append(el("p", { className: "triple" }, nodeButton(e.s), el("b", {}, ` ${e.p.label} `), nodeButton(e.t)), el("p", {}, chip(e.st), e.p.help ? el("small", {}, " " + e.p.help) : null),
    el("h3", {}, e.ev.length === 1 ? "The sentence that says so" : `The ${e.ev.length} sentences that say so`), some(e.ev, quote, 12));
  const rest = [...N[e.s].out, ...N[e.s].inn].filter(x => x !== e && other(x, e.s) === e.t);
  if (rest.length) p.append(section("Between the same two", rest.length, some(rest, x => el("div", { className: "item" }, linkButton(x), " ", chip(x.st)))));
  p.append(el("div", { className: "bar noprint" }, button("Centre on " + clip(N[e.s].label, 28), () => select({ n: e.s }, { ego: 1, fit: true })), button("Centre on " + clip(N[e.t].label, 28), () => select({ n: e.t }, { ego: 1, fit: true }))));
}
function panelPair(a, b) {
  const all = [...N[a].out, ...N[a].inn].filter(e => other(e, a) === b);
  head(`${N[a].label} and ${N[b].label}`).append(...all.map(e => el("section", { className: "one" }, el("p", { className: "triple" }, linkButton(e), " ", chip(e.st)), some(e.ev, quote, 3))));
}
/* One row a link: what it says, how it stands, its sentences on demand. */
const linkRow = (e, from) => el("details", { className: "item" }, el("summary", {}, el("span", {}, `${capital(reads(e, from))} `, el("b", {}, N[other(e, from)].label)), e.st !== "Actual" ? chip(e.st) : null), some(e.ev, quote, 4), el("div", { className: "bar" }, button("Show this link", () => select({ e: e.i })), button("Go there", () => select({ n: other(e, from) }))));

function panelBody(n) {
  const p = head(n.label), links = [...n.out, ...n.inn].filter(e => e.s !== e.t);
  const f = pol => (of.findings.get(n.i) || []).filter(x => x.pol === pol);
  p.append(el("p", {}, svgWrap(classIcon(n.cls)), " ", n.cls.label, n.area >= 0 && D.areas[n.area] !== n.i ? el("span", {}, " · ", nodeButton(D.areas[n.area])) : null));
  if (n.also.length) p.append(el("p", { className: "quiet" }, "Also written: " + clip(n.also.slice(0, 6).join(" · "), 220)));
  if (n.codes.length) p.append(el("p", { className: "quiet" }, "Official codes: " + n.codes.map(c => c.join(" ")).join(", ")));
  const scene = D.scenes.find(s => s.id === "area~" + n.id);
  p.append(el("div", { className: "bar noprint" }, scene ? button("Open its area", () => setScene(scene.id)) : null, button(S.ego === 1 ? "Back to the map" : "Centre on it", () => S.ego === 1 ? setScene(S.scene) : select({ n: n.i }, { ego: 1, fit: true })),
    button("Path from here", () => { panelHome(); const d = $("panel").querySelector(".pathform"); d.querySelector("#p-from").value = n.label; d.querySelector("#p-to").focus(); d.scrollIntoView(); }), $("v-ask") ? button("Ask about it", () => askAbout(n)) : null));
  const js = (of.judgements.get(n.i) || []).slice().sort((a, b) => b.date.localeCompare(a.date));
  const once = [...group(js, j => [j.grade, j.area.toLowerCase(), j.date.slice(0, 4), j.by, j.previous].join("|")).values()];
  if (js.length) p.append(section("Judgements", once.length, some(once, ([j, ...again]) => el("details", { className: "item" }, el("summary", {}, gradeAt.has(j.grade) ? pill(gradeAt.get(j.grade)) : el("span", { className: "chip" }, j.grade || "graded"), " ", capital(j.area), el("small", {}, [niceDate(j.date), j.by >= 0 ? N[j.by].label : "", j.previous ? "an earlier inspection" : "", again.length ? `said ${again.length + 1} times` : ""].filter(Boolean).join(" · "))), [j, ...again].map(x => quote(x.ev))))));
  const acc = links.filter(e => e.p.kind === "accountability");
  const order = list => list.sort((a, b) => (b.st === "Failing") - (a.st === "Failing") || N[other(b, n.i)].w - N[other(a, n.i)].w);
  const up = order(acc.filter(e => upper(e) !== n.i)), down = order(acc.filter(e => upper(e) === n.i)), side = order(links.filter(e => e.p.kind === "partnership"));
  if (up.length) p.append(section("Answers to", up.length, some(up, e => linkRow(e, n.i))));
  if (down.length) p.append(section("Answer to it", down.length, some(down, e => linkRow(e, n.i))));
  if (side.length) p.append(section("Partners, parts and members", side.length, some(side, e => linkRow(e, n.i))));
  const roles = of.roles.get(n.i) || [];
  if (roles.length) p.append(section(n.cls.id === "Person" ? "Posts" : "People and posts", roles.length, some(roles, r => el("details", { className: "item" }, el("summary", {}, roleText(r, n.i)), quote(r.ev), el("div", { className: "bar" }, [r.person, r.post, r.body].filter(i => i >= 0 && i !== n.i).map(i => button(clip(N[i].label, 40), () => select({ n: i }))))))));
  for (const [pol, title, cls] of [["Weakness", "Weaknesses", "weak"], ["Strength", "Strengths", "strong"], ["Mixed", "Mixed findings", "mixed"]]) {
    const list = f(pol);
    if (list.length) p.append(el("div", { className: cls }, section(title, list.length, some(list, x => quote(x.ev), 3))));
  }
  const recs = (of.recs.get(n.i) || []), to = recs.filter(r => r.to.includes(n.i)), about = recs.filter(r => !r.to.includes(n.i));
  if (to.length) p.append(el("div", { id: "part-recommendations" }, section("Recommendations it must act on", to.length, some(to, r => recommendation(r), 4))));
  if (about.length) p.append(section("Recommendations that speak of it", about.length, some(about, r => recommendation(r), 4)));
  const later = laterThan(n);
  if (later.length) p.append(el("div", { id: "part-later" }, section("What later documents say", later.length, some(later, ev => quote(ev), 4))));
  const stats = of.stats.get(n.i) || [], says = of.says.get(n.i) || [];
  if (says.length) p.append(section("In their own words", says.length, some(says, s => quote(s.ev), 3)));
  if (stats.length) p.append(section("Figures", stats.length, some(stats, s => el("details", { className: "item" }, el("summary", {}, el("b", {}, `${s.approx ? "about " : ""}${s.value.toLocaleString("en-GB")} ${s.unit}`), ` ${s.what}`, el("small", {}, [niceDate(s.at), s.than && "against " + s.than].filter(Boolean).join(" · "))), quote(s.ev)), 5), false));
  if (S.part) { const d = $("part-" + S.part); if (d) { d.querySelector("details").open = true; d.scrollIntoView(); } }
}
const svgWrap = s => { s.classList.add("inline"); return s; };
function roleText(r, n) {
  const dates = [r.start && "from " + niceDate(r.start), r.end && "until " + niceDate(r.end), r.interim && "interim"].filter(Boolean).join(", ");
  const bits = [r.person !== n && r.person >= 0 ? N[r.person].label : "", r.post !== n && r.post >= 0 ? N[r.post].label : "", r.body !== n && r.body >= 0 ? N[r.body].label : ""].filter(Boolean);
  return [el("b", {}, bits[0] || "Nobody named"), bits.length > 1 ? ", " + bits.slice(1).join(", ") : "", dates ? el("small", {}, dates) : null];
}
/* What documents issued after the first that judges or evaluates a body say of it. */
function laterThan(n, after = null) {
  const all = [...(of.judgements.get(n.i) || []), ...(of.findings.get(n.i) || [])], docYear = x => D.docs[D.sents[x.ev[0]].doc].issued;
  const first = after ?? all.map(docYear).filter(Boolean).sort()[0];
  return first ? all.filter(x => docYear(x).slice(0, 4) > first.slice(0, 4)).sort((a, b) => docYear(a).localeCompare(docYear(b))).map(x => x.ev) : [];
}
function recommendation(r, open = false) {
  const date = D.docs[D.sents[r.ev[0]].doc].issued, follow = date ? [...new Set([...r.to, ...r.about])].flatMap(i => laterThan(N[i], date)).slice(0, 12) : [];
  const d = el("details", { className: "item", open }, el("summary", {}, el("b", {}, `${r.n}. `), clip(r.text, 180)),
    quote(r.ev),
    r.to.length ? el("p", {}, "To act: ", r.to.map((i, k) => [k ? ", " : "", nodeButton(i)])) : null,
    r.about.length ? el("p", {}, "Speaks of: ", r.about.map((i, k) => [k ? ", " : "", nodeButton(i)])) : null,
    r.by.length ? section("Findings behind it", r.by.length, some(r.by.map(i => D.findings[i]), x => quote(x.ev), 3), open) : null,
    follow.length ? section("What followed", follow.length, some(follow, quote, 3), open) : null,
    open ? null : el("div", { className: "bar" }, button("Show this recommendation", () => { if (S.view !== "map") view("map"); select({ rec: r.i }); })));
  return d;
}
