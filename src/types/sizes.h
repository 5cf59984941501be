/* How many bytes CPython asks for: values by their repr, and how item arrays, key tables and value arrays grow.
 * All in bytes; verified by recording requests of real interpreters (docs/trace-format.md lists the rules). */
#ifndef HL_TYPES_SIZES_H
#define HL_TYPES_SIZES_H

#include "types/kinds.h"

/* Request of an int, long, str, unicode, bytes or bytearray value written as `repr` (Python's notation); 0 when not understood. */
uint32_t size_of_value(const Profile *profile, Kind kind, const char *repr);
/* True for the atoms every program shares: None, True, small ints, one-character strings … */
bool value_is_shared(const Profile *profile, Kind kind, const char *repr);

/* New capacity in items of a list whose length becomes `length`, capacity now `capacity`. */
uint32_t list_capacity(const Profile *profile, uint32_t capacity, uint32_t length);

/* Dict key tables have 2^log2 places, two thirds of them usable. */
enum { DICT_MIN_LOG2 = 3 };
uint32_t dict_usable(uint32_t log2);
uint32_t dict_table_bytes(const Profile *profile, uint32_t log2, bool string_keys);
/* log2 for a growing table with `used` live entries, or for one made to hold `entries` at once. */
uint32_t dict_log2_growing(const Profile *profile, uint32_t used);
uint32_t dict_log2_presized(uint32_t entries);

/* Set tables: places (8 inside the object, no request). */
uint32_t set_places_after_add(const Profile *profile, uint32_t places, uint32_t fill, uint32_t used);
uint32_t set_table_bytes(uint32_t places);

/* Attribute value array with room for `slots` values; from 3.13 on mostly part of the instance. */
uint32_t values_bytes(const Profile *profile, uint32_t slots);

#endif
