"""Who may send files: somebody signed in, and no more than a prediction log; told before a byte is kept."""

from typing import IO, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.urls import reverse

# What the form around a file may add to its length.
WRAPPING = 64 * 1024


class Bounded(FileUploadHandler):
    """Refuses a body with files by its announced length, and any file of a stranger.

    Django reads a whole form to look for its CSRF token, and writes the files in it to disk meanwhile: without
    this, whoever reaches the door could fill the disk.
    """

    def new_file(self, *told: Any, **more: Any) -> None:  # noqa: ANN401 Django's signature
        user = getattr(self.request, "user", None)
        known = user is not None and user.is_authenticated
        if not known and not (settings.VERIFY_PUBLIC and self._verifies):
            raise PermissionDenied("Sign in before you send files.")
        super().new_file(*told, **more)

    def handle_raw_input(
        self,
        input_data: IO[bytes],  # noqa: ARG002 Django's signature
        META: dict[str, Any],  # noqa: ARG002, N803
        content_length: int,
        boundary: str,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        """Refuse what is announced to be larger than the largest log, or dossier where one is verified.

        Raises: RequestDataTooBig.
        """
        most = settings.VERIFY_UPLOAD_MAX_BYTES if self._verifies else settings.LOG_UPLOAD_MAX_BYTES
        if content_length > most + WRAPPING:
            raise RequestDataTooBig(f"No form here is larger than {most} bytes.")

    @property
    def _verifies(self) -> bool:
        """Whether the file is a dossier to be verified: that page may be open to everybody."""
        return self.request is not None and self.request.path == reverse("audits:verify")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 Django's signature
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that keep it."""
