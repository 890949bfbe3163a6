/* SPDX-License-Identifier: MIT */
/*
 * JSON values: reading foreign documents within limits and writing our own. The only file that
 * sees the JSON library. A value tree is freed as a whole with json_free() of its root; values
 * added to an object or list belong to it. Building is sticky: adding to or with NULL does nothing
 * and returns NULL, so a document is written straight through and json_write() tells whether all
 * of it is there.
 */
#ifndef CHECK_SES_BASE_JSON_H
#define CHECK_SES_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"
#include "base/status.h"

struct json;

/* A new root object. STATUS_NO_MEMORY. The caller frees it with json_free(). */
MUST_CHECK enum status json_create(struct json **ret_root);
void json_free(struct json *root);

/* Members of an object. Keys are literals of ours. The returned child belongs to `object`. */
struct json *json_add_object(struct json *object, const char *key);
struct json *json_add_list(struct json *object, const char *key);
void json_add_null(struct json *object, const char *key);
void json_add_bool(struct json *object, const char *key, bool value);
void json_add_integer(struct json *object, const char *key, int64_t value);
/* At most 15 significant digits; null when it is not finite. */
void json_add_real(struct json *object, const char *key, double value);
/* Octets that are not valid UTF-8 become the code point of their value (U+00XX); NUL included. */
void json_add_string(struct json *object, const char *key, struct slice value);
/* The same where it is known, else null. */
void json_add_known(struct json *object, const char *key, bool is_known, struct slice value);
/* A word of ours; null when it is NULL. */
void json_add_word(struct json *object, const char *key, const char *word);

/* Elements of a list, likewise. */
struct json *json_append_object(struct json *list);
void json_append_string(struct json *list, struct slice value);

/*
 * Writes the document on one line without a line feed, ASCII only, members in the order of adding.
 * One over `maximum` octets is written with strings cut to LIMIT_JSON_STRING and lists to
 * LIMIT_JSON_LIST and a member "truncated": true at its root (still valid JSON); when even
 * that is too long, STATUS_TOO_LONG, and nothing is added. STATUS_NO_MEMORY also when any addition
 * failed.
 */
MUST_CHECK enum status json_write(struct json *root, size_t maximum, struct buf *buf);

/*
 * Reads one document: at most `maximum` octets, nesting at most LIMIT_JSON_DEPTH, no duplicate
 * keys, nothing behind it. STATUS_TOO_LONG, STATUS_BAD_INPUT with *ret_reason ("line 3, column 7:
 * …", in `arena`), STATUS_NO_MEMORY. The caller frees the root.
 */
MUST_CHECK enum status json_read(struct slice text, size_t maximum, struct arena *arena,
                                 struct json **ret_root, struct slice *ret_reason);

/*
 * Members by key, each NULL/false when absent or of another type. Strings live as long as the
 * root.
 */
struct json *json_get_object(const struct json *object, const char *key);
struct json *json_get_list(const struct json *object, const char *key);
bool json_get_string(const struct json *object, const char *key, struct slice *ret_value);
bool json_get_integer(const struct json *object, const char *key, int64_t *ret_value);
/* An integer or a real. */
bool json_get_number(const struct json *object, const char *key, double *ret_value);
bool json_get_bool(const struct json *object, const char *key, bool *ret_value);
bool json_has(const struct json *object, const char *key);
bool json_has_null(const struct json *object, const char *key);

/* Elements. `index` below json_count(). */
size_t json_count(const struct json *list);
struct json *json_at_object(const struct json *list, size_t index);
struct json *json_at_list(const struct json *list, size_t index);
bool json_at_string(const struct json *list, size_t index, struct slice *ret_value);

/* Member names of an object in their order, for complaints about unknown ones. */
bool json_key_at(const struct json *object, size_t index, struct slice *ret_key);

#endif
