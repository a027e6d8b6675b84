"""Random filings of each pack, worked by what its own schemas take, read well in every language."""

from datetime import datetime, timedelta
from functools import reduce

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from caseflow.engine import Engine
from caseflow.errors import CaseflowError
from caseflow.messages import languages
from caseflow.office.paying import books_of
from caseflow.values import Actor
from caseflow.web import (
    account_data,
    case_data,
    deadlines_data,
    explanation_data,
    history_data,
    options_data,
    payload_from_data,
    payload_schema,
    problem,
)
from unit.web.test_payload_data import CODECS, PACKS, data_of
from unit.web.test_shapes import CHECKS, MACHINE, raw_pattern, texts_of

ENGINES = {name: Engine(pack.jurisdiction()) for name, pack in PACKS.items()}


def words_of(data):
    """Every text in *data*, the longest first."""
    found = [data] if isinstance(data, str) else []
    if isinstance(data, dict | list):
        parts = data.values() if isinstance(data, dict) else data
        found = [word for part in parts for word in words_of(part)]
    return sorted(found, key=len, reverse=True)


def read_well(name, data, raw, given):
    """It is of its shape, and no text for people is one for machines, but as it was handed in."""
    CHECKS[name].validate(data)
    for text in texts_of(data):
        ours = reduce(lambda left, word: left.replace(word, "…"), given, text)
        assert not MACHINE.search(ours), text
        assert not raw.search(ours), text


@pytest.mark.parametrize("pack", PACKS)
def test_a_filing_of_any_pack_reads_well(pack):
    """Whatever is done to it by those who may do anything, and whatever is refused."""
    engine, codec = ENGINES[pack], CODECS[pack]
    workflow = engine.jurisdiction.workflows[0]
    zone = engine.jurisdiction.calendar.zone
    raw = raw_pattern(engine)
    everybody = Actor("all", {role.name for role in workflow.roles})
    codes = [
        each.code
        for each in engine.jurisdiction.catalogue
        if each.workflow == workflow.name and each.channels
    ]

    @settings(max_examples=max(8, settings().max_examples // 20), phases=[Phase.generate])
    @given(st.data())
    def run(drawing):
        at = datetime(2026, 9, 1, 9, tzinfo=zone)
        procedure = engine.jurisdiction.catalogue.get(drawing.draw(st.sampled_from(codes)))
        channel = drawing.draw(st.sampled_from(sorted(procedure.channels, key=str)))
        errors, sent = [], []
        try:
            case = engine.open(procedure.code, channel=channel, result_by=channel, at=at)
        except CaseflowError:
            return  # it is not offered on that day
        for _ in range(12):
            at += timedelta(hours=drawing.draw(st.integers(0, 200)))
            options = engine.actions(case, by=everybody, at=at)
            option = drawing.draw(st.sampled_from([each for each in options if each.allowed]))
            data = drawing.draw(data_of(payload_schema(option.action)))
            sent.append(data)
            try:
                payload = payload_from_data(option.action, data, codec)
                case = engine.fire(case, option.action, payload, by=everybody, at=at)
            except CaseflowError as error:
                errors.append(error)
            if not any(each.allowed for each in engine.actions(case, by=everybody, at=at)):
                break
        options, dates = engine.actions(case, by=everybody, at=at), engine.deadlines(case, at=at)
        given = [word for word in words_of(sent) if MACHINE.search(word)]
        account = books_of(case.records, engine.jurisdiction.currency).account
        for language in languages():
            read_well("AccountShape", account_data(account, language=language), raw, given)
            read_well("CaseShape", case_data(case, engine, at=at, language=language), raw, given)
            for each in deadlines_data(case, engine, at=at, language=language):
                read_well("DeadlineShape", each, raw, given)
            for each in dates.values():
                found = explanation_data(each, case, engine, language=language)
                read_well("ExplanationShape", found, raw, given)
            for each in options_data(options, case, engine, language=language):
                read_well("OptionShape", each, raw, given)
            for each in history_data(case.records, case, engine, codec, language=language):
                read_well("RecordShape", each, raw, given)
            for each in errors:
                read_well(
                    "ProblemShape", problem(each, language=language, zone=zone).body, raw, given
                )

    run()
