"""The doorbell: Celery rings workers for rows that wait; its settings are the CELERY_ ones."""

import os
from importlib import import_module

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("annex")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def load_what_measures(**_sent: object) -> None:
    """Load what every assessment needs before the first asks for it, once for all processes of a worker."""
    import_module("audits.fairness.measuring")
