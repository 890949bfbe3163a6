/* SPDX-License-Identifier: MIT */
/*
 * RDAP replies about example.com. The first line of the input is the HTTP status and Retry-After
 * ("429 120"), the rest the body. An object is found only in a 200 that names the domain; a hold
 * only where a word for it is in the body; without an object nothing of one is kept; what is read
 * is the same when it was written and read again.
 */
#include <stdlib.h>

#include "registry/rdap_domain.h"
#include "registry_invariants.h"

#define NOW INT64_C(1795521600)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* "429 120" */
static void read_head(struct slice line, struct rdap_reply *reply)
{
    uint64_t status = 0;
    size_t blank = slice_find(line, ' ');

    if (slice_number(slice_head(line, blank), 0, 999, &status) == STATUS_OK) {
        reply->http_status = (unsigned)status;
    }
    reply->retry_after = slice_from(line, blank + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make((const char *)data, size);
    size_t end = slice_find(text, '\n');
    struct rdap_reply reply = { .content_type = slice_empty(),
                                .retry_after = slice_empty(),
                                .body = slice_from(text, end + 1) };
    struct arena *arena = NULL;
    struct registration registration;
    struct dns_name asked;

    demand(arena_create(LIMIT_ARENA, &arena) == STATUS_OK);
    demand(name_from_text(SLICE("example.com"), &asked, NULL) == STATUS_OK);
    read_head(slice_head(text, end), &reply);
    demand(rdap_domain_parse(&reply, &asked, NOW, arena, &registration) == STATUS_OK);
    demand(registration.source == REGISTRATION_SOURCE_RDAP);
    if (registration.result == REGISTRATION_RESULT_FOUND) {
        demand(reply.http_status == 200);
    }
    if (registration.result == REGISTRATION_RESULT_NOT_FOUND) {
        demand(reply.http_status == 404 || reply.http_status == 200);
    }
    /* JSON may write letters as \u0065: then the words need not be there as they are. */
    check_registration(&registration, reply.body, slice_find(reply.body, '\\') < reply.body.length,
                       arena);
    arena_destroy(arena);
    return 0;
}
