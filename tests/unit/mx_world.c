/* SPDX-License-Identifier: MIT */
/* Judgements of MX records over a world. */
#include "mx_world.h"

#include "base/json.h"

static void apply_option(struct judged *judged, struct slice option, struct slice value)
{
    if (slice_equal(option, SLICE("-d"))) {
        assert_int_equal(name_from_text(value, &judged->config.domain, NULL), STATUS_OK);
    } else if (slice_equal(option, SLICE("--profile"))) {
        judged->config.profile = value;
    } else if (slice_equal(option, SLICE("--why"))) {
        judged->config.why = CONFIG_WHY_NONE;
    } else {
        fail_msg("no option \"%.*s\"", SLICE_ARGS(option));
    }
}

void mx_world_configure(const char *options, struct judged *judged)
{
    struct slice rest = slice_of(options);
    struct slice option;
    struct slice value;

    *judged = (struct judged){ .timeout_state = STATE_UNKNOWN };
    config_init(&judged->config);
    judged->config.has_domain = true;
    judged->config.domain = make_name("mail.example.test");
    judged->config.profile = SLICE(PROFILE_DEFAULT);
    judged->config.verbosity = 2;
    while (rest.length > 0 && slice_split(&rest, ' ', &option)) {
        assert_true(slice_split(&rest, ' ', &value));
        apply_option(judged, option, value);
    }
    judged->request.config = &judged->config;
    judged->request.domain = &judged->config.domain;
    assert_int_equal(profile_find(judged->config.profile, &judged->request.profile), STATUS_OK);
}

void mx_world_begin(struct world *world, const char *const *rows, const char *zones[ZONES])
{
    static const char *const around[] = { WORLD_ZONES, DELEGATED, QQ, NULL };

    world_begin_around(world, around, rows, zones, ZONES);
}

void mx_world_judge_once(struct world *world, struct judged *judged)
{
    struct verdict_policy policy = { .timeout_state = judged->timeout_state };

    verdict_init(&judged->verdict, world->arena, &policy);
    assert_int_equal(mx_rules_judge(&judged->request, world->facts, world->arena, &judged->verdict,
                                    &judged->details),
                     STATUS_OK);
}

void mx_world_judge(struct world *world, struct judged *judged)
{
    do {
        mx_world_judge_once(world, judged);
    } while (world_answer(world));
    verdict_finish(&judged->verdict);
    assert_int_equal(verdict_status(&judged->verdict), STATUS_OK);
}

struct slice mx_world_problems(struct world *world, const struct judged *judged)
{
    struct json *document = NULL;
    struct json *mx;
    struct json *records;
    struct buf buf;

    assert_int_equal(json_create(&document), STATUS_OK);
    mx_rules_describe(judged->details, document);
    mx = json_get_object(document, "mx");
    assert_non_null(mx);
    assert_non_null(json_get_list(mx, "expected"));
    records = json_get_list(mx, "records");
    buf_init(&buf, world->arena, LIMIT_TEXT_OUTPUT);
    buf_add_text(&buf, json_has_null(mx, "records") ? "null" : "");
    for (size_t i = 0; records != NULL && i < json_count(records); i++) {
        struct json *record = json_at_object(records, i);
        struct slice problem = SLICE("-");

        assert_true(json_get_string(record, "problem", &problem) ||
                    json_has_null(record, "problem"));
        buf_printf(&buf, "%s%.*s", i > 0 ? "," : "", SLICE_ARGS(problem));
    }
    json_free(document);
    return buf_slice(&buf);
}

void mx_world_expect_whole(const char *title, const struct finding *finding)
{
    struct slice sentence = finding->brief.length > 0 ? finding->brief : finding->message;

    world_expect_whole(title, finding);
    if (slice_starts_with(slice_of(catalogue_entry(finding->id)->id), SLICE("mx."))) {
        expect_text(title, "type", slice_of(finding->type), "MX");
        expect_text(title, "name", finding->name, "mail.example.test");
        if (sentence.length > LIMIT_FIRST_LINE) {
            fail_msg("%s: \"%.*s\" is too long for the first line", title, SLICE_ARGS(sentence));
        }
    }
}
