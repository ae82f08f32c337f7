"""One decides that goods go over to another formula while another moves them: one wins, and the other is told why.

Both begin at one moment, and whoever keeps winning begins later (`racing`). After every round the goods have gone over whole or not
at all; after all of them the store is sound, by plain SQL, by `verify` and by `recost`. A company's goods go over month after
month, there and back; a change that came too late is looked at again, and races again. `LOWMARK_SOAK=1` goes a thousand rounds.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from lowmark.services.operation import File
from tests.company import MOVES, Company, csv
from tests.hammer.lanes import ROUNDS, asked, company, ends, race
from tests.hammer.racing import Races
from tests.hammer.writer import Answer, Asked

ROUNDS_OF_FORMULAS = max(ROUNDS, 10)


def test_goods_go_over_as_they_were_shown_or_not_at_all(hall):
    """Ben decides that goods go over on the first of a month while Ada sells some of the day before: with a document, or in a file.

    Either they have gone over, and she is told that nothing of before counts any more; or he is told that they have moved.
    """
    race(
        hall,
        ["change of formula against a sale", "change of formula against a file"],
        change_against_sale,
        ROUNDS_OF_FORMULAS,
    )


def change_against_sale(first: Company, raw: Any, by_move: Races, by_file: Races) -> list[Company]:
    companies = [first]
    goes_over = going_over(companies)
    change = next(goes_over)
    for nth, races in enumerate(alternately(by_move, by_file)):
        if changed_against_sale(raw, races, change, is_file=races is by_file, line=nth):
            change = next(goes_over)
    return companies


def alternately(*races: Races) -> Iterator[Races]:
    """Yield in turn the races that have a next round, until none has."""
    left = [(one, iter(one)) for one in races]
    while left:
        for one, rounds in list(left):
            if next(rounds, None) is None:
                left.remove((one, rounds))
            else:
                yield one


def going_over(companies: list[Company]) -> Iterator[tuple[Company, str, date]]:
    """Draft one change of formula after another, each from the next month on, there and back; go on with another company then."""
    while True:
        for nth, end in enumerate(ends(companies[-1])[:-1]):
            made, document, begins_on = companies[-1], f"CF-{nth}", end + timedelta(days=1)
            made.do("draft-formula-change", made.ada, document=document, begins_on=begins_on,
                    method=("moving_average", "fifo")[nth % 2], because="It is raced.", impracticable="It is raced.")  # fmt: skip
            yield made, document, begins_on
        companies.append(company())


def changed_against_sale(
    raw: Any, races: Races, change: tuple[Company, str, date], *, is_file: bool, line: int
) -> bool:  # fmt: skip
    """Race; see that the goods have gone over, or that one has been sold. Return whether they have gone over."""
    made, document, begins_on = change
    digest = made.do("show-formula-change", made.ben, document=document).figures_hash
    decides = asked(
        made, made.ben, "decide-formula-change", step_up_id=made.prove(digest), document=document, figures_hash=digest
    )
    decided, sold = races.run(decides, sale(made, f"SO-{line}", begins_on - timedelta(days=1), is_file=is_file),
                              winner=first_carried_out, names=("decide", "sale"))  # fmt: skip
    counted = raw.execute(went_over(made, document, f"SO-{line}")).fetchall()
    if decided.code == "":
        problems = " ".join(one.message for one in sold.response.problems) if is_file else sold.words
        assert f"costed by another formula since {begins_on}" in problems, sold
        assert counted == [("approved", 1, 1, 0)]
    else:
        assert decided.code == "refused" and "goods have moved since" in decided.words, decided
        assert counted == [(None, 0, 0, 1)]
    return decided.code == ""


def sale(made: Company, document: str, on: date, *, is_file: bool) -> Asked:
    """Return what Ada is asked for: to record that a tent was sold, or to import a file that says so."""
    if is_file:
        row = (document, 1, "TENT", "Main", "customer", "sale", "0.01", "", on)
        return asked(made, made.ada, "import", table="stock_moves", file=File(f"{document}.csv", csv(MOVES, [row])))
    return asked(made, made.ada, "record-move", document=document, line="1", item="TENT", from_location="Main",
                 to_location="customer", reason="sale", quantity="0.01", effective_on=on)  # fmt: skip


def first_carried_out(answers: Sequence[Answer]) -> int:
    """Return which of two was carried out, where only one can be; a file is told by its answer that it was not."""
    done = [one.code == "" and getattr(one.response, "accepted", True) for one in answers]
    assert sorted(done) == [False, True], answers
    return done.index(True)


def went_over(made: Company, change: str, sale: str) -> str:
    """Return the query for what was decided on a change, how many items and moves went over by it, and how many were sold."""
    return (
        "SELECT n.decision, (SELECT count(*) FROM stock_formula_change_item i WHERE i.formula_change_id = c.id),"
        " (SELECT count(*) FROM stock_stock_move m WHERE m.formula_change_id = c.id),"
        f" (SELECT count(*) FROM stock_stock_move m WHERE m.entity_id = c.entity_id AND m.document = '{sale}')"
        " FROM stock_formula_change c JOIN entities_entity e ON e.id = c.entity_id"
        " LEFT JOIN stock_formula_change_decision n ON n.formula_change_id = c.id"
        f" WHERE e.code = '{made.entity}' AND c.document = '{change}'"
    )
