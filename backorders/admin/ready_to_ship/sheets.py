"""Sales > Ready to ship: pick list and packing slips of the orders that were ticked, to print."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from backorders.admin.sheets.facts import PRINTS, sheets_of
from backorders.admin.sheets.pdf import AS_PDF, pdf_answer
from backorders.forms.ready_to_ship_form import chosen_orders, sent_again
from backorders.words.ready_to_ship import NOTHING_CHOSEN
from catalog.admin.history import moment_words
from catalog.admin.pages import POSTS, AdminPage, Shown
from catalog.forms.once import harmless


@harmless(PRINTS)
def sheets(request: HttpRequest) -> HttpResponse | Shown:
    """Show the pick list or the packing slips of what was ticked, as it was shown, or return them as a PDF. Three queries."""
    chosen, gone = chosen_orders(request.POST)
    if not chosen and not gone:
        messages.error(request, NOTHING_CHOSEN)
        return HttpResponseRedirect(reverse("admin:backorders_ready_to_ship"))
    is_pick_list = request.POST.get("sheet") == "pick-list"
    found = sheets_of(chosen, gone=gone, is_pick_list=is_pick_list, printed=moment_words(timezone.now()))
    if AS_PDF in request.POST:
        return pdf_answer(found)
    return Shown(
        {
            "title": found.title,
            "sheets": found,
            "back": (reverse("admin:backorders_ready_to_ship"), "Ready to ship"),
            "pdf_url": request.path,
            "sent_again": sent_again(request.POST),
        }
    )


SHEETS_PAGE = AdminPage(
    "ready-to-ship/print/",
    "backorders_ready_to_ship_print",
    sheets,
    permission="ship",
    template="admin/sheets/page.html",
    methods=POSTS,
)
