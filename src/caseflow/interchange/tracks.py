"""Tracks: work that goes on side by side, multiplied out into the plain states of a workflow.

An office that confirms receipt while it weighs advice does two things in any order. Written as
states that is every combination of the two; written as tracks it is the two lists. This is data to
data: what comes out is the plain definition that `codec` loads, and every check, diagram and
refusal works on it as on any other. May import: errors, tables.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import cast

from attrs import frozen

from caseflow.errors import DefinitionError
from caseflow.typed import short, typed

__all__ = ["expand_tracks"]

#: Written as a source: every state that is not final. Written as a target: where tracks begin.
EVERYWHERE = "*"
TRACKS = "tracks"

#: More combinations than this are a mistake in the tracks, not a workflow.
MOST_STATES = 2_000


@typed
def expand_tracks(definition: Mapping[str, object]) -> dict[str, object]:
    """Return *definition* with its `tracks` multiplied out into states and transitions.

    A track is a table of `states` (the first is where it begins), `moves` (action, source, target
    within the track) and `roles` that may make them. A combined state is called by the names of
    its parts joined with "+". In the definition's own `transitions` a source may be "*", every
    state that is not final, or a list of names, and a target "tracks", the beginning of all.
    A definition without tracks comes back with only those sources written out.

    >>> light = [
    ...     {"name": "red", "labels": {"vi": "đỏ", "en": "red"}},
    ...     {"name": "green", "labels": {"vi": "xanh", "en": "green"}},
    ... ]
    >>> go = {"action": "go", "source": "red", "target": "green"}
    >>> track = {"states": light, "moves": [go], "roles": ["anyone"]}
    >>> other = {"states": [{"name": "day", "labels": {"vi": "ngày", "en": "day"}}], "moves": []}
    >>> wide = expand_tracks({"name": "lights", "states": [], "tracks": [track, other]})
    >>> [(each["source"], each["target"]) for each in wide["transitions"]]
    [('red+day', 'green+day')]

    Raises:
        DefinitionError: a track is not written as above; all faults at once.
    """
    faults: list[str] = []
    name = str(definition.get("name", "workflow"))
    tracks = [
        _track(each, f"tracks {n}: ", faults) for n, each in _tables(definition, "tracks", faults)
    ]
    count = 1
    for track in tracks:
        count *= len(track.states)
    if count > MOST_STATES:
        faults.append(f"tracks: {count} combined states are more than {MOST_STATES}")
    if faults:
        raise DefinitionError(name, faults)
    own_states = [each for _, each in _tables(definition, "states", faults)]
    combined = [_State.joined(parts) for parts in product(*(track.states for track in tracks))]
    if not tracks:
        combined = []
    states = [*own_states, *(state.data() for state in combined)]
    begin = combined[0].name if combined else TRACKS
    open_names = [str(each.get("name")) for each in states if not each.get("is_final")]
    transitions = [
        plain
        for _, each in _tables(definition, "transitions", faults)
        for plain in _written_out(each, open_names, begin)
    ]
    transitions.extend(_moved(tracks))
    if faults:
        raise DefinitionError(name, faults)
    rest = {key: value for key, value in definition.items() if key != "tracks"}
    return {**rest, "states": states, "transitions": transitions}


@short
@frozen
class _State:
    name: str
    vi: str
    en: str

    @classmethod
    def joined(cls, parts: Sequence["_State"]) -> "_State":
        """Return the state that is in all *parts* at once."""
        return cls(
            "+".join(part.name for part in parts),
            "; ".join(part.vi for part in parts),
            "; ".join(part.en for part in parts),
        )

    def data(self) -> dict[str, object]:
        return {"name": self.name, "labels": {"vi": self.vi, "en": self.en}}


@short
@frozen
class _Track:
    states: tuple[_State, ...]
    moves: tuple[dict[str, object], ...]


def _track(table: Mapping[str, object], where: str, faults: list[str]) -> _Track:
    states: list[_State] = []
    for number, each in _tables(table, "states", faults, where):
        labels = each.get("labels")
        if not isinstance(each.get("name"), str) or not isinstance(labels, dict):
            faults.append(f"{where}state {number} needs a name and labels in vi and en")
            continue
        texts = cast("dict[str, object]", labels)
        states.append(_State(str(each["name"]), str(texts.get("vi", "")), str(texts.get("en", ""))))
    names = {state.name for state in states}
    if not names:
        faults.append(f"{where}needs at least one state")
    moves: list[dict[str, object]] = []
    for number, each in _tables(table, "moves", faults, where):
        sources, target = _names(each.get("source")), each.get("target")
        unknown = [name for name in (*sources, str(target)) if name not in names]
        if not sources or unknown:
            listed = ", ".join(map(repr, unknown)) or "nothing"
            faults.append(f"{where}move {number} names {listed}; known: {', '.join(sorted(names))}")
            continue
        moves.extend(
            {"roles": table.get("roles", []), **each, "source": source} for source in sources
        )
    return _Track(tuple(states), tuple(moves))


def _moved(tracks: Sequence[_Track]) -> Iterator[dict[str, object]]:
    """Yield each move of each track, once for every combination of the other tracks."""
    for place, track in enumerate(tracks):
        before = [[state.name for state in other.states] for other in tracks[:place]]
        after = [[state.name for state in other.states] for other in tracks[place + 1 :]]
        for move in track.moves:
            for names in product(*before, [""], *after):
                source, target = list(names), list(names)
                source[place], target[place] = str(move["source"]), str(move["target"])
                yield {**move, "source": "+".join(source), "target": "+".join(target)}


def _written_out(
    transition: Mapping[str, object], open_names: Sequence[str], begin: str
) -> Iterator[dict[str, object]]:
    """Yield *transition* once for each of its sources."""
    target = begin if transition.get("target") == TRACKS else transition.get("target")
    source = transition.get("source")
    if source is None:
        yield dict(transition)  # left whole for the codec to refuse
        return
    for name in open_names if source == EVERYWHERE else _names(source):
        yield {**transition, "source": name, "target": target}


def _names(value: object) -> list[str]:
    """Return the names in *value*, one or a list; anything else is left for the codec to refuse."""
    if isinstance(value, list):
        return [str(each) for each in cast("list[object]", value)]
    return [] if value is None else [str(value)]


def _tables(
    table: Mapping[str, object], key: str, faults: list[str], where: str = ""
) -> list[tuple[int, dict[str, object]]]:
    value = table.get(key, [])
    if not isinstance(value, list):
        faults.append(f"{where}{key} is not a list of tables")
        return []
    found: list[tuple[int, dict[str, object]]] = []
    for number, each in enumerate(cast("list[object]", value), start=1):
        if isinstance(each, dict):
            found.append((number, cast("dict[str, object]", each)))
        else:
            faults.append(f"{where}{key} {number} is not a table")
    return found
