"""Where `lowmark` starts: build the commands, run the one that was typed, leave with its exit code.

Before this: a shell. After this: `commands`. Exit codes: `docs/reference/exit-codes.md`.
"""

import sys

from lowmark.doors import BROKEN


def main() -> None:
    """Run the command line; a fault of our own shows itself whole, and has an exit code that nothing else has."""
    from lowmark.doors.cli.commands import build

    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter shows another; it does not end the command.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        build()()
    except Exception:  # noqa: BLE001 -- the last one to see it: shown whole, ends the process
        sys.excepthook(*sys.exc_info())
        sys.exit(BROKEN)


if __name__ == "__main__":
    main()
