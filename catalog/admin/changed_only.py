"""A screen whose form writes only what was changed: what somebody else changed meanwhile stays, or is asked about."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import DataError, connection, transaction
from django.http import HttpRequest, HttpResponse

from catalog.forms.shown_form import ShownForm, changed_columns


class ChangedOnly:
    """A base beside Django's or Unfold's `ModelAdmin`, before it."""

    model: Any
    change_form_before_template = "admin/components/changed_meanwhile.html"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002  Django's signature
        """Let every form say what it was shown."""
        form: Any = super().get_form(request, obj, change, **kwargs)  # type: ignore[misc]  # ModelAdmin's
        return form if issubclass(form, ShownForm) else type(form.__name__, (ShownForm, form), {})

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Lock a row that is about to be saved: what a form was shown is judged on what is stored until the commit."""
        if request.method == "POST" and object_id and connection.in_atomic_block:
            with suppress(ValidationError, ValueError, DataError), transaction.atomic():
                rows = self.model._default_manager.select_for_update(no_key=True)  # noqa: SLF001  Django's API
                list(rows.filter(pk=object_id).order_by().values_list("pk"))
        page: HttpResponse = super().changeform_view(request, object_id, *args, **kwargs)  # type: ignore[misc]  # ModelAdmin's
        return page

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Write the columns that were changed."""
        if change:
            obj.save(update_fields=changed_columns(form))
        else:
            super().save_model(request, obj, form, change)  # type: ignore[misc]  # ModelAdmin's

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001  Django's signature
        """Save what hangs on the row, and say what somebody else changed meanwhile and stays."""
        super().save_related(request, form, formsets, change)  # type: ignore[misc]  # ModelAdmin's
        for sentence in getattr(form, "all_kept", ()):
            messages.info(request, sentence)
