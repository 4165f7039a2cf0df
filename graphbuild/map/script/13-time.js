/* The timeline: links by the year of their document, judgements above; it plays, and sets before against after a year. */
let timer = null;
function drawTimeline() {
  const box = $("timeline");
  if (!(Y1 > Y0)) {
    box.hidden = true;
    return;
  }
  const count = new Map(),
    marks = new Map();
  for (const e of E) if (!F.pred.has(e.p.id) && !F.st.has(e.st)) for (const y of e.years) count.set(y, (count.get(y) || 0) + 1);
  for (const j of D.judgements) {
    const y = year(j.date);
    if (y >= Y0 && y <= Y1 && gradeAt.has(j.grade)) put(marks, y, gradeAt.get(j.grade));
  }
  const top = Math.max(1, ...count.values()),
    span = Y1 - Y0 + 1;
  const bars = Array.from({ length: span }, (_, i) => {
    const y = Y0 + i,
      n = count.get(y) || 0,
      on = y >= F.y0 && y <= F.y1;
    const b = el(
      "button",
      {
        type: "button",
        className: "year" + (on ? " on" : ""),
        title: `${y}: ${many(n, "link")}${marks.has(y) ? ", " + many(marks.get(y).length, "judgement") : ""}`,
        on: { click: () => setYears(y, y) },
      },
      el(
        "span",
        { className: "dots" },
        [...new Set(marks.get(y) || [])].map(g => {
          const s = el("i", {});
          s.style.background = g.color;
          return s;
        }),
      ),
      el("span", { className: "barv" }),
      el("span", { className: "yl" }, span > 9 ? "’" + String(y).slice(2) : String(y)),
    );
    b.setAttribute("aria-label", b.title);
    b.setAttribute("aria-pressed", String(on));
    b.querySelector(".barv").style.height = `${n ? Math.max(3, 30 * Math.sqrt(n / top)) : 0}px`;
    return b;
  });
  const cut = el(
    "select",
    { id: "t-cut", "aria-label": "Year to compare before and after" },
    Array.from({ length: span - 1 }, (_, i) => el("option", { value: Y0 + i + 1 }, String(Y0 + i + 1))),
  );
  const seen = F.y1 < Y1 ? F.y1 + 1 : F.y0 > Y0 ? F.y0 : Y0 + Math.ceil(span / 2);
  cut.value = String(Math.min(Y1, Math.max(Y0 + 1, seen)));
  const full = F.y0 === Y0 && F.y1 === Y1;
  box.hidden = false;
  const focus = document.activeElement?.closest?.("#timeline") ? document.activeElement.id || document.activeElement.textContent : null;
  fill(
    box,
    button(timer ? "■ Stop" : "▶ Play", play, { id: "t-play", title: "Show the documents year by year" }),
    el("div", { className: "years_" }, bars),
    el(
      "div",
      { className: "cut" },
      button("Before", () => setYears(Y0, +cut.value - 1), { id: "t-before" }),
      cut,
      button("From then", () => setYears(+cut.value, Y1), { id: "t-after" }),
    ),
    button("All years", () => setYears(Y0, Y1), { id: "t-all", disabled: full }),
  );
  if (focus) (document.getElementById(focus) || [...box.querySelectorAll("button")].find(b => b.textContent === focus))?.focus();
}
function setYears(a, b) {
  F.y0 = a;
  F.y1 = b;
  for (const k of ["y0", "y1"]) if ($("f-" + k)) $("f-" + k).value = F[k];
  refilter();
  say(`${a === b ? a : `${a} to ${b}`}: ${many(shownE.length, "link")} of ${E.length}.`);
}
function play() {
  if (timer) {
    clearInterval(timer);
    timer = null;
    drawTimeline();
    return;
  }
  let y = Y0;
  timer = setInterval(
    () => {
      if (y > Y1) {
        clearInterval(timer);
        timer = null;
        setYears(Y0, Y1);
        return;
      }
      setYears(Y0, y++);
    },
    still() ? 1600 : 900,
  );
  setYears(Y0, y++);
}
