"""The program as a WSGI application, for a server to call."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lowmark.project.settings")

application = get_wsgi_application()
