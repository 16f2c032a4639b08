"""Sales > Messages: every message to a customer, as it was sent."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import display

from backorders.admin.outbox_screen import OutboxScreen
from backorders.models import Notification
from catalog.admin.history import moment_words
from catalog.rules.text import without_secrets


@admin.register(Notification)
class NotificationScreen(OutboxScreen):
    """Read only: a message that was sent is a fact. The shopper's own links are for who has the right to see them."""

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
        return format_html('<div class="message-text">{}</div>', note.body_text)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Notification | None:
        """Return the message as this member of staff may read it. It is only read here: no save writes what is hidden."""
        note: Notification | None = super().get_object(request, object_id, from_field)
        if note is not None and not request.user.has_perm("backorders.see_order_link"):
            note.subject, note.body_text = without_secrets(note.subject), without_secrets(note.body_text)
            note.body_html = without_secrets(note.body_html)
        return note
