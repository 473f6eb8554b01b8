from django.urls import path

from . import views

app_name = "office"
urlpatterns = [
    path("mail/stop/<str:token>/", views.stop_mail, name="mail-stop"),
    path("handovers/<int:pk>/accept/", views.accept_handover, name="handover-accept"),
]
