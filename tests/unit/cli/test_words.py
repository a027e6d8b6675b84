"""The words of a command line: one name for a store, hints for mistyped words, both languages."""

import json

import pytest

from caseflow.cli import build_parser
from caseflow.cli._parsing import with_store_named
from caseflow.stores import open_store


@pytest.fixture
def url(tmp_path):
    """A store with its tables and no case."""
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    with open_store(url) as store:
        store.run(store.ops.migrate())
    return url


STORED = (
    ("store", "stats"),
    ("store", "verify"),
    ("store", "migrate"),
    ("serve-due", "--once", "--at", "2026-08-20T10:00+07:00"),
    ("migrate", "--to", "one-stop-shop", "--dry-run"),
)


@pytest.mark.parametrize("words", STORED, ids=lambda words: "-".join(words[:2]))
def test_a_store_is_named_alike_in_every_command(caseflow, url, words):
    """`--store URL` everywhere; the address alone, as it once was, is read too."""
    named = caseflow(*words, "--store", url)
    assert named.code == 0, named.err
    place = 2 if words[0] == "store" else 1
    assert caseflow(*words[:place], url, *words[place:]) == named
    assert (
        caseflow(*words, "--portable", url).err
        == caseflow(*words, "--portable", "--store", url).err
    )


def test_a_budget_is_named_with_its_store(caseflow, url):
    """The number of the budget is the word that is left."""
    at = ("--by", "k1", "--at", "2026-03-02T08:00+07:00")
    assert caseflow("budget", "open", "b-1", "--store", url, *at).code == 0
    allot = ("100", "--number", "1", "--source", "QĐ 1", *at)
    assert caseflow("budget", "allot", url, "b-1", *allot).code == 0
    assert "100" in caseflow("budget", "report", "b-1", f"--store={url}").out


def test_only_what_names_a_store_is_taken_for_one():
    """A value of an option stays its value, and other commands are left alone."""
    for words in (
        ["papers", "c", "--tracking", "sqlite:///x", "--store", "sqlite:///y"],
        ["store", "verify", "--published", "sqlite:///x"],
        ["due", "sqlite:///x"],
        [],
    ):
        assert with_store_named(words) == words


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["dmo"], "demo"),
        (["due", "5 ngày", "--fom", "2026-03-02"], "--from"),
        (["migrate", "--store", "x", "--too", "y"], "--to"),
        (["reconcile", "f", "--store=x", "--onn=2026-03-02"], "--on"),
        (["replay", "x", "--profle", "y"], "--profile"),
        (["fee", "x", "--chanel", "online", "--on", "2026-03-02"], "--channel"),
        (["store", "verfy", "--store", "x"], "verify"),
        (["procedures", "shw", "2.000815"], "show"),
        (["serve-due", "--evry", "3", "--store", "x"], "--every"),
        (["papers", "x", "--store", "y", "--out", "z", "--lagn=vi"], "--lang"),
        (["diagram", "one-stop-shop", "--format", "mermaidd"], "mermaid"),
        (["diagram", "one-stop-sop"], "one-stop-shop"),
        (["procedures", "show", "2.00815"], "2.000815"),
        (["fee", "2.00815", "--channel", "counter", "--on", "2025-11-20"], "2.000815"),
    ],
)
def test_a_mistyped_word_is_answered_with_the_right_one(caseflow, words, meant):
    """Commands, duties, options, choices, names and codes; exit code 2; JSON where asked for."""
    ran = caseflow(*words)
    assert (ran.code, ran.out) == (2, "")
    hint = ran.err.partition("did you mean")[2]
    assert meant in hint
    as_json = caseflow(*words, "--json")
    assert as_json.code == 2
    assert meant in as_json.data["error"]["message"].partition("did you mean")[2]


def commands():
    """Every command and duty with its parser."""
    waiting, found = [((), build_parser())], []
    while waiting:
        path, parser = waiting.pop()
        duties = [each for each in parser._actions if getattr(each, "choices", None)]
        below = [each.choices for each in duties if isinstance(each.choices, dict)]
        found.append((path, parser))
        for choices in below:
            waiting += [((*path, name), each) for name, each in choices.items()]
    return found


def test_every_command_that_speaks_takes_a_language():
    """`--lang vi` wherever a text is printed; a store is an option of one name."""
    for path, parser in commands():
        options = {name for action in parser._actions for name in action.option_strings}
        positionals = {each.dest for each in parser._actions if not each.option_strings}
        assert "url" not in positionals
        if path in ((), ("store",), ("budget",), ("catalogue",), ("targets",), ("register",)):
            continue
        assert "--lang" in options, path


def test_an_answer_carries_the_id_of_its_question(caseflow):
    """Text or number, on answers and on errors; other ids are refused."""
    lines = [
        {"id": "a/1", "limit": "5 ngày làm việc", "from": "2026-03-02"},
        {"id": 7, "limit": "x", "from": "2026-03-02"},
        {"limit": "1 month", "from": "2026-03-02"},
        {"id": None, "limit": "1 month", "from": "2026-03-02"},
        {"id": [1], "limit": "1 month", "from": "2026-03-02"},
    ]
    ran = caseflow("due", "--jsonl", stdin="\n".join(json.dumps(line) for line in lines))
    assert [line.get("id", "-") for line in ran.lines] == ["a/1", 7, "-", None, "-"]
    assert [line.get("error", {}).get("code") for line in ran.lines] == [
        None,
        "limit-syntax",
        None,
        None,
        "value-invalid",
    ]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_json_lines_are_explained_when_asked(caseflow, language):
    """`--explain` and `--lang` hold in every mode: text, JSON and JSON lines say the same."""
    words = ("--explain", "--lang", language, "--early", "20")
    question = {"limit": "15 ngày làm việc", "from": "2026-08-17"}
    (line,) = caseflow("due", "--jsonl", *words, stdin=json.dumps(question)).lines
    data = caseflow("due", question["limit"], "--from", question["from"], *words, "--json").data
    text = caseflow("due", question["limit"], "--from", question["from"], *words).out
    assert line == data
    assert data["explanation"] in text
    assert data["promised_explanation"] in text


def test_a_language_that_nothing_is_written_in_is_refused(caseflow):
    """CSV and JSON of a list have no language."""
    words = ("--on", "2026-11-01", "--title", "x", "--publisher", "y", "--lang", "vi")
    for form in ("csv", "json"):
        ran = caseflow("procedures", "publish", "--format", form, *words)
        assert ran.code == 2
        assert "--lang" in ran.err


def test_a_procedure_is_shown_whole(caseflow):
    """Limits by channel and branch, steps, names of fees, sources; the fee takes these names."""
    shown = caseflow("procedures", "show", "1.014445")
    for text in ("15 calendar days", "Trả kết quả", "decision", "source"):
        assert text in shown.out
    assert "Các bước" in caseflow("procedures", "show", "1.014445", "--lang", "vi").out
    (branched,) = caseflow("procedures", "show", "2.001770", "--json").data
    assert branched["branches"] == ["first-grant", "renewal"]
    data = caseflow("procedures", "show", "2.000815", "--json").data[0]
    counts = [f"--count={name}=1" for name in data["fees"]["count"]]
    assert counts
    words = ("2.000815", "--channel", "counter", "--on", "2025-11-20")
    assert caseflow("fee", *words, *counts).code == 0
    assert caseflow("procedures", "show", "0.000000").code == 2


def test_what_ships_passes_the_check(caseflow):
    """No error; a warning on what is shipped states its source. Yours must be clean."""
    for language in ("vi", "en"):
        ran = caseflow("check", "vn", "--lang", language)
        assert ran.code == 0, ran.out
    assert "không có lỗi" in caseflow("check", "vn", "--lang", "vi").out


def test_every_sweep_is_a_line_of_json(url, monkeypatch, caseflow):
    """Also one that found nothing, so that silence means that none runs."""
    from caseflow.cli import _serve_due as serve_due

    class Stop:
        """Let three rounds pass without waiting."""

        rounds = 0

        def is_set(self):
            return self.rounds == 3

        def wait(self, _seconds):
            self.rounds += 1

    class Signalled:
        def __enter__(self):
            return Stop()

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(serve_due, "_until_signal", Signalled)
    ran = caseflow("serve-due", "--store", url, "--every", "1", "--json")
    assert ran.code == 0
    assert [line["claimed"] for line in ran.lines] == [0, 0, 0]
