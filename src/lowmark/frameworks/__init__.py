"""Reporting frameworks as data: dated, referenced parameters, charts of accounts, what of a standard is covered.

Before this: nothing. After this: services and the library, which hand what `read` returns to `core.frameworks`.
"""
