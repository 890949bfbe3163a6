/* SPDX-License-Identifier: MIT */
/* JSON by jansson: every value that was handed out is a node in its root's list. */
#include "base/json.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/utf8.h"

#define WRITE_FLAGS (JSON_COMPACT | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(15))

struct json {
    json_t *value; /* borrowed from the root's tree; the root's own is counted */
    struct json *root;
    struct json *next; /* the root's list of nodes */
    bool failed;       /* of a root: something could not be added */
};

/* --- nodes
 * ---------------------------------------------------------------------------------------- */

/* A root for `value`, whose reference is taken over in any case. */
static enum status create_root(json_t *value, struct json **ret_root)
{
    struct json *root = value == NULL ? NULL : calloc(1, sizeof *root);

    if (root == NULL) {
        json_decref(value);
        return STATUS_NO_MEMORY;
    }
    root->value = value;
    root->root = root;
    *ret_root = root;
    return STATUS_OK;
}

/* A node for a value inside of the same tree. NULL when there is no memory. */
static struct json *create_node(const struct json *owner, json_t *value)
{
    struct json *node = calloc(1, sizeof *node);

    if (node == NULL) {
        owner->root->failed = true;
        return NULL;
    }
    node->value = value;
    node->root = owner->root;
    node->next = owner->root->next;
    owner->root->next = node;
    return node;
}

enum status json_create(struct json **ret_root)
{
    return create_root(json_object(), ret_root);
}

void json_free(struct json *root)
{
    if (root == NULL) {
        return;
    }
    while (root->next != NULL) {
        struct json *node = root->next;

        root->next = node->next;
        free(node);
    }
    json_decref(root->value);
    free(root);
}

/* --- building
 * ------------------------------------------------------------------------------------- */

/* Takes over the reference to `value`. */
static void add_value(struct json *object, const char *key, json_t *value)
{
    if (object == NULL) {
        json_decref(value);
    } else if (json_object_set_new(object->value, key, value) != 0) {
        object->root->failed = true;
    }
}

static void append_value(struct json *list, json_t *value)
{
    if (list == NULL) {
        json_decref(value);
    } else if (json_array_append_new(list->value, value) != 0) {
        list->root->failed = true;
    }
}

/* The same for a container: the node to go on with, or NULL. */
static struct json *add_container(struct json *object, const char *key, json_t *value)
{
    add_value(object, key, value);
    return object == NULL || object->root->failed ? NULL : create_node(object, value);
}

static struct json *append_container(struct json *list, json_t *value)
{
    append_value(list, value);
    return list == NULL || list->root->failed ? NULL : create_node(list, value);
}

struct json *json_add_object(struct json *object, const char *key)
{
    return add_container(object, key, json_object());
}

struct json *json_add_list(struct json *object, const char *key)
{
    return add_container(object, key, json_array());
}

void json_add_null(struct json *object, const char *key)
{
    add_value(object, key, json_null());
}

void json_add_bool(struct json *object, const char *key, bool value)
{
    add_value(object, key, json_boolean(value));
}

void json_add_integer(struct json *object, const char *key, int64_t value)
{
    add_value(object, key, json_integer(value));
}

void json_add_real(struct json *object, const char *key, double value)
{
    add_value(object, key, isfinite(value) ? json_real(value) : json_null());
}

/*
 * A string of ours for a text in which not all is UTF-8: an octet that begins no character becomes
 * the code point of its value, which takes two octets.
 */
static json_t *string_by_octets(struct slice text)
{
    char *copy = text.length > SIZE_MAX / 2 ? NULL : malloc(text.length * 2);
    size_t length = 0;
    size_t step;
    json_t *value;

    if (copy == NULL) {
        return NULL;
    }
    for (size_t at = 0; at < text.length; at += step) {
        uint32_t code;

        step = utf8_decode(text, at, &code);
        if (step == 0) {
            uint8_t octet = (uint8_t)text.data[at];

            copy[length++] = (char)(uint8_t)(0xC0 | octet >> 6);
            copy[length++] = (char)(uint8_t)(0x80 | (octet & 0x3F));
            step = 1;
        } else {
            for (size_t i = 0; i < step; i++) {
                copy[length++] = text.data[at + i];
            }
        }
    }
    value = json_stringn(copy, length);
    free(copy);
    return value;
}

static bool is_utf8(struct slice text)
{
    uint32_t code;
    size_t step = 1;

    for (size_t at = 0; at < text.length && step > 0; at += step) {
        step = utf8_decode(text, at, &code);
    }
    return step > 0;
}

static json_t *string_of(struct slice text)
{
    if (text.length == 0) {
        return json_stringn("", 0);
    }
    return is_utf8(text) ? json_stringn(text.data, text.length) : string_by_octets(text);
}

void json_add_string(struct json *object, const char *key, struct slice value)
{
    add_value(object, key, string_of(value));
}

void json_add_known(struct json *object, const char *key, bool is_known, struct slice value)
{
    add_value(object, key, is_known ? string_of(value) : json_null());
}

void json_add_word(struct json *object, const char *key, const char *word)
{
    json_add_known(object, key, word != NULL, slice_of(word));
}

struct json *json_append_object(struct json *list)
{
    return append_container(list, json_object());
}

void json_append_string(struct json *list, struct slice value)
{
    append_value(list, string_of(value));
}

/* --- writing
 * -------------------------------------------------------------------------------------- */

struct writer {
    struct buf *buf;
    size_t left; /* octets that may still be written */
    bool over;
};

static int write_part(const char *data, size_t size, void *context)
{
    struct writer *writer = context;

    if (size > writer->left) {
        writer->over = true;
        return -1;
    }
    writer->left -= size;
    buf_add(writer->buf, slice_make(data, size));
    return buf_status(writer->buf) == STATUS_OK ? 0 : -1;
}

/* STATUS_TOO_LONG with nothing added when the document has more than `maximum` octets. */
static enum status write_value(const json_t *value, size_t maximum, struct buf *buf)
{
    struct writer writer = { .buf = buf, .left = maximum };
    size_t start = buf_slice(buf).length;

    if (json_dump_callback(value, write_part, &writer, WRITE_FLAGS) == 0) {
        return STATUS_OK;
    }
    buf_cut(buf, start);
    if (writer.over) {
        return STATUS_TOO_LONG;
    }
    return buf_status(buf) != STATUS_OK ? buf_status(buf) : STATUS_NO_MEMORY;
}

/* Containers whose contents have still to be cut. */
struct cut_list {
    json_t **items;
    size_t count;
    size_t capacity;
};

static bool cut_list_push(struct cut_list *list, json_t *value)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 64 : list->capacity * 2;
        json_t **items = realloc(list->items, capacity * sizeof *items);

        if (items == NULL) {
            return false;
        }
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = value;
    return true;
}

/* Cuts a string; notes a container. */
static bool cut_value(json_t *value, struct cut_list *list)
{
    struct slice text;

    if (json_is_object(value) || json_is_array(value)) {
        return cut_list_push(list, value);
    }
    if (!json_is_string(value) || json_string_length(value) <= LIMIT_JSON_STRING) {
        return true;
    }
    text = slice_make(json_string_value(value), json_string_length(value));
    return json_string_setn(value, text.data, utf8_cut(text, LIMIT_JSON_STRING)) == 0;
}

static bool cut_members(json_t *object, struct cut_list *list)
{
    bool done = true;

    for (void *at = json_object_iter(object); at != NULL; at = json_object_iter_next(object, at)) {
        done = done && cut_value(json_object_iter_value(at), list);
    }
    return done;
}

static bool cut_elements(json_t *array, struct cut_list *list)
{
    bool done = true;

    while (json_array_size(array) > LIMIT_JSON_LIST) {
        done = json_array_remove(array, json_array_size(array) - 1) == 0 && done;
    }
    for (size_t i = 0; i < json_array_size(array); i++) {
        done = done && cut_value(json_array_get(array, i), list);
    }
    return done;
}

/* Cuts everything below `root` and says so in the root. */
static enum status cut_tree(json_t *root)
{
    struct cut_list list = { .items = NULL };
    bool done = cut_list_push(&list, root);

    while (done && list.count > 0) {
        json_t *value = list.items[--list.count];

        done = json_is_array(value) ? cut_elements(value, &list) : cut_members(value, &list);
    }
    free(list.items);
    if (json_is_object(root)) {
        done = json_object_set_new(root, "truncated", json_true()) == 0 && done;
    }
    return done ? STATUS_OK : STATUS_NO_MEMORY;
}

enum status json_write(struct json *root, size_t maximum, struct buf *buf)
{
    enum status status;

    if (root == NULL || root->root->failed) {
        return STATUS_NO_MEMORY;
    }
    status = write_value(root->value, maximum, buf);
    if (status != STATUS_TOO_LONG || buf_status(buf) != STATUS_OK) {
        return status;
    }
    status = cut_tree(root->value);
    return status == STATUS_OK ? write_value(root->value, maximum, buf) : status;
}

/* --- reading
 * -------------------------------------------------------------------------------------- */

/* Whether brackets nest at most LIMIT_JSON_DEPTH deep; else *ret_offset is where they pass it. */
static bool depth_is_allowed(struct slice text, size_t *ret_offset)
{
    size_t depth = 0;
    bool quoted = false;

    for (size_t at = 0; at < text.length; at++) {
        char c = text.data[at];

        if (quoted) {
            at += c == '\\';
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            depth++;
        } else if ((c == ']' || c == '}') && depth > 0) {
            depth--;
        }
        if (depth > LIMIT_JSON_DEPTH) {
            *ret_offset = at;
            return false;
        }
    }
    return true;
}

/* The reason for an offset: lines and columns count from 1, columns in octets. */
static struct slice depth_reason(struct slice text, size_t offset, struct arena *arena)
{
    size_t line = 1;
    size_t start = 0;

    for (size_t at = 0; at < offset; at++) {
        if (text.data[at] == '\n') {
            line++;
            start = at + 1;
        }
    }
    return arena_printf(arena, "line %zu, column %zu: nested deeper than %d", line,
                        offset - start + 1, LIMIT_JSON_DEPTH);
}

enum status json_read(struct slice text, size_t maximum, struct arena *arena,
                      struct json **ret_root, struct slice *ret_reason)
{
    json_error_t error;
    size_t offset;
    json_t *value;

    if (text.length > maximum) {
        return STATUS_TOO_LONG;
    }
    if (text.length == 0) {
        *ret_reason = SLICE("line 1, column 1: there is nothing");
        return STATUS_BAD_INPUT;
    }
    /* The library's reader recurses: what it may not enter is refused before. */
    if (!depth_is_allowed(text, &offset)) {
        *ret_reason = depth_reason(text, offset, arena);
        return STATUS_BAD_INPUT;
    }
    value = json_loadb(text.data, text.length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (value == NULL && json_error_code(&error) == json_error_out_of_memory) {
        return STATUS_NO_MEMORY;
    }
    if (value == NULL) {
        *ret_reason =
            arena_printf(arena, "line %d, column %d: %s", error.line, error.column, error.text);
        return STATUS_BAD_INPUT;
    }
    return create_root(value, ret_root);
}

static json_t *get_value(const struct json *object, const char *key)
{
    return object == NULL ? NULL : json_object_get(object->value, key);
}

struct json *json_get_object(const struct json *object, const char *key)
{
    json_t *value = get_value(object, key);

    return json_is_object(value) ? create_node(object, value) : NULL;
}

struct json *json_get_list(const struct json *object, const char *key)
{
    json_t *value = get_value(object, key);

    return json_is_array(value) ? create_node(object, value) : NULL;
}

static bool read_string(const json_t *value, struct slice *ret_value)
{
    if (!json_is_string(value)) {
        return false;
    }
    *ret_value = slice_make(json_string_value(value), json_string_length(value));
    return true;
}

bool json_get_string(const struct json *object, const char *key, struct slice *ret_value)
{
    return read_string(get_value(object, key), ret_value);
}

bool json_get_integer(const struct json *object, const char *key, int64_t *ret_value)
{
    const json_t *value = get_value(object, key);

    if (!json_is_integer(value)) {
        return false;
    }
    *ret_value = json_integer_value(value);
    return true;
}

bool json_get_number(const struct json *object, const char *key, double *ret_value)
{
    const json_t *value = get_value(object, key);

    if (!json_is_number(value)) {
        return false;
    }
    *ret_value = json_number_value(value);
    return true;
}

bool json_get_bool(const struct json *object, const char *key, bool *ret_value)
{
    const json_t *value = get_value(object, key);

    if (!json_is_boolean(value)) {
        return false;
    }
    *ret_value = json_is_true(value);
    return true;
}

bool json_has(const struct json *object, const char *key)
{
    return get_value(object, key) != NULL;
}

bool json_has_null(const struct json *object, const char *key)
{
    return json_is_null(get_value(object, key));
}

size_t json_count(const struct json *list)
{
    return list == NULL ? 0 : json_array_size(list->value);
}

struct json *json_at_object(const struct json *list, size_t index)
{
    json_t *value = list == NULL ? NULL : json_array_get(list->value, index);

    return json_is_object(value) ? create_node(list, value) : NULL;
}

struct json *json_at_list(const struct json *list, size_t index)
{
    json_t *value = list == NULL ? NULL : json_array_get(list->value, index);

    return json_is_array(value) ? create_node(list, value) : NULL;
}

bool json_at_string(const struct json *list, size_t index, struct slice *ret_value)
{
    return list != NULL && read_string(json_array_get(list->value, index), ret_value);
}

bool json_key_at(const struct json *object, size_t index, struct slice *ret_key)
{
    void *at = object == NULL ? NULL : json_object_iter(object->value);

    for (size_t i = 0; i < index && at != NULL; i++) {
        at = json_object_iter_next(object->value, at);
    }
    if (at == NULL) {
        return false;
    }
    *ret_key = slice_of(json_object_iter_key(at));
    return true;
}
