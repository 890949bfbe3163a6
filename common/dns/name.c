/* SPDX-License-Identifier: MIT */
/* Domain names in wire form: text, IDNA, order, ancestors, public suffixes. */
#include "dns/name.h"

#include <idn2.h>
#include <libpsl.h>
#include <string.h>

#include "base/buf.h"

#define TEXT_MAXIMUM ((size_t)LIMIT_NAME_WIRE * 4) /* every octet as \DDD */
#define USER_MAXIMUM ((size_t)LIMIT_NAME_WIRE * 4) /* every character as four octets of UTF-8 */
#define LABEL_COUNT_MAXIMUM 127                    /* 255 octets hold no more, the root aside */

const char *name_defect_text(enum name_defect defect)
{
    switch (defect) {
    case NAME_DEFECT_NONE:
        return "nothing is wrong with it";
    case NAME_DEFECT_EMPTY:
        return "it is empty";
    case NAME_DEFECT_EMPTY_LABEL:
        return "a label is empty";
    case NAME_DEFECT_LONG_LABEL:
        return "a label is longer than 63 octets";
    case NAME_DEFECT_LONG:
        return "it is longer than 253 octets";
    case NAME_DEFECT_OCTET:
        return "it holds something else than letters, digits, hyphens, underscores and dots";
    case NAME_DEFECT_IDNA:
        return "it is not a valid internationalised name";
    }
    return "";
}

/* The one way out of the parsers with a defect. */
static enum status refuse(enum name_defect defect, enum name_defect *ret_defect)
{
    if (ret_defect != NULL) {
        *ret_defect = defect;
    }
    return STATUS_BAD_INPUT;
}

/* Puts one label in lower case behind the others; room for the root is kept. */
static enum name_defect add_label(struct dns_name *name, struct slice label)
{
    if (label.length == 0) {
        return NAME_DEFECT_EMPTY_LABEL;
    }
    if (label.length > LIMIT_LABEL) {
        return NAME_DEFECT_LONG_LABEL;
    }
    if (name->length + 1 + label.length + 1 > LIMIT_NAME_WIRE) {
        return NAME_DEFECT_LONG;
    }
    name->wire[name->length] = (uint8_t)label.length;
    for (size_t i = 0; i < label.length; i++) {
        name->wire[name->length + 1 + i] = (uint8_t)ascii_lower(label.data[i]);
    }
    name->length = (uint8_t)(name->length + 1 + label.length);
    return NAME_DEFECT_NONE;
}

enum status name_from_text(struct slice text, struct dns_name *ret_name,
                           enum name_defect *ret_defect)
{
    struct dns_name name = { .length = 0 };
    struct slice rest = text;
    struct slice label;

    if (text.length == 0) {
        return refuse(NAME_DEFECT_EMPTY, ret_defect);
    }
    if (rest.data[rest.length - 1] == '.') {
        rest.length--;
    }
    if (rest.length == 0) {
        rest.data = NULL; /* the root: no label at all */
    }
    while (slice_split(&rest, '.', &label)) {
        enum name_defect defect = add_label(&name, label);

        if (defect != NAME_DEFECT_NONE) {
            return refuse(defect, ret_defect);
        }
    }
    name.wire[name.length] = 0;
    name.length++;
    *ret_name = name;
    return STATUS_OK;
}

/* What may stand in a name that a person types; octets from 0x80 on are IDNA's affair. */
static bool octet_is_typable(char c)
{
    return ascii_is_alnum(c) || c == '-' || c == '_' || c == '.' || (unsigned char)c >= 0x80;
}

static enum name_defect defect_of_idn2(int code)
{
    switch (code) {
    case IDN2_TOO_BIG_LABEL:
    case IDN2_PUNYCODE_BIG_OUTPUT:
        return NAME_DEFECT_LONG_LABEL;
    case IDN2_TOO_BIG_DOMAIN:
        return NAME_DEFECT_LONG;
    default:
        return NAME_DEFECT_IDNA;
    }
}

/* U-labels to A-labels (RFC 5891 5), by UTS 46 mapping as browsers do: upper case, wide dots. */
static enum status to_ascii(struct slice text, struct dns_name *ret_name,
                            enum name_defect *ret_defect)
{
    char input[USER_MAXIMUM + 1];
    uint8_t *output = NULL;
    enum status status;
    int code;

    memcpy(input, text.data, text.length);
    input[text.length] = '\0';
    code = idn2_lookup_u8((const uint8_t *)input, &output, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    if (code == IDN2_MALLOC) {
        return STATUS_NO_MEMORY;
    }
    if (code != IDN2_OK) {
        return refuse(defect_of_idn2(code), ret_defect);
    }
    status = name_from_text(slice_of((const char *)output), ret_name, ret_defect);
    idn2_free(output);
    return status;
}

bool name_is_plain(const struct dns_name *name)
{
    for (size_t at = 0; name->wire[at] != 0; at += (size_t)name->wire[at] + 1) {
        for (size_t i = 1; i <= name->wire[at]; i++) {
            char c = (char)name->wire[at + i];

            if (!ascii_is_alnum(c) && c != '-' && c != '_') {
                return false;
            }
        }
    }
    return true;
}

enum status name_from_user(struct slice text, struct dns_name *ret_name,
                           enum name_defect *ret_defect)
{
    struct dns_name name = { .length = 0 };
    bool is_ascii = true;
    enum status status;

    if (text.length > USER_MAXIMUM) {
        return refuse(NAME_DEFECT_LONG, ret_defect);
    }
    for (size_t i = 0; i < text.length; i++) {
        if (!octet_is_typable(text.data[i])) {
            return refuse(NAME_DEFECT_OCTET, ret_defect);
        }
        is_ascii = is_ascii && (unsigned char)text.data[i] < 0x80;
    }
    status = is_ascii ? name_from_text(text, &name, ret_defect) : to_ascii(text, &name, ret_defect);
    if (status != STATUS_OK) {
        return status;
    }
    if (name_is_root(&name)) {
        return refuse(NAME_DEFECT_EMPTY, ret_defect);
    }
    if (!name_is_plain(&name)) {
        return refuse(NAME_DEFECT_OCTET, ret_defect);
    }
    *ret_name = name;
    return STATUS_OK;
}

enum status name_from_wire(const uint8_t *wire, size_t length, struct dns_name *ret_name)
{
    struct dns_name name = { .length = 0 };
    size_t at = 0;

    if (length == 0 || length > LIMIT_NAME_WIRE) {
        return STATUS_BAD_INPUT;
    }
    while (wire[at] != 0) {
        if (wire[at] > LIMIT_LABEL || at + 1 + wire[at] >= length) {
            return STATUS_BAD_INPUT;
        }
        at += (size_t)wire[at] + 1;
    }
    if (at + 1 != length) {
        return STATUS_BAD_INPUT;
    }
    /* A length octet is at most 63 and no upper case letter, so that all may be lowered alike. */
    for (size_t i = 0; i < length; i++) {
        name.wire[i] = (uint8_t)ascii_lower((char)wire[i]);
    }
    name.length = (uint8_t)length;
    *ret_name = name;
    return STATUS_OK;
}

static void write_octet(struct buf *buf, uint8_t octet)
{
    if (octet == '.' || octet == '\\') {
        buf_add_octet(buf, '\\');
        buf_add_octet(buf, (char)octet);
    } else if (ascii_is_visible((char)octet)) {
        buf_add_octet(buf, (char)octet);
    } else {
        buf_add_octet(buf, '\\');
        buf_add_octet(buf, (char)('0' + octet / 100));
        buf_add_octet(buf, (char)('0' + octet / 10 % 10));
        buf_add_octet(buf, (char)('0' + octet % 10));
    }
}

/* The labels between two offsets with dots between them. */
static struct slice write_labels(const struct dns_name *name, size_t end, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, TEXT_MAXIMUM);
    for (size_t at = 0; at < end; at += (size_t)name->wire[at] + 1) {
        if (at > 0) {
            buf_add_octet(&buf, '.');
        }
        for (size_t i = 1; i <= name->wire[at]; i++) {
            write_octet(&buf, name->wire[at + i]);
        }
    }
    return buf_status(&buf) == STATUS_OK ? buf_slice(&buf) : slice_empty();
}

/* Whether no octet of a label has to be escaped. */
static bool is_plain(const uint8_t *label, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (label[i] == '.' || label[i] == '\\' || !ascii_is_visible((char)label[i])) {
            return false;
        }
    }
    return true;
}

struct slice name_to_text(const struct dns_name *name, struct arena *arena)
{
    char *text;

    if (name_is_root(name)) {
        return SLICE(".");
    }
    for (size_t at = 0; name->wire[at] != 0; at += (size_t)name->wire[at] + 1) {
        if (!is_plain(name->wire + at + 1, name->wire[at])) {
            return write_labels(name, (size_t)name->length - 1, arena);
        }
    }
    /* Nearly always the text is the wire form with dots for the lengths. */
    text = arena_alloc(arena, (size_t)name->length - 1);
    if (text == NULL) {
        return slice_empty();
    }
    memcpy(text, name->wire + 1, (size_t)name->length - 2);
    for (size_t at = (size_t)name->wire[0] + 1; name->wire[at] != 0;
         at += (size_t)name->wire[at] + 1) {
        text[at - 1] = '.';
    }
    return slice_make(text, (size_t)name->length - 2);
}

/*
 * Adds the U-label of an A-label. False when there is none, or when it does not lead back to this
 * very A-label: what people read must not be another name.
 */
static bool write_unicode_label(struct buf *buf, struct slice label)
{
    char ascii[LIMIT_LABEL + 1];
    char *unicode = NULL;
    uint8_t *back = NULL;
    bool is_same = false;

    memcpy(ascii, label.data, label.length);
    ascii[label.length] = '\0';
    if (strlen(ascii) == label.length &&
        idn2_to_unicode_8z8z(ascii, &unicode, IDN2_NONTRANSITIONAL) == IDN2_OK &&
        idn2_lookup_u8((const uint8_t *)unicode, &back, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) ==
            IDN2_OK) {
        is_same = slice_equal(slice_of((const char *)back), label);
    }
    if (is_same) {
        buf_add(buf, slice_of(unicode));
    }
    idn2_free(unicode);
    idn2_free(back);
    return is_same;
}

struct slice name_to_unicode(const struct dns_name *name, struct arena *arena)
{
    struct buf buf;

    if (name_is_root(name)) {
        return SLICE(".");
    }
    buf_init(&buf, arena, TEXT_MAXIMUM);
    for (size_t at = 0; name->wire[at] != 0; at += (size_t)name->wire[at] + 1) {
        struct slice label = slice_make((const char *)&name->wire[at + 1], name->wire[at]);

        if (at > 0) {
            buf_add_octet(&buf, '.');
        }
        if (slice_starts_with(label, SLICE("xn--")) && write_unicode_label(&buf, label)) {
            continue;
        }
        for (size_t i = 0; i < label.length; i++) {
            write_octet(&buf, (uint8_t)label.data[i]);
        }
    }
    return buf_status(&buf) == STATUS_OK ? buf_slice(&buf) : slice_empty();
}

bool name_equal(const struct dns_name *a, const struct dns_name *b)
{
    return a->length == b->length && memcmp(a->wire, b->wire, a->length) == 0;
}

/* Offsets of the labels from the left, and their number. */
static size_t find_labels(const struct dns_name *name, uint8_t offsets[LABEL_COUNT_MAXIMUM])
{
    size_t count = 0;

    for (size_t at = 0; name->wire[at] != 0; at += (size_t)name->wire[at] + 1) {
        offsets[count] = (uint8_t)at;
        count++;
    }
    return count;
}

int name_compare(const struct dns_name *a, const struct dns_name *b)
{
    uint8_t offsets_a[LABEL_COUNT_MAXIMUM];
    uint8_t offsets_b[LABEL_COUNT_MAXIMUM];
    size_t left_a = find_labels(a, offsets_a);
    size_t left_b = find_labels(b, offsets_b);

    while (left_a > 0 && left_b > 0) {
        const uint8_t *label_a = &a->wire[offsets_a[left_a - 1]];
        const uint8_t *label_b = &b->wire[offsets_b[left_b - 1]];
        int order = slice_compare(slice_make((const char *)label_a + 1, *label_a),
                                  slice_make((const char *)label_b + 1, *label_b));

        if (order != 0) {
            return order;
        }
        left_a--;
        left_b--;
    }
    return (left_a > left_b) - (left_a < left_b);
}

bool name_is_within(const struct dns_name *name, const struct dns_name *ancestor)
{
    size_t front;
    size_t at = 0;

    if (name->length < ancestor->length) {
        return false;
    }
    front = (size_t)(name->length - ancestor->length);
    while (at < front) {
        at += (size_t)name->wire[at] + 1;
    }
    return at == front && memcmp(&name->wire[front], ancestor->wire, ancestor->length) == 0;
}

bool name_is_within_text(const struct dns_name *name, const char *ancestor)
{
    struct dns_name above;

    return name_from_text(slice_of(ancestor), &above, NULL) == STATUS_OK &&
           name_is_within(name, &above);
}

bool name_is_root(const struct dns_name *name)
{
    return name->length == 1;
}

unsigned name_label_count(const struct dns_name *name)
{
    unsigned count = 0;

    for (size_t at = 0; name->wire[at] != 0; at += (size_t)name->wire[at] + 1) {
        count++;
    }
    return count;
}

/* The name from an offset on, where a label begins. */
static void cut_front(const struct dns_name *name, size_t offset, struct dns_name *ret_name)
{
    struct dns_name cut = { .length = (uint8_t)(name->length - offset) };

    memcpy(cut.wire, &name->wire[offset], cut.length);
    *ret_name = cut;
}

bool name_parent(const struct dns_name *name, struct dns_name *ret_parent)
{
    if (name_is_root(name)) {
        return false;
    }
    cut_front(name, (size_t)name->wire[0] + 1, ret_parent);
    return true;
}

void name_ancestor(const struct dns_name *name, unsigned count, struct dns_name *ret_ancestor)
{
    unsigned left = name_label_count(name);
    size_t at = 0;

    while (left > count) {
        at += (size_t)name->wire[at] + 1;
        left--;
    }
    cut_front(name, at, ret_ancestor);
}

struct slice name_first_label(const struct dns_name *name)
{
    return slice_make((const char *)&name->wire[1], name->wire[0]);
}

enum status name_prepend(struct slice labels, const struct dns_name *name,
                         struct dns_name *ret_name)
{
    struct dns_name front;
    size_t kept;
    enum status status = name_from_text(labels, &front, NULL);

    if (status != STATUS_OK) {
        return status;
    }
    kept = (size_t)front.length - 1;
    if (kept + name->length > LIMIT_NAME_WIRE) {
        return STATUS_BAD_INPUT;
    }
    memcpy(&front.wire[kept], name->wire, name->length);
    front.length = (uint8_t)(kept + name->length);
    *ret_name = front;
    return STATUS_OK;
}

struct slice name_relative(const struct dns_name *name, const struct dns_name *zone,
                           struct arena *arena)
{
    if (!name_is_within(name, zone)) {
        return slice_empty();
    }
    if (name->length == zone->length) {
        return SLICE("@");
    }
    return write_labels(name, (size_t)(name->length - zone->length), arena);
}

/* Whether the part of a name from `offset` on is a public suffix by the sections in `type`. */
static bool is_public_suffix(const struct dns_name *name, size_t offset, int type)
{
    char text[LIMIT_NAME_TEXT + 1];
    size_t length = 0;

    for (size_t at = offset; name->wire[at] != 0; at += (size_t)name->wire[at] + 1) {
        if (length > 0) {
            text[length] = '.';
            length++;
        }
        for (size_t i = 1; i <= name->wire[at]; i++) {
            char c = (char)name->wire[at + i];

            /* No listed suffix has other octets; a dot in a label must not look like a boundary. */
            text[length] = ascii_is_alnum(c) || c == '-' ? c : '?';
            length++;
        }
    }
    text[length] = '\0';
    return psl_is_public_suffix2(psl_builtin(), text, type) != 0;
}

/* Public suffix and one label, as publicsuffix.org defines it. */
static enum status find_registrable(const struct dns_name *name, int type,
                                    struct dns_name *ret_domain)
{
    size_t at = 0;

    if (name_is_root(name) || is_public_suffix(name, 0, type)) {
        return STATUS_NOT_FOUND;
    }
    for (;;) {
        size_t next = at + name->wire[at] + 1;

        if (name->wire[next] == 0) {
            return STATUS_NOT_FOUND;
        }
        if (is_public_suffix(name, next, type)) {
            cut_front(name, at, ret_domain);
            return STATUS_OK;
        }
        at = next;
    }
}

enum status name_registrable(const struct dns_name *name, struct dns_name *ret_domain)
{
    return find_registrable(name, PSL_TYPE_ICANN, ret_domain);
}

enum status name_organisational(const struct dns_name *name, struct dns_name *ret_domain)
{
    return find_registrable(name, PSL_TYPE_ANY, ret_domain);
}
