/* SPDX-License-Identifier: MIT */
/* A verdict on several records: what is taken over from each, the tree, what hidden ones leave. */
#include "../support/expect.h"

#include "base/json.h"
#include "report/document.h"
#include "report/text.h"

static const struct verdict_policy no_policy = { .timeout_state = STATE_UNKNOWN };

static struct verdict make_part(struct arena *arena, enum finding_id id, const char *message)
{
    struct verdict part;
    struct perfdata *datum;

    verdict_init(&part, arena, &no_policy);
    if (message != NULL) {
        struct finding *finding = verdict_add(&part, id);

        finding->message = slice_of(message);
        finding->name = SLICE("mail.example.com");
        finding->advice = SLICE("do this");
    }
    datum = verdict_add_perfdata(&part, "lookups");
    datum->known = true;
    datum->value = 3;
    part.fine = SLICE("all is well");
    part.evidence = SLICE("what was seen");
    part.records = SLICE("v=spf1 -all");
    return part;
}

static struct verdict_section section_of(const char *service, const char *hidden)
{
    return (struct verdict_section){ .service = service,
                                     .is_hidden = hidden != NULL,
                                     .summary = hidden != NULL ? slice_of(hidden) : slice_empty(),
                                     .evidence = slice_empty(),
                                     .records = slice_empty() };
}

static void add(struct verdict *verdict, const char *service, const char *hidden,
                struct verdict part)
{
    struct verdict_section section = section_of(service, hidden);

    verdict_add_section(verdict, &section, "x", &part);
}

/* SPF fine, DKIM with a warning and an advice line, HOLD critical, MX hidden. */
static struct verdict make_whole(struct arena *arena)
{
    struct verdict whole;

    verdict_init(&whole, arena, &no_policy);
    add(&whole, "SPF", NULL, make_part(arena, FINDING_SPF_NONE, NULL));
    add(&whole, "DKIM", NULL, make_part(arena, FINDING_DKIM_TESTING, "keys in testing"));
    add(&whole, "MX", "not seen", make_part(arena, FINDING_MX_NONE, "no MX"));
    add(&whole, "HOLD", NULL, make_part(arena, FINDING_VISIBILITY_HOLD, "on hold|"));
    whole.fine = SLICE("everything is right");
    verdict_finish(&whole);
    return whole;
}

static struct slice write_text(const struct verdict *verdict, unsigned verbosity,
                               struct arena *arena)
{
    const struct report_run run = { .plugin = "check_ses_domain",
                                    .service = "DOMAIN",
                                    .version = "0.1.0",
                                    .domain = SLICE("mail.example.com"),
                                    .verbosity = verbosity,
                                    .trace = slice_empty() };
    struct buf buf;

    buf_init(&buf, arena, LIMIT_FILE);
    assert_int_equal(text_write(verdict, &run, &buf), STATUS_OK);
    return buf_slice(&buf);
}

static void test_taken(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct verdict whole = make_whole(arena);

    (void)state;
    assert_int_equal(whole.section_count, 4);
    assert_int_equal(whole.finding_count, 2);
    assert_int_equal(whole.findings[0].id, FINDING_VISIBILITY_HOLD);
    assert_int_equal(whole.findings[0].section, 4);
    assert_int_equal(whole.findings[1].section, 2);
    assert_int_equal(verdict_state(&whole), STATE_CRITICAL);
    assert_false(verdict_has(&whole, FINDING_MX_NONE));
    assert_int_equal(whole.sections[0].state, STATE_OK);
    expect_text("fine", "summary", whole.sections[0].summary, "all is well");
    expect_text("warning", "summary", whole.sections[1].summary, "keys in testing");
    assert_int_equal(whole.sections[1].state, STATE_WARNING);
    expect_text("hidden", "summary", whole.sections[2].summary, "not seen");
    expect_text("hidden", "evidence", whole.sections[2].evidence, "");
    assert_int_equal(whole.perfdata_count, 4);
    expect_text("label", "label", slice_of(whole.perfdata[3].label), "x_lookups");
    assert_int_equal(verdict_status(&whole), STATUS_OK);
    arena_destroy(arena);
}

static void test_tree(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct verdict whole = make_whole(arena);

    (void)state;
    expect_text("tree", "text", write_text(&whole, 0, arena),
                "SES DOMAIN CRITICAL - mail.example.com: HOLD: on hold\\x7C (and 1 warning) | "
                "x_lookups=3;;;; x_lookups=3;;;; x_lookups=3;;;; x_lookups=3;;;;\n"
                "  HOLD   CRITICAL  on hold\\x7C\n"
                "  DKIM   WARNING   keys in testing\n"
                "  MX     hidden    not seen\n"
                "  SPF    OK        all is well\n");
    arena_destroy(arena);
}

static void test_verbose(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct verdict whole = make_whole(arena);
    struct slice text;

    (void)state;
    whole.appendix = SLICE("one|\ntwo");
    text = write_text(&whole, 2, arena);
    /* The findings of a section before its lines, sections in the order of the tree. */
    assert_true(slice_find_part(text, SLICE("[CRITICAL] visibility.hold: on hold\\x7C")) <
                slice_find_part(text, SLICE("HOLD:\n    what was seen\nRecords of HOLD:\n    v=")));
    assert_true(slice_find_part(text, SLICE("HOLD:\n    what was seen")) <
                slice_find_part(text, SLICE("[WARNING] dkim.testing: keys in testing")));
    assert_true(slice_find_part(text, SLICE("    do this\nDKIM:\n    what was seen")) <
                text.length);
    assert_true(slice_find_part(text, SLICE("MX:\n")) == text.length);
    assert_true(slice_ends_with(text, SLICE("\none\\x7C\ntwo\n")));
    arena_destroy(arena);
}

static void test_document(void **state)
{
    const struct report_run run = { .plugin = "check_ses_domain",
                                    .service = "DOMAIN",
                                    .version = "0.1.0",
                                    .domain = SLICE("mail.example.com"),
                                    .unicode = SLICE("mail.example.com"),
                                    .trace = slice_empty() };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct verdict whole = make_whole(arena);
    struct json *root = NULL;
    struct json *section;
    struct slice text;
    bool hidden = false;

    (void)state;
    assert_int_equal(document_build(&whole, &run, &root), STATUS_OK);
    assert_int_equal(json_count(json_get_list(root, "records")), 4);
    section = json_at_object(json_get_list(root, "records"), 2);
    assert_true(json_get_string(section, "record", &text));
    expect_text("hidden", "record", text, "MX");
    assert_true(json_get_bool(section, "hidden", &hidden));
    assert_true(hidden);
    assert_true(json_get_string(section, "summary", &text));
    expect_text("hidden", "summary", text, "not seen");
    json_free(root);
    arena_destroy(arena);
}

/* All fine: the whole's own sentence, no service in front of it. */
static void test_fine(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct verdict whole;

    (void)state;
    verdict_init(&whole, arena, &no_policy);
    add(&whole, "SPF", NULL, make_part(arena, FINDING_SPF_NONE, NULL));
    whole.fine = SLICE("everything is right");
    verdict_finish(&whole);
    expect_text("fine", "text", write_text(&whole, 0, arena),
                "SES DOMAIN OK - mail.example.com: everything is right | x_lookups=3;;;;\n"
                "  SPF    OK        all is well\n");
    arena_destroy(arena);
}

static void test_too_many(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct verdict whole;

    (void)state;
    verdict_init(&whole, arena, &no_policy);
    for (unsigned i = 0; i < VERDICT_SECTIONS_MAXIMUM; i++) {
        add(&whole, "SPF", NULL, make_part(arena, FINDING_SPF_NONE, NULL));
    }
    assert_int_equal(verdict_status(&whole), STATUS_OK);
    add(&whole, "SPF", NULL, make_part(arena, FINDING_SPF_NONE, NULL));
    assert_int_equal(verdict_status(&whole), STATUS_INTERNAL);
    assert_int_equal(whole.section_count, VERDICT_SECTIONS_MAXIMUM);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_taken),   cmocka_unit_test(test_tree),
        cmocka_unit_test(test_verbose), cmocka_unit_test(test_document),
        cmocka_unit_test(test_fine),    cmocka_unit_test(test_too_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
