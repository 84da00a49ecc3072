"""The chain: bound, and broken in every way that must show."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.chain import GENESIS, Anchor, Link, faults, seal


def chain(length: int) -> list[Link]:
    links: list[Link] = []
    for seq in range(1, length + 1):
        link = Link(
            seq=seq,
            at=datetime(2026, 9, 14, 9, seq % 60, tzinfo=UTC),
            by="somebody",
            verb="system.edited",
            subject="SYS-0001",
            unit_path="bank/",
            before={"name": f"old {seq}"},
            after={"name": f"new {seq}"},
            previous=links[-1].digest if links else GENESIS,
        )
        links.append(replace(link, digest=seal(link)))
    return links


def end_of(links: list[Link]) -> Anchor:
    return Anchor(links[-1].seq, links[-1].digest)


def said(links, *, head, anchors=()):
    return [fault.says for fault in faults(links, head=head, anchors=anchors)]


def test_a_whole_chain_has_no_fault():
    links = chain(5)

    assert said(links, head=end_of(links), anchors=[Anchor(3, links[2].digest)]) == []


def test_an_empty_chain_has_no_fault():
    assert said([], head=Anchor(0, GENESIS)) == []


def test_a_gap_shows():
    links = chain(5)

    assert "entries 3 to 3 are missing" in said([*links[:2], *links[3:]], head=end_of(links))


@pytest.mark.parametrize(
    "change",
    [
        {"at": datetime(2026, 9, 14, 9, 2, 0, 1, tzinfo=UTC)},
        {"by": "somebody else"},
        {"verb": "system.tiered"},
        {"subject": "SYS-0002"},
        {"unit_path": "bank/shipping/"},
        {"before": {}},
        {"after": {"name": "other"}},
        {"digest": "0" * 64},
    ],
)
def test_an_altered_entry_shows_whatever_was_altered(change):
    links = chain(5)
    altered = [*links[:1], replace(links[1], **change), *links[2:]]

    assert "entry 2 was altered" in said(altered, head=end_of(links))


def test_an_entry_altered_and_sealed_again_breaks_the_binding_of_the_next():
    links = chain(5)
    forged = replace(links[1], after={"name": "forged"})
    forged = replace(forged, digest=seal(forged))

    assert said([links[0], forged, *links[2:]], head=end_of(links)) == [
        "entry 3 is not bound to the entry before it"
    ]


def test_a_missing_tail_shows_by_the_head():
    links = chain(5)

    assert said(links[:4], head=end_of(links)) == ["the chain ends at entry 4, its head says 5"]


def test_a_missing_tail_shows_by_an_anchor_when_the_head_was_turned_back_too():
    links = chain(5)

    assert said(links[:3], head=end_of(links[:3])) == []
    assert said(links[:3], head=end_of(links[:3]), anchors=[end_of(links)]) == [
        "entry 5 was anchored and is missing"
    ]


def test_a_rewritten_past_shows_by_an_anchor():
    links = chain(3)
    rewritten = [replace(link, by="nobody", previous="") for link in links]
    previous = GENESIS
    for place, link in enumerate(rewritten):
        bound = replace(link, previous=previous)
        rewritten[place] = replace(bound, digest=seal(bound))
        previous = rewritten[place].digest

    assert said(rewritten, head=end_of(rewritten)) == []
    assert said(rewritten, head=end_of(rewritten), anchors=[end_of(links)]) == [
        "entry 3 is not the one that was anchored"
    ]


def test_the_seal_does_not_depend_on_the_time_zone_in_which_the_moment_is_told():
    link = chain(1)[0]
    elsewhere = link.at.astimezone(timezone(timedelta(hours=5, minutes=30)))

    assert seal(replace(link, at=elsewhere)) == link.digest


def test_the_seal_is_the_digest_anybody_can_compute():
    """The bytes are written out here, so that a change of the format cannot pass unseen."""
    link = Link(7, datetime(2026, 9, 14, 9, 0, tzinfo=UTC), "u", "v", "S", "b/", {}, {"é": 1}, GENESIS)
    text = (
        '{"after":{"é":1},"at":"2026-09-14T09:00:00.000000+00:00","before":{},"by":"u","previous":"'
        + GENESIS
        + '","seq":7,"subject":"S","unit_path":"b/","verb":"v"}'
    )

    assert seal(link) == hashlib.sha256(text.encode()).hexdigest()


@given(kept=st.sets(st.integers(1, 8)))
def test_no_subset_of_a_chain_passes_for_the_chain(kept):
    links = chain(8)
    left = [link for link in links if link.seq in kept]

    assert bool(said(left, head=end_of(links))) == (len(left) < 8)
