/* SPDX-License-Identifier: MIT */
/* What rogue_dns says for each behaviour. The list with its meaning stands in rogue_dns.c. */
#include <stdlib.h>
#include <string.h>

#include "rogue_message.h"

#define TTL 60

struct behaviour {
    const char *name; /* with a final "-": a number follows in the label */
    void (*act)(const struct rogue_query *query, unsigned number, struct rogue_reply *reply);
    unsigned number; /* else it is this one */
};

/* What `broken_stream` does over TCP. */
enum stream_defect {
    STREAM_NONE,
    STREAM_GARBAGE,
    STREAM_CLOSE,
    STREAM_CUT,
    STREAM_ZERO,
    STREAM_WRONG_ID,
    STREAM_TRUNCATED,
    STREAM_SILENT
};

/* What a denial has in its authority section, beside the response code. */
enum denial {
    DENIAL_PARENT_SOA = 0,
    DENIAL_NO_SOA = 0x10,
    DENIAL_FOREIGN_SOA = 0x20,
    DENIAL_RCODE = 0x0F
};

/* Where the parent of the name asked stands in the message. */
static unsigned parent_offset(const struct rogue_query *query)
{
    return ROGUE_HEADER + (query->name[0] == 0 ? 0 : query->name[0] + 1u);
}

static void put_foreign_soa(struct rogue_reply *reply)
{
    rogue_put_name(reply, "portal.invalid");
    rogue_put16(reply, ROGUE_RECORD_SOA);
    rogue_put16(reply, 1);
    rogue_put32(reply, TTL);
    rogue_put16(reply, 2 + 20);
    rogue_put16(reply, 0); /* two root names */
    for (unsigned i = 0; i < 5; i++) {
        rogue_put32(reply, 1);
    }
    rogue_count(reply, ROGUE_SECTION_AUTHORITY);
}

static void deny(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    rogue_put_start(query, (enum rogue_rcode)(number & DENIAL_RCODE), reply);
    if ((number & DENIAL_FOREIGN_SOA) != 0) {
        put_foreign_soa(reply);
    } else if ((number & DENIAL_NO_SOA) == 0) {
        rogue_put_soa(reply, parent_offset(query), ROGUE_SECTION_AUTHORITY);
    }
}

static void good(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    static const uint8_t ip4[] = { 192, 0, 2, 1 };
    static const uint8_t ip6[16] = { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 };

    (void)number;
    rogue_put_start(query, ROGUE_RCODE_NOERROR, reply);
    if (query->type == ROGUE_RECORD_TXT) {
        rogue_put_text(reply, ROGUE_HEADER, "v=spf1 -all", 11);
    } else if (query->type == ROGUE_RECORD_A) {
        rogue_put_record(reply, ROGUE_HEADER, ROGUE_RECORD_A, sizeof ip4);
        rogue_put(reply, ip4, sizeof ip4);
        rogue_count(reply, ROGUE_SECTION_ANSWER);
    } else if (query->type == ROGUE_RECORD_AAAA) {
        rogue_put_record(reply, ROGUE_HEADER, ROGUE_RECORD_AAAA, sizeof ip6);
        rogue_put(reply, ip6, sizeof ip6);
        rogue_count(reply, ROGUE_SECTION_ANSWER);
    } else {
        deny(query, DENIAL_PARENT_SOA, reply);
    }
    if (query->edns) {
        rogue_put_opt(reply, 0, 0);
    }
}

/* As a server of the zone says it. */
static void authoritative(const struct rogue_query *query, unsigned number,
                          struct rogue_reply *reply)
{
    good(query, number, reply);
    reply->octets[2] |= 4;
    reply->octets[3] &= 0x7F; /* RA clear */
}

/* --- silence, delay and forgery --------------------------------------------------------------- */

static void silent(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    (void)query;
    (void)number;
    reply->nothing = true;
}

static void late(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    good(query, 0, reply);
    reply->delay_ms = number;
}

static void drop(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    good(query, 0, reply);
    reply->nothing = query->before < number;
}

static void duplicate(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    good(query, 0, reply);
    reply->copies = number;
}

static void flood(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    good(query, 0, reply);
    reply->forged = number;
}

static void wrong_port(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    good(query, number, reply);
    reply->other_port = true;
}

static void wrong_address(const struct rogue_query *query, unsigned number,
                          struct rogue_reply *reply)
{
    good(query, number, reply);
    reply->other_address = true;
}

/* Changes one bit of the octet at this offset: of the id, or of the name asked. */
static void wrong_octet(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    good(query, 0, reply);
    reply->octets[number] ^= 1;
}

static void wrong_type(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    good(query, number, reply);
    reply->octets[ROGUE_HEADER + query->name_length + 1] ^= 1;
}

static void not_reply(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    good(query, number, reply);
    reply->octets[2] &= 0x7F;
}

/* --- what cannot be read ---------------------------------------------------------------------- */

static void garbage(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    reply->length = 0;
    rogue_put(reply, query->octets, 2);
    rogue_put_noise(reply, number);
}

static void empty(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    (void)query;
    (void)number;
    reply->length = 0;
}

static void header(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    rogue_put_start(query, (enum rogue_rcode)number, reply);
    reply->length = ROGUE_HEADER;
    reply->octets[ROGUE_SECTION_QUESTION + 1] = 0;
}

static void no_question(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    header(query, number, reply);
    rogue_put(reply, query->name, query->name_length);
    rogue_put16(reply, ROGUE_RECORD_TXT);
    rogue_put16(reply, 1);
    rogue_put32(reply, TTL);
    rogue_put16(reply, 12);
    rogue_put_strings(reply, "v=spf1 -all", 11);
    rogue_count(reply, ROGUE_SECTION_ANSWER);
}

static void cut_always(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    (void)number;
    rogue_put_start(query, ROGUE_RCODE_NOERROR, reply);
    rogue_put_text(reply, ROGUE_HEADER, "v=spf1 -all", 11);
    reply->length -= 5;
}

static void cut(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    (query->tcp ? good : cut_always)(query, number, reply);
}

/* A TXT whose owner is a pointer to `number`, 0: to itself. */
static void pointer(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    unsigned self = ROGUE_HEADER + (unsigned)query->question_length;

    rogue_put_start(query, ROGUE_RCODE_NOERROR, reply);
    rogue_put_text(reply, number == 0 ? self : number, "v=spf1 -all", 11);
}

/* --- chains ----------------------------------------------------------------------------------- */

/* A CNAME from the name at one offset to the name at another one. */
static void put_cname(struct rogue_reply *reply, unsigned from, unsigned to)
{
    rogue_put_record(reply, from, ROGUE_RECORD_CNAME, 2);
    rogue_put16(reply, 0xC000u | to);
    rogue_count(reply, ROGUE_SECTION_ANSWER);
}

/* A CNAME to LABEL.<parent of the name asked>; returns where its target stands. */
static unsigned put_cname_label(const struct rogue_query *query, unsigned from, const char *label,
                                struct rogue_reply *reply)
{
    size_t length = strlen(label);
    unsigned target;

    rogue_put_record(reply, from, ROGUE_RECORD_CNAME, length + 3);
    target = (unsigned)reply->length;
    rogue_put8(reply, (unsigned)length);
    rogue_put(reply, label, length);
    rogue_put16(reply, 0xC000u | parent_offset(query));
    rogue_count(reply, ROGUE_SECTION_ANSWER);
    return target;
}

static void cname_loop(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    (void)number;
    rogue_put_start(query, ROGUE_RCODE_NOERROR, reply);
    put_cname(reply, ROGUE_HEADER, ROGUE_HEADER);
}

static void cname_pair(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    (void)number;
    rogue_put_start(query, ROGUE_RCODE_NOERROR, reply);
    put_cname(reply, put_cname_label(query, ROGUE_HEADER, "other", reply), ROGUE_HEADER);
}

static void cname_chain(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    unsigned at = ROGUE_HEADER;
    char label[] = "link-00";

    rogue_put_start(query, ROGUE_RCODE_NOERROR, reply);
    for (unsigned i = 0; i < number && i < 99; i++) {
        label[5] = (char)('0' + i / 10);
        label[6] = (char)('0' + i % 10);
        at = put_cname_label(query, at, label, reply);
    }
    rogue_put_text(reply, at, "v=spf1 -all", 11);
}

static void cname_open(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    (void)number;
    rogue_put_start(query, ROGUE_RCODE_NOERROR, reply);
    (void)put_cname_label(query, ROGUE_HEADER, "good", reply);
}

/* --- TCP -------------------------------------------------------------------------------------- */

/* TC and nothing else over UDP; over TCP good, then this defect. */
static void broken_stream(const struct rogue_query *query, unsigned number,
                          struct rogue_reply *reply)
{
    if (!query->tcp) {
        rogue_put_start(query, ROGUE_RCODE_NOERROR, reply);
        reply->octets[2] |= 2;
        return;
    }
    good(query, 0, reply);
    reply->nothing = number == STREAM_CLOSE || number == STREAM_SILENT;
    reply->close = number == STREAM_CLOSE || number == STREAM_CUT;
    reply->keep = number == STREAM_CUT ? 20 : 0;
    if (number == STREAM_GARBAGE) {
        /* The first two octets are a length that the noise behind them fulfils. */
        reply->length = 0;
        reply->raw = true;
        rogue_put16(reply, 64);
        rogue_put_noise(reply, 98);
    } else if (number == STREAM_ZERO) {
        reply->length = 0;
    } else if (number == STREAM_WRONG_ID) {
        reply->octets[0] ^= 1;
    } else if (number == STREAM_TRUNCATED) {
        reply->octets[2] |= 2;
    }
}

static void drip(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    broken_stream(query, STREAM_NONE, reply);
    reply->drip_ms = number;
}

static void size(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    uint8_t *text = malloc(number + 1u);

    if (text != NULL && (query->tcp || number < ROGUE_UDP_MAXIMUM - 100)) {
        memset(text, 'x', number + 1u);
        rogue_put_start(query, ROGUE_RCODE_NOERROR, reply);
        rogue_put_text(reply, ROGUE_HEADER, text, number);
    } else {
        broken_stream(query, STREAM_NONE, reply);
    }
    free(text);
}

static void huge(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    good(query, 0, reply);
    if (!query->tcp) {
        rogue_put_noise(reply, number - reply->length);
    }
}

/* --- texts ------------------------------------------------------------------------------------ */

#define TEXT(octets)               \
    {                              \
        octets, sizeof(octets) - 1 \
    }

static const struct {
    const char *octets;
    size_t length;
} texts[] = {
    TEXT("v=spf1 ip4:192.0.2.1\0 -all"),
    TEXT("v=spf1 x=a|b -all"),
    TEXT("v=spf1 x=\x1b[31mred\x1b[0m\xc2\x9b -all"),
    TEXT("v=spf1 x=\xff\xfe\xc3\x28 -all"),
    TEXT("\"v=spf1 -all\""),
    TEXT("v=spf1 x=a\nOK - all is well\r\n -all"),
};

static void text(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    rogue_put_start(query, ROGUE_RCODE_NOERROR, reply);
    rogue_put_text(reply, ROGUE_HEADER, texts[number].octets, texts[number].length);
}

/* --- response codes --------------------------------------------------------------------------- */

static void rcode(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    rogue_put_start(query, (enum rogue_rcode)(number & 0x0F), reply);
}

/* That rcode to a query with EDNS, good without. */
static void no_edns(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    if (!query->edns) {
        good(query, 0, reply);
        return;
    }
    rogue_put_start(query, (enum rogue_rcode)(number & 0x0F), reply);
    if (number > 0x0F) {
        rogue_put_opt(reply, number >> 4, 0);
    }
}

static void servfail(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    if (query->before < number) {
        rcode(query, ROGUE_RCODE_SERVFAIL, reply);
    } else {
        good(query, 0, reply);
    }
}

static void servfail_cut(const struct rogue_query *query, unsigned number,
                         struct rogue_reply *reply)
{
    if (query->before < number) {
        rcode(query, ROGUE_RCODE_SERVFAIL, reply);
    } else {
        broken_stream(query, STREAM_NONE, reply);
    }
}

static void extended_error(const struct rogue_query *query, unsigned number,
                           struct rogue_reply *reply)
{
    rcode(query, ROGUE_RCODE_SERVFAIL, reply);
    rogue_put_opt(reply, 0, 4 + 2 + 4);
    rogue_put16(reply, 15);
    rogue_put16(reply, 2 + 4);
    rogue_put16(reply, number);
    rogue_put(reply, "a|b\x1b", 4);
}

static void referral(const struct rogue_query *query, unsigned number, struct rogue_reply *reply)
{
    static const uint8_t ip4[] = { 127, 0, 0, 1 };
    unsigned host;

    (void)number;
    rogue_put_start(query, ROGUE_RCODE_NOERROR, reply);
    reply->octets[3] &= 0x7F; /* RA clear */
    rogue_put_record(reply, ROGUE_HEADER, ROGUE_RECORD_NS, 2 + 1 + 2);
    host = (unsigned)reply->length;
    rogue_put8(reply, 2);
    rogue_put(reply, "ns", 2);
    rogue_put16(reply, 0xC000u | ROGUE_HEADER);
    rogue_count(reply, ROGUE_SECTION_AUTHORITY);
    rogue_put_record(reply, host, ROGUE_RECORD_A, sizeof ip4);
    rogue_put(reply, ip4, sizeof ip4);
    rogue_count(reply, ROGUE_SECTION_ADDITIONAL);
}

/* A name that is a zone: so that a resolver which denies something below it can prove it. */
static void zone(const struct rogue_query *query, struct rogue_reply *reply)
{
    rogue_put_start(query, ROGUE_RCODE_NOERROR, reply);
    if (query->type == ROGUE_RECORD_SOA) {
        rogue_put_soa(reply, ROGUE_HEADER, ROGUE_SECTION_ANSWER);
    } else if (query->type == ROGUE_RECORD_NS) {
        rogue_put_record(reply, ROGUE_HEADER, ROGUE_RECORD_NS, 2 + 1 + 2);
        rogue_put8(reply, 2);
        rogue_put(reply, "ns", 2);
        rogue_put16(reply, 0xC000u | ROGUE_HEADER);
        rogue_count(reply, ROGUE_SECTION_ANSWER);
    } else {
        deny(query, ROGUE_RCODE_NXDOMAIN | DENIAL_PARENT_SOA, reply);
    }
}

/* --- the table -------------------------------------------------------------------------------- */

static const struct behaviour behaviours[] = {
    { "good", good, 0 },
    { "authoritative", authoritative, 0 },
    { "silent", silent, 0 },
    { "late-", late, 0 },
    { "drop-", drop, 0 },
    { "dup-", duplicate, 0 },
    { "flood-", flood, 0 },
    { "wrong-port", wrong_port, 0 },
    { "wrong-address", wrong_address, 0 },
    { "wrong-id", wrong_octet, 0 },
    { "wrong-question", wrong_octet, ROGUE_HEADER + 1 },
    { "wrong-type", wrong_type, 0 },
    { "not-reply", not_reply, 0 },
    { "garbage-", garbage, 0 },
    { "empty", empty, 0 },
    { "header", header, ROGUE_RCODE_NOERROR },
    { "header-servfail", header, ROGUE_RCODE_SERVFAIL },
    { "header-formerr", header, ROGUE_RCODE_FORMERR },
    { "no-question", no_question, ROGUE_RCODE_NOERROR },
    { "cut", cut, 0 },
    { "cut-always", cut_always, 0 },
    { "pointer-loop", pointer, 0 },
    { "pointer-ahead", pointer, 0x3FFF },
    { "cname-loop", cname_loop, 0 },
    { "cname-pair", cname_pair, 0 },
    { "cname-chain-", cname_chain, 0 },
    { "cname-open", cname_open, 0 },
    { "tc", broken_stream, STREAM_NONE },
    { "tc-garbage", broken_stream, STREAM_GARBAGE },
    { "tc-close", broken_stream, STREAM_CLOSE },
    { "tc-cut", broken_stream, STREAM_CUT },
    { "tc-zero", broken_stream, STREAM_ZERO },
    { "tc-wrong-id", broken_stream, STREAM_WRONG_ID },
    { "tc-tc", broken_stream, STREAM_TRUNCATED },
    { "tc-silent", broken_stream, STREAM_SILENT },
    { "tc-drip-", drip, 0 },
    { "size-", size, 0 },
    { "huge", huge, 5000 },
    { "nul", text, 0 },
    { "bar", text, 1 },
    { "escape", text, 2 },
    { "utf8", text, 3 },
    { "quote", text, 4 },
    { "newline", text, 5 },
    { "rcode-", rcode, 0 },
    { "no-edns", no_edns, ROGUE_RCODE_FORMERR },
    { "no-edns-notimp", no_edns, ROGUE_RCODE_NOTIMP },
    { "no-edns-badvers", no_edns, ROGUE_RCODE_BADVERS },
    { "servfail-", servfail, 0 },
    { "servfail-cut-", servfail_cut, 0 },
    { "ede-", extended_error, 0 },
    { "nodata", deny, DENIAL_PARENT_SOA },
    { "nodata-no-soa", deny, DENIAL_NO_SOA },
    { "nodata-foreign-soa", deny, DENIAL_FOREIGN_SOA },
    { "nxdomain", deny, ROGUE_RCODE_NXDOMAIN | DENIAL_PARENT_SOA },
    { "nxdomain-no-soa", deny, ROGUE_RCODE_NXDOMAIN | DENIAL_NO_SOA },
    { "nxdomain-foreign-soa", deny, ROGUE_RCODE_NXDOMAIN | DENIAL_FOREIGN_SOA },
    { "referral", referral, 0 },
};

/* Whether `word` is this behaviour; *ret_number is its number. */
static bool matches(const struct behaviour *behaviour, const char *word, unsigned *ret_number)
{
    size_t length = strlen(behaviour->name);
    char *end = NULL;

    if (behaviour->name[length - 1] != '-') {
        *ret_number = behaviour->number;
        return strcmp(word, behaviour->name) == 0;
    }
    if (strncmp(word, behaviour->name, length) != 0 || word[length] < '0' || word[length] > '9') {
        return false;
    }
    *ret_number = (unsigned)strtoul(word + length, &end, 10);
    return *end == '\0';
}

void rogue_answer(const struct rogue_query *query, const char *behaviour, struct rogue_reply *reply)
{
    char label[64] = { 0 };
    unsigned number;

    reply->nothing = reply->other_port = reply->other_address = false;
    reply->raw = reply->close = false;
    reply->copies = 1;
    reply->forged = reply->delay_ms = reply->drip_ms = 0;
    reply->keep = 0;
    if (behaviour == NULL) {
        memcpy(label, query->name + 1, query->name[0] < 64 ? query->name[0] : 0);
        behaviour = label;
    }
    for (size_t i = 0; i < sizeof behaviours / sizeof behaviours[0]; i++) {
        if (matches(&behaviours[i], behaviour, &number)) {
            behaviours[i].act(query, number, reply);
            return;
        }
    }
    zone(query, reply);
}
