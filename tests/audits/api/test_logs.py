"""Prediction logs over REST: as files, and as counts."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audits import fairness
from audits.models import PredictionLog
from tests.callers import API, caller, faults, verbs
from tests.factories import LOG, LogFactory, PlanFactory, VersionFactory, spec

CELLS = [
    {"group": ["blue"], "outcome": 1, "prediction": 1, "n": 40},
    {"group": ["green"], "outcome": 0, "prediction": 1, "n": 5},
    {"group": [None], "outcome": None, "prediction": 0, "n": 2},
]
COUNTS = {"name": "November", "by": ["group"], "cells": CELLS}


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """An empty file store."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        }
    }
    return tmp_path


@pytest.fixture
def plan(unit, engineer):
    version = VersionFactory(system__unit=unit, system__owner=engineer)
    return PlanFactory(system=version.system)


@pytest.fixture
def url(plan):
    return f"{API}/fairness/plans/{plan.reference}"


def upload(client, url, text=LOG, **more: str):
    body = {"file": SimpleUploadedFile("decisions.csv", text.encode()), **more}
    return client.post(f"{url}/logs", body, format="multipart")


def files(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


def test_a_file_is_imported_once(engineer, plan, url, store):
    client = caller(engineer)

    first, again = upload(client, url), upload(client, url)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert (first.json()["size"], first.json()["counted"]) == (len(LOG), False)
    assert PredictionLog.objects.get().name == "decisions.csv"
    assert verbs(plan.reference) == ["log.imported"]


def test_a_log_is_of_the_version_that_is_named(engineer, plan, url):
    VersionFactory(system=plan.system, number=2)
    client = caller(engineer)

    assert upload(client, url, version="1.0").json()["version"] == "1.0"
    assert upload(client, url, LOG + "blue,1,1\n").json()["version"] == "2.0"
    assert faults(upload(client, url, version="9.0"), 422) == {"version": "no_version"}


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), ("a,b\n1,2\n", "unreadable"), ("\0\0\0", "unreadable")]
)
def test_what_is_no_log_is_refused_and_leaves_nothing(engineer, url, store, text, code):
    assert faults(upload(caller(engineer), url, text), 422) == {"file": code}
    assert not PredictionLog.objects.exists()
    assert files(store) == []


def test_a_file_that_is_too_large_is_refused(engineer, url, store, settings):
    settings.LOG_UPLOAD_MAX_BYTES = 100

    assert faults(upload(caller(engineer), url), 413) == {None: "too_large"}
    settings.LOG_UPLOAD_MAX_BYTES = -(64 * 1024)
    assert faults(upload(caller(engineer, name="b"), url), 413) == {None: "too_large"}
    assert files(store) == []


def test_a_form_without_a_file_or_with_more_is_refused(engineer, url):
    client = caller(engineer)

    assert faults(client.post(f"{url}/logs", {"version": "1.0"}, format="multipart"), 422) == {
        "file": "required"
    }
    assert faults(upload(client, url, versoin="1.0"), 422) == {"versoin": "unknown_field"}
    assert faults(client.post(f"{url}/logs", {"file": "x"}), 415)


def test_counts_are_a_log_without_anybodys_row(engineer, plan, url, store):
    client = caller(engineer)

    first = client.post(f"{url}/counts", COUNTS)
    again = client.post(f"{url}/counts", COUNTS | {"cells": CELLS[::-1]})

    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["counted"], first.json()["size"]) == (True, 0)
    log = PredictionLog.objects.get()
    assert sum(cell["n"] for cell in log.cells["cells"]) == 47
    assert files(store) == []
    assert verbs(plan.reference) == ["log.counts_submitted"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"by": ["sex"]}, {"by": "other_columns"}),
        ({"cells": []}, {"cells": "min_length"}),
        ({"cells": [CELLS[0] | {"n": -1}]}, {"cells.0.n": "misstated"}),
        ({"cells": [CELLS[0] | {"group": "blue"}]}, {"cells.0.group": "misstated"}),
        ({"cells": [CELLS[0] | {"outcome": 2}]}, {"cells.0.outcome": "misstated"}),
        ({"cells": [CELLS[0] | {"wieght": 2}]}, {"cells.0.wieght": "unknown_field"}),
        ({"cells": [CELLS[0] | {"weight": 2}]}, {"cells.0.weight": "misstated"}),
        ({"cells": [CELLS[0] | {"stratum": "A"}]}, {"cells.0.stratum": "misstated"}),
        (
            {"weight": "w", "cells": [CELLS[0] | {"weight": -1, "squared": 1}]},
            {"cells.0.weight": "misstated"},
        ),
        (
            {"weight": "w", "cells": [CELLS[0] | {"weight": 1, "squared": 1}]},
            {"by": "other_columns"},
        ),
        ({"cells": [CELLS[0], {"group": ["x"], "n": 1, "prediction": 1}]}, {"cells.1.outcome": "required"}),
        ({"cells": [7]}, {"cells.0": "not_a_dict"}),
        ({"cells": [CELLS[0] | {"group": [f"g{n}"]} for n in range(501)]}, {"cells": "misstated"}),
        ({"favourable": 3}, {"favourable": "invalid_choice"}),
        ({"name": "x" * 201}, {"name": "max_length"}),
    ],
)
def test_counts_that_do_not_fit_are_named(engineer, url, changes, told):
    assert faults(caller(engineer).post(f"{url}/counts", COUNTS | changes), 422) == told
    assert not PredictionLog.objects.exists()


def test_weighted_counts_within_strata_are_kept_as_sent(engineer, plan, url):
    plan.spec = plan.spec | {"stratum": "dept", "weight": "w"}
    plan.save(update_fields=["spec"])
    cell = CELLS[0] | {
        "n": 3,
        "stratum": "A",
        "weight": 4.5,
        "squared": 8.25,
        "weights": [[0.5, 1], [2.0, 2]],
    }

    sent = caller(engineer).post(
        f"{url}/counts", COUNTS | {"cells": [cell], "stratum": "dept", "weight": "w"}
    )

    assert sent.status_code == 201
    assert PredictionLog.objects.get().cells["cells"] == [cell]


def test_scores_travel_as_counts(engineer, plan, url, tmp_path):
    plan.spec = plan.spec | {
        "score": "s",
        "score_threshold": 0.5,
        "prediction": "s",
        "outcome": "y",
        "by": ["group"],
    }
    plan.save(update_fields=["spec"])
    path = tmp_path / "scores.csv"
    path.write_text(
        "group,y,s\n" + "".join(f"{'ab'[i % 2]},{i % 3 == 0:d},{i % 10 / 10}\n" for i in range(200))
    )
    counted = fairness.count(path, fairness.Spec.from_json(plan.spec)).as_json()
    body = COUNTS | {name: counted[name] for name in ("cells", "scores")}

    client = caller(engineer)

    sent = client.post(f"{url}/counts", body)
    broken = body | {"scores": counted["scores"] | {"edges": [3, 1]}}

    assert sent.status_code == 201
    assert PredictionLog.objects.get().cells["scores"] == counted["scores"]
    assert faults(client.post(f"{url}/counts", broken), 422) == {"scores.edges": "misstated"}


def test_an_auditor_reads_and_imports_nothing(auditor, plan, url, store):
    LogFactory(plan=plan)
    kept, client = files(store), caller(auditor)

    rows = client.get(f"{url}/logs").json()["results"]

    assert [row["name"] for row in rows] == ["decisions.csv"]
    assert "file" not in rows[0]
    assert faults(upload(client, url), 403)
    assert faults(client.post(f"{url}/counts", COUNTS), 403)
    assert PredictionLog.objects.count() == 1
    assert files(store) == kept


def test_an_outsider_sees_no_log(outsider, url):
    client = caller(outsider)

    assert faults(client.get(f"{url}/logs"), 404)
    assert faults(upload(client, url), 404)
    assert faults(client.post(f"{url}/counts", COUNTS), 404)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_five_queries(auditor, plan, url, rows, django_assert_num_queries):
    LogFactory.create_batch(rows, plan=plan, spec=spec(), cells={})
    client = caller(auditor)
    client.get(f"{url}/logs")

    with django_assert_num_queries(5):
        shown = client.get(f"{url}/logs").json()
    assert (shown["count"], shown["results"][0]["counted"]) == (rows, True)
