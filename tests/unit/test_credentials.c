/* SPDX-License-Identifier: MIT */
/* Credentials from files and from the environment: what is taken, and what is refused in words that
 * hold nothing of them. */
#include "../support/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "io/credentials.h"

#define ID "AKIDexample"
#define KEY "key/example"
#define GOOD "[default]\nsecret_id = " ID "\nsecret_key = " KEY "\n"

struct row {
    const char *title;
    const char *text; /* of the file */
    mode_t mode;
    const char *reason; /* a part of it; NULL: taken */
    const char *token;
};

static const struct row rows[] = {
    { "plain", GOOD, 0600, NULL, "" },
    { "to be read only", GOOD, 0400, NULL, "" },
    { "CR LF", "[default]\r\nsecret_id=" ID "\r\nsecret_key=" KEY "\r\n", 0600, NULL, "" },
    { "blanks", " [default] \n\tsecret_id\t=  " ID " \t\n secret_key=" KEY "   \n", 0600, NULL,
      "" },
    { "no end of line", "[default]\nsecret_id=" ID "\nsecret_key=" KEY, 0600, NULL, "" },
    { "a mark in front", "\xEF\xBB\xBF" GOOD, 0600, NULL, "" },
    { "comments", "# a\n; b\n\n[default]\n#secret_id=no\nsecret_id=" ID "\n;x\nsecret_key=" KEY,
      0600, NULL, "" },
    { "a token", GOOD "token = tok=en==\n", 0600, NULL, "tok=en==" },
    { "an empty token", GOOD "token =\n", 0600, NULL, "" },
    { "other sections",
      "[other]\nsecret_id=wrong\n" GOOD "region=x\n[more]\nsecret_key=wrong\ntoken=wrong\n", 0600,
      NULL, "" },
    { "twice", GOOD "[x]\n" GOOD, 0600, NULL, "" },
    { "other names", GOOD "Secret_Id=no\nsecret_key2=no\n", 0600, NULL, "" },
    { "the group can read", GOOD, 0640, "chmod 600", "" },
    { "others can read", GOOD, 0604, "chmod 600", "" },
    { "others can write", GOOD, 0602, "chmod 600", "" },
    { "the group can write", GOOD, 0620, "chmod 600", "" },
    { "empty", "", 0600, "has no section [default]", "" },
    { "no section", "secret_id=" ID "\nsecret_key=" KEY "\n", 0600, "has no section [default]",
      "" },
    { "another section", "[Default]\nsecret_id=" ID "\n", 0600, "has no section [default]", "" },
    { "no id", "[default]\nsecret_key=" KEY "\n", 0600, "has no secret_id", "" },
    { "no key", "[default]\nsecret_id=" ID "\n", 0600, "has no secret_key", "" },
    { "a key without value", "[default]\nsecret_id=" ID "\nsecret_key=\n", 0600,
      "has no secret_key", "" },
    { "a line without =", "[default]\nsecret_id=" ID "\nsecret_key\n", 0600, "has no secret_key",
      "" },
    { "a blank inside", "[default]\nsecret_id=AKID example\nsecret_key=" KEY "\n", 0600,
      "the SecretId has a character", "" },
    { "a quoted key", "[default]\nsecret_id=" ID "\nsecret_key=\"" KEY "\"\n", 0600,
      "the SecretKey has a character", "" },
    { "a short key", "[default]\nsecret_id=" ID "\nsecret_key=abc\n", 0600,
      "the SecretKey has fewer than 4", "" },
    { "a bad token", GOOD "token=a b c d\n", 0600, "the token has a character", "" },
};

static char folder[] = "/tmp/check_ses_credentials.XXXXXX"; /* of the program */
static char path[sizeof folder + 16];

static void put(struct slice text, mode_t mode)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text.data, 1, text.length, file), text.length);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
}

static void expect_silent(const char *title, struct slice reason)
{
    static const char *const secrets[] = { ID, KEY, "AKID example", "tok=en==", "a b c d" };

    for (size_t i = 0; i < ROWS(secrets); i++) {
        expect_number(title, "a secret in the reason",
                      slice_find_part(reason, slice_of(secrets[i])) < reason.length, false);
    }
}

static void play(const struct row *row, struct arena *arena)
{
    struct credentials *credentials = NULL;
    struct slice reason = slice_empty();
    enum status status;

    put(slice_of(row->text), row->mode);
    status = credentials_load(slice_of(path), arena, &credentials, &reason);
    if (row->reason == NULL) {
        struct credentials_view view;

        expect_text(row->title, "reason", reason, "");
        expect_number(row->title, "status", status, STATUS_OK);
        view = credentials_view(credentials);
        expect_text(row->title, "id", view.secret_id, ID);
        expect_text(row->title, "key", view.secret_key, KEY);
        expect_text(row->title, "token", view.token, row->token);
        credentials_destroy(credentials);
    } else {
        expect_number(row->title, "status", status, STATUS_BAD_INPUT);
        expect_number(row->title, row->reason,
                      slice_find_part(reason, slice_of(row->reason)) < reason.length, true);
        expect_number(row->title, "the file is named",
                      slice_find_part(reason, slice_of(path)) < reason.length, true);
        assert_null(credentials);
        expect_silent(row->title, reason);
    }
    assert_int_equal(unlink(path), 0);
}

static void test_files(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        play(&rows[i], arena);
    }
    arena_destroy(arena);
}

/* 16 KiB are read, one octet more is not. */
static void test_size(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);

    (void)state;
    for (size_t more = 0; more < 2; more++) {
        struct credentials *credentials = NULL;
        struct slice reason;
        struct buf buf;

        buf_init(&buf, arena, (size_t)20 * 1024);
        buf_add_text(&buf, GOOD "#");
        while (buf.length < (size_t)16 * 1024 + more) {
            buf_add_octet(&buf, 'x');
        }
        put(buf_slice(&buf), 0600);
        assert_int_equal(credentials_load(slice_of(path), arena, &credentials, &reason),
                         more == 0 ? STATUS_OK : STATUS_BAD_INPUT);
        credentials_destroy(credentials);
        assert_int_equal(unlink(path), 0);
    }
    arena_destroy(arena);
}

static void test_no_files(void **state)
{
    char link[sizeof path + 5];
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct credentials *credentials = NULL;
    struct slice reason;

    (void)state;
    assert_int_equal(credentials_load(slice_of(path), arena, &credentials, &reason),
                     STATUS_BAD_INPUT);
    assert_true(slice_find_part(reason, SLICE("No such file")) < reason.length);
    assert_int_equal(credentials_load(slice_of(folder), arena, &credentials, &reason),
                     STATUS_BAD_INPUT);
    assert_true(slice_find_part(reason, SLICE("no regular file")) < reason.length);
    assert_int_equal(credentials_load(SLICE("/dev/null"), arena, &credentials, &reason),
                     STATUS_BAD_INPUT);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(credentials_load(slice_of(path), arena, &credentials, &reason),
                     STATUS_BAD_INPUT);
    assert_true(slice_find_part(reason, SLICE("no regular file")) < reason.length);
    assert_int_equal(unlink(path), 0);
    /* What a link leads to counts. */
    (void)snprintf(link, sizeof link, "%s.ln", path);
    assert_int_equal(symlink(path, link), 0);
    put(SLICE(GOOD), 0644);
    assert_int_equal(credentials_load(slice_of(link), arena, &credentials, &reason),
                     STATUS_BAD_INPUT);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(credentials_load(slice_of(link), arena, &credentials, &reason), STATUS_OK);
    credentials_destroy(credentials);
    assert_int_equal(unlink(link), 0);
    assert_int_equal(unlink(path), 0);
    credentials_destroy(NULL);
    arena_destroy(arena);
}

static void test_environment(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct credentials *credentials = NULL;
    struct credentials_view view;
    struct slice reason;

    (void)state;
    (void)unsetenv("TENCENTCLOUD_SECRET_ID");
    (void)unsetenv("TENCENTCLOUD_SECRET_KEY");
    (void)unsetenv("TENCENTCLOUD_TOKEN");
    assert_int_equal(credentials_load(slice_empty(), arena, &credentials, &reason),
                     STATUS_BAD_INPUT);
    assert_true(slice_find_part(reason, SLICE("--ses-credentials FILE")) < reason.length);
    assert_int_equal(setenv("TENCENTCLOUD_SECRET_ID", ID, 1), 0);
    assert_int_equal(credentials_load(slice_empty(), arena, &credentials, &reason),
                     STATUS_BAD_INPUT);
    expect_silent("half of them", reason);
    assert_int_equal(setenv("TENCENTCLOUD_SECRET_ID", " " ID "\n", 1), 0);
    assert_int_equal(setenv("TENCENTCLOUD_SECRET_KEY", KEY, 1), 0);
    assert_int_equal(setenv("TENCENTCLOUD_TOKEN", "tok=en==", 1), 0);
    assert_int_equal(credentials_load(slice_empty(), arena, &credentials, &reason), STATUS_OK);
    view = credentials_view(credentials);
    expect_text("environment", "id", view.secret_id, ID);
    expect_text("environment", "key", view.secret_key, KEY);
    expect_text("environment", "token", view.token, "tok=en==");
    credentials_destroy(credentials);
    /* No copy is left there. */
    assert_string_equal(getenv("TENCENTCLOUD_SECRET_KEY"), "");
    assert_string_equal(getenv("TENCENTCLOUD_TOKEN"), "");
    arena_destroy(arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_size),
        cmocka_unit_test(test_no_files),
        cmocka_unit_test(test_environment),
    };
    int failed;

    if (mkdtemp(folder) == NULL) {
        return 99;
    }
    (void)snprintf(path, sizeof path, "%s/file", folder);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    (void)rmdir(folder);
    return failed;
}
