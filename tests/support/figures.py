"""What the tests of faults and attacks saw, in figures: shown as a table at the end of a run.

In the suite counts are small and times are only told. At full count, by `make fault`, the table also says whether a
time stayed below its mark; it fails nothing, because a time says something about the machine too.
"""

from dataclasses import dataclass

import pytest

FULL_ROUNDS = 200
SMALL_ROUNDS = 20
_PROPERTY = "figure"


@dataclass(frozen=True)
class Figures:
    """How much one test does, and what it saw."""

    node: pytest.Item
    rounds: int
    """200 as `make fault` asks, fewer for a part of each count; 20 for so little that the suite stays quick."""

    @property
    def full(self) -> bool:
        """Whether everything is done."""
        return self.rounds >= FULL_ROUNDS

    def count(self, full: int, *, small: int) -> int:
        """Return how often to do something."""
        if self.rounds <= SMALL_ROUNDS:
            return small
        return max(small, full * min(self.rounds, FULL_ROUNDS) // FULL_ROUNDS)

    def tell(self, test: int, said: str, *, in_time: bool | None = None) -> None:
        """Show what was seen; `test` is its number in the list of what decides, 0 for what is not on it."""
        judged = "" if in_time is None or not self.full else "ok" if in_time else "LATE"
        self.node.user_properties.append((_PROPERTY, [test, said, judged]))


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """Counts of this run, and where figures go."""
    return Figures(request.node, request.config.getoption("--fault-rounds"))


def percentile(values: list[float], part: float) -> float:
    """Return the value that this part of all values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table; xdist brings every worker's figures here."""
    told: list[tuple[int, str, str]] = []
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "call":
                told += [tuple(value) for name, value in report.user_properties if name == _PROPERTY]
    if told:
        terminalreporter.section("figures")
        for test, said, judged in sorted(told):
            name = f"fault {test}" if test else "besides"
            terminalreporter.write_line(f"{judged:4} {name}: {said}".lstrip())
