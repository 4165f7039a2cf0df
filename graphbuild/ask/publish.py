"""Put a graph's named graphs into a store that speaks the SPARQL 1.1 Graph Store HTTP Protocol.

Each named graph is put whole (`PUT ?graph=IRI`, which replaces what stood under that name), as Turtle that is also N-Triples, which
every store reads. What the graph says of itself goes into a graph of its own. Tested against Oxigraph's server and Virtuoso.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from graphbuild.ask.errors import AskError
from graphbuild.ask.store import format_of, load, quads

Progress = Callable[[str, int], None]


def named(path: Path) -> Iterator[tuple[str, list[ox.Triple]]]:
    """The named graphs of a file, each with its triples; those outside any under the graph's base followed by "graph"."""
    found: dict[str, list[ox.Triple]] = {}
    for quad in quads(path):
        found.setdefault(quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else "", []).append(quad.triple)
    rest = found.pop("", [])
    if rest:
        base = load(path).base
        if not base:
            raise AskError(f"{path} names no graphs and no base, so there is no name to publish it under.")
        found.setdefault(base + "graph", []).extend(rest)
    yield from sorted(found.items())


def publish(path: Path, url: str, user: str = "", password: str = "", seconds: float = 60, progress: Progress | None = None) -> int:
    """Put every named graph of the file at `path` to the Graph Store at `url`; return how many. Raises AskError where the store refuses."""
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise AskError(f"{url} is no web address; a Graph Store's looks like http://localhost:7878/store.")
    format_of(path)
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    if user:
        passwords.add_password(None, url, user, password)
    known = (urllib.request.HTTPDigestAuthHandler(passwords), urllib.request.HTTPBasicAuthHandler(passwords)) if user else ()
    opener = urllib.request.build_opener(*known, _NoRedirect())
    count = 0
    for name, triples in named(path):
        data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        address = f"{url}{'&' if urlsplit(url).query else '?'}graph={quote(name, safe='')}"
        request = urllib.request.Request(address, data, {"Content-Type": "text/turtle"}, method="PUT")  # noqa: S310 http(s) only, above
        try:
            with opener.open(request, timeout=seconds) as answer:
                answer.read()
        except urllib.error.HTTPError as error:
            raise AskError(_refused(url, name, error)) from None
        except (urllib.error.URLError, OSError, ValueError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            raise AskError(f"{url} cannot be reached: {getattr(reason, 'strerror', None) or reason}") from None
        count += 1
        if progress:
            progress(name, len(triples))
    return count


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A store that points elsewhere is named to the caller, and nothing is sent there unasked."""

    def redirect_request(self, *_: object) -> None:
        return None


def _refused(url: str, name: str, error: urllib.error.HTTPError) -> str:
    said = " ".join(error.read(300).decode("utf-8", "replace").split())
    why = {
        401: "it asks for a user and a password (--user, and the password in GRAPHBUILD_PASSWORD)",
        403: "it does not let this user write",
        404: "it knows no such address; is it the Graph Store's (…/store, …/sparql-graph-crud-auth)?",
        405: "it does not take PUT there; is it the Graph Store's address, not the query endpoint's?",
        413: "the graph is larger than it takes",
    }.get(error.code)
    if error.code in (301, 302, 303, 307, 308):
        why = f"it points to {error.headers.get('Location')}; give that address if you trust it"
    return f"{url} refused the graph {name} ({error.code}): {why or said or error.reason}"
