"""A form without a valid CSRF token: never done. Staff who logged in again in another tab are shown it once more."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from catalog.forms.hidden_fields import form_owner
from inventory_site.error_pages.kept_forms import is_of_this_site, not_yours, session_over, shown_again
from inventory_site.error_pages.pages import csrf_failure as refused
from inventory_site.error_pages.pages import is_admins

ONCE_MORE = "This page had been open for a while. Please log in once more."


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show the form again to the person for whom it was made, when a page of ours sent it; refuse everybody else.

    The token changes at each login, so that a form in an older tab brings an old one. What says whose form it is, is signed.
    """
    if not is_admins(request) or not is_of_this_site(request):
        return refused(request, reason)
    if request.path == reverse("admin:login"):
        messages.warning(request, ONCE_MORE)
        return HttpResponseRedirect(request.get_full_path())
    owner = form_owner(request)
    if owner is None:
        return refused(request, reason)
    if not admin.site.has_permission(request):
        return session_over(request)
    return not_yours(request, owner) or shown_again(request, owner)
