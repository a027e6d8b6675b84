"""What a portal backend shows and takes: cases, options, dates and problems as plain data.

No server and no framework is in it: functions take values of caseflow, and texts and bytes of a
request. Texts are in the language that is asked for; every pack and its payloads will do, and no
country is named here. The shapes are listed in docs/reference/web.md.
"""

from caseflow.web._accounts import account_data, bill_data
from caseflow.web._asked import Answer, Asked, language_asked
from caseflow.web._assignments import assignment_data
from caseflow.web._backends import AsyncBackend, Backend
from caseflow.web._cases import (
    case_data,
    history_data,
    option_data,
    options_data,
    refusal_data,
    summaries_data,
)
from caseflow.web._dates import deadline_data, deadlines_data, explanation_data
from caseflow.web._events import EVENT_STREAM, event_text, record_events
from caseflow.web._lodgings import Lodging
from caseflow.web._openapi import openapi
from caseflow.web._payloads import (
    FieldFault,
    lodging_from_data,
    payload_from_data,
    payload_to_data,
)
from caseflow.web._problems import PROBLEM_JSON, Problem, problem, status_of
from caseflow.web._requests import (
    LARGEST_BODY,
    InFlight,
    body_data,
    client_key,
    cursor_place,
    cursor_text,
    etag,
    expected_version,
    last_event,
)
from caseflow.web._schemas import payload_schema
from caseflow.web._shapes import (
    SHAPES,
    AccountShape,
    AmountShape,
    AssignmentShape,
    BalanceShape,
    BillShape,
    CaseShape,
    CodeShape,
    DayShape,
    DeadlineShape,
    DueShape,
    ExplanationShape,
    FaultShape,
    HistoryShape,
    InstantShape,
    LimitShape,
    LineShape,
    NumberShape,
    OptionShape,
    OutcomeShape,
    PageShape,
    PayloadShape,
    ProblemShape,
    RecordShape,
    RefusalShape,
    SlipRowShape,
    SlipShape,
    StateShape,
    StepShape,
    SummaryShape,
)
from caseflow.web._slips import slip_data

__all__ = [
    "EVENT_STREAM",
    "LARGEST_BODY",
    "PROBLEM_JSON",
    "SHAPES",
    "AccountShape",
    "AmountShape",
    "Answer",
    "Asked",
    "AssignmentShape",
    "AsyncBackend",
    "Backend",
    "BalanceShape",
    "BillShape",
    "CaseShape",
    "CodeShape",
    "DayShape",
    "DeadlineShape",
    "DueShape",
    "ExplanationShape",
    "FaultShape",
    "FieldFault",
    "HistoryShape",
    "InFlight",
    "InstantShape",
    "LimitShape",
    "LineShape",
    "Lodging",
    "NumberShape",
    "OptionShape",
    "OutcomeShape",
    "PageShape",
    "PayloadShape",
    "Problem",
    "ProblemShape",
    "RecordShape",
    "RefusalShape",
    "SlipRowShape",
    "SlipShape",
    "StateShape",
    "StepShape",
    "SummaryShape",
    "account_data",
    "assignment_data",
    "bill_data",
    "body_data",
    "case_data",
    "client_key",
    "cursor_place",
    "cursor_text",
    "deadline_data",
    "deadlines_data",
    "etag",
    "event_text",
    "expected_version",
    "explanation_data",
    "history_data",
    "language_asked",
    "last_event",
    "lodging_from_data",
    "openapi",
    "option_data",
    "options_data",
    "payload_from_data",
    "payload_schema",
    "payload_to_data",
    "problem",
    "record_events",
    "refusal_data",
    "slip_data",
    "status_of",
    "summaries_data",
]
