from django.urls import path

from . import views

app_name = "office"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("password/", views.ChangePassword.as_view(), name="password-change"),
    path("mail/stop/<str:token>/", views.stop_mail, name="mail-stop"),
    path("handovers/<int:pk>/accept/", views.accept_handover, name="handover-accept"),
]
