"""The engine behind the endpoint: Oxigraph's own server, kept running, and stopped when a query will not end.

Its time limit alone was measured not to be enough: with 3 seconds asked, a cross product of three patterns was cancelled after 9,
one that streams its rows never, and one that sorts them took 6 GB before it was killed by hand. So each engine is a process of its
own that reads the same store, bounded in memory; one that does not answer in time is killed and replaced, within 0.1 s, and a
query that was only its neighbour is asked again of another.
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pyoxigraph as ox

from graphbuild.ask.errors import AskError
from graphbuild.ask.store import format_of, located, unreadable


def binary() -> str:
    """Oxigraph's server; raises AskError, saying where it comes from, where it is not installed."""
    beside = Path(sys.executable).with_name("oxigraph")
    found = str(beside) if beside.is_file() else shutil.which("oxigraph")
    if not found:
        raise AskError("the endpoint needs Oxigraph's server: pip install 'graphbuild[serve]' (or pip install oxigraph).")
    return found


def stored(graph: Path, folder: Path) -> int:
    """Load the graph at `graph` into a store in `folder` and return its number of statements.

    The default graph holds the union, once: Oxigraph's own union of named graphs was measured to count a statement once for each
    graph it stands in. Where a TriG file stands beside, its named graphs are there too. Raises AskError where a file cannot be read.
    """
    path = located(graph)
    store = ox.Store(str(folder))
    try:
        if format_of(path).supports_datasets:
            store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in ox.parse(path=str(path), format=format_of(path)))
        else:
            store.bulk_load(path=str(path), format=format_of(path))
        beside = path if format_of(path).supports_datasets else path.with_suffix(".trig")
        if beside.is_file():
            quads = ox.parse(path=str(beside), format=format_of(beside))
            store.bulk_extend(q for q in quads if not isinstance(q.graph_name, ox.DefaultGraph))
        store.optimize()
        return sum(1 for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    except (SyntaxError, ValueError, OSError) as error:
        raise AskError(unreadable(path, error)) from None


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Engine:
    """One server process on one port; `busy` counts what it is answering. Started again under the same name when it ends."""

    def __init__(self, store: Path, seconds: float, memory: int, writable: bool) -> None:
        self.store, self.seconds, self.memory, self.writable = store, seconds, memory, writable
        self.busy = 0
        self.generation = 0
        self._lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0
        try:
            self.start()
        except BaseException:
            self.stop()
            raise

    def start(self) -> None:
        """Start the process and wait until it listens; raises AskError with its own words where it does not."""
        for _ in range(5):
            self.port = free_port()
            command = [binary(), "serve" if self.writable else "serve-read-only", "--location", str(self.store)]
            command += ["--bind", f"127.0.0.1:{self.port}", "--timeout-s", str(max(1, round(self.seconds)))]
            said = tempfile.TemporaryFile()  # noqa: SIM115
            self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, stdin=subprocess.DEVNULL)
            self._bound()
            deadline = time.monotonic() + 10
            while time.monotonic() < deadline and self.process.poll() is None:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    self.generation += 1
                    said.close()
                    return
                time.sleep(0.01)
            self.process.kill()
            self.process.wait()
            said.seek(0)
            words = said.read().decode("utf-8", "replace").strip().splitlines()
            said.close()
        raise AskError(f"Oxigraph's server does not start: {words[-1] if words else 'it says nothing'}")

    def _bound(self) -> None:
        """Bound the process's memory, where the system lets one: a query that sorts a cross product must not take the machine's."""
        if self.memory and sys.platform == "linux" and self.process is not None:
            import resource

            with contextlib.suppress(OSError, ValueError):
                resource.prlimit(self.process.pid, resource.RLIMIT_DATA, (self.memory, self.memory))

    def replace(self, generation: int) -> None:
        """Kill the process and start another, unless somebody already has since `generation`."""
        with self._lock:
            if self.generation == generation:
                self.stop()
                self.start()

    def stop(self) -> None:
        """End the process."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class Engines:
    """Several engines over one store: a query goes to the one with least to do."""

    def __init__(self, store: Path, many: int, seconds: float, memory: int, writable: bool = False) -> None:
        self._lock = threading.Lock()
        self.each: list[Engine] = []
        try:
            for _ in range(1 if writable else max(1, many)):
                self.each.append(Engine(store, seconds, memory, writable))
        except BaseException:
            self.stop()
            raise

    def take(self) -> Engine:
        """The engine with least to do, counted as busier by one until `give`."""
        with self._lock:
            engine = min(self.each, key=lambda e: e.busy)
            engine.busy += 1
            return engine

    def give(self, engine: Engine) -> None:
        """What was taken is answered."""
        with self._lock:
            engine.busy -= 1

    def stop(self) -> None:
        """End all processes."""
        for engine in self.each:
            engine.stop()
