#include "app/show_zoom.h"

#include "app/show_move.h"
#include "app/show_palette.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const float scale_least = 0.25f, scale_most = 8.0f, cloud_scale_most = 64.0f, notch = 1.15f, focus_scale = 1.8f, drag_least_px = 4.0f,
                   nudge_bands = 0.02f, nudge_cells = 0.5f; /* units of Placed.off */

unsigned show_focus(Show *show)
{
    Zoom *zoom = &show->state.zoom;
    bool fits = zoom->focus || show->state.selection == OBJECT_NONE;
    *zoom = fits ? (Zoom){.scale = 1.0f} : (Zoom){.scale = fmaxf(zoom->scale, focus_scale), .focus = true};
    return SHOW_REDRAW;
}

/* Sets the zoom so that the graph is drawn with this scale and shift. */
static void set_zoom(Show *show, float scale, Point shift)
{
    const View *view = &show->view;
    Point middle = rect_center(view->graph_box);
    show->state.zoom = (Zoom){.scale = scale, .pan = {(shift.x + middle.x * (scale - 1.0f)) / view->unit,
                                                      (shift.y + middle.y * (scale - 1.0f)) / view->unit}};
}

/* Groups have their places. */
static bool can_move(const Show *show)
{
    return view_form(&show->state, &show->lives) < FORM_TYPES;
}

unsigned show_wheel(Show *show, Point at, float notches)
{
    const DrawZoom *now = &show->view.zoomed;
    if (show->state.palette.open) {
        return show_palette_choose(&show->state, view_state_place(&show->state), notches > 0.0f ? -1 : 1) ? SHOW_REDRAW : SHOW_NOTHING;
    }
    if (!rect_contains(show->view.graph_box, at) || now->scale <= 0.0f || !can_move(show)) {
        return SHOW_NOTHING;
    }
    float scale = now->scale * powf(notch, notches);
    float most = view_form(&show->state, &show->lives) == FORM_CLOUD ? cloud_scale_most : scale_most;
    scale = scale < scale_least ? scale_least : scale > most ? most : fabsf(scale - 1.0f) < 0.01f ? 1.0f : scale;
    /* the point under the cursor stays */
    Point still = {(at.x - now->shift.x) / now->scale, (at.y - now->shift.y) / now->scale};
    set_zoom(show, scale, (Point){at.x - still.x * scale, at.y - still.y * scale});
    return SHOW_REDRAW;
}

unsigned show_grab(Show *show, Point at)
{
    unsigned object = OBJECT_NONE;
    const char *what = draw_hit(&show->view.list, at);
    bool graph = rect_contains(show->view.graph_box, at) && !show->state.help && !show->state.black && !show->state.palette.open;
    bool scrubber = what != NULL && strcmp(what, "scrubber") == 0;
    bool node = graph && can_move(show) && what != NULL && sscanf(what, "object %u", &object) == 1;
    show->grabbed = node ? GRAB_NODE : graph ? GRAB_GRAPH : scrubber ? GRAB_SCRUBBER : GRAB_NOTHING;
    show->grabbed_object = object;
    show->grabbed_at = at;
    show->dragged = false;
    if (scrubber) {
        show_remember(show, false);
    }
    return graph ? SHOW_NOTHING : show_click(show, at);
}

/* An object dropped on another goes beside it. */
static unsigned put_down(Show *show)
{
    Point off = view_placed_free(&show->view, show->grabbed_object);
    if (off.x == 0.0f) {
        return SHOW_NOTHING;
    }
    placed_move(&show->state, show->grabbed_object, view_form(&show->state, &show->lives), off);
    return SHOW_REDRAW;
}

unsigned show_let_go(Show *show)
{
    Grab grabbed = show->grabbed;
    show->grabbed = GRAB_NOTHING;
    if (show->dragged) {
        return grabbed == GRAB_NODE ? put_down(show) : SHOW_NOTHING;
    }
    return grabbed == GRAB_GRAPH || grabbed == GRAB_NODE ? show_click(show, show->grabbed_at) : SHOW_NOTHING;
}

static void drag_node(Show *show, Point by)
{
    Point unit = view_placed_unit(&show->view);
    Point off = {unit.x > 0.0f ? by.x / unit.x : 0.0f, unit.y > 0.0f ? by.y / unit.y : 0.0f};
    placed_move(&show->state, show->grabbed_object, view_form(&show->state, &show->lives), off);
}

unsigned show_nudge(Show *show, int right, int down)
{
    GraphForm form = view_form(&show->state, &show->lives);
    bool bands = form == FORM_BANDS;
    if (show->state.selection == OBJECT_NONE || !can_move(show) || (bands && down != 0)) {
        return SHOW_NOTHING;
    }
    placed_move(&show->state, show->state.selection, form, (Point){(float)right * (bands ? nudge_bands : nudge_cells), (float)down * nudge_cells});
    return SHOW_REDRAW;
}

unsigned show_relayout(Show *show)
{
    placed_forget(&show->state, view_form(&show->state, &show->lives));
    return SHOW_REDRAW;
}

unsigned show_drag(Show *show, Point to)
{
    Point by = {to.x - show->grabbed_at.x, to.y - show->grabbed_at.y};
    const DrawZoom *now = &show->view.zoomed;
    if (show->grabbed == GRAB_SCRUBBER) {
        return show_scrub(show, to);
    }
    if (show->grabbed == GRAB_NOTHING || now->scale <= 0.0f || !can_move(show)) {
        return SHOW_NOTHING;
    }
    if (!show->dragged && hypotf(by.x, by.y) < drag_least_px) {
        return SHOW_NOTHING;
    }
    show->dragged = true;
    show->grabbed_at = to;
    if (show->grabbed == GRAB_NODE) {
        drag_node(show, by);
        return SHOW_REDRAW;
    }
    set_zoom(show, now->scale, (Point){now->shift.x + by.x, now->shift.y + by.y});
    return SHOW_REDRAW;
}
