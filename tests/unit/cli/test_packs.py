"""A command works by the pack it is told, and says what a pack lacks."""

import importlib.metadata
import json
from importlib.metadata import EntryPoint

import pytest

from caseflow.cli import main
from caseflow.cli._calendar_names import calendars_of
from caseflow.errors import PackError
from caseflow.office import installed

PACKS = {
    "vietnam": "caseflow.vietnam.pack:PACK",
    "lean": "lean_packs:LEAN",
    "broken": "lean_packs:BROKEN",
}
CALENDARS = {"lean": "caseflow.vietnam.calendars:CALENDARS", "broken": "lean_packs:BROKEN"}


def points(group, named):
    """The entry points that packages would bring."""
    return tuple(EntryPoint(name, value, group) for name, value in named.items())


@pytest.fixture(autouse=True)
def installing(monkeypatch):
    """Install the packs for the length of a test."""
    brought = points("caseflow.packs", PACKS) + points("caseflow.calendars", CALENDARS)

    def entry_points(**asked):
        return tuple(
            each for each in brought if all(getattr(each, key) == asked[key] for key in asked)
        )

    monkeypatch.setattr(installed, "_installed", lambda: points("caseflow.packs", PACKS))
    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)
    monkeypatch.delenv("CASEFLOW_PACK", raising=False)
    calendars_of.cache_clear()
    yield
    calendars_of.cache_clear()


def answered(capsys, *words):
    """The exit code, what was printed, and what was complained about."""
    code = main(words)
    reported = capsys.readouterr()
    return code, reported.out, reported.err


@pytest.mark.parametrize("words", [("--pack", "lean", "check"), ("check", "--pack", "lean")])
def test_the_option_may_stand_before_and_after_the_command(capsys, words):
    """The pack that is named is the one that is checked."""
    code, reported, _ = answered(capsys, *words)

    assert (code, reported) == (0, "pack lean: pack without faults\n")


def test_the_environment_names_a_pack_and_the_option_wins(capsys, monkeypatch):
    """Without either it is the usual one."""
    assert answered(capsys, "check")[1].startswith("pack vietnam")
    monkeypatch.setenv("CASEFLOW_PACK", "lean")
    assert answered(capsys, "check")[1].startswith("pack lean")
    assert answered(capsys, "check", "--pack", "vietnam")[1].startswith("pack vietnam")


@pytest.mark.parametrize(
    "words", [("check",), ("due", "5 working days", "--from", "2026-03-02"), ("procedures",)]
)
def test_a_pack_that_is_not_installed_is_refused_by_name(capsys, words):
    """Those that are installed are named, also by what loads no whole pack."""
    code, reported, _ = answered(capsys, *words, "--pack", "atlantis", "--json")

    error = json.loads(reported)["error"]
    assert (code, error["code"]) == (2, "unknown-pack")
    assert all(name in error["message"] for name in PACKS)


def test_a_pack_may_have_the_name_of_a_command(capsys):
    """The word after --pack names a pack, and the command comes after it."""
    code, _, reported = answered(capsys, "--pack", "store", "due", "5 days", "--from", "2026-03-02")

    assert code == 2
    assert "no pack is called store" in reported
    assert "[unknown-pack]" in reported


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("catalogue", "template"), "lists"),
        (("procedures", "--catalogue", "lists"), "lists"),
        (("papers", "H1", "--store", "memory:", "--out", "slips"), "papers"),
        (("fee", "1.014445", "--channel", "online", "--on", "2026-03-02", "--support", "x"), "fee"),
    ],
)
def test_what_a_pack_lacks_is_named_with_what_it_has(capsys, words, part):
    """No command ends in a traceback, or goes on with the part of another country."""
    code, reported, complaint = answered(capsys, *words, "--pack", "lean")

    if part == "fee":  # a procedure without fees is refused before its support is looked for
        assert (code, "fees of 1.014445" in complaint) == (2, True)
        return
    assert (code, reported) == (2, "")
    assert f"the pack lean has no {part}; it has: calendars, samples" in complaint
    assert "[pack-part-missing]" in complaint


def test_a_budget_of_a_country_without_budgets_is_refused(capsys, tmp_path):
    """The store is left as it is."""
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    assert main(["store", "init", "--store", url]) == 0
    words = ("budget", "report", "city", "--store", url, "--pack", "lean")

    assert "the pack lean has no budgets" in answered(capsys, *words)[2]


def test_the_month_of_a_country_needs_no_stories_and_no_money(capsys):
    """It is worked by the same generator and shown by the same pages."""
    code, reported, _ = answered(
        capsys, "demo", "--report", "-", "--filings", "5", "--pack", "lean"
    )

    assert code == 0
    assert "5 MADE-UP filings (seed 2026)" in reported
    assert "Lean, calendar" in reported
    assert "Budget" not in reported
    data = json.loads(answered(capsys, "demo", "--filings", "5", "--pack", "lean", "--json")[1])
    assert (len(data["filings"]), data["stories"]) == (5, [])


def test_the_second_country_is_shown_like_the_first(capsys):
    """Its own month, calendar and money, and its story on top."""
    PACKS["netherlands"] = "caseflow.netherlands.pack:PACK"
    try:
        code, reported, _ = answered(
            capsys, "demo", "--report", "-", "--filings", "9", "--pack", "netherlands"
        )
    finally:
        del PACKS["netherlands"]

    assert code == 0
    assert reported.startswith("One MADE-UP filing, start to end\nomgevingsvergunning")
    assert "calendar netherlands@" in reported
    assert "Account: billed 325.50 euro = paid 325.50 euro" in reported
    assert "All matched" in reported
    assert "Early return" not in reported


def test_everything_that_is_wrong_with_a_pack_is_printed_at_once(capsys):
    """Languages, currency and expiries in one run, although no command would work by the pack."""
    code, reported, _ = answered(capsys, "check", "--pack", "broken")

    assert code == 1
    for fault in ("bad-language", "no-currency", "missing-language", "missing-expiry"):
        assert fault in reported
    assert "other-currency" in reported
    with pytest.raises(PackError):
        installed.find_pack("broken")


def test_a_language_that_the_pack_lacks_is_said_once(capsys, monkeypatch):
    """Its texts are shown in its first language."""
    monkeypatch.setitem(PACKS, "vietnam", "lean_packs:VIETNAMESE")
    _, reported, complaint = answered(capsys, "check", "vn", "--lang", "en")

    assert reported
    assert complaint == (
        "caseflow: the pack vietnam has no texts in 'en'; they are shown in 'vi'\n"
    )


def test_a_date_is_counted_on_a_calendar_of_the_pack(capsys):
    """The calendars of a pack are found by a separate entry point, and may be wrong."""
    due = ("due", "5 working days", "--from", "2026-03-02")

    assert answered(capsys, *due, "--pack", "lean") == answered(capsys, *due)
    assert "no NamedCalendars" in answered(capsys, *due, "--pack", "broken")[2]
    assert "vn, weekends" in answered(capsys, *due, "--calendar", "nowhere")[2]
