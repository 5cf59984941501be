/* The cloud layout: its forces against sums over all pairs, its pictures by distances in the graph found another way. */
#include "base/rng.h"
#include "layout/cells.h"
#include "layout/cloud.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { NODES_MAX = 1000 };

typedef VEC(CloudLink) Links;

static void link_to(Links *links, uint32_t a, uint32_t b)
{
    vec_push(links, ((CloudLink){a, b}));
}

static void lay_out(Cloud *cloud, uint32_t nodes, const Links *links)
{
    cloud_init(cloud, nodes, links->items, links->count);
    while (cloud_work(cloud, 7)) {
    }
}

static double apart(const Cloud *cloud, uint32_t a, uint32_t b)
{
    return hypot((double)cloud->x[a] - (double)cloud->x[b], (double)cloud->y[a] - (double)cloud->y[b]);
}

/* Floyd and Warshall; −1: not connected. */
static int distances[NODES_MAX][NODES_MAX];
static void find_distances(uint32_t nodes, const Links *links)
{
    for (uint32_t a = 0; a < nodes; a++) {
        for (uint32_t b = 0; b < nodes; b++) {
            distances[a][b] = a == b ? 0 : 1 << 20;
        }
    }
    for (size_t i = 0; i < links->count; i++) {
        CloudLink link = links->items[i];
        if (link.a != link.b) {
            distances[link.a][link.b] = distances[link.b][link.a] = 1;
        }
    }
    for (uint32_t by = 0; by < nodes; by++) {
        for (uint32_t a = 0; a < nodes; a++) {
            for (uint32_t b = 0; b < nodes; b++) {
                int way = distances[a][by] + distances[by][b];
                distances[a][b] = way < distances[a][b] ? way : distances[a][b];
            }
        }
    }
}

/* At the scale that makes it least. */
static double stress(const Cloud *cloud)
{
    double ratio = 0.0, square = 0.0, pairs = 0.0;
    for (uint32_t a = 0; a < cloud->count; a++) {
        for (uint32_t b = 0; b < a; b++) {
            if (distances[a][b] < 1 << 20) {
                double share = apart(cloud, a, b) / distances[a][b];
                ratio += share;
                square += share * share;
                pairs += 1.0;
            }
        }
    }
    return 1.0 - ratio * ratio / square / pairs;
}

/* ---- forces ---- */

static void naive_push(const Cloud *cloud, uint32_t place, double *push_x, double *push_y)
{
    *push_x = *push_y = 0.0;
    for (uint32_t other = 0; other < cloud->count; other++) {
        double dx = (double)cloud->x[place] - (double)cloud->x[other], dy = (double)cloud->y[place] - (double)cloud->y[other];
        double square = dx * dx + dy * dy;
        *push_x += square > 0.0 ? dx / square : 0.0;
        *push_y += square > 0.0 ? dy / square : 0.0;
    }
}

static void make_random(Cloud *cloud, uint32_t nodes, uint64_t seed)
{
    Rng rng = {seed};
    cloud_init(cloud, nodes, NULL, 0);
    for (uint32_t i = 0; i < nodes; i++) {
        bool crowd = rng_below(&rng, 3) == 0;
        cloud->x[i] = (float)rng_below(&rng, 100000) / (crowd ? 50000.0f : 1000.0f);
        cloud->y[i] = (float)rng_below(&rng, 100000) / (crowd ? 50000.0f : 2000.0f);
    }
}

/* The largest error of any node's push, as a share of the mean push. */
static double worst_error(Cloud *cloud, float theta)
{
    double worst = 0.0, mean = 0.0, push_x, push_y;
    cloud_repel(cloud, (CloudPart){0, cloud->count}, theta);
    for (uint32_t i = 0; i < cloud->count; i++) {
        naive_push(cloud, i, &push_x, &push_y);
        mean += hypot(push_x, push_y) / cloud->count;
        worst = fmax(worst, hypot((double)cloud->force.push_x[i] - push_x, (double)cloud->force.push_y[i] - push_y));
    }
    return worst / mean;
}

static void forces_equal_the_sum_over_all_pairs(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {1, 2, 3, 15, 16, 17, 63, 64, 65, 300, 1000};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        Cloud cloud;
        make_random(&cloud, sizes[i], 11 + i);
        if (sizes[i] > 1) {
            assert_true(worst_error(&cloud, 0.0f) < 1e-3);
            assert_true(worst_error(&cloud, 0.5f) < 0.1);
            assert_true(worst_error(&cloud, 1.5f) < 0.6);
        } else {
            cloud_repel(&cloud, (CloudPart){0, 1}, 0.0f);
            assert_true(cloud.force.push_x[0] == 0.0f && cloud.force.push_y[0] == 0.0f);
        }
        cloud_release(&cloud);
    }
}

static void nodes_in_one_place_do_not_blow_up(void **state)
{
    (void)state;
    Cloud cloud;
    cloud_init(&cloud, 100, NULL, 0);
    cloud_repel(&cloud, (CloudPart){0, 100}, 1.5f);
    for (uint32_t i = 0; i < 100; i++) {
        assert_true(cloud.force.push_x[i] == 0.0f && cloud.force.push_y[i] == 0.0f);
    }
    cloud_release(&cloud);
}

/* ---- pictures ---- */

static void check_finite(const Cloud *cloud)
{
    for (uint32_t i = 0; i < cloud->count; i++) {
        assert_true(isfinite(cloud->x[i]) && isfinite(cloud->y[i]));
    }
}

static void small_graphs(void **state)
{
    (void)state;
    Cloud cloud;
    Links links = {0};
    lay_out(&cloud, 0, &links);
    assert_int_equal(cloud.count, 0);
    cloud_release(&cloud);
    lay_out(&cloud, 1, &links);
    check_finite(&cloud);
    cloud_release(&cloud);
    link_to(&links, 0, 1);
    link_to(&links, 1, 0);
    link_to(&links, 1, 1);
    lay_out(&cloud, 2, &links);
    assert_true(fabs(apart(&cloud, 0, 1) - 1.0) < 0.2);
    cloud_release(&cloud);
    vec_release(&links);
}

static void distances_are_those_of_the_graph(void **state)
{
    (void)state;
    Cloud cloud;
    Links chain = {0}, grid = {0}, star = {0}, clique = {0};
    for (uint32_t i = 0; i < 400; i++) {
        if (i > 0) {
            link_to(&chain, i - 1, i);
            link_to(&star, 0, i);
        }
        if (i % 20 != 0) {
            link_to(&grid, i - 1, i);
        }
        if (i >= 20) {
            link_to(&grid, i - 20, i);
        }
        for (uint32_t j = 0; i < 390 && j < i % 30; j++) {
            link_to(&clique, i - 1 - j, i); /* thirty by thirty */
        }
    }
    const Links *graphs[] = {&chain, &grid, &star, &clique};
    static const double most[] = {0.01, 0.03, 0.2, 0.25};
    for (int i = 0; i < 4; i++) {
        lay_out(&cloud, i == 3 ? 390 : 400, graphs[i]);
        check_finite(&cloud);
        find_distances(cloud.count, graphs[i]);
        assert_true(stress(&cloud) < most[i]);
        cloud_release(&cloud);
    }
    vec_release(&chain);
    vec_release(&grid);
    vec_release(&star);
    vec_release(&clique);
}

static void make_parts(Links *links, uint32_t nodes)
{
    Rng rng = {5};
    for (uint32_t i = 0; i < nodes; i++) {
        for (int k = 0; k < 2 && i % 37 > 2; k++) {
            link_to(links, i, i - 1 - rng_below(&rng, i % 37 - 2));
        }
    }
}

static void parts_stand_apart(void **state)
{
    (void)state;
    Cloud cloud;
    Links links = {0};
    make_parts(&links, 500);
    lay_out(&cloud, 500, &links);
    find_distances(500, &links);
    for (uint32_t a = 0; a < 500; a++) {
        for (uint32_t b = 0; b < a; b++) {
            assert_true(distances[a][b] < 1 << 20 || apart(&cloud, a, b) >= 1.0);
        }
    }
    cloud_release(&cloud);
    vec_release(&links);
}

/* Also however the work is cut into slices. */
static void the_same_graph_gives_the_same_layout(void **state)
{
    (void)state;
    Cloud a, b;
    Links links = {0};
    make_parts(&links, 600);
    lay_out(&a, 600, &links);
    cloud_init(&b, 600, links.items, links.count);
    assert_false(cloud_work(&b, UINT32_MAX));
    assert_memory_equal(a.x, b.x, 600 * sizeof *a.x);
    assert_memory_equal(a.y, b.y, 600 * sizeof *a.y);
    cloud_release(&a);
    cloud_release(&b);
    vec_release(&links);
}

/* ---- cells ---- */

static void check_cells(const float *x, const float *y, uint32_t count)
{
    Cells cells = {0};
    cells_place(&cells, x, y, count);
    uint8_t *taken = mem_zeroed((size_t)cells.columns * cells.rows + 1, 1);
    assert_int_equal(cells.count, count);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(cell_column(&cells, i) < cells.columns && cell_row(&cells, i) < cells.rows);
        assert_int_equal(taken[cells.cell[i]]++, 0);
    }
    mem_release(taken);
    cells_release(&cells);
}

static void no_two_nodes_share_a_cell(void **state)
{
    (void)state;
    static float x[5000], y[5000];
    static const uint32_t sizes[] = {0, 1, 2, 7, 100, 5000};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        memset(x, 0, sizeof x);
        memset(y, 0, sizeof y);
        check_cells(x, y, sizes[i]); /* all in one place */
        Rng rng = {sizes[i]};
        for (uint32_t node = 0; node < sizes[i]; node++) {
            x[node] = (float)rng_below(&rng, 1000) / 3.0f - 100.0f;
            y[node] = (float)rng_below(&rng, 1000) / (node % 2 == 0 ? 900.0f : 10.0f);
        }
        check_cells(x, y, sizes[i]);
    }
}

/* Nodes that are apart stay where they are, in order. */
static void cells_keep_the_order_of_places(void **state)
{
    (void)state;
    float x[10], y[10];
    Cells cells = {0};
    for (uint32_t i = 0; i < 10; i++) {
        x[i] = (float)i * 3.0f;
        y[i] = (float)(9 - i);
    }
    cells_place(&cells, x, y, 10);
    for (uint32_t i = 1; i < 10; i++) {
        assert_true(cell_column(&cells, i) > cell_column(&cells, i - 1) && cell_row(&cells, i) < cell_row(&cells, i - 1));
    }
    cells_release(&cells);
}

/* With one node and some links more all others stay where they are against the first. */
static void growing_moves_nobody(void **state)
{
    (void)state;
    enum { MOST = 300 };
    Links links = {0};
    Cells cells = {0};
    Rng rng = {8};
    static int column[MOST], row[MOST];
    for (uint32_t count = 1; count <= MOST; count++) {
        for (uint32_t k = rng_below(&rng, 3); k > 0 && count > 1; k--) {
            link_to(&links, count - 1, rng_below(&rng, count));
        }
        cells_grow(&cells, links.items, links.count, count);
        assert_int_equal(cells.count, count);
        for (uint32_t i = 0; i < count; i++) {
            int dx = (int)cell_column(&cells, i) - (int)cell_column(&cells, 0), dy = (int)cell_row(&cells, i) - (int)cell_row(&cells, 0);
            column[i] = i + 1 == count ? dx : column[i];
            row[i] = i + 1 == count ? dy : row[i];
            assert_true(column[i] == dx && row[i] == dy);
            for (uint32_t j = 0; j < i; j++) {
                assert_int_not_equal(cells.cell[i], cells.cell[j]);
            }
        }
    }
    cells_release(&cells);
    vec_release(&links);
}

static void growing_stays_beside_its_neighbours(void **state)
{
    (void)state;
    Links links = {0};
    Cells cells = {0};
    for (uint32_t i = 1; i < 40; i++) {
        link_to(&links, i - 1, i);
    }
    cells_grow(&cells, links.items, links.count, 40);
    for (uint32_t i = 1; i < 40; i++) {
        int dx = (int)cell_column(&cells, i) - (int)cell_column(&cells, i - 1), dy = (int)cell_row(&cells, i) - (int)cell_row(&cells, i - 1);
        assert_true(abs(dx) <= 6 && abs(dy) <= 8); /* a chain curls up, and is no longer than its crowd is wide */
    }
    cells_release(&cells);
    vec_release(&links);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forces_equal_the_sum_over_all_pairs),
        cmocka_unit_test(nodes_in_one_place_do_not_blow_up),
        cmocka_unit_test(small_graphs),
        cmocka_unit_test(distances_are_those_of_the_graph),
        cmocka_unit_test(parts_stand_apart),
        cmocka_unit_test(no_two_nodes_share_a_cell),
        cmocka_unit_test(cells_keep_the_order_of_places),
        cmocka_unit_test(growing_moves_nobody),
        cmocka_unit_test(growing_stays_beside_its_neighbours),
        cmocka_unit_test(the_same_graph_gives_the_same_layout),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
