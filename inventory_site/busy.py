"""What the database was too busy for is asked to be sent again (503), instead of called an error (500)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from catalog.queries.database_errors import PASSING
from inventory_site.error_pages import busy


class BusyMiddleware:
    """Answers what a view raised because the database was busy. The last of all, so that it hears of it first.

    What is safe to try once more was tried before (`catalog.forms.once`); what a middleware raises comes to
    `inventory_site.error_pages.server_error`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take what answers."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer, unless the error is one that does not pass."""
        return busy(request, error) if isinstance(error, PASSING) else None
