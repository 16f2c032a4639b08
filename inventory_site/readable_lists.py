"""What every list of the admin is asked by its address and its ticked rows, judged before the list looks at it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import TO_FIELD_VAR, IncorrectLookupParameters
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from catalog.models.fields import is_id

UNREADABLE = "The filter in the address could not be read."


def only_ids(request: HttpRequest, view: Callable[..., HttpResponse]) -> None:
    """Leave out ticked rows whose id cannot be read, as if the row had been deleted meanwhile."""
    screen: Any = getattr(view, "__self__", None)
    if any(given.get(TO_FIELD_VAR) == "" for given in (request.GET, request.POST)):
        raise BadRequest("No field has an empty name.")
    if not isinstance(screen, ModelAdmin) or ACTION_CHECKBOX_NAME not in request.POST:
        return
    ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
    readable = [each for each in ticked if is_id(screen.model, each)]
    if readable != ticked:
        posted = request.POST.copy()
        posted.setlist(ACTION_CHECKBOX_NAME, readable)
        request.POST = posted  # type: ignore[assignment]  # a QueryDict as before


def readable_filter(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Redirect to the whole list from an address whose filter cannot be read, which Django does for the list alone."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except IncorrectLookupParameters:
            messages.error(request, UNREADABLE)
            return redirect(request.path)

    return answered
