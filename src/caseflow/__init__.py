"""caseflow: administrative filings from receive to return, with dates that explain themselves.

The blessed names, nothing else; everything else is imported from its own module. A name is
loaded when it is first asked for, so that `import caseflow` alone costs next to nothing; what
type checkers see of it stands in `__init__.pyi`, and a test keeps the two equal.
"""

# The names of __all__ are found by __getattr__, which type checkers do not follow.
# pyright: reportUnsupportedDunderAll=false

from importlib import import_module

_MODULES = {
    "Action": "caseflow.workflow",
    "ActionRefusedError": "caseflow.errors",
    "Actor": "caseflow.values",
    "Case": "caseflow.cases",
    "CaseflowError": "caseflow.errors",
    "Catalogue": "caseflow.procedures",
    "Channel": "caseflow.values",
    "ClockLedger": "caseflow.ledgers",
    "Due": "caseflow.limits",
    "Engine": "caseflow.engine",
    "Jurisdiction": "caseflow.engine",
    "OfficeCalendar": "caseflow.calendars",
    "Procedure": "caseflow.procedures",
    "Record": "caseflow.cases",
    "Refusal": "caseflow.workflow",
    "Standing": "caseflow.targets",
    "Text": "caseflow.texts",
    "TimeLimit": "caseflow.limits",
    "Timeliness": "caseflow.targets",
    "Workflow": "caseflow.workflow",
}

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

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Load the module of a blessed name."""
    module = _MODULES.get(name)
    if module is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(import_module(module), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
