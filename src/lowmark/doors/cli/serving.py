"""Serve the web pages and the REST API on this machine.

Before this: `commands`. After this: the WSGI application, named and not imported: the server's workers import it.
"""

import os
import subprocess
import sys
from typing import Annotated

import typer

from lowmark.doors.cli import options
from lowmark.doors.cli.working import WORKER

TARGET = "lowmark.project.wsgi:application"

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", parser=options.text, help="address to listen on")]
Port = Annotated[int, typer.Option("--port", metavar="NUMBER", parser=options.whole, help="port to listen on")]


Beside = Annotated[bool, typer.Option("--worker/--no-worker", help="carry out jobs beside the server")]


def serve(host: Host = "127.0.0.1", port: Port = 8000, worker: Beside = True) -> None:  # noqa: FBT002 -- typer's way
    """Serve until interrupted, and carry out jobs in a process beside.

    Domain: an address beyond this machine needs TLS in front and its name in LOWMARK_HOSTS.
    """
    if not 0 < port < 65_536:
        raise typer.BadParameter(f"{port} is not a port; take one from 1 to 65535")
    from granian import Granian
    from granian.constants import Interfaces

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lowmark.project.settings")
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"Lowmark is served at http://{shown}:{port}/ (Ctrl-C ends it).", err=True)
    server = Granian(TARGET, address=host, port=port, interface=Interfaces.WSGI, workers=1, blocking_threads=4,
                     log_access=False, websockets=False)  # fmt: skip
    if not worker:
        server.serve()
        return
    # Its standard input ends with this process, whatever ends it, and with that the worker.
    with subprocess.Popen([sys.executable, "-m", WORKER, "--beside"], stdin=subprocess.PIPE):  # noqa: S603 -- ourselves
        server.serve()
