"""Decimals, fractions, statistics, contexts; instances of number classes with attributes."""
import collections
import decimal
import fractions
import random
import statistics

Row = collections.namedtuple("Row", "price amount total")


class Money(decimal.Decimal):
    pass


class Share(fractions.Fraction):
    __slots__ = ("owner", "others")


KEPT = []
for turn in range(40):
    with decimal.localcontext() as context:
        context.prec = 8 + turn % 5
        price = Money(decimal.Decimal("3.14159265") / 7)
        price.book = []
        rows = [Row(price, fractions.Fraction(turn + 1, 7), decimal.Decimal(turn).sqrt()) for _ in range(5)]
        price.book.append(rows)
        share = Share(turn + 1, 3)
        share.owner = price
        share.others = [share, random.Random(turn)]
        numbers = statistics.median([float(row.total) for row in rows])
    if turn % 8 == 0:
        KEPT.append((rows[2], share))
del context, price, rows, share
