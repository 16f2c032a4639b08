"""Task Results: what the worker did and why it failed, without the secrets that a task may have been given."""

import json
from typing import Any

from django.contrib import admin
from django_tasks_db.admin import DBTaskResultAdmin as DjangoTaskResults
from django_tasks_db.models import DBTaskResult
from unfold.decorators import display

from catalog.admin.screen import ReadOnly, Screen
from catalog.rules.text import without_secrets

admin.site.unregister(DBTaskResult)


@admin.register(DBTaskResult)
class TaskScreen(ReadOnly, Screen):
    """Read only. Nothing in the menu leads here: it is for who looks after the shop's processes."""

    seen_with = ("django_tasks_database.view_dbtaskresult",)
    list_display = ("task_path", "status", "enqueued_at", "started_at", "finished_at")
    list_filter = ("status", "queue_name")
    ordering = DjangoTaskResults.ordering
    fields = ("task_path", "status", "enqueued_at", "started_at", "finished_at", "given", "went_wrong")
    readonly_fields = fields

    @display(description="Given")
    def given(self, task: Any) -> str:
        """Return what the task was called with."""
        return without_secrets(json.dumps(task.args_kwargs))

    @display(description="What went wrong")
    def went_wrong(self, task: Any) -> str:
        """Return the traceback of a task that failed."""
        return without_secrets(task.traceback)
