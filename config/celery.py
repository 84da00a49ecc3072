"""The doorbell: Celery rings workers for rows that wait; its settings are the CELERY_ ones."""

import os
from importlib import import_module

from celery import Celery
from celery.signals import worker_init, worker_process_init
from django.conf import settings

from governance.apart import keep_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Rooms (governance.apart) that are worth a process which waits for their next order.
KEPT_READY = ("audits.dossiers.sheets.room", "audits.fairness.apart")

app = Celery("annex")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def load_what_measures(**_sent: object) -> None:
    """Load what every assessment needs before the first asks for it, once for all processes of a worker."""
    import_module("audits.fairness.measuring")


@worker_process_init.connect
def keep_processes_ready(**_sent: object) -> None:
    """Have loaded processes wait for the first orders; each process that works on rows keeps its own."""
    if settings.SPARE_PROCESSES:
        keep_ready(*KEPT_READY)
