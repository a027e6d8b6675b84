"""What the demonstration prints as JSON."""

from collections.abc import Sequence

from caseflow.engine import Engine
from caseflow.fees import Budget
from caseflow.office.control_slips import control_slip
from caseflow.office.paying import books_of
from caseflow.office.samples import Filing, Sample, Story
from caseflow.payments.reconciliation import Reconciliation

__all__ = ["as_json"]


def as_json(
    engine: Engine,
    filings: Sequence[Filing],
    seed: int,
    stories: Sequence[Story],
    sample: Sample,
    budget: Budget,
    day: Reconciliation,
) -> dict[str, object]:
    """Return all of it as JSON values."""
    return {
        "made_up": True,
        "seed": seed,
        "jurisdiction": engine.jurisdiction.name,
        "calendar": engine.jurisdiction.calendar.version,
        "filings": [_filing_json(filing) for filing in filings],
        "stories": [_story_json(engine, story, sample) for story in stories],
        "budget": budget.report().to_data(),
        "reconciliation": day.to_data(),
    }


def _filing_json(filing: Filing) -> dict[str, object]:
    case, outcome = filing.case, filing.outcome
    data: dict[str, object] = {
        "number": filing.number,
        "procedure": filing.procedure.code,
        "channel": case.terms.channel.value,
        "result_by": case.terms.result_by.value,
        "state": case.state,
        "records": len(case.records),
    }
    if outcome is not None:
        data |= {
            "decided_at": outcome.decided_at.isoformat(),
            "due": outcome.due.on.isoformat(),
            "promised": outcome.promise.on.isoformat() if outcome.promise else None,
            "timeliness": outcome.timeliness.value,
            "early_share": str(outcome.early_share),
            "promise_kept": outcome.is_promise_kept,
        }
    return data


def _story_json(engine: Engine, story: Story, sample: Sample) -> dict[str, object]:
    case = story.case
    dates = engine.deadlines(case, at=case.last_at)
    slip = control_slip(engine, case, at=case.last_at, rules=sample.rules)
    balance = books_of(case.records, sample.currency).account.balance
    data: dict[str, object] = {
        "case": case.id,
        "procedure": case.terms.procedure,
        "state": case.state,
        "records": [
            {
                "seq": record.seq,
                "action": record.action,
                "by": record.actor.id,
                "at": record.at.isoformat(),
            }
            for record in case.records
        ],
        "due": dates.legal.due.on.isoformat() if dates.legal.due else None,
        "promised": dates.promised.due.on.isoformat() if dates.promised.due else None,
        "decided_at": slip.decided_at.isoformat() if slip.decided_at else None,
        "timeliness": slip.verdict.value if slip.verdict else None,
        "hand_overs": [
            {
                "kind": row.kind.value,
                "name": row.name,
                "from": row.gave,
                "to": row.received,
                "given_at": row.given_at.isoformat(),
                "finished_at": row.finished_at.isoformat() if row.finished_at else None,
                "verdict": row.verdict.value if row.verdict else None,
            }
            for row in slip.rows
        ],
        "account": {
            "billed": balance.billed,
            "subsidised": balance.subsidised,
            "paid": balance.paid,
            "due": balance.due,
        },
    }
    if story.charge is not None:
        data["charge"] = {
            "due": story.charge.due,
            "supported": story.charge.supported,
            "from_applicant": story.charge.from_applicant,
            "by_budget": story.charge.by_budget,
        }
        data["notices"] = story.notices
    return data
