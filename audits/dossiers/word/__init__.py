"""The same outline as an editable Word document: real styles, numbered headings, tables with headers.

    word_apart(pack, ...)               the dossier
    redline_apart(earlier, later, ...)  both dossiers of one record, every change tracked

Same input, same bytes. User text is text: it can become neither markup nor a field. What writes the file
(`dossier.word`, `tracked.word_redline`) loads Word's library and the one that draws charts, and is imported by the
child process alone (`orders`).
"""

from audits.dossiers.word.apart import Redlined, redline_apart, word_apart

__all__ = ["Redlined", "redline_apart", "word_apart"]
