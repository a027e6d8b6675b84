"""The power fails at any moment; SQLite with the settings that the store makes."""

import shutil
from datetime import timedelta
from random import Random

from caseflow.stores import _sqlite as module
from caseflow.stores import open_store
from faults.power import Connection, Recorder, after_power_loss
from stores.offices import CLERK, LODGED, assign, lodge, receive, service

FAILURES = 300
RECORDS = 40

#: When an act of before is entered, and another taken back.
LATER = LODGED + timedelta(minutes=30)


def _recorded(path, monkeypatch, name, *, synchronous=None):
    """Work on *path* and return what was written, and how far the log was at each answer."""
    recorder = Recorder(name)
    answered = []

    def connect(path, **_):
        return Connection(path, name)

    with monkeypatch.context() as patch:
        patch.setattr(module.sqlite3, "connect", connect)
        store = open_store(f"sqlite:///{path}")
        case_service = service(store)
        store.run(store.ops.stats())
        if synchronous:
            store.execute(module.COMMIT._replace(sql=f"pragma synchronous = {synchronous}"))
        for number in range(RECORDS):
            match number % 8:
                case 0:
                    case = lodge(case_service, f"H{number}")
                case 1:
                    case = receive(case_service, f"H{number - 1}")
                case 6:
                    then = {"when": LODGED + timedelta(minutes=3), "entered_at": LATER}
                    case = assign(case_service, f"H{number - 6}", unit="muộn", **then)
                case 7:
                    taken_back = {"at": LATER, "by": CLERK, "reason": "nhầm"}
                    case = case_service.annul(f"H{number - 7}", 3, **taken_back)
                case step:
                    when = LODGED + timedelta(minutes=step)
                    case = assign(
                        case_service, f"H{number - step}", unit=f"Phòng {number}", when=when
                    )
            answered.append((len(recorder.log), case.id, case.version))
            if number == RECORDS // 2:
                # The log is also written back into the file in the midst of the work.
                store.execute(module.COMMIT._replace(sql="pragma wal_checkpoint(restart)"))
    log = list(recorder.log)
    store.close()
    recorder.unregister()
    return log, answered


def _lost(before, log, answered, folder, seed):
    """Let the power fail at a moment; return what was acknowledged and is not there after."""
    random = Random(seed)
    moment = random.randrange(len(log) + 1)
    folder.mkdir()
    for name, content in after_power_loss(before, log[:moment], random).items():
        (folder / name).write_bytes(content)
    reported = {case_id: version for until, case_id, version in answered if until <= moment}
    with open_store(f"sqlite:///{folder / 'cases.db'}") as store:
        case_service = service(store)
        assert case_service.verify(deep=True).is_sound
        lost = [
            case_id
            for case_id, version in reported.items()
            if (kept := store.run(store.ops.load(case_id))) is None
            or kept.summary.version < version
        ]
        lodge(case_service, "after")
    shutil.rmtree(folder)
    return lost


def test_no_power_failure_loses_what_was_acknowledged(sqlite_path, tmp_path, monkeypatch):
    """Wherever the power fails, whatever was not synced is torn: each answered commit is there."""
    before = {sqlite_path.name: sqlite_path.read_bytes()}
    log, answered = _recorded(sqlite_path, monkeypatch, "power")
    assert sum(what == "sync" for what, *_ in log) >= RECORDS

    for seed in range(FAILURES):
        assert _lost(before, log, answered, tmp_path / f"{seed}", seed) == [], seed


def test_a_weaker_setting_would_lose_some(sqlite_path, tmp_path, monkeypatch):
    """The same failures lose commits under `synchronous = normal`: they are failures indeed."""
    before = {sqlite_path.name: sqlite_path.read_bytes()}
    log, answered = _recorded(sqlite_path, monkeypatch, "weaker", synchronous="normal")

    lost = [_lost(before, log, answered, tmp_path / f"{seed}", seed) for seed in range(20)]
    assert any(lost)
