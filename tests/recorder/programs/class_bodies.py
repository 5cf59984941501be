"""Class bodies with comprehensions: 3.12 runs these in the body's own frame."""


class Table:
    items = [i for i in range(3)]
    by_name = {k: [k] for k in "ab"}

    class Inner:
        squares = {n * n for n in range(4)}
        own = [items for items in (1, 2)]


print(Table.items, Table.by_name, sorted(Table.Inner.squares), Table.Inner.own)
