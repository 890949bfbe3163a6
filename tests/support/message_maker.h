/* SPDX-License-Identifier: MIT */
/*
 * Replies for tests, from one line of text per section: "OWNER [TTL] TYPE DATA; …", where DATA is
 * an address, a name, "PREFERENCE NAME", for SOA "MINIMUM", for TXT strings with a bar between
 * them, and for HEX "TYPENUMBER OCTETS-IN-HEX". Names are written uncompressed, but "^" for the
 * owner or at the end of DATA is a pointer to the name in the question.
 */
#ifndef CHECK_SES_TESTS_SUPPORT_MESSAGE_MAKER_H
#define CHECK_SES_TESTS_SUPPORT_MESSAGE_MAKER_H

#include "expect.h"

#include "dns/address.h"
#include "dns/rr.h"

#define FLAGS_QR 0x8000u
#define FLAGS_AA 0x0400u
#define FLAGS_TC 0x0200u
#define FLAGS_RD 0x0100u
#define FLAGS_RA 0x0080u
#define FLAGS_AD 0x0020u

struct maker {
    uint8_t octets[LIMIT_MESSAGE];
    size_t length;
};

static inline void put_octet(struct maker *maker, unsigned octet)
{
    assert_true(maker->length < sizeof maker->octets);
    maker->octets[maker->length] = (uint8_t)octet;
    maker->length++;
}

static inline void put_number(struct maker *maker, unsigned long number, unsigned octets)
{
    while (octets > 0) {
        octets--;
        put_octet(maker, (unsigned)(number >> (8 * octets)) & 0xFF);
    }
}

static inline void put_octets(struct maker *maker, struct slice octets)
{
    for (size_t i = 0; i < octets.length; i++) {
        put_octet(maker, (unsigned char)octets.data[i]);
    }
}

/* A name as written; "^" is a pointer to the question, "label^" a label before it. */
static inline void put_name(struct maker *maker, struct slice text)
{
    struct slice label;

    if (slice_equal(text, SLICE("."))) {
        text = slice_make(NULL, 0);
    }
    while (slice_split(&text, '.', &label)) {
        bool is_pointer = slice_ends_with(label, SLICE("^"));

        label.length -= is_pointer ? 1 : 0;
        if (label.length > 0) {
            put_octet(maker, (unsigned)label.length);
            put_octets(maker, label);
        }
        if (is_pointer) {
            put_number(maker, 0xC00C, 2);
            return;
        }
    }
    put_octet(maker, 0);
}

static inline unsigned hex_digit(char c)
{
    return ascii_is_digit(c) ? (unsigned)(c - '0') : (unsigned)(ascii_lower(c) - 'a' + 10);
}

static inline void put_hex(struct maker *maker, struct slice hex)
{
    for (size_t i = 0; i + 1 < hex.length; i += 2) {
        put_octet(maker, hex_digit(hex.data[i]) << 4 | hex_digit(hex.data[i + 1]));
    }
}

static inline void put_soa(struct maker *maker, unsigned long minimum)
{
    put_name(maker, SLICE("ns.Example"));
    put_name(maker, SLICE("hostmaster.example"));
    put_number(maker, 2024, 4);
    put_number(maker, 7200, 4);
    put_number(maker, 3600, 4);
    put_number(maker, 1209600, 4);
    put_number(maker, minimum, 4);
}

static inline void put_txt(struct maker *maker, struct slice data)
{
    struct slice string;

    while (slice_split(&data, '|', &string)) {
        put_octet(maker, (unsigned)string.length);
        put_octets(maker, string);
    }
}

static inline unsigned long number_of(struct slice text)
{
    uint64_t number = 0;

    if (slice_number(text, 0, UINT32_MAX, &number) != STATUS_OK) {
        fail_msg("\"%.*s\" is no number", SLICE_ARGS(text));
    }
    return (unsigned long)number;
}

static inline void put_address(struct maker *maker, struct slice text)
{
    struct address address = { .family = ADDRESS_FAMILY_NONE };

    assert_int_equal(address_from_text(text, &address), STATUS_OK);
    put_octets(maker, slice_make((const char *)address.octets, address_bits(&address) / 8));
}

static inline void put_data(struct maker *maker, enum rr_type type, struct slice data)
{
    struct slice first = slice_head(data, slice_find(data, ' '));

    switch (type) {
    case RR_TYPE_A:
    case RR_TYPE_AAAA:
        put_address(maker, data);
        return;
    case RR_TYPE_NS:
    case RR_TYPE_CNAME:
    case RR_TYPE_PTR:
    case RR_TYPE_DNAME:
        put_name(maker, data);
        return;
    case RR_TYPE_MX:
        put_number(maker, number_of(first), 2);
        put_name(maker, slice_from(data, first.length + 1));
        return;
    case RR_TYPE_SOA:
        put_soa(maker, number_of(data));
        return;
    case RR_TYPE_TXT:
        put_txt(maker, data);
        return;
    case RR_TYPE_NONE:
    case RR_TYPE_DS:
        put_hex(maker, data);
        return;
    }
}

/* One record: the words before DATA are taken off one by one. */
static inline void put_record(struct maker *maker, struct slice text)
{
    struct slice word = slice_empty();
    unsigned long ttl = 300;
    enum rr_type type = RR_TYPE_NONE;
    unsigned number;
    size_t length_at;
    size_t length;

    assert_true(slice_split(&text, ' ', &word));
    put_name(maker, word);
    assert_true(slice_split(&text, ' ', &word));
    if (ascii_is_digit(word.data[0])) {
        ttl = number_of(word);
        assert_true(slice_split(&text, ' ', &word));
    }
    if (rr_type_from_text(word, &type) == STATUS_OK) {
        number = (unsigned)type;
    } else {
        assert_true(slice_split(&text, ' ', &word));
        number = (unsigned)number_of(word);
    }
    put_number(maker, number, 2);
    put_number(maker, number == 41 ? 1232 : 1, 2);
    put_number(maker, ttl, 4);
    length_at = maker->length;
    put_number(maker, 0, 2);
    put_data(maker, type, text.data == NULL ? slice_empty() : text);
    length = maker->length - length_at - 2;
    maker->octets[length_at] = (uint8_t)(length >> 8);
    maker->octets[length_at + 1] = (uint8_t)length;
}

/* Header and question; `name` "" leaves the question out. */
static inline void make_header(struct maker *maker, unsigned id, unsigned flags, const char *name,
                               unsigned type)
{
    memset(maker, 0, sizeof *maker);
    put_number(maker, id, 2);
    put_number(maker, flags, 2);
    put_number(maker, *name != '\0' ? 1 : 0, 2);
    put_number(maker, 0, 6);
    if (*name != '\0') {
        put_name(maker, slice_of(name));
        put_number(maker, type, 2);
        put_number(maker, 1, 2);
    }
}

/* The records of the next section: 0 answer, 1 authority, 2 additional. NULL: none. */
static inline void make_section(struct maker *maker, unsigned section, const char *records)
{
    struct slice rest = slice_of(records);
    struct slice record;
    unsigned count = 0;

    if (records == NULL) {
        return;
    }
    while (slice_split(&rest, ';', &record)) {
        put_record(maker, slice_trim(record));
        count++;
    }
    maker->octets[6 + 2 * section] = (uint8_t)(count >> 8);
    maker->octets[7 + 2 * section] = (uint8_t)count;
}

static inline struct slice made(const struct maker *maker)
{
    return slice_make((const char *)maker->octets, maker->length);
}

#endif
