"""Rules of multiplying tracks out into plain states."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.codec import DefinitionCodec, expand_tracks
from caseflow.errors import DefinitionError, FormatError
from caseflow.interchange import load_workflow


def state(name):
    return {"name": name, "labels": {"vi": f"vi {name}", "en": f"en {name}"}}


def track(names, moves, roles=("clerk",)):
    return {
        "roles": list(roles),
        "states": [state(name) for name in names],
        "moves": [{"action": a, "source": s, "target": t} for a, s, t in moves],
    }


TWO = {
    "name": "two",
    "states": [state("begin"), {**state("end"), "is_final": True}],
    "transitions": [
        {"action": "go", "source": "begin", "target": "tracks", "roles": ["clerk"]},
        {"action": "stop", "source": "*", "target": "end", "roles": ["clerk"]},
    ],
    "tracks": [
        track(["a", "b"], [("ab", "a", "b")]),
        track(["x", "y", "z"], [("xy", "x", "y"), ("yz", "y", "z")]),
    ],
}


def test_every_combination_of_the_tracks_is_a_state_with_joined_labels():
    """Two tracks of two and three states make six states besides the workflow's own."""
    names = [each["name"] for each in expand_tracks(TWO)["states"]]

    assert names == ["begin", "end", "a+x", "a+y", "a+z", "b+x", "b+y", "b+z"]
    assert expand_tracks(TWO)["states"][7]["labels"] == {"vi": "vi b; vi z", "en": "en b; en z"}


def test_a_move_of_one_track_leaves_the_others_where_they_are():
    """A move is possible whatever state the other tracks are in, and changes only its own."""
    found = [
        (each["source"], each["target"])
        for each in expand_tracks(TWO)["transitions"]
        if each["action"] == "ab"
    ]

    assert found == [("a+x", "b+x"), ("a+y", "b+y"), ("a+z", "b+z")]


def test_everywhere_means_every_state_that_is_not_final():
    """The source "*" is written out, and the target "tracks" is where the tracks begin."""
    transitions = expand_tracks(TWO)["transitions"]

    assert {each["source"] for each in transitions if each["action"] == "stop"} == {
        "begin",
        *("+".join(pair) for pair in product("ab", "xyz")),
    }
    assert next(each for each in transitions if each["action"] == "go")["target"] == "a+x"


def test_a_move_takes_the_roles_of_its_track_unless_it_has_its_own():
    """Roles are written once per track."""
    own = {"action": "ba", "source": "b", "target": "a", "roles": ["chief"]}
    first = {**TWO["tracks"][0], "moves": [*TWO["tracks"][0]["moves"], own]}

    transitions = expand_tracks({**TWO, "tracks": [first]})["transitions"]

    assert {each["action"]: each["roles"] for each in transitions} == {
        "go": ["clerk"],
        "stop": ["clerk"],
        "ab": ["clerk"],
        "ba": ["chief"],
    }


def test_a_definition_without_tracks_keeps_its_states():
    """Nothing is added where there is nothing to multiply."""
    plain = {key: value for key, value in TWO.items() if key != "tracks"}

    assert expand_tracks(plain)["states"] == TWO["states"]
    assert expand_tracks({"name": "empty"}) == {"name": "empty"}


def test_a_text_and_a_file_have_one_grammar():
    """What may stand in a file may stand in a text: tracks, several sources, and "*"."""
    path = Path("examples/dutch-permit/workflow.toml")
    text = path.read_text(encoding="utf-8")
    assert "[[tracks]]" in text

    assert DefinitionCodec().loads_workflow(text).fingerprint == load_workflow(path).fingerprint


@pytest.mark.parametrize("wrong", [{"transitions": 5}, {"transitions": ["x", {"source": 7}]}])
def test_what_is_no_definition_is_left_for_the_codec(wrong):
    """The codec names every problem of the form, with tracks or without."""
    given = {**TWO, "format": "workflow/1", **wrong}
    with pytest.raises(FormatError, match="transitions"):
        DefinitionCodec().workflow_from_data(given)


def test_all_faults_of_all_tracks_are_reported_at_once():
    """A move to nowhere, a state without a name and a track without states are one error."""
    faulty = {
        "name": "faulty",
        "tracks": [
            track(["a"], [("go", "a", "nowhere")]),
            {"states": [{"labels": {}}], "moves": "all"},
            "track",
        ],
    }

    with pytest.raises(DefinitionError) as caught:
        expand_tracks(faulty)

    assert len(caught.value.faults) == 5
    assert "tracks 1: move 1 names 'nowhere'; known: a" in str(caught.value)


def test_tracks_that_multiply_beyond_reason_are_refused():
    """Twelve tracks of two states are 4,096 combinations, which nobody means."""
    many = {"name": "many", "tracks": [track(["a", "b"], []) for _ in range(12)]}

    with pytest.raises(DefinitionError, match="4096 combined states are more than 2000"):
        expand_tracks(many)


@given(sizes=st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_the_number_of_states_and_transitions_is_that_of_the_product(sizes):
    """n tracks of k states in a row have the product of all k states, and each move is copied."""
    tracks = [
        track(
            [f"{letter}{n}" for n in range(size)],
            [(f"{letter}{n}", f"{letter}{n}", f"{letter}{n + 1}") for n in range(size - 1)],
        )
        for letter, size in zip("abcd", sizes, strict=False)
    ]

    wide = expand_tracks({"name": "wide", "tracks": tracks})

    count = 1
    for size in sizes:
        count *= size
    assert len({each["name"] for each in wide["states"]}) == count
    assert len(wide["transitions"]) == sum(count // size * (size - 1) for size in sizes)
