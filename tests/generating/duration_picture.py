"""Draw how long filings took: all of them, the closed ones, and what Kaplan and Meier say."""

from collections import Counter
from collections.abc import Iterable

import altair as alt
import vl_convert

from caseflow.reports.durations import DayCounts
from registers.stationary import WINDOW, asked_about

_LAST = 60
_TRUTH = "all, followed to their end"
_CURVE = "caseflow: open ones count as long as they were seen"
_CLOSED = "only those that are closed"


def duration_picture() -> str:
    """Return the picture as SVG; the office is that of the test."""
    filed = asked_about()
    on = WINDOW[1]
    counted = DayCounts(
        Counter(end - begun for begun, end in filed if end <= on),
        open=Counter(on - begun for begun, end in filed if end > on),
    )
    rows = [
        *_shares(_TRUTH, [end - begun for begun, end in filed]),
        *_shares(_CLOSED, [end - begun for begun, end in filed if end <= on]),
        *(
            {"days": days, "share": float(counted.decided_within(days)), "of": _CURVE}
            for days in range(_LAST + 1)
        ),
    ]
    colours = alt.Scale(domain=[_TRUTH, _CURVE, _CLOSED], range=["#666666", "#1f5fa8", "#c05f10"])
    dashes = alt.Scale(domain=[_TRUTH, _CURVE, _CLOSED], range=[[1, 0], [6, 3], [2, 2]])
    chart = (
        alt.Chart(alt.Data(values=rows), width=460, height=240, background="white")
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            x=alt.X("days:Q", title="days since receipt"),
            y=alt.Y("share:Q", title="share decided by then", axis=alt.Axis(format=".0%")),
            color=alt.Color("of:N", title=None, scale=colours),
            strokeDash=alt.StrokeDash("of:N", title=None, scale=dashes),
        )
        .configure_legend(orient="top", columns=1, labelLimit=400)
    )
    return vl_convert.vegalite_to_svg(chart.to_dict()) + "\n"


def _shares(name: str, days: Iterable[int]) -> list[dict[str, object]]:
    known = [*days]
    return [
        {"days": day, "share": sum(each <= day for each in known) / len(known), "of": name}
        for day in range(_LAST + 1)
    ]
