"""Addresses of the import of contracts."""

from plans.registers.intake.views import addresses

from ..contract_intake.flow import ContractImport

urlpatterns = addresses(ContractImport, "contracts/import/")
