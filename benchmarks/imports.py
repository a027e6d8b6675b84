"""What importing costs, in fresh interpreters, without what the interpreter costs itself."""

import subprocess
import sys
import time
from statistics import median

from benchmarks.outcomes import Finding, Outcome, Sizes
from benchmarks.racing import Spread

__all__ = ["imports"]

#: The four that the figures of the peers were taken with, and what else caseflow may load.
PROGRAMS = {
    "nothing": "pass",
    "caseflow": "import caseflow",
    "all names of caseflow": "from caseflow import *",
    "four dependencies": "import attrs, transitions, dateutil, holidays",
    "caseflow.bulk": "import caseflow.bulk",
    "numpy": "import numpy",
}


def imports(sizes: Sizes) -> Outcome:
    """Import in turn, round by round; the time on the wall, since reading files is part of it."""
    took: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for number in range(sizes.interpreters + 1):
        for name, program in PROGRAMS.items():
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", program], check=True)
            if number:
                took[name].append((time.perf_counter() - begun) * 1e3)
    bare = median(took.pop("nothing"))
    net = {name: Spread.of([value - bare for value in values]) for name, values in took.items()}
    keys = {"caseflow": "import_ms", "four dependencies": "core_deps_import_ms"}
    theirs = net["four dependencies"]
    outcome = Outcome()
    for name, spread in net.items():
        ours = name == "caseflow"
        outcome.tell(
            Finding(keys.get(name, f"import_ms_of_{name.replace(' ', '_')}"), spread),
            f"import: {name}",
            spread,
            "ms",
            goal="≤ half of the four" if ours else "",
            ratio=Spread.of([theirs.median / spread.median]) if ours else None,
        )
    return outcome
