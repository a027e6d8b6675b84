"""What a benchmark found: the figures under their names, and lines for people."""

from dataclasses import dataclass, field

from benchmarks.racing import Race, Spread

__all__ = ["Finding", "Line", "Outcome", "Sizes"]


@dataclass(frozen=True)
class Sizes:
    """Say how much is measured: as agreed, or just enough to see that it runs."""

    rounds: int = 9
    #: Rows of a column, of caseflow and numpy.
    rows: int = 1_000_000
    #: Rows of a column, of peers that take a row at a time; their time grows with the rows.
    slow_rows: int = 2_000
    #: Operations one at a time.
    calls: int = 20_000
    #: Cases worked in a round.
    cases: int = 2_000
    #: Cases of the slower peers.
    slow_cases: int = 50
    #: Cases held in memory.
    held: int = 100_000
    #: Numbers of cases by which the cost of one may grow.
    growth: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)
    long_cases: tuple[int, int] = (1_000, 50_000)
    #: Fresh interpreters that import something.
    interpreters: int = 15
    #: Rows of a register of filings.
    filings: int = 30_000_000

    @classmethod
    def tiny(cls) -> "Sizes":
        """Return sizes at which everything takes a moment and no figure means anything."""
        return cls(
            rounds=1,
            rows=2_000,
            slow_rows=5,
            calls=10,
            cases=3,
            slow_cases=2,
            held=20,
            growth=(2, 4),
            long_cases=(4, 8),
            interpreters=1,
            filings=2_000,
        )


@dataclass(frozen=True)
class Line:
    """One row of the printed table."""

    work: str
    against: str
    ratio: Spread | None
    ours: str
    theirs: str
    goal: str = ""


@dataclass(frozen=True)
class Finding:
    """One figure of the JSON file, with its spread; None where its peer is absent."""

    key: str
    value: Spread | None


@dataclass
class Outcome:
    """Collect what a benchmark found."""

    findings: list[Finding] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    absent: dict[str, str] = field(default_factory=dict)

    def compare(
        self,
        race: Race,
        work: str,
        ours: str,
        *,
        keys: dict[str, tuple[str, str]],
        unit: tuple[str, float] = ("ns", 1e9),
    ) -> None:
        """Add a line for each peer of *race*; *keys* gives some of them a key and a goal."""
        name, factor = unit
        mine = race.took(ours).times(factor)
        self.absent |= race.absent
        for other in (*race.seconds, *race.absent):
            if other == ours:
                continue
            key, goal = keys.get(other, ("", ""))
            ratio = race.ratio(ours, other)
            theirs = "absent" if ratio is None else shown(race.took(other).times(factor), name)
            self.lines.append(Line(work, other, ratio, shown(mine, name), theirs, goal))
            if key:
                self.findings.append(Finding(key, ratio))

    def report(
        self,
        finding: Finding,
        work: str,
        ours: Spread,
        unit: str,
        *,
        goal: str = "",
        ratio: Spread | None = None,
    ) -> None:
        """Add a figure that is no race."""
        self.findings.append(finding)
        self.lines.append(Line(work, "", ratio, shown(ours, unit), "", goal))

    def weigh(self, work: str, against: str, ours: float, theirs: float) -> None:
        """Add a line that compares two weights."""
        ratio = Spread.of([theirs / ours])
        self.lines.append(Line(work, against, ratio, f"{number(ours)} B", f"{number(theirs)} B"))


def shown(spread: Spread, unit: str) -> str:
    """Write a median for people, with three digits that count."""
    return f"{number(spread.median)} {unit}"


def number(value: float) -> str:
    """Write a number with three digits that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
