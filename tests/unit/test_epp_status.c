/* SPDX-License-Identifier: MIT */
/* Statuses in all spellings, and words that only look like one. */
#include "../support/expect.h"

#include "registry/epp_status.h"

static void test_spellings(void **state)
{
    static const struct {
        const char *text;
        enum epp_status status;
    } rows[] = {
        { "clientHold", EPP_STATUS_CLIENT_HOLD },
        { "client hold", EPP_STATUS_CLIENT_HOLD },
        { "CLIENT-HOLD", EPP_STATUS_CLIENT_HOLD },
        { "client_hold", EPP_STATUS_CLIENT_HOLD },
        { "  Client  Hold\r", EPP_STATUS_CLIENT_HOLD },
        { "clientHold https://icann.org/epp#clientHold", EPP_STATUS_CLIENT_HOLD },
        { "clientHold\thttp://icann.org/epp#clientHold", EPP_STATUS_CLIENT_HOLD },
        { "clientHold -- HTTP://icann.org/epp", EPP_STATUS_CLIENT_HOLD },
        { "serverHold (https://www.icann.org/epp#serverHold)", EPP_STATUS_SERVER_HOLD },
        { "serverHold(Expired)", EPP_STATUS_SERVER_HOLD },
        { "server hold", EPP_STATUS_SERVER_HOLD },
        { "REGISTRAR-HOLD", EPP_STATUS_CLIENT_HOLD },
        { "REGISTRY-HOLD", EPP_STATUS_SERVER_HOLD },
        { "ok", EPP_STATUS_OK },
        { "OK", EPP_STATUS_OK },
        { "Active", EPP_STATUS_OK },
        { "connect", EPP_STATUS_OK },
        { "Connected (2026/03/31)", EPP_STATUS_OK },
        { "DELEGATED", EPP_STATUS_OK },
        { "linked", EPP_STATUS_LINKED },
        { "associated", EPP_STATUS_LINKED },
        { "INACTIVE", EPP_STATUS_INACTIVE },
        { "NOT DELEGATED", EPP_STATUS_INACTIVE },
        { "client delete prohibited", EPP_STATUS_CLIENT_DELETE_PROHIBITED },
        { "server delete prohibited", EPP_STATUS_SERVER_DELETE_PROHIBITED },
        { "client renew prohibited", EPP_STATUS_CLIENT_RENEW_PROHIBITED },
        { "server renew prohibited", EPP_STATUS_SERVER_RENEW_PROHIBITED },
        { "CLIENT TRANSFER PROHIBITED", EPP_STATUS_CLIENT_TRANSFER_PROHIBITED },
        { "server transfer prohibited", EPP_STATUS_SERVER_TRANSFER_PROHIBITED },
        { "client update prohibited", EPP_STATUS_CLIENT_UPDATE_PROHIBITED },
        { "server update prohibited", EPP_STATUS_SERVER_UPDATE_PROHIBITED },
        { "pending create", EPP_STATUS_PENDING_CREATE },
        { "PENDING DELETE", EPP_STATUS_PENDING_DELETE },
        { "pending renew", EPP_STATUS_PENDING_RENEW },
        { "pending restore", EPP_STATUS_PENDING_RESTORE },
        { "pending transfer", EPP_STATUS_PENDING_TRANSFER },
        { "pending update", EPP_STATUS_PENDING_UPDATE },
        { "add period", EPP_STATUS_ADD_PERIOD },
        { "auto renew period", EPP_STATUS_AUTO_RENEW_PERIOD },
        { "renew period", EPP_STATUS_RENEW_PERIOD },
        { "transfer period", EPP_STATUS_TRANSFER_PERIOD },
        { "RedemptionPeriod", EPP_STATUS_REDEMPTION_PERIOD },
        { "pendingVerification", EPP_STATUS_PENDING_VERIFICATION },
        { "Suspended", EPP_STATUS_SUSPENDED },
        { "deactivated", EPP_STATUS_SUSPENDED },
        { "To be suspended", EPP_STATUS_TO_BE_SUSPENDED },
        { "To be suspended (2026/11/30)", EPP_STATUS_TO_BE_SUSPENDED },
        { "expired", EPP_STATUS_EXPIRED },

        { "", EPP_STATUS_OTHER },
        { "  ", EPP_STATUS_OTHER },
        { "(clientHold)", EPP_STATUS_OTHER },
        { " https://icann.org/epp#clientHold", EPP_STATUS_OTHER },
        { "https://icann.org/epp#clientHold", EPP_STATUS_OTHER },
        { "hold", EPP_STATUS_OTHER },
        { "transfer hold", EPP_STATUS_OTHER },
        { "registerHold", EPP_STATUS_OTHER },
        { "clientHolds", EPP_STATUS_OTHER },
        { "clientHol", EPP_STATUS_OTHER },
        { "not clientHold", EPP_STATUS_OTHER },
        { "client.hold", EPP_STATUS_OTHER },
        { "clientHold: yes", EPP_STATUS_OTHER },
        { "server recover prohibited", EPP_STATUS_OTHER },
        { "update prohibited", EPP_STATUS_OTHER },
        { "other", EPP_STATUS_OTHER },
        { "serverTransferProhibitedXXXXXXXXXX", EPP_STATUS_OTHER },
        { "client\xC2\xA0hold", EPP_STATUS_OTHER },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_number(rows[i].text, "status", epp_status_from_text(slice_of(rows[i].text)),
                      rows[i].status);
    }
}

/* A NUL is an octet like any other: the word goes on behind it. */
static void test_nul(void **state)
{
    (void)state;
    assert_int_equal(epp_status_from_text(slice_make("clientHold\0", 11)), EPP_STATUS_OTHER);
    assert_int_equal(epp_status_from_text(slice_make("clientHold\0x", 12)), EPP_STATUS_OTHER);
    assert_int_equal(epp_status_from_text(slice_make("\0", 1)), EPP_STATUS_OTHER);
}

/* Every status has a word of its own, which is read as that status. */
static void test_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < EPP_STATUS_COUNT; i++) {
        const char *word = epp_status_text((enum epp_status)i);

        expect_number(word, "status", epp_status_from_text(slice_of(word)), (long long)i);
        for (size_t other = 0; other < i; other++) {
            assert_string_not_equal(word, epp_status_text((enum epp_status)other));
        }
    }
    assert_string_equal(epp_status_text(EPP_STATUS_COUNT), "other");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spellings),
        cmocka_unit_test(test_nul),
        cmocka_unit_test(test_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
