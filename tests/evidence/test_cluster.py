"""Draws on a cluster are those of one process."""

from distributed import LocalCluster

from impact import Study, run

CELLS = {"name": "Cells", "county": "Storey, NV", "industries": "335911", "jobs": 500, "trade": "flq"}


def test_draws_on_a_cluster_are_the_same_to_the_byte() -> None:
    here = run(Study.read(CELLS)).draw(20).draws
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster:
        there = run(Study.read(CELLS)).draw(20, scheduler=cluster.scheduler_address).draws
    assert here is not None
    assert there is not None
    assert there.to_dict() == here.to_dict()
