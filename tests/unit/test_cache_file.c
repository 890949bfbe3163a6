/* SPDX-License-Identifier: MIT */
/* The cache's folder and files: whom it trusts, names, replacing, locks, pruning. */
#define _GNU_SOURCE /* NOLINT: flock */
#include "cache_world.h"

#include <errno.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "io/cache_file.h"
#include "io/clock.h"

#define NS_PER_MS INT64_C(1000000)

static struct cache_folder open_folder(struct cache_world *world)
{
    struct cache_folder folder = { .descriptor = -1 };
    struct slice problem = slice_empty();

    if (cache_folder_open(slice_of(world->folder), world->arena, &folder, &problem) != STATUS_OK) {
        fail_msg("%.*s", SLICE_ARGS(problem));
    }
    return folder;
}

static struct cache_file_name make_file_name(const char *prefix, const char *subject,
                                             const char *suffix)
{
    struct cache_file_name name;

    cache_file_name(prefix, slice_of(subject), suffix, &name);
    return name;
}

static int64_t after_ms(int64_t milliseconds)
{
    return clock_monotonic_ns() + milliseconds * NS_PER_MS;
}

/* --- the folder ------------------------------------------------------------------------------- */

static void test_objection(void **state)
{
    static const struct {
        const char *title;
        mode_t mode;
        uid_t owner;
        uid_t user;
        const char *want;
    } rows[] = {
        { "ours", S_IFDIR | 0750, 7, 7, NULL },
        { "ours alone", S_IFDIR | 0700, 7, 7, NULL },
        { "ours, the group may write", S_IFDIR | 0770, 7, 7, NULL },
        { "readable by everyone", S_IFDIR | 0755, 7, 7, NULL },
        { "everyone may write", S_IFDIR | 0777, 7, 7, "everyone may write to it" },
        { "sticky", S_IFDIR | S_ISVTX | 0777, 7, 7, "everyone may write to it" },
        { "everyone, to root", S_IFDIR | 0777, 7, 0, "everyone may write to it" },
        { "everyone, of root, to root", S_IFDIR | 0702, 0, 0, "everyone may write to it" },
        { "another's", S_IFDIR | 0750, 8, 7, "it belongs to another user" },
        { "another's, our group's", S_IFDIR | 0770, 8, 7, "it belongs to another user" },
        { "root's", S_IFDIR | 0770, 0, 7, "it belongs to another user" },
        { "another's, to root", S_IFDIR | 0750, 8, 0, NULL },
        { "root's, to root", S_IFDIR | 0750, 0, 0, NULL },
        { "not writable", S_IFDIR | 0550, 7, 7, "its owner may not read and write it" },
        { "not writable, to root", S_IFDIR | 0550, 8, 0, "its owner may not read and write it" },
        { "not to be entered", S_IFDIR | 0650, 7, 7, "its owner may not read and write it" },
        { "a file", S_IFREG | 0750, 7, 7, "it is no folder" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct stat info = { .st_mode = rows[i].mode, .st_uid = rows[i].owner };

        expect_text(rows[i].title, "objection",
                    slice_of(cache_folder_objection(&info, rows[i].user)),
                    rows[i].want == NULL ? "" : rows[i].want);
    }
}

static void test_open(void **state)
{
    struct cache_world *world = *state;
    struct cache_folder folder = open_folder(world);
    struct stat info;

    assert_true(folder.descriptor >= 0);
    assert_int_equal(folder.owner, geteuid());
    assert_false(folder.foreign);
    assert_int_equal(stat(world->folder, &info), 0);
    assert_int_equal(info.st_mode & 07777u, 0750);
    cache_folder_close(&folder);
    assert_int_equal(folder.descriptor, -1);
    cache_folder_close(&folder);
    /* What is there is taken as it is. */
    assert_int_equal(chmod(world->folder, 0700), 0);
    folder = open_folder(world);
    assert_int_equal(stat(world->folder, &info), 0);
    assert_int_equal(info.st_mode & 07777u, 0700);
    cache_folder_close(&folder);
}

static void expect_refused(struct cache_world *world, const char *path, const char *want)
{
    struct cache_folder folder = { .descriptor = -7 };
    struct slice problem = slice_empty();
    struct slice text = arena_printf(world->arena, "%s: %s", path, want);

    expect_number(path, "status",
                  cache_folder_open(slice_of(path), world->arena, &folder, &problem), STATUS_IO);
    expect_text(path, "problem", problem, text.data);
    expect_number(path, "descriptor", folder.descriptor, -7);
}

static void test_open_refused(void **state)
{
    static const char no_folder[] = "it is no folder, or a symbolic link";
    struct cache_world *world = *state;
    struct slice slash = arena_printf(world->arena, "%s//", world_path(world, "link"));
    struct cache_folder folder = { .descriptor = -1 };
    struct slice problem = slice_empty();

    expect_refused(world, world_path(world, "none/cache"),
                   "it does not exist, nor can the folder above it be seen");
    world_write(world_path(world, "file"), SLICE("text"));
    expect_refused(world, world_path(world, "file"), no_folder);
    expect_refused(world, world_path(world, "file/cache"), no_folder);
    assert_int_equal(mkdir(world->folder, 0750), 0);
    assert_int_equal(symlink(world->folder, world_path(world, "link")), 0);
    expect_refused(world, world_path(world, "link"), no_folder);
    assert_int_equal(symlink(world_path(world, "nowhere"), world_path(world, "dangling")), 0);
    expect_refused(world, world_path(world, "dangling"), no_folder);
    /* A slash behind a link would lead through it. */
    assert_int_equal(cache_folder_open(slash, world->arena, &folder, &problem), STATUS_IO);
    assert_int_equal(chmod(world->folder, 01777), 0);
    expect_refused(world, world->folder, "everyone may write to it");
    assert_int_equal(chmod(world->folder, 0550), 0);
    expect_refused(world, world->folder, "its owner may not read and write it");
    assert_int_equal(cache_folder_open(slice_make("/tmp\0/x", 7), world->arena, &folder, &problem),
                     STATUS_IO);
    assert_int_equal(cache_folder_open(slice_empty(), world->arena, &folder, &problem), STATUS_IO);
    if (!world_is_root()) {
        expect_refused(world, "/", "it belongs to another user");
        assert_int_equal(chmod(world->root, 0550), 0);
        expect_refused(world, world_path(world, "new"),
                       "it does not exist and cannot be made: Permission denied");
    }
}

static void test_root_elsewhere(void **state)
{
    struct cache_world *world = *state;
    struct cache_file_name name = make_file_name("domain", "a.example", ".json");
    struct cache_file_name lock = make_file_name("domain", "a.example", ".lock");
    struct cache_folder folder;
    const char *secret = world_path(world, "secret");
    struct stat info;
    int descriptor;

    assert_int_equal(chmod(world->root, 0711), 0);
    assert_int_equal(mkdir(world->folder, 0750), 0);
    if (!world_give_away(world->folder)) {
        skip();
    }
    expect_refused(world, world_path(world, "cache/new"),
                   "it does not exist, and root makes none in a folder of another user");
    folder = open_folder(world);
    assert_true(folder.foreign);
    assert_true(cache_folder_enter(&folder));
    assert_int_equal(cache_file_replace(&folder, &name, SLICE("text")), STATUS_OK);
    assert_int_equal(cache_file_lock(&folder, &lock, after_ms(0), &descriptor), STATUS_OK);
    cache_folder_leave(&folder);
    assert_int_equal(fstatat(folder.descriptor, name.text, &info, 0), 0);
    assert_int_equal(info.st_uid, WORLD_STRANGER);
    assert_int_equal(info.st_gid, WORLD_STRANGER);
    assert_int_equal(fstatat(folder.descriptor, lock.text, &info, 0), 0);
    assert_int_equal(info.st_uid, WORLD_STRANGER);
    cache_file_unlock(&folder, &lock, descriptor);
    /* Inside, a file of root alone is out of reach; outside it is in reach again. */
    world_write(secret, SLICE("root's"));
    assert_int_equal(chmod(secret, 0600), 0);
    assert_true(cache_folder_enter(&folder));
    assert_int_equal(open(secret, O_RDONLY), -1);
    assert_int_equal(errno, EACCES);
    cache_folder_leave(&folder);
    descriptor = open(secret, O_RDONLY);
    assert_true(descriptor >= 0);
    (void)close(descriptor);
    cache_folder_close(&folder);
}

/* --- names ------------------------------------------------------------------------------------ */

static void test_names(void **state)
{
    static const struct {
        const char *subject;
        const char *want;
    } rows[] = {
        { "example.com", "domain-example.com.json" },
        { "Example.COM", "domain-example.com.json" },
        { "xn--fiqs8s", "domain-xn--fiqs8s.json" },
        { "", "domain-.json" },
        { ".", "domain-..json" },
        { "..", "domain-...json" },
        { "a/b", "domain-a%2fb.json" },
        { "../../etc/passwd", "domain-..%2f..%2fetc%2fpasswd.json" },
        { "a_b", "domain-a%5fb.json" },
        { "a%2fb", "domain-a%252fb.json" },
        { "a:8443", "domain-a%3a8443.json" },
        { "[::1]", "domain-%5b%3a%3a1%5d.json" },
        { "a b\n\t\x7f\xc3\xa4", "domain-a%20b%0a%09%7f%c3%a4.json" },
        { "a~b", "domain-a%7eb.json" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct cache_file_name name = make_file_name("domain", rows[i].subject, ".json");

        expect_text(rows[i].subject, "name", slice_of(name.text), rows[i].want);
    }
}

/* Long ones stay within NAME_MAX and stay apart. */
static void test_long_names(void **state)
{
    char subject[1001];
    struct cache_file_name before = { "" };

    (void)state;
    memset(subject, '\x01', sizeof subject);
    for (size_t length = 0; length <= 1000; length++) {
        struct cache_file_name name;

        cache_file_name("domain", slice_make(subject, length), ".whois-failed.json", &name);
        assert_true(strlen(name.text) < 240);
        assert_true(slice_ends_with(slice_of(name.text), SLICE(".whois-failed.json")));
        assert_string_not_equal(name.text, before.text);
        assert_int_equal(strstr(name.text, "%~") != NULL, 7 + 3 * length > 180);
        before = name;
    }
    memset(subject, 'a', sizeof subject);
    for (size_t at = 200; at <= 1000; at += 100) {
        struct cache_file_name name;

        subject[at] = 'b';
        cache_file_name("domain", slice_make(subject, sizeof subject), ".json", &name);
        assert_string_not_equal(name.text, before.text);
        before = name;
    }
}

/* --- contents --------------------------------------------------------------------------------- */

static void expect_content(const struct cache_folder *folder, const char *title,
                           const struct cache_file_name *name, const char *want)
{
    char data[16];
    struct slice text = SLICE("untouched");

    expect_number(title, "status", cache_file_read(folder, name, data, sizeof data, &text),
                  want == NULL ? STATUS_NOT_FOUND : STATUS_OK);
    expect_text(title, "content", text, want == NULL ? "untouched" : want);
}

static void test_content(void **state)
{
    struct cache_world *world = *state;
    struct cache_folder folder = open_folder(world);
    struct cache_file_name name = make_file_name("domain", "a.example", ".json");
    struct stat info;

    expect_content(&folder, "none", &name, NULL);
    assert_int_equal(cache_file_replace(&folder, &name, SLICE("0123456789abcdef")), STATUS_OK);
    expect_content(&folder, "just fits", &name, "0123456789abcdef");
    assert_int_equal(fstatat(folder.descriptor, name.text, &info, 0), 0);
    assert_int_equal(info.st_mode & 07777u, 0640);
    assert_int_equal(cache_file_replace(&folder, &name, SLICE("0123456789abcdefg")), STATUS_OK);
    expect_content(&folder, "one too many", &name, NULL);
    assert_int_equal(cache_file_replace(&folder, &name, SLICE("")), STATUS_OK);
    expect_content(&folder, "empty", &name, "");
    assert_int_equal(world_count(world->folder, ""), 1);
    cache_file_remove(&folder, &name);
    cache_file_remove(&folder, &name);
    expect_content(&folder, "removed", &name, NULL);
    cache_folder_close(&folder);
}

enum obstacle {
    LINK,
    DANGLING,
    PIPE,
    HARD_LINK,
    WRITABLE,
    FOREIGN
};

/* False: it cannot be made here. */
static bool make_obstacle(struct cache_world *world, enum obstacle obstacle, mode_t mode,
                          const char *path)
{
    const char *other = world_path(world, "other");

    if (obstacle == WRITABLE || obstacle == FOREIGN) {
        world_write(path, SLICE("text"));
        assert_int_equal(chmod(path, mode), 0);
        return obstacle == WRITABLE || world_give_away(path);
    }
    world_write(other, SLICE("other"));
    if (obstacle == PIPE) {
        return mkfifo(path, mode) == 0;
    }
    if (obstacle == HARD_LINK) {
        return link(other, path) == 0;
    }
    return symlink(obstacle == LINK ? other : "/nowhere/at/all", path) == 0;
}

/* What stands in the place of a file, is not read, and gives way. */
static void test_strange_files(void **state)
{
    static const struct {
        const char *title;
        enum obstacle obstacle;
        mode_t mode;
    } rows[] = {
        { "link", LINK, 0 },
        { "dangling link", DANGLING, 0 },
        { "pipe", PIPE, 0600 },
        { "hard link", HARD_LINK, 0 },
        { "the group may write", WRITABLE, 0660 },
        { "everyone may write", WRITABLE, 0646 },
        { "another user's", FOREIGN, 0640 },
    };
    struct cache_world *world = *state;
    struct cache_folder folder = open_folder(world);
    struct cache_file_name name = make_file_name("domain", "a.example", ".json");
    const char *path = world_path(world, "cache/domain-a.example.json");

    for (size_t i = 0; i < ROWS(rows); i++) {
        if (make_obstacle(world, rows[i].obstacle, rows[i].mode, path)) {
            expect_content(&folder, rows[i].title, &name, NULL);
        }
        expect_number(rows[i].title, "replaced", cache_file_replace(&folder, &name, SLICE("new")),
                      STATUS_OK);
        expect_content(&folder, rows[i].title, &name, "new");
        cache_file_remove(&folder, &name);
    }
    assert_int_equal(mkdir(path, 0700), 0);
    expect_content(&folder, "folder", &name, NULL);
    assert_int_equal(cache_file_replace(&folder, &name, SLICE("new")), STATUS_IO);
    assert_int_equal(errno, EISDIR);
    assert_int_equal(world_count(world->folder, ""), 1);
    cache_folder_close(&folder);
}

static void test_disk_full(void **state)
{
    struct cache_world *world = *state;
    struct cache_folder folder = open_folder(world);
    struct cache_file_name name = make_file_name("domain", "a.example", ".json");
    struct rlimit before;
    struct rlimit little;

    assert_int_equal(cache_file_replace(&folder, &name, SLICE("old")), STATUS_OK);
    /* A limit on file sizes ends a write as a full disk does. */
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    little = (struct rlimit){ 4, before.rlim_max };
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    assert_int_equal(cache_file_replace(&folder, &name, SLICE("12345678")), STATUS_IO);
    assert_int_equal(errno, EFBIG);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    expect_content(&folder, "kept", &name, "old");
    assert_int_equal(world_count(world->folder, ""), 1);
    cache_folder_close(&folder);
}

/* --- locks ------------------------------------------------------------------------------------ */

static void test_lock(void **state)
{
    struct cache_world *world = *state;
    struct cache_folder folder = open_folder(world);
    struct cache_file_name name = make_file_name("domain", "a.example", ".lock");
    struct cache_file_name other = make_file_name("domain", "b.example", ".lock");
    int64_t started = clock_monotonic_ns();
    int first = -1;
    int second = -1;

    assert_int_equal(cache_file_lock(&folder, &name, 0, &first), STATUS_OK);
    assert_int_equal(cache_file_lock(&folder, &name, 0, &second), STATUS_TIMEOUT);
    assert_true(clock_monotonic_ns() - started < 200 * NS_PER_MS);
    assert_int_equal(cache_file_lock(&folder, &name, after_ms(120), &second), STATUS_TIMEOUT);
    assert_true(clock_monotonic_ns() - started >= 120 * NS_PER_MS);
    assert_int_equal(second, -1);
    assert_int_equal(cache_file_lock(&folder, &other, 0, &second), STATUS_OK);
    cache_file_unlock(&folder, &other, second);
    cache_file_unlock(&folder, &name, first);
    assert_int_equal(world_count(world->folder, ""), 0);
    assert_int_equal(cache_file_lock(&folder, &name, 0, &first), STATUS_OK);
    cache_file_unlock(&folder, &name, first);
    cache_folder_close(&folder);
}

/* The file is deleted from outside while it is held: two may then hold one each, but none is lost.
 */
static void test_lock_deleted(void **state)
{
    struct cache_world *world = *state;
    struct cache_folder folder = open_folder(world);
    struct cache_file_name name = make_file_name("domain", "a.example", ".lock");
    int first = -1;
    int second = -1;
    int third = -1;

    assert_int_equal(cache_file_lock(&folder, &name, 0, &first), STATUS_OK);
    cache_file_remove(&folder, &name);
    assert_int_equal(cache_file_lock(&folder, &name, 0, &second), STATUS_OK);
    cache_file_unlock(&folder, &name, first);
    /* The first one's end leaves the second one's file alone. */
    assert_int_equal(world_count(world->folder, ""), 1);
    assert_int_equal(cache_file_lock(&folder, &name, 0, &third), STATUS_TIMEOUT);
    cache_file_unlock(&folder, &name, second);
    assert_int_equal(world_count(world->folder, ""), 0);
    cache_folder_close(&folder);
}

/* A child that holds the lock until it is told or killed; its end of a pipe says when it has it. */
static pid_t start_holder(const struct cache_folder *folder, const struct cache_file_name *name,
                          int64_t hold_ms)
{
    int ends[2];
    char octet;
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct timespec time = { hold_ms / 1000, hold_ms % 1000 * NS_PER_MS };
        int held;
        bool done = cache_file_lock(folder, name, 0, &held) == STATUS_OK;

        done = done && write(ends[1], "x", 1) == 1;
        (void)nanosleep(&time, NULL);
        if (done) {
            cache_file_unlock(folder, name, held);
        }
        _exit(done ? 0 : 1);
    }
    (void)close(ends[1]);
    assert_int_equal(read(ends[0], &octet, 1), 1);
    (void)close(ends[0]);
    return child;
}

static void test_lock_between_processes(void **state)
{
    struct cache_world *world = *state;
    struct cache_folder folder = open_folder(world);
    struct cache_file_name name = make_file_name("domain", "a.example", ".lock");
    int64_t started = clock_monotonic_ns();
    pid_t child = start_holder(&folder, &name, 150);
    int held = -1;
    int code;

    assert_int_equal(cache_file_lock(&folder, &name, 0, &held), STATUS_TIMEOUT);
    assert_int_equal(cache_file_lock(&folder, &name, after_ms(5000), &held), STATUS_OK);
    assert_true(clock_monotonic_ns() - started >= 150 * NS_PER_MS);
    cache_file_unlock(&folder, &name, held);
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_int_equal(code, 0);
    /* Killed: the lock is free, and the file it left is taken over and removed. */
    child = start_holder(&folder, &name, 60000);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_int_equal(world_count(world->folder, ""), 1);
    assert_int_equal(cache_file_lock(&folder, &name, 0, &held), STATUS_OK);
    cache_file_unlock(&folder, &name, held);
    assert_int_equal(world_count(world->folder, ""), 0);
    cache_folder_close(&folder);
}

static void test_lock_in_the_way(void **state)
{
    struct cache_world *world = *state;
    struct cache_folder folder = open_folder(world);
    struct cache_file_name name = make_file_name("domain", "a.example", ".lock");
    const char *path = world_path(world, "cache/domain-a.example.lock");
    int held = -1;

    assert_int_equal(symlink("/nowhere/at/all", path), 0);
    assert_int_equal(cache_file_lock(&folder, &name, 0, &held), STATUS_OK);
    cache_file_unlock(&folder, &name, held);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(cache_file_lock(&folder, &name, 0, &held), STATUS_OK);
    cache_file_unlock(&folder, &name, held);
    world_write(path, SLICE(""));
    (void)world_give_away(path);
    assert_int_equal(cache_file_lock(&folder, &name, 0, &held), STATUS_OK);
    cache_file_unlock(&folder, &name, held);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(cache_file_lock(&folder, &name, after_ms(1000), &held), STATUS_IO);
    cache_folder_close(&folder);
}

/* --- pruning ---------------------------------------------------------------------------------- */

static void test_prune(void **state)
{
    static const struct {
        const char *name;
        int64_t age;
        bool stays;
    } rows[] = {
        { "domain-young.rdap.json", CACHE_KEPT_S, true },
        { "domain-old.rdap.json", CACHE_KEPT_S + 1, false },
        { "domain-old.whois-failed.json", CACHE_KEPT_S + 1, false },
        { "domain-ahead.rdap.json", -CACHE_KEPT_S, true },
        { "server-old.json", CACHE_KEPT_S + 1, false },
        { "server-young.json", 0, true },
        { "domain-young.lock", CACHE_LEFT_S, true },
        { "domain-old.lock", CACHE_LEFT_S + 1, false },
        { "server-old.lock", CACHE_LEFT_S + 1, false },
        { ".new-0123456789abcdef", CACHE_LEFT_S + 1, false },
        { ".new-fedcba9876543210", CACHE_LEFT_S, true },
        { "README", 10 * CACHE_KEPT_S, true },
        { "domain.json", 10 * CACHE_KEPT_S, true },
        { "domain-old.txt", 10 * CACHE_KEPT_S, true },
        { "my-domain-old.json", 10 * CACHE_KEPT_S, true },
        { ".newer", 10 * CACHE_KEPT_S, true },
    };
    struct cache_world *world = *state;
    struct cache_folder folder = open_folder(world);
    struct cache_file_name held_name = make_file_name("domain", "held", ".lock");
    struct timespec old[2] = { { WORLD_NOW - 10 * CACHE_KEPT_S, 0 },
                               { WORLD_NOW - 10 * CACHE_KEPT_S, 0 } };
    int held = -1;

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct timespec times[2] = { { WORLD_NOW, 0 }, { WORLD_NOW - rows[i].age, 0 } };
        const char *path = arena_printf(world->arena, "%s/%s", world->folder, rows[i].name).data;

        world_write(path, SLICE("text"));
        assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    }
    assert_int_equal(mkdir(world_path(world, "cache/domain-folder.json"), 0700), 0);
    assert_int_equal(utimensat(folder.descriptor, "domain-folder.json", old, 0), 0);
    assert_int_equal(symlink("/etc/passwd", world_path(world, "cache/domain-link.json")), 0);
    assert_int_equal(utimensat(folder.descriptor, "domain-link.json", old, AT_SYMLINK_NOFOLLOW), 0);
    assert_int_equal(cache_file_lock(&folder, &held_name, 0, &held), STATUS_OK);
    assert_int_equal(utimensat(folder.descriptor, held_name.text, old, 0), 0);
    cache_file_prune(&folder, WORLD_NOW);
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_number(rows[i].name, "stays",
                      faccessat(folder.descriptor, rows[i].name, F_OK, 0) == 0, rows[i].stays);
    }
    assert_int_equal(world_count(world->folder, "domain-folder.json"), 1);
    assert_int_equal(world_count(world->folder, "domain-link.json"), 1);
    assert_int_equal(world_count(world->folder, "domain-held.lock"), 1);
    cache_file_unlock(&folder, &held_name, held);
    cache_folder_close(&folder);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_objection),
        cmocka_unit_test_setup_teardown(test_open, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_open_refused, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_root_elsewhere, world_setup, world_teardown),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_long_names),
        cmocka_unit_test_setup_teardown(test_content, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_strange_files, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_disk_full, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_lock, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_lock_deleted, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_lock_between_processes, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_lock_in_the_way, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(test_prune, world_setup, world_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
