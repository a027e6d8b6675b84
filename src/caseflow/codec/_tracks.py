"""Tracks: work that goes on side by side, multiplied out into the plain states of a workflow.

An office that confirms receipt while it weighs advice does two things in any order. Written as
states that is every combination of the two; written as tracks it is the two lists. This is data to
data: what comes out is the plain definition that `codec` loads, and every check, diagram and
refusal works on it as on any other. What has not the form of a definition stays as it is, for the
codec to refuse.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import cast

from attrs import frozen

from caseflow._typed import short, typed
from caseflow.errors import DefinitionError

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
    combined = [_State.joined(parts) for parts in product(*(track.states for track in tracks))]
    if not tracks:
        combined = []
    written: dict[str, object] = {"states": [], "transitions": []} if tracks else {}
    written |= {key: value for key, value in definition.items() if key != "tracks"}
    states, rules = written.get("states"), written.get("transitions")
    if isinstance(states, list):
        written["states"] = states = [*cast("list[object]", states), *map(_State.data, combined)]
    if isinstance(rules, list):
        names, begin = _open_names(states), combined[0].name if combined else TRACKS
        own = cast("list[object]", rules)
        plain = (one for each in own for one in _written_out(each, names, begin))
        written["transitions"] = [*plain, *_moved(tracks)]
    return written


def _open_names(states: object) -> list[object]:
    tables = cast("list[object]", states) if isinstance(states, list) else []
    return [
        each["name"]
        for each in map(_table, tables)
        if each is not None and "name" in each and not each.get("is_final")
    ]


def _table(value: object) -> dict[str, object] | None:
    return cast("dict[str, object]", value) if isinstance(value, dict) else None


@short
@frozen
class _State:
    name: str
    labels: Mapping[str, str]

    @classmethod
    def joined(cls, parts: Sequence["_State"]) -> "_State":
        """Return the state that is in all *parts* at once."""
        codes = dict.fromkeys(code for part in parts for code in part.labels)
        return cls(
            "+".join(part.name for part in parts),
            {code: "; ".join(part.labels.get(code, "") for part in parts) for code in codes},
        )

    def data(self) -> dict[str, object]:
        return {"name": self.name, "labels": dict(self.labels)}


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
            faults.append(f"{where}state {number} needs a name and labels by language")
            continue
        texts = cast("dict[str, object]", labels)
        states.append(_State(str(each["name"]), {code: str(texts[code]) for code in texts}))
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


def _written_out(rule: object, open_names: Sequence[object], begin: str) -> Iterator[object]:
    """Yield the transition *rule* once for each of its sources."""
    transition = _table(rule)
    if transition is None or "source" not in transition:
        yield rule  # left whole for the codec to refuse
        return
    if transition.get("target") == TRACKS:
        transition = {**transition, "target": begin}
    source = transition["source"]
    sources: Sequence[object] = open_names if source == EVERYWHERE else [source]
    if isinstance(source, list):
        sources = cast("list[object]", source)
    for name in sources:
        yield {**transition, "source": name}


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
