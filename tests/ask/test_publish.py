"""Named graphs put into stores that speak the Graph Store Protocol: Oxigraph's server, and Virtuoso where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from graphbuild.ask.engine import binary, free_port
from graphbuild.ask.errors import AskError
from graphbuild.ask.publish import named, publish
from tests.ask.conftest import Run


def waited(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{url} does not answer")


def selected(endpoint: str, query: str) -> list[list[str]]:
    url = endpoint + "?" + urllib.parse.urlencode({"query": query})
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": "text/csv"}), timeout=30) as answer:
        return [line.replace('"', "").split(",") for line in answer.read().decode().splitlines()[1:] if line.strip()]


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[str]:
    try:
        program = binary()
    except AskError as missing:
        pytest.skip(str(missing))
    port = free_port()
    command = [program, "serve", "--location", str(tmp_path / "store"), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        waited(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel = 7
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
[SPARQL]
DefaultQuery = ASK {{}}
"""


@pytest.fixture
def virtuoso(tmp_path: Path) -> Iterator[str]:
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)")
    http = free_port()
    (tmp_path / "virtuoso.ini").write_text(INI.format(folder=tmp_path, sql=free_port(), http=http))
    process = subprocess.Popen(
        [program, "+foreground", "+configfile", str(tmp_path / "virtuoso.ini")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=tmp_path,
    )
    try:
        waited(f"http://127.0.0.1:{http}/sparql", process, 120)
        yield f"http://127.0.0.1:{http}"
    finally:
        process.kill()
        process.wait()


COUNTS = (
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), 'https://graphbuild.example/')) } GROUP BY ?g ORDER BY ?g"
)


def expected(folder: Path) -> list[list[str]]:
    return [[name, str(len(set(triples)))] for name, triples in named(folder / "graph.trig")]


def test_the_graphs_stand_in_oxigraph_each_under_its_name(run: Run, folder: Path, oxigraph: str) -> None:
    done = run("publish", oxigraph + "/store", "--graph", folder)
    assert done.returncode == 0 and "Put 5 graphs" in done.stdout
    assert selected(oxigraph + "/query", COUNTS) == expected(folder)


def test_what_stood_under_a_name_is_replaced_and_the_rest_is_left(folder: Path, oxigraph: str, tmp_path: Path) -> None:
    other = urllib.request.Request(
        oxigraph + "/store?graph=https://x.example/other", b"<a:b> <a:c> <a:d> .", {"Content-Type": "text/turtle"}, method="PUT"
    )
    urllib.request.urlopen(other, timeout=10).close()
    for _ in range(2):
        publish(folder / "graph.trig", oxigraph + "/store")
    assert selected(oxigraph + "/query", COUNTS) == expected(folder)
    small = tmp_path / "small.trig"
    small.write_text("<https://graphbuild.example/id/document/northmoor-2018-news> { <a:s> <a:p> <a:o> }")
    publish(small, oxigraph + "/store")
    left = dict(map(tuple, selected(oxigraph + "/query", "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")))  # type: ignore[arg-type]
    assert left["https://graphbuild.example/id/document/northmoor-2018-news"] == "1" and left["https://x.example/other"] == "1"


def test_the_graphs_stand_in_virtuoso_each_under_its_name(run: Run, folder: Path, virtuoso: str) -> None:
    store = virtuoso + "/sparql-graph-crud-auth"
    refused = run("publish", store, "--graph", folder)
    assert refused.returncode == 2 and "a user and a password" in refused.stderr and "Traceback" not in refused.stderr
    done = run("publish", store, "--graph", folder, "--user", "dba", GRAPHBUILD_PASSWORD="dba")
    assert done.returncode == 0, done.stderr
    assert selected(virtuoso + "/sparql", COUNTS) == expected(folder)
    words = "SELECT ?w { ?s <http://www.w3.org/ns/oa#exact> ?w FILTER(CONTAINS(?w, 'with rigour')) }"
    assert selected(virtuoso + "/sparql", words) == [["The board now challenges Northmoor Police with rigour."]]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (401, "a user and a password"),
        (403, "does not let"),
        (404, "no such address"),
        (405, "does not take PUT"),
        (302, "it points to"),
        (500, "500"),
    ],
)
def test_a_store_that_refuses_is_explained(run: Run, folder: Path, code: int, said: str) -> None:
    class Refusing(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(code)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Refusing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        done = run("publish", f"http://127.0.0.1:{server.server_address[1]}/store", "--graph", folder)
        server.shutdown()
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("url", "said"),
    [("http://127.0.0.1:1/store", "cannot be reached"), ("localhost/store", "is no web address"), ("file:///tmp/x", "is no web address")],
)
def test_a_store_that_is_not_there_is_said_to_be(run: Run, folder: Path, url: str, said: str) -> None:
    done = run("publish", url, "--graph", folder)
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr


def test_all_that_the_graph_holds_is_published(folder: Path) -> None:
    put = {(name, str(t)) for name, triples in named(folder / "graph.trig") for t in triples}
    assert {t for _, t in put} == {str(q.triple) for q in ox.parse(path=str(folder / "graph.ttl"))}
