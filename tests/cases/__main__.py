"""Run a file of cases: a line a case, then how many passed, failed and were skipped. Exit 1 if one failed, 2 if the file is bad."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from tests.cases.books import shelf
from tests.cases.judge import judge
from tests.cases.record import BadFile, load


def main(arguments: list[str]) -> int:
    """Run the cases that the arguments name."""
    parser = argparse.ArgumentParser(prog="python -m tests.cases", description=__doc__)
    parser.add_argument("file", type=Path, help="a JSON list of cases, a YAML file of one, or a folder of both")
    parser.add_argument("--topic", nargs="+", action="extend", default=[], metavar="T", help="only these topics")
    asked = parser.parse_args(arguments)
    try:
        cases = load(asked.file)
    except BadFile as bad:
        print(bad, file=sys.stderr)
        return 2
    counted: Counter[str] = Counter()
    with shelf():
        for case in cases:
            if not asked.topic or case.topic in asked.topic:
                outcome = judge(case)
                counted[outcome.verdict] += 1
                print(outcome, flush=True)
    print(f"{counted['PASS']} passed, {counted['FAIL']} failed, {counted['SKIP']} skipped")
    return 1 if counted["FAIL"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
