"""Serve the web pages and the REST API on this machine.

Before this: `commands`. After this: the WSGI application, named and not imported: the server's workers import it.
"""

import os
from typing import Annotated

import typer

from lowmark.doors.cli import options

TARGET = "lowmark.project.wsgi:application"

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", parser=options.text, help="address to listen on")]
Port = Annotated[int, typer.Option("--port", metavar="NUMBER", parser=options.whole, help="port to listen on")]


def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve until interrupted.

    Domain: an address beyond this machine needs TLS in front and its name in LOWMARK_HOSTS.
    """
    if not 0 < port < 65_536:
        raise typer.BadParameter(f"{port} is not a port; take one from 1 to 65535")
    from granian import Granian
    from granian.constants import Interfaces

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lowmark.project.settings")
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"Lowmark is served at http://{shown}:{port}/ (Ctrl-C ends it).", err=True)
    Granian(TARGET, address=host, port=port, interface=Interfaces.WSGI, workers=1, blocking_threads=4,
            log_access=False, websockets=False).serve()  # fmt: skip
