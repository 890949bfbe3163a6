/* SPDX-License-Identifier: MIT */
/* Replies by action, the questions counted. */
#include "ses_world.h"

static const char *reply_of(const struct ses_case *given, enum api_action action)
{
    const char *reply = NULL;

    switch (action) {
    case API_ACTION_NONE:
        break;
    case API_ACTION_GET_IDENTITY:
        reply = given->identity;
        break;
    case API_ACTION_LIST_IDENTITIES:
        reply = given->list;
        break;
    case API_ACTION_DOMAIN_INFO:
        reply = given->info;
        break;
    case API_ACTION_HOST_ZONE:
        reply = given->host;
        break;
    case API_ACTION_HOST_RECORDS:
        reply = given->host_records;
        break;
    }
    return reply == NULL ? "!" : reply;
}

static const struct api_answer *answer(struct world *world, const struct question *question)
{
    struct ses_judged *judged = world->api_self;
    struct api_answer *answer = arena_alloc(world->arena, sizeof *answer);
    const char *reply = reply_of(judged->given, question->action);

    assert_non_null(answer);
    assert_true(question->action < ACTIONS_MAXIMUM);
    judged->asked[question->action]++;
    answer->heard = reply[0] == '!'   ? API_HEARD_UNREACHABLE
                    : reply[0] == '?' ? API_HEARD_UNREADABLE
                                      : API_HEARD_REPLY;
    answer->server = SLICE("api.test:8443");
    answer->reason = SLICE("as the case says");
    answer->http = (struct api_http){ 200, slice_empty(), slice_of(reply) };
    return answer;
}

static void configure(const struct ses_case *given, struct ses_judged *judged)
{
    *judged = (struct ses_judged){ .given = given, .domain = make_name(DOMAIN) };
    config_init(&judged->config);
    judged->config.verbosity = 3;
    judged->config.why = given->why;
    judged->api.is_asked = true;
    judged->api.has_endpoints = given->named;
    for (size_t i = 0; i < API_SERVICE_COUNT && given->named; i++) {
        judged->api.endpoints[i] = SLICE("https://api.test:8443/");
    }
    if (given->server != NULL) {
        judged->hosts.names[0] = make_name(given->server);
        judged->hosts.count = 1;
    }
    judged->request = (struct ses_request){ .config = &judged->config,
                                            .api = &judged->api,
                                            .domain = &judged->domain,
                                            .is_hidden = given->is_hidden,
                                            .has_policy = given->has_policy,
                                            .spf = given->spf,
                                            .servers = &judged->hosts };
}

void ses_world_judge(struct world *world, const char *const *rows, const struct ses_case *given,
                     struct ses_judged *judged)
{
    static const struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };
    static const char *const zones[] = { WORLD_ZONES };
    const char **all;
    size_t count = 0;

    configure(given, judged);
    world_begin(world, NULL);
    all = arena_alloc_array(world->arena, 64, sizeof *all);
    assert_non_null(all);
    for (size_t i = 0; i < ROWS(zones); i++) {
        all[count++] = zones[i];
    }
    for (size_t i = 0; rows[i] != NULL; i++) {
        assert_true(count < 63);
        all[count++] = rows[i];
    }
    world->rows = all;
    world->api = answer;
    world->api_self = judged;
    do {
        verdict_init(&judged->verdict, world->arena, &policy);
        assert_int_equal(ses_rules_judge(&judged->request, world->facts, world->arena,
                                         &judged->verdict, &judged->details),
                         STATUS_OK);
    } while (world_answer(world));
    assert_int_equal(verdict_status(&judged->verdict), STATUS_OK);
    verdict_finish(&judged->verdict);
}

struct slice ses_world_sights(struct world *world, const struct ses_judged *judged)
{
    struct json *root = NULL;
    const struct json *list;
    struct buf buf;

    assert_int_equal(json_create(&root), STATUS_OK);
    ses_rules_describe(judged->details, root);
    list = json_get_list(json_get_object(root, "ses"), "attributes");
    buf_init(&buf, world->arena, LIMIT_TEXT_OUTPUT);
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *item = json_at_object(list, i);
        struct slice purpose = slice_empty();
        bool good = false;

        assert_true(json_get_string(item, "purpose", &purpose));
        buf_printf(&buf, "%s%.*s %s", i > 0 ? ", " : "", SLICE_ARGS(purpose),
                   !json_get_bool(item, "dns_ok", &good) ? "-"
                   : good                                ? "right"
                                                         : "wrong");
    }
    json_free(root);
    return buf_slice(&buf);
}
