"""What stands on each paper, as frozen values that templates read.

Instants are in the zone of the office. A text in two languages is a `Text`; the template picks one.
"""

from datetime import date, datetime

from caseflow._typed import frozen
from caseflow.office.papers._forms import Form
from caseflow.office.papers._offices import Office
from caseflow.office.payloads import Description
from caseflow.values import Text

__all__ = [
    "ApologySlip",
    "Appointment",
    "BillLine",
    "BillNotice",
    "ControlRow",
    "ControlSheet",
    "CorrectionNotice",
    "DecisionLetter",
    "EarlyNoticeSlip",
    "Heading",
    "MovedDate",
    "PaymentSlip",
    "ReceiptSlip",
    "Reckoning",
    "RefusalSlip",
    "Register",
    "RegisterRow",
    "Remedy",
    "StopNotice",
    "SupplementSlip",
]


@frozen
class Heading:
    """Hold what every paper of a case says: whose, by which form, on which day, on what.

    Attributes:
        office: who issues it.
        form: its number and title.
        on: the day of the act.
        code: the dossier code, or the number of the case while there is none.
        procedure: its name.
        agency: who decides, as the catalogue has it.
        description: the applicant and the papers, if they were written down.
        tracking: the address at which the filing is looked up; "" for none.
    """

    office: Office
    form: Form
    on: date
    code: str
    procedure: Text
    agency: str
    description: Description | None
    tracking: str


@frozen
class Appointment:
    """Say by when: *at* for a limit in hours, else by *closes_at*, when the office closes *on*."""

    on: date
    at: datetime | None
    closes_at: datetime | None


@frozen
class Reckoning:
    """Say how a date came about, line by line; the first names the limit."""

    title: Text
    lines: tuple[Text, ...]


@frozen
class ReceiptSlip:
    """Fill in form 01: receipt and appointment slip.

    *lodged_at* is when the filing came in, *received_at* when it was accepted, and *basis* the law
    by which its receipt is confirmed.
    """

    head: Heading
    received_at: datetime
    limit: Text | None
    legal: Appointment | None
    promised: Appointment | None
    result_by: Text
    papers: int
    note: str
    reckonings: tuple[Reckoning, ...]
    lodged_at: datetime
    basis: Text | None


@frozen
class SupplementSlip:
    """Fill in form 02: what is missing, before or after acceptance."""

    head: Heading
    items: tuple[str, ...]
    reason: str
    answer_by: Appointment | None
    reckonings: tuple[Reckoning, ...]


@frozen
class RefusalSlip:
    """Fill in form 03: why a filing is not accepted."""

    head: Heading
    reason: str


@frozen
class ApologySlip:
    """Fill in form 04: a new appointment with an apology, or a statutory extension."""

    head: Heading
    received_at: datetime | None
    appointed: Appointment | None
    reason: str
    again_on: date | None
    is_extension: bool
    reckonings: tuple[Reckoning, ...]


@frozen
class StopNotice:
    """Fill in the notice that a filing is worked no further, for what cause and by what law."""

    head: Heading
    received_at: datetime | None
    stopped_at: datetime
    cause: Text
    reason: str
    basis: Text | None


@frozen
class BillLine:
    """Say what *amount* is for."""

    text: str
    amount: Text


@frozen
class BillNotice:
    """Ask for fees: what for, how much, what a budget pays of it, and by when it is due.

    *pay_by* is None where the procedure sets no time to pay. No circular that was read has a form
    for it.
    """

    head: Heading
    number: str
    lines: tuple[BillLine, ...]
    total: Text
    subsidised: Text | None
    left: Text
    pay_by: Appointment | None


@frozen
class PaymentSlip:
    """Confirm a payment: how much, how, when, on which bill, and what is left to pay.

    It is no receipt in the sense of the rules on vouchers, and says so.
    """

    head: Heading
    amount: Text
    means: Text
    transaction: str
    paid_at: datetime
    bill: str
    left: Text
    is_settled: bool


@frozen
class EarlyNoticeSlip:
    """Notify the applicant that the result is ready before its day, and how it is returned."""

    head: Heading
    appointed: Appointment | None
    ready_at: datetime
    means: str
    note: str
    result_by: Text


@frozen
class Remedy:
    """Say within which time who disagrees may object, and the law on that; None where none says."""

    within: Text
    basis: Text | None


@frozen
class DecisionLetter:
    """Notify the applicant what was decided, why, and what may be done against it.

    Attributes:
        head: whose, by which form, on which day.
        lodged_at: when the filing came in.
        is_granted: whether what was asked for is given.
        by_law: the law by which it is taken as decided because nobody did in time; None if the
            office decided.
        number: of the decision; "" for none.
        reason: why it is refused, or what was noted on it; "" for nothing.
        result_by: how it is returned.
        remedy: None where the country names none.
    """

    head: Heading
    lodged_at: datetime
    is_granted: bool
    by_law: Text | None
    number: str
    reason: str
    result_by: Text
    remedy: Remedy | None


@frozen
class MovedDate:
    """Say which date was given before and which holds now; None where there is none."""

    label: Text
    before: Appointment | None
    after: Appointment | None


@frozen
class CorrectionNotice:
    """Notify the applicant what was wrong, what holds instead, and why.

    *subject* is the number of the result that is cancelled, "" for anything else. *withdrawn* are
    the papers that are no longer valid, *dates* those that moved, each with its label.
    """

    head: Heading
    wrong: Text
    subject: str
    corrected_at: datetime
    reason: str
    withdrawn: tuple[Text, ...] = ()
    dates: tuple[MovedDate, ...] = ()


@frozen
class ControlRow:
    """Hold one hand-over: what was given by whom to whom and when, by when, how it came out.

    *kind* is transfer, step or consultation; *result* is empty while there is nothing to judge.
    """

    kind: Text
    name: str
    gave: str
    received: str
    officer: str
    given_at: datetime
    limit: Text | None
    due: Appointment | None
    finished_at: datetime | None
    result: Text
    note: str


@frozen
class ControlSheet:
    """Fill in form 05 of 2018, form 06 of 2025: every hand-over, as it stood *at* an instant.

    *partners* are the agencies that took part; *staff* the persons and posts who worked on steps.
    *corrections* are the acts entered late and those taken back, a line each.
    """

    head: Heading
    unit: str
    partners: tuple[str, ...]
    staff: tuple[str, ...]
    received_at: datetime
    appointed: Appointment | None
    at: datetime
    rows: tuple[ControlRow, ...]
    corrections: tuple[Text, ...] = ()


@frozen
class RegisterRow:
    """Hold one filing in the register; *ended* says how it ended without a result."""

    code: str
    procedure: Text
    name: str
    address: str
    phone: str
    agency: str
    received_at: datetime
    appointed: Appointment | None
    returned_at: datetime | None
    ended: Text | None
    result_by: Text
    recipient: str


@frozen
class Register:
    """Fill in the register of filings accepted from *first* through *last*, both included.

    *corrections* are the acts entered late and those taken back, each with the code of its filing;
    a filing whose acceptance was taken back has such a line and no row.
    """

    head: Heading
    first: date
    last: date
    rows: tuple[RegisterRow, ...]
    corrections: tuple[tuple[str, Text], ...] = ()
