"""Which page is being laid out: WeasyPrint says so only in its log, so that is where we listen."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, int, int], None]
LOGGER = logging.getLogger("weasyprint.progress")
PAGE = "Step 5 - Creating layout - Page %d"


@contextmanager
def told_by_page(progress: Progress) -> Iterator[None]:
    """Report each page as it is laid out, instead of logging it; the number of pages is not known before."""

    def listen(record: logging.LogRecord) -> bool:
        if record.msg == PAGE and isinstance(record.args, tuple):
            progress("layout", int(str(record.args[0])), 0)
        return False

    level = LOGGER.level
    LOGGER.setLevel(logging.INFO)
    LOGGER.addFilter(listen)
    try:
        yield
    finally:
        LOGGER.removeFilter(listen)
        LOGGER.setLevel(level)
