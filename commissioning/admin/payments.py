"""Spend in Django admin."""

from django.contrib import admin

from ..models import Payment
from .publication import MonthlyAdmin


@admin.register(Payment)
class PaymentAdmin(MonthlyAdmin):
    autocomplete_fields = ["owner", "payee", "contract", "activities"]
    list_display = ["title", "payee", "paid_on", "amount", "published_on", "owner"]
    list_filter = ["paid_on", "published_on", "owner"]
    list_select_related = ["payee", "owner"]
    search_fields = ["title", "payee__name"]
