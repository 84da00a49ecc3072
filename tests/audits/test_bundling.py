"""The ZIP for auditors: everything to check a dossier with, and nothing that was changed passes."""

import io
import json
import random
import subprocess
import sys
import tracemalloc
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from audits.actions import dossiers
from audits.bundling import bundle_of
from audits.dossiers import render
from audits.dossiers.verifier import verify_annex
from audits.models import Dossier
from audits.packs import Pack
from audits.packs.canonical import canonical_json
from governance.actions import vendors
from governance.models import TrailEntry, User
from governance.vocabulary import JobState
from tests.factories import LogFactory, PlanFactory, RunFactory, SystemFactory, VersionFactory, running
from tests.services.world import measured

NAMES = ["DOS-0001.pdf", "pack.json", "trail.jsonl", "verify_annex.py", "README.txt", "manifest.json"]


def registered(unit, name, by, at):
    vendors.register(unit=unit, name=name, country="DE", website="", contact="", by=by, at=at)


@pytest.fixture
def dossier(unit, lawyer, now):
    """Yield a finished dossier with its real file; the trail had an entry before it."""
    registered(unit, "Okapi", lawyer, now)
    version = VersionFactory(system__unit=unit, system__owner=lawyer, system__name="Screening")
    made = running(dossiers.request(about=version, by=lawyer, at=now))
    pdf = render(Pack.from_json(json.loads(made.pack)), lambda *_: None)
    name = default_storage.save("dossiers/bundle.pdf", ContentFile(pdf))
    rendered = dossiers.Rendered(name, sha256(pdf).hexdigest(), len(pdf), 4)
    dossiers.finish(dossier=made, rendered=rendered, by=User.objects.clockwork(), at=now)
    yield Dossier.objects.get()
    default_storage.delete(name)


@pytest.fixture
def archive(dossier, lawyer, now):
    """Return the bytes of its ZIP."""
    return b"".join(bundle_of(dossier, by=lawyer, at=now))


def asked(content: bytes) -> list[verify_annex.Check]:
    checks = []
    try:
        checks.extend(verify_annex.examine_zip(io.BytesIO(content), []))
    except (*verify_annex.DAMAGE, zipfile.BadZipFile, NotImplementedError, EOFError) as fault:
        checks.append(verify_annex.damage("zip", fault))
    return checks


def packed(content: bytes, change: dict[str, bytes | None], extra: tuple[str, bytes] | None = None) -> bytes:
    """Return the ZIP with some of its files changed, left out or added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(written, "w") as after:
        for name in before.namelist():
            raw = change.get(name, before.read(name))
            if raw is not None:
                after.writestr(name, raw)
        if extra:
            after.writestr(*extra)
    return written.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return opened.read(name)


def test_it_holds_what_an_auditor_needs_and_each_file_is_listed_with_its_digest(archive, dossier):
    manifest = json.loads(part(archive, "manifest.json"))

    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.namelist() == NAMES
    assert [row["name"] for row in manifest["files"]] == NAMES[:-1]
    assert all(sha256(part(archive, row["name"])).hexdigest() == row["sha256"] for row in manifest["files"])
    assert part(archive, "pack.json") == Dossier.objects.get().pack.encode()
    assert b"python3 -I verify_annex.py DOS-0001.zip" in part(archive, "README.txt")


def test_the_extract_tells_of_the_subject_and_of_others_by_digest_alone(archive, dossier, lawyer, now):
    lines = [json.loads(line) for line in part(archive, "trail.jsonl").splitlines()]

    assert [line["seq"] for line in lines] == list(range(lines[0]["seq"], lines[-1]["seq"] + 1))
    told = [line for line in lines if "verb" in line]
    assert {line["subject"] for line in told} <= {"DOS-0001", dossier.version.system.reference}
    assert "dossier.requested" in {line["verb"] for line in told}
    for line in lines:
        assert TrailEntry.objects.get(seq=line["seq"]).digest == line["digest"]


def test_entries_about_others_between_them_are_given_by_digest(dossier, unit, lawyer, now):
    registered(unit, "Quagga", lawyer, now)
    dossiers.downloaded(dossier=dossier, by=lawyer, at=now)

    content = b"".join(bundle_of(dossier, by=lawyer, at=now))

    assert b"Quagga" not in part(content, "trail.jsonl")
    assert verify_annex.concluded(asked(content)) == 0


def test_an_untouched_archive_is_intact(archive):
    assert verify_annex.concluded(asked(archive)) == 0
    assert {check.name for check in asked(archive)} >= {"manifest", "file", "seal", "record", "pack", "trail"}


@pytest.mark.parametrize("name", NAMES)
def test_every_file_changed_or_left_out_is_noticed(archive, name: str):
    raw = part(archive, name)

    assert verify_annex.concluded(asked(packed(archive, {name: raw[:-9] + b"x" + raw[-8:]}))) == 1
    assert verify_annex.concluded(asked(packed(archive, {name: None}))) == 1


def test_a_file_that_is_not_listed_is_noticed(archive):
    assert verify_annex.concluded(asked(packed(archive, {}, ("evidence/more.csv", b"a,b\n")))) == 1


def test_an_entry_of_the_trail_left_out_or_rewritten_under_a_new_manifest_is_noticed(archive):
    lines = part(archive, "trail.jsonl").splitlines(keepends=True)
    manifest = json.loads(part(archive, "manifest.json"))
    other = [line.replace(b"dossier.requested", b"dossier.withdrawn") for line in lines]

    for changed in (lines[1:], lines[:-1], other):
        raw = b"".join(changed)
        row = next(row for row in manifest["files"] if row["name"] == "trail.jsonl")
        row["sha256"] = sha256(raw).hexdigest()
        forged = packed(archive, {"trail.jsonl": raw, "manifest.json": json.dumps(manifest).encode()})
        assert {check.name for check in asked(forged) if check.passed is False} <= {"trail", "zip"}
        assert verify_annex.concluded(asked(forged)) == 1


def test_a_flipped_byte_is_noticed_or_changes_no_file(archive):
    dice = random.Random(5)
    whole = {name: part(archive, name) for name in NAMES}

    for at in (dice.randrange(len(archive)) for _ in range(150)):
        changed = bytearray(archive)
        changed[at] ^= 1
        if verify_annex.concluded(asked(bytes(changed))) == 0:
            assert {name: part(bytes(changed), name) for name in NAMES} == whole, at


def test_the_verifier_in_it_runs_with_nothing_but_python(archive, tmp_path: Path):
    path, program = tmp_path / "DOS-0001.zip", tmp_path / "verify_annex.py"
    path.write_bytes(archive)
    program.write_bytes(part(archive, "verify_annex.py"))

    ended = subprocess.run(
        [sys.executable, "-I", "-S", program, path], capture_output=True, text=True, check=False, cwd=tmp_path
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.endswith("Intact.\n")


@pytest.mark.parametrize("who", ["lawyer", "auditor"])
def test_whoever_reads_the_trail_takes_it_and_the_trail_says_so(client, dossier, who, request):
    client.force_login(request.getfixturevalue(who))

    response = client.get(reverse("audits:dossier_bundle", args=[dossier.reference]))
    content = b"".join(response.streaming_content)

    assert response["Content-Disposition"] == 'attachment; filename="DOS-0001.zip"'
    assert verify_annex.concluded(asked(content)) == 0
    entry = TrailEntry.objects.latest("seq")
    assert (entry.verb, entry.after["form"]) == ("dossier.downloaded", "zip")


def test_whoever_may_not_read_the_trail_may_not_take_it(client, dossier, engineer, outsider):
    for person, status in ((engineer, 403), (outsider, 404)):
        client.force_login(person)
        before = TrailEntry.objects.count()

        assert client.get(reverse("audits:dossier_bundle", args=[dossier.reference])).status_code == status
        assert client.get(reverse("api-dossier-bundle", args=[dossier.reference])).status_code == status
        assert TrailEntry.objects.count() == before


@pytest.mark.parametrize(("who", "offered"), [("auditor", True), ("engineer", False)])
def test_it_is_offered_to_those_who_may_take_it(client, dossier, who, offered, request):
    client.force_login(request.getfixturevalue(who))

    page = client.get(dossier.get_absolute_url()).content.decode()

    assert (reverse("audits:dossier_bundle", args=[dossier.reference]) in page) is offered
    assert "Unsigned" in page


def test_programs_take_it_by_rest(client, dossier, auditor):
    client.force_login(auditor)

    response = client.get(reverse("api-dossier-bundle", args=[dossier.reference]))

    assert verify_annex.concluded(asked(b"".join(response.streaming_content))) == 0


def test_there_is_none_before_the_dossier_is_made(client, unit, lawyer, now):
    version = VersionFactory(system=SystemFactory(unit=unit, owner=lawyer))
    waiting = dossiers.request(about=version, by=lawyer, at=now)
    client.force_login(lawyer)

    assert client.get(reverse("audits:dossier_bundle", args=[waiting.reference])).status_code == 404
    assert waiting.state == JobState.QUEUED


def counted(unit, by, at):
    """Return a run, and a dossier of its system that waits for a worker."""
    version = VersionFactory(system__unit=unit, system__owner=by, system__name="Screening")
    log = LogFactory(plan=PlanFactory(system=version.system), version=version)
    done = {"state": JobState.DONE, "finished_at": at, **measured()}
    run = RunFactory(log=log, version=version, reference="RUN-0001", **done)
    return run, dossiers.request(about=version, by=by, at=at)


@pytest.fixture
def with_counts(unit, lawyer, auditor, now):
    """Return the ZIP of a dossier on a run: for a lawyer with the counts, for an auditor without."""
    _, made = counted(unit, lawyer, now)
    pdf = render(Pack.from_json(json.loads(made.pack)), lambda *_: None)
    name = default_storage.save("dossiers/counted.pdf", ContentFile(pdf))
    Dossier.objects.update(file=name)
    made.refresh_from_db()
    yield [b"".join(bundle_of(made, by=person, at=now)) for person in (lawyer, auditor)]
    default_storage.delete(name)


def relisted(content: bytes, name: str, raw: bytes, new_name: str = "") -> bytes:
    """Return the ZIP with one file changed or renamed, and a manifest that says so."""
    manifest = json.loads(part(content, "manifest.json"))
    row = next(row for row in manifest["files"] if row["name"] == name)
    row |= {"name": new_name or name, "sha256": sha256(raw).hexdigest(), "size": len(raw)}
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(written, "w") as after:
        for held in before.namelist():
            told = json.dumps(manifest).encode() if held == "manifest.json" else before.read(held)
            after.writestr(new_name or name if held == name else held, raw if held == name else told)
    return written.getvalue()


def failing(content: bytes) -> set[str]:
    return {check.name for check in asked(content) if check.passed is False}


def test_evidence_changed_or_renamed_under_a_new_manifest_is_noticed(with_counts):
    content, name = with_counts[0], "evidence/RUN-0001-counts.json"
    raw = part(content, name)

    assert failing(content) == set()
    assert failing(relisted(content, name, raw.replace(b'"run"', b'"Run"'))) == {"evidence"}
    assert failing(relisted(content, name, raw, "evidence/RUN-0002-counts.json")) == {"evidence"}


def test_evidence_left_out_under_another_digest_is_noticed(with_counts):
    short = with_counts[1]
    manifest = json.loads(part(short, "manifest.json"))
    manifest["withheld"][0]["sha256"] = "0" * 64

    assert failing(short) == set()
    assert failing(packed(short, {"manifest.json": json.dumps(manifest).encode()})) == {"evidence"}


def test_files_in_another_order_are_noticed(archive):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as after:
        for name in reversed(NAMES):
            after.writestr(name, part(archive, name))

    assert failing(written.getvalue()) == {"zip"}


@pytest.mark.parametrize("name", ["manifest.json", "pack.json", "README.txt"])
def test_a_file_that_would_fill_the_memory_is_not_unpacked(archive, name):
    """Two hundred megabytes of nothing are two hundred kilobytes in a ZIP."""
    written, nothing = io.BytesIO(), b" " * (1 << 20)
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after:
        for held in NAMES:
            with after.open(held, "w") as file:
                file.write(part(archive, held))
                for _ in range(200 if held == name else 0):
                    file.write(nothing)

    tracemalloc.start()
    assert failing(written.getvalue()) >= {"zip"}
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100 << 20


def test_the_digest_of_counts_cannot_be_found_by_trying(with_counts):
    """What is printed and listed rests on a number that nothing else tells: small counts stay unknown."""
    raw = part(with_counts[0], "evidence/RUN-0001-counts.json")
    told = json.loads(raw)
    key = told.pop("key")

    assert key.encode() not in with_counts[1]
    assert sha256(raw).hexdigest() in part(with_counts[1], "pack.json").decode()
    assert sha256(canonical_json(told)).hexdigest() not in part(with_counts[1], "manifest.json").decode()


def test_counts_are_in_it_for_those_who_may_see_them_and_otherwise_named_with_their_digest(
    unit, lawyer, auditor, now
):
    run, made = counted(unit, lawyer, now)
    name = f"evidence/{run.reference}-counts.json"
    Dossier.objects.update(file=default_storage.save("dossiers/counts.pdf", ContentFile(b"%PDF-1.7")))
    made.refresh_from_db()

    full, short = (b"".join(bundle_of(made, by=person, at=now)) for person in (lawyer, auditor))

    told = json.loads(part(short, "manifest.json"))["withheld"]
    assert json.loads(part(full, name))["cells"] == run.cells
    assert [row["name"] for row in told if "counts" in row["name"]] == [name]
    assert sha256(part(full, name)).hexdigest() in {row["sha256"] for row in told}
    with zipfile.ZipFile(io.BytesIO(short)) as opened:
        assert name not in opened.namelist()
    default_storage.delete(made.file.name)
