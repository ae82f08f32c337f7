"""The program as an ASGI application, for a server that prefers it."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lowmark.project.settings")

application = get_asgi_application()
