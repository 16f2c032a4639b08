"""The store view switcher at the foot of every page."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from catalog.forms.hidden_fields import on_shared_pages
from catalog.forms.once import harmless
from catalog.storefront.current_store import CHOSEN_STORE, current_store


@harmless("It remembers the store view that is sent, however often.")
@on_shared_pages
@require_http_methods(["GET", "HEAD", "POST"])
def choose_store(request: HttpRequest) -> HttpResponse:
    """Remember the posted store view and go back to the page; on another website, where that page may not be, go home."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("storefront:home"))
    store = current_store(request)
    chosen = next((view for view in store.offered if view.code == request.POST.get("store")), None)
    if chosen is None:
        raise Http404("There is no such store view.")
    request.session[CHOSEN_STORE] = chosen.code
    page = request.POST.get("next", "")
    stays = chosen.website == store.website and url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(page if stays else reverse("storefront:home"))
