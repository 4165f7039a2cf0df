"""One HTML file that holds everything: Pyvis underneath, our template and writer around it, nothing ever asked of a network.

Pyvis' `Network` keeps nodes, edges and options, its `vis-network` draws them; what Pyvis' own page does beside that is left
out, because it loads from three other hosts, runs scripts hidden in labels, and writes in the locale's encoding. Here every
text is data: JSON in blocks that no browser executes, shown by `textContent`; a Content-Security-Policy names each script by
its hash and allows no connection at all.

Blocks are packed with libdeflate (the `deflate` package), not the interpreter's zlib, whose output differs between builds:
the same input must give the same bytes on every machine.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import deflate
import pyvis
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pyvis.edge import Edge
from pyvis.network import Network

from graphbuild import ontology
from graphbuild.document import Kind, Meta
from graphbuild.facts import Facts
from graphbuild.map import cookbook, model, story
from graphbuild.map.terms import Terms, from_ontology

HERE = Path(__file__).resolve().parent
VENDOR = HERE / "_vendor"
VIS = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
BASE_IRI = "https://graphbuild.example/id/"
OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "keyboard": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
        "tooltipDelay": 100000,
        "zoomSpeed": 0.7,
    },
    "nodes": {"shape": "custom", "labelHighlightBold": False},
    "edges": {"smooth": False},
}


class DocumentLike(Protocol):
    """What the map needs to know of a document: `graphbuild.document.Document` has it."""

    @property
    def identifier(self) -> str: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def meta(self) -> Meta: ...


class _Keys(list[Any]):
    """Pyvis looks every new node and edge up in a list, which makes 40,000 edges take minutes; this one looks up in a set."""

    def __init__(self) -> None:
        super().__init__()
        self._set: set[Any] = set()

    def append(self, key: Any) -> None:
        self._set.add(key)
        super().append(key)

    def __contains__(self, key: object) -> bool:
        return key in self._set


class OfflineNetwork(Network):  # type: ignore[misc]
    """A Pyvis network whose page is ours: autoescaped, self-contained, and written as UTF-8 wherever it is made."""

    def __init__(self, heading: str) -> None:
        super().__init__(height="100%", width="100%", directed=True, heading=heading, cdn_resources="in_line")
        self.node_ids = _Keys()
        self.options = OPTIONS
        self.templateEnv = Environment(
            loader=PackageLoader("graphbuild.map", "template"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self.path = "map.html.j2"

    def get_network_data(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]], str, str, str, str]:
        """As Pyvis', but with options as JSON that keeps the spaces inside its strings."""
        return (self.nodes, self.edges, self.heading, self.height, self.width, json.dumps(self.options, sort_keys=True))

    def add_edge(self, source: str, to: str, **options: Any) -> None:
        """As Pyvis' for a directed network, without its walk over all edges; raises KeyError for a node that is not there."""
        if source not in self.node_ids or to not in self.node_ids:
            raise KeyError(f"no node {source!r} or {to!r}")
        edge = dict(Edge(source, to, True, **options).options)
        edge.pop("arrows", None)
        self.edges.append(edge)

    def write(self, path: Path, **values: Any) -> None:
        """Renders the template with `values` beside what Pyvis passes, and puts the file in place in one step."""
        self.templateEnv.globals.update(values)
        part = path.with_name(path.name + ".part")
        part.write_bytes(self.generate_html().encode("utf-8", "replace"))
        part.replace(path)


def write_map(
    facts: Facts,
    documents: Sequence[DocumentLike],
    turtle: bytes | str | Path,
    path: Path,
    *,
    title: str = "",
    base_iri: str = BASE_IRI,
    sparql: bool = True,
    queries: Path | Mapping[str, str] | None = None,
    terms: Terms | None = None,
) -> None:
    """Writes the map of resolved `facts` (their keys are the last steps of IRIs under `base_iri`) to `path`.

    `documents` are those the facts rest on; `turtle` is the very export (a Path is read), which the page carries and can be
    asked by SPARQL unless `sparql` is False; `queries` a folder of `.rq` files or texts by name (the ontology's cookbook if None).
    The same arguments give the same bytes. Raises OSError if the file cannot be written.
    """
    known = terms if terms is not None else from_ontology()
    contents = model.page(facts, [(d.identifier, d.meta, str(d.kind)) for d in documents], known)
    data = contents.data
    data["title"] = title or story.title(contents)
    data["base"] = base_iri
    data["story"] = story.stories(contents)
    net = OfflineNetwork(data["title"])
    for node in contents.nodes:
        net.add_node(node["id"], **{k: v for k, v in node.items() if k != "id"})
    for edge in contents.edges:
        net.add_edge(edge["from"], edge["to"], **{k: v for k, v in edge.items() if k not in ("from", "to")})
    for node in net.nodes:
        node.pop("font", None)
    vis, app = _script(VIS), _script(*sorted((HERE / "script").glob("*.js")), wrap=True)
    blocks = {"graph": _pack(_json({"nodes": net.nodes, "edges": net.edges})), "data": _pack(_json(data)), "vis": _pack(vis.encode())}
    scripts = [vis, app]
    notices = [vis[: vis.index("*/") + 2]]
    if sparql:
        text = turtle.read_bytes() if isinstance(turtle, Path) else turtle.encode() if isinstance(turtle, str) else turtle
        editor, engine = _vendored("codemirror", "codemirror.js"), _vendored("oxigraph", "oxigraph.js")
        code = _script(editor)
        scripts.append(code)
        blocks |= {
            "turtle": _pack(text),
            "editor": _pack(code.encode()),
            "engine": _pack(engine.read_bytes()),
            "wasm": base64.b64encode(_vendored("oxigraph", "oxigraph.wasm.gz").read_bytes()).decode(),
            "queries": _pack(_json(cookbook.read(queries if queries is not None else ontology.folder() / "queries"))),
        }
        notices += [_vendored(library, "LICENSE").read_text("utf-8") for library in ("codemirror", "oxigraph")]
    blocks["licences"] = _pack("\n\n".join(notices).encode())
    style = "\n".join(p.read_text("utf-8") for p in sorted((HERE / "style").glob("*.css")))
    wasm = " 'wasm-unsafe-eval'" if sparql else ""
    policy = (
        f"default-src 'none'; script-src {' '.join(_hash(s) for s in scripts)}{wasm}; style-src {_hash(style)}; "
        f"{'worker-src blob:; ' if sparql else ''}img-src data: blob:; connect-src 'none'; base-uri 'none'; form-action 'none'; "
        "object-src 'none'"
    )
    net.write(
        path,
        policy=policy,
        style=Markup(style),  # noqa: S704 -- our own files, not a document's text
        app=Markup(app),  # noqa: S704
        blocks=blocks,
        sparql=sparql,
        pyvis_version=_version(),
    )


def _version() -> str:
    from importlib.metadata import version

    return version("pyvis")


def _vendored(library: str, file: str) -> Path:
    return next(iter(sorted(VENDOR.glob(f"{library}-*")))) / file


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "backslashreplace")


def _pack(data: bytes) -> str:
    return base64.b64encode(deflate.gzip_compress(data, 12 if len(data) < 4_000_000 else 8)).decode()


def _script(*files: Path, wrap: bool = False) -> str:
    """The files' code, one after another, made safe to stand inside a script element."""
    code = "\n".join(f.read_text("utf-8") for f in files)
    code = f'(() => {{\n"use strict";\n{code}\n}})();' if wrap else code
    return code.replace("<!--", "<\\!--").replace("</script", "<\\/script").replace("\r\n", "\n")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
