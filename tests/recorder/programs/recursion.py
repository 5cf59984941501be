def down(n):
    local = [n]
    return local if n == 0 else down(n - 1)
print(down(60))
class Node:
    pass
head = None
for i in range(60):
    node = Node()
    node.next = head
    head = node
head = node = None
