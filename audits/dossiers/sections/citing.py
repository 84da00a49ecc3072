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


def several(provisions: Iterable[Provision]) -> Text:
    """Return citations one after the other, each a link of its own."""
    runs = [cited(provision) for provision in provisions if provision.cite]
    return tuple(run for index, text in enumerate(runs) for run in ((*say(", "), *text) if index else text))
