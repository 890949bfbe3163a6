/* SPDX-License-Identifier: MIT */
/*
 * Reading a DMARC record:
 *
 * 1. The tag list, with its defects.
 * 2. Every tag that a standard knows: its value, or its default and a defect.
 * 3. What the standards say of the whole: p there and second, what an error voids.
 * 4. Validity and effect by each method.
 */
#include "mail/dmarc_record.h"

#define EXCERPT ((size_t)60)
#define PERCENT_MAXIMUM 100
#define PERCENT_DIGITS 3 /* RFC 7489 6.4 */
#define INTERVAL_DEFAULT 86400

#define BOTH 3u /* invalid by both methods; else the bits of one */
#define ONLY(method) (1u << (unsigned)(method))

struct reader {
    struct dmarc_record *record;
    struct arena *arena;
    struct dmarc_defect *defects;
    size_t count;
    size_t error_offset[DMARC_METHOD_COUNT]; /* of record->error, where not valid */
    bool policy_is_bad[DMARC_METHOD_COUNT];  /* p, sp or np with a word that is none */
};

static struct slice excerpt(struct slice text)
{
    return slice_head(text, EXCERPT);
}

/* How much a defect weighs where not all can be listed. */
static unsigned weight(const struct dmarc_defect *defect)
{
    switch (defect->kind) {
    case DMARC_DEFECT_NOT_A_LIST:
    case DMARC_DEFECT_POLICY:
    case DMARC_DEFECT_POLICY_GLUED:
    case DMARC_DEFECT_NO_POLICY:
        return 2;
    case DMARC_DEFECT_NONE:
    case DMARC_DEFECT_EMPTY_PIECE:
    case DMARC_DEFECT_EMPTY_VALUE:
    case DMARC_DEFECT_NOT_SECOND:
    case DMARC_DEFECT_VALUE:
    case DMARC_DEFECT_URI:
    case DMARC_DEFECT_TAG_CASE:
    case DMARC_DEFECT_UNKNOWN_TAG:
    case DMARC_DEFECT_HISTORIC_TAG:
        break;
    }
    return defect->invalid[DMARC_METHOD_9989] || defect->invalid[DMARC_METHOD_7489] ? 1 : 0;
}

/* A full list gives up its last lightest defect for a heavier one, so that no mass of unknown tags
 * hides what voids the policy. */
static void keep(struct reader *reader, const struct dmarc_defect *defect)
{
    size_t lightest = 0;

    if (reader->count < DMARC_DEFECTS_MAXIMUM) {
        reader->defects[reader->count] = *defect;
        reader->count++;
        return;
    }
    for (size_t i = 1; i < reader->count; i++) {
        if (weight(&reader->defects[i]) <= weight(&reader->defects[lightest])) {
            lightest = i;
        }
    }
    if (weight(&reader->defects[lightest]) < weight(defect)) {
        reader->defects[lightest] = *defect;
    }
}

static void complain(struct reader *reader, enum dmarc_defect_kind kind, unsigned methods,
                     const struct dmarc_defect *about)
{
    struct dmarc_record *record = reader->record;
    struct dmarc_defect defect = *about;

    defect.kind = kind;
    for (unsigned method = 0; method < DMARC_METHOD_COUNT; method++) {
        defect.invalid[method] = (methods & ONLY(method)) != 0;
        if (defect.invalid[method] &&
            (record->valid[method] || defect.offset < reader->error_offset[method])) {
            record->valid[method] = false;
            record->error[method] = defect.reason;
            reader->error_offset[method] = defect.offset;
        }
    }
    keep(reader, &defect);
}

/* About a whole tag. */
static void complain_tag(struct reader *reader, enum dmarc_defect_kind kind, unsigned methods,
                         const struct tag *tag, struct slice reason)
{
    struct dmarc_defect about = { .offset = tag->offset, .length = tag->length, .reason = reason };

    complain(reader, kind, methods, &about);
}

static void complain_value(struct reader *reader, unsigned methods, const struct tag *tag,
                           const char *right)
{
    complain_tag(reader, DMARC_DEFECT_VALUE, methods, tag,
                 arena_printf(reader->arena, "%.*s takes %s, not \"%.*s\": its default is used",
                              SLICE_ARGS(tag->name), right, SLICE_ARGS(excerpt(tag->value))));
}

/* ---- 1 ---- */

static enum dmarc_defect_kind kind_of(enum taglist_defect_kind kind)
{
    switch (kind) {
    case TAGLIST_DEFECT_EMPTY_PIECE:
        return DMARC_DEFECT_EMPTY_PIECE;
    case TAGLIST_DEFECT_EMPTY_VALUE:
        return DMARC_DEFECT_EMPTY_VALUE;
    case TAGLIST_DEFECT_OCTET:
        return DMARC_DEFECT_VALUE;
    case TAGLIST_DEFECT_NONE:
    case TAGLIST_DEFECT_NO_EQUALS:
    case TAGLIST_DEFECT_NAME:
    case TAGLIST_DEFECT_REPEATED:
    case TAGLIST_DEFECT_TOO_MANY:
        break;
    }
    return DMARC_DEFECT_NOT_A_LIST;
}

static void take_list_defects(struct reader *reader)
{
    const struct taglist *list = &reader->record->list;

    for (size_t i = 0; i < list->defect_count; i++) {
        const struct taglist_defect *defect = &list->defects[i];
        struct dmarc_defect about = { .offset = defect->offset,
                                      .length = defect->length,
                                      .reason = defect->reason };

        complain(reader, kind_of(defect->kind), BOTH, &about);
    }
}

/* ---- 2 ---- */

static size_t skip_blanks(struct slice text, size_t at)
{
    while (at < text.length && ascii_is_blank(text.data[at])) {
        at++;
    }
    return at;
}

static size_t skip_letters(struct slice text, size_t at)
{
    while (at < text.length && ascii_is_alpha(text.data[at])) {
        at++;
    }
    return at;
}

/* Whether a lost semicolon explains a value: a policy, blanks, the name of a tag, "=". */
static bool is_glued(struct slice value)
{
    enum dmarc_policy policy;
    size_t blank = skip_letters(value, 0);
    size_t name = skip_blanks(value, blank);
    size_t end = skip_letters(value, name);
    size_t equals = skip_blanks(value, end);

    return dmarc_policy_from_text(slice_head(value, blank), &policy) == STATUS_OK && name > blank &&
           end > name && equals < value.length && value.data[equals] == '=';
}

static enum dmarc_policy read_policy(struct reader *reader, const struct tag *tag, unsigned methods)
{
    enum dmarc_policy policy = DMARC_POLICY_ABSENT;

    if (tag == NULL) {
        return DMARC_POLICY_ABSENT;
    }
    if (dmarc_policy_from_text(tag->value, &policy) == STATUS_OK) {
        return policy;
    }
    for (unsigned method = 0; method < DMARC_METHOD_COUNT; method++) {
        reader->policy_is_bad[method] =
            reader->policy_is_bad[method] || (methods & ONLY(method)) != 0;
    }
    if (is_glued(tag->value)) {
        complain_tag(reader, DMARC_DEFECT_POLICY_GLUED, methods, tag,
                     arena_printf(reader->arena,
                                  "%.*s is \"%.*s\": a semicolon was lost behind the policy",
                                  SLICE_ARGS(tag->name), SLICE_ARGS(excerpt(tag->value))));
    } else {
        complain_tag(reader, DMARC_DEFECT_POLICY, methods, tag,
                     arena_printf(reader->arena,
                                  "%.*s takes none, quarantine or reject, not \"%.*s\"",
                                  SLICE_ARGS(tag->name), SLICE_ARGS(excerpt(tag->value))));
    }
    return DMARC_POLICY_ABSENT;
}

/* The index of a value in a list of letters; the default 0 when it is none of them. */
static size_t read_letter(struct reader *reader, const struct tag *tag, const char *letters,
                          const char *right, unsigned methods)
{
    struct slice known = slice_of(letters);
    size_t at;

    if (tag == NULL || tag->value.length == 0) {
        return 0;
    }
    at = slice_find(known, ascii_lower(tag->value.data[0]));
    if (tag->value.length == 1 && at < known.length) {
        return at;
    }
    complain_value(reader, methods, tag, right);
    return 0;
}

/* One option of fo by the grammar of RFC 9989 4.8: each at most once, 0 and 1 not both. */
static bool add_fo(struct dmarc_record *record, struct slice word, bool *strict)
{
    static const char known[] = { '0', '1', 'd', 's' };
    char option = word.length == 1 ? ascii_lower(word.data[0]) : '\0';

    if (slice_find(slice_make(known, sizeof known), option) == sizeof known) {
        return false;
    }
    for (size_t i = 0; i < record->fo_count; i++) {
        if (record->fo[i] == option) {
            *strict = false;
            return true;
        }
        *strict = *strict && (ascii_is_alpha(option) || ascii_is_alpha(record->fo[i]));
    }
    record->fo[record->fo_count] = option;
    record->fo_count++;
    return true;
}

static void read_fo(struct reader *reader)
{
    struct dmarc_record *record = reader->record;
    const struct tag *tag = record->fo_tag;
    struct slice rest = tag != NULL ? tag->value : slice_empty();
    struct slice word;
    bool strict = slice_find(rest, ' ') == rest.length;
    bool good = rest.length > 0;

    while (good && taglist_next_word(&rest, ':', &word)) {
        good = add_fo(record, word, &strict);
    }
    if (tag != NULL && tag->value.length > 0 && (!good || !strict)) {
        complain_value(reader, good ? ONLY(DMARC_METHOD_9989) : BOTH, tag,
                       "0 or 1, d and s, each once with \":\" between");
    }
    if (!good) {
        record->fo[0] = '0';
        record->fo_count = 1;
    }
}

/* A number of RFC 7489 alone; the default when it is none. */
static uint64_t read_number(struct reader *reader, const struct tag *tag, uint64_t maximum,
                            uint64_t value)
{
    uint64_t number = 0;
    bool is_percent = maximum == PERCENT_MAXIMUM;

    if (tag == NULL) {
        return value;
    }
    if (slice_number(tag->value, 0, maximum, &number) == STATUS_OK &&
        (!is_percent || tag->value.length <= PERCENT_DIGITS)) {
        return number;
    }
    if (tag->value.length > 0) {
        complain_value(reader, ONLY(DMARC_METHOD_7489), tag,
                       is_percent ? "0 to 100" : "seconds, at most 4294967295");
    }
    return value;
}

/* Words of letters, digits and hyphens (RFC 7489 6.4); there never was another one than afrf. */
static void judge_format(struct reader *reader, const struct tag *tag)
{
    struct slice rest = tag != NULL ? tag->value : slice_empty();
    struct slice word;
    bool good = true;

    if (rest.length == 0) {
        return;
    }
    while (taglist_next_word(&rest, ':', &word)) {
        good = good && word.length > 0;
        for (size_t i = 0; good && i < word.length; i++) {
            good = ascii_is_alnum(word.data[i]) || word.data[i] == '-';
        }
    }
    if (!good) {
        complain_value(reader, ONLY(DMARC_METHOD_7489), tag, "afrf");
    }
}

static void tell_historic(struct reader *reader, const struct tag *tag)
{
    if (tag != NULL) {
        complain_tag(reader, DMARC_DEFECT_HISTORIC_TAG, 0, tag,
                     arena_printf(reader->arena, "%.*s is history: RFC 9989 has removed it",
                                  SLICE_ARGS(tag->name)));
    }
}

static enum status read_addresses(struct reader *reader, const struct tag *tag,
                                  struct report_addresses *ret_addresses)
{
    enum status status;

    if (tag == NULL || tag->value.length == 0) {
        return STATUS_OK; /* an empty value is a defect of the list */
    }
    status = report_address_parse(tag->value, tag->value_offset, reader->arena, ret_addresses);
    for (size_t i = 0; status == STATUS_OK && i < ret_addresses->count; i++) {
        const struct report_address *address = &ret_addresses->addresses[i];
        struct dmarc_defect about = { .offset = address->offset,
                                      .length = address->written.length,
                                      .reason = address->reason };

        if (address->defect != REPORT_DEFECT_NONE) {
            complain(reader, DMARC_DEFECT_URI, BOTH, &about);
        } else if (address->has_limit) {
            about.reason = SLICE("a size limit is history: RFC 9989 ignores it");
            complain(reader, DMARC_DEFECT_HISTORIC_TAG, 0, &about);
        }
    }
    return status;
}

struct known_tag {
    const char *name;
    size_t member; /* of struct dmarc_record */
};

static const struct known_tag known_tags[] = {
    { "p", offsetof(struct dmarc_record, p_tag) },
    { "sp", offsetof(struct dmarc_record, sp_tag) },
    { "np", offsetof(struct dmarc_record, np_tag) },
    { "adkim", offsetof(struct dmarc_record, adkim_tag) },
    { "aspf", offsetof(struct dmarc_record, aspf_tag) },
    { "fo", offsetof(struct dmarc_record, fo_tag) },
    { "rua", offsetof(struct dmarc_record, rua_tag) },
    { "ruf", offsetof(struct dmarc_record, ruf_tag) },
    { "psd", offsetof(struct dmarc_record, psd_tag) },
    { "t", offsetof(struct dmarc_record, t_tag) },
    { "pct", offsetof(struct dmarc_record, pct_tag) },
    { "ri", offsetof(struct dmarc_record, ri_tag) },
    { "rf", offsetof(struct dmarc_record, rf_tag) },
};

static bool is_exact(struct slice name, const char *known)
{
    return slice_equal(name, slice_of(known));
}

/* All that RFC 9989 4.8 has in names; RFC 7489 6.4 takes those of RFC 6376 3.2. */
static bool is_of_letters(struct slice name)
{
    for (size_t i = 0; i < name.length; i++) {
        if (!ascii_is_alpha(name.data[i])) {
            return false;
        }
    }
    return true;
}

/* Takes a tag to its member. The first of a name counts; another is a defect of the list. */
static void sort_tag(struct reader *reader, const struct tag *tag)
{
    for (size_t i = 0; i < sizeof known_tags / sizeof known_tags[0]; i++) {
        char *members = (char *)reader->record;
        const struct tag **member = (const struct tag **)(void *)(members + known_tags[i].member);

        if (!slice_equal_nocase(tag->name, slice_of(known_tags[i].name))) {
            continue;
        }
        *member = tag;
        if (!is_exact(tag->name, known_tags[i].name)) {
            complain_tag(reader, DMARC_DEFECT_TAG_CASE, 0, tag,
                         arena_printf(reader->arena,
                                      "%.*s is written in capitals: some receivers know %s only",
                                      SLICE_ARGS(tag->name), known_tags[i].name));
        }
        return;
    }
    complain_tag(reader, DMARC_DEFECT_UNKNOWN_TAG,
                 is_of_letters(tag->name) ? 0 : ONLY(DMARC_METHOD_9989), tag,
                 arena_printf(reader->arena, "%.*s is a tag that no standard knows",
                              SLICE_ARGS(excerpt(tag->name))));
}

static void sort_tags(struct reader *reader)
{
    const struct taglist *list = &reader->record->list;

    for (size_t i = 1; i < list->tag_count; i++) { /* behind v */
        if (!list->tags[i].repeated) {
            sort_tag(reader, &list->tags[i]);
        }
    }
}

static enum status read_tags(struct reader *reader)
{
    struct dmarc_record *record = reader->record;
    enum status status;

    sort_tags(reader);
    record->p = read_policy(reader, record->p_tag, BOTH);
    record->sp = read_policy(reader, record->sp_tag, BOTH);
    record->np = read_policy(reader, record->np_tag, ONLY(DMARC_METHOD_9989));
    record->adkim_strict = read_letter(reader, record->adkim_tag, "rs", "r or s", BOTH) == 1;
    record->aspf_strict = read_letter(reader, record->aspf_tag, "rs", "r or s", BOTH) == 1;
    record->testing =
        read_letter(reader, record->t_tag, "ny", "y or n", ONLY(DMARC_METHOD_9989)) == 1;
    record->psd = (enum dmarc_psd)read_letter(reader, record->psd_tag, "uyn", "y, n or u",
                                              ONLY(DMARC_METHOD_9989));
    read_fo(reader);
    record->percent = (unsigned)read_number(reader, record->pct_tag, PERCENT_MAXIMUM, 100);
    record->interval = (uint32_t)read_number(reader, record->ri_tag, UINT32_MAX, INTERVAL_DEFAULT);
    judge_format(reader, record->rf_tag);
    tell_historic(reader, record->pct_tag);
    tell_historic(reader, record->ri_tag);
    tell_historic(reader, record->rf_tag);
    status = read_addresses(reader, record->rua_tag, &record->rua);
    return status == STATUS_OK ? read_addresses(reader, record->ruf_tag, &record->ruf) : status;
}

/* ---- 3 ---- */

static void judge_place_of_policy(struct reader *reader)
{
    struct dmarc_record *record = reader->record;
    struct dmarc_defect about = { .offset = record->text.length };
    bool reported = record->rua.good > 0;

    if (record->p_tag == NULL) {
        about.reason = reported ? SLICE("there is no p: receivers of RFC 7489 need it")
                                : SLICE("there is neither p nor a rua that reports could go to");
        complain(reader, DMARC_DEFECT_NO_POLICY,
                 reported                       ? 0
                 : record->psd == DMARC_PSD_YES ? ONLY(DMARC_METHOD_7489)
                                                : BOTH,
                 &about);
    } else if (record->list.tag_count > 1 && record->p_tag != &record->list.tags[1]) {
        complain_tag(reader, DMARC_DEFECT_NOT_SECOND, ONLY(DMARC_METHOD_7489), record->p_tag,
                     SLICE("p stands behind other tags: RFC 7489 wants it directly behind v"));
    }
}

/* ---- 4 ---- */

static enum dmarc_effect find_effect(const struct reader *reader, enum dmarc_method method)
{
    const struct dmarc_record *record = reader->record;
    bool reported = record->rua.good > 0;

    if (record->list.broken) {
        return DMARC_EFFECT_BROKEN;
    }
    if (reader->policy_is_bad[method]) {
        return reported ? DMARC_EFFECT_AS_NONE : DMARC_EFFECT_IGNORED;
    }
    if (record->p_tag == NULL && !reported && method == DMARC_METHOD_7489) {
        return DMARC_EFFECT_IGNORED;
    }
    return DMARC_EFFECT_APPLIES;
}

/* By offset; what was found first stays first. */
static void sort_defects(struct dmarc_defect *defects, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct dmarc_defect defect = defects[i];
        size_t at = i;

        for (; at > 0 && defects[at - 1].offset > defect.offset; at--) {
            defects[at] = defects[at - 1];
        }
        defects[at] = defect;
    }
}

enum status dmarc_record_parse(struct slice text, struct arena *arena,
                               struct dmarc_record *ret_record)
{
    struct dmarc_record record = { .text = text, .valid = { true, true } };
    struct reader reader = { .record = &record, .arena = arena };
    enum status status = taglist_parse(TAGLIST_KIND_DMARC, text, arena, &record.list);

    if (status != STATUS_OK) {
        return status;
    }
    reader.defects = arena_alloc_array(arena, DMARC_DEFECTS_MAXIMUM, sizeof *reader.defects);
    if (reader.defects == NULL) {
        return STATUS_NO_MEMORY;
    }
    take_list_defects(&reader);
    status = read_tags(&reader);
    if (status != STATUS_OK) {
        return status;
    }
    judge_place_of_policy(&reader);
    sort_defects(reader.defects, reader.count);
    record.defects = reader.defects;
    record.defect_count = reader.count;
    for (unsigned method = 0; method < DMARC_METHOD_COUNT; method++) {
        record.effect[method] = find_effect(&reader, (enum dmarc_method)method);
    }
    if (arena_failed(arena)) {
        return STATUS_NO_MEMORY;
    }
    *ret_record = record;
    return STATUS_OK;
}

/* ---- words ---- */

bool dmarc_record_is_dmarc(struct slice text)
{
    struct slice rest = text;

    if (!slice_starts_with(rest, SLICE("v"))) {
        return false;
    }
    rest = slice_from(rest, skip_blanks(rest, 1));
    if (!slice_starts_with(rest, SLICE("="))) {
        return false;
    }
    rest = slice_from(rest, skip_blanks(rest, 1));
    if (!slice_starts_with(rest, SLICE("DMARC1"))) {
        return false;
    }
    rest = slice_from(rest, skip_blanks(rest, 6));
    return rest.length == 0 || rest.data[0] == ';';
}

const char *dmarc_policy_text(enum dmarc_policy policy)
{
    switch (policy) {
    case DMARC_POLICY_ABSENT:
        return NULL;
    case DMARC_POLICY_NONE:
        return "none";
    case DMARC_POLICY_QUARANTINE:
        return "quarantine";
    case DMARC_POLICY_REJECT:
        return "reject";
    }
    return NULL;
}

enum status dmarc_policy_from_text(struct slice text, enum dmarc_policy *ret_policy)
{
    static const enum dmarc_policy policies[] = { DMARC_POLICY_NONE, DMARC_POLICY_QUARANTINE,
                                                  DMARC_POLICY_REJECT };

    for (size_t i = 0; i < sizeof policies / sizeof policies[0]; i++) {
        if (slice_equal_nocase(text, slice_of(dmarc_policy_text(policies[i])))) {
            *ret_policy = policies[i];
            return STATUS_OK;
        }
    }
    return STATUS_NOT_FOUND;
}
