"""The endpoint: asked by real clients, in every format; hostile queries stopped; every IRI answered; nothing written, fetched or run."""

from __future__ import annotations

import contextlib
import http.client
import json
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.ask.engine import binary
from graphbuild.ask.errors import AskError
from graphbuild.ask.site import preferred
from graphbuild.ask.sparql import federated
from tests.ask.conftest import Run

try:
    binary()
except AskError as missing:
    pytest.skip(str(missing), allow_module_level=True)

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
STREAMED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i"


class Served:
    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process, self.address = process, address

    def get(
        self, path: str, accept: str = "", data: bytes | None = None, kind: str = "", method: str = ""
    ) -> tuple[int, str, bytes, dict[str, str]]:
        headers = {k: v for k, v in (("Accept", accept), ("Content-Type", kind)) if v}
        request = urllib.request.Request(self.address + path, data, headers, method=method or None)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.headers["Content-Type"] or "", answer.read(), dict(answer.headers)
        except urllib.error.HTTPError as error:
            return error.code, error.headers["Content-Type"] or "", error.read(), dict(error.headers)

    def ask(self, query: str, accept: str = "text/csv") -> tuple[int, str, bytes, dict[str, str]]:
        return self.get("/sparql?" + urllib.parse.urlencode({"query": query}), accept)


def start(folder: Path, *more: str) -> Served:
    command = [sys.executable, "-m", "graphbuild", "serve", "--graph", str(folder), "--port", "0", *more]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert "Serving" in line, process.communicate()[1]
    return Served(process, line.split(" at ")[1].split("/ ")[0])


@pytest.fixture(scope="module")
def served(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    here = tmp_path_factory.mktemp("served")
    for name in ("graph.ttl", "graph.trig"):
        shutil.copy(folder / name, here / name)
    (here / "graph.html").write_text("<!doctype html><title>The map</title>")
    (here / ".hidden.json").write_text("{}")
    site = start(here, "--timeout", "2", "--memory", "800")
    yield site
    site.process.terminate()
    site.process.wait(20)


def test_sparqlwrapper_asks_it(served: Served) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(served.address + "/sparql", returnFormat="json")
    client.setQuery("PREFIX acc: <https://graphbuild.example/ontology#> SELECT (COUNT(*) AS ?n) { ?b a acc:Board }")
    for method in ("GET", "POST"):
        client.setMethod(method)
        assert client.queryAndConvert()["results"]["bindings"][0]["n"]["value"] == "3"


def test_rdflibs_sparqlstore_asks_it(served: Served) -> None:
    import rdflib
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = rdflib.Graph(SPARQLStore(served.address + "/sparql"))
    query = "SELECT ?o { ?s <http://www.w3.org/ns/org#memberOf> ?o . ?o a <https://graphbuild.example/ontology#Board> }"
    assert [str(row[0]).rsplit("/", 1)[-1] for row in graph.query(query)] == ["northmoor-safeguarding-board"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_asks_it(served: Served) -> None:
    command = [
        "curl",
        "-sf",
        "-H",
        "Accept: text/csv",
        "--data-urlencode",
        "query=SELECT (COUNT(*) AS ?n) { ?s a ?c }",
        served.address + "/sparql",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0 and done.stdout.split()[0] == "n" and int(done.stdout.split()[1]) > 100


@pytest.mark.parametrize(
    ("accept", "begins"),
    [
        ("application/sparql-results+json", b'{"head"'),
        ("application/sparql-results+xml", b"<?xml"),
        ("text/csv", b"n\r\n"),
        ("text/tab-separated-values", b"?n\n"),
    ],
)
def test_answers_come_in_the_format_asked_for(served: Served, accept: str, begins: bytes) -> None:
    status, kind, body, _ = served.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", accept)
    assert status == 200 and kind.startswith(accept) and body.startswith(begins)


def test_a_graph_is_asked_for_as_turtle(served: Served) -> None:
    status, kind, body, _ = served.ask("CONSTRUCT { ?s ?p ?o } { ?s a <https://graphbuild.example/ontology#Board> ; ?p ?o }", "text/turtle")
    assert status == 200 and kind.startswith("text/turtle") and len(list(ox.parse(body, format=ox.RdfFormat.TURTLE))) > 9


def test_named_graphs_are_there_and_no_statement_counts_twice(served: Served, folder: Path) -> None:
    everything = len(list(ox.parse(path=str(folder / "graph.ttl"))))
    assert int(served.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[2].split()[1]) == everything
    graphs = served.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s a <https://graphbuild.example/ontology#Link> } }")[2].decode()
    assert graphs.count("northmoor-201") == 2


@pytest.mark.parametrize("query", [ENDLESS, STREAMED, SORTED], ids=["endless", "streamed", "sorted"])
def test_a_hostile_query_is_stopped_and_the_server_stays_up(served: Served, query: str) -> None:
    began = time.monotonic()
    try:
        status = served.ask(query)[0]
        assert status in (200, 503, 504)
    except (http.client.IncompleteRead, ConnectionError):
        pass  # cut short after rows were sent, and seen to be
    assert time.monotonic() - began < 12
    assert served.ask("ASK { ?s ?p ?o }", "text/csv")[0] == 200


def test_neighbours_of_a_hostile_query_are_answered(served: Served) -> None:
    hostile = [threading.Thread(target=lambda: served.ask(ENDLESS)) for _ in range(3)]
    for thread in hostile:
        thread.start()
    began, answers = time.monotonic(), []
    while any(t.is_alive() for t in hostile) and time.monotonic() - began < 30:
        answers.append(served.ask("SELECT (COUNT(*) AS ?n) { ?s a <https://graphbuild.example/ontology#Board> }"))
    for thread in hostile:
        thread.join()
    assert answers and {(status, body) for status, _, body, _ in answers} == {(200, b"n\r\n3\r\n")}


def test_nothing_can_be_written(served: Served) -> None:
    before = served.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[2]
    tries = [
        ("/update", b"update=DROP+ALL", "application/x-www-form-urlencoded", "POST"),
        ("/update", b"DROP ALL", "application/sparql-update", "POST"),
        ("/sparql", b"update=DROP+ALL", "application/x-www-form-urlencoded", "POST"),
        ("/store?default", b"", "text/turtle", "PUT"),
        ("/store?default", b"", "", "DELETE"),
        ("/store", b"<a:b> <a:c> <a:d> .", "text/turtle", "POST"),
        ("/id/northmoor-police", b"x", "text/turtle", "PUT"),
    ]
    for path, data, kind, method in tries:
        status = served.get(path, data=data, kind=kind, method=method)[0]
        assert status in (400, 403, 405, 415), (path, method, status)
    assert served.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[2] == before


def test_nothing_is_fetched_from_elsewhere(served: Served) -> None:
    with socket.socket() as trap:
        trap.bind(("127.0.0.1", 0))
        trap.listen()
        trap.settimeout(1)
        where = f"http://127.0.0.1:{trap.getsockname()[1]}/"
        for query in (f"SELECT * {{ SERVICE <{where}> {{ ?s ?p ?o }} }}", f"SELECT * {{ \\u0053ERVICE SILENT <{where}> {{ ?s ?p ?o }} }}"):
            assert served.ask(query)[0] == 403
        assert served.ask(f"SELECT * FROM <{where}> {{ ?s ?p ?o }}")[2].split() in ([b"s,p,o"], [b"o,p,s"])
        with pytest.raises(TimeoutError):
            trap.accept()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?service ?p 'service' }",
        "SELECT * { ?s x:service 1 } # SERVICE",
        'ASK { ?s ?p """a SERVICE b""" }',
        "ASK { <http://x/service> ?load ?o }",
    ],
)
def test_the_word_service_is_let_through_where_it_is_no_call(query: str) -> None:
    assert not federated(query)


@pytest.mark.parametrize(
    "query",
    [
        'ASK { ?s ?p "\\u0022" . SERVICE <x> {} } # """',
        "SELECT*{SERVICE<http://x>{}}",
        "select * { service ?x {} }",
        "ASK { 'a' . SERVICE <x> {} }",
        "LOAD <http://x>",
        '"\\"" SERVICE <x>',
    ],
)
def test_a_call_of_another_service_is_seen(query: str) -> None:
    assert federated(query)


def test_every_data_iri_answers_as_a_page_and_as_rdf(served: Served, folder: Path) -> None:
    base = "https://graphbuild.example/id/"
    subjects = {
        q.subject.value
        for q in ox.parse(path=str(folder / "graph.ttl"))
        if isinstance(q.subject, ox.NamedNode) and q.subject.value.startswith(base)
    }
    assert len(subjects) > 150
    for iri in sorted(subjects):
        path = "/id/" + iri.removeprefix(base)
        status, kind, body, headers = served.get(path, "text/turtle")
        assert status == 200 and kind.startswith("text/turtle") and "Accept" in headers["Vary"]
        assert any(q.subject == ox.NamedNode(iri) for q in ox.parse(body, format=ox.RdfFormat.TURTLE)), iri
    for name in ("northmoor-safeguarding-board", "document/northmoor-2018-news"):
        status, kind, body, headers = served.get("/id/" + name, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
        assert status == 200 and kind.startswith("text/html") and b"northmoor" in body
        assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert b"holds Northmoor Police to account" in served.get("/id/northmoor-safeguarding-board", "text/html")[2]
    assert json.loads(served.get("/id/northmoor-police", "application/ld+json")[2])


def test_an_address_with_nothing_behind_it_says_so(served: Served) -> None:
    assert served.get("/id/nobody")[0] == 404 and served.get("/nowhere")[0] == 404
    assert served.get("/id/northmoor-police", "image/png")[0] == 406
    for path in ("/files/../graph.ttl", "/files/%2e%2e/secret", "/files/.hidden.json", "/files//etc/passwd", "/assets/../serve.py"):
        assert served.get(path)[0] == 404, path


def test_the_map_the_query_page_and_the_files_are_beside_it(served: Served) -> None:
    assert b"The map" in served.get("/map")[2]
    page = served.get("/ask")
    assert b"yasgui.min.js" in page[2] and "unsafe-eval" not in page[3]["Content-Security-Policy"]
    for asset in ("yasgui.min.js", "yasgui.min.css", "ask.js"):
        assert served.get("/assets/" + asset)[0] == 200
    assert served.get("/cookbook/answers-to.rq")[2].startswith(b"# Who does a body answer to")
    assert served.get("/files/graph.ttl")[0] == 200 and b"graph.ttl" in served.get("/")[2]


def test_a_page_of_another_site_cannot_reach_it(served: Served) -> None:
    host = urllib.parse.urlsplit(served.address)
    for name, expected in (("evil.example", 421), (f"localhost:{host.port}", 200), (f"127.0.0.1:{host.port}", 200)):
        connection = http.client.HTTPConnection("127.0.0.1", host.port or 0, timeout=10)
        connection.request("GET", "/", headers={"Host": name})
        assert connection.getresponse().status == expected
        connection.close()
    assert not any(name.lower().startswith("access-control") for name in served.get("/sparql?query=ASK%7B%7D")[3])


def test_one_connection_serves_many_answers_long_and_short(served: Served) -> None:
    where = urllib.parse.urlsplit(served.address)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=30)
    everything = "/sparql?" + urllib.parse.urlencode({"query": "SELECT * { ?s ?p ?o . ?s ?q ?r }"})
    for path, status in ((everything, 200), ("/nowhere", 404), ("/sparql?query=nonsense", 400), (everything, 200), ("/", 200)) * 2:
        connection.request("GET", path)
        answer = connection.getresponse()
        assert (answer.status, len(answer.read()) > 0) == (status, True), path
    connection.close()


def test_nonsense_on_the_line_ends_that_connection_and_nothing_else(served: Served) -> None:
    port = urllib.parse.urlsplit(served.address).port
    for data in (
        b"\x00\xff\n\n",
        b"GET " + b"/" * 70000 + b" HTTP/1.1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            line.sendall(data)
            line.settimeout(5)
            with contextlib.suppress(TimeoutError, ConnectionError):
                line.recv(100)
    assert served.ask("ASK {}")[0] == 200


@pytest.mark.parametrize("query", ["SELECT * " + "{" * 100_000, "ASK { FILTER(" + "(" * 50_000 + "1" + ")" * 50_000 + ") }"])
def test_a_query_nested_beyond_reading_is_refused(served: Served, query: str) -> None:
    assert served.get("/sparql", data=query.encode(), kind="application/sparql-query")[0] == 400
    assert served.ask("ASK {}")[0] == 200


def test_a_port_in_use_says_so(run: Run, folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve", "--graph", folder, "--port", taken.getsockname()[1])
    assert done.returncode == 2 and "is in use already" in done.stderr and "Traceback" not in done.stderr


def test_it_listens_to_this_machine_alone_and_leaves_nothing_behind(folder: Path, tmp_path: Path) -> None:
    import os

    os.environ["TMPDIR"] = str(tmp_path)
    try:
        site = start(folder)
        assert site.address.startswith("http://127.0.0.1:")
        site.process.terminate()
        site.process.wait(20)
        assert list(tmp_path.iterdir()) == []
    finally:
        del os.environ["TMPDIR"]


def test_where_asked_it_is_written_too(folder: Path) -> None:
    site = start(folder, "--writable", "--engines", "1")
    try:
        data = b"<https://x.example/s> <https://x.example/p> <https://x.example/o> ."
        status = site.get("/store?graph=https://x.example/g", data=data, kind="text/turtle", method="PUT")[0]
        assert status in (201, 204)
        request = urllib.request.Request(site.address + "/update", b"update=DROP+ALL", {"Origin": "https://evil.example"})
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(request, timeout=10)
        assert site.ask("SELECT ?o { GRAPH <https://x.example/g> { ?s ?p ?o } }")[2].split()[1] == b"https://x.example/o"
    finally:
        site.process.terminate()
        site.process.wait(20)


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json;q=0.5, text/turtle;q=0.4", "application/ld+json"),
        ("text/*;q=0.3, text/turtle;q=0.2", "text/html"),
        ("*/*", "text/html"),
        ("", "text/turtle"),
        ("image/png", ""),
        ("text/html;q=0", ""),
    ],
)
def test_the_format_wanted_most_is_the_one_given(accept: str, best: str) -> None:
    assert preferred(accept, ["text/html", "text/turtle", "application/ld+json"]) == best


@given(st.text(max_size=60))
def test_any_accept_header_is_met_with_one_of_what_there_is_or_nothing(accept: str) -> None:
    assert preferred(accept, ["text/html", "text/turtle"]) in ("", "text/html", "text/turtle")
