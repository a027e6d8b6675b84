"""Exports and imports as a library: lines of text, no file and nothing printed."""

import io
from datetime import timedelta

import pytest

from caseflow import vietnam as vn
from caseflow.engine import Engine
from caseflow.errors import FormatError
from caseflow.office.services import service_of
from caseflow.pii.erasures import refuse_forged
from caseflow.service import ImportRules, Lines, Transfer, export_lines, import_lines
from caseflow.stores import MemoryStore
from caseflow.values import Actor, Channel
from caseflow.vietnam.pack import PACK
from caseflow.vietnam.stored import definition_codec
from oracle.product import at


def rules_for(store):
    """By what imports into *store* are checked."""
    return ImportRules(
        vn.danang(),
        definition_codec(),
        lambda engine: service_of(engine, store, PACK),
        refuse_forged,
    )


def exported(capsys):
    """The lines of an export of two cases."""
    store, lodged = MemoryStore(), at("2026-03-02 09:00")
    service = service_of(Engine(vn.danang()), store, PACK)
    for number in ("H-1", "H-2"):
        service.open(
            "1.014445",
            case_id=number,
            channel=Channel.ONLINE,
            result_by=Channel.ONLINE,
            at=lodged,
            by=Actor("c1", roles={"applicant"}),
        )
    done = Transfer()
    lines = list(export_lines(store, done))
    assert (done.cases, done.records, done.problems) == (2, 2, [])
    assert capsys.readouterr() == ("", "")
    return lines, lodged


def test_what_was_exported_is_imported_whole(capsys):
    """Lines that are read back give the same lines again; a bad one is reported by its number."""
    lines, lodged = exported(capsys)
    text = "\n".join([*lines[:-1], '{"case": {"case_id": "H-3"}}', lines[-1]])
    store, seen = MemoryStore(), []

    done = import_lines(
        store,
        Lines("lines", io.BytesIO(text.encode())),
        rules_for(store),
        now=lodged + timedelta(days=1),
        progress=seen.append,
    )

    assert (done.cases, done.records) == (2, 2)
    assert [(each.line, each.case_id) for each in done.problems] == [(len(lines), "H-3")]
    assert seen == [len(text.encode())]
    assert list(export_lines(store, Transfer())) == lines
    assert capsys.readouterr() == ("", "")


def test_what_is_no_export_is_refused_before_anything_is_kept(capsys):
    """The first line must say what the lines are; errors name them as the caller does."""
    lines, lodged = exported(capsys)
    store = MemoryStore()

    with pytest.raises(FormatError, match=r"my lines"):
        import_lines(
            store, Lines("my lines", io.BytesIO(lines[1].encode())), rules_for(store), now=lodged
        )
    assert store.run(store.ops.stats())["cases"] == 0
