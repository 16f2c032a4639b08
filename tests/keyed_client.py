"""The test client as a browser: what it posts is a form of its own, with a key, unless a test gives the key."""

import uuid
from typing import Any

from django.test import Client

from catalog.forms.hidden_fields import KEY

_post = Client.post


def keyed_post(client: Client, path: str, data: Any = None, *args: Any, **kwargs: Any) -> Any:
    """Post as `Client.post`, with a new key beside fields that bring none. `{KEY: ""}` is a form without a key."""
    fields = {KEY: str(uuid.uuid4()), **(data or {})} if data is None or isinstance(data, dict) else data
    return _post(client, path, fields, *args, **kwargs)
