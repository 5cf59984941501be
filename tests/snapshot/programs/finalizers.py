"""Objects with __del__: some revive themselves, some cut their own cycle; tails behind them; finalized ones."""
KEPT = []


class Finalized:
    def __init__(self, kind):
        self.kind = kind
        self.itself = self
        self.tail = [[], [self]]

    def __del__(self):
        if self.kind == "revives":
            KEPT.append(self)
        elif self.kind == "cuts":
            self.itself = None


class Slotted:
    __slots__ = ("other",)

    def __del__(self):
        KEPT.append(1)


for number in range(60):
    Finalized(("revives", "cuts", "plain")[number % 3])
    slotted = Slotted()
    slotted.other = [slotted]
import gc
gc.collect()
revived = KEPT[:]
KEPT[10:] = []
del revived, slotted
for number in range(12):
    Finalized("plain")
