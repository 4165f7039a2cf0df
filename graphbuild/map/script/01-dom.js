/* Small helpers. Text from documents reaches the page only as textContent. */
const $ = id => document.getElementById(id);
function el(tag, props, ...kids) {
  const e = document.createElement(tag);
  for (const k in props || {}) {
    if (k === "on") for (const ev in props.on) e.addEventListener(ev, props.on[ev]);
    else if (k in e && k !== "list" && k !== "form") e[k] = props[k];
    else if (props[k] !== false && props[k] != null) e.setAttribute(k, props[k] === true ? "" : props[k]);
  }
  for (const kid of kids.flat(3)) if (kid != null && kid !== false) e.append(kid);
  return e;
}
function svg(tag, attributes, ...kids) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const k in attributes) e.setAttribute(k, attributes[k]);
  e.append(...kids);
  return e;
}
/* Replaces what an element holds; what is not there is left out. */
const fill = (e, ...kids) => {
  e.replaceChildren(...kids.flat(3).filter(k => k != null && k !== false));
  return e;
};
const say = text => {
  $("status").textContent = text;
};
const num = new Intl.NumberFormat("en-GB").format;
const many = (n, one, more) => `${num(n)} ${n === 1 ? one : more || one + "s"}`;
const clip = (text, n) => (text.length > n ? text.slice(0, n - 1).trimEnd() + "…" : text);
const group = (list, key) => {
  const m = new Map();
  for (const x of list) {
    const k = key(x);
    const a = m.get(k);
    if (a) a.push(x);
    else m.set(k, [x]);
  }
  return m;
};
const capital = text => text.slice(0, 1).toUpperCase() + text.slice(1);
const button = (label, click, props) => el("button", { type: "button", on: { click }, ...props }, label);
const still = () => matchMedia("(prefers-reduced-motion:reduce)").matches;
const phone = () => matchMedia("(max-width:60rem)").matches;

function bytes(id) {
  const s = $(id).textContent.trim();
  return Uint8Array.fromBase64 ? Uint8Array.fromBase64(s) : Uint8Array.from(atob(s), c => c.charCodeAt(0));
}
async function unpack(id) {
  return new Uint8Array(await new Response(new Blob([bytes(id)]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());
}
const unpackText = async id => new TextDecoder().decode(await unpack(id));

/* A script kept packed: put into the page as it stands, so that the policy's hash of it holds. */
async function load(id) {
  const s = document.createElement("script");
  s.textContent = await unpackText(id);
  document.head.append(s);
}
function save(name, type, data) {
  const url = URL.createObjectURL(data instanceof Blob ? data : new Blob([data], { type }));
  const a = el("a", { href: url, download: name });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 4000);
}
/* Cells that a spreadsheet would take for a formula are quoted. */
const csv = rows =>
  "\ufeff" +
  rows
    .map(r =>
      r
        .map(v => {
          v = String(v ?? "");
          if (/^[=+\-@\t\r]/.test(v) && !/^-?[\d.]+$/.test(v)) v = "'" + v;
          return /[",\r\n]/.test(v) ? '"' + v.replace(/"/g, '""') + '"' : v;
        })
        .join(","),
    )
    .join("\r\n");

function mix(hex, other, part) {
  const a = parseInt(hex.slice(1), 16),
    b = parseInt(other.slice(1), 16);
  const c = s => Math.round(((a >> s) & 255) * (1 - part) + ((b >> s) & 255) * part);
  return "#" + [16, 8, 0].map(s => c(s).toString(16).padStart(2, "0")).join("");
}
/* The colour a label is set on, dark enough for white words where it is not light enough for black ones. */
function deep(hex) {
  for (let k = 0; k < 8 && ink(hex) === "#ffffff" && 1.05 / (luminance(hex) + 0.05) < 4.6; k++) hex = mix(hex, "#000000", 0.06);
  return hex;
}
const ink = hex => (luminance(hex) > 0.22 ? "#111111" : "#ffffff");
function luminance(hex) {
  const v = [16, 8, 0].map(s => {
    const c = ((parseInt(hex.slice(1), 16) >> s) & 255) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2];
}
const safeColour = c => (/^#[0-9a-f]{6}$/i.test(c) ? c : "#5f6b76");
