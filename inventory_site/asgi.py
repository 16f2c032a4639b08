"""The ASGI callable that granian serves: Django, behind a door that keeps slow requests from its threads."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inventory_site.settings")
os.environ.setdefault("PROCESS_KIND", "web")

# It refuses to serve with the settings of a laptop.
from inventory_site.wsgi import application as django_application

# isort: split
# These ask the settings, and come after Django was set up.
from django.urls import get_resolver

from inventory_site.front_door.door import FrontDoor
from inventory_site.front_door.pages import door_page, is_buying, is_slow

# Every page's code is read before the first visitor is let in: until then another web server answers.
get_resolver().url_patterns  # noqa: B018  asked for what it reads
application = FrontDoor(django_application, refusal=door_page, is_slow=is_slow, is_buying=is_buying)
