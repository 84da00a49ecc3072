"""`manage.py measure --submit` counts here and sends the counts alone; proven on what reaches a live server."""

import json
from io import StringIO
from threading import Thread
from time import sleep

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.core.management import CommandError, call_command

from audits import fairness, tasks
from audits.management.submitting import Installation, Refused
from audits.models import PredictionLog, Run
from tests.callers import token
from tests.factories import LOG, PlanFactory, VersionFactory, spec

# A name in a column that nobody asked for, and values that only rows have.
CANARY = "Ada Lovelace 1815-12-10"
UNFAIR = "group,outcome,prediction,name\n" + "".join(
    f"{group},1,{prediction},{CANARY} {row}\n"
    for group, prediction, n in [("blue", 1, 90), ("blue", 0, 10), ("green", 1, 20), ("green", 0, 80)]
    for row in range(n)
)
FAIR = "group,outcome,prediction\n" + "blue,1,1\ngreen,1,1\nblue,1,0\ngreen,1,0\n" * 100


@pytest.fixture
def plan(unit, engineer, transactional_db):
    version = VersionFactory(system__unit=unit, system__owner=engineer)
    return PlanFactory(system=version.system, spec=spec(favourable="1"))


@pytest.fixture
def sent(monkeypatch) -> list[bytes]:
    """Return the bodies that reach the server, as they come."""
    bodies: list[bytes] = []
    real = WSGIRequest.body.fget

    def body(self: WSGIRequest) -> bytes:
        bodies.append(real(self))
        return bodies[-1]

    monkeypatch.setattr(WSGIRequest, "body", property(body))
    read = WSGIRequest.read

    def noted(self: WSGIRequest, *args: int) -> bytes:
        bodies.append(read(self, *args))
        return bodies[-1]

    monkeypatch.setattr(WSGIRequest, "read", noted)
    return bodies


@pytest.fixture(autouse=True)
def secret(monkeypatch, engineer, unit):
    monkeypatch.setenv("ANNEX_TOKEN", token(engineer).removeprefix("Token "))


def submit(live_server, plan, path, *more: object) -> str:
    printed = StringIO()
    call_command(
        "measure",
        str(path),
        "--submit",
        live_server.url,
        "--plan",
        plan.reference,
        *map(str, more),
        stdout=printed,
    )
    return printed.getvalue()


def worked_off() -> Thread:
    """Return a thread that does a worker's work once there is some."""

    def work() -> None:
        from django.db import connection

        while not (run := Run.objects.first()):
            sleep(0.05)
        tasks.execute_run(run_id=str(run.pk))
        connection.close()

    worker = Thread(target=work)
    worker.start()
    return worker


def test_counts_reach_the_plan_and_no_row_does(live_server, plan, tmp_path, sent):
    path = tmp_path / "november.csv"
    path.write_text(UNFAIR)

    printed = submit(live_server, plan, path)

    run = Run.objects.get()
    assert printed == f"{run.reference}\n"
    assert (run.log.name, run.log.size, bool(run.log.file)) == ("november.csv", 0, False)
    assert sum(cell["n"] for cell in run.log.cells["cells"]) == 200
    traffic = b"".join(sent)
    assert b'"cells"' in traffic
    assert CANARY.encode() not in traffic
    assert b"Lovelace" not in traffic
    assert len(traffic) < 5_000


def test_the_digest_of_the_data_goes_with_the_counts(live_server, plan, tmp_path):
    from hashlib import sha256

    path = tmp_path / "november.csv"
    path.write_text(UNFAIR)

    submit(live_server, plan, path)

    dataset = PredictionLog.objects.get().cells["dataset"]
    assert dataset == {
        "sha256": sha256(UNFAIR.encode()).hexdigest(), "rows": 200, "bytes": len(UNFAIR), "format": "text",
    }  # fmt: skip
    assert PredictionLog.objects.get().cells["labels"]["prediction"] == {"1": ["1"], "0": ["0"]}


def test_waiting_prints_the_verdicts_and_a_supported_disparity_ends_with_three(live_server, plan, tmp_path):
    path = tmp_path / "november.csv"
    path.write_text(UNFAIR)
    worker = worked_off()

    with pytest.raises(CommandError, match="A disparity is supported") as end:
        submit(live_server, plan, path, "--wait", 60)

    worker.join()
    assert end.value.returncode == 3


def test_waiting_for_a_run_without_a_disparity_ends_well(live_server, plan, tmp_path):
    path = tmp_path / "november.csv"
    path.write_text(FAIR)
    worker = worked_off()

    printed = submit(live_server, plan, path, "--wait", 60)

    worker.join()
    assert "disparity_supported" not in printed
    assert "within_tolerance_demonstrated: " in printed


def test_what_the_other_side_refuses_is_told_in_its_words(live_server, plan, tmp_path, monkeypatch):
    path = tmp_path / "november.csv"
    path.write_text(LOG)

    with pytest.raises(CommandError, match="404"):
        submit(live_server, type("Plan", (), {"reference": "PLAN-9999"}), path)
    with pytest.raises(CommandError, match="no such version"):
        submit(live_server, plan, path, "--release", "9.9")
    monkeypatch.setenv("ANNEX_TOKEN", "annex_wrong")
    with pytest.raises(CommandError, match="401"):
        submit(live_server, plan, path)
    monkeypatch.delenv("ANNEX_TOKEN")
    with pytest.raises(CommandError, match="no token in the environment variable ANNEX_TOKEN"):
        submit(live_server, plan, path)


@pytest.mark.parametrize(
    "address", ["http://annex.example.org", "ftp://localhost", "file:///etc/passwd", "localhost:8000", ""]
)
def test_a_token_goes_nowhere_it_could_be_overheard(address):
    with pytest.raises(Refused, match="https"):
        Installation(address, "annex_x")


def test_an_address_that_leads_elsewhere_is_not_followed(live_server):
    with pytest.raises(Refused, match="leads elsewhere"):
        Installation(live_server.url, "x").get("docs")


NUMBERS = "group,outcome,score,price,guess,w,name\n" + "".join(
    f"{'blue' if i % 3 else 'green'},{int(i * 7 % 10 > 4)},{i % 9 / 10},{100 + i % 50},{104 + i * 3 % 60},"
    f"{1 + i % 4},{CANARY} {i}\n"
    for i in range(240)
)


@pytest.mark.parametrize(
    ("measured", "key"),
    [
        ({"prediction": "score", "score": "score", "weight": "w"}, "scores"),
        ({"outcome": None, "prediction": "guess", "target": "price", "weight": "w"}, "regression"),
        ({"outcome": None, "prediction": "guess", "target": "price"}, "regression"),
    ],
)
def test_scores_and_numbers_reach_the_run_as_they_would_be_measured_here(
    live_server, plan, tmp_path, sent, measured, key
):
    stated = spec(**measured)
    plan.spec = stated
    plan.save(update_fields=["spec"])
    path = tmp_path / "november.csv"
    path.write_text(NUMBERS)

    submit(live_server, plan, path)
    tasks.execute_run(run_id=str(Run.objects.get().pk))

    here = fairness.measure(
        fairness.count(path, fairness.Spec.from_json(stated)), fairness.Spec.from_json(stated)
    )
    run = Run.objects.get()
    assert run.error == ""
    assert run.result[key] == json.loads(json.dumps(here.as_json()))[key]
    assert run.result[key]["by_group"]["blue"]["n"] == 160
    assert b"Lovelace" not in b"".join(sent)
