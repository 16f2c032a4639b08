"""The pictures of the shop."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from catalog.storefront.picture import ALL_TONES, KNOWN_SHAPES


@require_safe
@conditional_page
@cache_control(public=True, max_age=86400)
def picture(request: HttpRequest, shape: str, tone: str) -> HttpResponse:
    """Send one of the shop's drawings; it depends on its address alone and asks the database nothing."""
    if shape not in KNOWN_SHAPES or tone not in ALL_TONES:
        raise Http404("There is no such picture.")
    return render(request, f"storefront/pictures/{shape}.svg", {"tone": ALL_TONES[tone]}, content_type="image/svg+xml")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Send the browser to the drawing."""
    del request
    return redirect(static("storefront/mark.svg"))
