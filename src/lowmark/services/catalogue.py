"""The catalogue: every operation, by name. Routes, commands and pages are generated from it or checked against it."""

from lowmark.services.operation import Operation
from lowmark.services.operations import (
    approve,
    assess,
    close_period,
    cost,
    demo,
    doctor,
    explain,
    grant_role,
    import_table,
    init,
    list_runs,
    post,
    propose,
    record_move,
    seal,
    set_policy,
    show_run,
    statements,
    verify,
)

OPERATIONS: tuple[Operation, ...] = (
    init.OPERATION,
    grant_role.OPERATION,
    set_policy.OPERATION,
    import_table.OPERATION,
    record_move.OPERATION,
    cost.OPERATION,
    assess.OPERATION,
    propose.OPERATION,
    list_runs.OPERATION,
    show_run.OPERATION,
    approve.OPERATION,
    post.OPERATION,
    statements.OPERATION,
    explain.OPERATION,
    close_period.OPERATION,
    seal.OPERATION,
    verify.OPERATION,
    doctor.OPERATION,
    demo.OPERATION,
)

BY_NAME: dict[str, Operation] = {operation.name: operation for operation in OPERATIONS}
