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
    dates = {f"{name}_{n}": "" for name in ("last_login", "date_joined") for n in (0, 1)}
    joined = fields.pop("date_joined")
    dates |= {"date_joined_0": f"{joined:%Y-%m-%d}", "date_joined_1": f"{joined:%H:%M:%S}"}
    fields.pop("last_login", None)
    for name in ("groups", "user_permissions"):
        fields[name] = [str(each.pk) for each in fields.get(name, ())]
    management = {"customer-TOTAL_FORMS": "0", "customer-INITIAL_FORMS": "0"}
    sent = {name: value for name, value in {**fields, **dates, **management, **changed}.items() if value is not None}
    return client.post(f"{USERS}{person.pk}/change/", sent)
