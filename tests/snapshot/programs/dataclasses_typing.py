"""Classes made at run time: dataclasses, enums, named tuples, generics, protocols, abstract bases, metaclasses."""
import abc
import dataclasses
import enum
import typing

Item = typing.TypeVar("Item")
KEPT = []


class Registry(type):
    known = {}

    def __new__(meta, name, bases, namespace):
        made = super().__new__(meta, name, bases, namespace)
        made.registry = meta
        return made


def make(turn):
    @dataclasses.dataclass
    class Point:
        x: int
        y: typing.List[int] = dataclasses.field(default_factory=list)
        other: "typing.Optional[Point]" = None

    class Stack(typing.Generic[Item]):
        def __init__(self):
            self.items: typing.List[Item] = []

    class Colour(enum.Enum):
        RED = 1
        GREEN = 2

        def opposite(self):
            return Colour.RED if self is Colour.GREEN else Colour.GREEN

    class Shape(abc.ABC):
        @abc.abstractmethod
        def area(self):
            return Shape

        @property
        def name(self):
            return __class__

        @classmethod
        def build(cls):
            return cls

        @staticmethod
        def other():
            return Shape

    class Registered(metaclass=Registry):
        __slots__ = ("a", "__dict__", "__weakref__")

    point = Point(1)
    point.other = Point(2, [3], point)
    stack = Stack[int]()
    stack.items.append(stack)
    registered = Registered()
    registered.a, registered.b = registered, Colour.RED.opposite()
    alias = typing.Dict[str, Stack[int]]
    return point, stack, Shape, registered, alias, dataclasses.asdict(Point(5)), dataclasses.replace(Point(1), x=2)


for turn in range(5):
    made = make(turn)
    if turn == 3:
        KEPT.append(made)
del made
