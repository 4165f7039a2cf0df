"""`graphbuild serve`."""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from graphbuild.ask.cli import GraphOption, asks
from graphbuild.ask.errors import AskError
from graphbuild.ask.store import DEFAULT


@asks
def serve(
    graph: GraphOption = DEFAULT,
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help="0: any that is free.")] = 7878,
    bind: Annotated[str, typer.Option("--bind", metavar="ADDRESS", help="Address to listen at.")] = "127.0.0.1",
    host: Annotated[list[str] | None, typer.Option("--host", help="Host name it is called by from outside; * for any.")] = None,
    timeout: Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=1, help="Stop a query after so long.")] = 30,
    memory: Annotated[int, typer.Option("--memory", metavar="MB", min=0, help="Memory of an engine; 0: no bound.")] = 2048,
    engines: Annotated[int, typer.Option("--engines", min=0, help="Processes that answer; 0: as many as cores.")] = 0,
    writable: Annotated[bool, typer.Option("--writable", help="Let it be written too (SPARQL Update, Graph Store Protocol).")] = False,
    store: Annotated[
        Path | None, typer.Option("--store", metavar="FOLDER", help="Keep the store here.", show_default="a temporary folder")
    ] = None,
    cors: Annotated[bool, typer.Option("--cors", help="Let pages of other sites ask.")] = False,
) -> None:
    """Serve the graph: a SPARQL endpoint, the map, a query page, and a page or Turtle for everything named.

    Only this machine can reach it, and only to read, unless asked otherwise.
    """
    from graphbuild.ask import engine
    from graphbuild.ask import serve as front
    from graphbuild.ask.site import LOOPBACK, Site
    from graphbuild.ask.store import located

    path = located(graph)
    engine.binary()
    if store is not None and store.exists() and any(store.iterdir()):
        raise AskError(f"{store} holds something already; --store takes a new or empty folder.")
    with tempfile.TemporaryDirectory(prefix="graphbuild-") as scratch:
        where = store or Path(scratch) / "store"
        facts = engine.stored(path, where)
        hosts = LOOPBACK | {bind.casefold()} | {name.casefold() for name in host or ()}
        site = Site(None, where, path.parent, timeout, writable, cors, frozenset(hosts), "The graph", facts)
        try:
            server = front.Server((bind, port), site)
        except OSError as error:
            raise AskError(_unbound(bind, port, error)) from None
        with server:
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
            try:
                site.engines = engine.Engines(where, engines or os.cpu_count() or 1, timeout, memory * 1_000_000, writable)
                address = f"http://{f'[{bind}]' if ':' in bind else bind}:{server.server_address[1]}"
                print(f"Serving {facts:,} statements of {path} at {address}/ (endpoint {address}/sparql). Stop with Ctrl-C.", flush=True)
                server.serve_forever()
            except KeyboardInterrupt:
                pass
            finally:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                if site.engines is not None:
                    site.engines.stop()


def _unbound(bind: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use already, perhaps by another `graphbuild serve`; give another with --port, or --port 0 for any."
    if error.errno == errno.EACCES:
        return f"port {port} is not for everyone to use; give one above 1023 with --port."
    return f"{bind} port {port} cannot be listened at: {error.strerror or error}"
