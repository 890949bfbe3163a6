/* SPDX-License-Identifier: MIT */
/*
 * The addresses written in the subject's own record: too wide, written twice, not public, or with
 * bits behind the prefix (RFC 7208 5.6). All of it is legal, so all of it is information.
 */
#include "rules/spf_context.h"

#define LARGE_PREFIX_IP4 16u /* a shorter one covers more than any sender has */
#define LARGE_PREFIX_IP6 32u

struct special_network {
    struct address address;
    unsigned prefix;
    const char *what;
};

/* Networks nobody can send from over the Internet (IANA special-purpose address registries). */
static const struct special_network special_networks[] = {
    { { ADDRESS_FAMILY_IP4, { 10 } }, 8, "private (RFC 1918)" },
    { { ADDRESS_FAMILY_IP4, { 100, 64 } }, 10, "shared by carriers (RFC 6598)" },
    { { ADDRESS_FAMILY_IP4, { 127 } }, 8, "this host itself" },
    { { ADDRESS_FAMILY_IP4, { 169, 254 } }, 16, "link-local" },
    { { ADDRESS_FAMILY_IP4, { 172, 16 } }, 12, "private (RFC 1918)" },
    { { ADDRESS_FAMILY_IP4, { 192, 0, 2 } }, 24, "for documentation (RFC 5737)" },
    { { ADDRESS_FAMILY_IP4, { 192, 168 } }, 16, "private (RFC 1918)" },
    { { ADDRESS_FAMILY_IP4, { 198, 51, 100 } }, 24, "for documentation (RFC 5737)" },
    { { ADDRESS_FAMILY_IP4, { 203, 0, 113 } }, 24, "for documentation (RFC 5737)" },
    { { ADDRESS_FAMILY_IP4, { 224 } }, 4, "multicast" },
    { { ADDRESS_FAMILY_IP6, { [15] = 1 } }, 128, "this host itself" },
    { { ADDRESS_FAMILY_IP6, { 0x20, 0x01, 0x0d, 0xb8 } }, 32, "for documentation (RFC 3849)" },
    { { ADDRESS_FAMILY_IP6, { 0xfc } }, 7, "private (RFC 4193)" },
    { { ADDRESS_FAMILY_IP6, { 0xfe, 0x80 } }, 10, "link-local" },
    { { ADDRESS_FAMILY_IP6, { 0xff } }, 8, "multicast" },
};

static bool is_network(const struct spf_term *term)
{
    return term->kind == SPF_TERM_IP4 || term->kind == SPF_TERM_IP6;
}

static unsigned prefix_of(const struct spf_term *term)
{
    if (term->kind == SPF_TERM_IP4) {
        return term->has_prefix4 ? term->prefix4 : 32;
    }
    return term->has_prefix6 ? term->prefix6 : 128;
}

static void judge_size(struct spf_context *context, const struct spf_term *term)
{
    unsigned prefix = prefix_of(term);
    unsigned least = term->kind == SPF_TERM_IP4 ? LARGE_PREFIX_IP4 : LARGE_PREFIX_IP6;
    struct finding *finding;

    if (prefix == 0 || prefix >= least) { /* 0 is spf.pass-all */
        return;
    }
    finding = spf_context_add(context, FINDING_SPF_LARGE_NETWORK, context->tree.root, term);
    finding->message =
        arena_printf(context->arena, "%.*s is a very large network (shorter than /%u)",
                     SLICE_ARGS(term->text), least);
}

static void judge_special(struct spf_context *context, const struct spf_term *term)
{
    unsigned prefix = prefix_of(term);

    for (size_t i = 0; i < sizeof special_networks / sizeof special_networks[0]; i++) {
        const struct special_network *network = &special_networks[i];

        if (prefix >= network->prefix &&
            address_within(&term->network, &network->address, network->prefix)) {
            struct finding *finding =
                spf_context_add(context, FINDING_SPF_PRIVATE_NETWORK, context->tree.root, term);

            finding->message = arena_printf(context->arena, "%.*s is %s: no mail comes from there",
                                            SLICE_ARGS(term->text), network->what);
            return;
        }
    }
}

/* Bits behind the prefix: legal, only the prefix is compared, but often a slip. */
static void judge_host_bits(struct spf_context *context, const struct spf_term *term)
{
    unsigned prefix = prefix_of(term);
    struct address network = term->network;
    struct finding *finding;

    for (unsigned bit = prefix; bit < address_bits(&network); bit++) {
        network.octets[bit / 8] &= (uint8_t) ~(0x80u >> bit % 8);
    }
    if (address_equal(&network, &term->network)) {
        return;
    }
    finding = spf_context_add(context, FINDING_SPF_HOST_BITS, context->tree.root, term);
    finding->message =
        arena_printf(context->arena, "%.*s means the network %.*s/%u", SLICE_ARGS(term->text),
                     SLICE_ARGS(address_to_text(&network, context->arena)), prefix);
}

/* A term that an earlier one makes superfluous: the same text, or a network within another. */
static bool is_covered(const struct spf_term *term, const struct spf_term *by)
{
    if (slice_equal_nocase(term->text, by->text)) {
        return spf_term_is_mechanism(term);
    }
    return is_network(term) && is_network(by) && prefix_of(by) <= prefix_of(term) &&
           prefix_of(by) > 0 && address_within(&term->network, &by->network, prefix_of(by));
}

/* At most this many terms are compared with each other: the work grows with the square. */
#define COMPARED_MAXIMUM 256u

static void judge_duplicates(struct spf_context *context, const struct spf_record *record)
{
    size_t count = record->term_count < COMPARED_MAXIMUM ? record->term_count : COMPARED_MAXIMUM;

    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            const struct spf_term *term = &record->terms[i];
            const struct spf_term *by = &record->terms[j];
            bool same = slice_equal_nocase(term->text, by->text);
            struct finding *finding;

            if (i == j || (same && j > i) || !is_covered(term, by)) {
                continue;
            }
            finding = spf_context_add(context, FINDING_SPF_DUPLICATE, context->tree.root, term);
            finding->message =
                same ? arena_printf(context->arena, "%.*s stands twice", SLICE_ARGS(term->text))
                     : arena_printf(context->arena, "%.*s lies within %.*s", SLICE_ARGS(term->text),
                                    SLICE_ARGS(by->text));
            break;
        }
    }
}

void spf_networks_judge(struct spf_context *context)
{
    const struct spf_record *record = spf_context_record(context);

    if (record == NULL) {
        return;
    }
    for (size_t i = 0; i < record->term_count; i++) {
        if (is_network(&record->terms[i])) {
            judge_size(context, &record->terms[i]);
            judge_special(context, &record->terms[i]);
            judge_host_bits(context, &record->terms[i]);
        }
    }
    judge_duplicates(context, record);
}
