"""The columns of a register of contracts, and what offices call them."""

from plans.registers.intake.columns import Column, Columns

from ..models import Contract

ROUTES = {
    **{label.casefold(): value for value, label in Contract.Route.choices},
    "open": Contract.Route.OPEN,
    "tender": Contract.Route.OPEN,
    "open procedure": Contract.Route.OPEN,
    "framework": Contract.Route.FRAMEWORK,
    "framework agreement": Contract.Route.FRAMEWORK,
    "call-off": Contract.Route.FRAMEWORK,
    "quotation": Contract.Route.QUOTATION,
    "quotes": Contract.Route.QUOTATION,
    "direct": Contract.Route.DIRECT,
    "partner": Contract.Route.PARTNER,
}
"""{words without case: the route that they mean}."""

ROUTE_LABELS = ", ".join(Contract.Route.labels[:-1]) + f" or {Contract.Route.labels[-1]}"

COLUMNS = Columns(
    Column(
        "reference", "Reference",
        ("reference number", "contract reference", "contract number", "contract no", "contract id",
         "reference no", "ref no", "ref", "contract ref", "id"),
        holds="Needed. What the office calls the contract in its own papers, such as C012.",
        is_needed=True,
    ),
    Column(
        "title", "Title",
        ("contract title", "title of agreement", "contract name", "agreement", "contract",
         "name", "description"),
        holds="What is bought, in a few words.",
        is_general=True,
    ),
    Column(
        "provider", "Provider",
        ("supplier", "contractor", "provider name", "supplier name", "supplier name and details",
         "organisation"),
        holds="The provider's name, as in the register of providers.",
    ),
    Column(
        "service", "Service",
        ("service name", "service title", "services"),
        holds="The service's title, as in the register of services.",
    ),
    Column(
        "value", "Value",
        ("whole value", "contract value", "total value", "total contract value", "sum to be paid",
         "total cost", "amount", "sum"),
        holds="In pounds, over the whole term: 12000 or £12,000.",
    ),
    Column(
        "starts_on", "First day",
        ("start date", "start", "starts", "starts on", "contract start date", "contract start",
         "commencement date", "commencement", "begins", "from"),
        holds="Such as 1 April 2021 or 01/04/2021.",
    ),
    Column(
        "ends_on", "Last day",
        ("end date", "end", "ends", "ends on", "contract end date", "contract end", "expiry date",
         "expiry", "expires", "to"),
        holds="Without extensions. A month means its last day.",
    ),
    Column(
        "review_on", "Next review",
        ("review date", "review", "next review date", "reviewed by"),
        holds="The day of the next review.",
    ),
    Column(
        "notice_on", "Notice day",
        ("notice date", "notice by", "notice"),
        holds="By when the office must say whether it goes on.",
    ),
    Column(
        "extension", "Extension options",
        ("extension option", "extension", "extensions", "options to extend", "option to extend"),
        holds="Such as: up to two years, one year at a time.",
    ),
    Column(
        "procurement_route", "Procurement route",
        ("route", "route to market", "procurement process", "procurement method", "procurement",
         "procedure", "tender process"),
        holds=f"{ROUTE_LABELS}.",
    ),
    Column(
        "owner", "Manager",
        ("contract manager", "contract owner", "owner", "contract lead", "lead officer",
         "responsible officer", "lead", "post"),
        holds="The title of the post that manages it, or a short title of that post.",
    ),
    Column(
        "department", "Department",
        ("department responsible", "directorate", "budget"),
        holds="The department whose budget it is on.",
    ),
    Column(
        "activities", "Activities",
        ("activity", "plan activities", "activities of the plan", "delivery plan"),
        holds="Numbers of the delivery plan's activities, such as 2.3, 3.14.",
    ),
)  # fmt: skip

NEEDED_OF_NEW = (
    "title", "provider", "service", "value", "starts_on", "ends_on", "procurement_route", "owner",
)  # fmt: skip
"""What a contract that is not here yet has to say."""

VARIED = ("value", "ends_on")
"""What only changes by varying the contract, with a reason."""
