"""Addresses of contracts."""

from django.urls import include, path

from plans.registers.addresses import files

from ..views import contract_reviews, contracts, pipeline

about_one = [
    path("", contracts.ContractDetail.as_view(), name="contract-detail"),
    path(
        "change/",
        contracts.ContractEdit.as_view(heading="Change the contract"),
        name="contract-change",
    ),
    path("review/", contract_reviews.ContractReviewAdd.as_view(), name="contract-review"),
    path(
        "reviews/<int:review>/correct/",
        contract_reviews.ContractReviewCorrect.as_view(),
        name="contract-review-correct",
    ),
    path("vary/", contracts.ContractVary.as_view(), name="contract-vary"),
    path("publish/", contracts.ContractPublish.as_view(), name="contract-publish"),
    path("close/", contracts.ContractClose.as_view(), name="contract-close"),
]

urlpatterns = [
    path("contracts/", contracts.ContractList.as_view(), name="contract-list"),
    *files("contract", contracts.ContractFile, under="contracts/"),
    path("contracts/pipeline/", pipeline.Pipeline.as_view(), name="contract-pipeline"),
    path(
        "contracts/add/",
        contracts.ContractEdit.as_view(heading="Add a contract"),
        name="contract-add",
    ),
    path("contracts/<int:pk>/", include(about_one)),
]
