"""How likely and how grave, in words, and the map on which risks of the same score stand together.

The five words of each scale are in common use; no law sets them.
"""

from collections import defaultdict
from dataclasses import dataclass

from .models.risks import band_of

LIKELIHOODS = {
    1: ("Rare", "It would take exceptional circumstances"),
    2: ("Unlikely", "It is not expected, and could happen"),
    3: ("Possible", "It may happen at some time"),
    4: ("Likely", "It will probably happen"),
    5: ("Almost certain", "It is expected to happen, or is happening"),
}
IMPACTS = {
    1: ("Minor", "Put right in a normal day’s work"),
    2: ("Moderate", "Some delay or cost, managed within a team"),
    3: ("Significant", "An activity is late or costs clearly more"),
    4: ("Major", "An objective is missed, or the public notices"),
    5: ("Severe", "Objectives fail, people come to harm, or the law is broken"),
}


@dataclass(frozen=True)
class Cell:
    """One field of the map: a likelihood, an impact, and what scores just that.

    band: what the score is called (a RiskBand), None below every band.
    """

    likelihood: int
    impact: int
    band: object
    risks: tuple

    @property
    def score(self):
        return self.likelihood * self.impact

    @property
    def key(self):
        """The cell as an anchor."""
        return f"likelihood-{self.likelihood}-impact-{self.impact}"

    @property
    def likelihood_word(self):
        return LIKELIHOODS[self.likelihood][0]

    @property
    def impact_word(self):
        return IMPACTS[self.impact][0]


def heat_map(risks, bands):
    """Return five lists of five Cells: the likeliest first, the gravest last in each.

    risks: with `likelihood` and `impact`; one without them stands in no cell.
    """
    places = defaultdict(list)
    for risk in risks:
        places[risk.likelihood, risk.impact].append(risk)
    return [
        [
            Cell(
                likelihood,
                impact,
                band_of(likelihood * impact, bands),
                tuple(places[likelihood, impact]),
            )
            for impact in IMPACTS
        ]
        for likelihood in reversed(LIKELIHOODS)
    ]


def gravest_first(rows):
    """Return the cells that hold risks, the highest score first and then the graver impact."""
    taken = [cell for row in rows for cell in row if cell.risks]
    return sorted(taken, key=lambda cell: (-cell.score, -cell.impact))


def ranges(bands):
    """Return [(band, lowest, highest)] of scores from 1 to 25; `bands` by their lowest score."""
    ends = [band.lowest - 1 for band in bands[1:]] + [25]
    return [(band, band.lowest, end) for band, end in zip(bands, ends, strict=False)]
