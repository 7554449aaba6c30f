"""Amounts as estimates reckon with them: decimals, so that cents are cents.

May not: import anything of mock_od.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal

UNSET = Decimal(-1)
"""In an amount that is an estimate or an override: not calculated, not set."""
ZERO = Decimal(0)
_CENT = Decimal("0.01")
_ANY_SIZE = Context(prec=400, rounding=ROUND_HALF_EVEN)


def money(amount: float) -> Decimal:
    """Dollars as a row has them."""
    return Decimal(str(amount))


def cents(amount: Decimal) -> Decimal:
    """An amount to the cent; half a cent goes to the even one, as in .NET.

    >>> cents(Decimal("10.125")), cents(Decimal("10.135"))
    (Decimal('10.12'), Decimal('10.14'))
    """
    return amount.quantize(_CENT, context=_ANY_SIZE)


def first_set(*amounts: Decimal) -> Decimal:
    """The first amount that is set: an override before an estimate; nothing where none is."""
    return next((amount for amount in amounts if amount != UNSET), ZERO)
