"""The floor: the least that a Django page with a signed-in reader can do.

Default middleware, a session in the database, one template that extends a base, one query. This
module is its settings, its addresses and its one view.
"""

import os

import environ
from django.http import HttpResponse
from django.template import loader
from django.urls import path

SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.floor"
WSGI_APPLICATION = None
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {**environ.Env().db("DATABASE_URL"), "CONN_MAX_AGE": 600}}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PAGES = {
    "base.html": "<!doctype html><html lang=en><title>{% block title %}{% endblock %}</title>"
    "<p>{{ user.username }}</p><main>{% block content %}{% endblock %}</main></html>",
    "page.html": "{% extends 'base.html' %}{% block title %}Floor{% endblock %}"
    "{% block content %}<h1>Floor</h1><p>{{ count }} groups</p>{% endblock %}",
}
KEPT = "django.template.loaders.cached.Loader"
LOADERS = [(KEPT, [("django.template.loaders.locmem.Loader", PAGES)])]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": LOADERS,
            "context_processors": ["django.contrib.auth.context_processors.auth"],
        },
    }
]


def page(request):
    from django.contrib.auth.models import Group

    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    template = loader.get_template("page.html")
    return HttpResponse(template.render({"count": Group.objects.count()}, request))


urlpatterns = [path("", page)]


def prepare():
    """Make the tables and a reader; return the reader's session key."""
    import django
    from django.core.management import call_command
    from django.test import Client

    django.setup()
    call_command("migrate", verbosity=0)
    from django.contrib.auth.models import User

    client = Client()
    client.force_login(User.objects.create(username="reader"))
    return client.cookies["sessionid"].value


if __name__ == "__main__":
    print(prepare())
