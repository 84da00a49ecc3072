"""Word files written in a process of their own: the same bytes, within limits, ended with whoever asked."""

import json

import pytest

from audits import tasks
from audits.dossiers import TooMuch, outline
from audits.dossiers.redline import compared, lines
from audits.dossiers.word import redline_apart, word_apart
from audits.dossiers.word.dossier import word
from audits.dossiers.word.tracked import word_redline
from audits.packs import Pack, canonical, settled
from audits.packs.changes import changes
from governance.apart import Limits
from governance.leases import CancelRequested
from governance.vocabulary import JobState
from tests.audits.dossiers import samples
from tests.factories import WordFileFactory

LIMITS = Limits(memory=1 << 30, cpu_seconds=120, seconds=120)


def quiet(stage: str, done: int, total: int) -> None:
    """Progress that nobody listens to."""


def written(pack: Pack) -> str:
    return canonical(pack).decode()


def reworded() -> Pack:
    told = samples.raw("probation")
    told["system"]["purpose"] += " It was reworded since."
    return Pack.from_json(told)


def test_a_copy_written_apart_has_the_bytes_of_one_written_here():
    pack = samples.pack("probation")
    heard = []

    content = word_apart(written(pack), lambda *told: heard.append(told), LIMITS)

    assert content == word(pack)
    assert heard[-1][0] == "writing"


def test_a_redline_written_apart_names_every_difference():
    before, after = settled(samples.pack("probation")), settled(reworded())

    made = redline_apart(written(before), written(after), quiet, LIMITS)

    pieces = [piece.as_json() for piece in compared(lines(outline(before)), lines(outline(after)))]
    named = [change.as_json() for change in changes(before, after) if change.material]
    assert made.content == word_redline(before, after)
    assert made.pieces == json.loads(json.dumps(pieces))
    assert made.changes == json.loads(json.dumps(named))
    assert named


@pytest.mark.parametrize(
    ("limits", "named"),
    [
        (Limits(memory=100 << 20), "100 MB of memory (DOSSIER_MEMORY_MB)"),
        (Limits(cpu_seconds=1), "1 seconds of processor time (DOSSIER_CPU_SECONDS)"),
    ],
)
def test_a_copy_that_takes_too_much_says_what_to_do(limits, named):
    with pytest.raises(TooMuch, match="Shorten the longest texts") as refusal:
        word_apart(written(samples.with_obligations(2_000)), quiet, limits)

    assert named in str(refusal.value)


def test_whoever_cancels_does_not_wait_for_the_end():
    def cancel(*_: object) -> None:
        raise CancelRequested

    with pytest.raises(CancelRequested):
        word_apart(written(samples.with_obligations(2_000)), cancel, LIMITS)


@pytest.mark.django_db
def test_a_word_file_that_takes_too_much_fails_and_says_so(settings):
    settings.DOSSIER_LIMITS = {"cpu_seconds": 1}
    word_file = WordFileFactory(dossier__pack=written(samples.with_obligations(2_000)))

    tasks.execute_word_file(word_file_id=str(word_file.pk))

    word_file.refresh_from_db()
    assert word_file.state == JobState.FAILED
    assert word_file.error.startswith("Writing this Word file takes more than 1 seconds of processor time")
