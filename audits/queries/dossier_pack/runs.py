"""What is on record about one fairness run: the result, the file it counted, the system it is about."""

from typing import Any

from audits.models import Run
from audits.queries.dossier_pack.systems import counted, measured, system_record
from audits.queries.dossier_pack.thresholds import with_thresholds


def parts_of(run: Run) -> dict[str, Any]:
    """Return the parts of a pack about one finished run. One query."""
    rows = with_thresholds(Run.objects.all()).select_related(
        "version__system__unit",
        "version__system__owner",
        "plan__thresholds_set_by",
        "log__imported_by",
        "requested_by",
    )
    row = rows.defer("cells", "log__cells").get(pk=run.pk)
    return {
        "system": system_record(row.version),
        "fairness": (measured(row),),
        "evidence": (counted(row),),
    }
