/* Parts beside each other: the largest first, in shelves of about twice the width of their height together, none nearer to
 * another than GAP. Nodes that are parts of their own end up in the last rows, side by side. */
#include "layout/cloud.h"

#include <math.h>

static const float gap = 1.2f, wide_by_high = 1.8f;

typedef struct PartBox {
    float left, top, width, height;
} PartBox;

static PartBox part_box(const Cloud *cloud, CloudPart part)
{
    float left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
    for (uint32_t place = part.first; place < part.end; place++) {
        left = fminf(left, cloud->x[place]);
        right = fmaxf(right, cloud->x[place]);
        top = fminf(top, cloud->y[place]);
        bottom = fmaxf(bottom, cloud->y[place]);
    }
    return (PartBox){left, top, right - left, bottom - top};
}

static void part_move(Cloud *cloud, CloudPart part, float by_x, float by_y)
{
    for (uint32_t place = part.first; place < part.end; place++) {
        cloud->x[place] += by_x;
        cloud->y[place] += by_y;
    }
}

/* Its longest direction lies across, as windows do. */
static void part_turn(Cloud *cloud, CloudPart part)
{
    double xx = 0.0, yy = 0.0, xy = 0.0, middle_x = 0.0, middle_y = 0.0, count = part.end - part.first;
    for (uint32_t i = part.first; i < part.end; i++) {
        middle_x += (double)cloud->x[i] / count;
        middle_y += (double)cloud->y[i] / count;
    }
    for (uint32_t i = part.first; i < part.end; i++) {
        double x = (double)cloud->x[i] - middle_x, y = (double)cloud->y[i] - middle_y;
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }
    double angle = 0.5 * atan2(2.0 * xy, xx - yy);
    float along = (float)cos(angle), across = (float)sin(angle);
    for (uint32_t i = part.first; i < part.end; i++) {
        float x = cloud->x[i], y = cloud->y[i];
        cloud->x[i] = along * x + across * y;
        cloud->y[i] = along * y - across * x;
    }
}

void cloud_pack(Cloud *cloud)
{
    double area = 0.0;
    float widest = 0.0f, x = 0.0f, y = 0.0f, shelf = 0.0f;
    for (size_t i = 0; i < cloud->parts.count; i++) {
        part_turn(cloud, cloud->parts.items[i]);
        PartBox box = part_box(cloud, cloud->parts.items[i]);
        area += (double)(box.width + gap) * (double)(box.height + gap);
        widest = fmaxf(widest, box.width);
    }
    float room = fmaxf(widest, (float)sqrt(area * (double)wide_by_high));
    for (size_t i = 0; i < cloud->parts.count; i++) {
        PartBox box = part_box(cloud, cloud->parts.items[i]);
        if (x > 0.0f && x + box.width > room) {
            x = 0.0f;
            y += shelf + gap;
            shelf = 0.0f;
        }
        part_move(cloud, cloud->parts.items[i], x - box.left, y - box.top);
        x += box.width + gap;
        shelf = fmaxf(shelf, box.height);
    }
}
