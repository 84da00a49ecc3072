"""What is remembered is in bounds, and what is in use is never forgotten."""

from risk.engine import remembering
from risk.engine.remembering import Memory


def test_no_more_than_twice_what_is_enough_is_kept(monkeypatch):
    monkeypatch.setattr(remembering, "ENOUGH", 3)
    memory = Memory()

    for number in range(1, 50):
        memory.keep(number, f"found {number}")

    assert len(memory.young) + len(memory.old) <= 6
    assert memory.recall(49) == "found 49"
    assert memory.recall(1) is None


def test_what_is_asked_for_again_and_again_is_not_forgotten(monkeypatch):
    monkeypatch.setattr(remembering, "ENOUGH", 3)
    memory = Memory()
    memory.keep("in use", "found")

    for number in range(50):
        memory.keep(number, f"found {number}")

        assert memory.recall("in use") == "found"
