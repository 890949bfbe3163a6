/* SPDX-License-Identifier: MIT */
/* The two objects, written member by member and read with every member checked. */
#include "io/cache_text.h"

#include <string.h>

#include "base/buf.h"
#include "base/json.h"

/* --- both ------------------------------------------------------------------------------------- */

/* Writes what was built and frees it. */
static enum status finish(struct json *root, struct arena *arena, struct slice *ret_text)
{
    struct buf buf;
    enum status status;

    buf_init(&buf, arena, CACHE_TEXT_MAXIMUM);
    status = json_write(root, CACHE_TEXT_MAXIMUM, &buf);
    json_free(root);
    if (status == STATUS_OK && arena_failed(arena)) {
        status = STATUS_NO_MEMORY;
    }
    if (status == STATUS_OK) {
        *ret_text = buf_slice(&buf);
    }
    return status;
}

static enum status create(const char *key, struct slice value, struct json **ret_root)
{
    struct json *root = NULL;
    enum status status = json_create(&root);

    if (status == STATUS_OK) {
        json_add_integer(root, "schema", CACHE_SCHEMA);
        json_add_string(root, key, value);
        *ret_root = root;
    }
    return status;
}

/* Opens an object of our schema whose member `key` is `value`. The caller frees the root. */
static enum status open_root(struct slice text, const char *key, struct slice value,
                             struct arena *arena, struct json **ret_root)
{
    struct slice reason;
    struct slice owner;
    int64_t schema;
    struct json *root = NULL;
    enum status status = json_read(text, CACHE_TEXT_MAXIMUM, arena, &root, &reason);

    if (status != STATUS_OK) {
        return status == STATUS_TOO_LONG ? STATUS_BAD_INPUT : status;
    }
    if (!json_get_integer(root, "schema", &schema) || schema != CACHE_SCHEMA ||
        !json_get_string(root, key, &owner) || !slice_equal(owner, value)) {
        json_free(root);
        return STATUS_BAD_INPUT;
    }
    *ret_root = root;
    return STATUS_OK;
}

static bool is_time(int64_t seconds)
{
    return seconds > 0 && seconds <= CACHE_TIME_MAXIMUM;
}

/* --- a name's entry --------------------------------------------------------------------------- */

enum status cache_text_write_entry(const struct dns_name *name,
                                   const struct registration *registration, struct arena *arena,
                                   struct slice *ret_text)
{
    struct json *root = NULL;
    enum status status = create("name", name_to_text(name, arena), &root);

    if (status != STATUS_OK) {
        return status;
    }
    registration_write(registration, arena, json_add_object(root, "registration"));
    return finish(root, arena, ret_text);
}

static bool is_entry(const struct registration *registration)
{
    return (cache_is_reading(registration->result) || cache_is_failure(registration->result)) &&
           registration->source != REGISTRATION_SOURCE_NONE && is_time(registration->read_at);
}

enum status cache_text_read_entry(struct slice text, const struct dns_name *name,
                                  struct arena *arena, struct registration *ret_registration)
{
    struct registration registration;
    struct json *root = NULL;
    struct json *object;
    enum status status = open_root(text, "name", name_to_text(name, arena), arena, &root);

    if (status != STATUS_OK) {
        return status;
    }
    object = json_get_object(root, "registration");
    status = object == NULL ? STATUS_BAD_INPUT : registration_read(object, arena, &registration);
    json_free(root);
    if (status == STATUS_OK && !is_entry(&registration)) {
        status = STATUS_BAD_INPUT;
    }
    if (status == STATUS_OK) {
        registration.cached = true;
        *ret_registration = registration;
    }
    return status;
}

/* --- a server's manners ----------------------------------------------------------------------- */

static struct slice write_asked(const struct cache_manners *manners, struct arena *arena)
{
    struct buf buf;
    int64_t before = 0;

    buf_init(&buf, arena, CACHE_TEXT_MAXIMUM);
    for (size_t i = 0; i < manners->asked_count; i++) {
        if (i > 0) {
            buf_add_octet(&buf, ' ');
        }
        buf_add_number(&buf, manners->asked[i] - before);
        before = manners->asked[i];
    }
    return buf_slice(&buf);
}

enum status cache_text_write_manners(struct slice file, const struct cache_manners *manners,
                                     struct arena *arena, struct slice *ret_text)
{
    struct json *root = NULL;
    enum status status = create("file", file, &root);

    if (status != STATUS_OK) {
        return status;
    }
    json_add_string(root, "asked", write_asked(manners, arena));
    if (manners->refused_at != 0) {
        json_add_integer(root, "refused_at", manners->refused_at);
        json_add_integer(root, "refused_for_s", manners->refused_for_s);
    }
    return finish(root, arena, ret_text);
}

static bool read_asked(struct slice text, struct cache_manners *manners)
{
    struct slice piece;
    uint64_t step;
    int64_t time = 0;

    if (text.length == 0) {
        return true;
    }
    while (slice_split(&text, ' ', &piece)) {
        if (manners->asked_count == CACHE_ASKED_MAXIMUM ||
            slice_number(piece, 0, (uint64_t)CACHE_TIME_MAXIMUM, &step) != STATUS_OK) {
            return false;
        }
        time += (int64_t)step;
        if (!is_time(time)) {
            return false;
        }
        manners->asked[manners->asked_count] = time;
        manners->asked_count++;
    }
    return true;
}

/* Both members, or none. */
static bool read_refusal(const struct json *root, struct cache_manners *manners)
{
    int64_t at;
    int64_t for_s;

    if (!json_has(root, "refused_at") && !json_has(root, "refused_for_s")) {
        return true;
    }
    if (!json_get_integer(root, "refused_at", &at) || !is_time(at) ||
        !json_get_integer(root, "refused_for_s", &for_s) || for_s < 1 ||
        for_s > CACHE_REFUSED_MAXIMUM_S) {
        return false;
    }
    manners->refused_at = at;
    manners->refused_for_s = (uint32_t)for_s;
    return true;
}

enum status cache_text_read_manners(struct slice text, struct slice file, struct arena *arena,
                                    struct cache_manners *ret_manners)
{
    struct cache_manners manners;
    struct slice asked;
    struct json *root = NULL;
    enum status status = open_root(text, "file", file, arena, &root);

    if (status != STATUS_OK) {
        return status;
    }
    memset(&manners, 0, sizeof manners);
    if (!json_get_string(root, "asked", &asked) || !read_asked(asked, &manners) ||
        !read_refusal(root, &manners)) {
        status = STATUS_BAD_INPUT;
    } else {
        *ret_manners = manners;
    }
    json_free(root);
    return status;
}
