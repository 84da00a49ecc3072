"""Editions and reports of changes over REST."""

import pytest

from risk.actions import rejudgings
from risk.models import Move, Rejudging
from tests.callers import API, caller, faults, verbs
from tests.risk.adopting import CV, IMAGES, OLD, adopt, judged

EDITIONS, CHANGES, NEW = f"{API}/editions", f"{API}/changes", "2026-1744"


@pytest.fixture
def report(house, earlier, now):
    """Return the report of the amendment, in which two systems moved."""
    judged(house, CV, now)
    judged(house, IMAGES, now)
    return adopt(house, now)


def caller_at_the_root(house):
    return caller(house.founder)


def references():
    return list(Move.objects.order_by("system__reference").values_list("system__reference", flat=True))


def test_the_editions_and_the_adopted_one(auditor, now):
    told = caller(auditor).get(EDITIONS).json()

    assert told["adopted"] == NEW
    assert [(one["id"], one["adopted"], one["based_on"]) for one in told["editions"]] == [
        (NEW, True, OLD), (OLD, False, ""),
    ]  # fmt: skip


def test_a_lawyer_of_the_root_adopts_an_edition(house, now):
    client = caller_at_the_root(house)

    response = client.post(f"{EDITIONS}/adopt", {"edition": OLD})

    made = Rejudging.objects.get()
    assert response.status_code == 202
    assert response.headers["Location"] == f"{CHANGES}/{made.reference}"
    assert (response.json()["state"], response.json()["edition_before"]) == ("queued", NEW)
    assert faults(client.post(f"{EDITIONS}/adopt", {"edition": OLD}), 409) == {None: "already_adopted"}
    assert faults(client.post(f"{EDITIONS}/adopt", {"edition": NEW}), 409) == {None: "still_judging"}
    assert faults(client.post(f"{EDITIONS}/adopt", {"edition": "1999"}), 422) == {"edition": "invalid_choice"}


def test_who_is_no_lawyer_of_the_root_adopts_nothing(lawyer, engineer, auditor, now):
    assert faults(caller(lawyer).post(f"{EDITIONS}/adopt", {"edition": OLD}), 403) == {None: "not_the_house"}
    for person in (engineer, auditor):
        assert faults(caller(person).post(f"{EDITIONS}/adopt", {"edition": OLD}), 403)
    assert not Rejudging.objects.exists()


def test_a_report_tells_what_moved_and_why(report, auditor):
    client = caller(auditor)

    rows = client.get(f"{CHANGES}/{report.reference}/systems").json()["results"]

    assert [row["system"] for row in rows] == references()
    (dated,) = (part for part in rows[0]["changes"]["parts"] if part["id"] == "deployer.human-oversight")
    assert (dated["what"], dated["was"], dated["now"]) == ("dated", "2026-08-02", "2027-12-02")
    assert dated["by"] == ["Art. 1(40)(b)"]
    assert (rows[0]["tier_before"], rows[0]["tier_after"], rows[0]["state"]) == ("high", "high", "waiting")
    listed = client.get(f"{CHANGES}?state=done&kind=edition").json()["results"]
    assert listed[0]["reference"] == report.reference
    assert client.get(f"{CHANGES}/{report.reference}").json()["moved"] == 2


def test_the_rows_are_narrowed(report, auditor):
    client, first = caller(auditor), references()[0]

    def systems(query: str) -> list[str]:
        rows = client.get(f"{CHANGES}/{report.reference}/systems?{query}").json()["results"]
        return [row["system"] for row in rows]

    assert systems("tier=high") == [first]
    assert systems(f"system={first}&state=waiting") == [first]
    assert systems("tier_moved=true") == []
    assert len(systems("tier_moved=false")) == 2


def test_a_lawyer_confirms_and_contests(report, lawyer):
    client, (first, second) = caller(lawyer), references()
    here = f"{CHANGES}/{report.reference}"

    told = client.post(f"{here}/confirm", {"systems": [first, "SYS-9999"]})
    assert told.json() == {"confirmed": 1}
    assert client.post(f"{here}/confirm", {"systems": [first]}).json() == {"confirmed": 0}
    told = client.post(f"{here}/systems/{second}/contest", {"reason": "It makes no images."})
    assert (told.json()["state"], told.json()["ruled_by"]) == ("contested", lawyer.email)
    again = client.post(f"{here}/systems/{second}/contest", {"reason": "Really."})
    assert faults(again, 409) == {None: "not_waiting"}
    assert faults(client.post(f"{here}/systems/{first}/contest", {"reason": " "}), 422) == {"reason": "blank"}
    assert verbs(first)[-1] == "change.confirmed"
    assert verbs(second)[-3:] == ["change.contested", "finding.contested", "system.contested"]


def test_the_whole_house_stops_a_report_and_goes_on_with_it(house, lawyer, now):
    made = rejudgings.adopt(edition_id=OLD, by=house.founder, at=now)
    client, here = caller_at_the_root(house), f"{CHANGES}/{made.reference}"

    assert faults(caller(lawyer).post(f"{here}/cancel"), 404)
    assert client.post(f"{here}/cancel").json()["state"] == "cancelled"
    assert faults(client.post(f"{here}/cancel"), 409) == {None: "settled"}
    assert client.post(f"{here}/retry").status_code == 202
    assert faults(client.post(f"{here}/retry"), 409) == {None: "not_stopped"}


def test_an_auditor_reads_and_changes_nothing_and_an_outsider_finds_nothing(report, auditor, outsider):
    here, first = f"{CHANGES}/{report.reference}", references()[0]
    acts = (
        (f"{here}/confirm", {"systems": [first]}), (f"{here}/systems/{first}/contest", {"reason": "x"}),
        (f"{here}/cancel", {}), (f"{here}/retry", {}),
    )  # fmt: skip

    reader, client = caller(auditor), caller(outsider)
    for address, body in acts:
        assert faults(reader.post(address, body), 403)
        assert faults(client.post(address, body), 404)
    assert client.get(CHANGES).json()["results"] == []
    assert faults(client.get(f"{here}/systems"), 404)
    assert set(Move.objects.values_list("state", flat=True)) == {"waiting"}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("below", "queries"), [("", 4), ("/systems", 5)])
def test_the_lists_cost_the_same_whatever_their_length(
    below, queries, rows, house, earlier, auditor, now, django_assert_num_queries
):
    for _ in range(rows):
        judged(house, CV, now)
    made = adopt(house, now)
    client = caller(auditor)
    address = f"{CHANGES}/{made.reference}{below}" if below else CHANGES
    client.get(address)

    with django_assert_num_queries(queries):
        client.get(address)
