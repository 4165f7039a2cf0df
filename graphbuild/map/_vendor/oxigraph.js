// Oxigraph for a classic worker: the page hands it the unpacked WASM, so it never looks for a file beside it.
export { default as init, Store } from "oxigraph/web.js";
