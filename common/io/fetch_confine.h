/* SPDX-License-Identifier: MIT */
/*
 * Least privilege for the helper program: it reads what strangers send with libraries of a million
 * lines, so it keeps only what that needs, its two streams and sockets.
 */
#ifndef CHECK_SES_IO_FETCH_CONFINE_H
#define CHECK_SES_IO_FETCH_CONFINE_H

/*
 * Closes every descriptor but the first three; gives up capabilities, gaining new ones by exec,
 * core files (requests may hold credentials), being traced, writing files, and starting threads
 * and processes, which also means that no library can look a name up behind our back; bounds
 * memory, descriptors and processor time; dies with its parent. SIGPIPE is ignored. What the system
 * does not have is left out: each is a second line of defence.
 */
void fetch_confine(void);

#endif
