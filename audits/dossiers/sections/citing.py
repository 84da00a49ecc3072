"""Provisions as links to EUR-Lex, and nowhere else."""

from collections.abc import Iterable

from audits.dossiers.blocks import Text, say
from audits.dossiers.wording import cut
from audits.packs.parts import Provision

LAW_SITES = ("https://eur-lex.europa.eu/", "https://data.europa.eu/", "http://data.europa.eu/")


def cited(provision: Provision) -> Text:
    """Return the citation, linked when its address is the law's own."""
    href = provision.url if provision.url.startswith(LAW_SITES) else ""
    return say(cut(provision.cite, 120), href=href)


def joined(texts: Iterable[Text], between: str) -> Text:
    """Return texts one after the other."""
    return tuple(
        run for index, text in enumerate(texts) for run in ((*say(between), *text) if index else text)
    )
