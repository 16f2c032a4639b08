"""Sales > Messages and Errands: what has to leave the system, and how it stands."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import action, display

from backorders.actions.send_again import send_again
from backorders.admin.order_frame import staff
from backorders.models import Errand, Notification
from backorders.models.outbox import OutboxStanding
from catalog.admin.grid_filters import ChoiceFilter, DateFilter
from catalog.admin.history import moment_words
from catalog.admin.pages import POSTS, AdminPage
from catalog.admin.screen import NobodyWrites, Screen, tell_problems
from catalog.forms.once import in_steps, is_first
from catalog.rules.text import without_secrets
from catalog.words.refusal import refusals

COLOURS = {OutboxStanding.SENT: "success", OutboxStanding.AGAIN: "warning", OutboxStanding.PARKED: "danger"}
DONE = "It is sent again."
NOT_YET = "It is put into words when it is sent, and tells of the order as it was when it was decided."


WAITING, IS_PARKED, IS_SENT = "waiting", "parked", "sent"
KINDS = {
    WAITING: Q(sent_at=None, next_try_at__isnull=False),
    # What was withdrawn has no tries.
    IS_PARKED: Q(sent_at=None, next_try_at=None, tries__gt=0),
    IS_SENT: Q(sent_at__isnull=False),
}
CHOICES = (
    (WAITING, "Waiting or trying again"),
    (IS_PARKED, OutboxStanding.PARKED.value),
    (IS_SENT, OutboxStanding.SENT.value),
)


class OutboxScreen(NobodyWrites, Screen):
    """Read only: staff may have a row tried again, and change nothing of it."""

    change_form_template = "admin/outbox/row.html"
    filters = (
        ChoiceFilter("standing", "Status", narrow=lambda rows, kind, _: rows.filter(KINDS[kind]), choices=CHOICES),
        DateFilter("written", "Written", "created_at"),
    )
    date_columns = ("written", "sent")
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

    def send_one_again(self, request: HttpRequest, row: Notification | Errand) -> HttpResponse:
        """Have one row tried again and go back to it."""
        with refusals() as problems:
            send_again(row=row, by=staff(request), now=timezone.now())
            messages.success(request, DONE)
        tell_problems(request, problems)
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=(row.pk,))
        )

    @action(description="Send Again", permissions=["send"])
    def send_selected_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Have those of the selected rows tried again that are not sent."""
        count = 0
        for pk in list(queryset.order_by("pk").values_list("pk", flat=True)):
            with refusals(), transaction.atomic():
                if is_first(request, pk):
                    send_again(row=self.model._default_manager.get(pk=pk), by=staff(request), now=timezone.now())  # noqa: SLF001
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


def _send_again(name: str) -> AdminPage:
    """Return the page of the button Send Again."""
    return AdminPage("<int:pk>/send-again/", name, "send_one_again", permission="send", methods=POSTS)


@admin.register(Notification)
class NotificationScreen(OutboxScreen):
    """Read only: a message that was sent is a fact. The shopper's own links are for who has the right to see them."""

    pages = (_send_again("backorders_notification_send_again"),)
    list_display = ("subject", "recipient", "written", "standing_shown", "sent", "error")
    search_fields = ("recipient", "subject")
    search_help_text = "Search by recipient or subject"
    fields = (
        "subject",
        "recipient",
        "order",
        "written",
        "standing_shown",
        "sent",
        "tries",
        "next_try",
        "error",
        "message",
    )
    readonly_fields = fields

    @display(description="Written", ordering="created_at")
    def written(self, note: Notification) -> str:
        """Return when the shop wrote the message."""
        return moment_words(note.created_at)

    @display(description="Sent", ordering="sent_at")
    def sent(self, note: Notification) -> str:
        """Return when the message left, or is tried again."""
        if note.sent_at is None and note.next_try_at is not None and note.tries:
            return f"again at {moment_words(note.next_try_at)}"
        return moment_words(note.sent_at) if note.sent_at else "-"

    @display(description="Message")
    def message(self, note: Notification) -> SafeString:
        """Return the text of the message with its lines."""
        return format_html('<div class="message-text">{}</div>', note.body_text or NOT_YET)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Notification | None:
        """Return the message as this member of staff may read it. It is only read here: no save writes what is hidden."""
        note: Notification | None = super().get_object(request, object_id, from_field)
        if note is not None and not request.user.has_perm("backorders.see_order_link"):
            note.subject, note.body_text = without_secrets(note.subject), without_secrets(note.body_text)
            note.body_html = without_secrets(note.body_html)
        return note


@admin.register(Errand)
class ErrandScreen(OutboxScreen):
    """The youngest first."""

    pages = (_send_again("backorders_errand_send_again"),)
    list_display = ("kind", "order", "written", "standing_shown", "next_try", "error")
    list_select_related = ("order",)
    search_fields = ("order__number",)
    search_help_text = "Search by order number"
    fields = ("kind", "order", "written", "standing_shown", "tries", "next_try", "error")
    readonly_fields = fields

    @display(description="Written", ordering="created_at")
    def written(self, errand: Errand) -> str:
        """Return when the shop decided it."""
        return moment_words(errand.created_at)
