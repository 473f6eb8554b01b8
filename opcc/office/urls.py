from django.urls import path

from . import plain_files, views

app_name = "office"
urlpatterns = [
    path("robots.txt", plain_files.robots_txt, name="robots-txt"),
    path(".well-known/security.txt", plain_files.security_txt, name="security-txt"),
    path("mail/stop/<str:token>/", views.stop_mail, name="mail-stop"),
    path("handovers/<int:pk>/accept/", views.accept_handover, name="handover-accept"),
]
