/* SPDX-License-Identifier: MIT */
/* Starting, killing and reaping the helper program. */
#define _GNU_SOURCE /* NOLINT: getauxval's constants */
#include "io/fetch_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef PKGLIBEXECDIR
#define PKGLIBEXECDIR "/usr/libexec/check_ses"
#endif

#define PATH_MAXIMUM 4096
#define OWN_ACCORD_TRIES 20 /* milliseconds that one who said goodbye has to be gone */
#define KILLED_TRIES 100    /* the same for one who was killed */

const char *fetch_process_installed_path(void)
{
    return PKGLIBEXECDIR "/" FETCH_PROGRAM;
}

/* "/folder/of/this/program/check_ses_fetch". False when that cannot be known or used. */
static bool path_beside(char path[PATH_MAXIMUM])
{
    ssize_t length = readlink("/proc/self/exe", path, PATH_MAXIMUM);

    if (length <= 0 || length == PATH_MAXIMUM) {
        return false;
    }
    while (length > 0 && path[length - 1] != '/') {
        length--;
    }
    if ((size_t)length + sizeof FETCH_PROGRAM > PATH_MAXIMUM) {
        return false;
    }
    memcpy(path + length, FETCH_PROGRAM, sizeof FETCH_PROGRAM);
    return true;
}

/* The error of posix_spawn(3), 0 when it runs. */
static int spawn_with(const char *path, posix_spawn_file_actions_t *actions,
                      posix_spawnattr_t *attributes, pid_t *ret_pid)
{
    char name[] = FETCH_PROGRAM;
    char *const arguments[] = { name, NULL };
    char *const environment[] = { NULL };

    return posix_spawn(ret_pid, path, actions, attributes, arguments, environment);
}

/* The child gets `end` as its standard input and output, and no words of its libraries reach ours.
 */
static int fill_actions(posix_spawn_file_actions_t *actions, int end)
{
    int error = posix_spawn_file_actions_adddup2(actions, end, STDIN_FILENO);

    if (error == 0) {
        error = posix_spawn_file_actions_adddup2(actions, end, STDOUT_FILENO);
    }
    if (error == 0) {
        error = posix_spawn_file_actions_addopen(actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    return error;
}

/* No signal is blocked in the child: ours may have been started with some that are. */
static int fill_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none;
    int error;

    (void)sigemptyset(&none);
    error = posix_spawnattr_setsigmask(attributes, &none);
    return error != 0 ? error : posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK);
}

static int spawn(int end, pid_t *ret_pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    char path[PATH_MAXIMUM];
    int error = posix_spawn_file_actions_init(&actions);

    if (error != 0) {
        return error;
    }
    error = posix_spawnattr_init(&attributes);
    if (error != 0) {
        (void)posix_spawn_file_actions_destroy(&actions);
        return error;
    }
    error = fill_actions(&actions, end);
    if (error == 0) {
        error = fill_attributes(&attributes);
    }
    if (error == 0) {
        error = ENOENT;
        if (getauxval(AT_SECURE) == 0 && path_beside(path)) {
            error = spawn_with(path, &actions, &attributes, ret_pid);
        }
        if (error != 0) {
            error = spawn_with(fetch_process_installed_path(), &actions, &attributes, ret_pid);
        }
    }
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&actions);
    return error;
}

enum status fetch_process_start(struct fetch_process *ret_process)
{
    struct fetch_process process = { .pid = 0 };
    struct sigaction by_default = { .sa_handler = SIG_DFL };
    int ends[2];
    int error;

    /* A socket, not a pipe: one descriptor for both ways, and writing to one that has gone can be
     * had without SIGPIPE. */
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        return STATUS_IO;
    }
    /* Where SIGCHLD is ignored (it may be inherited) the system forgets a child at once, and its
     * number may be a stranger's when we kill it. */
    (void)sigaction(SIGCHLD, &by_default, &process.child_action);
    error = fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0 ? spawn(ends[1], &process.pid) : errno;
    (void)close(ends[1]);
    if (error != 0) {
        (void)close(ends[0]);
        (void)sigaction(SIGCHLD, &process.child_action, NULL);
        errno = error;
        return error == ENOENT || error == EACCES || error == ENOTDIR || error == ENOEXEC
                   ? STATUS_NOT_FOUND
                   : STATUS_IO;
    }
    process.socket = ends[0];
    *ret_process = process;
    return STATUS_OK;
}

/* Whether the child is gone for good, asked for `tries` milliseconds. */
static bool reap(pid_t pid, int tries, int *status)
{
    for (; tries >= 0; tries--) {
        pid_t reaped = waitpid(pid, status, WNOHANG);

        if (reaped == pid || (reaped < 0 && errno != EINTR)) {
            return true;
        }
        (void)poll(NULL, 0, tries > 0 ? 1 : 0);
    }
    return false;
}

int fetch_process_end(struct fetch_process *process)
{
    int status = -1;
    char octet;
    bool said_goodbye;

    if (process->pid == 0) {
        return -1;
    }
    /* At the end of its stream it is ending by itself: how, is worth a moment. */
    said_goodbye = recv(process->socket, &octet, 1, MSG_PEEK) == 0;
    (void)close(process->socket);
    if (!said_goodbye || !reap(process->pid, OWN_ACCORD_TRIES, &status)) {
        int killed;

        (void)kill(process->pid, SIGKILL);
        (void)reap(process->pid, KILLED_TRIES, &killed);
    }
    (void)sigaction(SIGCHLD, &process->child_action, NULL);
    process->pid = 0;
    return status;
}
