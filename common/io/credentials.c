/* SPDX-License-Identifier: MIT */
/*
 * Loading credentials:
 *
 * 1. The process stops leaving core dumps, before the first of them is in memory.
 * 2. The file is opened, and what was opened is looked at: who owns it, who may read it.
 * 3. It is read into memory of our own, and the values are found in it; or they are copied from the
 *    environment, which is wiped.
 * 4. Values that can be none are refused.
 */
#define _GNU_SOURCE /* NOLINT: explicit_bzero */
#include "io/credentials.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/process.h"
#include "provider/tc3.h"

#define FILE_MAXIMUM ((size_t)16 * 1024)
#define OTHERS (S_IRWXG | S_IRWXO)

struct credentials {
    struct credentials_view view; /* into `text` */
    size_t length;
    char text[FILE_MAXIMUM + 1]; /* one octet more, to see that a file is longer */
};

/* ---- 1 ---- */

/* The leak check of sanitizers traces the process, which it then could not. */
#if defined __has_feature
#if __has_feature(address_sanitizer)
#define CREDENTIALS_TRACED
#endif
#elif defined __SANITIZE_ADDRESS__
#define CREDENTIALS_TRACED
#endif

static void forbid_dumps(void)
{
    const struct rlimit none = { 0, 0 };

#ifndef CREDENTIALS_TRACED
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
    (void)setrlimit(RLIMIT_CORE, &none);
}

/* ---- 2 ---- */

/* Why a file is not taken; NULL: it is. */
static const char *refuse_file(const struct stat *info)
{
    uid_t user = geteuid();

    if (!S_ISREG(info->st_mode)) {
        return "is no regular file";
    }
    if ((info->st_mode & OTHERS) != 0) {
        return "can be read or written by others than its owner: chmod 600 mends that, and the key "
               "may be known to them";
    }
    if (user != 0 && info->st_uid != user && info->st_uid != 0) {
        return "belongs to another user than the one that runs this";
    }
    return NULL;
}

/* ---- 3 ---- */

static bool read_all(int descriptor, struct credentials *credentials)
{
    while (credentials->length < sizeof credentials->text) {
        ssize_t got = read(descriptor, credentials->text + credentials->length,
                           sizeof credentials->text - credentials->length);

        if (got == 0) {
            return true;
        }
        if (got > 0) {
            credentials->length += (size_t)got;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

static const char *explain_errno(struct arena *arena)
{
    return arena_printf(arena, "cannot be read: %s", strerror(errno)).data;
}

/* The file's text. Returns why there is none; NULL: there is. */
static const char *read_file(const char *path, struct arena *arena, struct credentials *credentials)
{
    /* A pipe without a writer does not block. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    const char *reason = NULL;
    struct stat info;

    if (descriptor < 0) {
        return explain_errno(arena);
    }
    if (fstat(descriptor, &info) != 0) {
        reason = explain_errno(arena);
    } else {
        reason = refuse_file(&info);
    }
    if (reason == NULL && !read_all(descriptor, credentials)) {
        reason = explain_errno(arena);
    }
    if (reason == NULL && credentials->length > FILE_MAXIMUM) {
        reason = "is longer than 16384 octets";
    }
    (void)close(descriptor);
    return reason;
}

static void take_line(struct slice line, struct credentials_view *view)
{
    size_t equals = slice_find(line, '=');
    struct slice name = slice_trim(slice_head(line, equals));
    struct slice value = slice_trim(slice_from(line, equals + 1));

    if (slice_equal(name, SLICE("secret_id"))) {
        view->secret_id = value;
    } else if (slice_equal(name, SLICE("secret_key"))) {
        view->secret_key = value;
    } else if (slice_equal(name, SLICE("token"))) {
        view->token = value;
    }
}

/* The values of the section [default]. False when there is no such section. */
static bool find_values(struct credentials *credentials)
{
    struct slice rest = slice_without_mark(slice_make(credentials->text, credentials->length));
    bool is_inside = false;
    bool was_inside = false;
    struct slice line;

    while (slice_split(&rest, '\n', &line)) {
        line = slice_trim(line);
        if (line.length == 0 || line.data[0] == '#' || line.data[0] == ';') {
            continue;
        }
        if (line.data[0] == '[') {
            is_inside = slice_equal(line, SLICE("[default]"));
            was_inside = was_inside || is_inside;
        } else if (is_inside) {
            take_line(line, &credentials->view);
        }
    }
    return was_inside;
}

/* A variable's value, of which no other copy is left. */
static bool take_variable(struct credentials *credentials, const char *name,
                          struct slice *ret_value)
{
    struct slice value = process_environment(name);
    char *place = getenv(name);

    if (value.length > sizeof credentials->text - credentials->length) {
        return false;
    }
    if (value.length > 0 && place != NULL) {
        memcpy(credentials->text + credentials->length, value.data, value.length);
        *ret_value = slice_trim(slice_make(credentials->text + credentials->length, value.length));
        credentials->length += value.length;
        explicit_bzero(place, value.length);
    }
    return true;
}

static const char *read_environment(struct credentials *credentials)
{
    struct credentials_view *view = &credentials->view;

    if (!take_variable(credentials, "TENCENTCLOUD_SECRET_ID", &view->secret_id) ||
        !take_variable(credentials, "TENCENTCLOUD_SECRET_KEY", &view->secret_key) ||
        !take_variable(credentials, "TENCENTCLOUD_TOKEN", &view->token)) {
        return "are longer than any credentials";
    }
    return view->secret_id.length == 0 && view->secret_key.length == 0 ? "are not set" : NULL;
}

/* ---- the whole ---- */

static struct slice explain(struct slice path, const char *reason, struct arena *arena)
{
    if (path.length == 0) {
        return arena_printf(arena,
                            "--ses-api needs credentials: TENCENTCLOUD_SECRET_ID and "
                            "TENCENTCLOUD_SECRET_KEY of the environment %s, and there is no "
                            "--ses-credentials FILE (see --help)",
                            reason);
    }
    return arena_printf(arena, "--ses-credentials: %.*s %s", SLICE_ARGS(path), reason);
}

/* Returns why there are none; NULL: there are. */
static const char *load(const char *path, struct arena *arena, struct credentials *credentials)
{
    const char *reason =
        path[0] != '\0' ? read_file(path, arena, credentials) : read_environment(credentials);
    const struct credentials_view *view = &credentials->view;

    if (reason == NULL && path[0] != '\0' && !find_values(credentials)) {
        reason = "has no section [default]";
    }
    if (reason == NULL && path[0] != '\0' && view->secret_id.length == 0) {
        reason = "has no secret_id in its section [default]";
    }
    if (reason == NULL && path[0] != '\0' && view->secret_key.length == 0) {
        reason = "has no secret_key in its section [default]";
    }
    if (reason == NULL) {
        reason = tc3_credentials_refusal(view->secret_id, view->secret_key, view->token);
        if (reason != NULL) {
            reason = arena_printf(arena, "cannot be used: %s", reason).data;
        }
    }
    return reason;
}

enum status credentials_load(struct slice path, struct arena *arena,
                             struct credentials **ret_credentials, struct slice *ret_reason)
{
    struct credentials *credentials = calloc(1, sizeof *credentials);
    struct slice name = arena_copy(arena, path);
    const char *reason;

    if (credentials == NULL || arena_failed(arena)) {
        free(credentials);
        return STATUS_NO_MEMORY;
    }
    credentials->view = (struct credentials_view){ slice_empty(), slice_empty(), slice_empty() };
    forbid_dumps();
    reason = load(name.length > 0 ? name.data : "", arena, credentials);
    if (reason != NULL) {
        *ret_reason = explain(path, reason, arena);
        credentials_destroy(credentials);
        return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_BAD_INPUT;
    }
    *ret_credentials = credentials;
    return STATUS_OK;
}

struct credentials_view credentials_view(const struct credentials *credentials)
{
    return credentials->view;
}

void credentials_destroy(struct credentials *credentials)
{
    if (credentials != NULL) {
        explicit_bzero(credentials, sizeof *credentials);
        free(credentials);
    }
}
