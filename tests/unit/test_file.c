/* SPDX-License-Identifier: MIT */
/* Whole files: limits, what is no regular file, replacing. */
#include "../support/expect.h"
#include "../support/wrap.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/file.h"

#define PATH_ROOM 256

/* What the system says of the next file. */
enum told {
    TOLD_TRUTH = 0,
    TOLD_SMALLER, /* it will have grown by one octet when it is read */
    TOLD_NOTHING  /* fstat() fails */
};

static enum told *told(void)
{
    static enum told told;

    return &told;
}

int fake_fstat(int descriptor, struct stat *info) IN_PLACE_OF(fstat);
int real_fstat(int descriptor, struct stat *info) THE_REAL(fstat);

int fake_fstat(int descriptor, struct stat *info)
{
    enum told what = *told();
    int result = real_fstat(descriptor, info);

    *told() = TOLD_TRUTH;
    if (what == TOLD_NOTHING) {
        errno = EOVERFLOW;
        return -1;
    }
    if (what == TOLD_SMALLER) {
        info->st_size--;
    }
    return result;
}

struct world {
    struct arena *arena;
    char folder[PATH_ROOM];
    char path[PATH_ROOM];  /* a file in the folder that is not there */
    char other[PATH_ROOM]; /* another one */
};

static int setup(void **state)
{
    static struct world world;
    const char *parent = getenv("TMPDIR");

    (void)snprintf(world.folder, sizeof world.folder, "%s/test_file.XXXXXX",
                   parent == NULL ? "/tmp" : parent);
    assert_non_null(mkdtemp(world.folder));
    assert_true(snprintf(world.path, sizeof world.path, "%s/file", world.folder) < PATH_ROOM);
    assert_true(snprintf(world.other, sizeof world.other, "%s/other", world.folder) < PATH_ROOM);
    world.arena = make_arena(LIMIT_ARENA);
    *state = &world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;

    (void)unlink(world->path);
    (void)unlink(world->other);
    /* That the folder is empty now means that no temporary file was left behind. */
    assert_int_equal(rmdir(world->folder), 0);
    arena_destroy(world->arena);
    return 0;
}

static void write_raw(const char *path, const char *octets, size_t length)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(octets, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static mode_t mode_of(const char *path)
{
    struct stat info;

    assert_int_equal(stat(path, &info), 0);
    return info.st_mode & 07777u;
}

static void test_read_limits(void **state)
{
    static const struct {
        const char *title;
        size_t length;
        size_t maximum;
        enum status status;
    } rows[] = {
        { "empty", 0, 10, STATUS_OK },
        { "one below the limit", 9, 10, STATUS_OK },
        { "at the limit", 10, 10, STATUS_OK },
        { "one above the limit", 11, 10, STATUS_TOO_LONG },
        { "far above the limit", 5000, 10, STATUS_TOO_LONG },
        { "nothing is allowed, nothing is there", 0, 0, STATUS_OK },
        { "nothing is allowed", 1, 0, STATUS_TOO_LONG },
        { "large", 100000, 200000, STATUS_OK },
    };
    struct world *world = *state;
    char *octets = arena_alloc(world->arena, 100000);

    assert_non_null(octets);
    for (size_t i = 0; i < 100000; i++) {
        octets[i] = (char)(i % 251);
    }
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice text = SLICE("untouched");

        write_raw(world->path, octets, rows[i].length);
        expect_number(rows[i].title, "status",
                      file_read(world->path, rows[i].maximum, world->arena, &text), rows[i].status);
        expect_octets(rows[i].title, "text", text,
                      rows[i].status == STATUS_OK ? slice_make(octets, rows[i].length)
                                                  : SLICE("untouched"));
    }
}

static void test_read_what_says_no_size(void **state)
{
    struct world *world = *state;
    struct slice text;

    /* Files of the kernel say that they hold nothing; devices may hold no end. */
    assert_int_equal(file_read("/proc/self/status", 65536, world->arena, &text), STATUS_OK);
    assert_true(slice_starts_with(text, SLICE("Name:")));
    assert_int_equal(file_read("/dev/zero", 4096, world->arena, &text), STATUS_TOO_LONG);
    assert_int_equal(file_read("/dev/null", 4096, world->arena, &text), STATUS_OK);
    assert_int_equal(text.length, 0);
}

static void test_read_growing(void **state)
{
    static const struct {
        const char *title;
        size_t maximum;
        size_t arena; /* 0: enough */
        enum status status;
    } rows[] = {
        { "room for more", 100, 0, STATUS_OK },
        { "at the limit now", 10, 0, STATUS_OK },
        { "over the limit now", 9, 0, STATUS_TOO_LONG },
        { "no memory for more", 4000, 100, STATUS_NO_MEMORY },
    };
    struct world *world = *state;

    write_raw(world->path, "0123456789", 10);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *small = rows[i].arena > 0 ? make_arena(rows[i].arena) : NULL;
        struct slice text = SLICE("untouched");

        *told() = TOLD_SMALLER;
        expect_number(
            rows[i].title, "status",
            file_read(world->path, rows[i].maximum, small != NULL ? small : world->arena, &text),
            rows[i].status);
        expect_text(rows[i].title, "text", text,
                    rows[i].status == STATUS_OK ? "0123456789" : "untouched");
        arena_destroy(small);
    }
}

static void test_read_broken(void **state)
{
    struct world *world = *state;
    struct slice text = SLICE("untouched");

    write_raw(world->path, "0123456789", 10);
    *told() = TOLD_NOTHING;
    errno = 0;
    assert_int_equal(file_read(world->path, 100, world->arena, &text), STATUS_IO);
    assert_int_equal(errno, EOVERFLOW);
    /* The page at address 0 is nobody's: reading it fails. */
    errno = 0;
    assert_int_equal(file_read("/proc/self/mem", 100, world->arena, &text), STATUS_IO);
    assert_int_equal(errno, EIO);
    expect_text("broken", "text", text, "untouched");
}

static void test_read_pipe(void **state)
{
    struct world *world = *state;
    struct slice text;
    char path[PATH_ROOM];
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "a\0b", 3), 3);
    assert_int_equal(close(ends[1]), 0);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", ends[0]);
    assert_int_equal(file_read(path, 3, world->arena, &text), STATUS_OK);
    expect_octets("a pipe", "text", text, slice_make("a\0b", 3));
    assert_int_equal(close(ends[0]), 0);
}

static void test_read_refused(void **state)
{
    struct world *world = *state;
    struct arena *small = make_arena(100);
    struct slice text;

    errno = 0;
    assert_int_equal(file_read(world->path, 10, world->arena, &text), STATUS_IO);
    assert_int_equal(errno, ENOENT);
    errno = 0;
    assert_int_equal(file_read(world->folder, 10, world->arena, &text), STATUS_IO);
    assert_int_equal(errno, EISDIR);
    write_raw(world->path, "0123456789", 10);
    assert_int_equal(file_read(world->path, 1000, small, &text), STATUS_OK);
    assert_int_equal(file_read("/proc/self/status", 65536, small, &text), STATUS_NO_MEMORY);
    arena_destroy(small);
}

static void expect_file(struct world *world, const char *title, const char *path, const char *want)
{
    struct slice text = slice_empty();

    expect_number(title, "status", file_read(path, 4096, world->arena, &text), STATUS_OK);
    expect_text(title, "text", text, want);
}

static void test_write(void **state)
{
    struct world *world = *state;

    assert_int_equal(file_write(world->path, SLICE("first")), STATUS_OK);
    expect_file(world, "new", world->path, "first");
    assert_int_equal(mode_of(world->path), 0600);
    assert_int_equal(chmod(world->path, 0640), 0);
    assert_int_equal(file_write(world->path, SLICE("2")), STATUS_OK);
    expect_file(world, "replaced", world->path, "2");
    assert_int_equal(mode_of(world->path), 0640);
    assert_int_equal(file_write(world->path, slice_empty()), STATUS_OK);
    expect_file(world, "emptied", world->path, "");
}

static void test_write_link(void **state)
{
    struct world *world = *state;
    struct stat info;

    write_raw(world->path, "old", 3);
    assert_int_equal(symlink(world->path, world->other), 0);
    assert_int_equal(file_write(world->other, SLICE("new")), STATUS_OK);
    expect_file(world, "behind the link", world->path, "new");
    assert_int_equal(lstat(world->other, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
}

static void test_write_device(void **state)
{
    struct stat info;

    (void)state;
    /* A device stays one, whoever runs this. */
    assert_int_equal(file_write("/dev/null", SLICE("text")), STATUS_OK);
    assert_int_equal(stat("/dev/null", &info), 0);
    assert_true(S_ISCHR(info.st_mode));
    errno = 0;
    assert_int_equal(file_write("/dev/full", SLICE("text")), STATUS_IO);
    assert_int_equal(errno, ENOSPC);
}

static void test_write_refused(void **state)
{
    struct world *world = *state;
    char path[2 * PATH_ROOM];

    (void)snprintf(path, sizeof path, "%s/no-such-folder/file", world->folder);
    errno = 0;
    assert_int_equal(file_write(path, SLICE("text")), STATUS_IO);
    assert_int_equal(errno, ENOENT);
    errno = 0;
    assert_int_equal(file_write(world->folder, SLICE("text")), STATUS_IO);
    assert_int_equal(errno, EISDIR);
}

/* A path that is one only with the name of the temporary file too long. */
static void test_write_long_path(void **state)
{
    struct world *world = *state;
    char path[4096];
    size_t length = slice_of(world->folder).length;
    struct slice text;

    memcpy(path, world->folder, length);
    while (length < 4080) {
        memcpy(path + length, "/.", 2);
        length += 2;
    }
    memcpy(path + length, "/file", sizeof "/file");
    assert_int_equal(file_read(path, 10, world->arena, &text), STATUS_IO);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(file_write(path, SLICE("text")), STATUS_OK);
    expect_file(world, "at the limit", world->path, "text");
    assert_int_equal(unlink(world->path), 0);
    memcpy(path + length, "//////file", sizeof "//////file");
    errno = 0;
    assert_int_equal(file_write(path, SLICE("text")), STATUS_IO);
    assert_int_equal(errno, ENAMETOOLONG);
}

/* A file that cannot be written whole is as it was. */
static void test_write_full(void **state)
{
    struct world *world = *state;
    struct rlimit limit;
    struct rlimit small;
    enum status status;

    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(file_write(world->path, SLICE("as it was")), STATUS_OK);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    small = limit;
    small.rlim_cur = 20;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    errno = 0;
    status = file_write(world->path, SLICE("longer than twenty octets"));
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_int_equal(status, STATUS_IO);
    assert_int_equal(errno, EFBIG);
    expect_file(world, "after a failure", world->path, "as it was");
}

static void test_write_descriptor(void **state)
{
    struct world *world = *state;
    int ends[2];
    char *large = arena_alloc(world->arena, 1000000);

    (void)signal(SIGPIPE, SIG_IGN);
    assert_non_null(large);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(file_write_descriptor(ends[1], slice_empty()), STATUS_OK);
    assert_int_equal(file_write_descriptor(ends[1], SLICE("a|b")), STATUS_OK);
    assert_int_equal(read(ends[0], large, 100), 3);
    /* Nobody reads: a pipe that does not block is waited for, but not for ever. */
    assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    assert_int_equal(file_write_descriptor(ends[1], slice_make(large, 1000000)), STATUS_IO);
    assert_int_equal(errno, EAGAIN);
    assert_int_equal(close(ends[0]), 0);
    assert_int_equal(file_write_descriptor(ends[1], SLICE("x")), STATUS_IO);
    assert_int_equal(errno, EPIPE);
    assert_int_equal(close(ends[1]), 0);
    assert_int_equal(file_write_descriptor(ends[1], SLICE("x")), STATUS_IO);
    assert_int_equal(errno, EBADF);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_read_limits, setup, teardown),
        cmocka_unit_test_setup_teardown(test_read_what_says_no_size, setup, teardown),
        cmocka_unit_test_setup_teardown(test_read_growing, setup, teardown),
        cmocka_unit_test_setup_teardown(test_read_broken, setup, teardown),
        cmocka_unit_test_setup_teardown(test_read_pipe, setup, teardown),
        cmocka_unit_test_setup_teardown(test_read_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_write, setup, teardown),
        cmocka_unit_test_setup_teardown(test_write_link, setup, teardown),
        cmocka_unit_test(test_write_device),
        cmocka_unit_test_setup_teardown(test_write_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_write_long_path, setup, teardown),
        cmocka_unit_test_setup_teardown(test_write_full, setup, teardown),
        cmocka_unit_test_setup_teardown(test_write_descriptor, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
