"""The endpoint and the pages beside it: a thin front that passes SPARQL on to Oxigraph's server and serves the rest itself.

What the front adds is what an open endpoint needs and the engine does not do: it bounds a query's time for certain (see `engine`),
refuses `SERVICE` (an engine that fetches what a query names would let a stranger reach whatever this machine reaches), answers
only to the host names it is called by (so that a page of another site cannot reach it by a name that points at loopback), and
allows other sites' pages nothing unless asked. It speaks HTTP/1.1 with Python's own server, a thread a connection.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pyoxigraph as ox

from graphbuild.ask import cookbook, pages
from graphbuild.ask.engine import Engine
from graphbuild.ask.site import FILES, RDF, Site, preferred
from graphbuild.ask.sparql import DEEPEST, federated, too_deep
from graphbuild.graph.terms import PREFIXES

MOST_BODY = 1_000_000
_TRIES = 6
"""How often a query is asked again where its neighbours' bring engines down."""
_INNOCENT = 0.75
"""Seconds: a query that had run for longer when its engine went down may be why, and is not asked again."""


class TooLong(Exception):
    """The engine did not answer in time."""


class _Ailing(Exception):
    """The engine answers with an error of its own, as one does whose memory another query has taken."""


class Handler(BaseHTTPRequestHandler):
    """One connection. `server` holds the site."""

    protocol_version = "HTTP/1.1"
    server_version = "graphbuild"
    sys_version = ""
    timeout = 60
    wbufsize = 65536
    server: Server

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged: who asked what is nobody's business."""

    # -- requests -----------------------------------------------------------------------------------

    def do_GET(self) -> None:
        self._answer()

    do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_GET

    def _answer(self) -> None:
        site = self.server.site
        self._begun = False
        body = self._body()
        if body is None:
            return
        if (self.headers.get("Host") or "").rpartition("@")[2] and not self._host_known():
            self._say(421, "this server does not go by that host name; --host adds one")
            return
        path = unquote(urlsplit(self.path).path)
        if self._foreign() and (path == "/update" or self.command in ("PUT", "DELETE", "PATCH") or path == "/store"):
            self._say(403, "a page of another site may not write here")
        elif self.command == "OPTIONS":
            allowed = {"Allow": "GET, HEAD, POST, OPTIONS"}
            if site.cors:
                allowed |= {"Access-Control-Allow-Methods": "GET, HEAD, POST", "Access-Control-Allow-Headers": "Accept, Content-Type"}
            self._send(204, b"", "text/plain", allowed)
        elif path in ("/sparql", "/query", "/sparql/"):
            self._sparql("/query", body)
        elif path == "/update":
            self._sparql("/update", body)
        elif path == "/store":
            self._passed_on("/store", body, writes=self.command not in ("GET", "HEAD"))
        elif self.command not in ("GET", "HEAD"):
            self._say(405, "this address is only read")
        elif path == "/":
            address = f"http://{self.headers.get('Host') or 'localhost'}"
            home = pages.home(site.read()[0], site.title, site.facts, address, site.files(), site.here)
            self._send(200, home.encode(), "text/html; charset=utf-8", {"Content-Security-Policy": pages.PLAIN})
        elif path == "/ask":
            headers = {"Content-Security-Policy": pages.QUERYING}
            self._send(200, pages.query_page(site.map_file.is_file()).encode(), "text/html; charset=utf-8", headers)
        elif path == "/map" and site.map_file.is_file():
            self._file(site.map_file, "text/html; charset=utf-8")
        elif path.startswith("/files/") and path[7:] in site.files():
            self._file(site.folder / path[7:], FILES[Path(path).suffix])
        elif path.startswith("/cookbook/") and path.endswith(".rq") and path[10:-3] in cookbook.everything():
            self._send(200, cookbook.everything()[path[10:-3]].text.encode(), "application/sparql-query")
        elif path in ("/assets/yasgui.min.js", "/assets/yasgui.min.css"):
            kind = "text/javascript" if path.endswith("js") else "text/css"
            self._file(pages.VENDOR / path[8:], kind, {"Cache-Control": "max-age=86400"})
        elif path == "/assets/ask.js":
            self._file(Path(pages.__file__).with_name("templates") / "ask.js", "text/javascript")
        elif path.startswith(site.path):
            self._described(site.base + urlsplit(self.path).path[len(site.path) :])
        else:
            self._say(404, "there is nothing at this address")

    def _host_known(self) -> bool:
        host = urlsplit("//" + self.headers["Host"]).hostname or ""
        return "*" in self.server.site.hosts or host.casefold() in self.server.site.hosts

    def _foreign(self) -> bool:
        """Whether a page of another site sends the request, as its browser says."""
        origin = self.headers.get("Origin")
        return origin is not None and urlsplit(origin).netloc != self.headers.get("Host")

    def _body(self) -> bytes | None:
        """The request's body; None (and an answer) where it is too large or of unknown length."""
        if "chunked" in (self.headers.get("Transfer-Encoding") or ""):
            self.close_connection = True
            self._say(411, "say how long the body is (Content-Length)")
            return None
        try:
            length = int(self.headers.get("Content-Length") or 0)
        except ValueError:
            length = -1
        most = 500 * MOST_BODY if self.server.site.writable else MOST_BODY
        if not 0 <= length <= most:
            self.close_connection = True
            self._say(413, f"a body may hold {most:,} bytes")
            return None
        return self.rfile.read(length) if length else b""

    # -- SPARQL -------------------------------------------------------------------------------------

    def _sparql(self, target: str, body: bytes) -> None:
        if target == "/update" and not self.server.site.writable:
            self._say(403, "this endpoint is only read; graphbuild serve --writable lets it be written")
            return
        kind = (self.headers.get("Content-Type") or "").partition(";")[0].strip()
        text = [value for _, value in parse_qsl(urlsplit(self.path).query, keep_blank_values=True)]
        with contextlib.suppress(UnicodeDecodeError):
            whole = body.decode()
            text += [value for _, value in parse_qsl(whole, keep_blank_values=True)] if kind.endswith("urlencoded") else [whole]
        if any(too_deep(each) for each in text):
            self._say(400, f"the query is nested deeper than {DEEPEST} brackets")
            return
        if any(federated(each) for each in text):
            self._say(403, "SERVICE and LOAD are not allowed here: this endpoint fetches nothing from elsewhere")
            return
        self._passed_on(target, body)

    def _passed_on(self, target: str, body: bytes, writes: bool = False) -> None:
        """Ask the engine and stream its answer; again of another where a neighbour's query brought it down."""
        site = self.server.site
        assert site.engines is not None
        if writes and not site.writable:
            self._say(403, "this endpoint is only read; graphbuild serve --writable lets it be written")
            return
        query = urlsplit(self.path).query
        address = target + ("?" + query if query else "")
        headers = {n: v for n in ("Accept", "Content-Type") if (v := self.headers.get(n))}
        if not self.server.room.acquire(timeout=min(10.0, site.seconds)):
            self._say(503, "too many queries at once; try again in a moment", {"Retry-After": "5"})
            return
        began = time.monotonic()
        try:
            for attempt in range(_TRIES):
                engine = site.engines.take()
                generation, tried = engine.generation, time.monotonic()
                try:
                    self._stream(engine, address, body, headers, began)
                    return
                except TooLong:
                    engine.replace(generation)
                    self._say(504, f"the query was stopped after {site.seconds:g} seconds; ask for less")
                    return
                except (OSError, http.client.HTTPException, _Ailing):
                    suspect = time.monotonic() - tried > _INNOCENT
                    if self._begun or suspect or site.writable or attempt + 1 == _TRIES:
                        self._say(503, "the engine gave up on the query, likely for want of memory; ask for less")
                        return
                    engine.replace(generation)
                finally:
                    site.engines.give(engine)
        finally:
            self.server.room.release()

    _begun = False
    """Whether the head of an answer has been sent, so that another can no longer be."""

    def _stream(self, engine: Engine, address: str, body: bytes, headers: dict[str, str], began: float) -> None:
        site = self.server.site
        connection = _connection(engine)
        deadline = began + site.seconds + 1
        try:
            _limit(connection, deadline)
            connection.request(self.command, address, body or None, headers)
            _limit(connection, deadline)
            answer = connection.getresponse()
            if answer.status >= 500:
                raise _Ailing
            first = _read(connection, answer, deadline)
            kind = answer.headers.get("Content-Type", "application/octet-stream")
            if answer.isclosed() or not first or answer.length == 0:
                self._send(answer.status, first, kind)
                return
            chunked = self.request_version >= "HTTP/1.1"
            self._head(answer.status, kind, {"Transfer-Encoding": "chunked"} if chunked else {"Connection": "close"})
            self._begun = True
            while first:
                self._give(b"%x\r\n%b\r\n" % (len(first), first) if chunked else first)
                first = _read(connection, answer, deadline)
            if chunked:
                self._give(b"0\r\n\r\n")
        except TimeoutError:
            connection.close()
            raise TooLong from None
        except BaseException:
            connection.close()
            raise

    def _give(self, data: bytes) -> None:
        try:
            self.wfile.write(data)
        except OSError:
            self.close_connection = True
            raise _Gone from None

    # -- pages ----------------------------------------------------------------------------------------

    def _described(self, iri: str) -> None:
        """What is known of one IRI, as a page or in the RDF format asked for."""
        site = self.server.site
        graph, names = site.read()
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            self._say(400, "that is no IRI")
            return
        default = ox.DefaultGraph()
        if not any(True for _ in graph.store.quads_for_pattern(node, None, None, default)) and not any(
            True for _ in graph.store.quads_for_pattern(None, None, node, default)
        ):
            self._say(404, f"the graph says nothing of {iri}")
            return
        wanted = preferred(self.headers.get("Accept") or "", ["text/html", *RDF])
        varied = {"Vary": "Accept"}
        if wanted == "text/html":
            page = pages.described(graph, names, iri, site.here, site.map_file.is_file())
            self._send(200, page.encode(), "text/html; charset=utf-8", varied | {"Content-Security-Policy": pages.PLAIN})
        elif wanted:
            data = ox.serialize(pages.about(graph, iri), format=RDF[wanted], prefixes=PREFIXES)
            self._send(200, data or b"", wanted + ("; charset=utf-8" if wanted.startswith("text") else ""), varied)
        else:
            self._say(406, "it can be had as text/html, " + ", ".join(RDF), varied)

    def _file(self, path: Path, kind: str, headers: dict[str, str] | None = None) -> None:
        try:
            data = path.read_bytes()
        except OSError:
            self._say(404, "there is nothing at this address")
            return
        self._send(200, data, kind, headers)

    def _say(self, status: int, words: str, headers: dict[str, str] | None = None) -> None:
        """An answer of one line; where an answer has begun already, the connection just ends, so that it is seen to be cut short."""
        if self._begun:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._send(status, words.encode() + b"\n", "text/plain; charset=utf-8", headers)

    def _send(self, status: int, data: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self._head(status, kind, {"Content-Length": str(len(data)), **(headers or {})})
        if self.command != "HEAD":
            self._give(data)

    def _head(self, status: int, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", **headers}.items():
            self.send_header(name, value)
        if self.server.site.cors:
            self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()

    def handle(self) -> None:
        """Serve the connection's requests until it ends; a client that goes away is no error."""
        with contextlib.suppress(_Gone, ConnectionError, TimeoutError):
            super().handle()


class _Gone(Exception):
    """The client went away."""


class Server(ThreadingHTTPServer):
    """The front: a thread a connection, and so many queries at once."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], site: Site, many: int = 32) -> None:
        self.site = site
        self.room = threading.BoundedSemaphore(many)
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A request that could not be answered ends its connection and nothing else."""
        error = sys.exc_info()[1]
        if isinstance(error, ConnectionError | TimeoutError):
            return  # the client went away
        print(f"graphbuild: a request failed: {type(error).__name__}: {error}", file=sys.stderr)


_here = threading.local()


def _connection(engine: Engine) -> http.client.HTTPConnection:
    """This thread's connection to an engine, a new one where the engine is."""
    known: dict[int, tuple[int, http.client.HTTPConnection]] = _here.__dict__.setdefault("known", {})
    generation, connection = known.get(id(engine), (-1, None))
    if connection is None or generation != engine.generation:
        if connection is not None:
            connection.close()
        connection = http.client.HTTPConnection("127.0.0.1", engine.port)
        known[id(engine)] = (engine.generation, connection)
    return connection


def _limit(connection: http.client.HTTPConnection, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection.timeout = left
    if connection.sock is not None:
        connection.sock.settimeout(left)


def _read(connection: http.client.HTTPConnection, answer: http.client.HTTPResponse, deadline: float) -> bytes:
    _limit(connection, deadline)
    return answer.read1(65536)
