// Builds the assets in this folder from the locked npm packages, or (--check) compares them with what is committed.
//   npm ci && npm run check        in this folder; --check exits 1 and names each file that differs
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const check = process.argv.includes("--check");
const lock = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8")).packages;
const sha256 = bytes => createHash("sha256").update(bytes).digest("hex");
let differs = 0;

async function bundle(entry, name) {
  const result = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    format: "iife",
    globalName: name,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    write: false,
    metafile: true,
    define: { "import.meta.url": '"about:blank"' },
  });
  const used = new Set(
    Object.keys(result.metafile.inputs)
      .map(path => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1])
      .filter(Boolean),
  );
  return [Buffer.from(result.outputFiles[0].contents), [...used].sort()];
}

function put(folder, file, bytes, same = (a, b) => a.equals(b)) {
  const path = join(here, folder, file);
  if (check) {
    if (!existsSync(path) || !same(readFileSync(path), bytes)) {
      differs = 1;
      console.log(`differs: ${folder}/${file}`);
    }
    return existsSync(path) ? readFileSync(path) : bytes;
  }
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && same(readFileSync(path), bytes)) return readFileSync(path);
  writeFileSync(path, bytes);
  return bytes;
}

function record(folder, title, packages, files) {
  const lines = [`# ${title}; rebuilt and compared by ../build.mjs (npm ci && npm run check)`, 'command = "npm ci && npm run build"'];
  for (const [file, bytes] of files)
    lines.push("", "[[file]]", `name = "${file}"`, `bytes = ${bytes.length}`, `sha256 = "${sha256(bytes)}"`);
  for (const name of packages) {
    const entry = lock[`node_modules/${name}`];
    lines.push(
      "",
      "[[package]]",
      `name = "${name}"`,
      `version = "${entry.version}"`,
      `licence = "${entry.license}"`,
      `integrity = "${entry.integrity}"`,
    );
  }
  put(folder, "VENDOR.toml", Buffer.from(lines.join("\n") + "\n"));
}

function licences(packages) {
  return packages
    .map(name => {
      const base = join(here, "node_modules", name);
      const text = ["LICENSE", "LICENSE.md", "LICENCE"].map(file => join(base, file)).find(existsSync);
      return `${name} ${lock[`node_modules/${name}`].version}\n\n${text ? readFileSync(text, "utf8").trim() : "(no licence file in the package; package.json says " + lock[`node_modules/${name}`].license + ")"}\n`;
    })
    .join("\n----\n\n");
}

const version = name => lock[`node_modules/${name}`].version;
{
  const folder = `codemirror-${version("@codemirror/view")}`;
  const [code, used] = await bundle("editor.js", "CM");
  const bytes = put(folder, "codemirror.js", code);
  put(folder, "LICENSE", Buffer.from(licences(used)));
  record(folder, "CodeMirror 6, the small set of editor.js", used, [["codemirror.js", bytes]]);
}
{
  const folder = `oxigraph-${version("oxigraph")}`;
  const [code, used] = await bundle("oxigraph.js", "OX");
  const bytes = put(folder, "oxigraph.js", code);
  // zlib builds differ in their bytes, so the committed .gz is kept while what it unpacks to is the same
  const wasm = readFileSync(join(here, "node_modules/oxigraph/web_bg.wasm"));
  const packed = put(folder, "oxigraph.wasm.gz", gzipSync(wasm, { level: 9 }), (a, b) => gunzipSync(a).equals(gunzipSync(b)));
  put(folder, "LICENSE", readFileSync(join(here, "oxigraph-LICENSE.txt")));
  record(folder, `Oxigraph's web build (oxigraph.wasm.gz unpacks to sha256 ${sha256(wasm)})`, used, [
    ["oxigraph.js", bytes],
    ["oxigraph.wasm.gz", packed],
  ]);
}
process.exit(differs);
