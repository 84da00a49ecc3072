"""How lists come: in pages, with a count, never whole."""

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """Fifty rows a page unless asked otherwise, two hundred at most."""

    page_size_query_param = "page_size"
    max_page_size = 200
