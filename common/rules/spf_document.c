/* SPDX-License-Identifier: MIT */
/* The member "spf" of the JSON document. */
#include "base/limits.h"
#include "rules/spf_context.h"

#define TREE_TERMS_MAXIMUM 512u /* a tree of repeats grows without bounds */

static void describe_terms(const struct spf_cost *cost, struct json *list, unsigned *budget)
{
    for (size_t i = 0; cost->terms != NULL && i < cost->fetch->record.term_count; i++) {
        const struct spf_cost_term *term = &cost->terms[i];
        struct json *object;

        if (*budget == 0) {
            return;
        }
        *budget -= 1;
        object = json_append_object(list);
        json_add_string(object, "text", term->term->text);
        json_add_integer(object, "lookups", term->lookups);
        json_add_integer(object, "voids", term->voids);
        json_add_bool(object, "evaluated", term->live);
        if (term->child != NULL) {
            describe_terms(term->child, json_add_list(object, "children"), budget);
        } else {
            (void)json_add_list(object, "children");
        }
    }
}

/* "valid", "invalid", "not-spf", "none"; NULL: not heard. */
static const char *syntax_text(const struct spf_cost *root)
{
    if (root == NULL) {
        return NULL;
    }
    switch (root->fetch->state) {
    case SPF_FETCH_PENDING:
    case SPF_FETCH_TROUBLE:
        return NULL;
    case SPF_FETCH_MULTIPLE:
        return "invalid";
    case SPF_FETCH_NONE:
        return root->fetch->answer->class == ANSWER_CLASS_POSITIVE ? "not-spf" : "none";
    case SPF_FETCH_FOUND:
        return root->fetch->record.error_count > 0 ? "invalid" : "valid";
    }
    return NULL;
}

static void describe_error(const struct spf_cost *root, struct json *spf)
{
    struct json *error;

    if (root != NULL && root->fetch->state == SPF_FETCH_MULTIPLE) {
        error = json_add_object(spf, "error");
        json_add_integer(error, "offset", 0);
        json_add_string(error, "reason", SLICE("multiple"));
    } else if (root != NULL && root->fetch->state == SPF_FETCH_FOUND &&
               root->fetch->record.error_count > 0) {
        error = json_add_object(spf, "error");
        json_add_integer(error, "offset", (int64_t)root->fetch->record.errors[0].offset);
        json_add_string(error, "reason", root->fetch->record.errors[0].reason);
    } else {
        json_add_null(spf, "error");
    }
}

static void describe_number(struct json *object, const char *key, bool known, unsigned number)
{
    if (known) {
        json_add_integer(object, key, number);
    } else {
        json_add_null(object, key);
    }
}

static void describe_record(const struct spf_cost *root, struct json *spf)
{
    bool found = root != NULL && root->fetch->state == SPF_FETCH_FOUND;
    const char *syntax = syntax_text(root);
    unsigned budget = TREE_TERMS_MAXIMUM;
    struct json *terms;

    if (found) {
        json_add_string(spf, "record", root->fetch->record.text);
    } else {
        json_add_null(spf, "record");
    }
    if (syntax != NULL) {
        json_add_string(spf, "syntax", slice_of(syntax));
    } else {
        json_add_null(spf, "syntax");
    }
    describe_error(root, spf);
    describe_number(spf, "lookups", found && (root->known || root->lookups > LIMIT_SPF_LOOKUPS),
                    found ? root->lookups : 0);
    describe_number(spf, "voids", found && (root->known || root->voids > LIMIT_SPF_VOIDS),
                    found ? root->voids : 0);
    terms = json_add_list(spf, "terms");
    if (found) {
        describe_terms(root, terms, &budget);
    }
}

static void describe_evaluation(const struct spf_details *details, size_t index, struct json *list)
{
    const struct spf_evaluation *evaluation = &details->evaluations[index];
    const struct spf_request *request = &details->requests[index];
    struct json *object = json_append_object(list);

    json_add_string(object, "ip", details->config->client_texts[index]);
    json_add_string(object, "sender", request->sender);
    json_add_known(object, "helo", request->helo.length > 0, request->helo);
    json_add_string(object, "result", slice_of(spf_result_text(evaluation->result)));
    json_add_known(object, "explanation", evaluation->has_explanation, evaluation->explanation);
    json_add_known(object, "mechanism", evaluation->mechanism.length > 0, evaluation->mechanism);
    json_add_string(object, "cause", evaluation->cause);
    json_add_integer(object, "lookups", evaluation->lookups);
    json_add_integer(object, "voids", evaluation->voids);
}

const struct differential *spf_rules_differential(const struct spf_details *details)
{
    return details != NULL ? details->differential : NULL;
}

void spf_rules_describe(const struct spf_details *details, struct json *document)
{
    struct json *spf = json_add_object(document, "spf");
    struct json *evaluations;

    describe_record(details != NULL ? details->root : NULL, spf);
    evaluations = json_add_list(spf, "evaluations");
    for (size_t i = 0; details != NULL && i < details->evaluation_count; i++) {
        describe_evaluation(details, i, evaluations);
    }
}
