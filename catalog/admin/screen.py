"""What screens of rows share: forms that write only what was changed, words after a save, deletion that may be refused."""

from collections.abc import Iterable, Mapping
from contextlib import nullcontext, suppress
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin as DjangoModelAdmin
from django.contrib.admin import ShowFacets
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import ActionLocation
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, connection, transaction
from django.db.models import CharField, Model, TextField
from django.forms import CharField as FormCharField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from unfold.admin import ModelAdmin
from unfold.decorators import display

from catalog.admin.grid import Grid, GridPaginator, checkbox_cell
from catalog.admin.grid_pages import HasGridPages
from catalog.admin.lookups import DeclaredLookups
from catalog.admin.pages import UNREADABLE, HasPages
from catalog.forms.fields import refuse_misleading, refuse_misleading_line
from catalog.forms.shown_form import ShownForm, changed_columns
from catalog.queries.locks.row import lock_posted_row
from catalog.words.refusal import Refused, refusals

# The attribute of a request whose form was refused: the reason.
REFUSED = "refused_because"


class ChangedOnly:
    """A base beside Django's or Unfold's `ModelAdmin`, before it."""

    model: Any
    change_form_before_template = "admin/components/changed_meanwhile.html"
    # The exceptions by which the screen's action refuses a form; their text is the reason shown.
    refused_by: ClassVar[tuple[type[Exception], ...]] = (Refused,)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002  Django's signature
        """Let every form say what it was shown."""
        form: Any = super().get_form(request, obj, change, **kwargs)  # type: ignore[misc]  # ModelAdmin's
        reason = getattr(request, REFUSED, "")
        if issubclass(form, ShownForm) and not reason:
            return form
        bases = (form,) if issubclass(form, ShownForm) else (ShownForm, form)
        return type(form.__name__, bases, {"refused_because": reason})

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Refuse in every text what a reader cannot see."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # ModelAdmin's
        if isinstance(db_field, TextField):
            field.validators.append(refuse_misleading)
        elif isinstance(db_field, CharField) and isinstance(field, FormCharField):
            field.validators.append(refuse_misleading_line)
        return field

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Save, or show the form again with the reason why not.

        A row that is about to be saved is locked: what its form was shown is judged on what is stored until the commit.
        """
        if request.method == "POST" and object_id and connection.in_atomic_block:
            with suppress(ValidationError, ValueError, DataError), transaction.atomic():
                lock_posted_row(self.model, object_id)
        try:
            page: HttpResponse = super().changeform_view(request, object_id, *args, **kwargs)  # type: ignore[misc]  # ModelAdmin's
        except self.refused_by as refusal:
            return self.shown_again(request, str(refusal), object_id, *args, **kwargs)
        return page

    def shown_again(
        self, request: HttpRequest, reason: str, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the form as it was sent, refused by `reason`: nothing of it was saved, and nothing is."""
        setattr(request, REFUSED, reason)
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


SAID = "said_of_rows"


def around_selection(request: HttpRequest) -> dict[str, Any]:
    """Return what a page gets that asks about selected rows: the way back, and what its form has to send again."""
    return {
        "back": request.get_full_path(),
        "is_all": request.POST.get("select_across") == "1",
        "selected_name": ACTION_CHECKBOX_NAME,
        "selected": tuple(request.POST.getlist(ACTION_CHECKBOX_NAME)),
    }


class Screen(HasGridPages, HasPages, DeclaredLookups, ChangedOnly, ModelAdmin):  # type: ignore[misc]  # Unfold carries no types
    """A grid and a form. `confirmations` is {action: question}; empty words leave Django's."""

    change_list_template = "admin/catalog/change_list.html"
    add_label = "Add"
    saved_message = ""
    deleted_message = ""
    confirmations: Mapping[str, str] = {}
    list_per_page = 50
    paginator = GridPaginator
    show_full_result_count = False
    # Counts beside each filter would ask every question of the page again, once per choice.
    show_facets = ShowFacets.NEVER

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Grid]:
        """Use the page of a grid whose count ends."""
        del request, kwargs
        return Grid

    @display(description=ModelAdmin.action_checkbox.short_description)
    def action_checkbox(self, obj: Any) -> SafeString:
        """Return the box that chooses a row."""
        return checkbox_cell(obj.pk)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the grid; an address with a value that the database cannot even read leads to the whole grid."""
        is_posted = request.method == "POST" and connection.in_atomic_block
        if (opened := self.first_address(request)) is not None:
            return redirect(opened)
        try:
            # A posted form is one transaction: what the database refuses must not end it.
            with transaction.atomic() if is_posted else nullcontext():
                # Django's title, that of the browser's tab, is "Select order to change".
                context = {"title": capfirst(self.opts.verbose_name_plural), **(extra_context or {})}
                return cast("HttpResponse", super().changelist_view(request, context))
        except DataError:
            messages.error(request, UNREADABLE)
            return redirect(request.path)

    def message_user(
        self, request: HttpRequest, message: Any, level: Any = messages.INFO, *args: Any, **kwargs: Any
    ) -> None:
        """Say the screen's own words where Django reports the success of a form, and what became of its rows (`SAID`)."""
        view = "" if request.resolver_match is None else request.resolver_match.url_name or ""
        said = message
        if level == messages.SUCCESS and view.endswith(("_add", "_change")):
            said = " ".join(filter(None, (self.saved_message or str(message), getattr(request, SAID, ""))))
        elif level == messages.SUCCESS and view.endswith("_delete"):
            said = self.deleted_message or message
        super().message_user(request, said, level, *args, **kwargs)

    def get_action_choices(
        self,
        request: HttpRequest,
        default_choices: Any = None,
        action_location: ActionLocation = ActionLocation.CHANGE_LIST,
    ) -> list[tuple[str, str]]:
        """Offer Django's choices: Unfold's own method does not know yet where actions stand (Django 6.1)."""
        first = [("", "Select action")] if default_choices is None else default_choices
        return DjangoModelAdmin.get_action_choices(self, request, first, action_location=action_location)


def tell_problems(request: HttpRequest, problems: Iterable[str], *, failed: str = "") -> None:
    """Say why nothing was done, a message for each problem; `failed` says what was not done, where the problem does not."""
    for problem in problems:
        messages.error(request, f"{failed} {problem}".strip())


class DeletesByRule(Screen):
    """A screen that deletes one row at a time by `delete_row`, an action, and says why not when it refuses."""

    def delete_row(self, row: Any) -> None:
        """Delete `row` by its action."""
        raise NotImplementedError

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """Leave out Django's mass delete, which asks no action."""
        offered: dict[str, Any] = super().get_actions(request, action_location=action_location)
        offered.pop("delete_selected", None)
        return offered

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask; when asked for it, delete or say why not."""
        row: Model | None = self.get_object(request, object_id)
        if request.method != "POST" or row is None:
            return cast("HttpResponse", super().delete_view(request, object_id, extra_context))
        if not self.has_delete_permission(request, row):
            raise PermissionDenied
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}"  # noqa: SLF001  Django's API
        text = str(row)
        with refusals() as problems, transaction.atomic():
            self.log_deletions(request, [row])
            self.delete_row(row)
        if problems:
            tell_problems(request, problems)
            return redirect(f"{name}_change", object_id)
        messages.success(request, f"You deleted {text}.")
        return redirect(f"{name}_changelist")


class NobodyWrites:
    """Offers no adding, changing, deleting: the shop itself writes the rows, and keeps them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Offer no adding."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Offer no changing."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Offer no deleting."""
        del request, obj
        return False


class ReadOnly(NobodyWrites):
    """Shows, and changes nothing. `seen_with` are permissions one of which opens the screen."""

    seen_with: tuple[str, ...] = ()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether one of `seen_with` is held."""
        del obj
        return any(request.user.has_perm(permission) for permission in self.seen_with)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As the screen itself."""
        return self.has_view_permission(request)
