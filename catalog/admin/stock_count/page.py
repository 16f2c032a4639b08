"""Catalog > Count stock: products of one source, on hand typed into the cells, saved together with the reason why."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from catalog.actions.moved_day import DaysMove
from catalog.actions.stock_count import CannotCount, Moved, count_stock
from catalog.admin.grid import GridPaginator
from catalog.admin.moved_day import days_asked, told_seen
from catalog.admin.pages import AdminPage, Shown
from catalog.admin.promised_messages import tell_promised_of_many
from catalog.admin.stock_count.presenter import CountRow, stored_rows, typed_rows
from catalog.forms.stock_count_form import StockCountForm
from catalog.models import Source
from catalog.queries.stock_count import counted_products
from catalog.rules.stock_count import LONGEST_NOTE, CountReason
from catalog.words.stock_count import REASONS, saved_words

MAY_COUNT = "catalog.change_sourceitem"
PER_PAGE = 100
LONGEST_WORDS = 100


@dataclass(frozen=True)
class Asked:
    """What the address asks for: whose products, found by which words, and whether those of other sources, too."""

    source: Source
    words: str
    is_every: bool

    @property
    def query(self) -> str:
        """The address without its page."""
        return urlencode({"source": self.source.pk, "q": self.words, **({"every": "1"} if self.is_every else {})})


def count_stock_page(request: HttpRequest) -> HttpResponse | Shown:
    """Show a page of products; a post saves its counts, or says which rows were refused, with all that was typed."""
    sources = list(Source.objects.order_by("name", "pk"))
    asked = _asked(request, sources)
    if request.method != "POST":
        page = GridPaginator(
            counted_products(asked.source.pk, typed=asked.words, is_every=asked.is_every), PER_PAGE
        ).get_page(request.GET.get("page"))
        return _shown(asked, sources, stored_rows(page), {"page": page})
    form = StockCountForm(request.POST, source_id=asked.source.pk)
    if form.is_valid():
        try:
            with days_asked(request, [row.product_id for row in form.counted if row.counted != row.shown]):
                moved = _count(request, asked.source, form)
        except CannotCount as refusal:
            form.refused(refusal)
        except DaysMove as refusal:
            form.add_error(None, str(refusal))
        else:
            _tell(request, asked.source, moved, shown=len(form.counted))
            return HttpResponseRedirect(request.get_full_path())
    typed = {
        "reason": request.POST.get("reason", ""),
        "note": request.POST.get("note", "")[:LONGEST_NOTE],
        **told_seen(request),
    }
    return _shown(asked, sources, typed_rows(form), {**typed, "problems": form.problems, "is_posted": True}, status=400)


def _count(request: HttpRequest, source: Source, form: StockCountForm) -> tuple[Moved, ...]:
    return count_stock(
        source=source,
        rows=form.counted,
        reason=CountReason(form.cleaned_data["reason"]),
        note=form.cleaned_data["note"],
        by=request.user if isinstance(request.user, User) else None,
        now=timezone.now(),
    )


COUNT_PAGE = AdminPage(
    "count/",
    "catalog_source_count",
    count_stock_page,
    permission=MAY_COUNT,
    template="admin/stock_count/page.html",
)


def _asked(request: HttpRequest, sources: list[Source]) -> Asked:
    """Read the address; without a source that there is, it is the Default Source."""
    chosen = request.GET.get("source", "")
    source = next((each for each in sources if str(each.pk) == chosen), None)
    return Asked(
        source or next(each for each in sources if each.is_default),
        request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_WORDS],
        request.GET.get("every") == "1",
    )


def _shown(
    asked: Asked, sources: list[Source], rows: list[CountRow], more: dict[str, Any], *, status: int = 200
) -> Shown:
    reason = more.get("reason") or CountReason.COUNT.value
    return Shown(
        {
            "title": "Count stock",
            "source": asked.source,
            "sources": [(each.pk, each.name, each == asked.source) for each in sources],
            "words": asked.words,
            "is_every": asked.is_every,
            "query": asked.query,
            "rows": rows,
            "row_ids": " ".join(str(row.pk) for row in rows),
            "reasons": [(each.value, label, each.value == reason) for each, label in REASONS.items()],
            **more,
        },
        # Nothing was done: the form's key stays good.
        status=status,
    )


def _tell(request: HttpRequest, source: Source, moved: tuple[Moved, ...], *, shown: int) -> None:
    """Say how many numbers changed, and who is owed now."""
    level = messages.SUCCESS if moved else messages.INFO
    messages.add_message(request, level, saved_words(len(moved), shown, source.name))
    tell_promised_of_many(request, [each.product_id for each in moved])
