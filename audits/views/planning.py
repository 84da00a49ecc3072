"""What a plan's form may lead on from: a source that has to answer, and a file that waits to be kept."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from audits import sources
from audits.actions import logs
from audits.fairness import Broken, Unreadable
from audits.forms.bands import bands_in_words
from audits.forms.lists import joined
from audits.forms.plans import PlanForm
from audits.forms.roles import columns_of
from audits.models import Plan
from audits.sources import NoSuchSource
from audits.staging import waiting
from audits.staging.waiting import WaitingFile
from governance.models import Unit, User


def answers(form: PlanForm, unit: Unit) -> bool:
    """Return whether the source that was chosen could be counted under this plan; its field says why not."""
    said = form.cleaned_data
    if not said.get("source"):
        return True
    try:
        sources.look(said["source"], said["table"], unit.path, said["spec"])
    except NoSuchSource as refusal:
        form.add_error("source", str(refusal))
    except Unreadable as refusal:
        field = refusal.field if refusal.field in form.fields else "source"
        form.add_error(field, refusal.message[:1].upper() + refusal.message[1:])
    except (OSError, Broken):
        form.add_error("source", "The source does not answer. Ask whoever runs Annex to try it.")
    return form.is_valid()


def holds(form: PlanForm, file: WaitingFile) -> bool:
    """Return whether a file has the columns of a plan; the field of one that it lacks says so."""
    roles = form.cleaned_data["spec"].roles
    for name in lacking(file, roles):
        form.add_error(roles[name], f"The file has no column '{name}'.")
    return form.is_valid()


def lacking(file: WaitingFile, columns: Iterable[str]) -> list[str]:
    """Return the columns that a file has not, as far as all of its columns were seen."""
    seen = {column.name for column in file.preview.columns}
    return [name for name in columns if name not in seen] if file.preview.shows_all_columns else []


def file_of(key: str, *, about: str, by: User, at: datetime) -> WaitingFile | None:
    """Return the file that a form leads on from, none where it names none.

    Raises: audits.staging.waiting.Gone.
    """
    if not key:
        return None
    try:
        return waiting.find(UUID(key), about=about, by=by, at=at)
    except ValueError as odd:
        raise waiting.Gone(key) from odd


def settled(file: WaitingFile) -> dict[str, Any]:
    """Return what was settled of a file's columns and values, as the fields of a plan hold it."""
    if "columns" not in file.chosen:
        return {}
    columns, said = file.chosen["columns"], file.chosen.get("said", {})
    told = {**columns_of(columns["roles"])}
    named = [told.get("prediction") or told.get("score") or told.get("target"), joined(told["by"])]
    special = [name for name in columns["special"] if name in columns["roles"]]
    return {
        **{role: name for role, name in told.items() if isinstance(name, str)},
        "name": " by ".join(word for word in named if word)[:200],
        "by": joined(told["by"]),
        "positive": joined(said.get("positive", ())),
        "favourable": said.get("favourable") or "",
        "score_threshold": said.get("score_threshold"),
        "bands": bands_in_words({name: tuple(cuts) for name, cuts in said.get("edges", {}).items()}),
        "special_columns": special,
        "legal_basis": said.get("legal_basis", ""),
    }


def admit(file: WaitingFile, plan: Plan, *, by: User, at: datetime) -> None:
    """Keep a file as a log of a plan.

    Raises: audits.staging.waiting.Gone.
    """
    version = plan.system.versions.get(pk=file.version)
    staged = waiting.keep(file, at=at)
    logs.admit(plan=plan, version=version, name=file.name, staged=staged, by=by, at=at)
