"""Where pieces of pages are kept, under the name of everything they show."""

from django.core.cache import caches
from django.utils.connection import ConnectionProxy

pages = ConnectionProxy(caches, "pages")
