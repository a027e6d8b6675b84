"""The life cycle as each peer would have it; every event leaves an entry in a history.

A contender makes cases and takes them through the seven events. The peers keep what their users
keep: state, fee, what is paid, and (event, source, target) of each event.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.life_cycle import FEE, FINAL, INITIAL, PATH, STATES, TRANSITIONS
from benchmarks.peers import Peers

__all__ = ["Machine", "machines", "shared_transitions", "transitions_machine"]


@dataclass(frozen=True)
class Machine:
    """Name a contender; *make* makes so many cases, *work* takes them to the end."""

    name: str
    make: Callable[[int], list[Any]]
    work: Callable[[Sequence[Any]], object]
    history: Callable[[Any], list[tuple[str, str, str]]]
    is_slow: bool = True


class Filing:
    """Hold what a peer works on."""

    __slots__ = ("__dict__", "fee", "history", "paid", "state")

    def __init__(self) -> None:
        """Begin as a draft with a fee that is paid."""
        self.state = INITIAL
        self.fee = self.paid = FEE
        self.history: list[tuple[str, str, str]] = []


class Lean:
    """Hold the same without capacity for more, for one machine that all cases share."""

    __slots__ = ("fee", "history", "paid", "state")

    def __init__(self) -> None:
        """Begin as a draft with a fee that is paid."""
        self.state = INITIAL
        self.fee = self.paid = FEE
        self.history: list[tuple[str, str, str]] = []


def machines(peers: Peers) -> list[Machine]:
    """Return the peers that are installed."""
    makers = (_added, _shared, _statemachine, _viewflow, _spiff)
    return [found for maker in makers if (found := maker(peers)) is not None]


def _history(case: Any) -> list[tuple[str, str, str]]:  # noqa: ANN401 - any peer's case
    history: list[tuple[str, str, str]] = case.history
    return history


# ── transitions ─────────────────────────────────────────────────────────────────────────────


def transitions_machine(core: Any) -> Any:  # noqa: ANN401 - not typed
    """Return one machine of `transitions` without a model."""

    def has_fee(event: Any) -> bool:  # noqa: ANN401 - not typed
        return bool(event.model.fee > 0)

    def is_paid(event: Any) -> bool:  # noqa: ANN401 - not typed
        return bool(event.model.paid >= event.model.fee)

    def record(event: Any) -> None:  # noqa: ANN401 - not typed
        taken = event.transition
        event.model.history.append((event.event.name, taken.source, taken.dest))

    conditions = {"has_fee": [has_fee], "is_paid": [is_paid], "": []}
    return core.Machine(
        model=None,
        states=list(STATES),
        initial=INITIAL,
        auto_transitions=False,
        send_event=True,
        after_state_change=record,
        transitions=[
            {"trigger": name, "source": source, "dest": target, "conditions": conditions[condition]}
            for name, source, target, condition in TRANSITIONS
        ],
    )


def _added(peers: Peers) -> Machine | None:
    """Register every case, as its readme does; the triggers are methods of the case."""
    core = peers.get("transitions", "transitions")
    if core is None:
        return None
    machine = transitions_machine(core)

    def make(number: int) -> list[Any]:
        cases = [Filing() for _ in range(number)]
        for case in cases:
            machine.add_model(case)
        # Registering looks through all that are registered, and that is not what is timed here.
        machine.models.clear()
        return cases

    def work(cases: Sequence[Any]) -> None:
        for case in cases:
            case.submit()
            case.accept()
            case.ask()
            case.supply()
            case.charge()
            case.pay()
            case.issue()

    return Machine("transitions", make, work, _history, is_slow=False)


def shared_transitions(peers: Peers) -> tuple[Any, Callable[[int], list[Any]]] | None:
    """Return one machine whose events are handed cases that it does not know."""
    core = peers.get("transitions, shared machine", "transitions")
    if core is None:
        return None
    return transitions_machine(core), lambda number: [Lean() for _ in range(number)]


def _shared(peers: Peers) -> Machine | None:
    found = shared_transitions(peers)
    if found is None:
        return None
    machine, make = found
    triggers = [machine.events[name].trigger for name in PATH]

    def work(cases: Sequence[Any]) -> None:
        for case in cases:
            for trigger in triggers:
                trigger(case)

    return Machine("transitions, shared machine", make, work, _history, is_slow=False)


# ── python-statemachine ─────────────────────────────────────────────────────────────────────


def _statemachine(peers: Peers) -> Machine | None:
    package = peers.get("python-statemachine", "statemachine")
    if package is None:
        return None
    states = {
        name: package.State(name, value=name, initial=name == INITIAL, final=name in FINAL)
        for name in STATES
    }
    events = {
        name: states[source].to(states[target], cond=condition or None)
        for name, source, target, condition in TRANSITIONS
    }

    def has_fee(self: Any) -> bool:  # noqa: ANN401 - not typed
        return bool(self.model.fee > 0)

    def is_paid(self: Any) -> bool:  # noqa: ANN401 - not typed
        return bool(self.model.paid >= self.model.fee)

    def after_transition(self: Any, event: Any, source: Any, target: Any) -> None:  # noqa: ANN401
        self.model.history.append((str(event), source.id, target.id))

    body = {
        **states,
        **events,
        "has_fee": has_fee,
        "is_paid": is_paid,
        "after_transition": after_transition,
    }
    kind: Any = type("Permit", (package.StateMachine,), body)

    def work(cases: Sequence[Any]) -> None:
        for case in cases:
            for name in PATH:
                case.send(name)

    return Machine(
        "python-statemachine",
        lambda number: [kind(Filing()) for _ in range(number)],
        work,
        lambda case: _history(case.model),
    )


# ── viewflow.fsm ────────────────────────────────────────────────────────────────────────────


def _viewflow(peers: Peers) -> Machine | None:
    # Django asks to be configured before viewflow is imported, and only once in a process: not for
    # a peer that is not there.
    if not peers.has("viewflow.fsm", "viewflow"):
        return None
    settings = peers.get("viewflow.fsm", "django.conf")
    if settings is None:
        return None
    if not settings.settings.configured:
        settings.settings.configure()
    package = peers.get("viewflow.fsm", "viewflow.fsm")
    if package is None:
        return None
    state = package.State(list(STATES), default=INITIAL)
    conditions = {
        "has_fee": [lambda flow: flow.case.fee > 0],
        "is_paid": [lambda flow: flow.case.paid >= flow.case.fee],
        "": [],
    }

    def opened(self: Any, case: Lean) -> None:  # noqa: ANN401 - not typed
        self.case = case

    def read(self: Any) -> str:  # noqa: ANN401 - not typed
        return str(self.case.state)

    def write(self: Any, value: str) -> None:  # noqa: ANN401 - not typed
        self.case.state = value

    def done(self: Any, descriptor: Any, source: str, target: str) -> None:  # noqa: ANN401
        self.case.history.append((descriptor._func.__name__, source, target))

    def event(name: str) -> Callable[[Any], None]:
        def run(_: Any) -> None:  # noqa: ANN401 - not typed
            return None

        run.__name__ = name
        return run

    body: dict[str, Any] = {
        "state": state,
        "__init__": opened,
        "_read": state.getter()(read),
        "_write": state.setter()(write),
        "_done": state.on_success()(done),
    }
    for name, source, target, condition in TRANSITIONS:
        marked = state.transition(source=source, target=target, conditions=conditions[condition])
        body[name] = marked(event(name))
    kind: Any = type("Permit", (), body)

    def work(cases: Sequence[Any]) -> None:
        for case in cases:
            flow = kind(case)
            flow.submit()
            flow.accept()
            flow.ask()
            flow.supply()
            flow.charge()
            flow.pay()
            flow.issue()

    return Machine("viewflow.fsm", lambda number: [Lean() for _ in range(number)], work, _history)


# ── SpiffWorkflow ───────────────────────────────────────────────────────────────────────────


def _spiff(peers: Peers) -> Machine | None:
    """Wait in a manual task for each state, and leave it through an exclusive gateway."""
    package = peers.get("SpiffWorkflow", "SpiffWorkflow.bpmn")
    if package is None:
        return None
    parsing = peers.get("SpiffWorkflow", "SpiffWorkflow.bpmn.parser")
    util = peers.get("SpiffWorkflow", "SpiffWorkflow.util.task")
    parser = parsing.BpmnParser()
    parser.add_bpmn_str(_bpmn().encode())
    spec = parser.get_spec("permit")
    ready = util.TaskState.READY

    def make(number: int) -> list[Any]:
        cases = []
        for _ in range(number):
            case = package.BpmnWorkflow(spec)
            case.data["history"] = []
            case.do_engine_steps()
            (waiting,) = case.get_tasks(state=ready, manual=True)
            waiting.data |= {"fee": FEE, "paid": FEE, "event": ""}
            cases.append(case)
        return cases

    def work(cases: Sequence[Any]) -> None:
        for case in cases:
            for name in PATH:
                (waiting,) = case.get_tasks(state=ready, manual=True)
                waiting.data["event"] = name
                source = waiting.task_spec.bpmn_id
                waiting.run()
                case.do_engine_steps()
                after = case.get_tasks(state=ready, manual=True)
                target = after[0].task_spec.bpmn_id if after else "issued"
                case.data["history"].append((name, source, target))

    return Machine("SpiffWorkflow", make, work, lambda case: list(case.data["history"]))


_GUARDS = {"": "", "has_fee": " and fee &gt; 0", "is_paid": " and paid &gt;= fee"}


def _flow(name: str, source: str, target: str) -> str:
    return f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">'


def _bpmn() -> str:
    """Write the life cycle as BPMN."""
    parts = ['<startEvent id="start"/><sequenceFlow id="f" sourceRef="start" targetRef="draft"/>']
    for state in STATES:
        if state in FINAL:
            parts.append(f'<endEvent id="{state}"/>')
            continue
        parts.append(f'<manualTask id="{state}"/><exclusiveGateway id="from_{state}"/>')
        parts.append(
            f'<sequenceFlow id="to_{state}" sourceRef="{state}" targetRef="from_{state}"/>'
        )
    for name, source, target, condition in TRANSITIONS:
        parts.append(
            f"{_flow(name, f'from_{source}', target)}"
            f"<conditionExpression>event == '{name}'{_GUARDS[condition]}</conditionExpression>"
            "</sequenceFlow>"
        )
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">'
        f'<process id="permit" isExecutable="true">{"".join(parts)}</process></definitions>'
    )
