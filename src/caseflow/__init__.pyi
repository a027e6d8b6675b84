# What type checkers see of caseflow; its names are loaded when first asked for.
from caseflow.calendars import OfficeCalendar as OfficeCalendar
from caseflow.cases import Case as Case
from caseflow.cases import Record as Record
from caseflow.engine import Engine as Engine
from caseflow.engine import Jurisdiction as Jurisdiction
from caseflow.errors import ActionRefusedError as ActionRefusedError
from caseflow.errors import CaseflowError as CaseflowError
from caseflow.ledgers import ClockLedger as ClockLedger
from caseflow.limits import Due as Due
from caseflow.limits import TimeLimit as TimeLimit
from caseflow.procedures import Catalogue as Catalogue
from caseflow.procedures import Procedure as Procedure
from caseflow.targets import Standing as Standing
from caseflow.targets import Timeliness as Timeliness
from caseflow.texts import Text as Text
from caseflow.values import Actor as Actor
from caseflow.values import Channel as Channel
from caseflow.workflow import Action as Action
from caseflow.workflow import Refusal as Refusal
from caseflow.workflow import Workflow as Workflow

__all__ = [
    "Action",
    "ActionRefusedError",
    "Actor",
    "Case",
    "CaseflowError",
    "Catalogue",
    "Channel",
    "ClockLedger",
    "Due",
    "Engine",
    "Jurisdiction",
    "OfficeCalendar",
    "Procedure",
    "Record",
    "Refusal",
    "Standing",
    "Text",
    "TimeLimit",
    "Timeliness",
    "Workflow",
]

__version__: str
