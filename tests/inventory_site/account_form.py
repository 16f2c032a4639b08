"""The form of an account, sent as it is shown."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

USERS = "/admin/auth/user/"


def form(client: Client, person: User, **changed: Any) -> Any:
    """Send the form of `person` as it is shown, with what is `changed`; None takes a box off."""
    page = client.get(f"{USERS}{person.pk}/change/")
    shown = page.context["adminform"].form
    fields = {name: value for name in shown.fields if (value := shown.get_initial_for_field(shown.fields[name], name))}
    fields.pop("password", None)
    fields["groups"] = [str(each.pk) for each in fields.get("groups", ())]
    sent = {name: value for name, value in {**fields, **changed}.items() if value is not None}
    return client.post(f"{USERS}{person.pk}/change/", sent)
