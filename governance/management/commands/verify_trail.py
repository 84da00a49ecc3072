"""Recompute the trail from its first entry and say whether it holds: exit status 0 or 1."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Max

from governance import anchors, trail
from governance.chain import Anchor, Fault, faults
from governance.models import TrailEntry

DIGEST_LENGTH = 64


def _anchor(text: str) -> Anchor:
    seq, _, digest = text.partition(":")
    if not seq.isdecimal() or len(digest) != DIGEST_LENGTH or not set(digest) <= set("0123456789abcdef"):
        raise ArgumentTypeError(f"'{text}' is not SEQ:DIGEST, such as 41:9f86d0… with 64 hexadecimal digits")
    return Anchor(seq=int(seq), digest=digest)


class Command(BaseCommand):
    """`manage.py verify_trail [--anchor SEQ:DIGEST]...`"""

    help = "Recomputes the trail and compares it with its head and with every anchor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchor", type=_anchor, action="append", default=[], metavar="SEQ:DIGEST", dest="anchors",
            help="Where the chain stood at some moment, from a dossier or a copy of the anchors; repeatable.",
        )  # fmt: skip

    def handle(self, *, anchors: list[Anchor], **options: Any) -> None:  # noqa: ANN401, ARG002 Django's signature
        noted = _noted()
        last = TrailEntry.objects.aggregate(last=Max("seq"))["last"] or 0
        head = trail.head()
        # Nobody waits for us: what is written from here on lies beyond this head and is left to the next time.
        found = list(faults(trail.links(upto=head.seq), head=head, anchors=[*noted, *anchors]))
        if last > head.seq:
            found.append(Fault(last, f"the chain goes on to entry {last}, its head says {head.seq}"))
        self.stdout.write(f"Entries: {head.seq}, head {head.digest}")
        self.stdout.write(f"Anchors compared: {len(noted)} noted here, {len(anchors)} given")
        for fault in found:
            self.stdout.write(f"Fault at {fault.seq}: {fault.says}")
        if found:
            raise CommandError(f"The trail does not hold: {len(found)} faults.", returncode=1)
        self.stdout.write("The trail holds: no gap, no altered entry, every anchor in its place.")
        if head.seq and not (noted or anchors):
            self.stdout.write(
                "Nothing outside of the database was compared: a chain made anew would not show."
            )


def _noted() -> list[Anchor]:
    try:
        return anchors.noted()
    except anchors.NoAnchor as error:
        raise CommandError(f"The trail cannot be verified: {error}.") from error
