"""What importing costs, in fresh interpreters, without what the interpreter costs itself."""

import subprocess
import sys

from benchmarks.outcomes import Finding, Outcome, Sizes
from benchmarks.racing import Spread

__all__ = ["imports"]

#: The four that the figures of the peers were taken with, and what else caseflow may load.
PROGRAMS = {
    "caseflow": "import caseflow",
    "all names of caseflow": "from caseflow import *",
    "four dependencies": "import attrs, transitions, dateutil, holidays",
    "caseflow.bulk": "import caseflow.bulk",
    "numpy": "import numpy",
}

#: The interpreter looks at the clock itself, so its own start is no part of it.
TIMED = "import time; begun = time.perf_counter(); {}; print(time.perf_counter() - begun)"


def imports(sizes: Sizes) -> Outcome:
    """Import in turn, round by round; the time on the wall, since reading files is part of it."""
    took: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for number in range(sizes.interpreters + 1):
        for name, program in PROGRAMS.items():
            reported = subprocess.run(
                [sys.executable, "-c", TIMED.format(program)],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
            if number:
                took[name].append(float(reported) * 1e3)
    net = {name: Spread.of(values) for name, values in took.items()}
    keys = {"caseflow": "import_ms", "four dependencies": "core_deps_import_ms"}
    theirs = net["four dependencies"]
    outcome = Outcome()
    for name, spread in net.items():
        ours = name == "caseflow"
        outcome.report(
            Finding(keys.get(name, f"import_ms_of_{name.replace(' ', '_')}"), spread),
            f"import: {name}",
            spread,
            "ms",
            goal="≤ half of the four" if ours else "",
            ratio=Spread.of([theirs.median / spread.median]) if ours else None,
        )
    return outcome
