"""The locked door: a dossier draws on what we ship, and on nothing else."""

import tomllib
from hashlib import sha256
from pathlib import Path

import pytest
from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError

from audits.charts.typefaces import FOLDER
from audits.dossiers.assets import shipped
from audits.dossiers.sheets.fetching import Locked


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "http://127.0.0.1/", "https://example.org/x.png", "data:text/plain,x",
     "annex:fonts/../../.env",
     "annex:fonts/SOURCES.toml", "/etc/passwd", "ftp://example.org/"],
)  # fmt: skip
def test_no_address_but_ours_is_fetched(url: str):
    with pytest.raises(FatalURLFetchingError):
        Locked().fetch(url)


@pytest.mark.parametrize(
    ("html", "css"),
    [
        ("<img src='file:///etc/passwd' alt='x'>", ""),
        ("<p>x</p>", "@import url(https://example.org/a.css);"),
        ("<p>x</p>", "p { background: url(http://127.0.0.1/a.png) }"),
    ],
)
def test_even_markup_that_got_in_would_stop_the_rendering(html: str, css: str):
    fetcher = Locked()

    with pytest.raises(FatalURLFetchingError):
        HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=[CSS(string=css, url_fetcher=fetcher)])


def test_what_we_ship_is_found():
    response = Locked().fetch("annex:fonts/Inter-Regular.ttf")

    assert response.read() == (FOLDER / "Inter-Regular.ttf").read_bytes()


def test_every_typeface_is_the_one_that_its_source_names():
    named = tomllib.loads((FOLDER / "SOURCES.toml").read_text(encoding="utf-8"))["file"]

    assert {Path(entry["path"]).name for entry in named} == {
        path.name for path in FOLDER.iterdir() if path.name != "SOURCES.toml"
    }
    for entry in named:
        assert sha256((FOLDER / entry["path"]).read_bytes()).hexdigest() == entry["sha256"], entry["path"]


def test_everything_shipped_lies_in_our_two_folders():
    assert {path.parent.name for path in shipped().values()} == {"fonts", "dossier"}
