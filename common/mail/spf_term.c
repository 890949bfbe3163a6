/* SPDX-License-Identifier: MIT */
/*
 * Terms of SPF records, each judged on its own:
 *
 * 1. An octet outside 0x21-0x7E spoils it (RFC 7208 4.6).
 * 2. A name directly followed by "=" makes it a modifier (4.6.1, 6).
 * 3. Everything else is a mechanism: qualifier, name, and what its kind allows behind it (5).
 * Prefix lengths are taken off the right end, the rest is judged as domain-spec (7.1).
 */
#include "mail/spf_term.h"

#define PREFIX4_MAXIMUM 32u
#define PREFIX6_MAXIMUM 128u
#define PREFIX_DIGITS ((size_t)3)

/* A term at work: what it becomes, and what is wrong with it. */
struct parse {
    struct arena *arena;
    struct spf_term *term;
    enum spf_defect defect;
    struct slice piece;
};

/* Memory is the only thing that fails; a bad term is noted in `parse`. */
static enum status refuse(struct parse *parse, enum spf_defect defect, struct slice piece)
{
    parse->defect = defect;
    parse->piece = piece;
    return STATUS_OK;
}

/* --- names --- */

static const struct {
    struct slice name;
    enum spf_term_kind kind;
} kinds[] = {
    { { "include", 7 }, SPF_TERM_INCLUDE },
    { { "all", 3 }, SPF_TERM_ALL },
    { { "ip4", 3 }, SPF_TERM_IP4 },
    { { "a", 1 }, SPF_TERM_A },
    { { "mx", 2 }, SPF_TERM_MX },
    { { "ip6", 3 }, SPF_TERM_IP6 },
    { { "exists", 6 }, SPF_TERM_EXISTS },
    { { "ptr", 3 }, SPF_TERM_PTR },
    { { "redirect", 8 }, SPF_TERM_REDIRECT },
    { { "exp", 3 }, SPF_TERM_EXP },
};

#define KIND_COUNT (sizeof kinds / sizeof kinds[0])

/* Names are matched in any case (12: quoted literals of the grammar ignore it). */
enum spf_term_kind spf_term_kind_of(struct slice name)
{
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (slice_equal_nocase(name, kinds[i].name)) {
            return kinds[i].kind;
        }
    }
    return SPF_TERM_NONE;
}

const char *spf_term_kind_text(enum spf_term_kind kind)
{
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (kinds[i].kind == kind) {
            return kinds[i].name.data;
        }
    }
    return "";
}

static bool kind_is_modifier(enum spf_term_kind kind)
{
    return kind >= SPF_TERM_REDIRECT;
}

/* Length of a modifier's name: ALPHA *( ALPHA / DIGIT / "-" / "_" / "." ), 0 when there is none. */
static size_t modifier_name_length(struct slice text)
{
    size_t length = 0;

    if (text.length == 0 || !ascii_is_alpha(text.data[0])) {
        return 0;
    }
    while (length < text.length && (ascii_is_alnum(text.data[length]) || text.data[length] == '-' ||
                                    text.data[length] == '_' || text.data[length] == '.')) {
        length++;
    }
    return length < text.length && text.data[length] == '=' ? length : 0;
}

/* Length of a mechanism's name: all before the ":" or "/" (or "=", which has no place there). */
static size_t mechanism_name_length(struct slice text)
{
    size_t length = 0;

    while (length < text.length && text.data[length] != ':' && text.data[length] != '/' &&
           text.data[length] != '=') {
        length++;
    }
    return length;
}

static bool octet_is_qualifier(char octet)
{
    return octet == '+' || octet == '-' || octet == '~' || octet == '?';
}

/* --- arguments --- */

/* A prefix length: no leading zero, at most `maximum`. */
static bool read_prefix(struct slice digits, uint64_t maximum, uint8_t *ret_prefix)
{
    uint64_t number;

    if (digits.length > PREFIX_DIGITS || (digits.length > 1 && digits.data[0] == '0') ||
        slice_number(digits, 0, maximum, &number) != STATUS_OK) {
        return false;
    }
    *ret_prefix = (uint8_t)number;
    return true;
}

/* Where the digits at the end begin. */
static size_t digits_start(struct slice text)
{
    size_t start = text.length;

    while (start > 0 && ascii_is_digit(text.data[start - 1])) {
        start--;
    }
    return start;
}

/*
 * Takes [ "/" c4 ] [ "//" c6 ] off the right end of `*rest` (5.3). One bad prefix length is a
 * defect.
 */
static enum status take_prefixes(struct parse *parse, struct slice *rest)
{
    size_t start = digits_start(*rest);
    size_t slash = start - 1;

    if (start > 1 && rest->data[slash] == '/' && rest->data[slash - 1] == '/') {
        slash--;
        if (!read_prefix(slice_from(*rest, start), PREFIX6_MAXIMUM, &parse->term->prefix6)) {
            return refuse(parse, SPF_DEFECT_CIDR, slice_from(*rest, slash));
        }
        parse->term->has_prefix6 = true;
        *rest = slice_head(*rest, slash);
        start = digits_start(*rest);
        slash = start - 1;
    }
    if (start == 0 || rest->data[slash] != '/') {
        return STATUS_OK;
    }
    if ((slash > 0 && rest->data[slash - 1] == '/') ||
        !read_prefix(slice_from(*rest, start), PREFIX4_MAXIMUM, &parse->term->prefix4)) {
        return refuse(parse, SPF_DEFECT_CIDR, slice_from(*rest, slash));
    }
    parse->term->has_prefix4 = true;
    *rest = slice_head(*rest, slash);
    return STATUS_OK;
}

/* A macro-string that is a domain-spec into the term, or the defect. */
static enum status read_domain(struct parse *parse, struct slice text)
{
    struct spf_macro_error error = { .defect = SPF_MACRO_DEFECT_NONE };
    enum status status;

    if (text.length == 0) {
        return refuse(parse, SPF_DEFECT_EMPTY_DOMAIN, text);
    }
    status =
        spf_macro_parse(text, SPF_MACRO_USE_DOMAIN, parse->arena, &parse->term->domain, &error);
    if (status != STATUS_OK) {
        return status;
    }
    switch (error.defect) {
    case SPF_MACRO_DEFECT_SYNTAX:
        return refuse(parse, SPF_DEFECT_MACRO, slice_from(text, error.offset));
    case SPF_MACRO_DEFECT_LETTER:
        return refuse(parse, SPF_DEFECT_MACRO_LETTER, slice_from(text, error.offset));
    case SPF_MACRO_DEFECT_NONE:
        break;
    }
    parse->term->has_domain = true;
    return spf_macro_is_domain_spec(&parse->term->domain)
               ? STATUS_OK
               : refuse(parse, SPF_DEFECT_DOMAIN_END, text);
}

/*
 * A domain-spec; when a good one is followed by a slash, the defect is what stands behind it: a
 * malformed prefix length, or one where none may stand.
 */
static enum status read_target(struct parse *parse, struct slice text)
{
    enum spf_term_kind kind = parse->term->kind;
    size_t slash = slice_find_last(text, '/');
    enum status status = read_domain(parse, text);

    if (status != STATUS_OK || parse->defect != SPF_DEFECT_DOMAIN_END || slash == text.length) {
        return status;
    }
    while (slash > 0 && text.data[slash - 1] == '/') {
        slash--;
    }
    parse->defect = SPF_DEFECT_NONE;
    status = read_domain(parse, slice_head(text, slash));
    if (status != STATUS_OK || parse->defect != SPF_DEFECT_NONE) {
        return status != STATUS_OK ? status : refuse(parse, SPF_DEFECT_DOMAIN_END, text);
    }
    return refuse(parse,
                  kind == SPF_TERM_A || kind == SPF_TERM_MX ? SPF_DEFECT_CIDR
                                                            : SPF_DEFECT_UNEXPECTED_VALUE,
                  slice_from(text, slash));
}

/* ":" domain-spec, or nothing: a, mx, ptr. */
static enum status read_optional_target(struct parse *parse, struct slice rest,
                                        enum spf_defect behind)
{
    if (rest.length == 0) {
        return STATUS_OK;
    }
    return rest.data[0] == ':' ? read_target(parse, slice_from(rest, 1))
                               : refuse(parse, behind, rest);
}

/* ":" ip4net [ "/" c4 ], and the same for IPv6 (5.6). Host bits are legal and kept. */
static enum status read_network(struct parse *parse, struct slice rest)
{
    struct spf_term *term = parse->term;
    bool is_ip4 = term->kind == SPF_TERM_IP4;
    struct slice network = slice_from(rest, 1);
    size_t slash = slice_find(network, '/');
    struct slice text = slice_head(network, slash);
    bool is_good;

    if (rest.length == 0 || rest.data[0] != ':' || text.length == 0) {
        return refuse(parse, is_ip4 ? SPF_DEFECT_IP4 : SPF_DEFECT_IP6, slice_empty());
    }
    is_good = (is_ip4 ? address_from_ip4(text, &term->network)
                      : address_from_ip6(text, &term->network)) == STATUS_OK;
    if (!is_good) {
        return refuse(parse, is_ip4 ? SPF_DEFECT_IP4 : SPF_DEFECT_IP6, text);
    }
    term->network_text = text;
    if (slash == network.length) {
        return STATUS_OK;
    }
    term->has_prefix4 = is_ip4;
    term->has_prefix6 = !is_ip4;
    is_good = is_ip4 ? read_prefix(slice_from(network, slash + 1), PREFIX4_MAXIMUM, &term->prefix4)
                     : read_prefix(slice_from(network, slash + 1), PREFIX6_MAXIMUM, &term->prefix6);
    return is_good ? STATUS_OK : refuse(parse, SPF_DEFECT_CIDR, slice_from(network, slash));
}

/* What stands behind a mechanism's name. */
static enum status read_arguments(struct parse *parse, struct slice rest)
{
    enum status status;

    switch (parse->term->kind) {
    case SPF_TERM_ALL:
        return rest.length == 0 ? STATUS_OK : refuse(parse, SPF_DEFECT_UNEXPECTED_VALUE, rest);
    case SPF_TERM_INCLUDE:
    case SPF_TERM_EXISTS:
        return rest.length > 0 && rest.data[0] == ':'
                   ? read_target(parse, slice_from(rest, 1))
                   : refuse(parse, SPF_DEFECT_EMPTY_DOMAIN, rest);
    case SPF_TERM_A:
    case SPF_TERM_MX:
        status = take_prefixes(parse, &rest);
        if (status != STATUS_OK || parse->defect != SPF_DEFECT_NONE) {
            return status;
        }
        return read_optional_target(parse, rest, SPF_DEFECT_CIDR);
    case SPF_TERM_PTR:
        return read_optional_target(parse, rest, SPF_DEFECT_UNEXPECTED_VALUE);
    case SPF_TERM_IP4:
    case SPF_TERM_IP6:
        return read_network(parse, rest);
    case SPF_TERM_NONE:
    case SPF_TERM_REDIRECT:
    case SPF_TERM_EXP:
    case SPF_TERM_UNKNOWN_MODIFIER:
        break;
    }
    return refuse(parse, SPF_DEFECT_UNKNOWN_MECHANISM, parse->term->name);
}

/* --- terms --- */

static enum status read_mechanism(struct parse *parse)
{
    struct spf_term *term = parse->term;
    struct slice rest = term->text;
    size_t length;

    if (octet_is_qualifier(rest.data[0])) {
        term->qualifier = rest.data[0];
        rest = slice_from(rest, 1);
    }
    if (modifier_name_length(rest) > 0) {
        return refuse(parse, SPF_DEFECT_QUALIFIED_MODIFIER, rest);
    }
    length = mechanism_name_length(rest);
    if (length < rest.length && rest.data[length] == '=') {
        return refuse(parse, SPF_DEFECT_MODIFIER_NAME, slice_head(rest, length));
    }
    term->name = slice_head(rest, length);
    term->kind = spf_term_kind_of(term->name);
    return read_arguments(parse, slice_from(rest, length));
}

/*
 * redirect, exp, or a modifier that nobody knows: its value is a macro-string and not looked at
 * (6). c r t are accepted there; verifiers differ.
 */
static enum status read_modifier(struct parse *parse, size_t name_length)
{
    struct spf_term *term = parse->term;
    struct slice value = slice_from(term->text, name_length + 1);
    struct spf_macro_error error = { .defect = SPF_MACRO_DEFECT_NONE };
    enum status status;

    term->name = slice_head(term->text, name_length);
    term->kind = spf_term_kind_of(term->name);
    if (kind_is_modifier(term->kind)) {
        return read_target(parse, value);
    }
    term->kind = SPF_TERM_UNKNOWN_MODIFIER;
    term->has_domain = true;
    status = spf_macro_parse(value, SPF_MACRO_USE_VALUE, parse->arena, &term->domain, &error);
    if (status == STATUS_OK && error.defect != SPF_MACRO_DEFECT_NONE) {
        return refuse(parse,
                      error.defect == SPF_MACRO_DEFECT_LETTER ? SPF_DEFECT_MACRO_LETTER
                                                              : SPF_DEFECT_MACRO,
                      slice_from(value, error.offset));
    }
    return status;
}

/* The offset of the first octet that no term holds, or the length. */
static size_t find_foreign_octet(struct slice text)
{
    size_t at = 0;

    while (at < text.length && ascii_is_visible(text.data[at])) {
        at++;
    }
    return at;
}

enum status spf_term_read(struct spf_term *term, struct arena *arena, enum spf_defect *ret_defect,
                          struct slice *ret_piece)
{
    struct parse parse = { .arena = arena, .term = term, .piece = slice_empty() };
    size_t foreign = find_foreign_octet(term->text);
    size_t name_length = modifier_name_length(term->text);
    enum status status;

    if (foreign < term->text.length) {
        status = refuse(&parse, SPF_DEFECT_OCTET, slice_from(term->text, foreign));
    } else if (name_length > 0) {
        status = read_modifier(&parse, name_length);
    } else {
        status = read_mechanism(&parse);
    }
    if (status == STATUS_OK) {
        *ret_defect = parse.defect;
        *ret_piece = parse.piece;
    }
    return status;
}

void spf_term_write(const struct spf_term *term, struct buf *buf)
{
    if (term->qualifier != '\0') {
        buf_add_octet(buf, term->qualifier);
    }
    buf_add(buf, term->name);
    if (term->has_domain) {
        buf_add_octet(buf, kind_is_modifier(term->kind) ? '=' : ':');
        buf_add(buf, term->domain.text);
    }
    if (term->network.family != ADDRESS_FAMILY_NONE) {
        buf_add_octet(buf, ':');
        buf_add(buf, term->network_text);
    }
    if (term->has_prefix4) {
        buf_add_octet(buf, '/');
        buf_add_number(buf, term->prefix4);
    }
    if (term->has_prefix6) {
        /* ip6 has one slash, the second half of a dual-cidr has two (5.3, 5.6). */
        buf_add_text(buf, term->kind == SPF_TERM_IP6 ? "/" : "//");
        buf_add_number(buf, term->prefix6);
    }
}

bool spf_term_is_lookup(const struct spf_term *term)
{
    switch (term->kind) {
    case SPF_TERM_INCLUDE:
    case SPF_TERM_A:
    case SPF_TERM_MX:
    case SPF_TERM_PTR:
    case SPF_TERM_EXISTS:
    case SPF_TERM_REDIRECT:
        return true;
    case SPF_TERM_NONE:
    case SPF_TERM_ALL:
    case SPF_TERM_IP4:
    case SPF_TERM_IP6:
    case SPF_TERM_EXP:
    case SPF_TERM_UNKNOWN_MODIFIER:
        break;
    }
    return false;
}

bool spf_term_is_mechanism(const struct spf_term *term)
{
    return term->kind != SPF_TERM_NONE && !kind_is_modifier(term->kind);
}
