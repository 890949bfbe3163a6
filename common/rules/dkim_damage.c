/* SPDX-License-Identifier: MIT */
/*
 * Records that are no usable key: which finding, what happened to them, and the record as it was
 * meant, where it can be put together again.
 *
 * 1. The true key is looked for by undoing, one at a time, what pasting does to p=: each attempt
 *    that makes a whole key names the damage. The same with the strings in another order, and with
 *    the whole text repaired.
 * 2. Without one the error of the record's order of judgement speaks, with what the DER says.
 */
#include "base/base64.h"
#include "base/buf.h"
#include "base/limits.h"
#include "rules/copy_errors.h"
#include "rules/dkim_context.h"
#include "rules/publish.h"

#define STRINGS_MAXIMUM 4 /* whose order is tried: 24 ways */
#define PEM_LINE SLICE("-----")
/* Longer texts are not taken apart: RSA of 16384 bits in Base64 that was put into Base64 twice. */
#define MEND_MAXIMUM ((size_t)8192)

/* ---- 1: attempts ---- */

/* Writes what p= may have been. False when this damage is not there. */
typedef bool attempt_function(struct slice value, struct arena *arena, struct buf *buf);

static bool is_alphabet(char octet)
{
    return ascii_is_alnum(octet) || octet == '+' || octet == '/' || octet == '=';
}

static bool try_without_prefix(struct slice value, struct arena *arena, struct buf *buf)
{
    (void)arena;
    buf_add(buf, slice_from(value, 2));
    return slice_starts_with(value, SLICE("p="));
}

/* What stands between the lines of PEM armour. */
static bool try_without_armour(struct slice value, struct arena *arena, struct buf *buf)
{
    size_t begin = slice_find_part(value, SLICE("-----BEGIN"));
    struct slice rest = slice_from(value, begin + 10);
    size_t open = slice_find_part(rest, PEM_LINE);

    (void)arena;
    rest = slice_from(rest, open + PEM_LINE.length);
    buf_add(buf, slice_head(rest, slice_find_part(rest, PEM_LINE)));
    return begin < value.length;
}

/* "&#43;" and "%2B" mean "+", "&#x2F;" and "%2F" mean "/", "%3D" "=". */
static bool try_unescaped(struct slice value, struct arena *arena, struct buf *buf)
{
    static const struct {
        const char *written;
        char meant;
    } escapes[] = { { "&#43;", '+' }, { "&#x2b;", '+' }, { "%2b", '+' }, { "&plus;", '+' },
                    { "&#47;", '/' }, { "&#x2f;", '/' }, { "%2f", '/' }, { "&sol;", '/' },
                    { "&#61;", '=' }, { "&#x3d;", '=' }, { "%3d", '=' }, { "&equals;", '=' } };
    bool found = false;

    (void)arena;
    for (size_t at = 0; at < value.length;) {
        size_t length = 0;

        for (size_t i = 0; i < sizeof escapes / sizeof escapes[0] && length == 0; i++) {
            struct slice written = slice_of(escapes[i].written);

            if (slice_starts_with_nocase(slice_from(value, at), written)) {
                buf_add_octet(buf, escapes[i].meant);
                length = written.length;
            }
        }
        found = found || length > 0;
        if (length == 0) {
            buf_add_octet(buf, value.data[at]);
        }
        at += length > 0 ? length : 1;
    }
    return found;
}

static bool replace(struct slice value, const char *from, const char *to, struct buf *buf)
{
    struct slice known = slice_of(from);
    bool found = false;

    for (size_t i = 0; i < value.length; i++) {
        size_t at = slice_find(known, value.data[i]);

        found = found || at < known.length;
        buf_add_octet(buf, at < known.length ? to[at] : value.data[i]);
    }
    return found;
}

static bool try_url_alphabet(struct slice value, struct arena *arena, struct buf *buf)
{
    (void)arena;
    return replace(value, "-_", "+/", buf);
}

static bool try_plus_for_blank(struct slice value, struct arena *arena, struct buf *buf)
{
    (void)arena;
    return replace(value, " ", "+", buf);
}

/* Only what Base64 knows: quotes, backslashes, line ends and invisible characters are left out. */
static bool try_alphabet_only(struct slice value, struct arena *arena, struct buf *buf)
{
    bool found = false;

    (void)arena;
    for (size_t i = 0; i < value.length; i++) {
        if (is_alphabet(value.data[i])) {
            buf_add_octet(buf, value.data[i]);
        } else {
            found = found || !ascii_is_blank(value.data[i]);
        }
    }
    return found;
}

static bool try_decoded_once(struct slice value, struct arena *arena, struct buf *buf)
{
    struct slice once;

    if (value.length == 0 || base64_decode(value, arena, &once) != STATUS_OK) {
        return false;
    }
    buf_add(buf, once);
    return true;
}

static bool try_first_key(struct slice value, struct arena *arena, struct buf *buf)
{
    size_t second = slice_find_part(slice_from(value, 1), slice_head(value, 16));

    (void)arena;
    buf_add(buf, slice_head(value, second + 1));
    return value.length > 32 && second + 1 < value.length;
}

static const struct {
    attempt_function *function;
    const char *damage; /* behind "the key at NAME " */
    const char *mending;
} attempts[] = {
    { try_without_prefix, "has p= typed twice", "write it once" },
    { try_without_armour, "stands between the lines of a PEM file",
      "publish what stands between -----BEGIN PUBLIC KEY----- and -----END PUBLIC KEY-----" },
    { try_unescaped,
      "was copied from the source of a page: + / and = are written as HTML or URL "
      "escapes",
      "write the characters themselves" },
    { try_alphabet_only, "has quotation marks, line breaks or other foreign characters inside",
      "take them out" },
    { try_url_alphabet, "is written in the alphabet of URLs, with - and _ for + and /",
      "write + and /" },
    { try_plus_for_blank, "has blanks where + belongs", "write + there" },
    { try_decoded_once, "was put into Base64 twice", "once is enough" },
    { try_first_key, "stands there twice, one behind the other", "write it once" },
};

/* Whether a text is a record with a whole key; its text in *ret_text then. */
static bool is_whole(struct slice text, struct arena *arena)
{
    struct dkim_key key;

    return dkim_key_parse(text, arena, &key) == STATUS_OK && key.valid && !key.revoked;
}

/* The record with another p=. */
static struct slice with_data(const struct dkim_key *key, struct slice data, struct arena *arena)
{
    struct slice front = slice_head(key->text, key->data->value_offset);
    struct slice back = slice_from(key->text, key->data->value_offset + key->data->value.length);

    return arena_join(arena, arena_join(arena, front, data), back);
}

struct mended {
    struct slice text; /* the whole record; empty: none was found */
    struct slice damage;
    struct slice mending;
};

static bool mend_data(const struct dkim_key *key, struct arena *arena, struct mended *mended)
{
    if (key->data == NULL) {
        return false;
    }
    for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++) {
        struct buf buf;
        struct slice text;

        buf_init(&buf, arena, LIMIT_TXT);
        if (!attempts[i].function(key->data->value, arena, &buf)) {
            continue;
        }
        text = with_data(key, buf_slice(&buf), arena);
        if (is_whole(text, arena)) {
            *mended = (struct mended){ text, slice_of(attempts[i].damage),
                                       slice_of(attempts[i].mending) };
            return true;
        }
    }
    return false;
}

/* The strings in the order of a permutation's number. */
static struct slice in_order(const struct rr_txt *txt, unsigned number, struct arena *arena)
{
    bool taken[STRINGS_MAXIMUM] = { false };
    struct slice text = slice_empty();

    for (size_t left = txt->count; left > 0; left--) {
        size_t skip = number % left;
        size_t at = 0;

        number /= (unsigned)left;
        while (taken[at] || skip > 0) {
            skip -= taken[at] ? 0 : 1;
            at++;
        }
        taken[at] = true;
        text = arena_join(arena, text, txt->strings[at]);
    }
    return text;
}

static bool mend_order(const struct rr *source, struct arena *arena, struct mended *mended)
{
    const struct rr_txt *txt = &source->data.txt;
    unsigned ways = 1;

    if (txt->count < 2 || txt->count > STRINGS_MAXIMUM) {
        return false;
    }
    for (unsigned i = 2; i <= txt->count; i++) {
        ways *= i;
    }
    for (unsigned way = 1; way < ways; way++) {
        struct slice text = in_order(txt, way, arena);

        if (is_whole(text, arena)) {
            *mended = (struct mended){ text, SLICE("has its strings in the wrong order"),
                                       SLICE("publish them the other way round") };
            return true;
        }
    }
    return false;
}

/* Two strings, the tags in the wrong one: the key's second half in front of its first. */
static bool mend_halves(const struct dkim_key *key, const struct rr *source, struct arena *arena,
                        struct mended *mended)
{
    const struct rr_txt *txt = &source->data.txt;
    struct slice front;
    struct slice text;

    if (key->data == NULL || txt->count != 2 || txt->strings[0].length <= key->data->value_offset) {
        return false;
    }
    front = slice_from(txt->strings[0], key->data->value_offset);
    text = with_data(key, arena_join(arena, txt->strings[1], front), arena);
    if (!is_whole(text, arena)) {
        return false;
    }
    *mended = (struct mended){ text, SLICE("has its two halves in the wrong order"),
                               SLICE("publish them the other way round") };
    return true;
}

static bool mend_text(const struct rr *source, struct arena *arena, struct mended *mended)
{
    struct copy_input input = { .protocol = &copy_protocol_dkim, .text = source->data.txt.joined };
    struct copy_error_list list;
    struct slice text;

    if (copy_errors_repair(&input, arena, &text) != STATUS_OK || !is_whole(text, arena) ||
        copy_errors_find(&input, arena, &list) != STATUS_OK || list.count == 0) {
        return false;
    }
    *mended = (struct mended){ text,
                               arena_printf(arena, "was damaged when it was pasted: %.*s",
                                            SLICE_ARGS(list.errors[0].reason)),
                               slice_empty() };
    return true;
}

static bool mend(const struct dkim_entry *entry, struct arena *arena, struct mended *mended)
{
    if (entry->key.text.length > MEND_MAXIMUM) {
        return false;
    }
    return mend_order(entry->source, arena, mended) || mend_text(entry->source, arena, mended) ||
           mend_data(&entry->key, arena, mended) ||
           mend_halves(&entry->key, entry->source, arena, mended);
}

struct slice dkim_damage_mended(const struct dkim_entry *entry, struct arena *arena)
{
    struct mended mended = { .text = slice_empty() };

    return mend(entry, arena, &mended) ? mended.text : slice_empty();
}

/* ---- 2: errors ---- */

static bool has_private_armour(struct slice text)
{
    return slice_find_part(text, SLICE("PRIVATE KEY-----")) < text.length;
}

/* Whether the text is nothing but a host name, or "CNAME" and one. */
static bool is_host_name(struct slice text)
{
    struct dns_name name;

    if (slice_starts_with_nocase(text, SLICE("CNAME "))) {
        text = slice_trim(slice_from(text, sizeof("CNAME ") - 1));
    }
    return slice_find(text, '.') < text.length && slice_find(text, '=') == text.length &&
           slice_find(text, ' ') == text.length && name_from_user(text, &name, NULL) == STATUS_OK;
}

static bool is_cut(const struct dkim_key *key)
{
    return key->public.shape == DKIM_SHAPE_CUT && key->base64 != DKIM_BASE64_INNER &&
           key->base64 != DKIM_BASE64_OCTET;
}

/* The first string alone: what a form keeps that takes no more (RFC 1035 3.3). */
static bool is_first_string(const struct dkim_entry *entry)
{
    const struct rr_txt *txt = &entry->source->data.txt;

    return txt->count == 1 && txt->joined.length >= 254 && txt->joined.length <= 256;
}

/* The finding for an unusable record's error. */
static enum finding_id finding_of(const struct dkim_key *key)
{
    switch (key->error) {
    case DKIM_ERROR_EMPTY:
    case DKIM_ERROR_SYNTAX:
    case DKIM_ERROR_DUPLICATE_TAG:
    case DKIM_ERROR_BAD_VERSION:
    case DKIM_ERROR_VERSION_NOT_FIRST:
    case DKIM_ERROR_MISSING_P:
        return FINDING_DKIM_SYNTAX;
    case DKIM_ERROR_UNKNOWN_KEY_TYPE:
        return FINDING_DKIM_KEY_TYPE;
    case DKIM_ERROR_BAD_KEY:
        break;
    case DKIM_ERROR_KEY_TOO_SHORT:
        return FINDING_DKIM_KEY_SHORT;
    case DKIM_ERROR_NO_USABLE_HASH:
        return FINDING_DKIM_HASH;
    case DKIM_ERROR_SERVICE:
        return FINDING_DKIM_SERVICE;
    case DKIM_ERROR_NONE:
    case DKIM_ERROR_REVOKED:
    case DKIM_ERROR_MULTIPLE:
        return FINDING_NONE;
    }
    if (key->public.shape == DKIM_SHAPE_PRIVATE) {
        return FINDING_DKIM_PRIVATE_KEY;
    }
    if (key->public.shape == DKIM_SHAPE_OTHER_KEY ||
        (key->public.shape == DKIM_SHAPE_KEY && key->public.type != key->type)) {
        return FINDING_DKIM_KEY_TYPE;
    }
    return is_cut(key) ? FINDING_DKIM_TRUNCATED : FINDING_DKIM_KEY;
}

static bool has_capital(struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] >= 'A' && text.data[i] <= 'Z') {
            return true;
        }
    }
    return false;
}

/* What else the text tells, behind the reason; empty without. */
static struct slice remark(const struct dkim_entry *entry, struct arena *arena)
{
    const struct dkim_key *key = &entry->key;
    struct slice text = key->text;

    if (is_host_name(text)) {
        return SLICE("; the value is a host name: this was meant as a CNAME");
    }
    if (slice_starts_with(slice_trim(text), SLICE("dkim="))) {
        return SLICE("; it is a practice record of RFC 5617, which is history and holds no key");
    }
    if ((key->error == DKIM_ERROR_BAD_KEY || key->error == DKIM_ERROR_BAD_VERSION) &&
        key->compact.length > 16 && !has_capital(key->compact)) {
        return SLICE("; everything is in lower case, which destroys Base64: copy it again");
    }
    if (slice_find_part(text, SLICE("...")) < text.length ||
        slice_find_part(text, SLICE("\xE2\x80\xA6")) < text.length) {
        return SLICE("; it is the shortened key of a tutorial");
    }
    if (is_cut(key)) {
        size_t missing = key->public.expected - key->octets.length;

        return arena_printf(
            arena, "; about %zu characters of Base64 are missing%s", (missing * 4 + 2) / 3,
            is_first_string(entry) ? ", the DNS host kept the first string only" : "");
    }
    return slice_empty();
}

static struct slice advice_for(const struct dkim_context *context, const struct dkim_entry *entry,
                               enum finding_id id)
{
    if (id == FINDING_DKIM_TRUNCATED && is_first_string(entry)) {
        return arena_printf(context->arena,
                            "Publish the rest as a second string of the same TXT record at %.*s: "
                            "copy the whole value again from the sending service.",
                            SLICE_ARGS(publish_host(&entry->selector->name, context->arena)));
    }
    return slice_empty();
}

static void tell_mended(struct dkim_context *context, const struct dkim_entry *entry,
                        const struct mended *mended, struct finding *finding)
{
    finding->message =
        arena_printf(context->arena, "the key at %.*s %.*s%s%.*s",
                     SLICE_ARGS(dkim_context_label(context, entry)), SLICE_ARGS(mended->damage),
                     mended->mending.length > 0 ? ": " : "", SLICE_ARGS(mended->mending));
    finding->advice =
        publish_advice("Replace the record", &entry->selector->name, mended->text, context->arena);
}

/* How the sentence calls what is there. */
static const char *subject_of(enum finding_id id)
{
    return id == FINDING_DKIM_SYNTAX || id == FINDING_DKIM_HASH || id == FINDING_DKIM_SERVICE
               ? "the record at"
               : "the key at";
}

static void tell_error(struct dkim_context *context, const struct dkim_entry *entry,
                       struct finding *finding)
{
    const struct dkim_key *key = &entry->key;
    struct slice label = dkim_context_label(context, entry);
    struct slice more = remark(entry, context->arena);

    if (is_cut(key)) {
        finding->message = arena_printf(
            context->arena, "the key at %.*s is cut off: it says %zu octets, %zu are there; %s",
            SLICE_ARGS(label), key->public.expected, key->octets.length,
            is_first_string(entry) ? "publish the rest as a second string of the same TXT record"
                                   : "copy the whole value again");
        finding->detail = more.length > 0 ? slice_from(more, 2) : more;
    } else {
        finding->message = arena_printf(context->arena, "%s %.*s cannot be used: %.*s%.*s",
                                        subject_of(finding->id), SLICE_ARGS(label),
                                        SLICE_ARGS(key->error_reason), SLICE_ARGS(more));
    }
    finding->advice = advice_for(context, entry, finding->id);
}

/* Whether undoing damage could make the record usable. */
static bool is_repairable(enum finding_id id)
{
    return id == FINDING_DKIM_SYNTAX || id == FINDING_DKIM_KEY || id == FINDING_DKIM_TRUNCATED ||
           id == FINDING_DKIM_KEY_TYPE;
}

void dkim_damage_judge(struct dkim_context *context, const struct dkim_entry *entry,
                       enum state state)
{
    const struct dkim_key *key = &entry->key;
    bool is_secret = has_private_armour(key->text) || key->public.shape == DKIM_SHAPE_PRIVATE;
    enum finding_id id = is_secret ? FINDING_DKIM_PRIVATE_KEY : finding_of(key);
    struct mended mended = { .text = slice_empty() };
    struct finding *finding;

    if (id == FINDING_NONE) {
        return;
    }
    if (is_repairable(id) && mend(entry, context->arena, &mended)) {
        id = id == FINDING_DKIM_TRUNCATED ? FINDING_DKIM_KEY : id; /* it is all there */
    }
    finding = dkim_context_add(context, id, entry);
    if (!is_secret) { /* a published secret is CRITICAL whatever stands beside it */
        verdict_set_state(context->verdict, finding, state);
    }
    finding->has_place = true;
    finding->offset = key->error_offset;
    finding->length = key->error_length;
    if (is_secret) {
        finding->message = arena_printf(
            context->arena, "a private key is published at %.*s: whoever reads it can sign as %.*s",
            SLICE_ARGS(dkim_context_label(context, entry)),
            SLICE_ARGS(name_to_text(&context->config->common.domain, context->arena)));
    } else if (mended.text.length > 0) {
        tell_mended(context, entry, &mended, finding);
    } else {
        tell_error(context, entry, finding);
    }
}
