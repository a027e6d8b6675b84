"""The shapes of what a portal is given: plain data of JSON, and the version they are in.

A text is for people, in the language that was asked for; beside it stands what programs need: codes
that never change, instants of ISO 8601, whole numbers of the smallest unit of a currency, and exact
numbers as "35/2". A field that says nothing is null, never left out.
"""

from typing import NotRequired, TypedDict

from caseflow.web._plain_shapes import (
    SHAPES,
    AmountShape,
    CodeShape,
    DayShape,
    DueShape,
    InstantShape,
    Json,
    LimitShape,
    NumberShape,
    StateShape,
)

__all__ = [
    "SHAPES",
    "AccountShape",
    "AmountShape",
    "AssignmentShape",
    "BalanceShape",
    "BatchItemShape",
    "BatchShape",
    "BillShape",
    "CaseShape",
    "ChangeShape",
    "CodeShape",
    "DayShape",
    "DeadlineShape",
    "DueShape",
    "ExplanationShape",
    "FaultShape",
    "HistoryShape",
    "InstantShape",
    "Json",
    "LimitShape",
    "LineShape",
    "NumberShape",
    "OptionShape",
    "OutcomeShape",
    "PageShape",
    "PayloadShape",
    "ProblemShape",
    "RecordShape",
    "RefusalShape",
    "SlipRowShape",
    "SlipShape",
    "StateShape",
    "StepShape",
    "SummaryShape",
]


class RefusalShape(TypedDict):
    """Why an action is not open; *basis* is the law behind it, "" for none."""

    code: str
    text: str
    basis: str
    params: dict[str, Json]


class OptionShape(TypedDict):
    """One action: whether it is open now, and if not every reason why.

    *payload* names what is handed in with it, null for nothing; see `payload_schema`.
    """

    action: CodeShape
    allowed: bool
    refusals: list[RefusalShape]
    targets: list[StateShape]
    basis: str
    payload: str | None


class AssignmentShape(TypedDict):
    """Who works on a case, when to look at it again, and what may be done about both.

    *is_mine* tells that whoever asks has it. *assigned_to* and *follow_up_at* are null for who is
    no officer of the case, and where there is nothing to show.
    """

    shape: int
    is_assigned: bool
    is_mine: bool
    assigned_to: str | None
    follow_up_at: InstantShape | None
    actions: list[OptionShape]


class DeadlineShape(TypedDict):
    """When one clock is due and how it stands at *at*.

    *due* is null while the clock has not started or is paused; *projected* is then the date if it
    went on now. *left* is below zero when it is late.
    """

    clock: CodeShape
    at: InstantShape
    standing: CodeShape
    limit: LimitShape | None
    due: DueShape | None
    projected: DueShape | None
    left: NumberShape
    left_unit: str
    note: str


class StepShape(TypedDict):
    """One step of an explanation: which days, and what they counted for."""

    code: str
    text: str
    first_on: str
    last_on: str


class ExplanationShape(TypedDict):
    """How a date came about: the whole text, and its steps, none while there is no date."""

    clock: CodeShape
    text: str
    calendar: str
    steps: list[StepShape]


class OutcomeShape(TypedDict):
    """How the decision stands to the legal date, and to what was promised."""

    timeliness: CodeShape
    early_share: NumberShape
    decided_at: InstantShape
    is_promise_kept: bool | None


class CaseShape(TypedDict):
    """A case as it stands: without its records, and without personal data."""

    shape: int
    id: str
    version: int
    procedure: CodeShape
    procedure_version: str
    state: StateShape
    channel: CodeShape
    result_by: CodeShape
    branch: str | None
    opened_at: InstantShape
    last_at: InstantShape
    deadlines: list[DeadlineShape]
    outcome: OutcomeShape | None


class SummaryShape(TypedDict):
    """A case in a list: where it stands, and its dates, null where it has none.

    *due*, *promised* and *next* are the ends of the legal date, of the promised one, and of the
    first among all clocks that run. *standing* is that of the legal clock. What follows *due* is
    given in work lists.
    """

    id: str
    version: int
    procedure: str
    unit: str
    state: StateShape
    is_open: bool
    due: InstantShape | None
    standing: NotRequired[CodeShape | None]
    opened: NotRequired[InstantShape]
    promised: NotRequired[InstantShape | None]
    next: NotRequired[InstantShape | None]
    is_assigned: NotRequired[bool]
    is_mine: NotRequired[bool]
    follow_up: NotRequired[InstantShape | None]


class PageShape(TypedDict):
    """A page of a list of cases; *next* is the cursor of the next one, null on the last."""

    items: list[SummaryShape]
    next: str | None


class HistoryShape(TypedDict):
    """A page of the records of a case; *next* is the cursor of the next one, null on the last."""

    items: list["RecordShape"]
    next: str | None


class PayloadShape(TypedDict):
    """What was handed in: its stable name and its fields; *hidden* names the personal ones."""

    type: str
    data: dict[str, Json]
    hidden: list[str]


class RecordShape(TypedDict):
    """One thing that happened to a case; *at* is when, *entered_at* when it was entered.

    *actor* is null where no personal data is shown.
    """

    shape: int
    seq: int
    action: CodeShape
    source: StateShape | None
    target: StateShape
    actor: str | None
    at: InstantShape
    entered_at: InstantShape
    is_annulled: bool
    payload: PayloadShape | None


class BalanceShape(TypedDict):
    """Sums of money: asked for, paid, given back, paid by budgets, still due, and paid too much."""

    billed: AmountShape
    paid: AmountShape
    refunded: AmountShape
    subsidised: AmountShape
    due: AmountShape
    overpaid: AmountShape


class BatchItemShape(TypedDict):
    """What became of one case of a batch; *problem* says why nothing was done, null for nothing.

    *outcome* is "done", "unchanged", "refused" or "failed". *was_done* tells that an earlier
    request with the same key had done it.
    """

    id: str
    outcome: CodeShape
    was_done: bool
    version: int | None
    state: StateShape | None
    problem: "ProblemShape | None"


class BatchShape(TypedDict):
    """What became of each case of a batch, in the order in which they were asked for."""

    shape: int
    is_dry_run: bool
    items: list[BatchItemShape]


class LineShape(TypedDict):
    """What an amount of a bill is for."""

    text: str
    amount: AmountShape


class BillShape(TypedDict):
    """One bill and how it stands; it has no lines while only payments on it are known."""

    number: str
    state: CodeShape
    lines: list[LineShape]
    balance: BalanceShape


class AccountShape(TypedDict):
    """All money of a case: the sums over its bills, and each bill."""

    shape: int
    is_settled: bool
    balance: BalanceShape | None
    bills: list[BillShape]


class SlipRowShape(TypedDict):
    """One hand-over: what was given by whom to whom and when, by when, and how it came out."""

    kind: CodeShape
    name: str
    gave: str
    received: str
    officer: str
    given_at: InstantShape
    limit: LimitShape | None
    due_on: DayShape | None
    finished_at: InstantShape | None
    verdict: CodeShape | None
    standing: CodeShape | None
    days_late: int
    note: str


class SlipShape(TypedDict):
    """The control slip of a case: every hand-over, as the case stands at *at*."""

    shape: int
    id: str
    code: str
    procedure: CodeShape
    agency: str
    unit: str
    partners: list[str]
    received_at: InstantShape | None
    due: DueShape | None
    promised: DueShape | None
    decided_at: InstantShape | None
    verdict: CodeShape | None
    standing: CodeShape
    at: InstantShape
    rows: list[SlipRowShape]
    corrections: list[str]


class FaultShape(TypedDict):
    """What is wrong with one field: a JSON Pointer to it, and what is allowed there."""

    path: str
    code: str
    text: str
    allowed: str


class ChangeShape(TypedDict):
    """What was entered since the version that a request was made for; *by* are names of roles."""

    seq: int
    action: CodeShape
    at: InstantShape
    entered_at: InstantShape
    by: list[str]
    text: str


class ProblemShape(TypedDict):
    """Problem details of RFC 9457, with what caseflow knows more.

    *code* never changes. *next* says what to do. *since* has what changed since the version that
    the request was made for, where that was another. *message* is for developers: in English, and
    only where a value of the request is wrong.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    next: str
    refusals: list[RefusalShape]
    faults: list[FaultShape]
    since: list[ChangeShape]
    message: str
