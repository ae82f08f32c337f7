"""Ask for a secret: unseen at a terminal; from a pipe, one line of it.

Before this: `asking`, `people`. After this: a service, which keeps a hash of it at most.
"""

import sys

import typer


def secret(words: str, *, twice: bool = False) -> str:
    """Return what was typed, or the next line of what is piped in.

    Raises: typer's Abort at the end of the input.
    """
    if sys.stdin.isatty():
        again = "Once more" if twice else False
        return str(typer.prompt(words, hide_input=True, err=True, confirmation_prompt=again))
    line = sys.stdin.readline()
    if not line:
        raise typer.Abort
    return line.rstrip("\n")
