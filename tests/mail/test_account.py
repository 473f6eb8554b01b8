"""Your account: who one is here, and which mail one wants."""

import pytest
from django.urls import reverse

from opcc.office.models import MailPreference

URL = reverse("portal:account")


def wanted(user):
    preference = MailPreference.objects.of(user)
    return preference.reminders, preference.packs


def test_it_names_the_person_their_posts_and_the_way_to_a_new_password(client, finance_officer):
    client.force_login(finance_officer)

    page = client.get(URL).content.decode()

    assert "Chief Financial Officer (support)" in page
    assert "Support (writes for the post) since 1 April 2020" in page
    assert reverse("account_change_password") in page


def test_the_name_in_the_header_leads_there(client, finance_officer):
    client.force_login(finance_officer)

    assert f'href="{URL}"' in client.get("/").content.decode()


def test_what_is_chosen_is_kept_and_shown_again(client, finance_officer):
    client.force_login(finance_officer)

    response = client.post(URL, {"reminders": "weekly", "packs": "no"}, follow=True)

    assert wanted(finance_officer) == ("weekly", False)
    form = response.context["form"]
    assert (form["reminders"].value(), form["packs"].value()) == ("weekly", "no")
    assert "Saved. It counts from the next mail on." in response.content.decode()


def test_a_member_of_the_panel_is_asked_about_packs_alone(client, panel_member):
    client.force_login(panel_member)

    page = client.get(URL)
    client.post(URL, {"reminders": "off", "packs": "no"})

    assert list(page.context["form"].fields) == ["packs"]
    assert "Posts today" not in page.content.decode()
    assert wanted(panel_member) == ("daily", False)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"packs": "yes"}, "Say how often you want to be reminded"),
        ({"reminders": "daily"}, "Say whether you want to be told of packs"),
        ({"reminders": "hourly", "packs": "yes"}, "hourly is not one of the available choices"),
    ],
)
def test_what_cannot_be_is_not_kept_and_the_page_says_why(client, finance_officer, typed, error):
    client.force_login(finance_officer)

    response = client.post(URL, typed)

    assert error in response.content.decode()
    assert "<title>Error: Your account" in response.content.decode()
    assert not MailPreference.objects.exists()


def test_the_page_needs_the_same_queries_whatever_one_holds(
    client, finance_officer, django_assert_num_queries
):
    client.force_login(finance_officer)
    client.get(URL)

    with django_assert_num_queries(3):
        client.get(URL)
