/* SPDX-License-Identifier: MIT */
/* From a host to its addresses. */
#include "io/host_address.h"

static void take_addresses(const struct dns_answer *answer, enum rr_type type,
                           struct host_addresses *addresses)
{
    for (size_t i = 0; answer->class == ANSWER_CLASS_POSITIVE && i < answer->record_count &&
                       addresses->count < HOST_ADDRESSES_MAXIMUM;
         i++) {
        if (answer->records[i].type == type) {
            addresses->list[addresses->count] = answer->records[i].data.address;
            addresses->count++;
        }
    }
}

enum status host_address_find(const struct host_address_request *request, struct slice host,
                              struct arena *arena, struct host_addresses *ret_addresses)
{
    static const enum rr_type types[] = { RR_TYPE_A, RR_TYPE_AAAA };
    static const enum address_family excluded[] = { ADDRESS_FAMILY_IP6, ADDRESS_FAMILY_IP4 };
    struct question questions[2];
    struct dns_answer *answers = arena_alloc_array(arena, 2, sizeof *answers);
    struct dns_name name;
    size_t count = 0;
    enum status status;

    *ret_addresses = (struct host_addresses){ .count = 0 };
    if (answers == NULL) {
        return STATUS_NO_MEMORY;
    }
    if (address_from_text(host, &ret_addresses->list[0]) == STATUS_OK) {
        ret_addresses->count = 1;
        return STATUS_OK;
    }
    if (name_from_text(host, &name, NULL) != STATUS_OK) {
        return STATUS_OK;
    }
    for (size_t i = 0; i < 2; i++) {
        if (request->family != excluded[i]) {
            questions[count] =
                (struct question){ .kind = QUESTION_KIND_RESOLVER, .type = types[i], .name = name };
            count++;
        }
    }
    status = request->dns->ask(request->dns->self, questions, count, request->deadline_ns, arena,
                               answers, request->messages);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        take_addresses(&answers[i], questions[i].type, ret_addresses);
    }
    return status;
}
