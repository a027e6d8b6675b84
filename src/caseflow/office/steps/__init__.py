"""Work by several units and agencies: steps, questions, and what silence means."""

from caseflow.office.steps._consulting import Asked, consultations
from caseflow.office.steps._handing_over import StepRun, step_runs

__all__ = [
    "Asked",
    "StepRun",
    "consultations",
    "step_runs",
]
