"""How shares of budgets are compared."""

from decimal import Decimal

TOLERANCE = Decimal("1e-9")
"""Shares of a budget are compared with this absolute tolerance."""

ZERO, ONE = Decimal(0), Decimal(1)
INFINITE = Decimal("Infinity")
