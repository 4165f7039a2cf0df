"""The served endpoint under load: `python tests/bench/endpoint.py [GRAPH] [--seconds N]`.

Prints requests a second, the 50th and 99th percentile, what was lost, and the memory of the front and of its engines before and
after, for a look-up and for a cookbook question. By wrk where it is installed, else by sixteen threads of this process. Nothing here fails.
"""

from __future__ import annotations

import argparse
import http.client
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

from graphbuild.ask import cookbook

LOOK_UP = "SELECT (COUNT(*) AS ?n) { ?s a <https://graphbuild.example/ontology#Board> }"


def memory(pid: int) -> int:
    """Resident memory of a process and its children, MB (Linux; 0 elsewhere)."""
    total = 0
    for each in (pid, *children(pid)):
        status = Path(f"/proc/{each}/status")
        if status.exists():
            total += int(next((line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmRSS")), "0"))
    return total // 1024


def children(pid: int) -> list[int]:
    task = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in task.read_text().split()] if task.exists() else []


def threads(address: str, seconds: float) -> str:
    """Sixteen clients, each asking again as soon as it is answered."""
    times: list[float] = []
    lost = 0
    end = time.monotonic() + seconds
    where = urllib.parse.urlsplit(address)

    def client() -> None:
        nonlocal lost
        connection = http.client.HTTPConnection(where.hostname or "", where.port)
        while time.monotonic() < end:
            began = time.perf_counter()
            connection.request("GET", f"{where.path}?{where.query}")
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - began)
            lost += answer.status != 200

    every = [threading.Thread(target=client) for _ in range(16)]
    for thread in every:
        thread.start()
    for thread in every:
        thread.join()
    cuts = statistics.quantiles(times, n=100)
    speed = f"{len(times) / seconds:,.0f} requests a second, 50 % {1000 * cuts[49]:.1f} ms, 99 % {1000 * cuts[98]:.1f} ms"
    return f"{speed}, {lost} lost of {len(times):,}"


def flat(requests: int = 10_000, clients: int = 8) -> tuple[int, int, int]:
    """Ask the endpoint of the samples `requests` times: how many answers were lost, MB after the first tenth, MB after all."""
    from graphbuild.build import build

    with tempfile.TemporaryDirectory() as scratch:
        build((), scratch, draw=False)
        command = [sys.executable, "-m", "graphbuild", "serve", "--graph", scratch, "--port", "0"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            where = urllib.parse.urlsplit(process.stdout.readline().split(" at ")[1].split("/ ")[0])
            lost = ask(where, requests // 10, clients)
            early = memory(process.pid)
            lost += ask(where, requests - requests // 10, clients)
            return lost, early, memory(process.pid)
        finally:
            process.terminate()
            process.wait(20)


def ask(where: urllib.parse.SplitResult, requests: int, clients: int) -> int:
    """So many look-ups by so many clients at once; how many were not answered."""
    good = [0] * clients

    def client(which: int) -> None:
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=30)
        for _ in range(requests // clients):
            try:
                connection.request("GET", f"/sparql?{urllib.parse.urlencode({'query': LOOK_UP})}")
                answer = connection.getresponse()
                answer.read()
                good[which] += answer.status == 200
            except OSError:
                connection.close()

    every = [threading.Thread(target=client, args=(which,)) for which in range(clients)]
    for thread in every:
        thread.start()
    for thread in every:
        thread.join()
    return requests // clients * clients - sum(good)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph", nargs="?", type=Path)
    parser.add_argument("--seconds", type=int, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.graph or Path(scratch)
        if given.graph is None:
            from graphbuild.build import build

            build((), folder, draw=False)
        command = [sys.executable, "-m", "graphbuild", "serve", "--graph", str(folder), "--port", "0"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split(" at ")[1].split("/ ")[0]
            for name, query in (("a look-up", LOOK_UP), ("failing-links", cookbook.named("failing-links").text)):
                url = f"{address}/sparql?{urllib.parse.urlencode({'query': query})}"
                before = memory(process.pid)
                if shutil.which("wrk"):
                    wrk = ["wrk", "-t2", "-c16", f"-d{given.seconds}s", "--latency", url]
                    said = subprocess.run(wrk, capture_output=True, text=True, check=True).stdout
                    kept = ("50%", "99%", "requests in", "Requests/sec", "Non-2xx", "Socket errors")
                    result = "; ".join(" ".join(line.split()) for line in said.splitlines()[1:] if any(k in line for k in kept))
                else:
                    result = threads(url, given.seconds)
                print(f"{name}: {result}; memory {before} MB before, {memory(process.pid)} MB after", flush=True)
        finally:
            process.terminate()
            process.wait(20)


if __name__ == "__main__":
    main()
