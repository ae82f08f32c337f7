"""One adapter a topic, found by listing: `answer(case, framework)` in the words of the case's `expected`.

Adapters translate. They look at which fields a case has, never at its id; they count nothing: no arithmetic on figures
is written or imported here, and a test of their syntax trees holds them to it.
"""
