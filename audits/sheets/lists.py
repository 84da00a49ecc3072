"""What is chosen from in more than one document: the Member States, and the Union's official languages."""

from collections.abc import Mapping

from audits.sheets.blank import Choice
from governance.countries import NAMES

MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
TONGUES = (
    "bg Bulgarian|cs Czech|da Danish|de German|el Greek|en English|es Spanish|et Estonian|fi Finnish|fr French"
    "|ga Irish|hr Croatian|hu Hungarian|it Italian|lt Lithuanian|lv Latvian|mt Maltese|nl Dutch|pl Polish"
    "|pt Portuguese|ro Romanian|sk Slovak|sl Slovenian|sv Swedish"
)
LISTS: Mapping[str, tuple[Choice, ...]] = {
    "member_states": tuple(Choice(code, NAMES[code]) for code in MEMBERS.split()),
    "languages": tuple(Choice(*one.split()) for one in TONGUES.split("|")),
}
