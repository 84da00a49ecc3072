"""A worker is ready before its first run asks."""

import subprocess
import sys

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
