"""Worked cases: published examples with their figures, and our own, run through the library and the posting services.

    python -m tests.cases FILE [--topic T ...]

FILE is a JSON list of cases, a YAML file of one, or a folder of both. `record` reads them, one module in `topics` a topic
translates a case into Lowmark's calls and the answer back into the case's words, `compare` holds the answer against
what the case expects, and `judge` says PASS, FAIL or SKIP.
"""
