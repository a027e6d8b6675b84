"""Types that signatures of public names mention and that have no entry in the reference.

A program gets such a value from caseflow, or hands in any that fits, and never names the type; its
signature is shown without a link. A type that is neither public nor listed here stops the build.
"""

__all__ = ["INTERNAL"]

INTERNAL = (
    # Values in fields that caseflow fills.
    "caseflow.bulk._columns.Home",
    "caseflow.bulk._counting.Counted",
    "caseflow.bulk._kinds.FrameColumn",
    "caseflow.cases._logs.Log",
    "caseflow.engine._plans.Plan",
    "caseflow.interchange._payloads.Payload",
    "caseflow.interchange._profiles.Columns",
    "caseflow.interchange._profiles.Judgement",
    "caseflow.interchange._replay_reports.ActivityCount",
    "caseflow.limits._ends.Ending",
    "caseflow.service._work.Work",
    "caseflow.stores._guests.Guest",
    "caseflow.testing._scenario._Unset",
    "caseflow.vietnam._listing.Abolished",
    "caseflow.vietnam._units.Units",
    # Shapes: whatever has these attributes will do.
    "caseflow.errors._definitions.FaultLike",
    "caseflow.office.receiving._assisting._Filed",
    "caseflow.office.receiving._assisting._HasRecords",
    "caseflow.office.results._issuing._HasRecords",
    "caseflow.office.supports._Policy",
    "caseflow.office.tariffs._Tariff",
    "caseflow.vietnam._issued_results._HasRecords",
    # Bases whose members are listed with the classes that inherit them.
    "caseflow.engine._answers.Answers",
    "caseflow.limits._rules.CountingRules",
    "caseflow.service._closing.AsyncClosing",
    "caseflow.service._closing.Closing",
    "caseflow.service._many_cases.ManyCases",
    "caseflow.service._many_cases_async.AsyncManyCases",
    "caseflow.testing._evidence_contract.EvidenceContract",
    "caseflow.testing._message_contract.MessageContract",
    # Aliases of plain types, which their signatures do not spell out.
    "caseflow._toml_tables.Table",
    "caseflow.codec._records.RecordText",
    "caseflow.office._webhooks.HeaderItems",
    "caseflow.pii.rewrapping.Wraps",
    "caseflow.service._export_definitions.WorkedBy",
)
