"""Accounts, entries and lines."""

from lowmark.core.tables.account_balances import ACCOUNT_BALANCE
from lowmark.core.tables.account_roles import ACCOUNT_ROLE
from lowmark.core.tables.accounts import ACCOUNT
from lowmark.core.tables.entries import ENTRY
from lowmark.core.tables.entry_exports import ENTRY_EXPORT
from lowmark.core.tables.expected_returns import EXPECTED_RETURN
from lowmark.core.tables.journal_counters import JOURNAL_COUNTER
from lowmark.core.tables.lines import LINE
from lowmark.core.tables.trial_balance_lines import TRIAL_BALANCE_LINE
from lowmark.store.model import model_of

Account = model_of(ACCOUNT, __name__)
AccountBalance = model_of(ACCOUNT_BALANCE, __name__)
AccountRole = model_of(ACCOUNT_ROLE, __name__)
Entry = model_of(ENTRY, __name__)
EntryExport = model_of(ENTRY_EXPORT, __name__)
ExpectedReturn = model_of(EXPECTED_RETURN, __name__)
JournalCounter = model_of(JOURNAL_COUNTER, __name__)
Line = model_of(LINE, __name__)
TrialBalanceLine = model_of(TRIAL_BALANCE_LINE, __name__)
