"""The same outline as an editable Word document: real styles, numbered headings, tables with headers.

    word(pack)                  the dossier
    word_redline(before, after) both dossiers of one record, every change tracked

Same input, same bytes. User text is text: it can become neither markup nor a field.
"""

from audits.dossiers.word.dossier import word
from audits.dossiers.word.tracked import word_redline

__all__ = ["word", "word_redline"]
