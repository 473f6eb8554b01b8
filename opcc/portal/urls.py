from django.urls import path

from .views import elt, home, pages, search

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("elt/", elt.fortnight, name="elt"),
    path("search/", search.search, name="search"),
    path("accessibility/", pages.accessibility, name="accessibility"),
]
