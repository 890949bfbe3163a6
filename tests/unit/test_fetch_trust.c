/* SPDX-License-Identifier: MIT */
/* Folder before bundle, what the user names before both. */
#include "../support/expect.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/fetch_trust.h"

#define PATH_ROOM 300

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

static void test_system(void **state)
{
    static const struct {
        const char *file;
        bool is_hashed;
    } rows[] = {
        { "1a2b3c4d.0", true },    { "00000000.12", true }, { "1a2b3c4d.r0", false },
        { "1a2b3c4.00", false },   { "1A2B3C4D.0", false }, { "1a2b3c4d", false },
        { "1a2b3c4d.pem", false }, { "lab.pem", false },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        char folder[PATH_ROOM];
        struct fetch_trust trust;

        make_folder(folder, rows[i].file);
        trust = fetch_trust_choose("", folder, NULL);
        expect_number(rows[i].file, "is the folder",
                      slice_equal(slice_of(trust.folder), slice_of(folder)), rows[i].is_hashed);
        assert_true(trust.folder == NULL || trust.file == NULL);
        remove_folder(folder, rows[i].file);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_user_choice),
        cmocka_unit_test(test_system),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
