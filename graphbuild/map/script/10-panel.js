/* The evidence beside the map. */
const nodeButton = (i, text) =>
  i < 0 || !N[i]
    ? el("span", {}, text || "")
    : button(
        text || N[i].label,
        () => {
          if (S.view !== "map") view("map");
          select({ n: i });
        },
        { className: "lk" },
      );
const chip = st => el("span", { className: "chip st-" + st.toLowerCase() }, statusLabel(st));

function quote([s, marks]) {
  const sent = D.sents[s],
    d = D.docs[sent.doc],
    q = el("blockquote"),
    text = sent.text;
  let at_ = 0;
  for (let i = 0; i < marks.length; i += 3) {
    q.append(text.slice(at_, marks[i]), el("mark", { className: "m" + (marks[i + 2] % 2) }, text.slice(marks[i], marks[i + 1])));
    at_ = marks[i + 1];
  }
  q.append(text.slice(at_));
  return el(
    "figure",
    {},
    q,
    el(
      "figcaption",
      {},
      d.url ? el("a", { href: d.url, rel: "noopener noreferrer" }, d.title) : el("cite", {}, d.title),
      el("span", {}, place(sent)),
    ),
  );
}
/* A list that shows its first few and the rest on demand. */
function some(list, make, few = 6) {
  const box = el("div", {}, list.slice(0, few).map(make));
  if (list.length > few) {
    const b = button(
      `Show all ${list.length}`,
      () => {
        b.replaceWith(...list.slice(few).map(make));
        box.children[few]?.querySelector("button,summary,a")?.focus();
      },
      { className: "more" },
    );
    box.append(b);
  }
  return box;
}
function section(title, count, body, open = true) {
  return el(
    "details",
    { className: "sec", open },
    el("summary", {}, el("h3", {}, title), count != null ? el("span", { className: "n" }, String(count)) : null),
    body,
  );
}
function head(title, ...under) {
  const p = $("panel");
  fill(
    p,
    el(
      "div",
      { className: "bar noprint" },
      button(
        "Close",
        () => {
          select(null);
          $("net").focus();
        },
        { title: "Esc" },
      ),
      button("Copy link", copyLink),
    ),
    el("h2", {}, title),
    ...under,
  );
  p.scrollTop = 0;
  return p;
}
async function copyLink() {
  try {
    await navigator.clipboard.writeText(linkTo());
    say("The link to this view is copied.");
  } catch {
    prompt("The link to this view:", linkTo());
  }
}

function drawPanel() {
  drawEvidence();
  drawStory();
}
function drawEvidence() {
  if (S.path) panelPath();
  else if (S.sel?.n != null) panelBody(N[S.sel.n]);
  else if (S.sel?.e != null) panelLink(E[S.sel.e]);
  else if (S.sel?.pair) panelPair(...S.sel.pair);
  else if (S.sel?.rec != null) {
    head(`Recommendation ${D.recs[S.sel.rec].n}`).append(recommendation(D.recs[S.sel.rec], true));
  } else if (S.sel?.set)
    head("Bodies of the answer").append(
      el("p", {}, `${many(S.sel.set.size, "body", "bodies")} of the query's answer stand out on the map.`),
      el(
        "ul",
        { className: "plain" },
        [...S.sel.set].slice(0, 80).map(i => el("li", {}, nodeButton(i))),
      ),
    );
  else panelHome();
}
function panelHome() {
  const p = $("panel"),
    failing = E.filter(e => e.st === "Failing"),
    weak = D.findings.filter(f => f.pol === "Weakness").length;
  const judged = [...new Map(D.judgements.filter(j => gradeAt.has(j.grade)).map(j => [j.body, N[j.body]])).values()].sort(
    (a, b) => b.badge.grade.rank - a.badge.grade.rank || b.w - a.w,
  );
  const all = stories();
  fill(
    p,
    el("h2", {}, "What this map shows"),
    D.scenes[0].id === "overview"
      ? el(
          "p",
          {},
          "Each card is an authority with its latest judgement, under the national bodies. Choose one and open its area to see its bodies.",
        )
      : null,
    el(
      "p",
      {},
      (D.scenes[0].id === "overview" ? "" : "Each card is a body named in the documents. ") +
        "Blue lines show who answers to whom, from the top down; green lines show who works together or belongs together; ",
      el("b", { className: "bad" }, "red lines with a cross"),
      " are links that a document says are failing.",
    ),
    el("p", {}, "Choose a card or a line to read the sentences behind it."),
    all.length
      ? el(
          "div",
          { className: "box" },
          el("h3", {}, all.length > 1 ? "Start with one of these stories" : "Start with a story"),
          all.map((s, i) =>
            el(
              "p",
              {},
              button(s.title, () => goStep(i, 0), { className: "go" }),
            ),
          ),
        )
      : null,
    judged.length
      ? section(
          "Judgements",
          judged.length,
          some(
            judged,
            n => el("div", { className: "item" }, pill(n.badge.grade), " ", nodeButton(n.i), n.badge.year ? ` ${n.badge.year}` : ""),
            5,
          ),
        )
      : null,
    failing.length
      ? section(
          "Links said to be failing",
          failing.length,
          some(failing, e => el("div", { className: "item" }, linkButton(e)), 4),
        )
      : null,
    D.recs.length
      ? section(
          "Recommendations",
          D.recs.length,
          some(D.recs, r => recommendation(r), 3),
          false,
        )
      : null,
    section("Find a path", null, pathForm()),
    section(
      "Read for this map",
      D.docs.length,
      el(
        "ul",
        { className: "plain" },
        D.docs.map(d =>
          el(
            "li",
            {},
            d.url ? el("a", { href: d.url, rel: "noopener noreferrer" }, d.title) : d.title,
            el("small", {}, [d.by, niceDate(d.issued)].filter(Boolean).join(", ")),
          ),
        ),
      ),
      false,
    ),
    el(
      "p",
      { className: "quiet" },
      `${many(N.length, "body, post, person or plan", "bodies, posts, people and plans")}, ${many(E.length, "link")}, ${many(D.sents.length, "sentence")}${weak ? `, ${many(weak, "weakness", "weaknesses")} found` : ""}.`,
    ),
  );
}
const linkButton = (e, from) =>
  button(
    from == null ? words(e) : `${capital(reads(e, from))} ${N[other(e, from)].label}`,
    () => {
      if (S.view !== "map") view("map");
      select({ e: e.i });
    },
    { className: "lk" },
  );

function panelLink(e) {
  const p = head(capital(e.p.label) + stands(e));
  p.append(
    el("p", { className: "triple" }, nodeButton(e.s), el("b", {}, ` ${e.p.label} `), nodeButton(e.t)),
    el("p", {}, chip(e.st), e.p.help ? el("small", {}, " " + e.p.help) : null),
    el("h3", {}, e.ev.length === 1 ? "The sentence that says so" : `The ${e.ev.length} sentences that say so`),
    some(e.ev, quote, 12),
  );
  const rest = [...N[e.s].out, ...N[e.s].inn].filter(x => x !== e && other(x, e.s) === e.t);
  if (rest.length)
    p.append(
      section(
        "Between the same two",
        rest.length,
        some(rest, x => el("div", { className: "item" }, linkButton(x), " ", chip(x.st))),
      ),
    );
  p.append(
    el(
      "div",
      { className: "bar noprint" },
      button("Centre on " + clip(N[e.s].label, 28), () => select({ n: e.s }, { ego: 1, fit: true })),
      button("Centre on " + clip(N[e.t].label, 28), () => select({ n: e.t }, { ego: 1, fit: true })),
    ),
  );
}
function panelPair(a, b) {
  const all = [...N[a].out, ...N[a].inn].filter(e => other(e, a) === b);
  head(`${N[a].label} and ${N[b].label}`).append(
    ...all.map(e =>
      el("section", { className: "one" }, el("p", { className: "triple" }, linkButton(e), " ", chip(e.st)), some(e.ev, quote, 3)),
    ),
  );
}
