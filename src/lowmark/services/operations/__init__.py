"""The shapes of the operations: one file each with its frozen request and response, light enough for `--help`.

A request speaks natural keys (entity code, item code, location path). A response carries whole numbers with their unit
last (`_minor`, `_micro`), days as dates, and the currency beside them.
"""
