"""The WSGI callable that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inventory_site.settings")
os.environ.setdefault("PROCESS_KIND", "web")
application = get_wsgi_application()
