"""A dossier in sheets of pages: cut by content, laid out by several processes, bound into one file.

    cutting, weighing   sections into sheets; pure, in the worker
    orders              what the child does, from sheets of HTML to one file (governance.apart)
    pool                processes forked off it, a few at once
    engine, fragments   one sheet: HTML to pages, pages to PDF objects without a document around them
    crown, faces        what a document has once: catalogue, typefaces, attachments, bookmarks, the tree of tags
    numbers             "Page 12 of 345", written when the last sheet is known
    binding             objects numbered anew and put one after the other: the file

Only cutting and weighing are imported outside the child: the others load WeasyPrint.
"""
