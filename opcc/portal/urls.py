from django.urls import path

from .views import elt, home, pages, search, thread

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("elt/", elt.fortnight, name="elt"),
    path("search/", search.search, name="search"),
    path("thread/", thread.broken_thread, name="thread"),
    path("accessibility/", pages.accessibility, name="accessibility"),
]
