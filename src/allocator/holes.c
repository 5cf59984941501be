/* A treap of holes by address, each node knowing the most bytes of any hole below it.
 *
 * Example, blocks as letters: AAA..BB...C with tree {3:2, 7:3}, top 11. A request of 3 goes left only while the left subtree's
 * `most` is 3 or more, so it finds 7. Giving B back at 5 finds 3:2 ending and 7:3 beginning where it does: 7:3 goes, 3:2 becomes
 * 3:7. Cost: O(log holes) for every verb.
 *
 * Holes change in place wherever they can: growing or shrinking to the next block never changes their order. */
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

static void insert(Holes *holes, uint64_t address, uint64_t bytes)
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
    uint32_t parts[2];
    cut(holes, holes->root, address, parts);
    holes->root = join(holes, parts[0], join(holes, node, parts[1]));
    holes->count++;
    holes->bytes += bytes;
}

/* Makes the hole at `address` another one in the same place of the order, or none (0 bytes). Returns the subtree's root. */
static uint32_t change(Holes *holes, uint32_t tree, uint64_t address, uint64_t new_address, uint64_t new_bytes)
{
    CHECK(tree != 0);
    Hole *hole = NODE(holes, tree);
    if (address < hole->address) {
        hole->left = change(holes, hole->left, address, new_address, new_bytes);
    } else if (address > hole->address) {
        hole->right = change(holes, hole->right, address, new_address, new_bytes);
    } else {
        holes->bytes += new_bytes - hole->bytes;
        hole->address = new_address;
        hole->bytes = new_bytes;
        if (new_bytes == 0) {
            uint32_t rest = join(holes, hole->left, hole->right);
            hole->left = holes->spare;
            holes->spare = tree;
            holes->count--;
            return rest;
        }
    }
    renew_most(holes, tree);
    return tree;
}

static void replace(Holes *holes, uint64_t address, uint64_t new_address, uint64_t new_bytes)
{
    holes->root = change(holes, holes->root, address, new_address, new_bytes);
}

/* The last hole that begins at or before `address`; the empty node without one. */
static const Hole *last_until(const Holes *holes, uint64_t address)
{
    uint32_t found = 0;
    for (uint32_t node = holes->root; node != 0;) {
        if (NODE(holes, node)->address <= address) {
            found = node;
            node = NODE(holes, node)->right;
        } else {
            node = NODE(holes, node)->left;
        }
    }
    return NODE(holes, found);
}

static uint64_t bytes_at(const Holes *holes, uint64_t address)
{
    const Hole *hole = last_until(holes, address);
    return hole->address == address ? hole->bytes : 0;
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

uint64_t holes_take(Holes *holes, uint64_t bytes)
{
    CHECK(bytes != 0);
    uint64_t address = NODE(holes, holes->root)->most >= bytes ? lowest_fitting(holes, bytes) : holes->top;
    bool taken = holes_take_at(holes, address, bytes);
    CHECK(taken);
    return address;
}

bool holes_take_at(Holes *holes, uint64_t address, uint64_t bytes)
{
    if (address == holes->top) {
        holes->top += bytes;
        return true;
    }
    uint64_t room = bytes_at(holes, address);
    if (room < bytes) {
        return false;
    }
    replace(holes, address, address + bytes, room - bytes);
    return true;
}

void holes_give(Holes *holes, uint64_t address, uint64_t bytes)
{
    CHECK(bytes != 0 && address >= HOLES_START && address + bytes <= holes->top);
    const Hole *hole = last_until(holes, address);
    uint64_t before = hole->address + hole->bytes == address ? hole->bytes : 0;
    uint64_t behind = bytes_at(holes, address + bytes);
    uint64_t all = before + bytes + behind;
    bool ends_heap = address + bytes == holes->top;
    if (before != 0 && behind != 0) {
        replace(holes, address + bytes, 0, 0);
    }
    if (before != 0) {
        replace(holes, address - before, address - before, ends_heap ? 0 : all);
    } else if (behind != 0) {
        replace(holes, address + bytes, address, all);
    } else if (!ends_heap) {
        insert(holes, address, bytes);
    }
    if (ends_heap) {
        holes->top = address - before;
    }
}

uint64_t holes_largest(const Holes *holes)
{
    return NODE(holes, holes->root)->most;
}
