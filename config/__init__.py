"""The composition root: settings, routes, Celery. Imports all; imported by none."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
