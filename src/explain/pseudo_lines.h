/* The listings, line by line: X(tag, levels of indent, English, Chinese). Both languages stand together so that they cannot drift
 * apart; the tags are what pseudo.c points at. */
#ifndef HL_EXPLAIN_PSEUDO_LINES_H
#define HL_EXPLAIN_PSEUDO_LINES_H

#define PSEUDO_REFCOUNT(X)                                                                     \
    X(STORE, 0, "store object in a slot or name:", "把 object 存入某处：")                     \
    X(ROOM, 1, "make room if there is none", "没有位置就腾一个")                               \
    X(COUNT_UP, 1, "refcount(object) += 1", "refcount(object) += 1")                           \
    X(PUT, 1, "slot = object", "slot = object")                                                \
    X(RELEASE, 0, "release object:", "放开 object：")                                          \
    X(COUNT_DOWN, 1, "refcount(object) -= 1", "refcount(object) -= 1")                         \
    X(ZERO, 1, "if refcount(object) is 0:", "如果 refcount(object) 是 0：")                    \
    X(LAST_WORDS, 2, "finalizer, weak references", "运行终结器，清除弱引用")                   \
    X(UNTRACK, 2, "take it off its list", "从所在的链表取下")                                  \
    X(DEEP, 2, "if nested too deep: wait", "嵌套太深：先等着")                                 \
    X(CASCADE, 2, "for each referent of object:", "对 object 引用的每个对象：")                \
    X(INNER, 3, "release the referent", "放开它")                                              \
    X(MEMORY, 2, "give its memory back", "归还内存")

#define PSEUDO_PROGRAM(X)                                                                      \
    X(LINE, 0, "for each statement:", "对每条语句：")                                          \
    X(CALL, 1, "call: a frame for its names", "调用：为它的名字建栈帧")                        \
    X(RETURN, 1, "return: the frame goes", "返回：撤下栈帧")                                   \
    X(PRINT, 1, "print: a line of output", "print：输出一行")                                  \
    X(ORDER, 1, "sort: no count changes", "排序：计数都不变")                                  \
    X(DICT, 1, "x.__dict__: a dict is made", "x.__dict__：建一个字典")                         \
    X(FREEZE, 1, "gc.freeze(): into another list", "gc.freeze()：换一个链表")                  \
    X(SETTING, 1, "gc.disable() …: a setting", "gc.disable() 等：改设置")

/* up to 3.11: inside the allocation */
#define PSEUDO_TRIGGER(X)                                                                      \
    X(ALLOCATE, 0, "allocate a collectable object:", "分配一个可回收对象：")                   \
    X(UP, 1, "count[0] += 1", "count[0] += 1")                                                 \
    X(OVER, 1, "if enabled and count[0] is over:", "如果已打开且 count[0] 超过阈值：")         \
    X(EACH, 2, "for g in 2, 1, 0:", "g 依次取 2、1、0：")                                      \
    X(DUE, 3, "if count[g] is over:", "如果 count[g] 超过阈值：")                              \
    X(PENDING, 3, "(g = 2: and a quarter is new)", "（g = 2：还要新增四分之一）")              \
    X(RUN, 4, "collect(g); stop", "回收第 g 代；结束")                                         \
    X(TRACK, 1, "when complete: into its list", "建好以后：接到链表末尾")                      \
    X(GIVE, 0, "give one back:", "归还一个：")                                                 \
    X(DOWN, 1, "count[0] -= 1, not below 0", "count[0] -= 1，不低于 0")

/* 3.12 and later: asked for by the allocation, run between two instructions */
#define PSEUDO_SCHEDULE(X)                                                                     \
    X(ALLOCATE, 0, "allocate a collectable object:", "分配一个可回收对象：")                   \
    X(UP, 1, "count[0] += 1", "count[0] += 1")                                                 \
    X(OVER, 1, "if enabled and count[0] is over:", "如果已打开且 count[0] 超过阈值：")         \
    X(ASK, 2, "schedule a collection", "登记一次回收")                                         \
    X(TRACK, 1, "when complete: into its list", "建好以后：接到链表末尾")                      \
    X(POLL, 0, "at a call or a jump back:", "调用或往回跳时：")                                \
    X(DUE, 1, "if one is scheduled:", "如果登记过：")                                          \
    X(EACH, 2, "for g in 2, 1, 0, if over:", "g 依次取 2、1、0，若超过阈值：")                 \
    X(RUN, 3, "collect(g); stop", "回收第 g 代；结束")                                         \
    X(GIVE, 0, "give one back:", "归还一个：")                                                 \
    X(DOWN, 1, "count[0] -= 1, not below 0", "count[0] -= 1，不低于 0")

#define PSEUDO_COLLECT(X)                                                                      \
    X(BEGIN, 0, "collect(g):", "回收第 g 代：")                                                \
    X(MERGE, 1, "merge the younger generations", "合并更年轻的各代")                           \
    X(FIND, 1, "find what no root reaches", "找出根到不了的对象")                              \
    X(OLDER, 1, "the survivors grow older", "幸存者升代")                                      \
    X(LAST, 1, "weak references, finalizers", "弱引用，终结器")                                \
    X(DELETE, 1, "delete what is still garbage", "删除仍是垃圾的")                             \
    X(END, 1, "return how many were found", "返回找到了几个")

#define PSEUDO_MERGE(X)                                                             \
    X(NEXT, 0, "count[g + 1] += 1", "count[g + 1] += 1")                            \
    X(RESET, 0, "count[0 … g] = 0", "count[0 … g] = 0")                             \
    X(EACH, 0, "for each generation younger than g:", "对每个比 g 年轻的代：")      \
    X(APPEND, 1, "append its objects to generation g", "把它的对象接到第 g 代后面") \
    X(YOUNG, 0, "young = generation g", "young = 第 g 代")

#define PSEUDO_UPDATE_REFS(X)                                                         \
    X(EACH, 0, "for each object in young:", "对 young 里的每个对象：")                \
    X(COPY, 1, "gc_refs(object) = refcount(object)", "gc_refs(对象) = refcount(对象)")

#define PSEUDO_SUBTRACT_REFS(X)                                              \
    X(EACH, 0, "for each object in young:", "对 young 里的每个对象：")       \
    X(REFERENT, 1, "for each referent of object:", "对它引用的每个对象 r：") \
    X(INSIDE, 2, "if the referent is in young too:", "如果 r 也在 young 里：") \
    X(SUBTRACT, 3, "gc_refs(referent) -= 1", "gc_refs(r) -= 1")

#define PSEUDO_MOVE_UNREACHABLE(X)                                                     \
    X(EACH, 0, "for each object in young:", "对 young 里的每个对象：")                 \
    X(HELD, 1, "if gc_refs(object) > 0:", "如果 gc_refs(对象) > 0：")                  \
    X(REFERENT, 2, "for each referent of object:", "对它引用的每个对象 r：")           \
    X(OUT, 3, "if it is in unreachable:", "如果 r 在 unreachable 里：")                \
    X(BACK, 4, "move it back; gc_refs = 1", "移回来；gc_refs(r) = 1")                  \
    X(MARK, 3, "else if it is 0: gc_refs = 1", "否则若 gc_refs(r) 是 0：改为 1")  \
    X(MOVE, 1, "else: move object to unreachable", "否则：把对象移到 unreachable")

#define PSEUDO_MARK(X)                                                                        \
    X(WHITE, 0, "every object in young is white", "young 里的对象都是白色")                   \
    X(ROOTS, 0, "queue = referents of the roots, marked", "队列 ← 根指向的对象（标记它们）") \
    X(WHILE, 0, "while the queue is not empty:", "当队列不空：")                              \
    X(TAKE, 1, "object = first of the queue", "b ← 队首")                                     \
    X(REFERENT, 1, "for each referent of object:", "对 b 指向的每个对象 r：")                 \
    X(GREY, 2, "if not marked: mark it, append it", "若 r 没有标记：标记 r，排到队尾")        \
    X(BLACK, 1, "object is done: black", "b 出队；b 变黑")

#define PSEUDO_SWEEP(X)                                                \
    X(EACH, 0, "for each object in young:", "对 young 里的每个对象：") \
    X(WHITE, 1, "if it is still white:", "如果还是白色：")             \
    X(MOVE, 2, "move it to unreachable", "移到 unreachable")

#define PSEUDO_UNTRACK(X)                                                                   \
    X(EACH, 0, "for each tuple (g = 2: dict) in young:", "对 young 里的每个元组（g = 2：字典）：") \
    X(HARMLESS, 1, "if nothing in it may be tracked:", "如果里面没有要跟踪的对象：")         \
    X(UNTRACK, 2, "stop tracking it", "不再跟踪它")

#define PSEUDO_PROMOTE(X)                                                              \
    X(UP, 0, "if g < 2: young goes behind g + 1", "如果 g < 2：young 接到第 g + 1 代后面") \
    X(STAY, 0, "else: young stays where it is", "否则：young 留在原处")

#define PSEUDO_LEGACY(X)                                                                      \
    X(EACH, 0, "for each object in unreachable:", "对 unreachable 里的每个对象：")            \
    X(ASIDE, 1, "if it has an old finalizer: aside", "如果有旧式终结器：放到一边")  \
    X(REACHED, 0, "set aside whatever those reach", "它们能到达的也放到一边")                 \
    X(KEEP, 0, "at the end: into the older list", "最后：移到更老的一代")                     \
    X(GARBAGE, 0, "with finalizer: also into gc.garbage", "有终结器的还要放进 gc.garbage")

#define PSEUDO_WEAKREFS(X)                                                            \
    X(EACH, 0, "for each object in unreachable:", "对 unreachable 里的每个对象：")    \
    X(CLEAR, 1, "clear each weak reference to it", "清除指向它的每个弱引用")          \
    X(WAIT, 2, "if alive and with a callback: keep", "弱引用本身活着且有回调：排队") \
    X(CALLS, 0, "for each waiting weak reference:", "对每个排队的弱引用：")           \
    X(CALL, 1, "call its callback", "调用回调")                                       \
    X(BACK, 1, "still alive: to the older generation", "还活着：移到更老的一代")

#define PSEUDO_FINALIZE(X)                                                           \
    X(EACH, 0, "for each object in unreachable:", "对 unreachable 里的每个对象：")   \
    X(ASIDE, 1, "set it aside", "先放到一边")                                        \
    X(WANTS, 1, "if it has a finalizer that never ran:", "如果有终结器且没运行过：") \
    X(HOLD, 2, "hold object", "持有对象")                                            \
    X(CALL, 2, "call the finalizer", "调用终结器")                                   \
    X(DROP, 2, "release object", "放开对象")                                         \
    X(BACK, 0, "take them all back", "全部放回来")

#define PSEUDO_RESURRECT(X)                                                                  \
    X(COPY, 0, "gc_refs = refcount in unreachable", "unreachable 中：gc_refs = refcount") \
    X(SUBTRACT, 0, "subtract the references among them", "减去它们之间的引用")               \
    X(EACH, 0, "for each object in unreachable:", "对 unreachable 里的每个对象：")           \
    X(REACH, 1, "if gc_refs > 0: all it reaches lives", "如果 gc_refs > 0：它到达的都活下来") \
    X(DELETE, 1, "else: move it to delete", "否则：移到 delete")                             \
    X(LIVE, 0, "the living: to the older generation", "活下来的：移到更老的一代")

#define PSEUDO_DELETE(X)                                                                    \
    X(WHILE, 0, "while delete is not empty:", "当 delete 不空：")                           \
    X(HOLD, 1, "hold its first object", "持有第一个对象")                                   \
    X(CLEAR, 1, "clear it: release all it holds", "清空它：放开它引用的一切")               \
    X(DROP, 1, "release it", "放开它")                                                      \
    X(STAYS, 1, "if it is still alive:", "如果它还活着：")                                  \
    X(MOVE, 2, "move it to the older generation", "移到更老的一代")                         \
    X(SAVE, 0, "if DEBUG_SAVEALL: all to gc.garbage", "若 DEBUG_SAVEALL：改放 gc.garbage")

#define PSEUDO_FREE_LISTS(X)                                             \
    X(EACH, 0, "for each private free list:", "对每个专用空闲链表：")    \
    X(GIVE, 1, "give its memory back", "归还里面的内存")

#define PSEUDO_MALLOC(X)                                                                 \
    X(LARGE, 0, "if too large for pools: malloc()", "如果池里放不下：malloc()")          \
    X(POOL, 0, "pool = first of used[size class]", "pool = used[大小类] 的第一个")       \
    X(NONE, 0, "if there is none:", "如果没有：")                                        \
    X(ARENA, 1, "if no pool is free: new arena", "如果没有空池：新建 arena")    \
    X(FREE_POOL, 1, "pool = free one of the fullest arena", "pool = 最满的 arena 的一个空池") \
    X(OPEN, 1, "it serves this size from now on", "从此提供这个大小")                    \
    X(USED, 1, "put it into used[size class]", "放进 used[大小类]")                      \
    X(BLOCK, 0, "block = first of the pool's free chain", "block = 池的空闲链的第一个")  \
    X(LAST, 0, "if that was the last one:", "如果这是最后一个：")                        \
    X(CARVE, 1, "cut off the next untouched block", "切下一个没用过的块")                \
    X(FULL, 1, "or, without one: the pool is full", "切不出来：池满了")

#define PSEUDO_FREE(X)                                                                    \
    X(LARGE, 0, "if it is large: free()", "如果是大块：free()")                           \
    X(PUSH, 0, "block goes first in its pool's chain", "把块放到池的空闲链最前面") \
    X(WAS_FULL, 0, "if the pool was full: back into used", "如果池原来满了：放回 used")   \
    X(EMPTY, 0, "if no block of the pool is in use:", "如果池里没有块在使用：")           \
    X(RETURN, 1, "the pool goes back to its arena", "池还给 arena")                       \
    X(ARENA, 1, "if all its pools are free:", "如果 arena 的池全空：")                    \
    X(GONE, 2, "the arena goes back to the system", "arena 还给操作系统")

#define PSEUDO_FIRST_FIT(X)                                              \
    X(TAKE, 0, "take size bytes:", "取 size 字节：")                     \
    X(EACH, 1, "for each gap, lowest address first:", "从最低地址起看每个空隙：") \
    X(FITS, 2, "if large enough: take its front", "如果放得下：取它的前部") \
    X(GIVE, 0, "give a block back:", "归还一个块：")                     \
    X(GAP, 1, "it becomes a gap", "它变成空隙")                          \
    X(JOIN, 1, "joined with the gaps beside it", "与两旁的空隙合并")

#define PSEUDO_PRIVATE(X)                                                           \
    X(NEW, 0, "memory for a new object:", "为新对象找内存：") \
    X(POP, 1, "if its type's list has one: take it", "如果该类型的链表不空：取最后一个") \
    X(ASK, 1, "else: ask the allocator", "否则：向分配器申请")                      \
    X(DYING, 0, "memory of a dying object:", "消亡对象的内存：")                    \
    X(PUSH, 1, "if its type's list has room: keep it", "如果该类型的链表不满：留在那里") \
    X(GIVE, 1, "else: give it back to the allocator", "否则：还给分配器")

/* X(listing, English title, Chinese title) in the order of ListingId, without NONE. */
#define PSEUDO_LISTINGS(X)                                            \
    X(REFCOUNT, "Counting references", "引用计数")                    \
    X(PROGRAM, "The program", "程序")                                 \
    X(TRIGGER, "When the collector runs", "什么时候自动回收")         \
    X(SCHEDULE, "When the collector runs", "什么时候自动回收")        \
    X(COLLECT, "A collection", "一次回收")                            \
    X(MERGE, "merge", "合并")                                         \
    X(UPDATE_REFS, "update_refs", "照抄计数 update_refs")             \
    X(SUBTRACT_REFS, "subtract_refs", "减去内部引用 subtract_refs")   \
    X(MOVE_UNREACHABLE, "move_unreachable", "移出不可达的 move_unreachable") \
    X(MARK, "mark", "标记")                                           \
    X(SWEEP, "sweep", "清除")                                         \
    X(UNTRACK, "untrack", "停止跟踪 untrack")                         \
    X(PROMOTE, "promote", "升代 promote")                             \
    X(LEGACY, "legacy finalizers", "旧式终结器 legacy")               \
    X(WEAKREFS, "weak references", "弱引用 weakrefs")                 \
    X(FINALIZE, "finalize", "终结 finalize")                          \
    X(RESURRECT, "resurrect", "复活 resurrect")                       \
    X(DELETE, "delete the garbage", "删除垃圾 delete_garbage")        \
    X(FREE_LISTS, "free lists", "空闲链表 free_lists")                \
    X(MALLOC, "Taking a block", "取一个块")                           \
    X(FREE, "Giving a block back", "归还一个块")                      \
    X(FIRST_FIT, "First fit", "首次适配")                             \
    X(PRIVATE, "Private free lists", "专用空闲链表")

#endif
