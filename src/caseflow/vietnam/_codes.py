"""Official codes: filings (mã hồ sơ), their results, and procedures (mã thủ tục hành chính).

Codes are parsed leniently, because real systems print several generations of them, and written
strictly. A code that was printed once is an identity: parsing keeps its generation, its date width
and every digit, so one code never turns into another.

Who may issue a code and when does not belong here, nor does any list of agencies.
"""

import re
import unicodedata
from datetime import date
from typing import Self

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.errors import CodeMalformedError
from caseflow.office.rules import Codes

__all__ = ["CODES", "DossierCode", "ProcedureCode", "ResultCode", "national_code"]

_DOSSIER = "dossier"
_RESULT = "result"
_PROCEDURE = "procedure"

_EXPECTED = {
    _DOSSIER: "agency-YYMMDD-serial, as H17.15-220923-0001 or 000.00.15.H17-220923-0001",
    _RESULT: "dossier code-KQ(n), as H17.15-220923-0001-KQ(1)",
    _PROCEDURE: "d.dddddd with an optional agency, as 1.014199, 1.014199.H05 or "
    "1.001122.000.00.00.H48",
}

#: QĐ 20/2020/QĐ-TTg Art. 4: an agency code has at most 35 characters.
_AGENCY_MAX = 35
#: Longer than any code can be; keeps pasted essays away from the patterns.
_TEXT_MAX = 120

_DIGITS = re.compile(r"[0-9]+")
#: Since QĐ 20/2020/QĐ-TTg: the ministry or province first, then its units.
_AGENCY_NEW = re.compile(r"[A-Y][0-9]{2}(?:\.[0-9]{2,3}){0,7}")
#: Circular 01/2018/TT-VPCP Art. 19: the ministry or province last.
_AGENCY_OLD = re.compile(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Y][0-9]{2}")
_PROCEDURE_CODE = re.compile(
    r"(?P<national>[0-9]\.[0-9]{6})"
    r"(?:\.(?P<agency>[A-Y][0-9]{2}|[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Y][0-9]{2}))?"
)
_RESULT_TAIL = re.compile(
    r"(?P<dossier>.+)-KQ(?:\((?P<bracketed>[0-9]{1,4})\)|(?P<bare>[0-9]{1,4}))"
)

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def _tidy(kind: str, value: object) -> str:
    """Drop what typing and copying add: spaces, small letters, typographic dashes, wide digits."""
    if not isinstance(value, str) or len(value) > _TEXT_MAX:
        shown = value[:40] + "…" if isinstance(value, str) else value
        raise CodeMalformedError(kind, shown, _EXPECTED[kind])
    text = unicodedata.normalize("NFKC", value).translate(_DASHES)
    return "".join(text.split()).upper()


def _malformed(kind: str, value: object) -> CodeMalformedError:
    return CodeMalformedError(kind, value, _EXPECTED[kind])


def _agency(value: str) -> str:
    text = _tidy(_DOSSIER, value)
    if len(text) > _AGENCY_MAX or not (_AGENCY_NEW.fullmatch(text) or _AGENCY_OLD.fullmatch(text)):
        raise _malformed(_DOSSIER, value)
    return text


def _serial(value: int | str) -> str:
    """Return at least four digits; a number is padded, digits already printed are kept."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return f"{value:04d}"
    if isinstance(value, str) and len(value) >= 4 and _DIGITS.fullmatch(value):
        return value
    raise _malformed(_DOSSIER, value)


def _day(digits: str) -> date | None:
    """Return the day written YYMMDD or YYYYMMDD in this century, None when there is no such day."""
    if len(digits) not in (6, 8) or not _DIGITS.fullmatch(digits):
        return None
    year = 2000 + int(digits[:2]) if len(digits) == 6 else int(digits[:4])
    try:
        day = date(year, int(digits[-4:-2]), int(digits[-2:]))
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2099 else None


def _in_century(_instance: object, _attribute: object, value: date) -> None:
    # A datetime is a date to Python but not a reception day.
    if type(value) is not date or not 2000 <= value.year <= 2099:
        raise _malformed(_DOSSIER, value)


@typed(late=True)
@frozen
class DossierCode:
    """Identify one filing: agency, reception day and the serial number of that day.

    *on* is the day of official reception in the office's zone, not the day of lodging.
    *serial* is an int (written with at least four digits) or the digits as printed: serials of
    national centralised services are longer and begin with two digits for the host agency, which
    cannot be distinguished from a long serial, so the digits are kept as they are.
    *wide_date* is for codes met with an eight-digit date; new codes are written with six.

    Source: Circular 01/2018/TT-VPCP Art. 19 (old order); QĐ 20/2020/QĐ-TTg Art. 4 (new order,
    at most 35 characters); Circular 03/2025/TT-VPCP Art. 13.3 as added by 04/2025 (host digits,
    at least four digits).

    >>> DossierCode("H17.15", date(2022, 9, 23), 1).text
    'H17.15-220923-0001'
    >>> DossierCode.parse(" g09.20-20260609-0092637 ").on
    datetime.date(2026, 6, 9)

    Raises:
        CodeMalformedError: a part cannot stand in a code.
    """

    agency: str = field(converter=_agency)
    on: date = field(validator=_in_century)
    serial: str = field(converter=_serial)
    wide_date: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the code written in *text*, of whichever generation.

        Spaces, small letters and typographic dashes are forgiven; digits never are.

        >>> DossierCode.parse("000.00.15.h17 – 220923 – 0001").text
        '000.00.15.H17-220923-0001'

        Raises:
            CodeMalformedError: *text* is no dossier code.
        """
        parts = _tidy(_DOSSIER, text).split("-")
        if len(parts) != 3:
            raise _malformed(_DOSSIER, text)
        agency, digits, serial = parts
        day = _day(digits)
        if day is None:
            raise _malformed(_DOSSIER, text)
        try:
            return cls(agency, day, serial, wide_date=len(digits) == 8)
        except CodeMalformedError:
            raise _malformed(_DOSSIER, text) from None

    @classmethod
    def issue(cls, agency: str, on: date, number: int, *, host: str = "") -> Self:
        """Return a new code: new order of the agency, six-digit date, at least four digits.

        *number* counts the filings of that day from 1.
        *host* is the two-digit prefix of the host agency of a national centralised service.

        >>> DossierCode.issue("G09.20", date(2026, 6, 9), 12, host="31").text
        'G09.20-260609-310012'

        Raises:
            CodeMalformedError: an agency in the old order, a number below 1, a host not of two
                digits.
        """
        if not _AGENCY_NEW.fullmatch(_tidy(_DOSSIER, agency)):
            raise _malformed(_DOSSIER, agency)
        if number < 1 or isinstance(number, bool):
            raise _malformed(_DOSSIER, number)
        if host and not (len(host) == 2 and _DIGITS.fullmatch(host)):
            raise _malformed(_DOSSIER, host)
        return cls(agency, on, f"{host}{number:04d}")

    @property
    def text(self) -> str:
        """The code as it is printed."""
        day = f"{self.on:%Y%m%d}" if self.wide_date else f"{self.on:%y%m%d}"
        return f"{self.agency}-{day}-{self.serial}"

    @property
    def levels(self) -> tuple[str, ...]:
        """The agency from the ministry or province downwards, whatever the generation.

        >>> DossierCode.parse("000.00.15.H17-220923-0001").levels
        ('H17', '15')
        """
        parts = self.agency.split(".")
        if _AGENCY_OLD.fullmatch(self.agency):
            parts = parts[::-1]
            while not parts[-1].strip("0"):
                parts.pop()
        return tuple(parts)

    def result(self, number: int = 1) -> "ResultCode":
        """Return the code of the *number*-th result document of this filing."""
        return ResultCode(self, number)

    def __str__(self) -> str:
        return self.text


def _result_number(_instance: object, _attribute: object, value: int) -> None:
    if type(value) is not int or not 1 <= value <= 9999:
        raise _malformed(_RESULT, value)


@typed(late=True)
@frozen
class ResultCode:
    """Identify the *number*-th result document of a filing, counted from 1.

    Source: Decree 45/2020/NĐ-CP Art. 14.3.d.

    >>> ResultCode.parse("H17.15-220923-0001-kq2").text
    'H17.15-220923-0001-KQ(2)'

    Raises:
        CodeMalformedError: a number below 1 or above 9999.
    """

    dossier: DossierCode
    number: int = field(default=1, validator=_result_number)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the result code written in *text*; the brackets may be missing.

        Raises:
            CodeMalformedError: *text* is no result code.
        """
        found = _RESULT_TAIL.fullmatch(_tidy(_RESULT, text))
        if found is None:
            raise _malformed(_RESULT, text)
        try:
            number = int(found["bracketed"] or found["bare"])
            return cls(DossierCode.parse(found["dossier"]), number)
        except CodeMalformedError:
            raise _malformed(_RESULT, text) from None

    @property
    def text(self) -> str:
        """The code as it is printed."""
        return f"{self.dossier.text}-KQ({self.number})"

    def __str__(self) -> str:
        return self.text


@typed(late=True)
@frozen
class ProcedureCode:
    """Identify a procedure of the national catalogue, with the agency that offers it if printed.

    *national* is the number all provinces share; *agency* is empty, short ("H05") or of the old
    long form ("000.00.00.H48").

    >>> ProcedureCode.parse("1.014199.h05")
    ProcedureCode(national='1.014199', agency='H05')
    >>> ProcedureCode.parse("1.001122.000.00.00.H48").province
    'H48'

    Raises:
        CodeMalformedError: the parts do not make a procedure code.
    """

    national: str
    agency: str = ""

    def __attrs_post_init__(self) -> None:
        if not _PROCEDURE_CODE.fullmatch(self.text):
            raise _malformed(_PROCEDURE, self.text)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the code written in *text*; spaces and small letters are forgiven.

        Raises:
            CodeMalformedError: *text* is no procedure code.
        """
        found = _PROCEDURE_CODE.fullmatch(_tidy(_PROCEDURE, text))
        if found is None:
            raise _malformed(_PROCEDURE, text)
        return cls(found["national"], found["agency"] or "")

    @property
    def text(self) -> str:
        """The code as it is printed."""
        return f"{self.national}.{self.agency}" if self.agency else self.national

    @property
    def province(self) -> str:
        """The ministry or province of the agency, empty when the code names none."""
        return self.agency.rsplit(".", 1)[-1]

    def __str__(self) -> str:
        return self.text


@typed
def national_code(code: str) -> str:
    """Return the number that all provinces share, "" if *code* is none of the national catalogue.

    >>> national_code("1.001122.000.00.00.H48")
    '1.001122'
    """
    try:
        return ProcedureCode.parse(code).national
    except CodeMalformedError:
        return ""


def _filing(text: str) -> str:
    return DossierCode.parse(text).text


def _filed_on(text: str) -> date | None:
    return DossierCode.parse(text).on


def _filing_of(text: str) -> str:
    return ResultCode.parse(text).dossier.text


def _number_of(text: str) -> int:
    return ResultCode.parse(text).number


#: How filings and results are numbered in Viet Nam.
CODES = Codes(_filing, _filed_on, _filing_of, _number_of, "KQ({})".format)
