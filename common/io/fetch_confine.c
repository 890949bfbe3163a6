/* SPDX-License-Identifier: MIT */
/* Rights that are given up, and limits of what is left. */
#define _GNU_SOURCE /* NOLINT: syscall(2) */
#include "io/fetch_confine.h"

#include <linux/capability.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Sanitizers and the counting of lines need files, threads, memory and being traced. Of gcov no
 * compiler tells, so configure does. */
#if defined __has_feature
#if __has_feature(address_sanitizer) && !defined FETCH_INSTRUMENTED
#define FETCH_INSTRUMENTED
#endif
#elif defined __SANITIZE_ADDRESS__ && !defined FETCH_INSTRUMENTED
#define FETCH_INSTRUMENTED
#endif

#define DESCRIPTORS_LIMIT 256
#define SECONDS_LIMIT 60                /* of processor time, against a loop that never ends */
#define DATA_LIMIT (256u * 1024 * 1024) /* twice what all transfers can need together */

/* Fails where the limit is lower already, which is as good. A macro: what RLIMIT_CORE and its like
 * are, a number or an enumerator, is up to the system's headers. */
#define LIMIT(resource, most) (void)setrlimit(resource, &(const struct rlimit){ most, most })

static void close_foreign_descriptors(void)
{
#ifdef SYS_close_range
    if (syscall(SYS_close_range, STDERR_FILENO + 1, ~0u, 0) == 0) {
        return;
    }
#endif
    for (int descriptor = STDERR_FILENO + 1; descriptor < DESCRIPTORS_LIMIT; descriptor++) {
        (void)close(descriptor);
    }
}

/* A process of root without them cannot do what only root may. */
static void drop_capabilities(void)
{
    struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
    const struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { { .effective = 0 } };

    (void)syscall(SYS_capset, &header, none);
}

void fetch_confine(void)
{
    close_foreign_descriptors();
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)signal(SIGPIPE, SIG_IGN);
    LIMIT(RLIMIT_CORE, 0);
    LIMIT(RLIMIT_NOFILE, DESCRIPTORS_LIMIT);
    LIMIT(RLIMIT_CPU, SECONDS_LIMIT);
#ifndef FETCH_INSTRUMENTED
    LIMIT(RLIMIT_DATA, DATA_LIMIT);
    LIMIT(RLIMIT_FSIZE, 0);
    LIMIT(RLIMIT_NPROC, 0);
    (void)prctl(PR_SET_DUMPABLE, 0);
#endif
    drop_capabilities();
}
