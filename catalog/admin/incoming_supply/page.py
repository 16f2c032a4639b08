"""Sales > Incoming supply > Expect supply: many rows on one page, or a CSV file."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from catalog.actions.incoming_supply import CannotExpect, expect_supply
from catalog.actions.moved_day import DaysMove
from catalog.admin.moved_day import days_asked, told_seen
from catalog.admin.pages import AdminPage, Shown
from catalog.forms.hidden_fields import kept_key
from catalog.forms.incoming_supply_form import SupplyRowsForm
from catalog.words.incoming_supply import added_in_words

# Whoever may count units at a source may say which are expected there.
MAY_RECEIVE = "catalog.change_sourceitem"
LONGEST_SKU = 64


def expect_supply_page(request: HttpRequest) -> HttpResponse | Shown:
    """Show the form; a post writes down all of its rows, or says what is wrong with which."""
    form = SupplyRowsForm(
        request.POST or None, request.FILES or None, initial={"source": request.GET.get("source", "")}
    )
    if request.method != "POST":
        return _shown(form, request)
    problems = form.problems
    if form.is_valid():
        try:
            # What is expected late may serve those ahead of who was promised a lead time.
            with days_asked(request, [row.product.pk or 0 for row in form.expected]):
                added = expect_supply(
                    rows=form.expected,
                    key=str(kept_key(request)),
                    by=request.user if isinstance(request.user, User) else None,
                    now=timezone.now(),
                )
        except (CannotExpect, DaysMove) as refusal:
            problems = refusal.problems
        else:
            messages.success(request, added_in_words(added.added, added.known))
            return HttpResponseRedirect(reverse("admin:catalog_incomingsupply_changelist"))
    return _shown(form, request, problems=problems)


EXPECT_PAGE = AdminPage(
    "expect/",
    "catalog_incomingsupply_expect",
    expect_supply_page,
    permission=MAY_RECEIVE,
    template="admin/incoming_supply/expect.html",
)


def _shown(form: SupplyRowsForm, request: HttpRequest, *, problems: tuple[str, ...] = ()) -> Shown:
    sku = request.GET.get("sku", "").replace("\0", "")[:LONGEST_SKU]
    return Shown(
        {
            "title": "Expect supply",
            "sources": form.choices,
            "expected_on": form.data.get("expected_on", "")[:20],
            "reference": form.data.get("reference", "")[:100],
            "rows": form.text or form.data.get("rows", "") or (f"{sku} " if sku else ""),
            "key": str(kept_key(request)),
            "problems": problems,
            **told_seen(request),
        },
        # Nothing was done: the form's key stays good.
        status=400 if form.is_bound else 200,
    )
