/* drop WINDOW X Y FILE …: drops files, given by absolute paths, onto a window at a point of the screen, as a file manager does by the
 * XDND protocol: enter, position, wait for the status, drop, hand over the list of addresses, wait until it is finished.
 * Exit status 0: it took them. */
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LIST_BYTES = 1 << 14, PATIENCE_SECONDS = 10, XDND_VERSION = 5 };

typedef struct Drag {
    Display *display;
    Window source, target;
    Atom uris; /* text/uri-list */
    char list[LIST_BYTES];
} Drag;

static Atom atom(const Drag *drag, const char *name)
{
    return XInternAtom(drag->display, name, False);
}

static void send(const Drag *drag, const char *message, const long rest[4])
{
    XEvent event = {.xclient = {.type = ClientMessage, .display = drag->display, .window = drag->target,
                                .message_type = atom(drag, message), .format = 32}};
    event.xclient.data.l[0] = (long)drag->source;
    memcpy(&event.xclient.data.l[1], rest, 4 * sizeof *rest);
    XSendEvent(drag->display, drag->target, False, NoEventMask, &event);
    XFlush(drag->display);
}

/* All bytes but plain ones as %XX. */
static void add_address(Drag *drag, const char *path)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.";
    size_t at = strlen(drag->list);
    at += (size_t)snprintf(drag->list + at, LIST_BYTES - at, "file://");
    for (; *path != '\0' && at + 8 < LIST_BYTES; path++) {
        if (strchr(plain, *path) != NULL) {
            drag->list[at++] = *path;
        } else {
            at += (size_t)snprintf(drag->list + at, LIST_BYTES - at, "%%%02X", (unsigned char)*path);
        }
    }
    snprintf(drag->list + at, LIST_BYTES - at, "\r\n");
}

static void hand_over(const Drag *drag, const XSelectionRequestEvent *request)
{
    XEvent answer = {.xselection = {.type = SelectionNotify, .display = drag->display, .requestor = request->requestor,
                                    .selection = request->selection, .target = request->target, .property = None, .time = request->time}};
    if (request->target == drag->uris) {
        XChangeProperty(drag->display, request->requestor, request->property, drag->uris, 8, PropModeReplace,
                        (const unsigned char *)drag->list, (int)strlen(drag->list));
        answer.xselection.property = request->property;
    }
    XSendEvent(drag->display, request->requestor, False, NoEventMask, &answer);
    XFlush(drag->display);
}

/* The window's next message of a name; requests for the list are answered meanwhile. */
static XClientMessageEvent wait_for(const Drag *drag, const char *message)
{
    XEvent event;
    do {
        XNextEvent(drag->display, &event);
        if (event.type == SelectionRequest) {
            hand_over(drag, &event.xselectionrequest);
        }
    } while (event.type != ClientMessage || event.xclient.message_type != atom(drag, message));
    return event.xclient;
}

int main(int count, char **arguments)
{
    static Drag drag;
    drag.display = XOpenDisplay(NULL);
    if (count < 5 || drag.display == NULL) {
        fprintf(stderr, "drop WINDOW X Y FILE …, on a display\n");
        return 2;
    }
    alarm(PATIENCE_SECONDS); /* ends us with a status that is not 0 */
    drag.target = (Window)strtoul(arguments[1], NULL, 0);
    drag.source = XCreateSimpleWindow(drag.display, DefaultRootWindow(drag.display), 0, 0, 1, 1, 0, 0, 0);
    drag.uris = atom(&drag, "text/uri-list");
    for (int i = 4; i < count; i++) {
        add_address(&drag, arguments[i]);
    }
    XSetSelectionOwner(drag.display, atom(&drag, "XdndSelection"), drag.source, CurrentTime);
    send(&drag, "XdndEnter", (const long[4]){(long)XDND_VERSION << 24, (long)drag.uris, None, None});
    long place = atol(arguments[2]) << 16 | atol(arguments[3]);
    send(&drag, "XdndPosition", (const long[4]){0, place, CurrentTime, (long)atom(&drag, "XdndActionCopy")});
    XClientMessageEvent status = wait_for(&drag, "XdndStatus");
    if ((status.data.l[1] & 1) == 0) {
        return 1;
    }
    send(&drag, "XdndDrop", (const long[4]){0, CurrentTime, 0, 0});
    XClientMessageEvent finished = wait_for(&drag, "XdndFinished");
    XCloseDisplay(drag.display);
    return (finished.data.l[1] & 1) == 0;
}
