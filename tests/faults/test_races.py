"""Several processes and one case."""

from caseflow.stores import open_store
from stores.budgets import CITY, SETTLER, bill_case, budget_service_of, found, held, subsidised
from stores.offices import LODGED, lodge, receive, service

RACERS = 4
VERSIONS = 100


def test_each_version_has_one_winner(url, working):
    """Of four processes that decided on the same version one is kept; the others are told."""
    with working(*(("racer", url, f"r{number}") for number in range(RACERS))) as racers:
        assert [racer.hear() for racer in racers] == ["ready"] * RACERS
        for version in range(VERSIONS):
            if version == 1:
                with open_store(url) as store:
                    receive(service(store), "raced")
                continue
            for racer in racers:
                racer.tell(version)
            assert [racer.hear() for racer in racers] == ["decided"] * RACERS
            for racer in racers:
                racer.tell("go")
            outcomes = sorted(racer.hear() for racer in racers)
            assert outcomes == ["lost"] * (RACERS - 1) + ["won"]

    with open_store(url) as store:
        case = service(store).get("raced")
        assert case.version == VERSIONS
        assert service(store).verify(deep=True).is_sound


def test_who_lost_decides_again(url, working):
    """Without a version to keep to, everybody's work is kept once, whoever was faster."""
    pieces = 25
    with open_store(url) as store:
        lodge(service(store), "raced")
        receive(service(store), "raced")
    commands = [("contender", url, f"c{number}", pieces) for number in range(RACERS)]
    with working(*commands) as contenders:
        assert [each.hear() for each in contenders] == ["ready"] * RACERS
        for each in contenders:
            each.tell("go")
        said = [line.split() for each in contenders for line in each.hear_all()]

    with open_store(url) as store:
        records = service(store).history("raced")
        assert sorted(int(seq) for seq, _ in said) == list(range(2, 2 + RACERS * pieces))
        assert {key: int(seq) for seq, key in said} == {
            record.key: record.seq for record in records[2:]
        }
        assert service(store).verify(deep=True).is_sound


def test_a_budget_is_never_overspent(url, working):
    """Of forty grants that four processes race for, just those are kept that the budget pays."""
    pieces, paid = 10, 25
    with open_store(url) as store:
        found(store, paid * 1_000)
        for number in range(RACERS):
            bill_case(store, f"g{number}")
    commands = [("granter", url, f"g{number}", pieces) for number in range(RACERS)]
    with working(*commands) as granters:
        assert [each.hear() for each in granters] == ["ready"] * RACERS
        for each in granters:
            each.tell("go")
        said = [line for each in granters for line in each.hear_all()]

    with open_store(url) as store:
        grants, left = held(store)
        assert (len(said), left) == (RACERS * pieces, 0)
        # The last one is paid exactly, so whoever comes after that finds the budget empty too.
        refused = [each for each in said if each not in grants]
        assert sorted(grants) == sorted(set(said) & set(grants))
        assert len(refused) == RACERS * pieces - paid
        assert {word for each in refused for word in each.split()} <= {
            "budget-empty",
            "budget-exceeded",
        }
        filings = [subsidised(store, f"g{number}") for number in range(RACERS)]
        assert {number: amount for each in filings for number, amount in each.items()} == grants
        assert budget_service_of(store).settle(CITY, by=SETTLER, at=LODGED).is_clean
