"""Procedures and catalogues: limits per channel and branch, versions, search, totals."""

from datetime import date

import pytest
from attrs import evolve

from caseflow.errors import (
    ProcedureClosedError,
    UnknownChannelError,
    UnknownNameError,
    UnknownProcedureError,
    ValueInvalidError,
)
from caseflow.limits import working_days, working_hours
from caseflow.procedures import (
    Catalogue,
    LimitRule,
    Procedure,
    ServiceLevel,
    Totals,
)
from caseflow.procedures._catalogues import plain
from caseflow.values import Channel, Text
from permits import CATALOGUE, COUNTER_ONLY, OLD, PAUSING, TEN_DAYS

RULES = (
    LimitRule(working_days(10)),
    LimitRule(working_days(9), channel=Channel.ONLINE),
    LimitRule(working_days(3), branch="refused"),
    LimitRule(working_hours(2), channel=Channel.ONLINE, branch="refused"),
)
MIXED = evolve(TEN_DAYS, limits=RULES)


def version(name: str, valid_from: date | None, **changes: object) -> Procedure:
    """Return one version of a procedure."""
    return evolve(TEN_DAYS, version=name, valid_from=valid_from, retired_from=None, **changes)


# ── limits ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("channel", "branch", "expected"),
    [
        (Channel.COUNTER, None, working_days(10)),
        (Channel.ONLINE, None, working_days(9)),
        (Channel.COUNTER, "refused", working_days(3)),
        (Channel.ONLINE, "refused", working_hours(2)),
    ],
)
def test_the_rule_that_says_most_wins(channel, branch, expected):
    """Channel and branch go before branch, that before channel, that before the general rule."""
    assert MIXED.limit_for(channel, branch) == expected


def test_the_first_of_two_equal_rules_wins():
    """Of two rules for the same filings the first counts, whatever `checks` says of it."""
    twice = evolve(TEN_DAYS, limits=(LimitRule(working_days(1)), LimitRule(working_days(2))))

    assert twice.limit_for(Channel.POST) == working_days(1)


def test_an_unknown_branch_is_reported():
    """A branch without its own limit is an error that names those there are."""
    assert MIXED.branches == ("refused",)
    with pytest.raises(UnknownNameError, match="unknown branch 'granted'; known: refused"):
        MIXED.limit_for(Channel.COUNTER, "granted")


def test_no_limit_until_the_branch_is_known():
    """Where every rule is for a branch, a filing without one has no limit."""
    branched = evolve(TEN_DAYS, limits=RULES[2:])

    assert branched.limit_for(Channel.COUNTER, "refused") == working_days(3)
    with pytest.raises(UnknownNameError, match="known: refused"):
        branched.limit_for(Channel.COUNTER)


def test_a_channel_not_offered_has_no_limit():
    """A procedure at the counter only takes nothing online, and says what it takes."""
    assert not COUNTER_ONLY.is_offered(Channel.ONLINE)
    assert COUNTER_ONLY.is_offered(Channel.POST)
    with pytest.raises(UnknownChannelError, match="known: counter, post"):
        COUNTER_ONLY.limit_for(Channel.ONLINE)


def test_channels_may_be_narrowed():
    """Only the channels listed are offered, and only those that some rule covers."""
    narrow = evolve(TEN_DAYS, channels=[Channel.POST])
    online = evolve(TEN_DAYS, limits=RULES[1:2])

    assert [each for each in Channel if narrow.is_offered(each)] == [Channel.POST]
    assert [each for each in Channel if online.is_offered(each)] == [Channel.ONLINE]


# ── taking new filings ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("on", "problem"),
    [
        (date(2025, 12, 31), "in force from 2026-01-01"),
        (date(2026, 1, 1), ""),
        (date(2026, 5, 31), ""),
        (date(2026, 6, 1), "closed to new filings from 2026-06-01"),
        (date(2027, 1, 1), "retired from 2027-01-01"),
    ],
)
def test_closed_is_not_retired(on, problem):
    """A version is taken from its first day until it is closed; retired says more."""
    dated = evolve(
        TEN_DAYS,
        valid_from=date(2026, 1, 1),
        closed_to_new_from=date(2026, 6, 1),
        retired_from=date(2027, 1, 1),
    )

    assert problem in dated.refuses_new_on(on)
    assert bool(problem) == bool(dated.refuses_new_on(on))


# ── the catalogue ───────────────────────────────────────────────────────────────────────────

THREE = Catalogue(
    (
        version("2", date(2025, 1, 1)),
        version("1", None),
        version("3", date(2026, 7, 1)),
        PAUSING,
    )
)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (None, "3"),
        (date(1990, 1, 1), "1"),
        (date(2024, 12, 31), "1"),
        (date(2025, 1, 1), "2"),
        (date(2026, 6, 30), "2"),
        (date(2026, 7, 1), "3"),
    ],
)
def test_the_version_in_force_is_found(on, expected):
    """By day the version begun last; without a day the latest."""
    assert THREE.get("P.1", on=on).version == expected


def test_a_day_that_no_version_covers_is_refused_with_the_days_covered():
    """A day before every version, or after the last was retired, names what is covered."""
    later = Catalogue((version("1", date(2026, 1, 1)), version("2", date(2027, 1, 1))))
    with pytest.raises(ProcedureClosedError) as caught:
        later.get("P.1", on=date(2020, 1, 1))
    assert "version 1 is in force from 2026-01-01; it covers filings from 2026-01-01" in str(
        caught.value
    )
    assert "version 2 is in force from 2027-01-01" in str(caught.value)

    over = Catalogue((evolve(version("1", date(2026, 1, 1)), retired_from=date(2026, 6, 1)),))
    with pytest.raises(ProcedureClosedError, match="from 2026-01-01 through 2026-05-31"):
        over.get("P.1", on=date(2026, 6, 1))
    assert over.get("P.1", on=date(2026, 5, 31)).version == "1"


def test_earlier_versions_are_found_by_version_only():
    """Cases opened under them go on; no filing comes in under them, and nothing lists them."""
    now = version("2", date(2026, 1, 1))
    before = evolve(version("1", None), code="P.1.OLD")
    catalogue = Catalogue((now,), earlier=(before,), aliases=(("P.1.OLD", "P.1"),))

    assert catalogue.get("P.1.OLD", "1") == before
    assert catalogue.get("P.1.OLD", on=date(2026, 2, 1)) == now
    assert catalogue.get("P.1.OLD") == now
    assert catalogue.codes == ("P.1",)
    assert before not in list(catalogue)
    assert before not in catalogue.search("P.1")


def test_a_version_is_found_by_name():
    """A version is named, or its day is, not both."""
    assert THREE.get("P.1", "2").version == "2"
    with pytest.raises(UnknownNameError, match=r"version of procedure P\.1"):
        THREE.get("P.1", "9")
    with pytest.raises(ValueInvalidError, match="not both"):
        THREE.get("P.1", "2", on=date(2026, 1, 1))


def test_an_unknown_code_comes_with_near_ones():
    """A mistyped code is answered with the codes that are like it."""
    with pytest.raises(UnknownProcedureError, match="did you mean"):
        CATALOGUE.get("P1")


def test_the_catalogue_lists_codes_once():
    """Versions are counted; a code is listed once, in the order given."""
    assert THREE.codes == ("P.1", "P.2")
    assert len(THREE) == 4
    assert list(THREE)[3] is PAUSING
    assert [each.version for each in THREE.versions("P.1")] == ["1", "2", "3"]


@pytest.mark.parametrize("text", ["giay phep", "GIẤY PHÉP", "phép giấy", "p.1", "permit", ""])
def test_search_needs_no_accents(text):
    """Every word must be found, without regard to case, accents or order."""
    assert TEN_DAYS in CATALOGUE.search(text)


@pytest.mark.parametrize("letter", ["đ", "Đ", "ð", "Ð", "ɖ", "Ɖ"])
def test_search_reads_letters_that_look_like_d_with_stroke(letter):
    """U+00F0 and its kin are typed and scanned for đ."""
    assert plain(f"{letter}ất {letter}ai") == "dat dai"


def test_search_reads_d_with_stroke_as_d():
    """đ is found by d."""
    street = evolve(TEN_DAYS, name=Text(vi="Đăng ký đường", en="Road"), field="Giao thông")

    assert Catalogue((street,)).search("dang duong giao") == (street,)
    assert Catalogue((street,)).search("dang cau") == ()


def test_totals_count_codes_by_level():
    """Each code counts once, by its latest version."""
    partly = version("9", date(2027, 1, 1), service_level=ServiceLevel.PARTIAL)

    assert CATALOGUE.totals() == Totals(4, 3, 0, 1)
    assert Catalogue((TEN_DAYS, partly)).totals() == Totals(1, 0, 1, 0)


@pytest.mark.parametrize("level", list(ServiceLevel))
def test_levels_have_labels(level):
    """A service level has a name in both languages."""
    assert level.label("vi")
    assert level.label("en")


def test_old_procedures_stay_in_the_catalogue():
    """A procedure closed to new filings is still found: its open cases go on."""
    assert CATALOGUE.get("P.4") is OLD
