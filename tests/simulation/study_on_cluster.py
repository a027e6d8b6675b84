"""Run a small study by joblib and on a local Dask cluster, and print both checksums."""

import sys
from pathlib import Path

from dask.distributed import Client, LocalCluster

sys.path.insert(0, str(Path(__file__).parents[1]))

from caseflow.simulation import on_dask, simulate, with_joblib
from simulation.scenes import three_stages


def main():
    """Run each replication on whatever worker is free."""
    scenario = three_stages(days=3)
    print(simulate(scenario, reps=3, seed=5, mapper=with_joblib(2)).checksum)
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(**options) as cluster, Client(cluster) as client:
        found = simulate(scenario, reps=3, seed=5, mapper=on_dask(client))
    print(found.checksum)


if __name__ == "__main__":
    main()
