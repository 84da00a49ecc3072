"""Typst: a source with its charts, written to PDF/A-3a and PDF/UA-1."""

import sys

import typst

source, target, fonts = sys.argv[1:]
typst.compile(
    source, output=target, font_paths=[fonts], ignore_system_fonts=True, pdf_standards=["a-3a", "ua-1"]
)
