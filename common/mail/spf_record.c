/* SPDX-License-Identifier: MIT */
/*
 * SPF records: terms are what blanks separate (RFC 7208 12). redirect and exp may stand once each
 * (6).
 */
#include "mail/spf_record.h"

#include "base/utf8.h"
#include "mail/spf_reason.h"
#include "mail/spf_term.h"

#define VERSION SLICE("v=spf1")

/* A record at work. */
struct builder {
    struct arena *arena;
    struct slice text;
    struct spf_term *terms;
    size_t term_count;
    struct spf_error *errors; /* memory is taken with the first one */
    size_t error_count;
    bool has_redirect;
    bool has_exp;
};

bool spf_record_is_spf(struct slice text)
{
    return slice_starts_with_nocase(text, VERSION) &&
           (text.length == VERSION.length || text.data[VERSION.length] == ' ');
}

/* The next run of octets other than SP from `*at` on, which is moved behind it. */
static bool next_term(struct slice text, size_t *at, struct slice *ret_term)
{
    size_t start = *at;
    size_t length;

    while (start < text.length && text.data[start] == ' ') {
        start++;
    }
    if (start >= text.length) {
        return false;
    }
    length = slice_find(slice_from(text, start), ' ');
    *ret_term = slice_make(text.data + start, length);
    *at = start + length;
    return true;
}

static size_t count_terms(struct slice text)
{
    size_t at = VERSION.length;
    size_t count = 0;
    struct slice term;

    while (next_term(text, &at, &term)) {
        count++;
    }
    return count;
}

/* A term and what is wrong with it. */
struct fault {
    const struct spf_term *term;
    enum spf_defect defect;
    struct slice piece; /* the part of the term that does not fit */
};

/* Lists what is wrong with the term, unless the list is full. */
static enum status add_error(struct builder *builder, const struct fault *fault)
{
    struct spf_reason_place place = { .record = builder->text,
                                      .term = fault->term->text,
                                      .piece = fault->piece,
                                      .kind = fault->term->kind };
    struct spf_error error = { .defect = fault->defect,
                               .offset = fault->term->offset,
                               .length = fault->term->text.length };

    if (builder->error_count == SPF_RECORD_ERRORS_MAXIMUM) {
        return STATUS_OK;
    }
    if (builder->errors == NULL) {
        builder->errors =
            arena_alloc_array(builder->arena, SPF_RECORD_ERRORS_MAXIMUM, sizeof *builder->errors);
    }
    if (builder->errors == NULL) {
        return STATUS_NO_MEMORY;
    }
    if (fault->defect == SPF_DEFECT_OCTET) {
        uint32_t code;
        size_t length = utf8_decode(fault->piece, 0, &code);

        error.offset += (size_t)(fault->piece.data - fault->term->text.data);
        error.length = length > 0 ? length : 1;
        place.piece = slice_head(fault->piece, error.length);
    }
    error.reason = spf_reason(fault->defect, &place, builder->arena);
    builder->errors[builder->error_count] = error;
    builder->error_count++;
    return arena_failed(builder->arena) ? STATUS_NO_MEMORY : STATUS_OK;
}

/* Whether a modifier stands here a second time (6); notes that it was here. */
static bool is_duplicate(struct builder *builder, enum spf_term_kind kind)
{
    bool was_there = (kind == SPF_TERM_REDIRECT && builder->has_redirect) ||
                     (kind == SPF_TERM_EXP && builder->has_exp);

    builder->has_redirect = builder->has_redirect || kind == SPF_TERM_REDIRECT;
    builder->has_exp = builder->has_exp || kind == SPF_TERM_EXP;
    return was_there;
}

static enum status add_term(struct builder *builder, struct slice text)
{
    struct spf_term *term = &builder->terms[builder->term_count];
    struct fault fault = { .term = term };
    enum status status;

    *term = (struct spf_term){ .text = text, .offset = (size_t)(text.data - builder->text.data) };
    status = spf_term_read(term, builder->arena, &fault.defect, &fault.piece);
    if (status != STATUS_OK) {
        return status;
    }
    if (fault.defect == SPF_DEFECT_NONE && is_duplicate(builder, term->kind)) {
        fault.defect = SPF_DEFECT_DUPLICATE_MODIFIER;
        fault.piece = term->name;
    }
    if (fault.defect != SPF_DEFECT_NONE) {
        return add_error(builder, &fault);
    }
    builder->term_count++;
    return STATUS_OK;
}

enum status spf_record_parse(struct slice text, struct arena *arena, struct spf_record *ret_record)
{
    struct builder builder = { .arena = arena, .text = text };
    size_t at = VERSION.length;
    struct slice term;
    bool cut = false;
    size_t room;

    if (!spf_record_is_spf(text)) {
        return STATUS_BAD_INPUT;
    }
    room = count_terms(text);
    room = room < SPF_RECORD_TERMS_MAXIMUM ? room : SPF_RECORD_TERMS_MAXIMUM;
    builder.terms = arena_alloc_array(arena, room, sizeof *builder.terms);
    if (builder.terms == NULL) {
        return STATUS_NO_MEMORY;
    }
    while (!cut && next_term(text, &at, &term)) {
        enum status status = STATUS_OK;

        cut = builder.term_count == room;
        if (!cut) {
            status = add_term(&builder, term);
        }
        if (status != STATUS_OK) {
            return status;
        }
    }
    *ret_record = (struct spf_record){ .text = text,
                                       .terms = builder.terms,
                                       .term_count = builder.term_count,
                                       .errors = builder.errors,
                                       .error_count = builder.error_count,
                                       .cut = cut };
    return STATUS_OK;
}

const struct spf_term *spf_record_find(const struct spf_record *record, enum spf_term_kind kind)
{
    for (size_t i = 0; i < record->term_count; i++) {
        if (record->terms[i].kind == kind) {
            return &record->terms[i];
        }
    }
    return NULL;
}
