/* SPDX-License-Identifier: MIT */
/*
 * Sentences for bad terms (RFC 7208 4.6, 5, 6, 7.1). They guess what was meant: the commonest
 * mistakes have a sentence of their own, with the text to write instead.
 */
#include "mail/spf_reason.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "dns/address.h"
#include "mail/spf_term.h"

#define SENTENCE_MAXIMUM ((size_t)1024)
#define QUOTE_MAXIMUM ((size_t)60)
#define MACRO_MAXIMUM ((size_t)20)

/* --- pieces of sentences --- */

/* Text from the record, cut when long. */
static void add_cut(struct buf *buf, struct slice text, size_t maximum)
{
    size_t length = utf8_cut(text, maximum);

    buf_add(buf, slice_head(text, length));
    buf_add_text(buf, length < text.length ? "..." : "");
}

static void add_quoted(struct buf *buf, struct slice text)
{
    buf_add_octet(buf, '"');
    add_cut(buf, text, QUOTE_MAXIMUM);
    buf_add_octet(buf, '"');
}

/* `"TEXT" what` */
static void say(struct buf *buf, struct slice text, const char *what)
{
    add_quoted(buf, text);
    buf_add_text(buf, what);
}

/* `… NAME:TEXT`, as it can be pasted. */
static void advise(struct buf *buf, const char *what, const char *name, struct slice text)
{
    buf_add_text(buf, what);
    buf_add_text(buf, name);
    add_cut(buf, text, QUOTE_MAXIMUM);
}

/* --- looking around --- */

static size_t offset_in(struct slice text, struct slice part)
{
    return (size_t)(part.data - text.data);
}

/* The term in front of this one, empty when there is none. */
static struct slice previous_term(const struct spf_reason_place *place)
{
    size_t end = offset_in(place->record, place->term);
    size_t start;

    while (end > 0 && place->record.data[end - 1] == ' ') {
        end--;
    }
    start = end;
    while (start > 0 && place->record.data[start - 1] != ' ') {
        start--;
    }
    return start == 0 ? slice_empty() /* the version */
                      : slice_head(slice_from(place->record, start), end - start);
}

/* The term behind this one, likewise. */
static struct slice next_term(const struct spf_reason_place *place)
{
    struct slice rest =
        slice_from(place->record, offset_in(place->record, place->term) + place->term.length);

    while (rest.length > 0 && rest.data[0] == ' ') {
        rest = slice_from(rest, 1);
    }
    return slice_head(rest, slice_find(rest, ' '));
}

static struct slice without_qualifier(struct slice term)
{
    bool has_one = term.length > 0 && slice_find(SLICE("+-~?"), term.data[0]) < 4;

    return slice_from(term, has_one ? 1 : 0);
}

/* The family of an address, with or without a prefix length behind it. */
static enum address_family family_of(struct slice text)
{
    struct address address;

    if (address_from_text(slice_head(text, slice_find(text, '/')), &address) != STATUS_OK) {
        return ADDRESS_FAMILY_NONE;
    }
    return address.family;
}

static const char *family_mechanism(enum address_family family)
{
    return family == ADDRESS_FAMILY_IP6 ? "ip6:" : "ip4:";
}

/* A word that could be a domain and is no term of its own. */
static bool resembles_domain(struct slice text)
{
    return text.length > 0 && slice_find(text, '.') < text.length - 1 &&
           slice_find(text, ':') == text.length && slice_find(text, '=') == text.length;
}

/* Whether a term waits for what should have followed it: "include:", "include", "redirect=". */
static bool is_unfinished(struct slice term)
{
    struct slice word = without_qualifier(term);
    bool is_open =
        word.length > 0 && (word.data[word.length - 1] == ':' || word.data[word.length - 1] == '=');
    struct slice name = slice_head(word, word.length - (is_open ? 1 : 0));

    switch (spf_term_kind_of(name)) {
    case SPF_TERM_INCLUDE:
    case SPF_TERM_EXISTS:
    case SPF_TERM_IP4:
    case SPF_TERM_IP6:
        return true;
    case SPF_TERM_A:
    case SPF_TERM_MX:
    case SPF_TERM_PTR:
    case SPF_TERM_REDIRECT:
    case SPF_TERM_EXP:
        return is_open;
    case SPF_TERM_NONE:
    case SPF_TERM_ALL:
    case SPF_TERM_UNKNOWN_MODIFIER:
        break;
    }
    return false;
}

/* --- sentences --- */

static void explain_octet(struct buf *buf, const struct spf_reason_place *place)
{
    switch (place->piece.data[0]) {
    case '\t':
        say(buf, place->term, " holds a tab (0x09): terms are separated by blanks (0x20) alone");
        break;
    case '\r':
    case '\n':
        say(buf, place->term, " holds a line end: a record is one line of plain ASCII");
        break;
    default:
        say(buf, place->term, " holds ");
        for (size_t i = 0; i < place->piece.length; i++) {
            buf_printf(buf, "%s0x%02X", i > 0 ? " " : "",
                       (unsigned)(unsigned char)place->piece.data[i]);
        }
        buf_add_text(buf, ": a record is plain ASCII, blanks and visible characters");
        break;
    }
}

/* Names that are often written for another one. */
static const char *meant_name(struct slice name)
{
    static const struct {
        const char *written;
        const char *meant;
    } rows[] = {
        { "ipv4", "ip4:" },        { "ip", "ip4:" },
        { "ipv6", "ip6:" },        { "redirect", "redirect=" },
        { "exp", "exp=" },         { "includes", "include:" },
        { "inlcude", "include:" }, { "incude", "include:" },
        { "exist", "exists:" },    { "mx4", "mx" },
        { "host", "a:" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (slice_equal_nocase(name, slice_of(rows[i].written))) {
            return rows[i].meant;
        }
    }
    return NULL;
}

static void explain_unknown(struct buf *buf, const struct spf_reason_place *place)
{
    struct slice word = without_qualifier(place->term);
    struct slice previous = previous_term(place);
    const char *meant = meant_name(place->piece);
    enum address_family family = family_of(word);

    if (word.length == 0) {
        say(buf, place->term,
            " stands alone: a qualifier is written directly in front of its "
            "mechanism, without a blank");
    } else if (slice_ends_with(word, SLICE(".")) &&
               spf_term_kind_of(slice_head(word, word.length - 1)) != SPF_TERM_NONE) {
        say(buf, place->term, " ends in a dot: leave it out");
    } else if (meant != NULL) {
        say(buf, place->piece, " is no mechanism: write ");
        buf_add_text(buf, meant);
    } else if (is_unfinished(previous)) {
        say(buf, word, " stands apart: it belongs directly behind ");
        add_quoted(buf, previous);
        buf_add_text(buf, ", without a blank");
    } else if (family != ADDRESS_FAMILY_NONE) {
        say(buf, word, " is an address without a mechanism");
        advise(buf, ": write ", family_mechanism(family), word);
    } else if (resembles_domain(word)) {
        say(buf, word, " is a name without a mechanism");
        advise(buf, ": write ", "include:", word);
        advise(buf, " for that domain's senders, ", "a:", word);
        buf_add_text(buf, " for that host");
    } else {
        say(buf, place->piece,
            " is no mechanism: all include a mx ip4 ip6 exists ptr are (and modifiers, with "
            "\"=\")");
    }
}

static void explain_qualified(struct buf *buf, const struct spf_reason_place *place)
{
    struct slice word = place->piece;
    size_t equals = slice_find(word, '=');
    enum spf_term_kind kind = spf_term_kind_of(slice_head(word, equals));

    say(buf, place->term, " is a modifier with a qualifier: ");
    if (kind == SPF_TERM_NONE || kind == SPF_TERM_REDIRECT || kind == SPF_TERM_EXP) {
        advise(buf, "modifiers have none, write ", "", word);
        return;
    }
    buf_add_text(buf, "mechanisms have a colon, write ");
    add_cut(buf, slice_head(place->term, equals + 1), QUOTE_MAXIMUM);
    advise(buf, ":", "", slice_from(word, equals + 1));
}

static void explain_empty(struct buf *buf, const struct spf_reason_place *place)
{
    struct slice next = next_term(place);
    bool is_modifier = place->kind >= SPF_TERM_REDIRECT;
    bool may_be_alone =
        place->kind == SPF_TERM_A || place->kind == SPF_TERM_MX || place->kind == SPF_TERM_PTR;

    if (resembles_domain(next)) {
        say(buf, place->term, " is followed by a blank: write ");
        buf_add_text(buf, spf_term_kind_text(place->kind));
        advise(buf, is_modifier ? "=" : ":", "", next);
        return;
    }
    say(buf, place->term, " names no domain: write ");
    buf_add_text(buf, spf_term_kind_text(place->kind));
    buf_add_text(buf, is_modifier ? "= and a full name" : ": and a full name");
    buf_add_text(buf, may_be_alone ? ", or nothing behind the word" : "");
}

/* The label that a domain-spec ends in, one final dot dropped. */
static struct slice last_label(struct slice domain)
{
    struct slice text = domain;
    size_t dot;

    if (slice_ends_with(text, SLICE("."))) {
        text = slice_head(text, text.length - 1);
    }
    dot = slice_find_last(text, '.');
    return dot == text.length ? text : slice_from(text, dot + 1);
}

static bool is_all_digits(struct slice text)
{
    size_t at = 0;

    while (at < text.length && ascii_is_digit(text.data[at])) {
        at++;
    }
    return text.length > 0 && at == text.length;
}

/* `:25` at the end of a name or an address. */
static bool ends_in_port(struct slice text)
{
    size_t colon = slice_find_last(text, ':');

    return colon < text.length && is_all_digits(slice_from(text, colon + 1));
}

static void explain_domain_end(struct buf *buf, const struct spf_reason_place *place)
{
    struct slice label = last_label(place->piece);
    enum address_family family = family_of(place->piece);

    if (family != ADDRESS_FAMILY_NONE) {
        say(buf, place->term, " is an address");
        advise(buf, ": use ", family_mechanism(family), place->piece);
    } else if (slice_ends_with(place->piece, SLICE("}."))) {
        say(buf, place->term, " ends in a dot behind a macro: leave the dot out");
    } else if (slice_find(label, '}') < label.length) {
        say(buf, place->term,
            " goes on behind a macro without a dot: a dot and a full label "
            "belong there, or nothing");
    } else if (label.length == 0) {
        say(buf, place->term, " ends in an empty label: one final dot is enough");
    } else if (label.length + 1 >= place->piece.length) {
        say(buf, place->term, " is one label alone: a domain with a dot is needed (the full name)");
    } else if (ends_in_port(place->piece)) {
        say(buf, place->term, " ends in a port: only the name belongs here");
    } else if (is_all_digits(label)) {
        say(buf, place->term, " ends in a label of digits alone: a domain's last label is a word");
    } else {
        say(buf, place->term, " ends in the label ");
        say(buf, label, ": letters, digits and hyphens inside are allowed there");
    }
}

/* The sequence that begins with "%". */
static struct slice macro_text(struct slice rest)
{
    struct slice text = slice_head(rest, MACRO_MAXIMUM);
    size_t end = slice_find(text, '}');

    if (text.length > 1 && text.data[1] == '{') {
        return slice_head(text, end + 1);
    }
    return slice_head(text, 2);
}

static void explain_macro(struct buf *buf, const struct spf_reason_place *place)
{
    struct slice macro = macro_text(place->piece);

    if (slice_starts_with(macro, SLICE("%{"))) {
        say(buf, macro,
            " is no macro: behind %{ come a letter, digits (not 0), r, delimiters and } "
            "in this order");
        return;
    }
    say(buf, macro, " begins no macro: %{ does, and %% is a percent sign, %_ a blank, %- is %20");
}

static void explain_letter(struct buf *buf, const struct spf_reason_place *place)
{
    struct slice macro = macro_text(place->piece);

    say(buf, macro,
        slice_find(SLICE("crt"), ascii_lower(macro.data[2])) < 3
            ? " is for explanation texts only: use one of s l o d i p h v"
            : " has no meaning: the letters are s l o d i p h v");
}

static void explain_unexpected(struct buf *buf, const struct spf_reason_place *place)
{
    say(buf, place->piece, " has no place in ");
    add_quoted(buf, place->term);
    buf_add_text(buf, place->kind == SPF_TERM_ALL
                          ? ": nothing stands behind all"
                          : ": only a, mx, ip4 and ip6 take a prefix length");
}

static void explain_cidr(struct buf *buf, const struct spf_reason_place *place)
{
    const char *range = "/0 to /32 for IPv4 and then //0 to //128 for IPv6";

    if (place->kind == SPF_TERM_IP4) {
        range = "/0 to /32";
    } else if (place->kind == SPF_TERM_IP6) {
        range = "/0 to /128";
    }
    say(buf, place->piece, " is no prefix length: write ");
    buf_add_text(buf, range);
    buf_add_text(buf, ", without leading zeros");
}

/* ip4 or ip6 without an address. */
static void explain_no_address(struct buf *buf, const struct spf_reason_place *place)
{
    struct slice next = next_term(place);

    if (family_of(next) != ADDRESS_FAMILY_NONE) {
        say(buf, place->term, " is followed by a blank: write ");
        advise(buf, spf_term_kind_text(place->kind), ":", next);
        return;
    }
    say(buf, place->term,
        place->kind == SPF_TERM_IP4 ? " names no address: write for instance ip4:192.0.2.0/24"
                                    : " names no address: write for instance ip6:2001:db8::/32");
}

/* Digits and dots that are no dotted quad. */
static void explain_quad(struct buf *buf, const struct spf_reason_place *place)
{
    struct slice rest = place->piece;
    struct slice number;
    size_t count = 0;

    while (slice_split(&rest, '.', &number)) {
        count++;
    }
    if (count != 4) {
        say(buf, place->term, " needs four numbers");
        return;
    }
    rest = place->piece;
    while (slice_split(&rest, '.', &number)) {
        uint64_t value;

        if (number.length > 1 && number.data[0] == '0') {
            say(buf, place->term, " has a number with a leading zero: write it without");
            return;
        }
        if (slice_number(number, 0, UINT8_MAX, &value) != STATUS_OK) {
            break;
        }
    }
    say(buf, place->term, " needs four numbers from 0 to 255");
}

static bool is_digits_and_dots(struct slice text)
{
    size_t at = 0;

    while (at < text.length && (ascii_is_digit(text.data[at]) || text.data[at] == '.')) {
        at++;
    }
    return at == text.length;
}

static void explain_ip4(struct buf *buf, const struct spf_reason_place *place)
{
    struct slice text = place->piece;

    if (text.length == 0) {
        explain_no_address(buf, place);
    } else if (is_digits_and_dots(text)) {
        explain_quad(buf, place);
    } else if (family_of(text) == ADDRESS_FAMILY_IP6) {
        say(buf, place->term, " has an IPv6 address");
        advise(buf, ": write ", "ip6:", text);
    } else if (ends_in_port(text)) {
        say(buf, place->term, " ends in a port: only the address belongs here");
    } else if (resembles_domain(text) && ascii_is_alpha(text.data[text.length - 1])) {
        say(buf, place->term, " has a name");
        advise(buf, ": write ", "a:", text);
    } else {
        say(buf, place->term, " has no IPv4 address: four numbers from 0 to 255 with dots between");
    }
}

static void explain_ip6(struct buf *buf, const struct spf_reason_place *place)
{
    struct slice text = place->piece;

    if (text.length == 0) {
        explain_no_address(buf, place);
    } else if (family_of(text) == ADDRESS_FAMILY_IP4) {
        say(buf, place->term, " has an IPv4 address");
        advise(buf, ": write ", "ip4:", text);
    } else if (slice_find(text, '%') < text.length) {
        say(buf, place->term, " names an interface: only the address belongs here");
    } else {
        say(buf, place->term, " has no IPv6 address, such as 2001:db8::1");
    }
}

/* Punctuation at the end is the likelier mistake, whatever it spoils. */
static bool explain_punctuation(struct buf *buf, struct slice term)
{
    static const char marks[] = { ';', ',', '"', '\'' };
    size_t length = term.length;

    while (length > 0 &&
           slice_find(slice_make(marks, sizeof marks), term.data[length - 1]) < sizeof marks) {
        length--;
    }
    if (length == 0 || length == term.length) {
        return false;
    }
    say(buf, term, " ends in ");
    say(buf, slice_from(term, length), ": terms are separated by blanks alone");
    advise(buf, ", write ", "", slice_head(term, length));
    return true;
}

static void explain(struct buf *buf, enum spf_defect defect, const struct spf_reason_place *place)
{
    switch (defect) {
    case SPF_DEFECT_NONE:
        break;
    case SPF_DEFECT_OCTET:
        explain_octet(buf, place);
        break;
    case SPF_DEFECT_UNKNOWN_MECHANISM:
        explain_unknown(buf, place);
        break;
    case SPF_DEFECT_QUALIFIED_MODIFIER:
        explain_qualified(buf, place);
        break;
    case SPF_DEFECT_EMPTY_DOMAIN:
        explain_empty(buf, place);
        break;
    case SPF_DEFECT_DOMAIN_END:
        explain_domain_end(buf, place);
        break;
    case SPF_DEFECT_MACRO:
        explain_macro(buf, place);
        break;
    case SPF_DEFECT_MACRO_LETTER:
        explain_letter(buf, place);
        break;
    case SPF_DEFECT_UNEXPECTED_VALUE:
        explain_unexpected(buf, place);
        break;
    case SPF_DEFECT_CIDR:
        explain_cidr(buf, place);
        break;
    case SPF_DEFECT_IP4:
        explain_ip4(buf, place);
        break;
    case SPF_DEFECT_IP6:
        explain_ip6(buf, place);
        break;
    case SPF_DEFECT_DUPLICATE_MODIFIER:
        say(buf, place->term, " is one too many: a record has redirect= and exp= once each");
        break;
    case SPF_DEFECT_MODIFIER_NAME:
        say(buf, place->term,
            " has no modifier's name in front of its \"=\": a letter, then "
            "letters, digits, \"-\", \"_\", \".\"");
        break;
    }
}

/* Whether a mark at the end may be what spoils the term. */
static bool may_be_punctuation(enum spf_defect defect)
{
    return defect == SPF_DEFECT_UNKNOWN_MECHANISM || defect == SPF_DEFECT_DOMAIN_END ||
           defect == SPF_DEFECT_CIDR || defect == SPF_DEFECT_IP4 || defect == SPF_DEFECT_IP6 ||
           defect == SPF_DEFECT_UNEXPECTED_VALUE;
}

struct slice spf_reason(enum spf_defect defect, const struct spf_reason_place *place,
                        struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, SENTENCE_MAXIMUM);
    if (!may_be_punctuation(defect) || !explain_punctuation(&buf, place->term)) {
        explain(&buf, defect, place);
    }
    return buf_slice(&buf);
}
