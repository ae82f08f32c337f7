"""Commands, imported files, audit records and seals."""

from lowmark.core.tables.audits import AUDIT
from lowmark.core.tables.commands import COMMAND
from lowmark.core.tables.imports import IMPORTED_FILE
from lowmark.core.tables.seals import SEAL
from lowmark.store.model import model_of

Audit = model_of(AUDIT, __name__)
Command = model_of(COMMAND, __name__)
ImportedFile = model_of(IMPORTED_FILE, __name__)
Seal = model_of(SEAL, __name__)
