"""The only files that a dossier may draw on: those we ship. No path, no network, no data address."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parents[2] / "static"
SCHEME = "annex:"
KINDS = {".ttf": "font/ttf", ".otf": "font/otf", ".svg": "image/svg+xml", ".css": "text/css"}


@cache
def shipped() -> Mapping[str, Path]:
    """Return the files by address; content can name an address of this list, never a path."""
    folders = (STATIC / "fonts", STATIC / "dossier")
    files = (path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in KINDS)
    return {f"{SCHEME}{path.parent.name}/{path.name}": path for path in files}


def stylesheet(name: str) -> str:
    """Return one of our style sheets."""
    return shipped()[f"{SCHEME}dossier/{name}"].read_text(encoding="utf-8")


class Locked(URLFetcher):
    """Hands out what we ship and stops the rendering at anything else."""

    def __init__(self, own: Mapping[str, tuple[bytes, str]] | None = None) -> None:
        """Hand out, besides what we ship, a document's own files by address: bytes and content type."""
        super().__init__(allowed_protocols=())
        self.own = own or {}

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        """Return a shipped file.

        Raises: FatalURLFetchingError, which WeasyPrint does not swallow, for any other address.
        """
        if url in self.own:
            content, kind = self.own[url]
            return URLFetcherResponse(url, content, {"Content-Type": kind})
        path = shipped().get(url)
        if path is None:
            raise FatalURLFetchingError(f"A dossier may not fetch {url[:200]!r}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": KINDS[path.suffix]})
