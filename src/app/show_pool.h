/* The memory strip's keys and clicks: which pool is enlarged, from block to object and back. */
#ifndef HL_APP_SHOW_POOL_H
#define HL_APP_SHOW_POOL_H

#include "app/show.h"

/* Strip, one pool enlarged, back again; in projector mode from hidden and back to it. */
unsigned show_zoom_pool(Show *show);
/* While a pool is enlarged: the owner of the next or previous block in it. False: nothing is enlarged. */
bool show_next_block(Show *show, bool forward);
/* A click on a pool: on a block, its owner; elsewhere, the pool enlarged. */
unsigned show_click_pool(Show *show, uint32_t pool, Point at);

#endif
