/* SPDX-License-Identifier: MIT */
/*
 * The statuses of a domain object: a closed set, in the spellings of EPP (RFC 5731 2.3, RFC 3915
 * 3.1), RDAP (RFC 8056 2), and those that registries print on port 43.
 */
#ifndef CHECK_SES_REGISTRY_EPP_STATUS_H
#define CHECK_SES_REGISTRY_EPP_STATUS_H

#include "base/slice.h"

enum epp_status {
    EPP_STATUS_OTHER = 0, /* a word that is none of these */
    EPP_STATUS_OK,
    EPP_STATUS_LINKED,
    EPP_STATUS_INACTIVE,
    EPP_STATUS_CLIENT_HOLD,
    EPP_STATUS_SERVER_HOLD,
    EPP_STATUS_CLIENT_DELETE_PROHIBITED,
    EPP_STATUS_SERVER_DELETE_PROHIBITED,
    EPP_STATUS_CLIENT_RENEW_PROHIBITED,
    EPP_STATUS_SERVER_RENEW_PROHIBITED,
    EPP_STATUS_CLIENT_TRANSFER_PROHIBITED,
    EPP_STATUS_SERVER_TRANSFER_PROHIBITED,
    EPP_STATUS_CLIENT_UPDATE_PROHIBITED,
    EPP_STATUS_SERVER_UPDATE_PROHIBITED,
    EPP_STATUS_PENDING_CREATE,
    EPP_STATUS_PENDING_DELETE,
    EPP_STATUS_PENDING_RENEW,
    EPP_STATUS_PENDING_RESTORE,
    EPP_STATUS_PENDING_TRANSFER,
    EPP_STATUS_PENDING_UPDATE,
    EPP_STATUS_ADD_PERIOD,
    EPP_STATUS_AUTO_RENEW_PERIOD,
    EPP_STATUS_RENEW_PERIOD,
    EPP_STATUS_TRANSFER_PERIOD,
    EPP_STATUS_REDEMPTION_PERIOD,
    EPP_STATUS_PENDING_VERIFICATION, /* CNNIC: real-name verification missing or refused */
    EPP_STATUS_SUSPENDED,            /* not delegated by the registry, in its own words */
    EPP_STATUS_TO_BE_SUSPENDED,      /* announced */
    EPP_STATUS_EXPIRED,              /* in its own words, beside or instead of a date */
    EPP_STATUS_COUNT
};

/*
 * One status as a reply has it: what follows the first blank and "http" or "(" is cut, blanks,
 * "-" and "_" are taken out, letters fold. "client hold", "clientHold", "CLIENT-HOLD" and
 * "clientHold https://icann.org/epp#clientHold" are the same; "active" is OK, "associated" LINKED.
 * Only whole words count: "transfer hold" is OTHER.
 */
enum epp_status epp_status_from_text(struct slice text);

/* "clientHold": the word of EPP, or of the registry where EPP has none; "other". Static. */
const char *epp_status_text(enum epp_status status);

#endif
