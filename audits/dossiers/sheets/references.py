"""Numbers of pages in other sheets: room is left for them, and they are set when the last sheet is laid out.

Figures have one width where these numbers stand, so that a number moves nothing as long as it has as many figures as
were left room for; otherwise its sheet is laid out once more.
"""

import re
from collections.abc import Iterator, Mapping

from weasyprint.document import Document as Laid
from weasyprint.formatting_structure.boxes import TextBox

# What stands in the HTML: the place that is meant, and about which page it is on.
AWAITED = re.compile('data-page="%%([^"%]*)%([0-9]+)%%"')


def awaits(html: str) -> bool:
    """Say whether a sheet prints numbers of pages elsewhere."""
    return AWAITED.search(html) is not None


def with_room(html: str) -> str:
    """Return a sheet with room for each number, as wide as the page it is probably on."""
    return AWAITED.sub(lambda found: f'data-to="{found[1]}" data-page="{"0" * len(found[2])}"', html)


def with_numbers(html: str, numbers: Mapping[str, int]) -> str:
    """Return a sheet with the numbers themselves."""
    return AWAITED.sub(lambda found: f'data-page="{numbers.get(found[1], "")}"', html)


def numbered(laid: Laid, numbers: Mapping[str, int]) -> bool:
    """Set the numbers in pages that left room for them; say whether each of them had its room."""
    left: set[int] = set()
    done: set[int] = set()
    for box in _boxes(laid):
        room, number = box.element.get("data-page"), str(numbers.get(box.element.get("data-to"), ""))
        left.add(id(box.element))
        if len(room) != len(number):
            return False
        if box.text.strip() == room or f"{room})" in box.text:
            done.add(id(box.element))
            box.text = box.text.replace(room, number)
            box.pango_layout.text = box.pango_layout.text.replace(room, number)
    return left == done


def _boxes(laid: Laid) -> Iterator[TextBox]:
    """Yield the texts that come after a reference."""
    for page in laid.pages:
        for box in page._page_box.descendants():  # noqa: SLF001 - nothing else leads there
            after = isinstance(box, TextBox) and (box.element_tag or "").endswith("::after")
            if after and box.element.get("data-to") is not None:
                yield box
