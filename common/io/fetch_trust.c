/* SPDX-License-Identifier: MIT */
/* Folder before bundle, the user's choice before the system's. */
#include "io/fetch_trust.h"

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/slice.h"

#define HASH_DIGITS 8

/* "1a2b3c4d.0": what openssl rehash makes. */
static bool is_hashed_name(const char *name)
{
    for (size_t i = 0; i < HASH_DIGITS; i++) {
        if (!ascii_is_digit(name[i]) && (name[i] < 'a' || name[i] > 'f')) {
            return false;
        }
    }
    return name[HASH_DIGITS] == '.' && ascii_is_digit(name[HASH_DIGITS + 1]);
}

static bool has_hashed_names(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    bool found = false;

    if (folder == NULL) {
        return false;
    }
    while (!found && (entry = readdir(folder)) != NULL) {
        found = is_hashed_name(entry->d_name);
    }
    (void)closedir(folder);
    return found;
}

static const char *system_folder(const char *first)
{
    static const char *const known[] = { "/etc/ssl/certs",
                                         "/etc/pki/ca-trust/extracted/pem/directory-hash",
                                         "/etc/pki/tls/certs", "/etc/openssl/certs" };

    if (first != NULL && has_hashed_names(first)) {
        return first;
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (has_hashed_names(known[i])) {
            return known[i];
        }
    }
    return NULL;
}

static const char *system_file(const char *first)
{
    static const char *const known[] = { "/etc/ssl/certs/ca-certificates.crt",
                                         "/etc/pki/tls/certs/ca-bundle.crt",
                                         "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem" };

    if (first != NULL && access(first, R_OK) == 0) {
        return first;
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (access(known[i], R_OK) == 0) {
            return known[i];
        }
    }
    return NULL;
}

struct fetch_trust fetch_trust_choose(const char *path, const char *folder, const char *file)
{
    struct fetch_trust trust = { NULL, NULL };
    struct stat status;

    if (path[0] == '\0') {
        trust.folder = system_folder(folder);
        trust.file = trust.folder == NULL ? system_file(file) : NULL;
    } else if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        trust.folder = path;
    } else {
        trust.file = path;
    }
    return trust;
}
