"""Every error that caseflow raises on purpose, in one tree by who must act.

CaseflowError
├── InputError (also ValueError)   a value is wrong: the caller mends the value
├── CalendarError                  a date or a decree does not fit what is known of the calendar
├── DefinitionError                a workflow, procedure, profile or template: its author acts
├── CaseError                      a request does not fit the case: the user acts
├── StoreError                     a record is not as it should be: the operator acts
└── PackageMissingError            something is not installed: whoever installs it acts

`code` is stable and machine-readable; `args` holds the data and nothing else, so that an error
survives pickling and a portal can translate it; the text is built in `__str__` and always says
what, which value, what is allowed and what to do next.

Imports nothing else of caseflow. Texts for citizens do not belong here: see `Refusal`.
"""

from caseflow.errors._calendars import (
    CalendarError,
    CalendarFileError,
    CalendarHorizonError,
    CalendarVersionError,
    DecreeError,
)
from caseflow.errors._cases import (
    ActionRefusedError,
    CaseError,
    ClockError,
    DateUnconfirmedError,
    KeyReusedError,
    PayloadError,
    ProcedureClosedError,
    TimeReversedError,
)
from caseflow.errors._definitions import (
    DefinitionError,
    ForeignDecisionError,
    ProfileError,
    SampleMissingError,
    ScenarioError,
    SimulationMismatchError,
    TemplateError,
)
from caseflow.errors._inputs import (
    CodeMalformedError,
    FloatRefusedError,
    FormatError,
    InputError,
    KeyReservedError,
    LimitError,
    LimitSyntaxError,
    LogFileError,
    NaiveDatetimeError,
    PauseError,
    QueryUnservedError,
    RecordError,
    TextInvalidError,
    TimeOfDayError,
    UnknownActionError,
    UnknownCalendarError,
    UnknownChannelError,
    UnknownNameError,
    UnknownProcedureError,
    UnknownRoleError,
    ValueInvalidError,
)
from caseflow.errors._installing import (
    PackageMissingError,
)
from caseflow.errors._money import (
    BudgetExceededError,
    CurrencyMismatchError,
    FeeNotCoveredError,
    FeeRateError,
    UnknownCurrencyError,
    WaiverPowerError,
)
from caseflow.errors._packs import (
    PackDoubledError,
    PackError,
    PackPartMissingError,
    PackVersionError,
    UnknownPackError,
)
from caseflow.errors._payments import (
    SignatureError,
    SignatureExpiredError,
    SignatureForgedError,
    SignatureMissingError,
    TransactionConflictError,
)
from caseflow.errors._requests import (
    AddressUnknownError,
    CursorError,
    KeyInFlightError,
    KeyMissingError,
    MediaTypeError,
    PayloadInvalidError,
    RequestError,
    RequestMalformedError,
    VersionMissingError,
)
from caseflow.errors._root import (
    CaseflowError,
)
from caseflow.errors._stores import (
    CaseSetAsideError,
    ConcurrentUpdateError,
    HistoryError,
    NumberTakenError,
    SchemaError,
    StoreBusyError,
    StoreError,
    StoreRefusedError,
    StoreUnavailableError,
    UndeliveredError,
    UnknownCaseError,
)

__all__ = [
    "ActionRefusedError",
    "AddressUnknownError",
    "BudgetExceededError",
    "CalendarError",
    "CalendarFileError",
    "CalendarHorizonError",
    "CalendarVersionError",
    "CaseError",
    "CaseSetAsideError",
    "CaseflowError",
    "ClockError",
    "CodeMalformedError",
    "ConcurrentUpdateError",
    "CurrencyMismatchError",
    "CursorError",
    "DateUnconfirmedError",
    "DecreeError",
    "DefinitionError",
    "FeeNotCoveredError",
    "FeeRateError",
    "FloatRefusedError",
    "ForeignDecisionError",
    "FormatError",
    "HistoryError",
    "InputError",
    "KeyInFlightError",
    "KeyMissingError",
    "KeyReservedError",
    "KeyReusedError",
    "LimitError",
    "LimitSyntaxError",
    "LogFileError",
    "MediaTypeError",
    "NaiveDatetimeError",
    "NumberTakenError",
    "PackDoubledError",
    "PackError",
    "PackPartMissingError",
    "PackVersionError",
    "PackageMissingError",
    "PauseError",
    "PayloadError",
    "PayloadInvalidError",
    "ProcedureClosedError",
    "ProfileError",
    "QueryUnservedError",
    "RecordError",
    "RequestError",
    "RequestMalformedError",
    "SampleMissingError",
    "ScenarioError",
    "SchemaError",
    "SignatureError",
    "SignatureExpiredError",
    "SignatureForgedError",
    "SignatureMissingError",
    "SimulationMismatchError",
    "StoreBusyError",
    "StoreError",
    "StoreRefusedError",
    "StoreUnavailableError",
    "TemplateError",
    "TextInvalidError",
    "TimeOfDayError",
    "TimeReversedError",
    "TransactionConflictError",
    "UndeliveredError",
    "UnknownActionError",
    "UnknownCalendarError",
    "UnknownCaseError",
    "UnknownChannelError",
    "UnknownCurrencyError",
    "UnknownNameError",
    "UnknownPackError",
    "UnknownProcedureError",
    "UnknownRoleError",
    "ValueInvalidError",
    "VersionMissingError",
    "WaiverPowerError",
]
