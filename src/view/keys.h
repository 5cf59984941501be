/* What the user can do and by which keys: one table for the window, the help and `render --keys`. Not how it is done (app/show). */
#ifndef HL_VIEW_KEYS_H
#define HL_VIEW_KEYS_H

#include <stdbool.h>
#include <stddef.h>

/* X(where, constant, keys separated by spaces, English, Chinese). A key is named as view/sdl/key_name.h does; "0…9", "1…9":
 * each digit. Where: ALWAYS, or only while something is open, and then before those of ALWAYS. */
#define ACTIONS(X)                                                                                                    \
    X(ALWAYS, PLAY, "Space", "play or pause", "播放或暂停")                                                           \
    X(ALWAYS, FORWARD, "Right ;", "one step forward", "前进一步")                                                     \
    X(ALWAYS, BACK, "Left ,", "one step back", "后退一步")                                                            \
    X(ALWAYS, NEXT_PHASE, "Shift+Right", "next phase", "下一阶段")                                                    \
    X(ALWAYS, PREVIOUS_PHASE, "Shift+Left", "previous phase", "上一阶段")                                             \
    X(ALWAYS, NEXT_COLLECTION, "Ctrl+Right", "next collection", "下一次回收")                                         \
    X(ALWAYS, PREVIOUS_COLLECTION, "Ctrl+Left", "previous collection", "上一次回收")                                  \
    X(ALWAYS, NEXT_STOP, "PageDown", "next stop (clicker)", "下一停顿处（翻页笔）")                                   \
    X(ALWAYS, PREVIOUS_STOP, "PageUp", "previous stop (clicker)", "上一停顿处（翻页笔）")                             \
    X(ALWAYS, INTO, "F7", "into the operation: one step", "进入操作：走一步")                                         \
    X(ALWAYS, OVER, "F6", "over the operation: to its end", "越过操作：到它结束")                                     \
    X(ALWAYS, FIRST, "Home", "to the beginning", "到开头")                                                            \
    X(ALWAYS, LAST, "End", "to the end", "到结尾")                                                                    \
    X(ALWAYS, JUMP, "0…9", "to 0 % … 90 % of the recording", "跳到全程的 0 % … 90 %")                                 \
    X(ALWAYS, UNDO, "Backspace", "undo the last jump", "撤销上一次跳转")                                              \
    X(ALWAYS, SLOWER, "- [", "play slower", "播放放慢")                                                               \
    X(ALWAYS, FASTER, "+ = ]", "play faster", "播放加快")                                                             \
    X(ALWAYS, BOOKMARK, "m", "bookmark this step, or remove it", "标记这一步，或取消")                                \
    X(ALWAYS, NEXT_BOOKMARK, "Ctrl+PageDown", "to the next bookmark", "到下一个书签")                                 \
    X(ALWAYS, PREVIOUS_BOOKMARK, "Ctrl+PageUp", "to the previous bookmark", "到上一个书签")                           \
    X(ALWAYS, NEXT_OBJECT, "Tab", "select the next object", "选中下一个对象")                                         \
    X(ALWAYS, PREVIOUS_OBJECT, "Shift+Tab", "select the previous object", "选中上一个对象")                           \
    X(ALWAYS, TO_REFERENT, "Alt+Right", "to what the selection refers to", "到选中对象所引用的对象")                  \
    X(ALWAYS, TO_HOLDER, "Alt+Left", "to what holds the selection", "到持有选中对象的对象")                           \
    X(ALWAYS, NEXT_SIBLING, "Alt+Down", "the next one beside it", "旁边的下一个对象")                                   \
    X(ALWAYS, PREVIOUS_SIBLING, "Alt+Up", "the previous one beside it", "旁边的上一个对象")                             \
    X(ALWAYS, NEXT_TAB, "i", "next tab on the right", "右侧下一个标签页")                                             \
    X(ALWAYS, MEMORY, "z", "enlarge the selected pool (projector: memory first)", "放大选中的内存池（投影：先显示内存条）") \
    X(ALWAYS, THEME, "t", "theme: dark, light, contrast", "主题：深色、浅色、高对比")                                 \
    X(ALWAYS, LANGUAGE, "l", "English or Chinese", "英文或中文")                                                      \
    X(ALWAYS, PROJECTOR, "p", "projector mode", "投影模式")                                                           \
    X(ALWAYS, ANIMATION, "a", "animation off or on", "关闭或打开动画")                                                \
    X(ALWAYS, BLACK, "b .", "black screen", "黑屏")                                                                   \
    X(ALWAYS, BIGGER, "Ctrl++ Ctrl+=", "everything larger", "放大全部")                                               \
    X(ALWAYS, SMALLER, "Ctrl+-", "everything smaller", "缩小全部")                                                    \
    X(ALWAYS, NORMAL, "Ctrl+0", "designed size", "恢复大小")                                                          \
    X(ALWAYS, SEARCH, "/ Ctrl+F", "search", "搜索")                                                                   \
    X(ALWAYS, LESSONS, "Ctrl+O", "the lessons (or drop a file)", "课程列表（也可拖入文件）")                          \
    X(ALWAYS, WHY, "w", "why the selected object is alive", "选中的对象为何存活")                                     \
    X(ALWAYS, SPOTLIGHT, "o", "spotlight on the selection", "聚光照亮选中的对象")                                     \
    X(ALWAYS, FOCUS, "f", "focus the selection, or fit all", "聚焦选中的对象，或显示全部")                            \
    X(ALWAYS, FORM, "v", "bands or cloud", "分代或云图")                                                  \
    X(ALWAYS, GROUP_BY, "y", "objects one by one, by type, by island", "逐个、按类型、按孤岛显示对象")               \
    X(ALWAYS, NEXT_GROUP, "Down", "choose the next group", "选择下一组")                                             \
    X(ALWAYS, PREVIOUS_GROUP, "Up", "choose the previous group", "选择上一组")                                       \
    X(ALWAYS, OPEN_GROUP, "Enter", "open the chosen group", "打开所选的组")                                          \
    X(ALWAYS, RELAYOUT, "x", "undo all moving by hand: lay out anew", "撤销手动移动，重新布局")                      \
    X(ALWAYS, NUDGE_LEFT, "Alt+Shift+Left", "move the selection left (or drag it)", "把选中的对象左移（也可拖动）")  \
    X(ALWAYS, NUDGE_RIGHT, "Alt+Shift+Right", "move the selection right", "把选中的对象右移")                        \
    X(ALWAYS, NUDGE_UP, "Alt+Shift+Up", "move the selection up (cloud)", "把选中的对象上移（云图）")                 \
    X(ALWAYS, NUDGE_DOWN, "Alt+Shift+Down", "move the selection down (cloud)", "把选中的对象下移（云图）")           \
    X(ALWAYS, CHECKS, "e", "failing checks", "未通过的核对")                                                          \
    X(ALWAYS, SAVE, "Ctrl+S", "save this picture as a file", "把画面存为图片文件")                                    \
    X(ALWAYS, FULL_SCREEN, "F11", "full screen", "全屏")                                                              \
    X(ALWAYS, PALETTE, "Ctrl+Shift+P", "find an action by name", "按名称查找操作")                                    \
    X(ALWAYS, HELP, "? F1", "this list", "本列表")                                                                    \
    X(ALWAYS, CLOSE, "Esc", "close, deselect", "关闭、取消选中")                                                      \
    X(ALWAYS, QUIT, "q", "quit", "退出")                                                                              \
    X(QUESTION, ANSWER, "1…9", "choose an answer, or type a number", "选择答案，或输入数字")                          \
    X(QUESTION, ERASE, "Backspace", "take back a digit", "删去一位数字")                                              \
    X(QUESTION, REVEAL, "Enter", "answer, and see what is right", "作答并揭晓")                                       \
    X(QUESTION, TELL, "PageDown", "tell what is right; again: next stop", "揭晓答案；再按到下一停顿处")                   \
    X(QUESTION, LEAVE, "Esc", "leave the question", "离开问题")                                                       \
    X(SEARCH, NEXT_HIT, "Enter", "next hit", "下一个结果")                                                            \
    X(SEARCH, PREVIOUS_HIT, "Shift+Enter", "previous hit", "上一个结果")                                              \
    X(SEARCH, UNTYPE, "Backspace", "take back a letter", "删去一个字")                                                \
    X(SEARCH, END_SEARCH, "Esc", "end the search", "结束搜索")                                                        \
    X(PALETTE, NEXT_ACTION, "Down", "next action", "下一个操作")                                                      \
    X(PALETTE, PREVIOUS_ACTION, "Up", "previous action", "上一个操作")                                                \
    X(PALETTE, RUN_ACTION, "Enter", "do it", "执行")                                                                  \
    X(PALETTE, UNTYPE_ACTION, "Backspace", "take back a letter", "删去一个字")                                        \
    X(PALETTE, END_PALETTE, "Esc", "close", "关闭")                                                                   \
    X(HELP, NEXT_PAGE, "PageDown Down Right", "next page", "下一页")                                                  \
    X(HELP, PREVIOUS_PAGE, "PageUp Up Left", "previous page", "上一页")                                               \
    X(LIVE, TYPE, ": Enter", "type Python", "输入 Python")                                                            \
    X(LIVE, INTERRUPT, "Ctrl+C", "interrupt Python; again: end it", "中断 Python；再按则结束它")                      \
    X(LIVE, RESTART, "Ctrl+R", "a new Python, with an empty heap", "新的 Python，堆是空的")                           \
    X(TYPING, RUN_LINE, "Enter", "run the line", "运行这一行")                                                        \
    X(TYPING, OLDER_LINE, "Up", "the line before", "上一条输入")                                                      \
    X(TYPING, NEWER_LINE, "Down", "the line after", "下一条输入")                                                     \
    X(TYPING, MOVE_CARET, "Left Right Home End", "move in the line; when it is empty, step", "在行内移动；行空时走步") \
    X(TYPING, ERASE_LETTER, "Backspace Delete", "take back a letter", "删去一个字")                                   \
    X(TYPING, END_TYPING, "Esc", "interrupt Python, or leave the line", "中断 Python，或离开输入行")                  \
    X(MENU, CHOOSE, "Left Right Up Down", "choose a lesson", "选择课程")                                              \
    X(MENU, CHOOSE_FAR, "Home End PageUp PageDown", "the first, the last, a row up or down", "首课、末课、上下一行") \
    X(MENU, OPEN_LESSON, "Enter", "open the lesson", "打开课程")                                                      \
    X(MENU, CONTINUE, "c", "continue where you left off", "从上次离开处继续")

typedef enum Action {
    ACTION_NONE,
#define ACTION_ENUM(where, constant, keys, english, chinese) ACTION_##constant,
    ACTIONS(ACTION_ENUM)
#undef ACTION_ENUM
    ACTION_COUNT
} Action;

typedef enum KeysWhere { KEYS_ALWAYS, KEYS_QUESTION, KEYS_SEARCH, KEYS_PALETTE, KEYS_HELP, KEYS_LIVE, KEYS_TYPING, KEYS_MENU,
                       KEYS_WHERE_COUNT } KeysWhere;

typedef struct ActionInfo {
    KeysWhere where;
    const char *keys;
    const char *english, *chinese;
} ActionInfo;

extern const ActionInfo action_info[ACTION_COUNT]; /* [ACTION_NONE] is all NULL */

/* The action a key has in one place, ACTION_NONE if it has none there; *digit is set for keys that are digits. Letters mean the
 * same in either case. */
Action key_action_in(KeysWhere where, const char *key, int *digit);
/* … always. */
Action key_action(const char *key, int *digit);
/* How a key is shown on a cap: arrows as signs, long names short. */
typedef struct KeySign {
    char text[32];
} KeySign;
KeySign key_sign(const char *name);
/* Takes the next name off a list of names separated by spaces; false at its end. */
bool key_next(const char **list, char *name, size_t room);

#endif
