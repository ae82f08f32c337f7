"""Seal an entity's facts in batches: moves and entries, in commit order, under one Merkle root, chained to the last."""

from lowmark.services.access import Granted
from lowmark.services.actor import Actor
from lowmark.services.command import Done, run_command
from lowmark.services.operations.seal import OPERATION, Request, Response
from lowmark.services.sealing import seal_now
from lowmark.store.session import Writer


def seal(request: Request, *, actor: Actor, granted: Granted) -> Response:
    """Seal everything that is not sealed yet."""

    def work(writer: Writer) -> Done:
        made = seal_now(writer, granted.entity.id)
        if made is None:
            none = Response(entity=granted.entity.code, seal_no=0, from_seq=0, to_seq=0, leaves=0, root="", chained="")
            return Done(none, "seal", "nothing to seal")
        response = Response(
            entity=granted.entity.code, seal_no=made.seal_no, from_seq=made.from_seq, to_seq=made.to_seq,
            leaves=made.n_leaves, root=made.root.hex(), chained=made.chained.hex(),
        )  # fmt: skip
        return Done(response, f"seal {made.seal_no}", after_hash=made.chained)

    result: Response = run_command(OPERATION, request, actor=actor, granted=granted, work=work)
    return result
