/* Everything as text: the same filters, sortable, a page at a time, as CSV. */
const TABLES = {
  links: {
    title: "Links",
    rows: () =>
      shownE
        .slice()
        .sort((a, b) => KIND[a.p.kind] - KIND[b.p.kind] || (b.st === "Failing") - (a.st === "Failing"))
        .map(e => ({
          e,
          c: [
            N[e.s].label,
            e.p.label,
            N[e.t].label,
            statusLabel(e.st),
            D.docs[e.docs[0]]?.issued || "",
            e.ev.map(v => D.sents[v[0]].text).join(" … "),
          ],
        })),
    cols: ["From", "Link", "To", "Stands", "Date", "Sentence"],
    go: r => [0, 2, 5],
    open: (r, k) => (k === 0 ? { n: r.e.s } : k === 2 ? { n: r.e.t } : { e: r.e.i }),
  },
  bodies: {
    title: "Bodies and people",
    rows: () =>
      N.filter(n => shownN[n.i]).map(n => ({
        n,
        c: [
          n.label,
          n.cls.label,
          N[D.areas[n.area]]?.label || "",
          n.badge ? `${n.badge.grade.label}${n.badge.year ? " " + n.badge.year : ""}` : "",
          n.out.length + n.inn.length,
          (of.findings.get(n.i) || []).filter(f => f.pol === "Strength").length,
          (of.findings.get(n.i) || []).filter(f => f.pol === "Weakness").length,
          (of.recs.get(n.i) || []).length,
        ],
      })),
    cols: ["Name", "What", "Area", "Judged", "Links", "Strengths", "Weaknesses", "Recommendations"],
    open: r => ({ n: r.n.i }),
    go: () => [0],
  },
  judgements: {
    title: "Judgements",
    rows: () =>
      D.judgements
        .filter(j => shownN[j.body] && (!F.grade || j.grade === F.grade))
        .map(j => ({
          j,
          c: [
            N[j.body].label,
            capital(j.area),
            gradeAt.get(j.grade)?.label || j.grade,
            j.date,
            j.by >= 0 ? N[j.by].label : "",
            D.sents[j.ev[0]].text,
          ],
        })),
    cols: ["Body", "Area", "Grade", "Date", "By", "Sentence"],
    open: r => ({ n: r.j.body }),
    go: () => [0],
  },
  recs: {
    title: "Recommendations",
    rows: () =>
      D.recs
        .filter(r => docOn(r.ev))
        .map(r => ({
          r,
          c: [
            r.n,
            r.to.map(i => N[i].label).join(", "),
            r.text,
            r.about.map(i => N[i].label).join(", "),
            r.by.length,
            D.docs[D.sents[r.ev[0]].doc].title,
          ],
        })),
    cols: ["No.", "To act", "Recommendation", "Speaks of", "Findings", "Document"],
    open: r => ({ rec: r.r.i }),
    go: () => [2],
  },
  findings: {
    title: "Findings",
    rows: () =>
      D.findings
        .filter(f => shownN[f.about] && docOn(f.ev))
        .map(f => ({ f, c: [N[f.about].label, f.pol, D.sents[f.ev[0]].text, D.sents[f.ev[0]].para, D.docs[D.sents[f.ev[0]].doc].title] })),
    cols: ["About", "Reads as", "Sentence", "Paragraph", "Document"],
    open: r => ({ n: r.f.about }),
    go: () => [0],
  },
  figures: {
    title: "Figures",
    rows: () =>
      D.stats
        .filter(s => docOn(s.ev))
        .map(s => ({ s, c: [s.value, s.unit, s.what, s.about >= 0 ? N[s.about].label : "", s.at, s.than, D.sents[s.ev[0]].text] })),
    cols: ["Value", "Unit", "Of what", "About", "When", "Against", "Sentence"],
    open: r => ({ n: r.s.about }),
    go: r => (r.s.about >= 0 ? [3] : []),
  },
};
const docOn = ev => {
  const d = D.sents[ev[0]].doc,
    y = D.docs[d].year;
  return (!F.docs.size || F.docs.has(d)) && (!y || (y >= F.y0 && y <= F.y1));
};
const KIND = { accountability: 0, partnership: 1, people: 2 };
const TB = { which: "links", sort: -1, down: false, page: 0, find: "" },
  PAGE = 100;

function tableRows() {
  let rows = TABLES[TB.which].rows();
  const q = TB.find.trim().toLowerCase();
  if (q) rows = rows.filter(r => r.c.some(v => String(v).toLowerCase().includes(q)));
  if (TB.sort >= 0) {
    const k = TB.sort,
      s = TB.down ? -1 : 1;
    rows.sort((a, b) => (typeof a.c[k] === "number" ? a.c[k] - b.c[k] : String(a.c[k]).localeCompare(String(b.c[k]), "en")) * s);
  }
  return rows;
}
function drawTable() {
  const t = TABLES[TB.which],
    rows = tableRows(),
    pages = Math.max(1, Math.ceil(rows.length / PAGE));
  TB.page = Math.min(TB.page, pages - 1);
  const held =
    document.activeElement?.id && document.activeElement.closest?.("#v-table")
      ? [document.activeElement.id, document.activeElement.selectionStart]
      : null;
  const find = el("input", {
    id: "tb-find",
    type: "search",
    value: TB.find,
    placeholder: "Words in this table",
    "aria-label": "Words in this table",
    on: {
      input: () => {
        TB.find = find.value;
        TB.page = 0;
        drawTable();
      },
    },
  });
  const which = el(
    "div",
    { className: "seg", role: "group", "aria-label": "Which table" },
    Object.entries(TABLES).map(([k, v]) => {
      const b = button(
        v.title,
        () => {
          Object.assign(TB, { which: k, sort: -1, page: 0 });
          drawTable();
        },
        { id: "tb-" + k },
      );
      b.setAttribute("aria-pressed", String(k === TB.which));
      return b;
    }),
  );
  const from = TB.page * PAGE,
    go = r => t.go(r);
  fill(
    $("v-table"),
    el("h2", {}, t.title),
    el("div", { className: "bar" }, which, find),
    el(
      "div",
      { className: "bar" },
      el(
        "span",
        {},
        rows.length
          ? `${(from + 1).toLocaleString("en-GB")}–${Math.min(rows.length, from + PAGE).toLocaleString("en-GB")} of ${rows.length.toLocaleString("en-GB")}`
          : "Nothing matches the filters.",
      ),
      button(
        "Previous",
        () => {
          TB.page--;
          drawTable();
        },
        { id: "tb-prev", disabled: TB.page === 0 },
      ),
      button(
        "Next",
        () => {
          TB.page++;
          drawTable();
        },
        { id: "tb-next", disabled: TB.page >= pages - 1 },
      ),
      button("Save all as CSV", () => save(`${TB.which}.csv`, "text/csv;charset=utf-8", csv([t.cols, ...rows.map(r => r.c)])), {
        id: "tb-csv",
      }),
    ),
    el(
      "div",
      { className: "wide", tabIndex: 0, role: "region", "aria-label": `${t.title}, table` },
      el(
        "table",
        {},
        el("caption", { className: "vh" }, `${t.title}, as the filters let through`),
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            t.cols.map((c, k) => {
              const b = button(
                [c, TB.sort === k ? (TB.down ? " ↓" : " ↑") : ""].join(""),
                () => {
                  TB.down = TB.sort === k && !TB.down;
                  TB.sort = k;
                  TB.page = 0;
                  drawTable();
                },
                { id: `tb-s${k}` },
              );
              return el("th", { scope: "col", "aria-sort": TB.sort === k ? (TB.down ? "descending" : "ascending") : "none" }, b);
            }),
          ),
        ),
        el(
          "tbody",
          {},
          rows.slice(from, from + PAGE).map(r => {
            const links = go(r);
            return el(
              "tr",
              {},
              r.c.map((v, k) => {
                const text = clip(String(v), 400);
                return el(
                  "td",
                  { className: typeof v === "number" ? "num" : text.length > 90 ? "long" : "" },
                  r.e && k === 3
                    ? chip(r.e.st)
                    : links.includes(k) && text
                      ? button(
                          text,
                          () => {
                            view("map");
                            select(t.open(r, k));
                          },
                          { className: "lk" },
                        )
                      : text,
                );
              }),
            );
          }),
        ),
      ),
    ),
  );
  if (held && $(held[0])) {
    $(held[0]).focus();
    if (held[0] === "tb-find") $(held[0]).setSelectionRange(held[1], held[1]);
  }
}
