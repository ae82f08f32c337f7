"""How quick a command starts: `python -m benchmarks.starting`.

Processor seconds of a process of its own, least of a few, beside the interpreter with the command line's library alone:
the least that any command can take. Goal: a list of all commands within 0.3 s.
"""

import argparse
import os
import resource
import subprocess
import sys

ASKED = {
    "python, typer": ["-c", "import typer.main"],
    "lowmark --help": ["-m", "lowmark.doors.cli.main", "--help"],
    "lowmark receive --help": ["-m", "lowmark.doors.cli.main", "receive", "--help"],
}


def main() -> None:
    """Print a line for each thing asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    print(f"# load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; least of {repeats}; processor seconds")
    least = {asked: min(seconds_of(words) for _ in range(repeats)) for asked, words in ASKED.items()}
    bare = least["python, typer"]
    for asked, seconds in least.items():
        print(f"{asked:24} {seconds:5.2f} s  {seconds / bare:4.1f}x of the library alone")


def seconds_of(words: list[str]) -> float:
    """Return the processor seconds of one process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


if __name__ == "__main__":
    main()
