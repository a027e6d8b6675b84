"""What ships: procedures as provinces and ministries published them, as examples.

The rows are in data/procedures.csv, reviewed by hand; what a decision does not say is empty there.
Nothing is mended: where a paper contradicts itself, `catalogue_faults` reports it. None of them is
Da Nang's, whose decision was not found; an office loads a list that it decided.

A code that two provinces publish is there twice, distinguished by the version, which names the
decision: `ha-tinh-2873`, `dong-nai-2770`. A code is the number that all provinces share; rows
without one have a local one. data/earlier-procedures.csv has the rows as earlier releases had them,
for the cases opened under them.
"""

from collections.abc import Sequence
from functools import cache

from attrs import evolve

from caseflow._typed import typed
from caseflow.office.lists import Row, Wordings, contradictions, procedures_of, read_rows
from caseflow.procedures import Catalogue, Procedure
from caseflow.vietnam._codes import national_code
from caseflow.vietnam._listing import FORM
from caseflow.vietnam._shipped import shipped_text
from caseflow.workflow import Fault

__all__ = [
    "catalogue",
    "catalogue_faults",
    "has_national_code",
    "national_examples",
]

#: How decisions write that a time was cut, and days turned into hours.
_WORDS = Wordings(
    cut=r"từ (?P<before>[0-9.,]+) ngày xuống (?P<after>[0-9.,]+) ngày",
    hours=r"(?P<days>[0-9.,]+) ngày làm việc quy đổi (?P<hours>[0-9.,]+) giờ",
    day_hours=8,
)

#: Codes that Huế still prints for registrations that newer lists have under another one.
#: Source: Quyết định 3565/QĐ-UBND (Huế) and 2932/QĐ-UBND (Lai Châu), of November 2025.
_RENUMBERED = {"1.011818": "1.014459", "1.011820": "1.014460", "1.011819": "1.014461"}


@typed
@cache
def catalogue() -> Catalogue:
    """Return every row that ships: examples of what provinces and ministries publish.

    Each is marked as an example, names who decided it, and covers filings from the day of its
    decision, or of force where that is known. Cases opened under rows of earlier releases find them
    by version.

    Source: the decisions named at each procedure; see data/procedures.csv.

    >>> from caseflow.values import Channel
    >>> catalogue().get("1.014199").limit_for(Channel.COUNTER, "refused").text("en")
    '3 working days'
    """
    earlier = _examples("earlier-procedures.csv")
    return Catalogue(
        _examples("procedures.csv"), name="vn", earlier=earlier, aliases=_aliases(earlier)
    )


@typed
def national_examples(prefer: Sequence[str] = ()) -> Catalogue:
    """Return one example for each code of the national catalogue, for an office to try.

    Of a code that several authorities published the version named in *prefer* is taken, else the
    first. What has no national code is left out; of a procedure with two codes the newer is taken.

    >>> "HCM-2843-01" in national_examples().codes
    False
    """
    chosen: dict[str, Procedure] = {}
    left: list[Procedure] = []
    for procedure in catalogue():
        if procedure.code in _RENUMBERED or not has_national_code(procedure):
            left.append(procedure)
        elif procedure.code not in chosen or procedure.version in prefer:
            chosen[procedure.code] = procedure
    return Catalogue(
        tuple(chosen.values()),
        "vn",
        earlier=(*catalogue().earlier, *left),
        aliases=(*catalogue().aliases, *_RENUMBERED.items()),
    )


@typed
def has_national_code(procedure: Procedure) -> bool:
    """Return whether the procedure has a code of the national catalogue."""
    return bool(national_code(procedure.code))


@cache
def _shipped(name: str = "procedures.csv") -> tuple[Row, ...]:
    return read_rows(shipped_text(name), name=f"data/{name}")


def _examples(name: str) -> tuple[Procedure, ...]:
    found = procedures_of(_shipped(name), FORM, f"data/{name}")
    return tuple(evolve(each, is_example=True) for each in found)


def _aliases(earlier: tuple[Procedure, ...]) -> tuple[tuple[str, str], ...]:
    """Return codes with the suffix of a province, each with the number that all share."""
    pairs = ((each.code, national_code(each.code)) for each in earlier)
    return tuple((code, now) for code, now in pairs if now and now != code)


# ── what the papers get wrong ───────────────────────────────────────────────────────────────


@typed
def catalogue_faults() -> tuple[Fault, ...]:
    """Return where the shipped papers contradict themselves, as warnings.

    Only what shows in the words of a paper; sums of steps, shortened times and service levels are
    compared by `caseflow.checks` on the procedures.

    >>> [fault.where for fault in catalogue_faults() if fault.code == "hours-differ"]
    ['HCM-2843-33']
    """
    return contradictions(_shipped(), _WORDS)
