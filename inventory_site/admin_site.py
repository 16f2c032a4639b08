"""The admin's site: Unfold's, under the one relaxation of the Content-Security-Policy that it needs."""

from collections.abc import Callable, Collection
from functools import partial, wraps
from http import HTTPStatus
from time import perf_counter
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import TO_FIELD_VAR, IncorrectLookupParameters
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from unfold.sites import UnfoldAdminSite

from catalog.admin.pages import UNREADABLE
from catalog.forms.hidden_fields import form_owner
from catalog.forms.once import Asked, once
from catalog.models.fields import is_id
from inventory_site.admin_menu import has_role
from inventory_site.command_search import command_results
from inventory_site.error_pages.kept_forms import COOKIE as KEPT_FORMS
from inventory_site.error_pages.kept_forms import not_yours, password_first, session_over, typed_again
from inventory_site.login.backend import lacks_second_factor
from inventory_site.login.browser import know_browser
from inventory_site.login.session import is_shown_lately

# Unfold is driven by Alpine, which compiles its attributes with Function(), and brings its colours in a <style> element.
# Scripts in the page itself stay forbidden, and so does everything from another host. Unfold shows related objects in
# frames of the admin itself. The storefront keeps the strict policy of the settings.
ADMIN_POLICY: dict[str, Collection[str]] = {
    **cast("dict[str, Collection[str]]", settings.SECURE_CSP),
    "script-src": [CSP.SELF, CSP.UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "frame-ancestors": [CSP.SELF],
}


# Pages of every member of staff's own account.
OWN_ACCOUNT = frozenset({"login", "logout", "password_change", "password_change_done", "signed_in_browsers", "jsi18n"})
# Pages that decide who may come in, and what he may do: accounts and roles, and where somebody is in.
DECIDE_WHO_COMES_IN = frozenset(
    {
        *(f"auth_{model}_{page}" for model in ("user", "group") for page in ("add", "change", "delete")),
        "auth_user_password_change",
        "auth_user_signed_in",
        "signed_in_browsers",
    }
)
# Their grids, for mass actions.
LISTS_OF_THESE = frozenset({"auth_user_changelist", "auth_group_changelist"})


def under_admin_policy(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Serve a page under the admin's policy; X-Frame-Options says to older browsers what frame-ancestors says."""
    allowed: Callable[..., HttpResponse] = csp_override(ADMIN_POLICY)(xframe_options_sameorigin(view))
    return allowed


class SalableAdminSite(UnfoldAdminSite):  # type: ignore[misc]  # Unfold carries no types
    """The back office."""

    site_title = "Salable"
    index_title = "Dashboard"

    def admin_view(
        self,
        view: Callable[..., HttpResponse],
        cacheable: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    ) -> Callable[..., HttpResponse]:
        """Serve every screen under the admin's policy, do every form once, and lose none whose session has ended."""
        guarded = super().admin_view(once(readable_filter(view), asks=self.ask_before_sending), cacheable)
        allowed = under_admin_policy(guarded)

        @wraps(allowed)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            only_ids(request, view)
            if request.method == "POST" and request.path != reverse(f"{self.name}:logout"):
                if not self.has_permission(request):
                    return session_over(request)
                if (owner := form_owner(request)) and (refused := not_yours(request, owner)):
                    return refused
            if self.has_permission(request) and self._asks_password(request):
                return password_first(request)
            if self.has_permission(request) and not has_role(request) and not self._is_for_everybody(request):
                if request.path != reverse(f"{self.name}:index"):
                    raise PermissionDenied  # shown by `error_pages`, and logged with who and what
                return self.no_role(request)
            return allowed(request, *args, **kwargs)

        return kept

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Let the browser forget pages and what scripts kept of them. The shop's cart, a cookie, is the visitor's and stays."""
        response: HttpResponse = super().logout(request, extra_context)
        if request.method == "POST":
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Leave out Django's jump from any row of any table to its page: no row of ours has one."""
        return [each for each in super().get_urls() if getattr(each, "name", "") != "view_on_site"]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Ask every screen for its rights only where the list is shown: each page takes it along, and our sidebar has its own."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))

    def _is_for_everybody(self, request: HttpRequest) -> bool:
        """Whether the address is of one's own account, and shows nothing of the shop."""
        match = request.resolver_match
        return match is not None and match.url_name in OWN_ACCOUNT

    def _asks_password(self, request: HttpRequest) -> bool:
        """Whether the address decides who may come in, and the password was not shown lately."""
        match = request.resolver_match
        name = "" if match is None else match.url_name or ""
        asks = name in DECIDE_WHO_COMES_IN or (request.method == "POST" and name in LISTS_OF_THESE)
        opens = has_role(request) or self._is_for_everybody(request)
        return asks and opens and not is_shown_lately(request)

    @method_decorator(csp_override(ADMIN_POLICY))
    @method_decorator(xframe_options_sameorigin)
    @method_decorator(never_cache)
    def no_role(self, request: HttpRequest) -> HttpResponse:
        """Show the one page that there is for an account without any right, the first after the login."""
        heading, text = no_role_words(request)
        context = {**self.each_context(request), "title": "No role yet", "heading": heading, "text": text}
        return TemplateResponse(request, "admin/no_role.html", {**context, "show_back_button": False})

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Answer Ctrl+K with what this person may see now: Unfold would keep it for minutes, and finds screens alone."""
        began, term = perf_counter(), request.GET.get("s", "")
        if not term.strip():
            return HttpResponse()
        found = Paginator(command_results(request, term), per_page=100)
        context = {"search_term": term, "page_obj": found, "results": found.page(1), "page_counter": 0}
        told = {**context, "execution_time": perf_counter() - began, **(extra_context or {})}
        return TemplateResponse(request, "unfold/helpers/command_results.html", told, headers={"HX-Trigger": "search"})

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add what this person typed on this page before the session ended."""
        has_kept = any(name.endswith(KEPT_FORMS) for name in request.COOKIES)  # whatever prefix it bears
        return {**super().each_context(request), "typed_again": typed_again(request) if has_kept else None}

    def ask_before_sending(self, request: HttpRequest, asked: Asked) -> HttpResponse:
        """Show what was typed, and ask whether it is to be sent."""
        context = {**self.each_context(request), "title": "Send it now?", "asked": asked}
        return TemplateResponse(request, "admin/ask_before_sending.html", context, status=409)

    @method_decorator(csp_override(ADMIN_POLICY))
    @method_decorator(xframe_options_sameorigin)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Serve the login page, the one screen that needs no login, under the same policy."""
        context = dict(extra_context or {})
        if REDIRECT_FIELD_NAME not in request.GET:
            # Unfold's template posts to this address and leaves out Django's hidden field that leads on to the index.
            context["app_path"] = f"{request.path}?{REDIRECT_FIELD_NAME}={reverse(f'{self.name}:index')}"
        if not self._owes_second_factor(request):
            page: HttpResponse = super().login(request, context)
            if request.method != "POST" or not request.user.is_authenticated or page.status_code != HTTPStatus.FOUND:
                return page
            return know_browser(request, self._second_step(request) if self._owes_second_factor(request) else page)
        return self._second_step(request)

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in active staff, after the second factor when one was set up or a role asks for it."""
        return bool(super().has_permission(request)) and not lacks_second_factor(request.user)

    def _owes_second_factor(self, request: HttpRequest) -> bool:
        return bool(super().has_permission(request)) and lacks_second_factor(request.user)

    def _second_step(self, request: HttpRequest) -> HttpResponse:
        where = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
        return redirect(f"{reverse(f'{self.name}:second_factor')}?{urlencode({REDIRECT_FIELD_NAME: where})}")


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


def no_role_words(request: HttpRequest) -> tuple[str, str]:
    """Return what an account without any right is told: a heading, and whom to ask."""
    ask = f"Ask an administrator of the shop to give {request.user.get_username()} a role under System > All Users."
    return "Your account has no role yet.", f"{ask} Then open this page again."
