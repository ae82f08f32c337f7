"""Walk the sample company through a period end, asking for each step as its persona would ask at a door.

The one operation that asks for others: it is not a transaction of its own but a walk through the doors, as data
(`sample.story`). It makes personas, and personas make a database a demo: so it starts only in one without entities.
"""

from dataclasses import replace
from typing import Any

from lowmark.core.kinds.money import format_minor
from lowmark.core.kinds.problems import Problem
from lowmark.sample import company
from lowmark.sample.entities import ENTITIES
from lowmark.sample.story import AS_OF, STEPS, Step, files
from lowmark.services import people
from lowmark.services.access import every_entity
from lowmark.services.actor import Actor
from lowmark.services.call import call
from lowmark.services.catalogue import BY_NAME
from lowmark.services.operation import File
from lowmark.services.operations.demo import EntitySummary, Request, Response
from lowmark.services.progress import tell

MOVES = 2_000
PERSONAS = ("root", "ada", "ben")
TOP = 3


def demo(request: Request, *, actor: Actor) -> Response:
    """Walk the story, once a database; a second time it only shows the summary.

    Raises: Problem `refused` in a database that holds anything else than the demo.
    """
    there = every_entity()
    if there and not people.personas():
        raise Problem("refused", "this database is no demo: it has entities of its own",
                      hint="run the demo in an empty folder")  # fmt: skip
    if not there:
        _walk(request.seed, actor)
    verified = call(BY_NAME["verify"], BY_NAME["verify"].request(), actor=actor)
    moves = sum(_moves(code, actor) for code in (entity.code for entity in ENTITIES))
    return Response(
        entities=tuple(_summary(entity.code) for entity in ENTITIES), moves=moves, clean=verified.clean,
        personas=people.personas(),
    )  # fmt: skip


def _walk(seed: int, actor: Actor) -> None:
    """Take every step of the story."""
    for name in PERSONAS:
        people.ensure_user(name, is_persona=True)
    parts = files(company(seed=seed, moves=MOVES, entities=len(ENTITIES)))
    answers: dict[tuple[str, str], Any] = {}
    for place, step in enumerate(STEPS, start=1):
        tell(f"{step.entity}: {step.operation} {step.arguments.get('file', '')}".strip(), place, len(STEPS))
        answers[step.entity, step.operation] = _take(step, actor, parts, answers)


def _take(step: Step, operator: Actor, parts: dict[str, dict[str, bytes]], answers: dict[tuple[str, str], Any]) -> Any:
    """Ask for one step as its persona.

    Raises: Problem `refused` when a file of the sample is not accepted: the sample is wrong then, not the user.
    """
    operation = BY_NAME[step.operation]
    said = dict(step.arguments) | {name: getattr(answers[step.entity, "propose"], name) for name in step.taken}
    if "file" in said:
        said["file"] = File(str(said["file"]), parts[step.entity][str(said["file"])])
    actor = operator if step.persona == "system" else _persona(step.persona)
    if operation.step_up:
        step_up_id = people.step_up(actor=actor, entity=step.entity, bound_hash=str(said["run_hash"]), password="")
        actor = replace(actor, step_up_id=step_up_id)
    answer = call(operation, operation.request(entity=step.entity, **said), actor=actor)
    if not getattr(answer, "accepted", True):
        first = answer.problems[0]
        raise Problem("refused", f"{first.document}, row {first.row}, {first.column}: {first.message}")
    return answer


def _persona(name: str) -> Actor:
    """Return a persona as an actor."""
    return Actor(user_id=people.user_id(name), username=name, door="cli")


def _moves(code: str, operator: Actor) -> int:
    """Return how many stock moves an entity has."""
    from lowmark.store.scope import Scope
    from lowmark.store.session import reading

    entity = next(each for each in every_entity() if each.code == code)
    scope = Scope(user_id=operator.user_id, entities=(entity.id,), purpose="report")
    with reading(scope) as reader:
        return int(reader.value("SELECT count(*) FROM stock_stock_move WHERE entity_id = %s", [entity.id]))


def _summary(code: str) -> EntitySummary:
    """Return what October's run did to one entity: the ledger before it and after it."""
    ben = _persona("ben")
    runs = call(BY_NAME["list-runs"], BY_NAME["list-runs"].request(entity=code), actor=ben)
    name = next(line.run for line in runs.lines if line.as_of == AS_OF)
    run = call(BY_NAME["show-run"], BY_NAME["show-run"].request(entity=code, run=name), actor=ben)
    after = call(BY_NAME["statements"], BY_NAME["statements"].request(entity=code, as_of=AS_OF), actor=ben)
    then = BY_NAME["statements"].request(entity=code, as_of=AS_OF, known_seq=run.known_seq)
    before = call(BY_NAME["statements"], then, actor=ben)
    stock = call(BY_NAME["cost"], BY_NAME["cost"].request(entity=code, as_of=AS_OF), actor=ben)
    charges = [line for line in run.lines if line.change_minor > 0]
    return EntitySummary(
        entity=code, name=run.entity_name, currency=run.currency, gross_minor=stock.value_minor,
        allowance_minor=stock.allowance_minor, net_minor=stock.value_minor - stock.allowance_minor,
        charged_minor=sum(line.change_minor for line in charges),
        reversed_minor=-sum(line.change_minor for line in run.lines if line.change_minor < 0),
        net_income_before_minor=before.net_income_minor, net_income_after_minor=after.net_income_minor,
        top=tuple(
            f"{line.name}{' lot ' + line.lot if line.lot else ''}: {format_minor(line.change_minor, run.currency)}, "
            f"{line.reason.replace('_', ' ')}, {line.evidence_kind.replace('_', ' ')}"
            for line in charges[:TOP]
        ),
    )  # fmt: skip
