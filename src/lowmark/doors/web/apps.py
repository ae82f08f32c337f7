"""Django's name for these pages, so that their templates and static files are found."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web pages."""

    name = "lowmark.doors.web"
    label = "web"
