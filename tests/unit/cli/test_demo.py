"""The demonstration: whatever is drawn, its filings are whole and its money balances."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.engine import Engine
from caseflow.office.samples import Till, work_month, work_stories
from caseflow.values import Channel
from caseflow.vietnam._samples import samples

ENGINE = Engine(vn.danang())
SAMPLES = samples()


def till_of_the_month():
    """A till at which nothing was paid yet."""
    return Till(ENGINE.jurisdiction.calendar, SAMPLES.month)


@settings(max_examples=10)
@given(seed=st.integers(0, 10**6))
def test_every_month_balances_and_replays(seed):
    """Nothing returned is left unpaid, the day of the gateway matches, and histories replay."""
    till = till_of_the_month()
    worked = [*work_month(ENGINE, till, count=25, seed=seed), *work_stories(ENGINE, till, SAMPLES)]
    cases = [each.case for each in worked]
    subsidised = 0
    for case in cases:
        balance = vn.account_of(case.records).balance
        assert balance.billed == balance.paid + balance.subsidised + balance.due
        assert case.state != "returned" or not balance.due
        assert any(isinstance(record.payload, vn.Description) for record in case.records)
        assert ENGINE.replay(case.records) == case
        subsidised += balance.subsidised
    postage = 32_000
    assert till.budget().paid == subsidised + postage
    assert till.reconciled(cases, SAMPLES.month.paid_on).is_closed


def test_only_what_comes_online_goes_through_the_gateway():
    """A filing of the counter pays in cash, and no budget pays a transfer that was not made."""
    till = till_of_the_month()
    month = work_month(ENGINE, till, count=200, seed=1)
    paid = [
        (each.case.terms.channel, record.action)
        for each in month
        for record in each.case.records
        if record.action in {vn.PAY.name, vn.RECORD_PAYMENT.name, vn.GRANT_SUBSIDY.name}
    ]
    assert {action for channel, action in paid if channel is Channel.COUNTER} == {"pay"}
    assert {action for channel, action in paid if channel is Channel.ONLINE} == {
        "record-payment",
        "grant-subsidy",
    }


def test_the_stories_are_the_same_in_every_run():
    """They hang on no seed, so a store that holds them takes every month."""
    once, again = (work_stories(ENGINE, till_of_the_month(), SAMPLES) for _ in range(2))
    assert once == again
    parcel = once[0].case.last.payload
    assert isinstance(parcel, vn.Parcel)
    assert (parcel.fee, parcel.subsidy, parcel.budget) == (32_000, 32_000, "da-nang")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_demo_leads_with_one_filing_and_ends_with_its_report(
    caseflow, language, tmp_path, monkeypatch
):
    """About ten lines of one filing, then the table; each legal basis once; titles whole."""
    monkeypatch.chdir(tmp_path)
    out = caseflow("demo", "--lang", language).out
    [last] = [tmp_path / out.splitlines()[-1].rpartition(": ")[2]]
    page = last.read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in page
    assert "2026-08" in page
    assert "<svg" in page
    lead, _, rest = out.partition("\n\n")
    assert 9 <= len(lead.splitlines()) <= 12
    assert "1.014445" in lead
    assert ("GIẢ ĐỊNH" if language == "vi" else "MADE-UP") in lead
    assert "───" in rest
    assert "───" not in lead
    bases = re.findall(r" \[([^\n]*)\]$", out, flags=re.MULTILINE)
    assert bases
    assert sorted(set(bases)) == sorted(bases)
    procedures = {each.name.in_("vi") for each in ENGINE.jurisdiction.catalogue}
    titles = re.findall(r": (?:\d{3}|[\d.]+) – (.*)$", out, flags=re.MULTILINE)
    assert len(titles) == 5
    assert set(titles) <= procedures


def test_all_that_the_demo_prints_is_kept(caseflow, tmp_path):
    """Filings, and the budget that paid for them; a run with another seed goes beside it."""
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    first = caseflow("demo", "--filings", 12, "--store", url, "--json").data
    words = ("budget", "report", "da-nang", "--store", url)
    report = caseflow(*words, "--json").data
    assert (report["granted"], report["left"]) == (first["budget"]["paid"], first["budget"]["left"])
    again = caseflow("demo", "--filings", 12, "--store", url, "--json").data
    assert again["budget"] == first["budget"]
    assert caseflow(*words, "--json").data == report
    assert caseflow("demo", "--report", "-", "--filings", 12, "--seed", 7, "--store", url).code == 0
    assert caseflow(*words, "--json").data["granted"] >= report["granted"]
    settle = ("--by", "s1", "--at", "2026-12-30T08:00+07:00", "--json")
    assert caseflow("budget", "settle", "da-nang", "--store", url, *settle).data["is_clean"]
    assert caseflow("store", "verify", "--deep", "--store", url).code == 0


def test_a_demo_that_cannot_write_its_report_says_so(caseflow, tmp_path, monkeypatch):
    """What it showed stands; the report names why there is none."""
    out = caseflow("demo", "--filings", 2, "--report", tmp_path / "no" / "where.html")
    assert out.code == 0
    assert "not written" in out.out.splitlines()[-1]
    monkeypatch.setattr("caseflow.reports.pages._charts.find_spec", lambda name: None)
    assert "pip install" in caseflow("demo", "--filings", 2).out.splitlines()[-1]
