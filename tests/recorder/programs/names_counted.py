"""Names of attributes, variables, keys and classes are strings: each prints how often it is held. counted.py compares."""
import sys


class Thing:
    __slots__ = ("slot_name",)


class Plain:
    pass


class Class_name:
    pass


def function(variable_name):
    return variable_name


thing, plain, other = Thing(), Plain(), Class_name()
names = [sys.intern("".join([each, "_name"])) for each in ("slot", "plain", "entry", "variable", "Class", "late")]
thing.slot_name = 1
setattr(plain, names[1], 2)
table = {names[2]: function(1)}
plain.__dict__[names[5]] = [thing]
for name in names:
    count = sys.getrefcount(name)
    print(name, count)
