"""Walk the sample company through a period end, asking for each step as its persona would ask at a door.

The one operation that asks for others: it is not a transaction of its own but a walk through the doors, as data
(`sample.story`). What an outside ledger says is made of what was exported to it. The walk makes personas, and personas
make a database a demo: so it starts only in one without entities.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from lowmark.core.kinds.money import present_minor
from lowmark.core.kinds.problems import Problem
from lowmark.sample.story import AS_OF, INTERIM_ON, TRIAL_BALANCES, Step, trial_balance_file
from lowmark.services import people, proofs
from lowmark.services.access import every_entity
from lowmark.services.actor import Actor
from lowmark.services.call import call
from lowmark.services.catalogue import BY_NAME
from lowmark.services.demonstrating.figures import figures_of
from lowmark.services.demonstrating.preventing import prevent, prevented
from lowmark.services.demonstrating.stories import Story, codes, story_of
from lowmark.services.operation import File
from lowmark.services.operations.demo import EntitySummary, GroupLine, Request, Response
from lowmark.services.progress import listening, tell, unheard

PERSONAS = ("root", "ada", "ben")
HEAD = "MAPLE"
"""The entity at the head of the sample group."""

TOP = 3


def demo(request: Request, *, actor: Actor) -> Response:
    """Walk the story, once a database; a second time it only shows the summary.

    Raises: Problem `refused` in a database that holds anything else than this demo; `unknown_industry`.
    """
    there, entities = every_entity(), codes(request.industry)
    if there and not people.personas():
        raise Problem("refused", "this database is no demo: it has entities of its own",
                      hint="run the demo in an empty folder")  # fmt: skip
    if there and {entity.code for entity in there} != set(entities):
        raise Problem(
            "refused", "this database holds the demo of another industry", hint="run this one in an empty folder"
        )
    story = story_of(request.industry, seed=request.seed)
    if not there:
        _walk(story, actor)
        if not request.industry:
            tell(f"{HEAD}: forecast and plan", len(story.steps), len(story.steps))
            with listening(unheard):
                prevent(_persona)
    verified = call(BY_NAME["verify"], BY_NAME["verify"].request(), actor=actor)
    moves = sum(_moves(code, actor) for code in entities)
    figures = figures_of(request.industry, asking=_persona, file=lambda code, name: File(name, story.files[code][name]))
    return Response(
        entities=tuple(_summary(code, has_interim=not request.industry) for code in entities), moves=moves,
        clean=verified.clean, personas=people.personas(), figures=figures,
        **({} if request.industry else {**_group(), "prevention": prevented(_persona)}),
    )  # fmt: skip


@dataclass(slots=True)
class _Walked:
    """How far the walk has come: the story, each operation's last answer, what was exported."""

    story: Story
    answers: dict[tuple[str, str], Any] = field(default_factory=dict)
    exported: dict[str, list[str]] = field(default_factory=dict)


def _walk(story: Story, actor: Actor) -> None:
    """Take every step of the story."""
    for name in PERSONAS:
        people.ensure_user(name, is_persona=True)
    walked = _Walked(story)
    for place, step in enumerate(story.steps, start=1):
        tell(f"{step.entity}: {step.operation} {step.arguments.get('file', '')}".strip(), place, len(story.steps))
        with listening(unheard):
            answer = walked.answers[step.entity, step.operation] = _take(step, actor, walked)
        if step.operation == "export-entries":
            walked.exported.setdefault(step.entity, []).append(answer.content)


def _take(step: Step, operator: Actor, walked: _Walked) -> Any:
    """Ask for one step as its persona.

    Raises: Problem `refused` when a file of the sample is not accepted: the sample is wrong then, not the user.
    """
    operation = BY_NAME[step.operation]
    answered = walked.answers.get((step.entity, "propose"))
    said = dict(step.arguments) | {name: getattr(answered, name) for name in step.taken}
    if "file" in said:
        said["file"] = _file(step.entity, str(said["file"]), walked)
    actor = operator if step.persona == "system" else _persona(step.persona)
    if operation.step_up:
        step_up_id = proofs.step_up(
            actor=actor, entity=step.entity, bound_hash=str(said["run_hash"]), proof=proofs.Proof()
        )
        actor = replace(actor, step_up_id=step_up_id)
    try:
        answer = call(operation, operation.request(entity=step.entity, **said), actor=actor)
    except Problem:
        if step.refused:
            return None
        raise
    if not getattr(answer, "accepted", True) and not step.refused:
        first = answer.problems[0]
        raise Problem("refused", f"{first.document}, row {first.row}, {first.column}: {first.message}")
    return answer


def _file(code: str, name: str, walked: _Walked) -> File:
    """Return a file of the sample, or the trial balance of an outside ledger that has booked what was exported to it."""
    if name in TRIAL_BALANCES:
        exported = walked.exported.get(code, [])
        return File(
            name, trial_balance_file(tables=walked.story.tables[code], exported=exported, as_of=TRIAL_BALANCES[name])
        )
    return File(name, walked.story.files[code][name])


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


def _summary(code: str, *, has_interim: bool) -> EntitySummary:
    """Return what October's run did to one entity: the whole company before it and after it."""
    ben = _persona("ben")
    run = _run(code, AS_OF, ben)
    after = call(BY_NAME["statements"], BY_NAME["statements"].request(entity=code, as_of=AS_OF), actor=ben)
    then = BY_NAME["statements"].request(entity=code, as_of=AS_OF, known_seq=run.known_seq)
    before = call(BY_NAME["statements"], then, actor=ben)
    stock = call(BY_NAME["cost"], BY_NAME["cost"].request(entity=code, as_of=AS_OF), actor=ben)
    interim = _run(code, INTERIM_ON, ben) if has_interim else None
    return EntitySummary(
        entity=code, name=run.entity_name, currency=run.currency, framework=run.framework,
        gross_minor=stock.value_minor, allowance_minor=stock.allowance_minor,
        net_minor=stock.value_minor - stock.allowance_minor,
        interim_charged_minor=_charged(interim) if interim else 0, interim_reversed_minor=_reversed(interim) if interim else 0,
        charged_minor=_charged(run), reversed_minor=_reversed(run),
        findings=run.findings, net_income_before_minor=before.net_income_minor,
        net_income_after_minor=after.net_income_minor, operating_cash_before_minor=_operating_cash(before),
        operating_cash_after_minor=_operating_cash(after), top=(_words(interim) if interim else ()) + _words(run),
    )  # fmt: skip


def _group() -> dict[str, Any]:
    """Return what the group comes to."""
    shown = call(
        BY_NAME["show-consolidation"], BY_NAME["show-consolidation"].request(entity=HEAD), actor=_persona("ben")
    )
    return {
        "group": tuple(
            GroupLine(statement=line.statement, section=line.section, caption=line.caption,
                      amount_minor=line.amount_minor, is_total=line.is_total)
            for line in shown.lines
        ),
        "currency": shown.currency,
        "profit_in_stock_minor": sum(line.closing_minor for line in shown.profits),
    }  # fmt: skip


def _run(code: str, as_of: date, actor: Actor) -> Any:
    """Return the run of a date as an approver sees it."""
    runs = call(BY_NAME["list-runs"], BY_NAME["list-runs"].request(entity=code), actor=actor)
    name = next(line.run for line in runs.lines if line.as_of == as_of)
    return call(BY_NAME["show-run"], BY_NAME["show-run"].request(entity=code, run=name), actor=actor)


def _charged(run: Any) -> int:
    return sum(int(line.change_minor) for line in run.lines if line.change_minor > 0)


def _reversed(run: Any) -> int:
    return -sum(int(line.change_minor) for line in run.lines if line.change_minor < 0)


def _words(run: Any) -> tuple[str, ...]:
    """Say a run's largest write-downs in words."""
    largest = sorted((line for line in run.lines if line.change_minor > 0), key=lambda line: -line.change_minor)
    return tuple(
        f"{run.as_of:%B}: {line.name}{' lot ' + line.lot if line.lot else ''}: "
        f"{present_minor(line.change_minor, run.currency)}, {line.reason.replace('_', ' ')}"
        + (f", {line.evidence_kind.replace('_', ' ')}" if line.evidence_kind else "")
        for line in largest[:TOP]
    )


def _operating_cash(statements: Any) -> int | None:
    """Return what operations brought in cash, where it is known how the year began."""
    sums = [int(line.posted_minor) for line in statements.lines
            if (line.statement, line.section, line.is_total) == ("cash_flow", "operating", True)]  # fmt: skip
    return sums[-1] if sums else None
