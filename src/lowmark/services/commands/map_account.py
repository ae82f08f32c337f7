"""Record which account of a group's chart an account of a member is."""

from lowmark.core.kinds.problems import Problem
from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.groups.charts import AT
from lowmark.services.operations.map_account import OPERATION, TRANSLATED_AT, Request, Response
from lowmark.store.ledger import of_account
from lowmark.store.ledger.groups import write_mapping
from lowmark.store.session import Writer


def map_account(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Record a mapping.

    Raises: Problem `not_found` for an account that the member has not; `bad_request`.
    """
    if request.translated_at not in TRANSLATED_AT:
        raise Problem("bad_request", f"nothing is translated at {request.translated_at!r}",
                      hint="use closing, average or historical")  # fmt: skip
    if request.investment and not request.counterparty:
        raise Problem("bad_request", "an investment is in a member", hint="name it as the counterparty")

    def work(writer: Writer) -> Done:
        entity = granted.entity
        account = of_account.account_by_code(writer, entity.id, request.account)
        if account is None:
            raise Problem(
                "not_found", f"{entity.code} has no account {request.account!r}", hint="see its trial balance"
            )
        at = request.translated_at or AT[str(account["section"])]
        sequences, recorded_at = writer.tick(entity.id, 1)
        write_mapping(writer, {
            "entity_id": entity.id, "parent": request.parent, "account_id": account["id"],
            "group_account": request.group_account, "translated_at": at, "counterparty": request.counterparty,
            "is_investment": request.investment, "is_capital": request.capital, "set_by": granted.user_id,
            "known_seq": sequences[0], "recorded_at": recorded_at,
        })  # fmt: skip
        response = Response(
            entity=entity.code, parent=request.parent, account=request.account, name=str(account["name"]),
            group_account=request.group_account, translated_at=at, counterparty=request.counterparty,
        )  # fmt: skip
        return Done(response, f"mapping {request.account}")

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
