/* Everything the documents say of one body. */
const linkRow = (e, from) =>
  el(
    "details",
    { className: "item" },
    el(
      "summary",
      {},
      el("span", {}, `${capital(reads(e, from))} `, el("b", {}, N[other(e, from)].label)),
      e.st !== "Actual" ? chip(e.st) : null,
    ),
    some(e.ev, quote, 4),
    el(
      "div",
      { className: "bar" },
      button("Show this link", () => select({ e: e.i })),
      button("Go there", () => select({ n: other(e, from) })),
    ),
  );

function panelBody(n) {
  const p = head(n.label, bodyHead(n));
  p.append(
    ...[bodyJudgements, bodyLinks, bodyRoles, bodyFindings, bodyAdvice, bodyLater, bodySays, bodyFigures]
      .flatMap(part => part(n) || [])
      .filter(Boolean),
  );
  const d = S.part && $("part-" + S.part);
  if (!d) return;
  d.querySelector("details").open = true;
  d.scrollIntoView();
}
function bodyHead(n) {
  const scene = D.scenes.find(s => s.id === "area~" + n.id),
    home = n.area >= 0 && D.areas[n.area] !== n.i ? D.areas[n.area] : -1;
  const icon = classIcon(n.cls);
  icon.classList.add("inline");
  return [
    el("p", {}, icon, " ", n.cls.label, home >= 0 ? el("span", {}, " · ", nodeButton(home)) : null),
    n.also.length ? el("p", { className: "quiet" }, "Also written: " + clip(n.also.slice(0, 6).join(" · "), 220)) : null,
    n.codes.length ? el("p", { className: "quiet" }, "Official codes: " + n.codes.map(c => c.join(" ")).join(", ")) : null,
    el(
      "div",
      { className: "bar noprint" },
      scene ? button("Open its area", () => setScene(scene.id), { className: "primary" }) : null,
      S.ego === 1
        ? button("Back to the map", () => setScene(S.scene))
        : button("Centre on it", () => select({ n: n.i }, { ego: 1, fit: true })),
      button("Path from here", () => pathFrom(n)),
      $("v-ask") ? button("Ask about it", () => askAbout(n)) : null,
    ),
  ].filter(Boolean);
}
function pathFrom(n) {
  panelHome();
  const form = $("panel").querySelector(".pathform");
  form.querySelector("#p-from").value = n.label;
  form.querySelector("#p-to").focus();
  form.scrollIntoView();
}
/* A judgement that several documents report is one row, with the words of each. */
function bodyJudgements(n) {
  const all = (of.judgements.get(n.i) || []).slice().sort((a, b) => b.date.localeCompare(a.date));
  const once = [...group(all, j => [j.grade, j.area.toLowerCase(), j.date.slice(0, 4), j.by, j.previous].join("|")).values()];
  const row = ([j, ...again]) => {
    const grade = gradeAt.has(j.grade) ? pill(gradeAt.get(j.grade)) : el("span", { className: "chip" }, j.grade || "graded");
    const notes = [
      niceDate(j.date),
      j.by >= 0 && N[j.by].label,
      j.previous && "an earlier inspection",
      again.length && `said ${again.length + 1} times`,
    ];
    return el(
      "details",
      { className: "item" },
      el("summary", {}, grade, " ", capital(j.area), el("small", {}, notes.filter(Boolean).join(" · "))),
      [j, ...again].map(x => quote(x.ev)),
    );
  };
  return once.length ? [section("Judgements", once.length, some(once, row))] : null;
}
/* Who it answers to, who answers to it, its partners: failing links first. */
function bodyLinks(n) {
  const links = [...n.out, ...n.inn].filter(e => e.s !== e.t),
    acc = links.filter(e => e.p.kind === "accountability");
  const order = list => list.sort((a, b) => (b.st === "Failing") - (a.st === "Failing") || N[other(b, n.i)].w - N[other(a, n.i)].w);
  return [
    ["Answers to", acc.filter(e => upper(e) !== n.i)],
    ["Answer to it", acc.filter(e => upper(e) === n.i)],
    ["Partners, parts and members", links.filter(e => e.p.kind === "partnership")],
  ]
    .filter(([, list]) => list.length)
    .map(([title, list]) =>
      section(
        title,
        list.length,
        some(order(list), e => linkRow(e, n.i)),
      ),
    );
}
function bodyRoles(n) {
  const roles = of.roles.get(n.i) || [];
  const row = r =>
    el(
      "details",
      { className: "item" },
      el("summary", {}, roleText(r, n.i)),
      quote(r.ev),
      el(
        "div",
        { className: "bar" },
        [r.person, r.post, r.body].filter(i => i >= 0 && i !== n.i).map(i => button(clip(N[i].label, 40), () => select({ n: i }))),
      ),
    );
  return roles.length ? [section(roles.some(r => r.person === n.i) ? "Posts" : "People and posts", roles.length, some(roles, row))] : null;
}
function roleText(r, n) {
  const dates = [r.start && "from " + niceDate(r.start), r.end && "until " + niceDate(r.end), r.interim && "interim"]
    .filter(Boolean)
    .join(", ");
  const bits = [r.person, r.post, r.body].filter(i => i >= 0 && i !== n).map(i => N[i].label);
  return [
    el("b", {}, r.person < 0 && n === r.body ? "Nobody named" : bits.shift() || ""),
    bits.length ? ", " + bits.join(", ") : "",
    dates ? el("small", {}, dates) : null,
  ];
}
const POLARITIES = [
  ["Weakness", "Weaknesses", "weak"],
  ["Strength", "Strengths", "strong"],
  ["Mixed", "Mixed findings", "mixed"],
];
function bodyFindings(n) {
  return POLARITIES.map(([polarity, title, cls]) => {
    const list = (of.findings.get(n.i) || []).filter(x => x.pol === polarity);
    return list.length
      ? el(
          "div",
          { className: cls },
          section(
            title,
            list.length,
            some(list, x => quote(x.ev), 3),
          ),
        )
      : null;
  });
}
function bodyAdvice(n) {
  const recs = of.recs.get(n.i) || [],
    to = recs.filter(r => r.to.includes(n.i)),
    about = recs.filter(r => !r.to.includes(n.i));
  const part = (title, list) =>
    list.length
      ? section(
          title,
          list.length,
          some(list, r => recommendation(r), 4),
        )
      : null;
  const own = [part("Recommendations it must act on", to), part("Recommendations that speak of it", about)].filter(Boolean);
  return own.length ? [el("div", { id: "part-recommendations" }, own)] : null;
}
function bodyLater(n) {
  const later = laterThan(n);
  return later.length ? [el("div", { id: "part-later" }, section("What later documents say", later.length, some(later, quote, 4)))] : null;
}
function bodySays(n) {
  const says = of.says.get(n.i) || [];
  return says.length
    ? [
        section(
          "In their own words",
          says.length,
          some(says, s => quote(s.ev), 3),
        ),
      ]
    : null;
}
function bodyFigures(n) {
  const row = s =>
    el(
      "details",
      { className: "item" },
      el(
        "summary",
        {},
        el("b", {}, `${s.approx ? "about " : ""}${s.value.toLocaleString("en-GB")} ${s.unit}`),
        ` ${s.what}`,
        el("small", {}, [niceDate(s.at), s.than && "against " + s.than].filter(Boolean).join(" · ")),
      ),
      quote(s.ev),
    );
  const stats = of.stats.get(n.i) || [];
  return stats.length ? [section("Figures", stats.length, some(stats, row, 5), false)] : null;
}
/* What documents issued after the first that judges or evaluates a body say of it. */
function laterThan(n, after = null) {
  const all = [...(of.judgements.get(n.i) || []), ...(of.findings.get(n.i) || [])],
    docYear = x => D.docs[D.sents[x.ev[0]].doc].issued;
  const first = after ?? all.map(docYear).filter(Boolean).sort()[0];
  return first
    ? all
        .filter(x => docYear(x).slice(0, 4) > first.slice(0, 4))
        .sort((a, b) => docYear(a).localeCompare(docYear(b)))
        .map(x => x.ev)
    : [];
}
function recommendation(r, open = false) {
  const date = D.docs[D.sents[r.ev[0]].doc].issued,
    follow = date ? [...new Set([...r.to, ...r.about])].flatMap(i => laterThan(N[i], date)).slice(0, 12) : [];
  const d = el(
    "details",
    { className: "item", open },
    el("summary", {}, el("b", {}, `${r.n}. `), clip(r.text, 180)),
    quote(r.ev),
    r.to.length
      ? el(
          "p",
          {},
          "To act: ",
          r.to.map((i, k) => [k ? ", " : "", nodeButton(i)]),
        )
      : null,
    r.about.length
      ? el(
          "p",
          {},
          "Speaks of: ",
          r.about.map((i, k) => [k ? ", " : "", nodeButton(i)]),
        )
      : null,
    r.by.length
      ? section(
          "Findings behind it",
          r.by.length,
          some(
            r.by.map(i => D.findings[i]),
            x => quote(x.ev),
            3,
          ),
          open,
        )
      : null,
    follow.length ? section("What followed", follow.length, some(follow, quote, 3), open) : null,
    open
      ? null
      : el(
          "div",
          { className: "bar" },
          button("Show this recommendation", () => {
            if (S.view !== "map") view("map");
            select({ rec: r.i });
          }),
        ),
  );
  return d;
}
