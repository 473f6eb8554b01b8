"""Sums over which an office has to publish what it buys, in pounds.

Elected Local Policing Bodies (Specified Information) Order 2011 (SI 2011/3050), Schedule,
paragraph 3(f) and (g), each month: every grant, and every item of spend over £500; paragraph 4: a
copy of each contract over £10,000. A sum that equals the threshold is not over it.
"""

from decimal import Decimal

CONTRACT_COPY_OVER = Decimal(10_000)
SPEND_OVER = Decimal(500)

ORDER = "Elected Local Policing Bodies (Specified Information) Order 2011 (SI 2011/3050)"
"""What asks for all of it; the paragraphs below are those of its Schedule."""

GRANTS_PARAGRAPH = "3(f)"
SPEND_PARAGRAPH = "3(g)"
CONTRACTS_PARAGRAPH = "4"
