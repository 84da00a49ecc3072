"""How documents look from now on: what is refused, what stays, and what the trail keeps of it."""

from io import BytesIO

import pytest
from PIL import Image

from audits.actions import letterheads
from audits.models import Letterhead
from governance.models import TrailEntry

pytestmark = pytest.mark.django_db


def picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (300, 100), "#14506e").save(drawn, "PNG")
    return drawn.getvalue()


def change(by, at, **changes: object) -> Letterhead:
    usual = {"name": "Harbour Group", "colour": "#14506e", "paper": "A4", "confidentiality": "Internal"}
    return letterheads.change(**{**usual, **changes}, by=by, at=at)


def test_a_letterhead_is_set_once_and_changed_afterwards(unit, lawyer, now):
    change(lawyer, now)
    change(lawyer, now, name="Harbour AG", paper="Letter")

    row = Letterhead.objects.get()
    assert (row.name, row.paper, row.set_by, row.set_at) == ("Harbour AG", "Letter", lawyer, now)


def test_each_change_is_one_entry_with_what_was_and_what_is(unit, lawyer, now):
    change(lawyer, now)
    change(lawyer, now, colour="#6b1f4b")

    first, second = TrailEntry.objects.filter(verb="letterhead.changed").order_by("seq")
    assert first.before == {}
    assert (second.before["colour"], second.after["colour"]) == ("#14506e", "#6b1f4b")


def test_a_logo_stays_until_it_shall_go(unit, lawyer, now):
    with_logo = change(lawyer, now, picture=picture())
    kept = change(lawyer, now, name="Harbour AG")
    without = change(lawyer, now, without_logo=True)

    assert bytes(with_logo.logo).startswith(b"\x89PNG")
    assert bytes(kept.logo) == bytes(with_logo.logo)
    assert bytes(without.logo) == b""


@pytest.mark.parametrize("colour", ["petrol", "#12345", "#14506e00", "#ffd700", "#ffffff"])
def test_no_colour_and_one_that_cannot_be_read_on_white_are_refused(unit, lawyer, now, colour):
    with pytest.raises(letterheads.BadColour):
        change(lawyer, now, colour=colour)

    assert not Letterhead.objects.exists()


def test_what_is_no_picture_is_refused_and_nothing_changes(unit, lawyer, now):
    change(lawyer, now)

    with pytest.raises(letterheads.NoLogo):
        change(lawyer, now, name="Harbour AG", picture=b"<svg/>")

    assert Letterhead.objects.get().name == "Harbour Group"


def test_without_a_word_documents_are_confidential(unit, lawyer, now):
    assert change(lawyer, now, confidentiality="  ").confidentiality == "Confidential"
