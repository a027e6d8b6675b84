"""Texts in any language, catalogues of messages, and which language stands in for another."""

import copy
import json
import pickle
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from caseflow import messages
from caseflow._cldr import number_by
from caseflow._date_texts import day_text, long_day_text
from caseflow._languages import language_code, nearest
from caseflow._number_texts import decimal_text, whole_text
from caseflow.codec import DefinitionCodec, canonical_json
from caseflow.errors import DefinitionError, FormatError, UnknownNameError, ValueInvalidError
from caseflow.limits import TimeLimit
from caseflow.messages import (
    REFERENCE,
    add_catalogue,
    catalogue_of,
    languages,
    parse_catalogue,
    part_of_catalogue,
)
from caseflow.office.installed import find_pack
from caseflow.texts import Message, Text, Written

CODES = ("vi", "en", "nl", "zh-Hant", "fr-CA", "es-419", "sl-rozaj")


@pytest.fixture
def added(monkeypatch):
    """Let a test add a catalogue that no other test sees."""
    monkeypatch.setattr(messages, "_added", {})
    monkeypatch.setattr(messages, "_loaded", {})
    for each in (messages._load, messages._languages_of):
        each.cache_clear()
    yield
    for each in (messages._load, messages._languages_of):
        each.cache_clear()


def written(language: str, mark: str = "", **changed: str) -> str:
    """Return a whole catalogue: that of the reference language, each text with *mark* before it."""
    texts = {**catalogue_of(REFERENCE).texts, **changed}
    lines: list[str] = []
    for key, text in texts.items():
        table, _, name = key.partition(".")
        if table not in ("formats", "words"):
            quoted = (mark + text).replace("\\", "\\\\").replace('"', '\\"')
            lines += [f"[{table}]", f'{name} = "{quoted}"']
    return "\n".join(lines)


@pytest.mark.parametrize("code", CODES)
def test_a_language_code_is_written_as_bcp_47_writes_it(code):
    """However the letters are cased, and what is no code is refused."""
    assert language_code(code.upper()) == language_code(code.lower()) == code
    for wrong in ("", "x", "english", "en_GB", "en-", "no code", None, 7):
        with pytest.raises(ValueInvalidError, match="language"):
            language_code(wrong)


@given(st.sampled_from(CODES), st.lists(st.sampled_from(CODES), unique=True))
def test_a_missing_language_falls_back_to_a_wider_one_and_then_to_the_first(asked, known):
    """The rule stands in one place and never gives a language that is not there."""
    found = nearest(asked, known)

    assert (found is None) == (not known)
    if asked in known:
        assert found == asked
    elif known:
        assert found in (asked.partition("-")[0], known[0])


@given(st.dictionaries(st.sampled_from(CODES), st.text(), min_size=1))
def test_a_text_is_equal_whatever_the_order_of_its_languages(texts):
    """So what is stored with sorted keys equals what was written; and it is copied and pickled."""
    text = Text(texts)
    other = Text(dict(reversed(texts.items())))

    assert text == other
    assert hash(text) == hash(other)
    assert copy.deepcopy(text) == pickle.loads(pickle.dumps(text)) == text
    assert [text.in_(code) for code in texts] == list(texts.values())


def test_a_text_is_frozen_and_refuses_what_is_no_text():
    """As every value of caseflow."""
    text = Text(nl="Ontvangen")
    with pytest.raises(AttributeError):
        text._texts = {}
    for wrong in (lambda: Text("x"), lambda: Text(nl=7), lambda: Text({"no code": "x"})):
        with pytest.raises(ValueInvalidError):
            wrong()


def test_a_two_language_text_is_stored_as_it_always_was():
    """An object with a text under each code, so that definitions keep their bytes."""
    converter = DefinitionCodec()._converter

    assert converter.unstructure(Text(vi="a", en="b")) == {"vi": "a", "en": "b"}
    assert converter.structure({"en": "b", "nl": "c"}, Text) == Text(nl="c", en="b")


def test_a_message_is_put_together_in_the_language_of_the_reader():
    """Texts, days and lists among its params are in that language too."""
    first = Message("engine.first", actions=(Text(vi="một", en="one"), Text(vi="hai", en="two")))
    through = Message("procedures.until", ends=date(2026, 9, 7))

    assert (first.in_("vi"), first.in_("en-GB")) == (
        "việc cần làm trước: một, hai",
        "first: one, two",
    )
    assert through.in_("vi").endswith("07/9/2026")
    assert through.in_("fr") == through.in_("en")
    assert pickle.loads(pickle.dumps(first)) == first
    assert Written(day_text, date(2026, 9, 7)).in_("vi") == "07/9/2026"


def test_a_pack_adds_the_catalogue_of_its_language(added):
    """Then messages, dates and numbers are in it, and limits are read in its words."""
    add_catalogue("fr", written("fr", "fr "))

    assert "fr" in languages()
    assert Message("channels.online").in_("fr-CA") == "fr online"
    assert long_day_text(date(2026, 9, 7), "fr") == "7 septembre 2026"
    assert decimal_text(Fraction(35, 2), "fr") == "17,5"
    add_catalogue("fr", written("fr", "fr "))
    with pytest.raises(FormatError, match="another catalogue"):
        add_catalogue("fr", written("fr", "autre "))


def test_a_catalogue_that_is_not_whole_is_refused_with_all_its_faults(added):
    """A key too few, one too many, and other placeholders."""
    text = written("fr").replace('online = "online"\n', 'onlin = "x"\n')
    text = text.replace("{amount}", "{montant}")

    with pytest.raises(DefinitionError) as caught:
        add_catalogue("fr", text)

    said = str(caught.value)
    for fault in ("channels.online is missing", "channels.onlin is the key of no", "placeholders"):
        assert fault in said
    assert "fr" not in languages()


@pytest.mark.parametrize(
    "text", ['a = "x"', "[t]\na = x", '[t]\na = "x"\na = "y"', '[t]\na = "\\q"', "[t]\nA = 'x'"]
)
def test_a_line_of_another_form_is_refused(text):
    """With its number, so that it is found."""
    with pytest.raises(FormatError, match="line "):
        parse_catalogue(text, name="fr.toml")


@given(st.integers(min_value=-(10**12), max_value=10**12), st.sampled_from(["vi", "en"]))
def test_whole_numbers_are_grouped_as_cldr_says(number, language):
    """Babel is the oracle, called in its plainest way."""
    assert whole_text(number, language) == format_decimal(number, locale=language)


@given(
    st.one_of(
        st.integers(-(10**18), 10**18),
        *(st.decimals(-(10**9), 10**9, places=places) for places in (0, 2, 9)),
    ),
    st.booleans(),
    st.sampled_from(["vi", "en", "de"]),
)
def test_numbers_have_all_their_digits_and_the_signs_that_babel_has(number, is_grouped, language):
    """Whether Babel is asked or the signs that were taken from it are used."""
    places = -min(int(Decimal(number).as_tuple().exponent), 0)
    pattern = ("#,##0" if is_grouped else "0") + ("." + "0" * places if places else "")
    expected = format_decimal(number, pattern, language, decimal_quantization=False)

    assert number_by(number, language, grouped=is_grouped) == expected


@given(
    st.integers(min_value=1, max_value=400),
    st.sampled_from(["working days", "ngày làm việc", "hours", "giờ", "weeks", "tuần", "tháng"]),
)
def test_a_limit_is_read_in_the_words_of_every_catalogue(number, words):
    """And what is written in one language is read back."""
    limit = TimeLimit.parse(f"{number} {words}")

    assert all(TimeLimit.parse(limit.text(language)) == limit for language in ("vi", "en"))


# ── parts of catalogues ─────────────────────────────────────────────────────────────────────


def test_a_message_of_a_part_is_found_by_the_name_of_the_part():
    """Filled, and in the language of the reader, as any other."""
    more = Message("commands/demo.more-json-has-all", more="3")

    assert (more.in_("vi"), more.in_("en")) == (
        "… và 3 hồ sơ nữa (--json in tất cả)",
        "… and 3 more (--json has all)",
    )
    for key in ("commands/demo.nothing", "demo.more-json-has-all", "nobody/demo.all"):
        with pytest.raises(UnknownNameError):
            Message(key).in_("en")


def test_a_language_may_lack_the_messages_of_a_part(added):
    """Those of the commands stay English then, and what they are filled with does not."""
    add_catalogue("fr", written("fr", "fr "))
    channel = Message("channels.online")
    said = Message("commands/demo.result", channel=channel, back=channel)

    assert said.in_("fr") == "fr online; result fr online"


def test_a_catalogue_is_read_when_its_language_is_first_asked_for(added):
    """Given as a function; what is wrong with it is said then, with every fault."""
    asked = []

    def right():
        asked.append("right")
        return written("fr", "fr ")

    add_catalogue("fr", right)
    add_catalogue("fr", right)
    assert ("fr" in languages(), asked) == (True, [])
    assert Message("channels.online").in_("fr") == "fr online"
    assert (Message("channels.post").in_("fr"), asked) == ("fr by post", ["right"])
    with pytest.raises(FormatError, match="another catalogue"):
        add_catalogue("fr", lambda: written("fr", "autre "))
    add_catalogue("de", lambda: '[channels]\nonline = "online"')
    with pytest.raises(DefinitionError, match=r"channels\.post is missing"):
        Message("channels.online").in_("de")


def test_a_part_that_nobody_knows_is_refused(added):
    """As is a catalogue that caseflow brings."""
    with pytest.raises(UnknownNameError, match="commands"):
        add_catalogue("fr", written("fr"), part="command")
    with pytest.raises(FormatError, match="another catalogue"):
        add_catalogue("vi", written("vi", "x "), part="")
    with pytest.raises(UnknownNameError, match="commands"):
        part_of_catalogue("", "en")


# ── definitions that were kept ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["netherlands", "vietnam"])
def test_what_was_kept_falls_back_as_it_was_declared(name):
    """JSON sorts its keys; a reader of another language gets the first of the pack all the same."""
    pack = find_pack(name)
    codec, office = pack.definitions(), pack.jurisdiction()
    for workflow in office.workflows:
        kept = json.loads(canonical_json(codec.workflow_to_data(workflow)))
        read = codec.workflow_from_data(kept)
        assert read.languages == workflow.languages
        assert [each.labels.in_("fy") for each in read.states] == [
            each.labels.in_("fy") for each in workflow.states
        ]
        assert [each.labels.in_("fy") for each in read.actions] == [
            each.labels.in_("fy") for each in workflow.actions
        ]
        assert read.fingerprint == workflow.fingerprint
    for procedure in office.catalogue:
        kept = json.loads(canonical_json(codec.procedure_to_data(procedure)))
        assert codec.procedure_from_data(kept).name.in_("fy") == procedure.name.in_("fy")
        assert canonical_json(
            codec.procedure_to_data(codec.procedure_from_data(kept))
        ) == canonical_json(kept)


def test_a_workflow_has_the_order_of_the_languages_that_it_names():
    """Before that of the codec, which is that of a country."""
    named = {"format": "workflow/1", "name": "x", "version": "1", "initial": "a"}
    state = {"name": "a", "labels": {"en": "Open", "nl": "Geopend"}, "is_final": True}
    data = {**named, "states": [state], "actions": [], "transitions": []}
    codec = DefinitionCodec(languages=("en", "nl"))

    assert codec.workflow_from_data(data).states[0].labels.in_("fr") == "Open"
    dutch = codec.workflow_from_data({**data, "languages": ["nl", "en"]})
    assert dutch.states[0].labels.in_("fr") == "Geopend"
    assert dutch.states[0].labels.languages == ("nl", "en")


def test_what_a_pack_keeps_does_not_depend_on_the_packs_beside_it():
    """Definitions have the languages of their pack alone, although another brings its catalogue."""
    packs = [find_pack(name) for name in ("netherlands", "vietnam")]
    assert {"nl", "vi"} <= set(languages())
    for pack in packs:
        offices = [pack.jurisdiction(), *([pack.budgets()] if pack.budgets else [])]
        others = {"nl", "vi"} - set(pack.languages)
        codec = pack.definitions()
        for office in offices:
            kept = [codec.workflow_to_data(each) for each in office.workflows]
            kept += [codec.procedure_to_data(each) for each in office.catalogue]
            assert not any(f'"{code}":' in canonical_json(each) for each in kept for code in others)
