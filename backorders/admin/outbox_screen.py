"""What the screens of the outbox share: how far a row has come, why not further, and Send Again."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from unfold.decorators import action, display

from backorders.actions.send_again import NotToSend, send_again
from backorders.admin.order_page import staff
from backorders.models import Errand, Notification
from backorders.models.outbox_row import Standing
from catalog.admin.history import moment_words
from catalog.admin.screen import NobodyWrites, Screen
from catalog.forms.once import in_steps, is_first
from catalog.rules.text import without_secrets

COLOURS = {Standing.SENT: "success", Standing.AGAIN: "warning", Standing.PARKED: "danger"}
DONE = "It is sent again."


class StandingFilter(admin.SimpleListFilter):
    """Sent, waiting for a try, or parked."""

    title = "status"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> tuple[tuple[str, str], ...]:
        """Return the choices."""
        del request, model_admin
        return (("waiting", "Waiting or trying again"), ("parked", Standing.PARKED), ("sent", Standing.SENT))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows of the choice."""
        del request
        kinds = {
            "waiting": Q(sent_at=None, next_try_at__isnull=False),
            "parked": Q(sent_at=None, next_try_at=None),
            "sent": Q(sent_at__isnull=False),
        }
        return queryset.filter(kinds.get(self.value() or "", Q()))


class OutboxScreen(NobodyWrites, Screen):
    """Read only: staff may have a row tried again, and change nothing of it."""

    change_form_template = "admin/outbox/row.html"
    list_filter = (StandingFilter,)
    actions = ("send_selected_again",)

    class Media:
        css = {"all": ("admin/salable/order.css",)}

    @display(description="Status", label={each.value: colour for each, colour in COLOURS.items()})
    def standing_shown(self, row: Notification | Errand) -> str:
        """Return how far it has come."""
        return row.standing(now=timezone.now()).value

    @display(description="Next try")
    def next_try(self, row: Notification | Errand) -> str:
        """Return when it is tried again."""
        is_open = row.sent_at is None and row.next_try_at is not None
        return moment_words(row.next_try_at) if is_open and row.next_try_at else "-"

    @display(description="Last error")
    def error(self, row: Notification | Errand) -> str:
        """Return why the last try did not get through."""
        return without_secrets(row.last_error) or "-"

    def get_urls(self) -> list[URLPattern]:
        """Add the address of Send Again."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_send_again"
        own = path("<int:pk>/send-again/", self.admin_site.admin_view(require_POST(self.send_one_again)), name=name)
        return [own, *super().get_urls()]

    def send_one_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have one row tried again and go back to it."""
        if not self.has_send_permission(request):
            raise PermissionDenied
        row = get_object_or_404(self.model, pk=pk)
        try:
            send_again(row=row, by=staff(request))
        except NotToSend as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, DONE)
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=(pk,)))

    @action(description="Send Again", permissions=["send"])
    def send_selected_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Have those of the selected rows tried again that are not sent."""
        count = 0
        for pk in list(queryset.order_by("pk").values_list("pk", flat=True)):
            try:
                with transaction.atomic():
                    if is_first(request, pk):
                        send_again(row=self.model._default_manager.get(pk=pk), by=staff(request))  # noqa: SLF001
            except NotToSend:
                continue
            count += 1
        messages.success(request, f"{count} of the selected rows {'is' if count == 1 else 'are'} sent again.")

    @in_steps
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the grid; a mass action takes its rows one by one."""
        return super().changelist_view(request, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the row, with Send Again for who may."""
        about = {"may_send": self.has_send_permission(request), **(extra_context or {})}
        response: HttpResponse = super().change_view(request, object_id, form_url, about)
        return response

    def has_send_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission to send again: that to change the row."""
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")
