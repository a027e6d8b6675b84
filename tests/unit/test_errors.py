"""The tree of errors: stable codes, data in args, text that says what to do."""

import inspect
import pickle
from datetime import date, datetime

import pytest

from caseflow import errors
from caseflow.errors import CaseflowError

NAIVE = datetime(2026, 3, 2, 9)

#: One of each, made the way the code makes them.
ONE_OF_EACH = [
    errors.QueryUnservedError("states", ("received",), ("unit", "assigned_to")),
    errors.ValueInvalidError("zone", "Mars", "an IANA zone"),
    errors.FloatRefusedError("amount", 1.5),
    errors.NaiveDatetimeError("start", NAIVE),
    errors.TimeOfDayError("start", date(2026, 3, 2), "8 working hours"),
    errors.TextInvalidError("name", "a NUL", "text"),
    errors.LimitError("0", "working days", "an amount above 0"),
    errors.LimitSyntaxError("soon", "it must start with a number"),
    errors.PauseError(date(2026, 3, 5), date(2026, 3, 1), "it ends before it begins"),
    errors.CodeMalformedError("dossier", "x", "H17.15-220923-0001"),
    errors.FormatError("calendar", "is a list"),
    errors.RequestMalformedError("body", "it is not JSON"),
    errors.PayloadInvalidError("receipt", ("papers: 1.5 is not a whole number",)),
    errors.KeyMissingError("Idempotency-Key"),
    errors.KeyInFlightError("H-1", "a1"),
    errors.MediaTypeError("text/plain"),
    errors.VersionMissingError("If-Match"),
    errors.AddressUnknownError("/filing"),
    errors.CursorError("zz", "it is of another list"),
    errors.LogFileError("log.csv", "is empty"),
    errors.RecordError("line 3", "has no date"),
    errors.UnknownNameError("de", ("vi", "en"), "language"),
    errors.UnknownActionError("recieve", ("receive", "pay")),
    errors.UnknownProcedureError("1.014", ("1.014445",)),
    errors.UnknownRoleError("boss", ("intake",)),
    errors.UnknownChannelError("fax", ("online",)),
    errors.UnknownCalendarError("xx", ("vn",)),
    errors.CalendarHorizonError("vn@1", "2040-01-01", date(2018, 1, 1), date(2035, 12, 31)),
    errors.DecreeError("12729", date(2026, 1, 2), "is both off and worked"),
    errors.CalendarFileError("office.toml", "is not TOML"),
    errors.CalendarVersionError("vn@1", ["vn@2"]),
    errors.FeeRateError("copy", "rate", "online", date(2026, 1, 1), 2),
    errors.FeeNotCoveredError(
        "copy", "online", date(2026, 9, 1), [(date(2024, 1, 1), date(2026, 3, 31))], "TT 28/2026"
    ),
    errors.WaiverPowerError("zero", "council", "copy", "ministry"),
    errors.BudgetExceededError("da-nang", 20_000, 5_000, "postage", "H17-1", "VND", 0),
    errors.CurrencyMismatchError(["EUR", "VND"]),
    errors.UnknownCurrencyError("EUX", ("EUR", "VND")),
    errors.DefinitionError("one-stop", ["no way out"]),
    errors.ScenarioError("one office", ["no clerk"]),
    errors.SimulationMismatchError("one office", ["the guard once refused"]),
    errors.SampleMissingError(["permit.Receipt"]),
    errors.ForeignDecisionError("Da Nang", ["1.014445 (Dong Nai)"]),
    errors.ProfileError("log", ["no date column"]),
    errors.PackError("netherlands", ["no currency"]),
    errors.PackVersionError("netherlands", 2, 1),
    errors.PackDoubledError("netherlands", ["one:PACK", "two:PACK"]),
    errors.PackPartMissingError("atlantis", "tariffs", ["papers"]),
    errors.UnknownPackError("atlantis", ["netherlands", "vietnam"]),
    errors.SignatureMissingError("it came without one"),
    errors.SignatureForgedError("2026a"),
    errors.SignatureExpiredError(NAIVE, NAIVE, 300),
    errors.TransactionConflictError("txn:bank/T1", ["amount"]),
    errors.ActionRefusedError("H17-1", "return", ["not decided yet"]),
    errors.PayloadError("pay", "str", "Payment"),
    errors.TimeReversedError("H17-1", NAIVE, NAIVE),
    errors.DateUnconfirmedError("H17-1", NAIVE, NAIVE, 90, 5),
    errors.KeyReservedError("txn:local/T77", "txn:"),
    errors.KeyReusedError("H17-1", "k1", "pay", 3),
    errors.ClockError("legal", "pause", "stopped", "start it first"),
    errors.ProcedureClosedError("1.014445", date(2026, 3, 2), "it is retired"),
    errors.ConcurrentUpdateError("H17-1", 3, 4),
    errors.HistoryError("H17-1", 3, "is missing"),
    errors.SchemaError(0, 3),
    errors.StoreRefusedError("records are only ever added"),
    errors.StoreUnavailableError("the server closed the connection"),
    errors.NumberTakenError("H1"),
    errors.UndeliveredError("the post office answers 503; try again"),
    errors.StoreBusyError("another program held cases.db-lock for 30 seconds"),
    errors.CaseSetAsideError("H1", 3, "why"),
    errors.UnknownCaseError("H17-1"),
    errors.TemplateError("receipt.html", "asks for a field that is not there"),
    errors.PackageMissingError("weasyprint", "pip install 'caseflow-engine[documents]'"),
]
CLASSES = [
    value
    for value in vars(errors).values()
    if inspect.isclass(value) and issubclass(value, CaseflowError)
]


def test_every_error_is_in_the_one_tree():
    """Catching `CaseflowError` catches all of caseflow, and each class is exported."""
    assert set(errors.__all__) == {cls.__name__ for cls in CLASSES}
    tops = {"InputError", "CalendarError", "DefinitionError", "CaseError", "StoreError"}
    tops |= {"PackageMissingError"}
    assert {cls.__name__ for cls in CaseflowError.__subclasses__()} == tops


def test_codes_are_stable_and_distinct():
    """A portal translates by code, so no two errors share one."""
    codes = [cls.code for cls in CLASSES]
    assert len(set(codes)) == len(codes)
    assert all(code == code.lower() and " " not in code for code in codes)


def test_input_errors_are_value_errors():
    """Who does not know caseflow still catches a `ValueError`."""
    assert issubclass(errors.InputError, ValueError)
    assert not issubclass(errors.CaseError, ValueError)


@pytest.mark.parametrize("error", ONE_OF_EACH, ids=lambda error: type(error).__name__)
def test_an_error_survives_pickling_with_its_data(error):
    """Data is in `args` and nothing else, so an error crosses processes."""
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert copy.args == error.args
    assert str(copy) == str(error)


@pytest.mark.parametrize("error", ONE_OF_EACH, ids=lambda error: type(error).__name__)
def test_a_message_is_one_plain_sentence(error):
    """Lower case, no full stop at the end, and not empty."""
    text = str(error)
    assert text
    assert not text.endswith(".")
    first = text.split(maxsplit=1)[0]
    assert first == first.lower() or not first.isalpha() or first in str(error.args)


def test_each_class_that_can_be_raised_is_tried_here():
    """A new error must be added to the list above."""
    bases = {"CaseflowError", "InputError", "CalendarError", "CaseError", "StoreError"}
    bases |= {"RequestError", "SignatureError"}
    assert {type(error).__name__ for error in ONE_OF_EACH} == set(errors.__all__) - bases


def test_unknown_names_suggest_what_was_probably_meant():
    """A slip of the finger is answered with the nearest known name."""
    assert "did you mean 'receive'?" in str(
        errors.UnknownActionError("recieve", ("receive", "pay"))
    )
    assert "known: pay, receive" in str(errors.UnknownActionError("x", ("receive", "pay")))
    many = [f"1.0{number:05}" for number in range(40)]
    assert "40 are known, e.g. " in str(errors.UnknownProcedureError("zzz", many))


def test_a_naive_datetime_is_reported_with_the_fix():
    """The message writes the very text that would have worked."""
    assert "2026-03-02T09:00:00+07:00" in str(errors.NaiveDatetimeError("start", NAIVE))


def test_a_decree_error_names_the_day_when_there_is_one():
    """Some faults are of a day and some of the whole decree."""
    day = errors.DecreeError("12729", date(2026, 1, 2), "is both off and worked")
    assert str(day) == "decree 12729, 2026-01-02: is both off and worked"
    assert str(errors.DecreeError("12729", None, "is given twice")) == (
        "decree 12729: is given twice"
    )


def test_a_definition_error_lists_all_faults_at_once():
    """Every fault is on its own line."""
    text = str(errors.DefinitionError("w", ["one", "two"]))
    assert text.splitlines() == ["w: 2 fault(s) to mend", "  - one", "  - two"]


@pytest.mark.parametrize(
    ("found", "advice"),
    [(0, "caseflow store init"), (2, "caseflow store migrate"), (4, "a release of caseflow")],
)
def test_a_store_of_another_schema_says_what_to_run(found, advice):
    """No tables, old tables and tables of the future each have their own way on."""
    assert advice in str(errors.SchemaError(found, 3))
