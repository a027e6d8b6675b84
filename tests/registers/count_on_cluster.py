"""Count the files given on the command line on a local Dask cluster, and print the sums as JSON."""

import json
import sys

from dask.distributed import Client, LocalCluster

from caseflow.reports import Counts, Register, count


def counted(path):
    """Count one file; this runs on a worker."""
    return count(Register.open(path), by=("unit", "procedure", "channel", "level"))


def merged(*parts):
    """Merge counts; this runs on a worker too."""
    return Counts.merged(parts)


def main():
    """Count each file on whatever worker is free, and merge in pairs."""
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(**options) as cluster, Client(cluster) as client:
        parts = client.map(counted, sys.argv[1:])
        while len(parts) > 1:
            pairs = zip(parts[::2], parts[1::2], strict=False)
            rest = parts[-1:] if len(parts) % 2 else []
            parts = [client.submit(merged, *pair) for pair in pairs] + rest
        whole = parts[0].result()
    print(json.dumps([dict(row) for row in whole.rows()], default=str))


if __name__ == "__main__":
    main()
