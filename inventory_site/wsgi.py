"""The WSGI callable that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from inventory_site.checks import refuse_to_serve
from inventory_site.front_door.content_type import wsgi_in_utf_8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inventory_site.settings")
os.environ.setdefault("PROCESS_KIND", "web")
application = wsgi_in_utf_8(get_wsgi_application())
refuse_to_serve()
