"""What comes in has bounds: numbers, lists, names, and what an error gives back."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from caseflow import Actor
from caseflow import vietnam as vn
from caseflow._fields import share
from caseflow.engine import Engine
from caseflow.errors import (
    CaseflowError,
    FormatError,
    InputError,
    TextInvalidError,
    ValueInvalidError,
)
from caseflow.payments.statements import COLUMNS, read_statement
from caseflow.payments.webhooks import SigningKey, receive_notice, sign, verify
from caseflow.publications import from_csv
from caseflow.service import CaseService
from caseflow.stores import MemoryStore
from caseflow.targets import EarlyReturn
from caseflow.values import Channel, exact
from caseflow.vietnam import read_catalogue
from caseflow.vietnam.stored import case_codec

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
ENDLESS = [
    "1e999999999",
    "1E-999999999",
    "1_0e9_9999_9999",
    "1e٣٣٣٣٣٣٣٣٣",
    " 1.5e+99999999999999999999 ",
    "9" * 4_001,
    "1/" + "9" * 9_000,
    Decimal("1e999999999"),
    Decimal("-1e999999999"),
    Decimal("1e-999999999"),
    Decimal("Infinity"),
    Decimal("NaN"),
]


@pytest.mark.parametrize(
    "value", ENDLESS, ids=lambda value: f"{type(value).__name__} {str(value)[:14]}"
)
def test_a_number_that_would_fill_the_memory_is_refused(value):
    """Its exponent is looked at, and not worked out, wherever an exact number is read."""
    for read in (
        lambda: exact(value, name="amount"),
        lambda: EarlyReturn.percent(value),
        lambda: EarlyReturn(value),
        lambda: share(value),
    ):
        with pytest.raises(ValueInvalidError) as caught:
            read()
        assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1e3", Fraction(1000)),
        ("12.5", Fraction(25, 2)),
        ("1e-3", Fraction(1, 1000)),
        ("35/2", Fraction(35, 2)),
        ("9" * 4_000, Fraction(10**4_000 - 1)),
        ("1e3999", Fraction(10**3_999)),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_number_within_the_bound_is_exact(text, meant):
    """The bound takes nothing from numbers that are written out."""
    assert exact(text, name="amount") == meant


# ── payloads ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def office():
    """A service on memory, with one filing lodged."""
    service = CaseService(Engine(vn.danang()), MemoryStore(), case_codec())
    service.open(
        "1.014445", case_id="hs-1", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=AT
    )
    return service


CLERK = Actor("u17", {"intake", "applicant"})


def test_a_list_in_a_payload_has_a_bound(office):
    """Ten thousand papers of one letter fit 64 KiB, and would take a minute to lay out."""
    many = vn.Description(vn.Applicant("A"), papers=["x"] * 501)
    with pytest.raises(ValueInvalidError, match="at most 500 in one list"):
        office.fire("hs-1", vn.DESCRIBE, many, by=CLERK, at=AT)
    assert office.get("hs-1").version == 1
    just = vn.Description(vn.Applicant("A"), papers=["x"] * 500)
    assert office.fire("hs-1", vn.DESCRIBE, just, by=CLERK, at=AT).version == 2


UNSEEN = ["\u200b", "\u202e", "\u2066", "\ufeff", "\u00ad", "\n", "\u00a0", "\u3164"]


@pytest.mark.parametrize("char", UNSEEN, ids=ascii)
def test_an_id_shows_all_that_it_holds(office, char):
    """Of a new record, its case, key and actor, an agency: nobody could tell two of them apart."""
    word = f"H1{char}7"
    with pytest.raises(TextInvalidError):
        office.open(
            "1.014445", case_id=word, channel=Channel.ONLINE, result_by=Channel.ONLINE, at=AT
        )
    for by, key in ((CLERK, word), (Actor(word, CLERK.roles), None)):
        with pytest.raises(TextInvalidError):
            office.fire(
                "hs-1", vn.DESCRIBE, vn.Description(vn.Applicant("A")), by=by, at=AT, key=key
            )
    with pytest.raises(TextInvalidError):
        MemoryStore(word)
    assert office.get("hs-1").version == 1


# ── texts and files of others ───────────────────────────────────────────────────────────────

ODD = {
    "long field": "x" * 140_000,
    "long quoted field": '"' + "x" * 140_000 + '"',
    "lone CR": "a\rb",
    "quoted CR": '"a\rb"',
    "NUL": "a\0b",
    "open quote": '"a',
}
TABLES = {
    "statement": (",".join(COLUMNS), lambda text: read_statement(text, name="s", currency="VND")),
    "list": ("code,name,limits", lambda text: read_catalogue(text, name="c.csv")),
    "publication": ("code,vi,en", from_csv),
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", TABLES)
def test_odd_csv_is_refused_in_words(name, odd):
    """Fields over 131,072 characters, lone CRs: an error of the tree or a bad line, and short."""
    header, read = TABLES[name]
    commas = "," * header.count(",")
    texts = [f"{header}\n{ODD[odd]}{commas}\n", f"{ODD[odd]},{header}\n", f"{header}\r{ODD[odd]}"]
    said: list[str] = []
    for text in texts:
        try:
            said += [line.problem for line in read(text).bad]
        except CaseflowError as error:
            said.append(str(error))
    assert len(said) == len(texts)
    assert max(map(len, said)) < 2_000


def test_a_signature_that_is_no_text_is_refused():
    """As bytes, as a number: an error that says so, from both ways in."""
    key = SigningKey("2026a", b"0" * 32)
    good = sign(b"{}", key, at=AT)
    for wrong in (good.encode(), bytearray(good.encode()), 5, [good], "\ud800"):
        for read in (verify, receive_notice):
            with pytest.raises(InputError, match="signature"):
                read(b"{}", wrong, [key], at=AT)


def test_an_error_does_not_give_back_what_was_given():
    """Of a megabyte both ends are shown, whoever put the text of the error together."""
    mega = "x" * 1_000_000
    for error in (FormatError(mega, mega), TextInvalidError("t", mega, mega), CaseflowError(mega)):
        assert len(str(error)) <= 2_000
    with pytest.raises(CaseflowError) as caught:
        read_catalogue(f'[[procedure]]\ncode = ["{mega}"]\n', name="c.toml")
    assert len(str(caught.value)) < 5_000


@pytest.mark.parametrize(
    "fields",
    [
        {"applicant": "Nguyễn Thị Bí Mật"},
        {"applicant": {"name": ["Nguyễn Thị Bí Mật"]}},
        {"applicant": {"name": {"first": "Nguyễn Thị Bí Mật"}}},
        {"applicant": {"name": "Nguyễn Thị Bí Mật\0"}},
        {"applicant": {"name": "A"}, "request": ["Nguyễn Thị Bí Mật"]},
    ],
    ids=range(5),
)
def test_an_error_does_not_give_back_what_is_personal(fields):
    """A personal field that is of another form is named, and its value is not shown."""
    with pytest.raises(FormatError) as caught:
        case_codec().payload_from_data(vn.Description, fields)
    assert "Bí Mật" not in str(caught.value)
    assert "Description" in str(caught.value)
