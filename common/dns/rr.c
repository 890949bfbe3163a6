/* SPDX-License-Identifier: MIT */
/* Record types, comparing and showing records. */
#include "dns/rr.h"

#include "base/buf.h"
#include "base/limits.h"

/* A message of nothing but empty strings, each shown as two quotes and a blank. */
#define TEXT_MAXIMUM ((size_t)LIMIT_MESSAGE * 4)

const char *rr_type_text(enum rr_type type)
{
    switch (type) {
    case RR_TYPE_NONE:
        return NULL;
    case RR_TYPE_A:
        return "A";
    case RR_TYPE_NS:
        return "NS";
    case RR_TYPE_CNAME:
        return "CNAME";
    case RR_TYPE_SOA:
        return "SOA";
    case RR_TYPE_PTR:
        return "PTR";
    case RR_TYPE_MX:
        return "MX";
    case RR_TYPE_TXT:
        return "TXT";
    case RR_TYPE_AAAA:
        return "AAAA";
    case RR_TYPE_DNAME:
        return "DNAME";
    case RR_TYPE_DS:
        return "DS";
    }
    return NULL;
}

enum status rr_type_from_text(struct slice text, enum rr_type *ret_type)
{
    static const enum rr_type types[] = { RR_TYPE_A,     RR_TYPE_NS, RR_TYPE_CNAME, RR_TYPE_SOA,
                                          RR_TYPE_PTR,   RR_TYPE_MX, RR_TYPE_TXT,   RR_TYPE_AAAA,
                                          RR_TYPE_DNAME, RR_TYPE_DS };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (slice_equal_nocase(text, slice_of(rr_type_text(types[i])))) {
            *ret_type = types[i];
            return STATUS_OK;
        }
    }
    return STATUS_NOT_FOUND;
}

static bool soa_is_same(const struct rr_soa *a, const struct rr_soa *b)
{
    return name_equal(a->primary, b->primary) && name_equal(a->mailbox, b->mailbox) &&
           a->serial == b->serial && a->refresh == b->refresh && a->retry == b->retry &&
           a->expire == b->expire && a->minimum == b->minimum;
}

static bool txt_is_same(const struct rr_txt *a, const struct rr_txt *b)
{
    if (a->count != b->count || !slice_equal(a->joined, b->joined)) {
        return false;
    }
    for (size_t i = 0; i < a->count; i++) {
        if (a->strings[i].length != b->strings[i].length) {
            return false;
        }
    }
    return true;
}

bool rr_same_data(const struct rr *a, const struct rr *b)
{
    if (a->type != b->type) {
        return false;
    }
    switch (a->type) {
    case RR_TYPE_A:
    case RR_TYPE_AAAA:
        return address_equal(&a->data.address, &b->data.address);
    case RR_TYPE_NS:
    case RR_TYPE_CNAME:
    case RR_TYPE_PTR:
    case RR_TYPE_DNAME:
        return name_equal(a->data.name, b->data.name);
    case RR_TYPE_MX:
        return a->data.mx.preference == b->data.mx.preference &&
               name_equal(a->data.mx.exchange, b->data.mx.exchange);
    case RR_TYPE_SOA:
        return soa_is_same(&a->data.soa, &b->data.soa);
    case RR_TYPE_TXT:
        return txt_is_same(&a->data.txt, &b->data.txt);
    case RR_TYPE_NONE:
    case RR_TYPE_DS:
        break;
    }
    return slice_equal(a->data.opaque, b->data.opaque);
}

static uint32_t hash_name(uint32_t hash, const struct dns_name *name)
{
    return slice_hash(hash, slice_make((const char *)name->wire, name->length));
}

static uint32_t hash_address(uint32_t hash, const struct address *address)
{
    return slice_hash(hash, slice_make((const char *)address->octets, sizeof address->octets));
}

uint32_t rr_hash_data(const struct rr *rr)
{
    uint32_t hash = SLICE_HASH_START ^ (uint32_t)rr->type;

    switch (rr->type) {
    case RR_TYPE_A:
    case RR_TYPE_AAAA:
        return hash_address(hash, &rr->data.address);
    case RR_TYPE_NS:
    case RR_TYPE_CNAME:
    case RR_TYPE_PTR:
    case RR_TYPE_DNAME:
        return hash_name(hash, rr->data.name);
    case RR_TYPE_MX:
        return hash_name(hash ^ rr->data.mx.preference, rr->data.mx.exchange);
    case RR_TYPE_SOA:
        return hash_name(hash ^ rr->data.soa.serial, rr->data.soa.primary);
    case RR_TYPE_TXT:
        return slice_hash(hash, rr->data.txt.joined);
    case RR_TYPE_NONE:
    case RR_TYPE_DS:
        break;
    }
    return slice_hash(hash, rr->data.opaque);
}

static void write_name(struct buf *buf, const struct dns_name *name)
{
    buf_add(buf, name_to_text(name, buf->arena));
}

static void write_soa(struct buf *buf, const struct rr_soa *soa)
{
    write_name(buf, soa->primary);
    buf_add_octet(buf, ' ');
    write_name(buf, soa->mailbox);
    buf_printf(buf, " %lu %lu %lu %lu %lu", (unsigned long)soa->serial, (unsigned long)soa->refresh,
               (unsigned long)soa->retry, (unsigned long)soa->expire, (unsigned long)soa->minimum);
}

static void write_txt(struct buf *buf, const struct rr_txt *txt)
{
    for (size_t i = 0; i < txt->count; i++) {
        buf_add_text(buf, i > 0 ? " \"" : "\"");
        buf_add(buf, txt->strings[i]);
        buf_add_octet(buf, '"');
    }
}

static void write_opaque(struct buf *buf, struct slice opaque)
{
    buf_add_text(buf, "\\# ");
    buf_add_number(buf, (int64_t)opaque.length);
    for (size_t i = 0; i < opaque.length; i++) {
        unsigned char octet = (unsigned char)opaque.data[i];

        buf_add_text(buf, i == 0 ? " " : "");
        buf_add_octet(buf, "0123456789abcdef"[octet >> 4]);
        buf_add_octet(buf, "0123456789abcdef"[octet & 0xF]);
    }
}

static void write_data(struct buf *buf, const struct rr *rr)
{
    switch (rr->type) {
    case RR_TYPE_A:
    case RR_TYPE_AAAA:
        buf_add(buf, address_to_text(&rr->data.address, buf->arena));
        return;
    case RR_TYPE_NS:
    case RR_TYPE_CNAME:
    case RR_TYPE_PTR:
    case RR_TYPE_DNAME:
        write_name(buf, rr->data.name);
        return;
    case RR_TYPE_MX:
        buf_add_number(buf, rr->data.mx.preference);
        buf_add_octet(buf, ' ');
        write_name(buf, rr->data.mx.exchange);
        return;
    case RR_TYPE_SOA:
        write_soa(buf, &rr->data.soa);
        return;
    case RR_TYPE_TXT:
        write_txt(buf, &rr->data.txt);
        return;
    case RR_TYPE_NONE:
    case RR_TYPE_DS:
        break;
    }
    write_opaque(buf, rr->data.opaque);
}

struct slice rr_to_text(const struct rr *rr, struct arena *arena)
{
    const char *type = rr_type_text(rr->type);
    struct buf buf;

    buf_init(&buf, arena, TEXT_MAXIMUM);
    write_name(&buf, rr->owner);
    buf_add_octet(&buf, ' ');
    buf_add_number(&buf, rr->ttl);
    buf_add_octet(&buf, ' ');
    if (type != NULL) {
        buf_add_text(&buf, type);
    } else {
        buf_add_text(&buf, "TYPE");
        buf_add_number(&buf, (int64_t)rr->type);
    }
    buf_add_octet(&buf, ' ');
    write_data(&buf, rr);
    return buf_status(&buf) == STATUS_OK && !arena_failed(arena) ? buf_slice(&buf) : slice_empty();
}
