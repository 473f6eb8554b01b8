"""What was typed is not lost when a form's token or the session has run out."""

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from opcc.office.kept_typing import remember_writer


def signed_in_last(user):
    """The cookie that a browser has from the last sign-in on it."""
    response = HttpResponse()
    remember_writer(response, user)
    return response.cookies["writer"].value


def post_with_an_old_token(user, url, **headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    client.cookies["csrftoken"] = "a" * 32
    client.cookies["writer"] = signed_in_last(user)
    fields = {"narrative": "Careful words.", "csrfmiddlewaretoken": "b" * 32}
    return client, client.post(url, fields, headers=headers)


def test_words_sent_with_an_old_token_are_given_back(activity, finance_chief):
    url = reverse("plans:activity-update", args=[activity.pk])

    client, response = post_with_an_old_token(
        finance_chief, url, origin="http://testserver", host="testserver"
    )

    assert response.status_code == 403
    assert url in response.content.decode()
    assert "Careful words." in client.get(url).content.decode()
    assert activity.entries.count() == 1


def test_whoever_was_signed_out_meanwhile_reads_that_their_words_are_kept(
    client, activity, finance_chief
):
    url = reverse("plans:activity-update", args=[activity.pk])
    client.cookies["writer"] = signed_in_last(finance_chief)

    page = client.post(url, {"narrative": "Careful words."}, follow=True)

    assert page.redirect_chain == [(f"/sign-in/?next={url}", 302)]
    assert "What you typed is kept: sign in to go on." in page.text


def test_words_that_another_site_sends_are_not_kept(activity, finance_chief):
    url = reverse("plans:activity-update", args=[activity.pk])

    client, response = post_with_an_old_token(finance_chief, url, origin="http://evil.example")

    assert response.status_code == 403
    assert "Careful words." not in client.get(url).content.decode()


def test_words_are_not_given_to_whoever_signs_in_next(
    client, activity, finance_chief, chief_executive
):
    url = reverse("plans:activity-update", args=[activity.pk])
    client.cookies["writer"] = signed_in_last(finance_chief)
    client.post(url, {"narrative": "Careful words."})

    client.force_login(chief_executive)

    assert "Careful words." not in client.get(url).content.decode()


def test_a_stranger_fills_no_session(client, activity):
    client.post(reverse("plans:activity-update", args=[activity.pk]), {"narrative": "x" * 1000})

    assert "kept_typing" not in client.session


def test_a_password_is_never_kept(client, finance_chief):
    client.cookies["writer"] = signed_in_last(finance_chief)
    client.post(reverse("account_change_password"), {"old_password": "secret-words", "x": "y"})

    assert "secret-words" not in str(dict(client.session))
    assert client.session["kept_typing"]["fields"] == {"x": ["y"]}
