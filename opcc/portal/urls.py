from django.urls import path

from .views import account, elt, health, home, pages, search, thread

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("elt/", elt.fortnight, name="elt"),
    path("search/", search.search, name="search"),
    path("thread/", thread.broken_thread, name="thread"),
    path("account/", account.account, name="account"),
    path("health/", health.health, name="health"),
    path("health/try-again/", health.try_again, name="mail-try-again"),
    path("accessibility/", pages.accessibility, name="accessibility"),
]
