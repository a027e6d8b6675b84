"""Count the files given on the command line on a local Dask cluster, and print the sums as JSON.

Counts, indices and bridges: each file on whatever worker is free, and merged there in pairs.
"""

import json
import sys

from dask.distributed import Client, LocalCluster

from caseflow.office.plans import plan_period
from caseflow.reports import Counts, Register, count
from caseflow.reports.indices import bridge_counts, bridged, computed, index_counts
from caseflow.vietnam.indices import official_indices

BY = ("unit",)
PERIOD = "2026-03"
BRIDGED = ("timeliness-circular-01", "766-2.1")
NAMES = (*BRIDGED, "online-received", "online-services")


def counted(path):
    """Count one file; this runs on a worker."""
    register, period = Register.open(path), plan_period(PERIOD)
    indices = official_indices()
    return (
        count(register, by=("unit", "procedure", "channel", "level")),
        index_counts(indices.named(*NAMES), register, period, by=BY),
        bridge_counts(*indices.named(*BRIDGED), register, period, by=BY),
    )


def merged(*parts):
    """Merge counts; this runs on a worker too."""
    return tuple(Counts.merged(each) for each in zip(*parts, strict=True))


def plain(whole):
    """Counts, indices and bridges as plain values."""
    counts, of_indices, moved = whole
    indices, period = official_indices(), plan_period(PERIOD)
    first, second = indices.named(*BRIDGED)
    return {
        "counts": [dict(row) for row in counts.rows()],
        "indices": [
            [each.index.name, each.group["unit"], each.part, each.whole, each.unjudged]
            for each in computed(indices.named(*NAMES), of_indices, period, by=BY)
        ],
        "bridges": [
            [
                each.first.group["unit"],
                [[line.cause, line.part, line.whole, line.number] for line in each.lines],
                list(each.residual),
            ]
            for each in bridged(first, second, of_indices, moved, period, by=BY)
        ],
    }


def on_cluster(files):
    """Count each file on a worker, and merge in pairs."""
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(host="127.0.0.1", **options) as cluster, Client(cluster) as client:
        parts = client.map(counted, files)
        while len(parts) > 1:
            pairs = zip(parts[::2], parts[1::2], strict=False)
            rest = parts[-1:] if len(parts) % 2 else []
            parts = [client.submit(merged, *pair) for pair in pairs] + rest
        return parts[0].result(timeout=300)


if __name__ == "__main__":
    print(json.dumps(plain(on_cluster(sys.argv[1:])), default=str))
