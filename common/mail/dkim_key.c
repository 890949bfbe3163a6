/* SPDX-License-Identifier: MIT */
/*
 * Reading a key record. Everything is read first, whatever is wrong; then the order of judgement
 * says which error is the one that verifiers meet:
 *
 * 1. empty text, 2. no tag list, 3. a name twice, 4. the version, 5. the key type, 6. p missing,
 * 7. p empty: revoked, 8. Base64, 9. DER or length, 10. too short, 11. hashes, 12. services.
 */
#include "mail/dkim_key.h"

#include "base/base64.h"
#include "base/buf.h"

#define EXCERPT ((size_t)60)

const char *dkim_error_text(enum dkim_error error)
{
    switch (error) {
    case DKIM_ERROR_NONE:
        return NULL;
    case DKIM_ERROR_EMPTY:
        return "empty";
    case DKIM_ERROR_SYNTAX:
        return "syntax";
    case DKIM_ERROR_DUPLICATE_TAG:
        return "duplicate-tag";
    case DKIM_ERROR_BAD_VERSION:
        return "bad-version";
    case DKIM_ERROR_VERSION_NOT_FIRST:
        return "version-not-first";
    case DKIM_ERROR_UNKNOWN_KEY_TYPE:
        return "unknown-key-type";
    case DKIM_ERROR_MISSING_P:
        return "missing-p";
    case DKIM_ERROR_REVOKED:
        return "revoked";
    case DKIM_ERROR_BAD_KEY:
        return "bad-key";
    case DKIM_ERROR_KEY_TOO_SHORT:
        return "key-too-short";
    case DKIM_ERROR_NO_USABLE_HASH:
        return "no-usable-hash";
    case DKIM_ERROR_SERVICE:
        return "service";
    case DKIM_ERROR_MULTIPLE:
        return "multiple";
    }
    return NULL;
}

/* ---- reading ---- */

static void read_words(const struct tag *tag, struct dkim_words *words)
{
    struct slice rest = tag != NULL ? tag->value : slice_empty();
    struct slice word;

    while (rest.length > 0 && words->count < DKIM_WORDS_MAXIMUM &&
           taglist_next_word(&rest, ':', &word)) {
        words->words[words->count] = word;
        words->count++;
        rest = rest.data != NULL ? rest : slice_empty();
    }
}

/* Whether the list has a word, among those that are kept or behind them. */
static bool has_word(const struct tag *tag, const char *wanted, bool any_case)
{
    struct slice rest = tag != NULL ? tag->value : slice_empty();
    struct slice word;

    while (rest.length > 0 && taglist_next_word(&rest, ':', &word)) {
        bool same = any_case ? slice_equal_nocase(word, slice_of(wanted))
                             : slice_equal(word, slice_of(wanted));

        if (same) {
            return true;
        }
        rest = rest.data != NULL ? rest : slice_empty();
    }
    return false;
}

static void read_type(struct dkim_key *key)
{
    struct slice value = key->type_tag != NULL ? key->type_tag->value : SLICE("rsa");

    if (slice_equal(value, SLICE("rsa"))) {
        key->type = DKIM_KEY_TYPE_RSA;
    } else if (slice_equal(value, SLICE("ed25519"))) {
        key->type = DKIM_KEY_TYPE_ED25519;
    }
}

/* Octets of folding white space at `at` (RFC 6376 2.8): a CRLF counts with a blank behind it. */
static size_t blank_length(struct slice text, size_t at)
{
    if (ascii_is_blank(text.data[at])) {
        return 1;
    }
    return text.length - at > 2 && text.data[at] == '\r' && text.data[at + 1] == '\n' &&
                   ascii_is_blank(text.data[at + 2])
               ? 3
               : 0;
}

/* p= without its folding white space (RFC 6376 3.6.1). */
static enum status read_compact(struct dkim_key *key, struct arena *arena)
{
    struct slice value = key->data->value;
    struct buf buf;

    buf_init(&buf, arena, value.length);
    for (size_t i = 0; i < value.length;) {
        size_t blank = blank_length(value, i);

        if (blank > 0) {
            key->first_blank = key->blanks == 0 ? key->data->value_offset + i : key->first_blank;
            key->blanks += blank;
            i += blank;
        } else {
            buf_add_octet(&buf, value.data[i]);
            i++;
        }
    }
    key->compact = buf_slice(&buf);
    return buf_status(&buf);
}

/* Where an octet of `compact` stands in the record. */
static size_t place_in_record(const struct dkim_key *key, size_t wanted)
{
    struct slice value = key->data->value;
    size_t seen = 0;

    for (size_t i = 0; i < value.length;) {
        size_t blank = blank_length(value, i);

        if (blank == 0 && seen == wanted) {
            return key->data->value_offset + i;
        }
        seen += blank == 0 ? 1 : 0;
        i += blank > 0 ? blank : 1;
    }
    return key->data->value_offset + value.length;
}

static bool is_alphabet(char octet)
{
    return ascii_is_alnum(octet) || octet == '+' || octet == '/';
}

/* What is wrong with the Base64, and how many characters in front of that are good. */
static size_t judge_base64(struct dkim_key *key)
{
    struct slice text = key->compact;
    size_t good = 0;
    size_t padding = 0;

    while (good < text.length && is_alphabet(text.data[good])) {
        good++;
    }
    while (good + padding < text.length && text.data[good + padding] == '=') {
        padding++;
    }
    if (good + padding < text.length) {
        bool is_inner = padding > 0 && is_alphabet(text.data[good + padding]);

        key->base64 = is_inner ? DKIM_BASE64_INNER : DKIM_BASE64_OCTET;
        key->base64_place = place_in_record(key, is_inner ? good : good + padding);
    } else if (good % 4 == 1) {
        key->base64 = DKIM_BASE64_LENGTH;
        key->base64_place = place_in_record(key, text.length);
    } else if (padding > (4 - good % 4) % 4) {
        key->base64 = DKIM_BASE64_OCTET; /* more of them than belong there */
        key->base64_place = place_in_record(key, good + (4 - good % 4) % 4);
    } else if (padding < (4 - good % 4) % 4) {
        key->base64 = DKIM_BASE64_PADDING;
        key->base64_place = place_in_record(key, text.length);
    }
    return good;
}

/* How many of the good characters are decoded: at an "=" all that make octets, for it ends a text;
 * in front of another defect whole groups. */
static size_t decodable(const struct dkim_key *key, size_t good)
{
    bool ends = good == key->compact.length || key->compact.data[good] == '=';

    return ends && good % 4 != 1 ? good : good - good % 4;
}

static enum status decode(struct dkim_key *key, struct arena *arena)
{
    static const char padding[] = "==";
    size_t good = judge_base64(key);
    bool is_whole = key->base64 == DKIM_BASE64_GOOD || key->base64 == DKIM_BASE64_PADDING;
    struct slice front = slice_head(key->compact, decodable(key, good));
    struct slice text = arena_join(arena, front, slice_make(padding, (4 - front.length % 4) % 4));
    enum status status = base64_decode(text, arena, &key->octets);

    if (status == STATUS_BAD_INPUT) { /* only the last bits can be wrong */
        if (is_whole) {
            key->base64 = DKIM_BASE64_STRAY_BITS;
            key->base64_place = place_in_record(key, front.length - 1);
        }
        status =
            base64_decode(slice_head(text, front.length - front.length % 4), arena, &key->octets);
    }
    return status;
}

static enum status read_data(struct dkim_key *key, struct arena *arena)
{
    enum status status = STATUS_OK;

    if (key->data != NULL) {
        status = read_compact(key, arena);
        if (status == STATUS_OK && key->compact.length > 0) {
            status = decode(key, arena);
        }
    }
    return status == STATUS_OK ? dkim_crypto_read(key->type, key->octets, arena, &key->public)
                               : status;
}

/* ---- judging ---- */

struct judge {
    struct dkim_key *key;
    struct arena *arena;
};

static void fail(struct judge *judge, enum dkim_error error, const struct tag *tag,
                 struct slice reason)
{
    judge->key->error = error;
    judge->key->error_offset = tag != NULL ? tag->offset : 0;
    judge->key->error_length = tag != NULL ? tag->length : judge->key->text.length;
    judge->key->error_reason = reason;
}

/* The first defect of a kind that makes the list none; NULL without. */
static const struct taglist_defect *find_defect(const struct taglist *list, bool repeated)
{
    for (size_t i = 0; i < list->defect_count; i++) {
        enum taglist_defect_kind kind = list->defects[i].kind;

        if (kind != TAGLIST_DEFECT_EMPTY_PIECE && (kind == TAGLIST_DEFECT_REPEATED) == repeated) {
            return &list->defects[i];
        }
    }
    return NULL;
}

static bool judge_list(struct judge *judge)
{
    const struct taglist *list = &judge->key->list;
    const struct taglist_defect *syntax = find_defect(list, false);
    const struct taglist_defect *repeated = find_defect(list, true);
    const struct taglist_defect *defect = syntax != NULL ? syntax : repeated;

    if (!list->broken) {
        return true;
    }
    if (defect != NULL) {
        struct tag place = { .offset = defect->offset, .length = defect->length };

        fail(judge, syntax != NULL ? DKIM_ERROR_SYNTAX : DKIM_ERROR_DUPLICATE_TAG, &place,
             defect->reason);
    } else { /* it is one that is not listed any more */
        fail(judge, DKIM_ERROR_SYNTAX, NULL,
             arena_printf(judge->arena, "more than %d places of it do not fit a list of tags",
                          TAGLIST_DEFECTS_MAXIMUM));
    }
    return false;
}

static bool judge_version(struct judge *judge)
{
    const struct dkim_key *key = judge->key;

    if (key->version == NULL) {
        return true;
    }
    if (!slice_equal(key->version->value, SLICE("DKIM1"))) {
        fail(judge, DKIM_ERROR_BAD_VERSION, key->version,
             arena_printf(judge->arena,
                          "v is \"%.*s\", where only DKIM1 in exactly this case counts",
                          SLICE_ARGS(slice_head(key->version->value, EXCERPT))));
        return false;
    }
    if (key->version != &key->list.tags[0]) {
        fail(judge, DKIM_ERROR_VERSION_NOT_FIRST, key->version,
             SLICE("v=DKIM1 stands behind another tag, it has to be the first"));
        return false;
    }
    return true;
}

/* The tags up to p: a key record at all. */
static bool judge_record(struct judge *judge)
{
    struct dkim_key *key = judge->key;

    if (slice_trim(key->text).length == 0) {
        fail(judge, DKIM_ERROR_EMPTY, NULL, SLICE("the record is empty"));
        return false;
    }
    if (!judge_list(judge) || !judge_version(judge)) {
        return false;
    }
    if (key->type == DKIM_KEY_TYPE_NONE) {
        fail(judge, DKIM_ERROR_UNKNOWN_KEY_TYPE, key->type_tag,
             arena_printf(judge->arena, "k is \"%.*s\", where rsa and ed25519 are known",
                          SLICE_ARGS(slice_head(key->type_tag->value, EXCERPT))));
        return false;
    }
    if (key->data == NULL) {
        fail(judge, DKIM_ERROR_MISSING_P, NULL, SLICE("there is no p, which holds the key"));
        return false;
    }
    if (key->compact.length == 0) {
        fail(judge, DKIM_ERROR_REVOKED, key->data, SLICE("p is empty: the key is revoked"));
        return false;
    }
    return true;
}

static struct slice base64_reason(const struct judge *judge)
{
    const struct dkim_key *key = judge->key;

    switch (key->base64) {
    case DKIM_BASE64_OCTET:
        if (slice_find_part(key->compact, SLICE("PRIVATEKEY-----")) < key->compact.length) {
            return SLICE("p holds a private key: whoever reads it can sign as the domain");
        }
        if (slice_starts_with(key->compact, SLICE("-----BEGIN"))) {
            return SLICE("p holds the lines of a PEM file: publish what stands between them");
        }
        return arena_printf(judge->arena, "octet %zu of the record, in p, is no Base64",
                            key->base64_place);
    case DKIM_BASE64_INNER:
        return SLICE("an = stands inside p: two pieces of Base64 were joined");
    case DKIM_BASE64_LENGTH:
        return arena_printf(judge->arena,
                            "p has %zu characters: one is missing, or one is too many",
                            key->compact.length);
    case DKIM_BASE64_STRAY_BITS:
        return SLICE("p ends in the middle of an octet: characters are missing at its end");
    case DKIM_BASE64_GOOD:
    case DKIM_BASE64_PADDING:
        break;
    }
    return slice_empty();
}

/* The key itself: Base64, shape, type. */
static bool judge_data(struct judge *judge)
{
    struct dkim_key *key = judge->key;
    struct slice reason = base64_reason(judge);

    if (reason.length == 0 && key->public.shape != DKIM_SHAPE_KEY) {
        reason = key->public.reason;
    }
    if (reason.length == 0 && key->public.type != key->type) {
        reason = key->type == DKIM_KEY_TYPE_ED25519
                     ? SLICE("the key is an RSA key, where k=ed25519 announces another")
                     : SLICE("the key is an Ed25519 key: k=ed25519 is missing");
    }
    if (reason.length == 0 && key->public.form == DKIM_FORM_SPKI_ED25519) {
        reason =
            SLICE("the Ed25519 key is wrapped in 12 octets, where RFC 8463 wants its 32 octets "
                  "alone: the last 32 octets are the key");
    }
    if (reason.length > 0) {
        fail(judge, DKIM_ERROR_BAD_KEY, key->data, reason);
    }
    return reason.length == 0;
}

/* What verifiers of today's mail want of a key that is one. */
static void judge_use(struct judge *judge)
{
    struct dkim_key *key = judge->key;

    if (key->type == DKIM_KEY_TYPE_RSA && key->public.bits < DKIM_RSA_BITS_MINIMUM) {
        fail(judge, DKIM_ERROR_KEY_TOO_SHORT, key->data,
             arena_printf(judge->arena, "the RSA key has %u bits, at least %d are needed",
                          key->public.bits, DKIM_RSA_BITS_MINIMUM));
    } else if (key->hash_tag != NULL && !has_word(key->hash_tag, "sha256", true)) {
        fail(judge, DKIM_ERROR_NO_USABLE_HASH, key->hash_tag,
             arena_printf(judge->arena, "h is \"%.*s\", which leaves out sha256",
                          SLICE_ARGS(slice_head(key->hash_tag->value, EXCERPT))));
    } else if (key->service_tag != NULL && !has_word(key->service_tag, "*", false) &&
               !has_word(key->service_tag, "email", false)) {
        fail(judge, DKIM_ERROR_SERVICE, key->service_tag,
             arena_printf(judge->arena, "s is \"%.*s\", which names neither email nor *",
                          SLICE_ARGS(slice_head(key->service_tag->value, EXCERPT))));
    }
}

enum status dkim_key_parse(struct slice text, struct arena *arena, struct dkim_key *ret_key)
{
    struct dkim_key key = { .text = text };
    struct judge judge = { .key = &key, .arena = arena };
    enum status status = taglist_parse(TAGLIST_KIND_DKIM, text, arena, &key.list);

    if (status != STATUS_OK) {
        return status;
    }
    key.version = taglist_find(&key.list, "v");
    key.type_tag = taglist_find(&key.list, "k");
    key.data = taglist_find(&key.list, "p");
    key.hash_tag = taglist_find(&key.list, "h");
    key.service_tag = taglist_find(&key.list, "s");
    key.flag_tag = taglist_find(&key.list, "t");
    key.note = taglist_find(&key.list, "n");
    read_words(key.hash_tag, &key.hashes);
    read_words(key.service_tag, &key.services);
    read_words(key.flag_tag, &key.flags);
    key.testing = has_word(key.flag_tag, "y", false);
    key.strict = has_word(key.flag_tag, "s", false);
    read_type(&key);
    status = read_data(&key, arena);
    if (status != STATUS_OK) {
        return status;
    }
    if (judge_record(&judge) && judge_data(&judge)) {
        key.valid = true;
        judge_use(&judge);
        key.usable = key.error == DKIM_ERROR_NONE;
    } else if (key.error == DKIM_ERROR_REVOKED) {
        key.valid = true;
        key.revoked = true;
    }
    if (arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    *ret_key = key;
    return STATUS_OK;
}

/* Whether a tag p begins at a place where tags do. */
static bool has_p(struct slice text)
{
    struct slice rest = text;
    struct slice piece;

    while (slice_split(&rest, ';', &piece)) {
        struct slice tag = slice_trim(piece);

        if (slice_starts_with_nocase(tag, SLICE("p")) &&
            slice_starts_with(slice_trim(slice_from(tag, 1)), SLICE("="))) {
            return true;
        }
    }
    return false;
}

bool dkim_key_resembles(struct slice text)
{
    return slice_starts_with_nocase(slice_trim(text), SLICE("v=DKIM1")) || has_p(text);
}
