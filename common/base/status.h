/* SPDX-License-Identifier: MIT */
/*
 * The one set of error codes of the library.
 *
 * A status says that *we* could not do something. Bad data from the world is never a status: it is
 * a value (an answer class, a parse defect, a finding). Functions that can fail return a status,
 * and it has to be looked at.
 */
#ifndef CHECK_SES_BASE_STATUS_H
#define CHECK_SES_BASE_STATUS_H

#define MUST_CHECK __attribute__((warn_unused_result))

enum status {
    STATUS_OK = 0,
    STATUS_NO_MEMORY,    /* the arena's limit is reached, or malloc said no */
    STATUS_TOO_LONG,     /* larger than the declared maximum */
    STATUS_BAD_INPUT,    /* does not fit the grammar */
    STATUS_OUT_OF_RANGE, /* fits the grammar, but the number is outside its bounds */
    STATUS_NOT_FOUND,    /* no such thing */
    STATUS_IO,           /* the system refused; errno told why */
    STATUS_TIMEOUT,      /* the deadline passed */
    STATUS_INTERNAL      /* a rule of our own was broken */
};

/* A short text for a status, for instance "not enough memory". Never NULL, static storage. */
const char *status_text(enum status status);

#endif
