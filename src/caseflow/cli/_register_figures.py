"""Figures of a plan that `caseflow targets` counts from a register, or from a store of filings.

Imported only where they are asked for: the reports are an extra.
"""

import argparse
from collections.abc import Mapping
from datetime import date

from caseflow.cli._passing import PassedOver
from caseflow.cli._registers import indices_of, register_of
from caseflow.office.pack import Pack
from caseflow.office.plans import Plan
from caseflow.reports.figures import RegisterFigures, figures_of

__all__ = ["counted"]


def counted(
    options: argparse.Namespace, pack: Pack, plan: Plan, on: date, passed: PassedOver
) -> tuple[RegisterFigures, Mapping[str, int]]:
    """Return the figures of *plan* through *on*, and how many rows the register lacks, by code."""
    indices = indices_of(options, pack)
    with register_of(options, pack, passed) as register:
        return figures_of(plan, register, on, indices=indices), register.left_out
