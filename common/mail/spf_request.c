/* SPDX-License-Identifier: MIT */
/* The inputs of check_host(): identities, their domains, and the macro values they give. */
#include "mail/spf_request.h"

static bool is_ascii(struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        if ((unsigned char)text.data[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

enum status spf_request_domain(struct slice text, struct dns_name *ret_name)
{
    size_t at = slice_find_last(text, '@');
    struct slice domain = at == text.length ? text : slice_from(text, at + 1);
    struct dns_name name;
    enum status status;

    if (domain.length == 0 || domain.data[0] == '[') { /* nothing, or an address literal */
        return STATUS_BAD_INPUT;
    }
    status = is_ascii(domain) ? name_from_text(domain, &name, NULL)
                              : name_from_user(domain, &name, NULL);
    if (status != STATUS_OK) {
        return status;
    }
    if (name_label_count(&name) < 2) {
        return STATUS_BAD_INPUT;
    }
    *ret_name = name;
    return STATUS_OK;
}

struct slice spf_request_domain_text(struct slice given, const struct dns_name *name,
                                     struct arena *arena)
{
    if (!is_ascii(given)) {
        return name_to_text(name, arena);
    }
    return slice_ends_with(given, SLICE(".")) ? slice_head(given, given.length - 1) : given;
}

void spf_request_values(const struct spf_request *request, struct spf_world *world,
                        struct spf_macro_values *ret_values, bool *ret_ascii)
{
    struct slice domain = request->helo; /* nothing in a HELO name is a local-part (2.4) */
    struct slice local = slice_empty();
    struct dns_name name;

    if (request->sender.length > 0) {
        size_t at = slice_find_last(request->sender, '@');

        domain =
            at < request->sender.length ? slice_from(request->sender, at + 1) : request->sender;
        local = at < request->sender.length ? slice_head(request->sender, at) : local;
    }
    if (local.length == 0) {
        local = SLICE("postmaster");
    }
    if (spf_request_domain(domain, &name) == STATUS_OK) {
        domain = spf_request_domain_text(domain, &name, world->arena);
    }
    *ret_ascii = is_ascii(local);
    *ret_values = (struct spf_macro_values){
        .sender = arena_printf(world->arena, "%.*s@%.*s", SLICE_ARGS(local), SLICE_ARGS(domain)),
        .local_part = local,
        .sender_domain = domain,
        .client = address_unmapped(request->client),
        .helo = request->helo,
        .receiver = request->receiver,
        .clock = facts_clock(world->facts),
    };
}
