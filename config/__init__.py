"""The composition root: settings, routes, Celery. Imports all; imported by none."""
