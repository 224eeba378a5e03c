"""Lengths of subscriptions in words, for the rules about periods."""

from __future__ import annotations

_YEAR = 12
_MOST_MONTHS, _MOST_YEARS = 9, 3  # what the console sells


def in_words(months: int) -> str:
    """Return a number of months in years and months.

    >>> in_words(18)
    '1 year and 6 months'
    """
    years, rest = divmod(months, _YEAR)
    parts = [(years, "year"), (rest, "month")]
    return " and ".join(f"{n} {unit}{'s' * (n != 1)}" for n, unit in parts if n)


def period_advice(months: int) -> str:
    """Return how to write a period, or which periods the console sells.

    >>> period_advice(12)
    'for 1 year, write os.modelarts/period.num: "1", os.modelarts/period.type: "3"'
    """
    years, rest = divmod(months, _YEAR)
    number, kind = (months, "2") if rest else (years, "3")
    if number <= (_MOST_MONTHS if rest else _MOST_YEARS):
        fields = (
            f'os.modelarts/period.num: "{number}", os.modelarts/period.type: "{kind}"'
        )
        return f"for {in_words(months)}, write {fields}"
    return (
        'write os.modelarts/period.num "1" to "9" with os.modelarts/period.type "2" '
        '(months), or "1" to "3" with "3" (years)'
    )
