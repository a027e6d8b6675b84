"""With `--pack netherlands --lang nl` no command says an English word, and others are refused."""

import re

import pytest

from dutch import english

COMMANDS = (
    ("demo", "--report", "-", "--filings", "12"),
    ("due", "8 weken", "--from", "2026-03-02", "--early", "10", "--explain"),
    ("fee", "omgevingsvergunning", "--on", "2026-03-02", "--explain", "--channel", "online"),
    ("procedures",),
    ("procedures", "show", "omgevingsvergunning"),
    ("check",),
)
WRONG = (
    ("due", "8 manen", "--from", "2026-03-02"),
    ("due", "8 weken", "--from", "gisteren"),
    ("due", "8 weken"),
    ("fee", "visvergunning", "--on", "2026-03-02"),
    ("procedures", "show", "visvergunning"),
    ("papers", "Z-1", "--store", "memory:", "--out", "x", "--from", "2026-03-02"),
    ("due", "8 weken", "--form", "2026-03-02"),
    ("due", "8 weken", "--from", "2026-03-02", "--calendar", "mars"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_prints_dutch(words, caseflow):
    """What it prints of a Dutch office, and on the side."""
    ran = caseflow(*words, "--pack", "netherlands", "--lang", "nl")

    assert (ran.code, ran.err) == (0, "")
    assert english(ran.out) == []


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_command_complains_in_dutch(words, caseflow, tmp_path, monkeypatch):
    """Of words, values, names and options."""
    monkeypatch.chdir(tmp_path)
    ran = caseflow(*words, "--pack", "netherlands", "--lang", "nl")

    assert ran.code == 2
    said = [line for line in ran.err.splitlines() if not re.match(r"gebruik:|\s", line)]
    assert said
    assert english("\n".join(said)) == []


@pytest.mark.parametrize(
    ("pack", "language", "code"),
    [
        ("netherlands", "nl", 0),
        ("netherlands", "nl-BE", 0),
        ("netherlands", "fr", 2),
        ("netherlands", "dutch", 2),
        ("vietnam", "vi", 0),
    ],
)
def test_a_command_has_the_languages_of_caseflow_and_of_its_pack(pack, language, code, caseflow):
    """Others are refused with the list."""
    ran = caseflow(
        "diagram",
        "permit" if pack == "netherlands" else "one-stop-shop",
        "--pack",
        pack,
        "--lang",
        language,
    )

    assert ran.code == code
    if code:
        assert "known: en, nl, vi [unknown-name]" in ran.err
