"""What was typed is not lost when a form's token or the session has run out."""

from django.test import Client
from django.urls import reverse


def post_with_an_old_token(user, url, **headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    client.cookies["csrftoken"] = "a" * 32
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


def test_words_that_another_site_sends_are_not_kept(activity, finance_chief):
    url = reverse("plans:activity-update", args=[activity.pk])

    client, response = post_with_an_old_token(finance_chief, url, origin="http://evil.example")

    assert response.status_code == 403
    assert "Careful words." not in client.get(url).content.decode()


def test_a_password_is_never_kept(client, activity):
    client.post(reverse("office:password-change"), {"old_password": "secret-words", "x": "y"})

    assert "secret-words" not in str(dict(client.session))
