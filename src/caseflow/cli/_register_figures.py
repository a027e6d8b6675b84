"""Figures of a plan that `caseflow targets` counts from a register, or from a store of filings.

Imported only where they are asked for: the reports are an extra.
"""

import argparse
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import date

from caseflow.cli._opening import opened
from caseflow.cli._passing import PassedOver
from caseflow.cli._words import text_of
from caseflow.office.pack import Pack
from caseflow.office.plans import Plan
from caseflow.office.services import service_of
from caseflow.reports import Register, project_store
from caseflow.reports.figures import RegisterFigures, figures_of
from caseflow.reports.indices import IndexSet, read_indices

__all__ = ["counted"]


def counted(
    options: argparse.Namespace, pack: Pack, plan: Plan, on: date, passed: PassedOver
) -> tuple[RegisterFigures, Mapping[str, int]]:
    """Return the figures of *plan* through *on*, and how many rows the register lacks, by code."""
    indices = _indices(options, pack)
    with _register(options, pack, passed) as register:
        return figures_of(plan, register, on, indices=indices), register.left_out


def _indices(options: argparse.Namespace, pack: Pack) -> IndexSet | None:
    official = None if pack.indices is None else read_indices(pack.indices(), name=pack.name)
    if options.indices is None:
        return official
    others = () if official is None else official.indices
    return read_indices(text_of(options.indices), name=options.indices, others=others)


@contextmanager
def _register(
    options: argparse.Namespace, pack: Pack, passed: PassedOver
) -> Generator[Register, None, None]:
    if options.register is not None:
        yield Register.open(*options.register)
        return
    with tempfile.TemporaryDirectory() as made:
        directory = made if options.keep is None else options.keep
        with opened(options) as store:
            done = project_store(service_of(passed.engine(store), store, pack), directory)
        for case, problem in done.problems:
            passed.case(case, problem)
        yield Register.open(directory)
