"""A worker is ready before its first run asks."""

import os
import subprocess
import sys

import pytest

SAYS = """
import sys
import config.celery
from celery.signals import worker_init

print("audits.fairness.measuring" in sys.modules)
worker_init.send(sender=None)
print("audits.fairness.measuring" in sys.modules)
"""


def test_a_worker_loads_what_measures_when_it_starts_and_a_web_process_does_not():
    said = subprocess.run([sys.executable, "-c", SAYS], check=True, capture_output=True, text=True).stdout

    assert said.split() == ["False", "True"]


WAITS = """
import config.celery
from celery.signals import worker_process_init
from governance.apart.spares import waiting

worker_process_init.send(sender=None)
print(len(waiting()))
"""


@pytest.mark.parametrize(("wanted", "kept"), [("true", "2"), ("false", "0")])
def test_each_process_of_a_worker_keeps_one_waiting_for_its_next_dossier_and_file_unless_told_otherwise(
    wanted: str, kept: str
):
    said = subprocess.run(
        [sys.executable, "-c", WAITS], env={**os.environ, "SPARE_PROCESSES": wanted}, check=True,
        capture_output=True, text=True,
    ).stdout  # fmt: skip

    assert said.split() == [kept]
