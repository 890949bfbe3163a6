/* SPDX-License-Identifier: MIT */
/* The JSON document: members, their order, and null for what is not known. */
#include "../support/expect.h"

#include "report/document.h"

static const struct verdict_policy no_policy = { .timeout_state = STATE_UNKNOWN };

static struct report_run run_of(void)
{
    return (struct report_run){ .plugin = "check_ses_spf",
                                .service = "SPF",
                                .version = "0.1.0",
                                .domain = SLICE("mail.example.com"),
                                .unicode = SLICE("mail.example.com"),
                                .elapsed_ms = 3.14159,
                                .queries = 9,
                                .rounds = 3 };
}

/* The document of a finished verdict, compared as text. */
static void expect_document(const char *title, struct verdict *verdict,
                            const struct report_run *run, const char *want)
{
    struct json *root = NULL;
    struct buf buf;

    verdict_finish(verdict);
    assert_int_equal(document_build(verdict, run, &root), STATUS_OK);
    buf_init(&buf, verdict->arena, LIMIT_JSON_OUTPUT);
    assert_int_equal(json_write(root, LIMIT_JSON_OUTPUT, &buf), STATUS_OK);
    json_free(root);
    expect_text(title, "document", buf_slice(&buf), want);
}

static void test_fine(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct report_run run = run_of();
    struct verdict verdict;

    (void)state;
    verdict_init(&verdict, arena, &no_policy);
    verdict.fine = SLICE("3 of 10 lookups");
    expect_document("fine", &verdict, &run,
                    "{\"schema\":1,\"plugin\":\"check_ses_spf\",\"version\":\"0.1.0\","
                    "\"domain\":\"mail.example.com\",\"unicode\":\"mail.example.com\","
                    "\"state\":\"OK\",\"summary\":\"mail.example.com: 3 of 10 lookups\","
                    "\"findings\":[],\"perfdata\":[],\"complete\":true,\"elapsed_ms\":3.1,"
                    "\"queries\":9,\"rounds\":3}");
    arena_destroy(arena);
}

static void test_findings(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct report_run run = run_of();
    struct verdict verdict;
    struct finding *finding;

    (void)state;
    verdict_init(&verdict, arena, &no_policy);
    finding = verdict_add(&verdict, FINDING_DNS_UNREACHABLE);
    finding->message = SLICE("a|b\n\xFF");
    finding->advice = SLICE("Try\x07 this.\nThen that.");
    finding = verdict_add(&verdict, FINDING_SPF_LOOKUP_LIMIT);
    finding->message = SLICE("12 lookups, limit 10");
    finding->name = SLICE("mail.example.com");
    finding->type = "TXT";
    finding->has_place = true;
    finding->offset = 17;
    finding->length = 22;
    run.domain = slice_empty();
    run.unicode = slice_empty();
    run.unanswered = 2;
    run.elapsed_ms = 8000;
    expect_document(
        "two findings", &verdict, &run,
        "{\"schema\":1,\"plugin\":\"check_ses_spf\",\"version\":\"0.1.0\",\"domain\":null,"
        "\"unicode\":null,\"state\":\"CRITICAL\",\"summary\":\"12 lookups, limit 10 (and 1 "
        "unknown);"
        " 2 questions unanswered\",\"findings\":[{\"id\":\"spf.lookup-limit\","
        "\"state\":\"CRITICAL\",\"message\":\"12 lookups, limit 10\",\"advice\":\"Drop includes "
        "that"
        " nobody needs, move a service to a subdomain of its own, or replace a and mx by ip4 and"
        " ip6.\",\"name\":\"mail.example.com\",\"type\":\"TXT\",\"offset\":17,\"length\":22,"
        "\"reference\":\"RFC 7208 4.6.4\"},{\"id\":\"dns.unreachable\",\"state\":\"UNKNOWN\","
        "\"message\":\"a\\\\x7Cb\\\\x0A\\\\xFF\",\"advice\":\"Try\\\\x07 this.\\nThen that.\","
        "\"name\":null,\"type\":null,\"offset\":null,\"length\":null,\"reference\":null}],"
        "\"perfdata\":[],\"complete\":false,\"elapsed_ms\":8000.0,\"queries\":9,\"rounds\":3}");
    arena_destroy(arena);
}

static void test_perfdata(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct report_run run = run_of();
    struct verdict verdict;
    struct perfdata *datum;
    struct json *root = NULL;
    struct buf buf;
    struct slice text;
    size_t at;

    (void)state;
    verdict_init(&verdict, arena, &no_policy);
    datum = verdict_add_perfdata(&verdict, "lookups");
    datum->known = true;
    datum->value = 12;
    datum->has_minimum = true;
    assert_int_equal(range_parse(SLICE("8"), &datum->warning), STATUS_OK);
    assert_int_equal(range_parse(SLICE("@~:-1.50"), &datum->critical), STATUS_OK);
    datum = verdict_add_perfdata(&verdict, "bits");
    datum->has_maximum = true;
    datum->maximum = 1e18;
    datum = verdict_add_perfdata(&verdict, "time");
    datum->unit = "s";
    datum->known = true;
    datum->value = 0.0041;
    datum->decimals = 3;
    datum->has_minimum = true;
    datum->minimum = -2.25;
    verdict_finish(&verdict);
    assert_int_equal(document_build(&verdict, &run, &root), STATUS_OK);
    buf_init(&buf, arena, LIMIT_JSON_OUTPUT);
    assert_int_equal(json_write(root, LIMIT_JSON_OUTPUT, &buf), STATUS_OK);
    json_free(root);
    at = slice_find_part(buf_slice(&buf), SLICE("\"perfdata\":"));
    text = slice_from(buf_slice(&buf), at);
    text = slice_head(text, slice_find(text, ']') + 1);
    expect_text("perfdata", "text", text,
                "\"perfdata\":[{\"label\":\"lookups\",\"value\":12,\"unit\":\"\",\"warning\":\"8\","
                "\"critical\":\"@~:-1.50\",\"min\":0,\"max\":null},{\"label\":\"bits\","
                "\"value\":null,\"unit\":\"\",\"warning\":null,\"critical\":null,\"min\":null,"
                "\"max\":1e18},{\"label\":\"time\",\"value\":0.004,\"unit\":\"s\",\"warning\":null,"
                "\"critical\":null,\"min\":-2.25,\"max\":null}]");
    arena_destroy(arena);
}

static void test_no_memory(void **state)
{
    struct report_run run = run_of();

    (void)state;
    for (size_t limit = 0; limit < 12000; limit += 500) {
        struct arena *arena = make_arena(limit);
        struct verdict verdict;
        struct json *root = NULL;
        enum status status;

        verdict_init(&verdict, arena, &no_policy);
        verdict_add(&verdict, FINDING_SPF_NONE)->message = SLICE("none");
        verdict_finish(&verdict);
        status = document_build(&verdict, &run, &root);
        assert_int_equal(status, arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_OK);
        assert_int_equal(root != NULL, status == STATUS_OK);
        json_free(root);
        arena_destroy(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fine),
        cmocka_unit_test(test_findings),
        cmocka_unit_test(test_perfdata),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
