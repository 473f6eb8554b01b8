"""Addresses of grants and spend, and of what is published of them."""

from django.urls import include, path

from plans.registers.addresses import files

from ..views import grants, payments, publication, publishing

given = [
    path("", grants.GrantList.as_view(), name="grant-list"),
    *files("grant", grants.GrantFile),
    path("add/", grants.GrantEdit.as_view(heading="Add a grant"), name="grant-add"),
    path("<int:pk>/", grants.GrantDetail.as_view(), name="grant-detail"),
    path(
        "<int:pk>/change/",
        grants.GrantEdit.as_view(heading="Change the grant"),
        name="grant-change",
    ),
    path("<int:pk>/note/", grants.GrantNote.as_view(), name="grant-note"),
    path("<int:pk>/publish/", grants.GrantPublish.as_view(), name="grant-publish"),
]

spent = [
    path("", payments.PaymentList.as_view(), name="payment-list"),
    *files("payment", payments.PaymentFile),
    path("add/", payments.PaymentEdit.as_view(heading="Add an item of spend"), name="payment-add"),
    path("<int:pk>/", payments.PaymentDetail.as_view(), name="payment-detail"),
    path(
        "<int:pk>/change/",
        payments.PaymentEdit.as_view(heading="Change the item of spend"),
        name="payment-change",
    ),
    path("<int:pk>/note/", payments.PaymentNote.as_view(), name="payment-note"),
    path("<int:pk>/publish/", payments.PaymentPublish.as_view(), name="payment-publish"),
]


def months_of(book, name):
    """The addresses of one month of a book; the month is named as in 2020-08."""
    return [
        path(
            "<slug:month>/publish/",
            publishing.MonthPublish.as_view(book=book),
            name=f"{name}-month-publish",
        ),
        path("<slug:month>/csv/", publishing.MonthCsv.as_view(book=book), name=f"{name}-month-csv"),
    ]


published = [
    path("", publication.PublicationPage.as_view(), name="publication"),
    path("grants/", include(months_of(publication.GRANTS, "grant"))),
    path("spend/", include(months_of(publication.SPEND, "payment"))),
]

urlpatterns = [
    path("grants/", include(given)),
    path("spend/", include(spent)),
    path("commissioning/publication/", include(published)),
]
