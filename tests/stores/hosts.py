"""Hosts without a project around them, to run stores and migrations in."""

import django
from django import conf
from django.db import connections


def django_connection(alias: str, **database: str):
    """A connection of Django to *database*, under *alias* until that is deleted again."""
    if not conf.settings.configured:
        conf.settings.configure(USE_TZ=True, DATABASES={})
    # Settings may come from an example in the documentation; setting up twice is harmless.
    django.setup()
    connections.databases[alias] = connections.configure_settings({"default": {}, alias: database})[
        alias
    ]
    return connections[alias]
