"""What can be wrong with a row of a register, whoever reads it: days out of order, and the words.

Finding it is for `_tables`, row by row, and for `_sifting`, by columns.
"""

from caseflow.texts import Message

__all__ = ["COUNT", "DAYS", "EMPTY", "ORDER", "REPEATED", "UNIT", "WORD"]

#: Days of a filing in the order in which they can come.
ORDER = (
    ("lodged_on", "received_on"),
    ("received_on", "decided_on"),
    ("received_on", "legal_due_on"),
    ("lodged_on", "ended_on"),
    ("lodged_on", "decided_on"),
    ("decided_on", "returned_on"),
)

REPEATED = Message("reports.number-repeated")
UNIT = Message("reports.unknown-unit")
WORD = Message("reports.unknown-value")
COUNT = Message("reports.count-invalid")
DAYS = Message("reports.days-reversed")
EMPTY = Message("findings.field-empty")
