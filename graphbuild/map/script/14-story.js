/* Stories: steps a reader clicks through. Some come with the page; a reader can keep steps of their own and hand them on as a file. */
const KEY = "graphbuild-story";
let own = null;
function kept() {
  if (own) return own;
  try {
    own = JSON.parse(localStorage.getItem(KEY + D.title)) || [];
  } catch {
    own = [];
  }
  own = clean(own);
  return own;
}
/* What comes from a file or the browser's store is taken field by field: text and a view, nothing else. */
const clean = steps =>
  (Array.isArray(steps) ? steps : []).slice(0, 60).map(s => ({
    title: String(s?.title ?? ""),
    lines: (Array.isArray(s?.lines) ? s.lines : []).slice(0, 8).map(String),
    view: String(s?.view ?? ""),
    sents: [],
  }));
const stories = () => (kept().length ? [...D.story, { title: "My own steps", steps: kept(), mine: true }] : D.story);
function keep() {
  try {
    localStorage.setItem(KEY + D.title, JSON.stringify(kept()));
  } catch {
    say("This browser keeps nothing for pages from a file: save the steps as a file.");
  }
}

function goStep(i, k) {
  const s = stories()[i];
  if (!s?.steps[k]) return;
  if (S.view !== "map") view("map");
  fromHash(s.steps[k].view);
  S.step = [i, k];
  drawPanel();
  address(true);
  say(`Step ${k + 1} of ${s.steps.length}: ${s.steps[k].title}. ${s.steps[k].lines.join(" ")}`);
}
function drawStory() {
  $("panel").querySelector(".story")?.remove();
  $("story").hidden = true;
  if (!S.step) return;
  const small = phone(),
    box = small ? $("story") : el("div", { className: "story", role: "region", "aria-label": "Story" });
  box.hidden = false;
  const [i, k] = S.step,
    s = stories()[i],
    step = s?.steps[k];
  if (!step) {
    S.step = null;
    box.hidden = true;
    return;
  }
  if (!small) $("panel").prepend(box);
  const held = document.activeElement?.id?.startsWith("st-") ? document.activeElement.id : null;
  fill(
    box,
    el(
      "div",
      { className: "storyhead" },
      el("b", {}, s.title),
      button(
        "✕",
        () => {
          S.step = null;
          fromHash("");
          address(true);
          $("net").focus();
        },
        { id: "st-leave", "aria-label": "Leave the story", title: "Leave the story" },
      ),
    ),
    el(
      "div",
      { className: "bar noprint" },
      button("Back", () => goStep(i, k - 1), { id: "st-back", disabled: k === 0 }),
      el("span", {}, `${k + 1} of ${s.steps.length}`),
      button("Next", () => goStep(i, k + 1), { id: "st-next", disabled: k === s.steps.length - 1, className: "primary" }),
      ...(s.mine
        ? [
            button(
              "Delete this step",
              () => {
                own.splice(k, 1);
                keep();
                S.step = null;
                drawPanel();
              },
              { id: "st-del" },
            ),
          ]
        : []),
    ),
    el("h2", {}, `${k + 1}. ${step.title}`),
    ...step.lines.map(t => el("p", {}, t)),
    ...(step.sents.length
      ? [
          el(
            "div",
            { className: "storyq" },
            step.sents.slice(0, small ? 1 : 3).map(n => quote([n, []])),
          ),
        ]
      : []),
  );
  if (held) ($(held)?.disabled ? $("st-back") : $(held))?.focus();
}
function addStep() {
  const d = el("dialog", { className: "dialog", "aria-labelledby": "st-new" }),
    name = el("input", { id: "st-title", type: "text", maxLength: 120, required: true }),
    text = el("textarea", { id: "st-lines", rows: 4 });
  const view_ = toHash();
  d.append(
    el(
      "form",
      {
        method: "dialog",
        on: {
          submit: () => {
            kept().push({ title: name.value, lines: text.value.split("\n").filter(Boolean), view: view_, sents: [] });
            keep();
            say("The step is kept.");
            drawPanel();
          },
        },
      },
      el("h2", { id: "st-new" }, "Keep this view as a step"),
      el("label", { htmlFor: "st-title" }, "Title"),
      name,
      el("label", { htmlFor: "st-lines" }, "A few lines"),
      text,
      el(
        "div",
        { className: "bar" },
        el("button", { type: "submit", className: "primary" }, "Keep"),
        button("Cancel", () => d.close()),
      ),
    ),
  );
  d.addEventListener("close", () => d.remove());
  document.body.append(d);
  d.showModal();
  name.focus();
}
function saveSteps() {
  save(
    "story.json",
    "application/json",
    JSON.stringify({ title: D.title, steps: kept().map(({ title, lines, view }) => ({ title, lines, view })) }, null, 1),
  );
}
function openSteps() {
  const f = el("input", {
    type: "file",
    accept: ".json,application/json",
    on: {
      change: async () => {
        try {
          own = clean(JSON.parse(await f.files[0].text()).steps);
          keep();
          drawPanel();
          say(`${many(own.length, "step")} opened.`);
          goStep(stories().length - 1, 0);
        } catch {
          say("That file holds no story.");
        }
      },
    },
  });
  f.click();
}
