"""manage.py recompute_run: a stored run once more, in words or JSON, and an exit code."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audits import tasks
from audits.models import Run
from tests.factories import LogFactory, RunFactory


@pytest.fixture
def run(house, settings, tmp_path):
    """Return a run that a worker carried out."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        }
    }
    row = RunFactory(log=LogFactory())
    tasks.execute_run(run_id=str(row.pk))
    row.refresh_from_db()
    assert row.state == "done", row.error
    return row


def recomputed(*arguments: str) -> str:
    out = StringIO()
    call_command("recompute_run", *arguments, stdout=out)
    return out.getvalue()


def test_a_run_that_a_worker_made_is_the_same_again(run):
    assert "every number is the same again, to the last digit" in recomputed(run.reference)
    assert json.loads(recomputed(run.reference, "--json"))["equal"] is True


def test_a_result_that_somebody_changed_is_found(run):
    stored = run.result
    stored["overall"]["accuracy"] = 0.99
    Run.objects.filter(pk=run.pk).update(result=stored)
    out = StringIO()

    with pytest.raises(CommandError, match="differs in 1 places") as refusal:
        call_command("recompute_run", run.reference, stdout=out)

    assert refusal.value.returncode == 1
    assert out.getvalue().startswith("/overall/accuracy: stored 0.99, again 0.")


def test_counts_that_somebody_changed_are_found_by_what_follows_from_them(run):
    cells = run.cells
    cells["cells"][0]["n"] += 1
    Run.objects.filter(pk=run.pk).update(cells=cells)

    with pytest.raises(CommandError) as refusal:
        recomputed(run.reference)

    assert refusal.value.returncode == 1


def test_what_is_not_done_or_not_there_cannot_be_recomputed(house):
    waiting = RunFactory()

    for reference in (waiting.reference, "RUN-9999"):
        with pytest.raises(CommandError, match="no finished run") as refusal:
            recomputed(reference)
        assert refusal.value.returncode == 2


def test_counts_that_are_broken_are_said_to_be(run):
    Run.objects.filter(pk=run.pk).update(cells={"by": ["group"], "cells": []})

    with pytest.raises(CommandError, match="cannot be computed again") as refusal:
        recomputed(run.reference)

    assert refusal.value.returncode == 2
