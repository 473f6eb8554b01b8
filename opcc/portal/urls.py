from django.urls import path

from .views import elt, home, pages, search, thread

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("elt/", elt.fortnight, name="elt"),
    path("elt/paper.pdf", elt.fortnight_file, {"name": "elt-pdf"}, name="elt-pdf"),
    path("elt/paper.docx", elt.fortnight_file, {"name": "elt-docx"}, name="elt-docx"),
    path("search/", search.search, name="search"),
    path("thread/", thread.broken_thread, name="thread"),
    path("accessibility/", pages.accessibility, name="accessibility"),
]
