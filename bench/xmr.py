"""How long the analysis of a long series takes, in milliseconds of processor."""

import random
import time
from decimal import Decimal

POINTS = 1_000
TIMES = 10


def analysis_costs():
    """The least of ten analyses of 1,000 points with three segments, in milliseconds."""
    from plans.xmr import analyse

    chance = random.Random(1)
    values = [Decimal(chance.randint(8_000, 12_000)) / 100 for _ in range(POINTS)]
    costs = []
    for _ in range(TIMES):
        began = time.process_time()
        analyse(values, breaks=(300, 700), better="higher", target=Decimal(100))
        costs.append(1000 * (time.process_time() - began))
    return min(costs)


if __name__ == "__main__":
    print(f"{analysis_costs():.2f}")
