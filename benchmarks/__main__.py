"""The command: `python -m benchmarks [--json FILE] [--only NAME]...`."""

import argparse
import json
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.environment import rerun

__all__ = ["NAMES", "main"]

#: The benchmarks, by the name that --only takes.
NAMES = (
    "days-scalar",
    "days-bulk",
    "hours-scalar",
    "hours-bulk",
    "due-bulk",
    "fire",
    "actions",
    "open",
    "replay",
    "judge",
    "memory",
    "growth",
    "import",
    "floors",
    "registers",
    "simulations",
    "durable-sqlite",
    "durable-postgresql",
    "durable-due",
    "durable-lists",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks and return 0, or 1 if one failed or a peer is absent."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument(
        "--only", action="append", choices=NAMES, metavar="NAME", help=", ".join(NAMES)
    )
    parser.add_argument("--rounds", type=int, default=9, help="at least 5 mean anything (9)")
    parser.add_argument(
        "--tiny", action="store_true", help="see that it runs; figures mean nothing"
    )
    parser.add_argument(
        "--here", action="store_true", help="with the peers of this very environment"
    )
    options = parser.parse_args(given)
    return run(options) if options.here else rerun(given)


def run(options: argparse.Namespace) -> int:
    """Run the chosen benchmarks here."""
    # Lazy: the environment that only sets up the peers needs none of them.
    from benchmarks.catalogue import BENCHMARKS
    from benchmarks.outcomes import Outcome, Sizes
    from benchmarks.reports import as_json, table

    sizes = Sizes.tiny() if options.tiny else Sizes(rounds=options.rounds)
    chosen: dict[str, Callable[[Sizes], Outcome]] = {
        name: BENCHMARKS[name] for name in options.only or NAMES
    }
    outcomes: dict[str, Outcome] = {}
    missing = set[str]()
    for name, benchmark in chosen.items():
        print(f"… {name}", file=sys.stderr)
        try:
            outcomes[name] = benchmark(sizes)
        except Exception:  # noqa: BLE001 - one fault must not lose what the others found
            traceback.print_exc()
            missing.add(f"{name} failed")
    print(table(line for outcome in outcomes.values() for line in outcome.lines))
    figures = as_json(outcomes)
    if options.json:
        text = json.dumps(figures, ensure_ascii=False, indent=2)
        options.json.write_text(text + "\n", encoding="utf-8")
    missing |= {why for outcome in outcomes.values() for why in outcome.absent.values()}
    for why in sorted(missing):
        print(why, file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
