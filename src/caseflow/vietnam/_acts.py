"""The register of acts that the pack cites, and how an article is worded.

The acts are in data/acts.toml, each with the days it is in force, how sure they are, and where it
was read. Which article a rule stands by is in `law`.
"""

from datetime import date
from functools import cache

from caseflow._toml_tables import Table
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.law import Act, Citation, Sure
from caseflow.values import Text
from caseflow.vietnam._shipped import shipped_table

__all__ = ["act", "acts", "article", "cite"]

_KEYS = (
    "number",
    "vi",
    "en",
    "about_vi",
    "about_en",
    "since",
    "until",
    "replaced_by",
    "sure",
    "source",
)


@cache
def acts() -> tuple[Act, ...]:
    """Return the register: every act that the pack may cite, with the days it is in force.

    Source: data/acts.toml.

    >>> [each.number for each in acts() if each.is_in_force(date(2025, 7, 1))][:2]
    ['118/2025/NĐ-CP', '45/2020/NĐ-CP']
    """
    with shipped_table("acts.toml") as table:
        table.allow("act")
        return tuple(_act(each) for each in table.tables("act"))


def _act(table: Table) -> Act:
    table.allow(*_KEYS)
    return Act(
        table.text("number"),
        table.label(),
        Text(vi=table.text("about_vi"), en=table.text("about_en")),
        table.day("since"),
        table.day("until"),
        table.text("replaced_by", ""),
        table.member("sure", Sure, Sure.UNCERTAIN),
        table.text("source"),
    )


@cache
def _numbered() -> dict[str, Act]:
    return {each.number: each for each in acts()}


def act(number: str) -> Act:
    """Return the act with that *number*; raises `UnknownNameError`."""
    found = _numbered().get(number)
    if found is None:
        raise UnknownNameError(number, sorted(_numbered()), "act")
    return found


def article(*places: str) -> Text:
    """Return articles, written "article", "article.clause" or "article.clause.point", in words.

    The Vietnamese is that of Decree 30/2020/NĐ-CP: the point, the clause, the article.

    >>> article("19.4").in_("vi"), article("112.1.đ").in_("vi"), article("112.1.đ").in_("en")
    ('khoản 4 Điều 19', 'điểm đ khoản 1 Điều 112', 'Article 112(1)(đ)')
    >>> article("14", "15").in_("vi"), article("14", "15").in_("en")
    ('Điều 14 và Điều 15', 'Article 14 and Article 15')

    Raises:
        ValueInvalidError: a place is not written so.
    """
    words = [_worded(each) for each in places]
    return Text(
        vi=" và ".join(each.in_("vi") for each in words),
        en=" and ".join(each.in_("en") for each in words),
    )


def _worded(place: str) -> Text:
    number, *inner = place.split(".")
    if not number.isdecimal() or len(inner) > 2 or not all(inner):
        raise ValueInvalidError("article", place, "an article as 19, 19.4 or 112.1.đ")
    names = reversed(list(zip(("khoản", "điểm"), inner, strict=False)))
    vi = " ".join([*(f"{name} {each}" for name, each in names), f"Điều {number}"])
    return Text(vi=vi, en=f"Article {number}" + "".join(f"({each})" for each in inner))


def cite(
    number: str, *places: str, since: date | None = None, until: date | None = None
) -> Citation:
    """Return a citation of the act *number*, of *places* of it if any; see `article`.

    >>> cite("118/2025/NĐ-CP", "19.5").text("vi")
    'khoản 5 Điều 19 Nghị định 118/2025/NĐ-CP'
    """
    return Citation(act(number), article(*places), since, until)
