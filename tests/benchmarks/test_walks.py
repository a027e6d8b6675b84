"""The way of an event that is kept stays short: its calls are counted, not its time."""

from benchmarks.walks import walks

from caseflow.stores import open_store


def test_an_event_walks_no_further_than_it_did(tmp_path):
    """A new call on the way of each event is a decision; `python -m benchmarks.walks` shows all."""
    with open_store(f"sqlite:///{tmp_path / 'walks.db'}") as store:
        store.run(store.ops.migrate())
        found = walks(store)

    counts = [(sum(walk.calls.values()), len(walk.files)) for walk in found.values()]
    assert len(counts) == 3
    for (calls, files), most in zip(counts, [(76, 20), (235, 36), (355, 50)], strict=True):
        assert (calls <= most[0], files <= most[1]) == (True, True), (calls, files)
