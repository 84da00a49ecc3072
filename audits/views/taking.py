"""Taking a file away: handed out as it is stored, and written down who took it."""

from collections.abc import Callable

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

from audits.actions.dossiers import NotReady


def taken(stored: FieldFile, note: Callable[[], None], *, name: str, content_type: str) -> FileResponse:
    """Return a stored file as a download, once it is noted who takes it.

    Raises: Http404, where there is no file yet or none any more.
    """
    try:
        content = stored.open("rb")
        note()
    except (NotReady, FileNotFoundError, ValueError) as error:
        raise Http404 from error
    return FileResponse(content, as_attachment=True, filename=name, content_type=content_type)
