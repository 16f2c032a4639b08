"""Delete on an edit screen, by an action that may refuse."""

from typing import Any, ClassVar, cast

from django.contrib import messages
from django.contrib.admin.options import ActionLocation
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from catalog.admin.screen import Screen


class DeletesByRule(Screen):
    """A screen that deletes one row at a time by `delete_row`, and says why not.

    `refusals` are the exceptions of that action; their text is for staff.
    """

    refusals: ClassVar[tuple[type[Exception], ...]] = ()

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
        try:
            with transaction.atomic():
                self.log_deletions(request, [row])
                self.delete_row(row)
        except self.refusals as error:
            messages.error(request, str(error))
            return redirect(f"{name}_change", object_id)
        messages.success(request, f"You deleted {text}.")
        return redirect(f"{name}_changelist")
