"""The pages of the admin beside those that Django makes: how one is declared, and the frame around it.

Who may open it is asked here, for every page; `docs/admin_pages.md` says how to add one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

READS = ("GET", "HEAD")
POSTS = ("POST",)
UNREADABLE = "The filter in the address could not be read."
# For `harmless`.
PREVIEWS = "It writes nothing: it says what saving would do."


@dataclass(frozen=True)
class Shown:
    """What a view shows in its page's template. Status 400: the page is shown again with the reason; nothing was done."""

    context: Mapping[str, Any]
    status: int = 200


def slow[View: Callable[..., HttpResponseBase | Shown]](view: View) -> View:
    """Declare that a page may take many seconds, by all there is to read: the front door gives it threads of its own."""
    view.__dict__["is_slow"] = True
    return view


@dataclass(frozen=True)
class AdminPage:
    """A page below the address of a screen.

    `address` is that of `django.urls.path`; with `<int:pk>` it is a page of one row. `name` is what `reverse("admin:...")` takes.
    `view` is called with the request, the row if there is one, and the other parts of the address by their names; as text it is
    a method of the screen, as in Django's `actions`. It returns `Shown`, for which `template` is rendered, or a response.
    `permission` is what `@action(permissions=...)` takes: "ship" asks `has_ship_permission` of the screen, a whole name with a
    dot asks the member of staff; empty, it is a page of everybody's own account. `posts` is asked as well when a form is sent.
    """

    address: str
    name: str
    view: Callable[..., HttpResponseBase | Shown] | str
    permission: str
    template: str = ""
    posts: str = ""
    methods: tuple[str, ...] = (*READS, *POSTS)

    def url(self, screen: Any) -> URLPattern:
        """Return the address with the view in its frame; `screen` is a `ModelAdmin` with `HasPages`, or the admin site itself."""
        view = getattr(screen, self.view) if isinstance(self.view, str) else self.view
        site: AdminSite = getattr(screen, "admin_site", screen)

        @wraps(view)
        def framed(request: HttpRequest, **parts: Any) -> HttpResponseBase:
            if not self.allows(screen, request):
                raise PermissionDenied
            if request.method not in self.methods:
                return HttpResponseNotAllowed(self.methods)
            rows = (screen.row_of_page(request, parts.pop("pk")),) if "pk" in parts else ()
            answer = view(request, *rows, **parts)
            if not isinstance(answer, Shown):
                return answer
            around = screen.around_row(*rows) if rows else {}
            context = {**site.each_context(request), **around, **answer.context}
            return TemplateResponse(request, self.template, context, status=answer.status)

        # By this the tests know the pages that were declared.
        framed.__dict__["page"] = self
        return path(self.address, site.admin_view(framed), name=self.name)

    def allows(self, screen: Any, request: HttpRequest) -> bool:
        """Whether the member of staff may open the page, or send its form."""
        asked = (self.permission, self.posts if request.method == "POST" else "")
        return all(_is_held(screen, request, permission) for permission in asked if permission)


def _is_held(screen: Any, request: HttpRequest, permission: str) -> bool:
    if "." in permission:
        return request.user.has_perm(permission)
    return bool(getattr(screen, f"has_{permission}_permission")(request))


def csv_answer(lines: Iterable[str], *, name: str) -> StreamingHttpResponse:
    """Return `lines` as a file called `name`.csv, written while it is read."""
    answer = StreamingHttpResponse(lines, content_type="text/csv")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


class HasPages:
    """A base beside `ModelAdmin`, before it: answers at its `pages` too."""

    pages: tuple[AdminPage, ...] = ()
    model: Any

    @property
    def grid_pages(self) -> tuple[AdminPage, ...]:
        """Those of its grid, where it has one."""
        return ()

    def get_urls(self) -> list[Any]:
        """Let the pages stand before Django's own, whose last address takes everything."""
        return [*(page.url(self) for page in (*self.pages, *self.grid_pages)), *super().get_urls()]  # type: ignore[misc]  # ModelAdmin's

    def row_of_page(self, request: HttpRequest, pk: int) -> Any:
        """Return the row that a page is about; 404 when it is gone."""
        return get_object_or_404(self.get_queryset(request), pk=pk)  # type: ignore[attr-defined]  # ModelAdmin's

    def around_row(self, row: Any) -> dict[str, Any]:
        """Return what each page of a row gets: the bar on top, the list > the row, without an arrow that would skip the row."""
        return {"opts": row._meta, "object": row, "show_back_button": False}  # noqa: SLF001  Django's API
