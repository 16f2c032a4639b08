"""The ASGI callable that granian serves: Django, behind a door that keeps slow requests from its threads."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inventory_site.settings")
os.environ.setdefault("PROCESS_KIND", "web")

# It refuses to serve with the settings of a laptop.
from inventory_site.wsgi import application as django_application

# isort: split
# These ask the settings, and come after Django was set up.
from inventory_site.door_pages import door_page
from inventory_site.front_door import FrontDoor

application = FrontDoor(django_application, refusal=door_page)
