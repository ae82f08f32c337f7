"""Where `lowmark` starts: build the commands, run the one that was typed, leave with its exit code.

Before this: a shell. After this: `commands`. Exit codes: `docs/reference/exit-codes.md`.
"""

import sys


def main() -> None:
    """Run the command line."""
    from lowmark.doors.cli.commands import build

    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter shows another; it does not end the command.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    build()()


if __name__ == "__main__":
    main()
