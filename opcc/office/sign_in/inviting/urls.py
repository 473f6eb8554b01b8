"""Addresses of invitations."""

from django.urls import path

from . import views

urlpatterns = [
    path("invitation/", views.Choose.as_view(), name="invitation"),
    path("invitation/<str:token>/", views.open_invitation, name="invitation_open"),
]
