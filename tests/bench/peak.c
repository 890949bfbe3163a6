/* SPDX-License-Identifier: MIT */
/*
 * Runs a command and prints the most memory it had in RAM, in KiB. A shell or an interpreter cannot
 * tell: what they hold themselves before they start the command counts, too; this holds next to
 * nothing.
 *
 * Usage: peak COMMAND [ARGUMENT...], the command by its full path.
 */
#define _DEFAULT_SOURCE /* wait4 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct rusage usage;
    pid_t child;
    int status;

    if (argc < 2) {
        fputs("usage: peak COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_RDWR);

        if (nowhere >= 0) {
            dup2(nowhere, STDOUT_FILENO);
            dup2(nowhere, STDERR_FILENO);
        }
        execv(argv[1], argv + 1);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) ||
        WEXITSTATUS(status) == 127) {
        return 1;
    }
    printf("%ld\n", usage.ru_maxrss);
    return 0;
}
