"""Stopping a run or a dossier and trying it again: the same for both, once the row came through the gate."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from audits import doorbell
from audits.models import Dossier, Run, WordFile
from governance.actions import jobs
from governance.http import Request


def cancelled(request: Request, job: Run | Dossier | WordFile) -> HttpResponse:
    """Stop a job, or say that it had ended; then show it."""
    try:
        jobs.cancel(job=job, by=request.user, at=timezone.now())
    except jobs.Settled:
        messages.info(request, "It had ended already.")
    return redirect(job)


def retried(request: Request, job: Run | Dossier | WordFile) -> HttpResponse:
    """Try a stopped job again, or say that it is not stopped; then show it."""
    try:
        doorbell.ring(jobs.retry(job=job, by=request.user, at=timezone.now()))
    except jobs.NotStopped:
        messages.info(request, "It is not stopped.")
    return redirect(job)
