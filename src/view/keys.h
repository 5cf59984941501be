/* What the user can do and by which keys: one table for the window, the help and `render --keys`. Not how it is done (app/show). */
#ifndef HL_VIEW_KEYS_H
#define HL_VIEW_KEYS_H

#include <stdbool.h>
#include <stddef.h>

/* X(constant, keys separated by spaces, English, Chinese). A key is named as view/sdl/key_name.h does; "0…9": each digit. */
#define ACTIONS(X)                                                                                                   \
    X(PLAY, "Space", "play or pause", "播放或暂停")                                                                   \
    X(FORWARD, "Right ;", "one step forward", "前进一步")                                                             \
    X(BACK, "Left ,", "one step back", "后退一步")                                                                    \
    X(NEXT_PHASE, "Shift+Right", "next phase", "下一阶段")                                                            \
    X(PREVIOUS_PHASE, "Shift+Left", "previous phase", "上一阶段")                                                     \
    X(NEXT_COLLECTION, "Ctrl+Right", "next collection", "下一次回收")                                                 \
    X(PREVIOUS_COLLECTION, "Ctrl+Left", "previous collection", "上一次回收")                                          \
    X(NEXT_STOP, "PageDown", "next stop (clicker)", "下一停顿处（翻页笔）")                                            \
    X(PREVIOUS_STOP, "PageUp", "previous stop (clicker)", "上一停顿处（翻页笔）")                                      \
    X(INTO, "F7", "into the operation: one step", "进入操作：走一步")                                                  \
    X(OVER, "F6", "over the operation: to its end", "越过操作：到它结束")                                              \
    X(FIRST, "Home", "to the beginning", "到开头")                                                                    \
    X(LAST, "End", "to the end", "到结尾")                                                                            \
    X(JUMP, "0…9", "to 0 % … 90 % of the recording", "跳到全程的 0 % … 90 %")                                         \
    X(UNDO, "Backspace", "undo the last jump", "撤销上一次跳转")                                                      \
    X(SLOWER, "- [", "play slower", "播放放慢")                                                                       \
    X(FASTER, "+ = ]", "play faster", "播放加快")                                                                     \
    X(BOOKMARK, "m", "bookmark this step, or remove it", "标记这一步，或取消")                                         \
    X(NEXT_OBJECT, "Tab", "select the next object", "选中下一个对象")                                                  \
    X(PREVIOUS_OBJECT, "Shift+Tab", "select the previous object", "选中上一个对象")                                    \
    X(NEXT_TAB, "i", "next tab on the right", "右侧下一个标签页")                                                      \
    X(MEMORY, "z", "memory strip in projector mode", "投影模式下的内存条")                                             \
    X(THEME, "t", "theme: dark, light, contrast", "主题：深色、浅色、高对比")                                           \
    X(LANGUAGE, "l", "English or Chinese", "英文或中文")                                                              \
    X(PROJECTOR, "p", "projector mode", "投影模式")                                                                   \
    X(ANIMATION, "a", "animation off or on", "关闭或打开动画")                                                        \
    X(BLACK, "b .", "black screen", "黑屏")                                                                           \
    X(BIGGER, "Ctrl++ Ctrl+=", "everything larger", "放大全部")                                                       \
    X(SMALLER, "Ctrl+-", "everything smaller", "缩小全部")                                                            \
    X(NORMAL, "Ctrl+0", "designed size", "恢复大小")                                                                  \
    X(FULL_SCREEN, "F11", "full screen", "全屏")                                                                      \
    X(HELP, "? F1", "this list", "本列表")                                                                            \
    X(CLOSE, "Esc", "close, deselect", "关闭、取消选中")                                                              \
    X(QUIT, "q", "quit", "退出")

typedef enum Action {
    ACTION_NONE,
#define ACTION_ENUM(constant, keys, english, chinese) ACTION_##constant,
    ACTIONS(ACTION_ENUM)
#undef ACTION_ENUM
    ACTION_COUNT
} Action;

typedef struct ActionInfo {
    const char *keys;
    const char *english, *chinese;
} ActionInfo;

extern const ActionInfo action_info[ACTION_COUNT]; /* [ACTION_NONE] is all NULL */

/* The action of a key, ACTION_NONE if it has none; *digit is set for ACTION_JUMP. Letters mean the same in either case. */
Action key_action(const char *key, int *digit);
/* Takes the next name off a list of names separated by spaces; false at its end. */
bool key_next(const char **list, char *name, size_t room);

#endif
