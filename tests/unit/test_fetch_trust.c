/* SPDX-License-Identifier: MIT */
/* Folder before bundle, what the user names before both. */
#include "../support/expect.h"
#include "../support/wrap.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/fetch_trust.h"

#define PATH_ROOM 300

/* What there is below /etc: `folder` stands for one with hashed names; the test makes it. */
struct system {
    const char *folder;
    const char *hashed; /* where it really is */
    const char *file;
};

static struct system *the_system(void)
{
    static struct system system;

    return &system;
}

static bool is_of_system(const char *path)
{
    return slice_starts_with(slice_of(path), SLICE("/etc/"));
}

DIR *fake_opendir(const char *path) IN_PLACE_OF(opendir);
DIR *real_opendir(const char *path) THE_REAL(opendir);

DIR *fake_opendir(const char *path)
{
    const struct system *system = the_system();

    if (!is_of_system(path)) {
        return real_opendir(path);
    }
    if (system->folder == NULL || strcmp(path, system->folder) != 0) {
        errno = ENOENT;
        return NULL;
    }
    return real_opendir(system->hashed);
}

int fake_access(const char *path, int mode) IN_PLACE_OF(access);
int real_access(const char *path, int mode) THE_REAL(access);

int fake_access(const char *path, int mode)
{
    const struct system *system = the_system();

    if (!is_of_system(path)) {
        return real_access(path, mode);
    }
    return system->file != NULL && strcmp(path, system->file) == 0 ? 0 : -1;
}

/* A new folder with one file in it. */
static void make_folder(char *path, const char *file)
{
    char name[PATH_ROOM];
    int descriptor;

    (void)snprintf(path, PATH_ROOM, "/tmp/check_ses_trust.XXXXXX");
    assert_non_null(mkdtemp(path));
    (void)snprintf(name, sizeof name, "%.200s/%s", path, file);
    descriptor = open(name, O_CREAT | O_WRONLY, 0600);
    assert_true(descriptor >= 0);
    (void)close(descriptor);
}

static void remove_folder(const char *path, const char *file)
{
    char name[PATH_ROOM];

    (void)snprintf(name, sizeof name, "%.200s/%s", path, file);
    assert_int_equal(unlink(name), 0);
    assert_int_equal(rmdir(path), 0);
}

static void test_user_choice(void **state)
{
    char folder[PATH_ROOM];
    char file[PATH_ROOM];
    struct fetch_trust trust;

    (void)state;
    make_folder(folder, "none");
    (void)snprintf(file, sizeof file, "%.200s/none", folder);
    trust = fetch_trust_choose(folder, "/elsewhere", "/elsewhere");
    expect_text("a folder", "folder", slice_of(trust.folder), folder);
    assert_null(trust.file);
    trust = fetch_trust_choose(file, "/elsewhere", "/elsewhere");
    expect_text("a file", "file", slice_of(trust.file), file);
    assert_null(trust.folder);
    trust = fetch_trust_choose("/not/there", NULL, NULL);
    expect_text("nothing", "file", slice_of(trust.file), "/not/there");
    assert_null(trust.folder);
    remove_folder(folder, "none");
}

static void test_names(void **state)
{
    static const struct {
        const char *file;
        bool is_hashed;
    } rows[] = {
        { "1a2b3c4d.0", true },    { "00000000.12", true }, { "1a2b3c4d.r0", false },
        { "1a2b3c4.00", false },   { "1A2B3C4D.0", false }, { "1a2b3c4d", false },
        { "1a2b3c4d.pem", false }, { "lab.pem", false },    { "1a2b3c4g.0", false },
    };

    (void)state;
    *the_system() = (struct system){ NULL, NULL, NULL };
    for (size_t i = 0; i < ROWS(rows); i++) {
        char folder[PATH_ROOM];
        struct fetch_trust trust;

        make_folder(folder, rows[i].file);
        trust = fetch_trust_choose("", folder, NULL);
        expect_text(rows[i].file, "folder", slice_of(trust.folder),
                    rows[i].is_hashed ? folder : "");
        assert_null(trust.file);
        remove_folder(folder, rows[i].file);
    }
}

static void test_system(void **state)
{
    static const char hashed[] = "/etc/pki/tls/certs";
    static const char first_bundle[] = "/etc/ssl/certs/ca-certificates.crt";
    static const char last_bundle[] = "/etc/ssl/cert.pem";
    char folder[PATH_ROOM];
    char bare[PATH_ROOM];
    char bundle[PATH_ROOM];

    (void)state;
    make_folder(folder, "1a2b3c4d.0");
    make_folder(bare, "bundle");
    (void)snprintf(bundle, sizeof bundle, "%.200s/bundle", bare);

    const struct {
        const char *title;
        struct system system;
        const char *first_folder; /* what the library was built with */
        const char *first_file;
        const char *folder; /* what is chosen */
        const char *file;
    } rows[] = {
        { "nothing at all", { NULL, NULL, NULL }, NULL, NULL, "", "" },
        { "what the library says is not there", { NULL, NULL, NULL }, bare, "/not/there", "", "" },
        { "the library's folder", { hashed, folder, first_bundle }, folder, bundle, folder, "" },
        { "a folder of the system", { hashed, folder, first_bundle }, bare, bundle, hashed, "" },
        { "the last one that is known",
          { "/etc/openssl/certs", folder, NULL },
          NULL,
          NULL,
          "/etc/openssl/certs",
          "" },
        { "a folder without hashed names",
          { hashed, bare, last_bundle },
          NULL,
          NULL,
          "",
          last_bundle },
        { "the library's bundle", { NULL, NULL, first_bundle }, NULL, bundle, "", bundle },
        { "a bundle of the system",
          { NULL, NULL, first_bundle },
          bare,
          "/not/there",
          "",
          first_bundle },
        { "the last bundle that is known",
          { NULL, NULL, last_bundle },
          NULL,
          NULL,
          "",
          last_bundle },
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct fetch_trust trust;

        *the_system() = rows[i].system;
        trust = fetch_trust_choose("", rows[i].first_folder, rows[i].first_file);
        expect_text(rows[i].title, "folder", slice_of(trust.folder), rows[i].folder);
        expect_text(rows[i].title, "file", slice_of(trust.file), rows[i].file);
    }
    remove_folder(folder, "1a2b3c4d.0");
    remove_folder(bare, "bundle");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_user_choice),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_system),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
