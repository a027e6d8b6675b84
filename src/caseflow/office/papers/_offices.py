"""Whose paper it is, and where the applicant looks up the filing: configuration of an office."""

from urllib.parse import quote

from attrs import field, fields

from caseflow._toml_tables import reading_toml
from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.values import clean_text

__all__ = ["Office", "read_letterhead", "tracking_address"]


def _plain(value: str) -> str:
    return clean_text(value, name="letterhead", limit=300)


@frozen
class Office:
    """Name the office at the head of a paper; what is left empty is a dotted line.

    Attributes:
        name: the office itself.
        above: the authority it belongs to.
        place: the place before the date.
        phone: the telephone at which the applicant is helped.
    """

    name: str = field(default="", converter=_plain)
    above: str = field(default="", converter=_plain)
    place: str = field(default="", converter=_plain)
    phone: str = field(default="", converter=_plain)


@typed
def read_letterhead(text: str, *, name: str) -> Office:
    """Read an office from TOML *text* with the keys `name`, `above`, `place` and `phone`.

    >>> read_letterhead('name = "Permit Office"', name="office.toml").above
    ''

    Raises:
        FormatError: the text is not TOML, has another key or no text under one; all faults of the
            file *name* are named.
        TextInvalidError: a value is no text that can be printed.
    """
    with reading_toml(text, name) as table:
        known = tuple(each.name for each in fields(Office))
        table.allow(*known)
        return Office(**{key: table.text(key, "") for key in known})


@typed
def tracking_address(template: str, code: str) -> str:
    """Return the address at which the filing *code* is looked up; "" without a template.

    >>> tracking_address("https://example.org/t?code={code}", "H17.15-261123-0007")
    'https://example.org/t?code=H17.15-261123-0007'
    >>> tracking_address("https://example.org/t?code={code}", "a&b")
    'https://example.org/t?code=a%26b'

    Raises:
        ValueInvalidError: the template is no address with one `{code}` in it.
    """
    if not template:
        return ""
    before, mark, after = template.partition("{code}")
    if (
        not before.startswith(("https://", "http://"))
        or not mark
        or any(char in before + after for char in "{}\"'<> \n\t\\")
    ):
        raise ValueInvalidError(
            "tracking", template, "an address such as https://example.org/t?code={code}"
        )
    return f"{before}{quote(code, safe='')}{after}"
