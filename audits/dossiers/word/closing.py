"""From a document to its bytes: the same document gives the same file."""

import io
import zipfile

from docx.document import Document as Word

# The earliest moment that a ZIP can state; when the document was made stands in its properties.
MOMENT = (1980, 1, 1, 0, 0, 0)


def closed(document: Word) -> bytes:
    """Return the file, every part of it dated alike."""
    saved, written = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            file.writestr(entry, parts.read(name))
    return written.getvalue()
