"""Instances with __slots__ and of subclasses of dict: their slots and items have names, and what they hold besides. Classes with
other metaclasses."""
import abc
import collections
import enum
import gc
import typing
import weakref


class Pair:
    __slots__ = ("left", "right")

    def __init__(self, left=None, right=None):
        self.left, self.right = left, right


class Watched(Pair):
    __slots__ = ("__weakref__", "extra")


class Open(Pair):
    pass


class Nothing:
    __slots__ = ()


class Table(dict):
    def items(self):
        raise RuntimeError("the recorder called it")

    def __iter__(self):
        raise RuntimeError("the recorder called it")

    def __sizeof__(self):
        raise RuntimeError("the recorder called it")


class Ledger(dict):
    __slots__ = ("total", "owner")


class Ordered(collections.OrderedDict):
    pass


class Key:
    pass


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self):
        pass


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side ** 2


Item = typing.TypeVar("Item")


class Box(typing.Generic[Item]):
    def __init__(self, item):
        self.item = item


class Colour(enum.Enum):
    RED = 1000
    BLUE = (1, [2])


def cycle():
    first, second = Pair(), Watched()
    first.left, second.right = second, first
    second.extra = [first]
    del first.left
    first.right = second
    return weakref.ref(second)


def same_name(names):
    class Same:
        __slots__ = names
    same = Same()
    for name in names:
        setattr(same, name, [name])
    return same


gc.collect()
watch = cycle()
print(watch() is None, gc.collect(), watch() is None)
opened, nothing = Open([1], [2]), Nothing()
opened.more = [3]
one, other, again = same_name(["a", "b"]), same_name(["c"]), same_name(["b", "a"])
one.a = other; other.c = one
del one, other
print(gc.collect())

square, box = Square(1000), Box([1])
square.box, box.square = box, square
box.__dict__["colour"] = Colour.BLUE
Colour.RED.note = [1]
print(square.area(), box.item, gc.collect())
del square, box
print(gc.collect(), isinstance(1, Shape))
table = Table(first=[1])
table["second"] = [2]
table[3] = table
table["k", 4] = [Key()]
table.note = ["an attribute"]
table.__dict__["first"] = table
del table["first"]
ledger = Ledger()
ledger.total = [1000]
ledger["total"] = ledger
ledger[".total"] = [5]
ordered, plain = Ordered(), collections.OrderedDict()
for each in range(5):
    ordered[Key()] = [each]
    plain["k%d" % each] = ordered
ordered.move_to_end(next(iter(ordered)))
ordered.popitem(last=False)
ordered.name = ordered
plain.popitem(False)
counted = collections.Counter("abracadabra")
counted.update(["a"] * 1000)
groups = collections.defaultdict(list)
for each in range(60):
    groups[each * 100].append(each)
    groups["late"] = groups
    counted["x%d" % each] += 500
    if each % 4 == 0:
        del groups[each * 100]
groups.default_factory = groups.__missing__
print(len(table), len(ledger), len(ordered), len(plain), sum(counted.values()), len(groups))
del table, ledger, ordered, plain, groups
print(gc.collect())
