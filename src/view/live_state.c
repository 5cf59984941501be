#include "view/live_state.h"

#include <stdio.h>
#include <string.h>

__attribute__((format_arg(2), format_arg(3))) static const char *pick(Language language, const char *english, const char *chinese)
{
    return language == LANGUAGE_ZH ? chinese : english;
}

static void running_text(const LiveStatus *status, Language language, char *text, size_t room)
{
    if (status->seconds >= LIVE_SLOW_SECONDS) {
        snprintf(text, room, pick(language, "Python is still running, %u s", "Python 仍在运行，%u 秒"), (unsigned)status->seconds);
    } else {
        snprintf(text, room, pick(language, "Python is running, %u s", "Python 正在运行，%u 秒"), (unsigned)status->seconds);
    }
}

static void ending_text(const LiveStatus *status, Language language, char *text, size_t room)
{
    switch (status->ending) {
    case ENDING_GONE:
        if (status->python[0] == '\0') {
            snprintf(text, room, pick(language, "Python has ended with status %d before it was ready", "Python 尚未就绪就已结束，状态 %d"),
                     status->number);
            break;
        } /* fall through */
    case ENDING_EXIT:
        snprintf(text, room, pick(language, "Python has ended with status %d", "Python 已结束，状态 %d"), status->number);
        break;
    case ENDING_SIGNAL:
        snprintf(text, room, pick(language, "Python was ended by signal %d (%s)", "Python 被信号 %d（%s）结束"), status->number,
                 strsignal(status->number));
        break;
    case ENDING_SILENT:
        snprintf(text, room, "%s", pick(language, "Python said nothing for 3 s and was ended", "Python 3 秒内没有应答，已被结束"));
        break;
    case ENDING_FOREIGN:
        snprintf(text, room, pick(language, "Python sent what is no trace and was ended: %s", "Python 发来的不是记录，已被结束：%s"), status->why);
        break;
    case ENDING_FLOOD:
        snprintf(text, room, "%s", pick(language, "one statement made more than 64 MiB of steps: Python was ended",
                                        "一条语句产生的步骤超过 64 MiB：Python 已被结束"));
        break;
    case ENDING_UNFOLLOWED:
        snprintf(text, room, pick(language, "the steps could not be followed, Python was ended: %s", "无法跟随这些步骤，Python 已被结束：%s"), status->why);
        break;
    }
}

/* What helps now. */
static const char *key_text(const LiveStatus *status, Language language)
{
    switch (status->state) {
    case LIVE_RUNNING:
        return status->interrupted ? pick(language, " · interrupted; Esc again ends it", " · 已请求中断；再按 Esc 结束它")
                                   : pick(language, " · Esc interrupts", " · Esc 中断");
    case LIVE_ENDED: return pick(language, " · Ctrl+R starts a new one, with an empty heap", " · Ctrl+R 启动新的解释器，堆是空的");
    default: return "";
    }
}

static void add(char *text, size_t room, const char *more)
{
    size_t used = strlen(text);
    snprintf(text + used, room - used, "%s", more);
}

void live_status_text(const LiveStatus *status, Language language, bool keys, char *text, size_t room)
{
    switch (status->state) {
    case LIVE_OFF: text[0] = '\0'; break;
    case LIVE_STARTING: snprintf(text, room, "%s", pick(language, "Python is starting", "Python 正在启动")); break;
    case LIVE_READY: snprintf(text, room, pick(language, "Python %s is ready", "Python %s 就绪"), status->python); break;
    case LIVE_MORE:
        snprintf(text, room, "%s", pick(language, "The block goes on; an empty line ends it", "语句块未完；空行结束它"));
        break;
    case LIVE_RUNNING: running_text(status, language, text, room); break;
    case LIVE_ENDED: ending_text(status, language, text, room); break;
    }
    if (keys) {
        add(text, room, key_text(status, language));
    }
}
