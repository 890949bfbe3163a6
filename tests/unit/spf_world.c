/* SPDX-License-Identifier: MIT */
/* Evaluations and judgements of SPF over a world. */
#include "spf_world.h"

void world_configure(struct judged *judged, const char *domain, const char *profile)
{
    *judged = (struct judged){ .details = NULL };
    config_init(&judged->config.common);
    spf_config_init(&judged->config);
    judged->config.sender = slice_empty();
    judged->config.helo = slice_empty();
    judged->config.receiver = slice_empty();
    judged->config.common.verbosity = 2;
    judged->config.common.profile = slice_of(profile);
    if (domain != NULL) {
        judged->config.common.has_domain = true;
        judged->config.common.domain = make_name(domain);
    }
}

void world_client(struct judged *judged, const char *address)
{
    size_t at = judged->config.client_count;

    assert_int_equal(address_from_text(slice_of(address), &judged->config.clients[at]), STATUS_OK);
    judged->config.client_texts[at] = slice_of(address);
    judged->config.client_count++;
}

void world_judge(struct world *world, struct judged *judged)
{
    struct verdict_policy policy = { .timeout_state = judged->config.common.timeout_state };
    struct slice reason = slice_empty();

    if (spf_config_complete(&judged->config, world->arena, &reason) != STATUS_OK) {
        fail_msg("the options do not fit: %.*s", SLICE_ARGS(reason));
    }
    do {
        verdict_init(&judged->verdict, world->arena, &policy);
        assert_int_equal(spf_rules_judge(&judged->config, world->facts, world->arena,
                                         &judged->verdict, &judged->details),
                         STATUS_OK);
    } while (world_answer(world));
    verdict_finish(&judged->verdict);
    assert_int_equal(verdict_status(&judged->verdict), STATUS_OK);
}

void world_check_evaluation(const struct evaluation_row *row)
{
    struct world world;
    struct spf_evaluation evaluation = { .result = SPF_RESULT_PENDING };
    struct spf_request request = {
        .helo = slice_of(row->helo != NULL ? row->helo : "mta.example.test"),
        .sender = slice_of(row->sender != NULL ? row->sender : "user@example.test"),
        .receiver = SLICE("receiver.test"),
        .void_limit = row->void_limit > 0 ? row->void_limit : LIMIT_SPF_VOIDS,
    };
    struct slice client = slice_of(row->client != NULL ? row->client : "198.18.0.1");

    world_begin(&world, row->rows);
    assert_int_equal(address_from_text(client, &request.client), STATUS_OK);
    do {
        struct spf_world spf = { .facts = world.facts, .arena = world.arena };

        assert_int_equal(spf_evaluate(&request, &spf, &evaluation), STATUS_OK);
        expect_number(row->title, "pending while answers are wanted",
                      evaluation.result == SPF_RESULT_PENDING, facts_wants_needed(world.facts));
    } while (world_answer(&world));
    expect_text(row->title, "result", slice_of(spf_result_text(evaluation.result)),
                spf_result_text(row->result));
    expect_number(row->title, "lookups", evaluation.lookups, row->lookups);
    expect_number(row->title, "voids", evaluation.voids, row->voids);
    expect_number(row->title, "explained", evaluation.has_explanation, row->explanation != NULL);
    if (row->explanation != NULL) {
        expect_text(row->title, "explanation", evaluation.explanation, row->explanation);
    }
    if (row->mechanism != NULL) {
        expect_text(row->title, "mechanism", evaluation.mechanism, row->mechanism);
    }
    if (row->cause != NULL &&
        slice_find_part(evaluation.cause, slice_of(row->cause)) == evaluation.cause.length) {
        fail_msg("%s: the cause is \"%.*s\"", row->title, SLICE_ARGS(evaluation.cause));
    }
    world_end(&world);
}
