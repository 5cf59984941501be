/* A treap of holes by address, each node knowing the most bytes of any hole below it.
 *
 * Example, blocks as letters: AAA..BB...C with tree {3:2, 7:3}, top 11. A request of 3 goes left only while the left subtree's
 * `most` is 3 or more, so it finds 7. Giving B back at 5 cuts the tree at 5, takes 3:2 off the left and 7:3 off the right part,
 * which touch it, and puts 3:7 between.
 * Cost: O(log holes) for every verb. */
#include "allocator/holes.h"

#include "base/check.h"
#include "base/hash.h"

struct Hole {
    uint64_t address;
    uint64_t bytes;
    uint64_t most; /* largest `bytes` in this subtree */
    uint32_t left, right;
    uint32_t weight; /* random; a parent's is not smaller */
};

#define NODE(holes, index) (&(holes)->nodes.items[index])

static void renew_most(Holes *holes, uint32_t node)
{
    uint64_t left = NODE(holes, NODE(holes, node)->left)->most;
    uint64_t right = NODE(holes, NODE(holes, node)->right)->most;
    uint64_t most = NODE(holes, node)->bytes;
    most = left > most ? left : most;
    NODE(holes, node)->most = right > most ? right : most;
}

/* The nodes of `low` all lie before those of `high`. */
static uint32_t join(Holes *holes, uint32_t low, uint32_t high)
{
    if (low == 0 || high == 0) {
        return low + high;
    }
    if (NODE(holes, low)->weight >= NODE(holes, high)->weight) {
        NODE(holes, low)->right = join(holes, NODE(holes, low)->right, high);
        renew_most(holes, low);
        return low;
    }
    NODE(holes, high)->left = join(holes, low, NODE(holes, high)->left);
    renew_most(holes, high);
    return high;
}

/* Parts a tree into holes before `address` and the rest. */
static void cut(Holes *holes, uint32_t tree, uint64_t address, uint32_t parts[2])
{
    if (tree == 0) {
        parts[0] = parts[1] = 0;
    } else if (NODE(holes, tree)->address < address) {
        cut(holes, NODE(holes, tree)->right, address, parts);
        NODE(holes, tree)->right = parts[0];
        renew_most(holes, tree);
        parts[0] = tree;
    } else {
        cut(holes, NODE(holes, tree)->left, address, parts);
        NODE(holes, tree)->left = parts[1];
        renew_most(holes, tree);
        parts[1] = tree;
    }
}

static uint32_t new_node(Holes *holes, uint64_t address, uint64_t bytes)
{
    uint32_t node = holes->spare;
    if (node != 0) {
        holes->spare = NODE(holes, node)->left;
    } else {
        node = (uint32_t)holes->nodes.count;
        vec_push(&holes->nodes, (Hole){0});
    }
    uint32_t weight = (uint32_t)hash_add(node, address);
    *NODE(holes, node) = (Hole){.address = address, .bytes = bytes, .most = bytes, .weight = weight};
    holes->count++;
    holes->bytes += bytes;
    return node;
}

static void drop_node(Holes *holes, uint32_t node)
{
    holes->count--;
    holes->bytes -= NODE(holes, node)->bytes;
    NODE(holes, node)->left = holes->spare;
    holes->spare = node;
}

/* Takes the last hole off the tree if it ends at `end`; returns its bytes, or 0. */
static uint64_t take_last(Holes *holes, uint32_t *tree, uint64_t end)
{
    uint32_t last = *tree;
    while (NODE(holes, last)->right != 0) {
        last = NODE(holes, last)->right;
    }
    uint64_t bytes = NODE(holes, last)->bytes;
    if (last == 0 || NODE(holes, last)->address + bytes != end) {
        return 0;
    }
    uint32_t parts[2];
    cut(holes, *tree, NODE(holes, last)->address, parts);
    *tree = parts[0];
    drop_node(holes, last);
    return bytes;
}

/* Takes the first hole off the tree if it begins at `start`. */
static uint64_t take_first(Holes *holes, uint32_t *tree, uint64_t start)
{
    uint32_t first = *tree;
    while (NODE(holes, first)->left != 0) {
        first = NODE(holes, first)->left;
    }
    if (first == 0 || NODE(holes, first)->address != start) {
        return 0;
    }
    uint64_t bytes = NODE(holes, first)->bytes;
    uint32_t parts[2];
    cut(holes, *tree, start + 1, parts);
    *tree = parts[1];
    drop_node(holes, first);
    return bytes;
}

void holes_init(Holes *holes)
{
    *holes = (Holes){.top = HOLES_START};
    vec_push(&holes->nodes, (Hole){0});
}

void holes_release(Holes *holes)
{
    vec_release(&holes->nodes);
    *holes = (Holes){0};
}

static uint64_t lowest_fitting(const Holes *holes, uint64_t bytes)
{
    uint32_t node = holes->root;
    for (;;) {
        const Hole *hole = NODE(holes, node);
        if (NODE(holes, hole->left)->most >= bytes) {
            node = hole->left;
        } else if (hole->bytes >= bytes) {
            return hole->address;
        } else {
            node = hole->right;
        }
    }
}

uint64_t holes_take(Holes *holes, uint64_t bytes)
{
    CHECK(bytes != 0);
    uint64_t address = NODE(holes, holes->root)->most >= bytes ? lowest_fitting(holes, bytes) : holes->top;
    bool taken = holes_take_at(holes, address, bytes);
    CHECK(taken);
    return address;
}

static uint64_t hole_bytes_at(const Holes *holes, uint64_t address)
{
    uint32_t node = holes->root;
    while (node != 0 && NODE(holes, node)->address != address) {
        node = NODE(holes, node)->address < address ? NODE(holes, node)->right : NODE(holes, node)->left;
    }
    return NODE(holes, node)->bytes;
}

bool holes_take_at(Holes *holes, uint64_t address, uint64_t bytes)
{
    if (address == holes->top) {
        holes->top += bytes;
        return true;
    }
    uint64_t room = hole_bytes_at(holes, address);
    if (room < bytes) {
        return false;
    }
    uint32_t parts[2];
    cut(holes, holes->root, address, parts);
    take_first(holes, &parts[1], address);
    uint32_t rest = room == bytes ? 0 : new_node(holes, address + bytes, room - bytes);
    holes->root = join(holes, parts[0], join(holes, rest, parts[1]));
    return true;
}

void holes_give(Holes *holes, uint64_t address, uint64_t bytes)
{
    CHECK(bytes != 0 && address >= HOLES_START && address + bytes <= holes->top);
    uint32_t parts[2];
    cut(holes, holes->root, address, parts);
    uint64_t before = take_last(holes, &parts[0], address);
    uint64_t behind = take_first(holes, &parts[1], address + bytes);
    address -= before;
    bytes += before + behind;
    uint32_t hole = 0;
    if (address + bytes == holes->top) {
        holes->top = address;
    } else {
        hole = new_node(holes, address, bytes);
    }
    holes->root = join(holes, parts[0], join(holes, hole, parts[1]));
}

uint64_t holes_largest(const Holes *holes)
{
    return NODE(holes, holes->root)->most;
}
