"""The page in Firefox, driven over WebDriver BiDi, where there is a Firefox."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser


class Fox:
    """A headless Firefox with one tab."""

    def __init__(self, process: subprocess.Popen[str], socket: Any) -> None:
        self.process, self.socket, self.count = process, socket, 0
        self.errors: list[str] = []
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self.tab = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method: str, **parameters: Any) -> Any:
        """The result of one command; what the browser logs and asks for in the meantime is kept in `errors`."""
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv(timeout=60))
            if message.get("method") == "log.entryAdded" and message["params"]["level"] in ("error", "warn"):
                self.errors.append(message["params"]["text"])
            if message.get("method") == "network.beforeRequestSent":
                url = message["params"]["request"]["url"]
                if not url.startswith(("file:", "blob:", "data:", "about:")):
                    self.errors.append(url)
            if message.get("id") == self.count:
                assert message["type"] == "success", message
                return message["result"]

    def ask(self, expression: str) -> Any:
        """What an expression (awaited, made JSON) gives in the page."""
        result = self.call(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})))()",
            target={"context": self.tab},
            awaitPromise=True,
        )
        assert result["type"] == "success", result
        return json.loads(result["result"]["value"])


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Fox]:
    client = pytest.importorskip("websockets.sync.client", reason="Firefox is driven with websockets, which is not installed")
    program = shutil.which("firefox") or shutil.which("firefox-esr")
    if program is None:
        pytest.skip("no Firefox to test the map with")
    command = [program, "--headless", "--no-remote", "--profile", str(tmp_path), "--remote-debugging-port", "0", "about:blank"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        assert process.stderr is not None
        address = next(found.group(0) for line in process.stderr if (found := re.search(r"ws://\S+", line)))
        with client.connect(f"{address}/session", max_size=None) as socket:
            yield Fox(process, socket)
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_the_page_opens_filters_and_answers_in_firefox(invented: Path, firefox: Fox) -> None:
    firefox.call("browsingContext.navigate", context=firefox.tab, url=(invented / "graph.html").as_uri(), wait="complete")
    drawn = "new Promise(done => { const look = () => window.__firstDraw ? done(__map.V().nodes.length) : setTimeout(look, 20); look(); })"
    assert firefox.ask(drawn) > 5
    links = firefox.ask("__map.E().length")
    assert firefox.ask("(__map.F.st.add('Actual'), __map.refilter(), __map.E().filter(e => e.st !== 'Actual').length)") < links
    firefox.ask("(__map.resetFilters(), __map.select({ e: 0 }), 1)")
    assert firefox.ask("document.querySelectorAll('#panel blockquote').length") >= 1
    firefox.ask("(__map.view('ask'), 1)")
    query = "SELECT (COUNT(*) AS ?n) { ?l a <https://graphbuild.example/ontology#Link> }"
    firefox.ask("new Promise(done => { const look = () => document.getElementById('a-run') ? done(1) : setTimeout(look, 20); look(); })")
    assert firefox.ask(f"__map.run({json.dumps(query)}).then(() => __answer.rows)") == 1
    assert firefox.errors == []
