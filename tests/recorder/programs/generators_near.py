"""Generators that go on again on a large heap: a look begins at the names of the caller, and one of them is the generator."""
ballast = [[i] for i in range(600)]


def numbers(seq):
    for item in seq:
        held = [item]
        yield held


def caller():
    squares = (x * 1000 for x in [1, 2, 3])
    lists = numbers([4, 5, 6])
    print(next(squares), next(lists))
    print(next(squares), next(lists))
    for each in lists:
        print(each, next(squares))
    return squares


rest = caller()
print(list(rest))
h = "s"
g = (x for x in [h, [h]]); d = sorted([2, 3, 1])
try:
    e = dict(g)
except Exception as error:
    print(error)
g = (x for x in [h, [h]])
e = list(g)
k = numbers([h, [h]])
e = list(k)
print(e)
