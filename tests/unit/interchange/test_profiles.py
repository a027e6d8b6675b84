"""Rules of replay profiles: what they may say, and that all faults are reported at once."""

import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from caseflow import netherlands
from caseflow.calendars import Roll
from caseflow.checks import check_workflow
from caseflow.errors import ProfileError
from caseflow.interchange import find_profile, load_profile
from caseflow.interchange._profiles import Basis, Measure
from caseflow.limits import Unit
from caseflow.values import Channel

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples" / "dutch-permit"


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the example to be spoilt."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "dutch-permit"))


@pytest.fixture
def own(folder):
    """Return a copy whose procedure and calendar are its own files, and that names no pack."""
    (folder / "procedure.toml").write_text(
        'format = "procedure/1"\ncode = "wabo"\nversion = "2010"\n'
        'name = { nl = "Vergunning", en = "Permit" }\nworkflow = "dutch-permit-receipt"\n'
        '[[limits]]\nlimit = { amount = 8, unit = "week", roll = "none", citation = "Wabo" }\n',
        encoding="utf-8",
    )
    spoil(folder, 'pack = "netherlands"', "")
    spoil(folder, 'calendar = "nl"', 'calendar = "weekends"')
    spoil(folder, '"omgevingsvergunning@wabo"', '"procedure.toml"')
    return folder


def spoil(folder, old, new, name="profile.toml"):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder / "profile.toml"


def faults(path):
    with pytest.raises(ProfileError) as caught:
        load_profile(path)
    return [str(fault) for fault in caught.value.faults]


def test_the_shipped_profile_says_eight_weeks_and_one_extension_of_six():
    """They are those of the pack, whose limit moves off days off; the workflow is the profile's."""
    profile = load_profile(EXAMPLE / "profile.toml")

    limit = profile.procedure.limit_for(Channel.ONLINE)
    assert (limit.amount, limit.unit, limit.roll) == (8, Unit.WEEK, Roll.NEXT)
    assert (profile.pack, profile.calendar) == ("netherlands", netherlands.calendar())
    shipped = netherlands.municipality().catalogue.get("omgevingsvergunning", "wabo")
    assert profile.procedure == evolve(shipped, workflow=profile.workflow.name)
    assert profile.procedure.extension.limit.amount == 6
    assert profile.procedure.extension.max == 1
    assert profile.calendar.zone.key == profile.zone.key == "Europe/Amsterdam"
    assert profile.judgement.shares == (Fraction(1, 10), Fraction(1, 5))
    assert profile.channels["Desk"] is Channel.COUNTER


def test_the_shipped_workflow_has_no_faults_and_is_not_all_open():
    """Every state is reached and left, and no state but the end lets everything happen."""
    workflow = load_profile(EXAMPLE / "profile.toml").workflow

    assert check_workflow(workflow) == ()
    for state in workflow.states:
        open_here = {each.action for each in workflow.transitions if each.source == state.name}
        assert len(open_here) <= 6, state.name


def test_every_activity_of_the_profile_has_an_action_and_every_action_an_activity():
    """Nothing in the example is idle: what no activity does, the end of the case does."""
    profile = load_profile(EXAMPLE / "profile.toml")

    used = {*profile.activities.values(), profile.closing}
    assert used == {action.name for action in profile.workflow.actions}


@pytest.mark.parametrize("name", ["dutch-permit", "examples/dutch-permit"])
def test_a_profile_is_found_by_name_by_folder_or_by_file(name):
    """A name means a file, its folder, or an example of that name."""
    assert find_profile(name, base=ROOT) == EXAMPLE / "profile.toml"
    assert find_profile(f"{EXAMPLE}/profile.toml", base=ROOT) == EXAMPLE / "profile.toml"


def test_a_profile_that_is_nowhere_is_an_error_that_says_where_it_was_looked_for(tmp_path):
    """Every place tried is named."""
    with pytest.raises(ProfileError, match=r"looked for .*nothing/profile\.toml"):
        find_profile("nothing", base=tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('format = "caseflow-replay/1"', 'format = "caseflow-replay/9"', "format: is not known"),
        ('name = "dutch-permit"', "name = 7", "name: 7 is not text"),
        ('zone = "Europe/Amsterdam"', 'zone = "Europe/Utrecht"', "zone: 'Europe/Utrecht'"),
        ('zone = "Europe/Amsterdam"', 'zone = "../etc"', "zone: '../etc' is not a zone"),
        ('calendar = "nl"', 'calendar = "XX"', "calendar: "),
        ('calendar = "nl"', 'calendar = "none.toml"', "calendar: "),
        ('pack = "netherlands"', 'pack = "atlantis"', "pack: "),
        ('pack = "netherlands"', "pack = 1", "pack: 1 is not text"),
        ('"omgevingsvergunning@wabo"', '"omgevingsvergunning@2099"', "procedure: "),
        ('workflow = "workflow.toml"', 'workflow = "receipt"', "workflow: "),
        ('workflow = "workflow.toml"', 'workflow = "none.toml"', "workflow: "),
        ('procedure = "omgevingsvergunning@wabo"', "", "procedure: is needed"),
        ('roles = ["officer"]', 'roles = ["oficer"]', "roles: unknown role 'oficer'"),
        ('clock = "legal"', 'clock = "lega"', "clock: unknown clock 'lega'"),
        ('"send-letter"', '"send-leter"', "did you mean 'send-letter'"),
        ('end = "end-case"', 'end = "finish"', "actions: unknown action 'finish'"),
        ('Internet = "online"', 'Internet = "web"', "channels.Internet: 'web'"),
        ('start = "case:startdate"', 'begin = "case:startdate"', "columns.begin: is not known"),
        ('case = "case:concept:name"', "", "columns.case: is needed"),
        ('deadline = "case:deadline"', "", "timeliness.against"),
        ('by = "instant"', 'by = "hour"', "timeliness.by: 'hour'"),
        ('against = "log"', 'against = "computed"', "timeliness.by: goes with"),
        ('"10 %"', '"ten"', "timeliness.early: early: 'ten'"),
        ('"10 %"', '"110 %"', "timeliness.early: '110 %'"),
        ('"10 %"', "10.5", "timeliness.early: [10.5"),
        ("[timeliness]", '[time]\npattern = "%H"\n[timeliness]', "time.pattern: '%H'"),
        ("[timeliness]", '[time]\nnaive = "guess"\n[timeliness]', "time.naive: 'guess'"),
        ("[timeliness]", "time = 5\n[timeliness]", "activities: "),
        ("[activities]", "[activity]", "activities: is needed"),
        ('roles = ["officer"]', 'roles = "officer"', "roles: 'officer' is not a list"),
        ('Desk = "counter"', "Desk = 1", "channels: 'Desk' is 1"),
        ("title = {", "name2 = {", "title: is needed"),
        ("[columns]", 'delimiter = "||"\n[columns]', "delimiter: '||'"),
    ],
)
def test_each_fault_of_a_profile_is_reported_by_its_key(folder, old, new, fault):
    """A fault names the key, the value and what would do."""
    assert any(each.startswith(fault) or fault in each for each in faults(spoil(folder, old, new)))


@pytest.mark.parametrize("key", ["actions", "channels"])
def test_a_table_that_is_none_is_one_fault(folder, key):
    """A key that must be a table and is a number is reported as that."""
    spoil(folder, f"[{key}]", "[nothing]")
    path = spoil(folder, 'clock = "legal"', f"{key} = 1")

    assert f"{key}: 1 is not a table" in faults(path)


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("workflow.toml", 'initial = "lodged"', 'initial = "nowhere"', "workflow: "),
        ("workflow.toml", 'verb = "stop"', 'verb = "pause"', "workflow: "),
        ("procedure.toml", '"dutch-permit-receipt"', '"other"', "procedure: goes by workflow"),
        ("procedure.toml", "amount = 8", "amount = 0", "procedure: "),
    ],
)
def test_faults_of_the_definitions_are_faults_of_the_profile(own, name, old, new, fault):
    """A workflow that no engine takes is found when the profile is loaded."""
    spoil(own, old, new, name)

    assert any(each.startswith(fault) for each in faults(own / "profile.toml"))


def test_a_profile_may_name_the_workflow_of_its_pack(folder):
    """Then the procedure keeps the workflow that it has, and another one is refused."""
    path = spoil(folder, '"workflow.toml"', '"permit"')
    text = path.read_text(encoding="utf-8")
    head, _, rest = text.partition("[activities]")
    taken = '"Confirmation of receipt" = "receive"\n'
    path.write_text(
        f"{head}[activities]\n{taken}[timeliness]{rest.partition('[timeliness]')[2]}".replace(
            'end = "end-case"', 'end = "decide"'
        ),
        encoding="utf-8",
    )

    profile = load_profile(path)

    assert profile.workflow == netherlands.permit()
    assert profile.procedure.workflow == "permit"


def test_what_a_caller_hands_in_serves_a_profile_that_names_no_pack(own):
    """A jurisdiction that no pack brings may have the procedure."""
    spoil(own, '"procedure.toml"', '"omgevingsvergunning@wabo"')

    profile = load_profile(own / "profile.toml", jurisdiction=netherlands.municipality())

    assert (profile.pack, profile.procedure.version) == ("", "wabo")


def test_all_faults_are_reported_at_once(folder):
    """The author mends a profile in one go."""
    spoil(folder, 'zone = "Europe/Amsterdam"', 'zone = "Mars"')
    spoil(folder, 'Desk = "counter"', 'Desk = "desk"')
    path = spoil(folder, '"check-letter"', '"chek-letter"')

    assert len(faults(path)) == 3


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("profile.toml", b"format = ", "is not TOML"),
        ("profile.toml", b"\xff", "is not UTF-8"),
        ("workflow.toml", b"states = 1", "format null is not"),
        ("workflow.toml", b'format = "workflow/1"', "workflow: "),
        ("procedure.toml", b'format = "procedure/1"', "procedure: "),
    ],
)
def test_a_file_that_is_no_definition_is_one_error(own, name, content, fault):
    """What cannot be read is named with its file or key."""
    (own / name).write_bytes(content)

    assert any(fault in each for each in faults(own / "profile.toml"))


def test_a_byte_order_mark_before_toml_is_passed_over(own):
    """Editors of Windows put one before UTF-8; it is no part of a definition."""
    for name in ("profile.toml", "workflow.toml", "procedure.toml"):
        path = own / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert load_profile(own / "profile.toml").workflow.name


def test_an_absent_profile_is_one_error(tmp_path):
    """The file that is missing is named."""
    with pytest.raises(ProfileError, match=r"none\.toml"):
        load_profile(tmp_path / "none.toml")


def test_a_calendar_of_one_s_own_must_be_in_the_zone_of_the_profile(folder):
    """Civil days are those of one zone."""
    (folder / "office.toml").write_text('zone = "UTC"\nweekly_rest = ["sunday"]\n')
    path = spoil(folder, 'calendar = "nl"', 'calendar = "office.toml"')

    assert "'office.toml' is in UTC" in faults(path)[0]

    (folder / "office.toml").write_text('zone = "Europe/Amsterdam"\nweekly_rest = ["sunday"]\n')
    assert load_profile(path).calendar.id == "office"


def test_a_country_with_its_holidays_will_do_for_a_calendar(folder):
    """A calendar may be a country's, by its code."""
    profile = load_profile(spoil(folder, 'calendar = "nl"', 'calendar = "NL"'))

    assert profile.calendar.id == "nl"


def test_names_written_in_nfd_are_read_as_nfc(folder):
    """The log is read as NFC, so the profile is too."""
    path = spoil(folder, "Internet =", '"Tru\u0323\u031b\u0323c tuye\u0302\u0301n" =')

    names = list(load_profile(path).channels)

    assert names[0].isprintable()
    assert "\u1ebf" in names[0]


def test_a_profile_may_judge_by_the_computed_date_and_leave_the_early_shares_alone(folder):
    """Without a list of shares, ten and twenty per cent are counted."""
    spoil(folder, 'by = "instant"\nearly = ["10 %", "20 %"]', "")
    path = spoil(folder, 'against = "log"', 'against = "computed"')

    judgement = load_profile(path).judgement

    assert (judgement.against, judgement.by) == (Basis.COMPUTED, Measure.INSTANT)
    assert judgement.shares == (Fraction(1, 10), Fraction(1, 5))
