"""Where `caseflow targets` has its figures from: a file of them, a register, or a store of filings.

Counting a register needs the extra `reports`; it is in `_register_figures`, which is imported only
where one is asked for.
"""

import argparse
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from caseflow.cli._passing import PassedOver
from caseflow.cli._words import text_of
from caseflow.errors import ValueInvalidError
from caseflow.office.pack import Pack
from caseflow.office.plans import Figures, Plan, read_figures
from caseflow.values import Text

__all__ = ["PlanFigures", "add_sources", "figures_from"]


class PlanFigures(NamedTuple):
    """Hold figures, and what they lack.

    *left_out* are the rows of a register that were left out when it was made, by the code of the
    reason; *not_computed* says of a metric why it has none; *idle_units* have no filing.
    """

    figures: Figures
    left_out: Mapping[str, int] = {}
    not_computed: Mapping[str, Text] = {}
    idle_units: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Return whether no row was left out."""
        return not self.left_out and not self.figures.left_out_count


def add_sources(check: argparse.ArgumentParser) -> None:
    """Add the options that say where figures are from."""
    source = check.add_mutually_exclusive_group()
    source.add_argument("--figures", metavar="FILE", help="the figures, CSV")
    source.add_argument(
        "--register",
        nargs="+",
        metavar="PATH",
        help="count them from a register: its directory, or Parquet files",
    )
    source.add_argument(
        "--keep",
        metavar="DIRECTORY",
        help="keep the register of the store there, so that the next check is faster",
    )
    check.add_argument(
        "--indices", metavar="FILE", help="indices of your own that metrics may name, TOML"
    )


def figures_from(
    options: argparse.Namespace, pack: Pack, plan: Plan, on: date, passed: PassedOver
) -> PlanFigures:
    """Return the figures of *plan* through the civil day *on*, from wherever the options say.

    Raises:
        ValueInvalidError: they say nothing.
        PackageMissingError: a register is asked for, and what reads it is not installed.
        UnknownNameError: a metric of the plan is no index.
    """
    if options.figures is not None:
        return PlanFigures(read_figures(text_of(options.figures), name=options.figures))
    if options.register is None and options.url is None:
        raise ValueInvalidError("--figures", None, "a file, or --register or --store to count from")
    # lazy: the reports are an extra, and a file of figures does not need it
    from caseflow.cli._register_figures import counted  # noqa: PLC0415 - lazy, see above

    found, left_out = counted(options, pack, plan, on, passed)
    return PlanFigures(found.figures, left_out, found.not_computed, found.idle_units)
