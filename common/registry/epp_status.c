/* SPDX-License-Identifier: MIT */
/* Words of statuses: one table, compared with blanks, hyphens, underscores and case taken out. */
#include "registry/epp_status.h"

#include <stdbool.h>
#include <stddef.h>

#define WORD_SIZE 28 /* "serverTransferProhibited" and its end */

/* What is printed; characters and not pointers, for those would have to be relocated. */
static const char words[EPP_STATUS_COUNT][WORD_SIZE] = {
    [EPP_STATUS_OTHER] = "other",
    [EPP_STATUS_OK] = "ok",
    [EPP_STATUS_LINKED] = "linked",
    [EPP_STATUS_INACTIVE] = "inactive",
    [EPP_STATUS_CLIENT_HOLD] = "clientHold",
    [EPP_STATUS_SERVER_HOLD] = "serverHold",
    [EPP_STATUS_CLIENT_DELETE_PROHIBITED] = "clientDeleteProhibited",
    [EPP_STATUS_SERVER_DELETE_PROHIBITED] = "serverDeleteProhibited",
    [EPP_STATUS_CLIENT_RENEW_PROHIBITED] = "clientRenewProhibited",
    [EPP_STATUS_SERVER_RENEW_PROHIBITED] = "serverRenewProhibited",
    [EPP_STATUS_CLIENT_TRANSFER_PROHIBITED] = "clientTransferProhibited",
    [EPP_STATUS_SERVER_TRANSFER_PROHIBITED] = "serverTransferProhibited",
    [EPP_STATUS_CLIENT_UPDATE_PROHIBITED] = "clientUpdateProhibited",
    [EPP_STATUS_SERVER_UPDATE_PROHIBITED] = "serverUpdateProhibited",
    [EPP_STATUS_PENDING_CREATE] = "pendingCreate",
    [EPP_STATUS_PENDING_DELETE] = "pendingDelete",
    [EPP_STATUS_PENDING_RENEW] = "pendingRenew",
    [EPP_STATUS_PENDING_RESTORE] = "pendingRestore",
    [EPP_STATUS_PENDING_TRANSFER] = "pendingTransfer",
    [EPP_STATUS_PENDING_UPDATE] = "pendingUpdate",
    [EPP_STATUS_ADD_PERIOD] = "addPeriod",
    [EPP_STATUS_AUTO_RENEW_PERIOD] = "autoRenewPeriod",
    [EPP_STATUS_RENEW_PERIOD] = "renewPeriod",
    [EPP_STATUS_TRANSFER_PERIOD] = "transferPeriod",
    [EPP_STATUS_REDEMPTION_PERIOD] = "redemptionPeriod",
    [EPP_STATUS_PENDING_VERIFICATION] = "pendingVerification",
    [EPP_STATUS_SUSPENDED] = "suspended",
    [EPP_STATUS_TO_BE_SUSPENDED] = "toBeSuspended",
    [EPP_STATUS_EXPIRED] = "expired",
};

/* Other words for the same. */
static const struct {
    char word[WORD_SIZE];
    enum epp_status status;
} aliases[] = {
    { "active", EPP_STATUS_OK },                 /* RFC 8056 2 */
    { "associated", EPP_STATUS_LINKED },         /* RFC 8056 2 */
    { "connect", EPP_STATUS_OK },                /* .de: delegated */
    { "connected", EPP_STATUS_OK },              /* .co.jp and its like */
    { "delegated", EPP_STATUS_OK },              /* .ru */
    { "notdelegated", EPP_STATUS_INACTIVE },     /* .ru: without servers, or held back */
    { "deactivated", EPP_STATUS_SUSPENDED },     /* .se, .nu, .dk */
    { "registrarhold", EPP_STATUS_CLIENT_HOLD }, /* RFC 2832 6, before EPP */
    { "registryhold", EPP_STATUS_SERVER_HOLD },  /* RFC 2832 6 */
};

/* Before "(" and before a blank with "http" behind it. */
static struct slice without_explanation(struct slice text)
{
    for (size_t at = 0; at < text.length; at++) {
        if (text.data[at] == '(' ||
            (ascii_is_blank(text.data[at]) &&
             slice_starts_with_nocase(slice_from(text, at + 1), SLICE("http")))) {
            return slice_head(text, at);
        }
    }
    return text;
}

enum epp_status epp_status_from_text(struct slice text)
{
    char buffer[WORD_SIZE];
    /* A word that does not fit is none. */
    struct slice word =
        slice_fold(without_explanation(text), SLICE(" \t\r\n-_"), buffer, sizeof buffer);

    for (size_t i = EPP_STATUS_OK; i < EPP_STATUS_COUNT; i++) {
        if (slice_equal_nocase(word, slice_of(words[i]))) {
            return (enum epp_status)i;
        }
    }
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++) {
        if (slice_equal(word, slice_of(aliases[i].word))) {
            return aliases[i].status;
        }
    }
    return EPP_STATUS_OTHER;
}

const char *epp_status_text(enum epp_status status)
{
    return (unsigned)status < EPP_STATUS_COUNT ? words[status] : words[EPP_STATUS_OTHER];
}
