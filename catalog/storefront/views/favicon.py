"""The shop's sign, where browsers look for it without being told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Send the browser to the drawing."""
    del request
    return redirect(static("storefront/mark.svg"))
