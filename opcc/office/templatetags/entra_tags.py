"""What pages show of signing in by Microsoft: nothing where no tenant is set."""

from django import template
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.urls import reverse

from ..models import MicrosoftAccount
from ..sign_in.entra.asking import wanted

register = template.Library()


@register.inclusion_tag("entra/includes/sign_in.html", takes_context=True)
def sign_in_by_microsoft(context):
    """The link to Microsoft on the sign-in page."""
    if not settings.ENTRA:
        return {"url": ""}
    path = wanted(context["request"])
    query = {REDIRECT_FIELD_NAME: path} if path else None
    return {"url": reverse("microsoft_sign_in", query=query)}


@register.inclusion_tag("entra/includes/account.html", takes_context=True)
def own_microsoft_account(context):
    """The row of one's own account page. Costs a query where a tenant is set."""
    if not settings.ENTRA:
        return {"is_on": False}
    user = context["request"].user
    return {"is_on": True, "account": MicrosoftAccount.objects.filter(user=user).first()}
