from django.urls import path

from .views import account, calendar, elt, health, home, keys, metrics, pages, search, thread

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("elt/", elt.fortnight, name="elt"),
    path("elt/paper.pdf", elt.fortnight_file, {"name": "elt-pdf"}, name="elt-pdf"),
    path("elt/paper.docx", elt.fortnight_file, {"name": "elt-docx"}, name="elt-docx"),
    path("search/", search.search, name="search"),
    path("thread/", thread.broken_thread, name="thread"),
    path("account/", account.account, name="account"),
    path("health/", health.health, name="health"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("metrics", metrics.metrics, name="metrics"),
    path("health/try-again/", health.try_again, name="mail-try-again"),
    path("account/keys/", keys.key_list, name="key-list"),
    path("account/keys/make/", keys.KeyMake.as_view(), name="key-make"),
    path("account/keys/<int:pk>/revoke/", keys.key_revoke, name="key-revoke"),
    path("calendar/<str:secret>.ics", calendar.feed, name="calendar-feed"),
    path("accessibility/", pages.accessibility, name="accessibility"),
]
