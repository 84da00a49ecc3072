"""PDF/A-3a and PDF/UA-1 at once, as veraPDF judges it, for ordinary and for hostile content."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1

from audits.dossiers import Pack
from tests.audits.dossiers import hostile
from tests.audits.dossiers.keys import on_a_curve, signed, signed_as
from tests.audits.dossiers.samples import bare, of_kind, pdf, rendered, with_obligations
from tests.tools.validator import verdicts

LEVELS = ("b-b", "b-t", "b-lta")
pytestmark = pytest.mark.slow


def _faults(folder: Path, files: dict[str, bytes]) -> list[object]:
    paths = [folder / f"{name}.pdf" for name in files]
    for path, content in zip(paths, files.values(), strict=True):
        path.write_bytes(content)
    return [
        (v["file"], v["asked"], v.get("failed"), v.get("exception"))
        for v in verdicts(paths)
        if not v.get("compliant")
    ]


def test_ordinary_long_and_empty_dossiers_conform(tmp_path: Path):
    files = {name: pdf(name) for name in ("compas", "probation", "empty")}

    assert _faults(tmp_path, files | {"long": rendered(with_obligations(80))}) == []


def test_a_dossier_full_of_hostile_and_foreign_text_conforms(tmp_path: Path):
    assert _faults(tmp_path, {"hostile": rendered(hostile.named(*hostile.NAMES))}) == []


def test_signed_dossiers_conform_at_every_level_and_with_every_kind_of_key(tmp_path: Path):
    files = {f"{name}-{level}": signed(name, level) for name in ("empty", "compas") for level in LEVELS}
    files["curve"] = signed_as(pdf("empty"), on_a_curve(SECP256R1))

    assert _faults(tmp_path, files) == []


def test_each_kind_conforms_full_empty_and_hostile(tmp_path: Path):
    files = {}
    for kind in ("memorandum", "fairness", "vendor", "portfolio"):
        told = of_kind(kind)
        files[f"{kind}-full"] = rendered(Pack.from_json(told))
        files[f"{kind}-bare"] = rendered(Pack.from_json(bare(kind)))
        files[f"{kind}-hostile"] = rendered(hostile.all_named(told, *hostile.NAMES))

    assert _faults(tmp_path, files) == []


def test_the_validator_notices_a_file_that_does_not_conform(tmp_path: Path):
    broken = pdf("empty").replace(b"<pdfuaid:part>1<", b"<pdfuaid:part>7<")

    assert _faults(tmp_path, {"broken": broken})
