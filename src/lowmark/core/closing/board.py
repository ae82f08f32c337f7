"""Where every task of a close stands: computed where it can be, signed where a person must, waiting for what is before it.

Before this: what was found of the period, assignments and signatures, each the latest. After this: whoever looks at the
board, and the signing of a task. A task that is computed is never signed: what it says follows from the books. A task
that is signed on something (a snapshot, the cut-off list) falls open again when that has become something else. What is
not done in a period is passed, for a reason; what a close waits for is neither done nor passed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

State = Literal["done", "passed", "open", "waiting", "fallen"]
SETTLED: Final = ("done", "passed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task of every close: what it asks for, whether a person signs it, what it comes after, and whose it is."""

    name: str
    asks: str
    is_signed: bool
    after: tuple[str, ...]
    role: str


TASKS: Final = (
    Task(name="cut_off", asks="goods under way, on consignment, negative, unposted or future-dated are looked at",
         is_signed=True, after=(), role="preparer"),
    Task(name="freeze", asks="nothing more is recorded of the period in the warehouse", is_signed=True,
         after=("cut_off",), role="preparer"),
    Task(name="snapshot", asks="everything recorded is under a seal", is_signed=False, after=("freeze",), role="poster"),
    Task(name="tie_out", asks="the subledger is the ledger, account by account, or each difference is explained",
         is_signed=True, after=("snapshot",), role="preparer"),
    Task(name="counts", asks="stock was counted, and the differences are posted", is_signed=True, after=("freeze",),
         role="warehouse"),
    Task(name="evidence", asks="stock without evidence of its value has been looked at", is_signed=True, after=("freeze",),
         role="preparer"),
    Task(name="run", asks="stock is tested as of the last day", is_signed=False, after=("tie_out", "counts", "evidence"),
         role="preparer"),
    Task(name="review", asks="every line of the run that needs it is reviewed", is_signed=False, after=("run",),
         role="reviewer"),
    Task(name="approve", asks="the run is approved", is_signed=False, after=("review",), role="approver"),
    Task(name="post", asks="the run is posted", is_signed=False, after=("approve",), role="poster"),
    Task(name="disclose", asks="notes and roll-forward are read, and foot", is_signed=True, after=("post",),
         role="reviewer"),
    Task(name="lock", asks="the period is closed", is_signed=False, after=("disclose",), role="approver"),
)  # fmt: skip
BY_NAME: Final = {task.name: task for task in TASKS}
LOCK: Final = "lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the books say of one task: whether it is done, in words, and the hash of what a signature would be on.

    Domain: `is_done` of a signed task says that there is nothing to look at, so that its signature is on that.
    """

    is_done: bool
    words: str
    evidence_hash: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The latest word of a person on a task, and on what it was given: signed or passed, or that withdrawn."""

    is_signed: bool
    is_passed: bool = False
    by: str
    because: str
    at: int
    evidence_hash: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a task stands."""

    task: Task
    state: State
    words: str
    waits_for: tuple[str, ...]
    is_late: bool
    signature: Signature | None


def stand(
    *, found: Mapping[str, Found], signatures: Mapping[str, Signature], due: Mapping[str, date], today: date
) -> tuple[Standing, ...]:
    """Return where every task stands, in their order.

    Domain: `found` says something of every task; whoever has no due day is never late.

    >>> clean = {task.name: Found(is_done=False, words="") for task in TASKS}
    >>> board = stand(found=clean, signatures={}, due={"cut_off": date(2026, 11, 2)}, today=date(2026, 11, 3))
    >>> [(one.task.name, one.state, one.is_late) for one in board[:3]]
    [('cut_off', 'open', True), ('freeze', 'waiting', False), ('snapshot', 'waiting', False)]
    """
    assert found.keys() == BY_NAME.keys(), "every task is said something of"
    done: set[str] = set()
    board = []
    for task in TASKS:
        said, signature = found[task.name], signatures.get(task.name)
        state = _state(task, said, signature)
        waits_for = tuple(name for name in task.after if name not in done)
        if state == "open" and waits_for:
            state = "waiting"
        if state in SETTLED:
            done.add(task.name)
        is_late = state not in SETTLED and task.name in due and due[task.name] < today
        board.append(Standing(task=task, state=state, words=said.words, waits_for=waits_for, is_late=is_late,
                              signature=signature))  # fmt: skip
    return tuple(board)


def against_signing(
    *, board: tuple[Standing, ...], task: str, signed: bool, roles: frozenset[str], passed: bool = False
) -> tuple[str, ...]:
    """Return everything that is against signing or passing a task, or against withdrawing that; nothing where it may be done.

    >>> clean = {task.name: Found(is_done=False, words="") for task in TASKS}
    >>> board = stand(found=clean, signatures={}, due={}, today=date(2026, 11, 3))
    >>> against_signing(board=board, task="freeze", signed=True, roles=frozenset({"preparer"}))
    ('it waits for cut_off',)
    >>> against_signing(board=board, task="run", signed=True, passed=True, roles=frozenset({"preparer"}))
    ('it takes the role of approver or administrator to pass it',)
    """
    standing = next(one for one in board if one.task.name == task)
    decides = bool(roles & {"approver", "administrator"})
    word = standing.signature
    against = {
        "it is computed from the books, and nobody signs it": signed and not passed and not standing.task.is_signed,
        f"it takes the role of {standing.task.role}, approver or administrator":
            not passed and not decides and standing.task.role not in roles,
        "it takes the role of approver or administrator to pass it": passed and not decides,
        "it is the close itself": passed and task == LOCK,
        f"it waits for {', '.join(standing.waits_for)}": signed and not passed and bool(standing.waits_for),
        "it is signed already": signed and not passed and standing.state == "done",
        "it is done already": passed and standing.state == "done",
        "nobody has signed it": not signed and (word is None or not word.is_signed),
        "the period is closed": board[-1].state == "done",
    }  # fmt: skip
    return tuple(reason for reason, holds in against.items() if holds)


def awaited(
    *, board: tuple[Standing, ...], required: Collection[str] | None, given: Collection[str]
) -> tuple[Standing, ...]:
    """Return the tasks that a close waits for: those required that are neither done nor passed.

    Domain: `required` of None requires what was given to somebody, `given`; the close itself is never required.

    >>> clean = {task.name: Found(is_done=False, words="") for task in TASKS}
    >>> board = stand(found=clean, signatures={}, due={}, today=date(2026, 11, 3))
    >>> [one.task.name for one in awaited(board=board, required=None, given={"counts"})]
    ['counts']
    >>> awaited(board=board, required=None, given=())
    ()
    """
    names = {*(given if required is None else required)} - {LOCK}
    return tuple(one for one in board if one.task.name in names and one.state not in SETTLED)


def _state(task: Task, said: Found, signature: Signature | None) -> State:
    """Return where a task stands by itself, whatever it comes after."""
    if not task.is_signed and said.is_done:
        return "done"
    if signature is None or not signature.is_signed:
        return "open"
    if signature.evidence_hash != said.evidence_hash:
        return "fallen"
    return "passed" if signature.is_passed else "done"
