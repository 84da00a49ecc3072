"""What a dossier may draw on: no path, no network, no data address."""

from collections.abc import Mapping

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from audits.dossiers.assets import KINDS, shipped


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
