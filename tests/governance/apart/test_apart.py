"""A process of its own: it answers, refuses or ends, and what it is fed reaches it while it works."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from governance.apart import Broken, End, Ended, Limits, carried_out
from tests.governance.apart.room import ROOM, Unwilling


def test_what_is_fed_while_it_works_reaches_it(tmp_path: Path):
    def feed() -> Iterator[None]:
        for name in ("first", "second", "third"):
            (tmp_path / name).touch()
            yield

    answer = carried_out(ROOM, {"do": "gather", "folder": str(tmp_path), "files": 3}, feed=feed())

    assert answer == ["first", "second", "third"]


def test_trouble_with_what_is_fed_ends_it(tmp_path: Path):
    def feed() -> Iterator[None]:
        yield
        raise KeyError("no more")

    with pytest.raises(KeyError, match="no more"):
        carried_out(ROOM, {"do": "gather", "folder": str(tmp_path), "files": 1}, feed=feed())


def test_a_refusal_comes_back_as_what_it_is():
    with pytest.raises(Unwilling) as refusal:
        carried_out(ROOM, {"do": "refuse", "why": "on principle"})

    assert refusal.value.why == "on principle"


@pytest.mark.parametrize("why", list(End))
def test_an_end_that_it_tells_of_itself_comes_back(why: End):
    with pytest.raises(Ended) as end:
        carried_out(ROOM, {"do": "end", "why": why.value})

    assert end.value.why is why


def test_more_memory_than_it_may_have_is_told_as_such():
    with pytest.raises(Ended) as end:
        carried_out(ROOM, {"do": "fill"}, limits=Limits(memory=200 << 20))

    assert end.value.why is End.MEMORY


def test_less_memory_than_it_has_already_is_told_as_such_and_nobody_waits_for_ever():
    with pytest.raises(Ended) as end:
        carried_out(ROOM, {"do": "fill"}, limits=Limits(memory=1 << 20, seconds=60))

    assert end.value.why is End.MEMORY


def test_what_is_no_fault_of_the_order_is_told_with_its_last_words():
    with pytest.raises(Broken, match="KeyError: 'dance'"):
        carried_out(ROOM, {"do": "dance"})


def test_it_knows_no_more_of_its_surroundings_than_it_needs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SECRET_KEY", "tell nobody")

    assert "SECRET_KEY" not in carried_out(ROOM, {"do": "environment"})
