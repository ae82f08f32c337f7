"""Races of two: both are told the same moment to begin at, and the one that keeps winning has to begin a little later.

So the two stay as close as the machine lets them: a race that one side always wins shows little. What counts is a round
in which neither had ended before the other began; `Races` keeps count of the others, and of who won.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import monotonic_ns

from tests.hammer.crew import Writer
from tests.hammer.writer import Answer, Asked

HEAD_START = 4_000_000
"""So many nanoseconds after both are told, they begin: each has had time to be told."""

SAID = 100
"""After so many races their figures are said, as well as at the end."""


@dataclass
class Races:
    """Rounds between two writers: `lead` is by how many nanoseconds the first begins before the second."""

    what: str
    writers: Sequence[Writer]
    rounds: int
    lead: int = 0
    overlapped: int = 0
    apart: int = 0
    won: Counter[str] = field(default_factory=Counter)
    told: Counter[tuple[str, ...]] = field(default_factory=Counter)
    shared: list[int] = field(default_factory=list)
    _step: int = 0
    _last: int = -1
    _began: int = field(default_factory=monotonic_ns)

    def __iter__(self) -> Iterator[int]:
        """Count rounds until so many were races; one in three may be none."""
        for nth in range(self.rounds * 3 // 2 + 2):
            if self.overlapped == self.rounds:
                return
            yield nth
        assert self.overlapped == self.rounds, f"{self.apart} of {self.apart + self.overlapped} rounds were no race"

    def run(self, *asked: Asked, winner: Callable[[Sequence[Answer]], int], names: tuple[str, str]) -> Sequence[Answer]:
        """Let both begin, and see who won: the winner begins later next time."""
        assert len(asked) == 2
        begin = monotonic_ns() + HEAD_START
        moments = begin + max(0, -self.lead), begin + max(0, self.lead)
        for writer, one, moment in zip(self.writers, asked, moments, strict=True):
            writer.line.send(one.at(moment))
        answers: list[Answer] = [writer.line.recv() for writer in self.writers]
        assert [one.failure for one in answers if one.failure] == []
        first = winner(answers)
        together = min(one.ended for one in answers) - max(one.began for one in answers)
        if together > 0:
            self.overlapped += 1
            self.won[names[first]] += 1
            self.shared.append(together)
            if self.overlapped % SAID == 0:
                print(self.say(), flush=True)
        else:
            self.apart += 1
        self.told[tuple(one.code for one in answers)] += 1
        self._shift(first, max(one.ended - one.began for one in answers), -together)
        return answers

    def _shift(self, first: int, longer: int, between: int) -> None:
        """Let the winner begin later: by ever more while it goes on winning, by ever less where the two take turns.

        Where one had ended before the other began, by what was between them as well.
        """
        self._step = self._step * 3 // 2 if first == self._last else self._step // 2
        self._step, self._last = max(longer // 32, min(self._step, longer // 8)), first
        later = self._step + max(0, between)
        self.lead += -later if first == 0 else later

    def __add__(self, other: "Races") -> "Races":
        """Return the rounds of both."""
        return Races(
            self.what, (), self.rounds + other.rounds, overlapped=self.overlapped + other.overlapped,
            apart=self.apart + other.apart, won=self.won + other.won, told=self.told + other.told,
            shared=self.shared + other.shared, _began=min(self._began, other._began),
        )  # fmt: skip

    def say(self) -> str:
        """Return the figures of all rounds, as a soak prints them."""
        seconds = (monotonic_ns() - self._began) / 1e9
        return (
            f"{self.what}: {self.overlapped} races, won {dict(self.won)}, told {dict(self.told)}; the two were at it together "
            f"{median(self.shared or [0]) / 1e6:.1f} ms (median), {self.apart} rounds besides in which they were not; {seconds:.0f} s"
        )
