"""The statement of a gateway against the books: every transaction ends up in one finding."""

import csv
import io
import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.errors import CaseflowError, CurrencyMismatchError, FormatError
from caseflow.payments import COUNTER, PaymentNotice, Refund
from caseflow.payments.reconciliation import RecordedPayment, Verdict, reconcile
from caseflow.payments.statements import (
    COLUMNS,
    Movement,
    Way,
    movement_of,
    read_statement,
    write_statement,
)

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
ON = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, tzinfo=HANOI)


def day_of(at):
    return at.astimezone(HANOI).date()


def paid(number, amount=1_000, at=AT, gateway="bank"):
    return PaymentNotice(f"B{number}", f"T{number}", amount, at, gateway, "VND")


def recorded(*facts):
    return [RecordedPayment(f"H{place}", fact) for place, fact in enumerate(facts)]


def compared(text, books, **more):
    return reconcile(read_statement(text, currency="VND"), books, on=ON, day_of=day_of, **more)


def verdicts(report):
    return sorted((each.verdict.value, each.transaction) for each in report.findings)


def test_both_sides_agree():
    """A payment and a refund that both sides have leave nothing open."""
    facts = [paid(1), paid(2), Refund("B1", "R1", 400, AT, "bank", "thừa", "VND")]
    report = compared(write_statement(map(movement_of, facts)), recorded(*facts))

    assert report.is_closed
    assert report.sums() == report.sums(Verdict.MATCHED)
    assert (report.sums().there, report.sums().here) == (1_600, 1_600)


def test_each_kind_of_difference_is_reported():
    """Missing on either side, another amount, another bill: one finding each."""
    there = [paid(1), paid(2, 5), evolve(paid(3), bill="X"), paid(4)]
    here = [paid(2, 6), paid(3), paid(4), paid(5)]
    report = compared(write_statement(map(movement_of, there)), recorded(*here))

    assert verdicts(report) == [
        ("different", "T2"),
        ("different", "T3"),
        ("matched", "T4"),
        ("missing-here", "T1"),
        ("missing-there", "T5"),
    ]
    assert [each.problem for each in report.of(Verdict.DIFFERENT)] == ["amount", "bill"]
    assert report.of(Verdict.MISSING_THERE)[0].case_id == "H3"


def test_a_refund_is_no_payment():
    """The same number the other way round is a difference."""
    text = write_statement([evolve(movement_of(paid(1)), way=Way.REFUND)])

    assert compared(text, recorded(paid(1))).of(Verdict.DIFFERENT)[0].problem == "way"


def test_a_repeated_line_is_reported_and_not_swallowed():
    """The first line counts, each further one is reported with its number, whatever it says."""
    lines = [movement_of(paid(1)), movement_of(paid(1)), evolve(movement_of(paid(1)), amount=9)]
    report = compared(write_statement(lines), recorded(paid(1)))

    assert verdicts(report) == [("matched", "T1"), ("repeated", "T1"), ("repeated", "T1")]
    assert [each.line for each in report.of(Verdict.REPEATED)] == [3, 4]
    assert not report.is_closed


def test_every_bad_line_is_reported_by_its_number():
    """Bad lines do not stop the others, and each says what is wrong."""
    good = "bank,T1,payment,B1,1000,VND,2026-03-02T09:00:00+07:00"
    bad = [
        "bank,T2,payment,B2,1000.0,VND,2026-03-02T09:00:00+07:00",
        "bank,T2,payment,B2,1 000,VND,2026-03-02T09:00:00+07:00",
        "bank,T2,payment,B2,-5,VND,2026-03-02T09:00:00+07:00",
        "bank,T2,payment,B2,0,VND,2026-03-02T09:00:00+07:00",
        "bank,T2,payment,B2,١٠,VND,2026-03-02T09:00:00+07:00",
        "bank,T2,payment,B2,1000,USD,2026-03-02T09:00:00+07:00",
        "bank,T2,transfer,B2,1000,VND,2026-03-02T09:00:00+07:00",
        "bank,T2,payment,B2,1000,VND,2026-03-02T09:00:00",
        "bank,T2,payment,B2,1000,VND,02/03/2026",
        "bank,,payment,B2,1000,VND,2026-03-02T09:00:00+07:00",
        "bank,=1+1,payment,B2,1000,VND,2026-03-02T09:00:00+07:00",
        "bank,T2,payment",
        'bank,"T2,payment,B2,1000,VND,2026-03-02T09:00:00+07:00',
        "bank,T\x00,payment,B2,1000,VND,2026-03-02T09:00:00+07:00",
    ]
    report = compared("\n".join([",".join(COLUMNS), *bad, "", good]), recorded(paid(1)))

    found = report.of(Verdict.BAD_LINE)
    assert [each.line for each in found] == list(range(2, 2 + len(bad)))
    assert all(each.problem for each in found)
    assert [each.line for each in report.of(Verdict.MATCHED)] == [len(bad) + 3]


def test_a_statement_in_cents_is_compared_in_cents():
    """Cells hold cents, people read euro, and no line of another currency counts."""
    euro = PaymentNotice("B1", "T1", 12_050, AT, "bank", "EUR")
    less = PaymentNotice("B2", "T2", 5, AT, "bank", "EUR")
    text = write_statement([movement_of(euro), movement_of(evolve(less, amount=6))])
    foreign = "bank,T3,payment,B3,1000,VND,2026-03-02T09:00:00+07:00"
    decimal = "bank,T4,payment,B4,10.00,EUR,2026-03-02T09:00:00+07:00"
    statement = read_statement(f"{text}{foreign}\n{decimal}\n", currency="EUR")
    report = reconcile(statement, recorded(euro, less), on=ON, day_of=day_of)

    assert verdicts(report) == [
        ("bad-line", ""),
        ("bad-line", ""),
        ("different", "T2"),
        ("matched", "T1"),
    ]
    assert "currency: 'VND' is not valid" in statement.bad[0].problem
    assert "digits only, in units of 0.01 EUR" in statement.bad[1].problem
    assert "statement 120.56 euro, on record 120.55 euro" in report.text("en")
    assert "sao kê 120,56 euro, hệ thống 120,55 euro" in report.text("vi")


def test_books_in_another_currency_are_not_compared():
    """What is on record in another currency than the statement's is an error, never a sum."""
    statement = read_statement(",".join(COLUMNS), currency="EUR")
    with pytest.raises(CurrencyMismatchError, match="EUR and VND"):
        reconcile(statement, recorded(paid(1)), on=ON, day_of=day_of)


@pytest.mark.parametrize("text", ["", "\n\n", "a,b\n", "T1,1000\n", ",".join(COLUMNS[:-1])])
def test_a_statement_without_its_header_is_refused(text):
    """Columns are never guessed."""
    with pytest.raises(FormatError, match="header"):
        read_statement(text, currency="VND")


def test_columns_may_stand_in_any_order():
    """A header in another order, a byte order mark and Windows line ends are read."""
    text = "\ufeffat,currency,amount,bill,kind,transaction,gateway\r\n"
    text += "2026-03-02T09:00:00+07:00,VND,1000,B1,payment,T1,bank\r\n"

    assert compared(text, recorded(paid(1))).is_closed


def test_the_day_is_that_of_the_office():
    """20:00 in UTC is the next day in Hanoi (trap 28 for money)."""
    evening = datetime(2026, 3, 1, 20, tzinfo=ZoneInfo("UTC"))

    assert compared(",".join(COLUMNS), recorded(paid(1, at=evening))).of(Verdict.MISSING_THERE)
    text = write_statement([movement_of(paid(1, at=evening))])
    assert compared(text, recorded(paid(1, at=evening))).is_closed


def test_an_instant_outside_the_calendar_stops_nothing():
    """A line of the last evening there is has no day in Hanoi; on record it is open every day."""
    far = paid(1, at=datetime(9999, 12, 31, 20, tzinfo=ZoneInfo("UTC")))
    day = vn.calendar().local_date
    text = write_statement([movement_of(far), movement_of(paid(2))])
    report = reconcile(
        read_statement(text, currency="VND"), recorded(far, paid(2)), on=ON, day_of=day
    )
    assert verdicts(report) == [("matched", "T2"), ("other-day", "T1")]

    unseen = reconcile(
        read_statement(",".join(COLUMNS), currency="VND"), recorded(far), on=ON, day_of=day
    )
    assert verdicts(unseen) == [("missing-there", "T1")]


@pytest.mark.parametrize(
    ("cells", "reported"),
    [
        ("bank,T1,payment,B1,1e3,VND,2026-03-02T09:00Z", "amount: '1e3' is not valid"),
        ('bank,"T1,payment', "line: 'bank,\"T1,payment' is not valid; give a line of CSV ("),
        (
            "bank,T1,payment,B1,1,VND,0001-01-01T00:00+14:00",
            "give an instant of the years 1 to 9999 in UTC",
        ),
    ],
)
def test_what_is_wrong_with_a_line_is_reported_as_it_stands(cells, reported):
    """The value as it was written, and what is allowed."""
    (bad,) = read_statement(f"{','.join(COLUMNS)}\n{cells}", currency="VND").bad
    assert reported in bad.problem


def test_payments_of_other_days_are_left_alone():
    """What was paid yesterday is not missing today; a line of yesterday is reported as such."""
    yesterday = paid(1, at=AT - timedelta(days=1))
    assert compared(",".join(COLUMNS), recorded(yesterday)).is_closed

    text = write_statement([movement_of(yesterday)])
    assert verdicts(compared(text, recorded(yesterday))) == [("other-day", "T1")]
    assert verdicts(compared(text, [])) == [("missing-here", "T1")]


def test_gateways_are_distinguished():
    """One number at two gateways is two payments; what a desk took is in no statement."""
    books = recorded(paid(1), paid(1, gateway="wallet"), paid(2, gateway=COUNTER))
    text = write_statement([movement_of(paid(1))])

    assert verdicts(compared(text, books)) == [("matched", "T1"), ("missing-there", "T1")]
    assert compared(text, books, gateway="bank").is_closed
    wrong = compared(text, books, gateway="wallet")
    assert verdicts(wrong) == [("bad-line", "T1"), ("missing-there", "T1")]
    assert compared(",".join(COLUMNS), books, gateway=COUNTER).of(Verdict.MISSING_THERE)


def test_a_payment_in_two_cases_is_reported():
    """A payment that two cases have is open, and both are named."""
    books = [RecordedPayment("H1", paid(1)), RecordedPayment("H2", paid(1))]
    report = compared(write_statement([movement_of(paid(1))]), books)

    (found,) = report.of(Verdict.RECORDED_TWICE)
    assert found.problem == "H1, H2"
    assert report.of(Verdict.MATCHED)


def test_the_report_reads_in_two_languages_and_as_data():
    """Text, JSON and CSV say the same."""
    text = write_statement([movement_of(paid(1)), movement_of(paid(2, 7))]) + "x\n"
    report = compared(text, recorded(paid(2, 6), paid(3)))
    data = json.loads(json.dumps(report.to_data()))
    rows = list(csv.DictReader(io.StringIO(report.to_csv())))

    assert len(data["findings"]) == len(rows) == len(report.findings) == 4
    assert [each["verdict"] for each in data["findings"]] == [row["verdict"] for row in rows]
    assert data["total"] == {"count": 4, "there": 1_007, "here": 1_006}
    for language, day in (("vi", "02/3/2026"), ("en", "2026-03-02")):
        reported = report.text(language)
        for verdict in {each.verdict for each in report.findings}:
            assert verdict.label(language) in reported
        assert day in reported


movements = st.lists(
    st.builds(
        lambda number, amount, way: Movement("bank", f"T{number}", way, "B1", amount, AT, "VND"),
        st.integers(0, 12),
        st.integers(1, 3),
        st.sampled_from(Way),
    ),
    max_size=20,
)


@given(movements, movements)
def test_no_transaction_is_lost(there, here):
    """Every line and every recorded transaction is in just one finding; sums are those of a fold.

    The numbers on each side are counted here as plain sets, without the reconciliation.
    """
    books = {each.key: each for each in here}
    facts = [
        PaymentNotice(each.bill, each.transaction, each.amount, each.at, each.gateway, "VND")
        if each.way is Way.PAYMENT
        else Refund(each.bill, each.transaction, each.amount, each.at, each.gateway, "why", "VND")
        for each in books.values()
    ]
    report = compared(write_statement(there), recorded(*facts))
    reported = [each for each in report.findings if each.verdict is not Verdict.REPEATED]

    numbers = {each.transaction for each in there} | {each.transaction for each in books.values()}
    assert sorted(each.transaction for each in reported) == sorted(numbers)
    assert len(report.of(Verdict.REPEATED)) == len(there) - len({each.key for each in there})
    assert report.sums().there == sum(each.signed for each in there)
    assert report.sums().here == sum(each.signed for each in books.values())
    same = {(m.key, m.amount, m.way) for m in there} == {
        (m.key, m.amount, m.way) for m in books.values()
    }
    assert report.is_closed == (same and len(there) == len(books))


@given(st.text(max_size=300))
def test_no_text_makes_it_fail(noise):
    """Whatever stands below the header, each line is a movement, a repetition or a bad line."""
    try:
        read = read_statement(",".join(COLUMNS) + "\n" + noise, currency="VND")
    except CaseflowError as error:
        raise AssertionError(noise) from error
    lines = [line for line in noise.split("\n") if line.strip()]
    assert len(read.lines) + len(read.repeated) + len(read.bad) == len(lines)
    assert all(each.problem.encode() for each in read.bad)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_statement_may_be_separated_as_a_spreadsheet_separates(delimiter):
    """Where decimals take a comma, spreadsheets write semicolons; amounts are digits only."""
    facts = [paid(1), paid(2)]
    text = write_statement(movement_of(each) for each in facts)
    written = text.replace(",", delimiter)
    assert read_statement("\ufeff" + written, currency="VND") == read_statement(
        text, currency="VND"
    )
    grouped = written.replace("1000", "1.000")
    assert len(read_statement(grouped, currency="VND").bad) == 2


def test_a_statement_of_another_separator_says_which_are_read():
    """The error names them."""
    text = write_statement([movement_of(paid(1))]).replace(",", "|")
    with pytest.raises(FormatError, match="commas, semicolons or tabs"):
        read_statement(text, currency="VND")
