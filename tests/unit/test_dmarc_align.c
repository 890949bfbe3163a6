/* SPDX-License-Identifier: MIT */
/* Walks of one name and of two, and what is aligned by them. */
#include "world.h"

#include "mail/dmarc_align.h"

#define ZONES "example SOA 600", "test SOA 600"
#define PLAIN " TXT v=DMARC1; p=reject"
#define PSD_Y PLAIN "; psd=y"
#define PSD_N PLAIN "; psd=n"
#define ALIGNED DMARC_ALIGNMENT_ALIGNED
#define APART DMARC_ALIGNMENT_NOT_ALIGNED
#define UNKNOWN DMARC_ALIGNMENT_UNKNOWN

/* ---- the steps of a walk ---- */

static void expect_step(const struct dmarc_step *step, const char *domain,
                        enum dmarc_step_state state, size_t record_count)
{
    struct dns_name name = make_name(domain);
    struct dns_name asked;

    if (!name_equal(&step->domain, &name)) {
        fail_msg("%s is not where it belongs", domain);
    }
    expect_number(domain, "state", step->state, state);
    expect_number(domain, "records", (long long)step->record_count, (long long)record_count);
    expect_number(domain, "record", step->record != NULL, state == DMARC_STEP_FOUND);
    expect_number(domain, "answer", step->answer != NULL,
                  step->askable && state != DMARC_STEP_PENDING);
    if (step->record != NULL) {
        expect_octets(domain, "text", step->record->text, step->source->data.txt.joined);
    }
    if (step->askable) {
        assert_int_equal(name_prepend(SLICE("_dmarc"), &name, &asked), STATUS_OK);
        assert_true(name_equal(&step->name, &asked));
    }
}

/* A name behind a CNAME, one with two records, a stop, and a name behind it that was asked. */
static void test_steps(void **state)
{
    static const char *const rows[] = { ZONES,
                                        "_dmarc.a.b.shop.example CNAME d.provider.test",
                                        "d.provider.test" PLAIN,
                                        "_dmarc.b.shop.example" PSD_N,
                                        "_dmarc.b.shop.example" PSD_N,
                                        "_dmarc.shop.example TXT x",
                                        "_dmarc.shop.example" PSD_N,
                                        "_dmarc.example" PSD_Y,
                                        NULL };
    struct dns_name start = make_name("a.b.shop.example");
    struct dmarc_walk walk;
    struct world world;

    (void)state;
    world_begin(&world, rows);
    do {
        assert_int_equal(dmarc_walk(world.facts, &start, world.arena, &walk), STATUS_OK);
        assert_int_equal(walk.total, 4);
        assert_int_equal(walk.pending, world.rounds < 2);
        assert_int_equal(walk.count, world.rounds < 2 ? 1 : 3);
    } while (world_answer(&world));
    assert_int_equal(world.rounds, 2);
    assert_int_equal(world.asked, 5); /* four names and the CNAME's target */
    expect_step(&walk.steps[0], "a.b.shop.example", DMARC_STEP_FOUND, 1);
    expect_step(&walk.steps[1], "b.shop.example", DMARC_STEP_MULTIPLE, 2);
    expect_step(&walk.steps[2], "shop.example", DMARC_STEP_FOUND, 1);
    expect_step(&walk.steps[3], "example", DMARC_STEP_PENDING, 0); /* behind the stop */
    world_end(&world);
}

/* 253 octets fit, but not with "_dmarc." in front: nothing is asked there, the walk goes on. */
static void test_unaskable(void **state)
{
    static const char *const rows[] = { ZONES, "_dmarc.example" PLAIN, NULL };
    char text[LIMIT_NAME_TEXT + 1];

    (void)state;
    for (size_t length = LIMIT_NAME_TEXT - 8; length <= LIMIT_NAME_TEXT; length++) {
        struct dns_name start;
        struct dmarc_walk walk;
        struct world world;
        bool fits = length + strlen("_dmarc.") <= LIMIT_NAME_TEXT;

        memset(text, 'x', length);
        for (size_t dot = 61; dot < length - 9; dot += 61) {
            text[dot] = '.';
        }
        memcpy(text + length - 8, ".example", 8);
        text[length] = '\0';
        start = make_name(text);
        world_begin(&world, rows);
        do {
            assert_int_equal(dmarc_walk(world.facts, &start, world.arena, &walk), STATUS_OK);
        } while (world_answer(&world));
        expect_number(text, "askable", walk.steps[0].askable, fits);
        expect_step(&walk.steps[0], text, DMARC_STEP_NONE, 0);
        expect_step(&walk.steps[walk.count - 1], "example", DMARC_STEP_FOUND, 1);
        expect_number(text, "asked", world.asked, (long long)walk.total - (fits ? 0 : 1));
        world_end(&world);
    }
}

static void test_single(void **state)
{
    static const struct {
        const char *title;
        const char *row;
        enum dmarc_step_state state;
        size_t record_count;
    } rows[] = {
        { "found", "_dmarc.shop.example" PLAIN, DMARC_STEP_FOUND, 1 },
        { "NODATA", "x._dmarc.shop.example" PLAIN, DMARC_STEP_NONE, 0 },
        { "NXDOMAIN", "shop.example" PLAIN, DMARC_STEP_NONE, 0 },
        { "SERVFAIL", "_dmarc.shop.example TXT !servfail", DMARC_STEP_TROUBLE, 0 },
        { "REFUSED", "_dmarc.shop.example TXT !refused", DMARC_STEP_TROUBLE, 0 },
        { "silence", "_dmarc.shop.example TXT !timeout", DMARC_STEP_TROUBLE, 0 },
        { "malformed", "_dmarc.shop.example TXT !malformed", DMARC_STEP_TROUBLE, 0 },
        { "bogus", "_dmarc.shop.example TXT !bogus", DMARC_STEP_TROUBLE, 0 },
        { "loop", "_dmarc.shop.example TXT !loop", DMARC_STEP_TROUBLE, 0 },
        { "referral", "_dmarc.shop.example TXT !referral", DMARC_STEP_TROUBLE, 0 },
    };
    struct dns_name domain = make_name("shop.example");

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *const one[] = { ZONES, rows[i].row, NULL };
        struct dmarc_walk walk;
        struct world world;

        world_begin(&world, one);
        do {
            assert_int_equal(dmarc_walk_single(world.facts, &domain, world.arena, &walk),
                             STATUS_OK);
            expect_number(rows[i].title, "pending", walk.pending, world.rounds == 0);
        } while (world_answer(&world));
        expect_number(rows[i].title, "steps", (long long)walk.count, 1);
        expect_number(rows[i].title, "names", (long long)walk.total, 1);
        expect_number(rows[i].title, "asked", world.asked, 1);
        expect_step(&walk.steps[0], "shop.example", rows[i].state, rows[i].record_count);
        world_end(&world);
    }
}

/* Whose policy a name below gets that does not exist, where it cannot be known. */
static void test_missing_unknown(void **state)
{
    static const struct {
        const char *title;
        const char *start;
        const char *row;
        const char *trouble; /* NULL: all was heard, but names below walk past the start */
    } rows[] = {
        { "silent above", "shop.example", "_dmarc.example TXT !timeout", "example" },
        { "silent itself", "shop.example", "_dmarc.shop.example TXT !timeout", "shop.example" },
        { "psd=y at eight labels", "a.b.c.d.e.f.g.test", "_dmarc.a.b.c.d.e.f.g.test" PSD_Y, NULL },
        { "psd=n at eight labels", "a.b.c.d.e.f.g.test", "_dmarc.a.b.c.d.e.f.g.test" PSD_N, NULL },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *const one[] = { ZONES, rows[i].row, NULL };
        struct dns_name start = make_name(rows[i].start);
        const struct dmarc_step *step = NULL;
        const struct dmarc_step *trouble = NULL;
        struct dmarc_walk walk;
        struct world world;

        world_begin(&world, one);
        do {
            assert_int_equal(dmarc_walk(world.facts, &start, world.arena, &walk), STATUS_OK);
        } while (world_answer(&world));
        expect_number(rows[i].title, "known", dmarc_walk_policy(&walk, true, &step, &trouble),
                      false);
        expect_number(rows[i].title, "trouble", trouble != NULL, rows[i].trouble != NULL);
        if (trouble != NULL) {
            expect_step(trouble, rows[i].trouble, DMARC_STEP_TROUBLE, 0);
        }
        world_end(&world);
    }
}

/* ---- two names ---- */

static const struct {
    const char *title;
    const char *rows[8];
    const char *author;
    const char *identifier;
    enum dmarc_alignment by[DMARC_METHOD_COUNT]; /* relaxed */
    const char *trouble;                         /* UNKNOWN by RFC 9989: the step it hangs on */
} pairs[] = {
    { "the same", { ZONES }, "shop.example", "SHOP.example", { ALIGNED, ALIGNED }, NULL },
    { "the same, nothing heard",
      { "_dmarc.shop.example TXT !timeout", "_dmarc.example TXT !timeout" },
      "shop.example",
      "shop.example",
      { ALIGNED, ALIGNED },
      NULL },
    { "the same public suffix", { ZONES }, "example", "example", { ALIGNED, ALIGNED }, NULL },
    { "a child",
      { ZONES, "_dmarc.shop.example" PLAIN },
      "shop.example",
      "mail.shop.example",
      { ALIGNED, ALIGNED },
      NULL },
    { "a parent",
      { ZONES, "_dmarc.shop.example" PLAIN },
      "mail.shop.example",
      "shop.example",
      { ALIGNED, ALIGNED },
      NULL },
    { "siblings",
      { ZONES, "_dmarc.shop.example" PLAIN },
      "a.shop.example",
      "b.shop.example",
      { ALIGNED, ALIGNED },
      NULL },
    { "no record anywhere: each is its own",
      { ZONES },
      "mail.shop.example",
      "shop.example",
      { APART, ALIGNED },
      NULL },
    { "strangers",
      { ZONES, "_dmarc.shop.example" PLAIN, "_dmarc.provider.test" PLAIN },
      "shop.example",
      "provider.test",
      { APART, APART },
      NULL },
    { "psd=n makes an organizational domain of its own",
      { ZONES, "_dmarc.shop.example" PLAIN, "_dmarc.mail.shop.example" PSD_N },
      "eu.mail.shop.example",
      "shop.example",
      { APART, ALIGNED },
      NULL },
    { "two below the same psd=n",
      { ZONES, "_dmarc.shop.example" PLAIN, "_dmarc.mail.shop.example" PSD_N },
      "eu.mail.shop.example",
      "us.mail.shop.example",
      { ALIGNED, ALIGNED },
      NULL },
    { "psd=y between parent and child",
      { ZONES, "_dmarc.shop.example" PSD_Y },
      "a.shop.example",
      "b.shop.example",
      { APART, ALIGNED },
      NULL },
    { "two below the same child of psd=y",
      { ZONES, "_dmarc.example" PSD_Y },
      "a.shop.example",
      "b.shop.example",
      { ALIGNED, ALIGNED },
      NULL },
    { "customers of a private suffix with a record, without psd",
      { "org SOA 600", "_dmarc.eu.org" PLAIN },
      "shop.eu.org",
      "other.eu.org",
      { ALIGNED, APART },
      NULL },
    { "customers of a private suffix with psd=y",
      { "org SOA 600", "_dmarc.eu.org" PSD_Y },
      "shop.eu.org",
      "other.eu.org",
      { APART, APART },
      NULL },
    { "a public suffix as identifier, with a record without psd",
      { ZONES, "_dmarc.example" PLAIN },
      "shop.example",
      "example",
      { APART, APART },
      NULL },
    { "the shared parent is silent, no record below",
      { ZONES, "_dmarc.shop.example TXT !servfail" },
      "a.shop.example",
      "b.shop.example",
      { UNKNOWN, ALIGNED },
      "shop.example" },
    { "the shared suffix is silent, supposed alike for both",
      { ZONES, "_dmarc.shop.example" PLAIN, "_dmarc.example TXT !timeout" },
      "a.shop.example",
      "b.shop.example",
      { ALIGNED, ALIGNED },
      NULL },
    { "the identifier is silent itself, below a domain with a record",
      { ZONES, "_dmarc.shop.example" PLAIN, "_dmarc.a.shop.example TXT !timeout" },
      "shop.example",
      "a.shop.example",
      { UNKNOWN, ALIGNED },
      "a.shop.example" },
    { "silent behind a stop of both",
      { ZONES, "_dmarc.shop.example" PSD_N, "_dmarc.example TXT !timeout" },
      "a.shop.example",
      "shop.example",
      { ALIGNED, ALIGNED },
      NULL },
    { "strangers, each with a silent suffix: different all the same",
      { ZONES, "_dmarc.example TXT !timeout", "_dmarc.test TXT !timeout" },
      "shop.example",
      "provider.test",
      { APART, APART },
      NULL },
    { "strangers with three silent names: more than are guessed at",
      { ZONES, "_dmarc.shop.example TXT !timeout", "_dmarc.example TXT !timeout",
        "_dmarc.test TXT !timeout" },
      "shop.example",
      "provider.test",
      { UNKNOWN, APART },
      "shop.example" },
};

static enum dmarc_sameness sameness_for(enum dmarc_alignment alignment)
{
    switch (alignment) {
    case DMARC_ALIGNMENT_ALIGNED:
        return DMARC_SAMENESS_SAME;
    case DMARC_ALIGNMENT_NOT_ALIGNED:
        return DMARC_SAMENESS_DIFFERENT;
    case DMARC_ALIGNMENT_UNKNOWN:
        return DMARC_SAMENESS_UNKNOWN;
    case DMARC_ALIGNMENT_PENDING:
        break;
    }
    return DMARC_SAMENESS_PENDING;
}

static void check_pair(size_t i, enum dmarc_method method, bool strict)
{
    const char *title = pairs[i].title;
    struct dns_name author = make_name(pairs[i].author);
    struct dns_name identifier = make_name(pairs[i].identifier);
    struct dmarc_align_request request = {
        .method = method, .strict = strict, .author = &author, .identifier = &identifier
    };
    bool asks = method == DMARC_METHOD_9989 && !strict && !name_equal(&author, &identifier) &&
                strcmp(pairs[i].identifier, "example") != 0;
    enum dmarc_alignment want = pairs[i].by[method];
    enum dmarc_alignment got = DMARC_ALIGNMENT_PENDING;
    struct world world;

    if (strict) {
        want = name_equal(&author, &identifier) ? ALIGNED : APART;
    }
    world_begin(&world, pairs[i].rows);
    do {
        assert_int_equal(dmarc_align(&request, world.facts, world.arena, &got), STATUS_OK);
        expect_number(title, "pending", got == DMARC_ALIGNMENT_PENDING, asks && world.rounds == 0);
    } while (world_answer(&world));
    expect_number(title, strict ? "strict" : "relaxed", got, want);
    expect_number(title, "rounds", world.rounds, asks ? 1 : 0);
    world_end(&world);
}

static void test_alignment(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(pairs); i++) {
        for (unsigned method = 0; method < DMARC_METHOD_COUNT; method++) {
            check_pair(i, (enum dmarc_method)method, false);
            check_pair(i, (enum dmarc_method)method, true);
        }
    }
}

/* Whether the organizational domains are the same; a public suffix is no exception here. */
static void check_same(size_t i, enum dmarc_method method, bool swapped)
{
    const char *title = pairs[i].title;
    struct dns_name author = make_name(pairs[i].author);
    struct dns_name identifier = make_name(pairs[i].identifier);
    const struct dns_name *names[2] = { swapped ? &identifier : &author,
                                        swapped ? &author : &identifier };
    struct dmarc_same same;
    enum dmarc_sameness want = sameness_for(pairs[i].by[method]);
    struct world world;

    if (method == DMARC_METHOD_9989 && strcmp(pairs[i].identifier, "example") == 0) {
        want = DMARC_SAMENESS_SAME;
    }
    world_begin(&world, pairs[i].rows);
    do {
        assert_int_equal(dmarc_same_organization(method, world.facts, names, world.arena, &same),
                         STATUS_OK);
    } while (world_answer(&world));
    expect_number(title, "sameness", same.sameness, want);
    expect_number(title, "rounds", world.rounds,
                  method == DMARC_METHOD_9989 && !name_equal(&author, &identifier) ? 1 : 0);
    if (want == DMARC_SAMENESS_UNKNOWN) {
        expect_number(title, "trouble", same.trouble.state, DMARC_STEP_TROUBLE);
    }
    if (want == DMARC_SAMENESS_UNKNOWN && !swapped) {
        expect_step(&same.trouble, pairs[i].trouble, DMARC_STEP_TROUBLE, 0);
    }
    world_end(&world);
}

static void test_same_organization(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(pairs); i++) {
        for (unsigned method = 0; method < DMARC_METHOD_COUNT; method++) {
            check_same(i, (enum dmarc_method)method, false);
            check_same(i, (enum dmarc_method)method, true);
        }
    }
}

static void test_words(void **state)
{
    (void)state;
    assert_string_equal(dmarc_alignment_text(DMARC_ALIGNMENT_ALIGNED), "aligned");
    assert_string_equal(dmarc_alignment_text(DMARC_ALIGNMENT_NOT_ALIGNED), "not-aligned");
    assert_string_equal(dmarc_alignment_text(DMARC_ALIGNMENT_UNKNOWN), "unknown");
    assert_string_equal(dmarc_alignment_text(DMARC_ALIGNMENT_PENDING), "unknown");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steps),     cmocka_unit_test(test_unaskable),
        cmocka_unit_test(test_single),    cmocka_unit_test(test_missing_unknown),
        cmocka_unit_test(test_alignment), cmocka_unit_test(test_same_organization),
        cmocka_unit_test(test_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
