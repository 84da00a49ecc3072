"""The demonstration does the main job for real, and a second time changes nothing."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from audits.dossiers import Outcome, verify
from audits.management.demonstration import people
from audits.models import Dossier, Run, Sheet, VendorAssessment
from governance.models import AISystem, Organisation, TrailEntry
from governance.vocabulary import Role, Tier

pytestmark = [pytest.mark.worker, pytest.mark.slow]

# ProPublica, "How We Analyzed the COMPAS Recidivism Algorithm", 23 May 2016, in percent.
PUBLISHED = {"African-American": (44.85, 27.99), "Caucasian": (23.45, 47.72)}


def test_the_demonstration_ends_in_a_dossier_and_a_second_run_changes_nothing(
    worker, scheduler, settings, capsys
):
    folder = Path(settings.DATA_DIR)

    call_command("demo")

    fairness = json.loads((folder / "fairness.json").read_text())
    for group, (false_positives, false_negatives) in PUBLISHED.items():
        assert round(100 * fairness["by_group"][group]["fpr"], 2) == false_positives
        assert round(100 * fairness["by_group"][group]["fnr"], 2) == false_negatives
    assert json.loads((folder / "finding.json").read_text())["tier"] == Tier.HIGH
    assert verify((folder / "dossier.pdf").read_bytes()).outcome is Outcome.INTACT
    tiers = set(AISystem.objects.values_list("tier", flat=True))
    assert tiers == {Tier.PROHIBITED, Tier.HIGH, Tier.TRANSPARENCY, Tier.MINIMAL, Tier.UNDETERMINED}
    assert people.whoever(Role.AUDITOR).check_password(people.password_of("auditor@norvik.example"))
    first, told = (folder / "dossier.pdf").read_bytes(), TrailEntry.objects.count()

    call_command("demo")

    assert (folder / "dossier.pdf").read_bytes() == first
    assert TrailEntry.objects.count() == told
    assert (Run.objects.count(), Dossier.objects.count(), VendorAssessment.objects.count()) == (1, 1, 1)
    printed = capsys.readouterr().out
    assert "auditor@norvik.example" in printed
    assert "Fundamental rights impact assessment: 7 of 16 filled, 9 gaps" in printed
    assert "Registration of a high-risk system: 7 of 10 filled, 3 gaps" in printed
    assert Sheet.objects.count() == 2


@pytest.mark.django_db
def test_the_demonstration_leaves_another_register_alone(house):
    with pytest.raises(CommandError, match="This database is the register of Harbour Group"):
        call_command("demo")

    assert Organisation.objects.get().name == "Harbour Group"
    assert not AISystem.objects.exists()
