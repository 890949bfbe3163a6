/* SPDX-License-Identifier: MIT */
/* DMARC records by both standards: values, validity, effect, and what is a record at all. */
#include "../support/expect.h"

#include "mail/dmarc_record.h"

#define ABSENT DMARC_POLICY_ABSENT
#define NONE DMARC_POLICY_NONE
#define QUARANTINE DMARC_POLICY_QUARANTINE
#define REJECT DMARC_POLICY_REJECT
#define APPLIES DMARC_EFFECT_APPLIES
#define AS_NONE DMARC_EFFECT_AS_NONE
#define IGNORED DMARC_EFFECT_IGNORED
#define BROKEN DMARC_EFFECT_BROKEN
#define RUA "; rua=mailto:a@b.example"

static const struct {
    const char *title;
    const char *text;
    enum dmarc_policy p;
    enum dmarc_policy sp;
    enum dmarc_policy np;
    bool valid_9989;
    bool valid_7489;
    enum dmarc_effect effect_9989;
    enum dmarc_effect effect_7489;
    enum dmarc_defect_kind defect; /* the first, or NONE */
} rows[] = {
    { "the least", "v=DMARC1; p=none", NONE, ABSENT, ABSENT, true, true, APPLIES, APPLIES, 0 },
    { "all policies", "v=DMARC1; p=reject; sp=quarantine; np=none", REJECT, QUARANTINE, NONE, true,
      true, APPLIES, APPLIES, 0 },
    { "capitals in values", "v=DMARC1; p=Reject", REJECT, ABSENT, ABSENT, true, true, APPLIES,
      APPLIES, 0 },
    { "a bad p, with reports", "v=DMARC1; p=block" RUA, ABSENT, ABSENT, ABSENT, false, false,
      AS_NONE, AS_NONE, DMARC_DEFECT_POLICY },
    { "a bad p, without", "v=DMARC1; p=block", ABSENT, ABSENT, ABSENT, false, false, IGNORED,
      IGNORED, DMARC_DEFECT_POLICY },
    { "a bad p, with bad reports", "v=DMARC1; p=block; rua=a@b.example", ABSENT, ABSENT, ABSENT,
      false, false, IGNORED, IGNORED, DMARC_DEFECT_POLICY },
    { "a bad sp beside a good p", "v=DMARC1; p=reject; sp=x" RUA, REJECT, ABSENT, ABSENT, false,
      false, AS_NONE, AS_NONE, DMARC_DEFECT_POLICY },
    { "a bad np", "v=DMARC1; p=reject; np=x" RUA, REJECT, ABSENT, ABSENT, false, true, AS_NONE,
      APPLIES, DMARC_DEFECT_POLICY },
    { "no p, with reports", "v=DMARC1" RUA, ABSENT, ABSENT, ABSENT, true, true, APPLIES, APPLIES,
      DMARC_DEFECT_NO_POLICY },
    { "no p, without", "v=DMARC1", ABSENT, ABSENT, ABSENT, false, false, APPLIES, IGNORED,
      DMARC_DEFECT_NO_POLICY },
    { "no p of a suffix", "v=DMARC1; psd=y", ABSENT, ABSENT, ABSENT, true, false, APPLIES, IGNORED,
      DMARC_DEFECT_NO_POLICY },
    { "p not second", "v=DMARC1" RUA "; p=none", NONE, ABSENT, ABSENT, true, false, APPLIES,
      APPLIES, DMARC_DEFECT_NOT_SECOND },
    { "a lost semicolon", "v=DMARC1; p=none rua=mailto:a@b.example", ABSENT, ABSENT, ABSENT, false,
      false, IGNORED, IGNORED, DMARC_DEFECT_POLICY_GLUED },
    { "a lost semicolon behind sp", "v=DMARC1; p=none; sp=reject  np=none" RUA, NONE, ABSENT,
      ABSENT, false, false, AS_NONE, AS_NONE, DMARC_DEFECT_POLICY_GLUED },
    { "one behind np", "v=DMARC1; p=none; np=reject t =y" RUA, NONE, ABSENT, ABSENT, false, true,
      AS_NONE, APPLIES, DMARC_DEFECT_POLICY_GLUED },
    { "another word in front of the tag", "v=DMARC1; p=block rua=mailto:a@b.example", ABSENT,
      ABSENT, ABSENT, false, false, IGNORED, IGNORED, DMARC_DEFECT_POLICY },
    { "words behind the policy", "v=DMARC1; p=none for now=x", ABSENT, ABSENT, ABSENT, false, false,
      IGNORED, IGNORED, DMARC_DEFECT_POLICY },
    { "no tag behind the policy", "v=DMARC1; p=none rua", ABSENT, ABSENT, ABSENT, false, false,
      IGNORED, IGNORED, DMARC_DEFECT_POLICY },
    { "an equals sign behind the policy", "v=DMARC1; p=none = x", ABSENT, ABSENT, ABSENT, false,
      false, IGNORED, IGNORED, DMARC_DEFECT_POLICY },
    { "a piece without =", "v=DMARC1; p=none; x", NONE, ABSENT, ABSENT, false, false, BROKEN,
      BROKEN, DMARC_DEFECT_NOT_A_LIST },
    { "a name twice", "v=DMARC1; p=none; p=reject", NONE, ABSENT, ABSENT, false, false, BROKEN,
      BROKEN, DMARC_DEFECT_NOT_A_LIST },
    { "an empty piece", "v=DMARC1;; p=none", NONE, ABSENT, ABSENT, false, false, APPLIES, APPLIES,
      DMARC_DEFECT_EMPTY_PIECE },
    { "an empty value", "v=DMARC1; p=none; sp=", NONE, ABSENT, ABSENT, false, false, IGNORED,
      IGNORED, DMARC_DEFECT_EMPTY_VALUE },
    { "a tag in capitals", "v=DMARC1; P=none", NONE, ABSENT, ABSENT, true, true, APPLIES, APPLIES,
      DMARC_DEFECT_TAG_CASE },
    { "a name with a digit", "v=DMARC1; p=none; x1=y", NONE, ABSENT, ABSENT, false, true, APPLIES,
      APPLIES, DMARC_DEFECT_UNKNOWN_TAG },
    { "an unknown tag", "v=DMARC1; p=none; x=y", NONE, ABSENT, ABSENT, true, true, APPLIES, APPLIES,
      DMARC_DEFECT_UNKNOWN_TAG },
    { "a bad adkim", "v=DMARC1; p=none; adkim=x", NONE, ABSENT, ABSENT, false, false, APPLIES,
      APPLIES, DMARC_DEFECT_VALUE },
    { "a bad t", "v=DMARC1; p=none; t=x", NONE, ABSENT, ABSENT, false, true, APPLIES, APPLIES,
      DMARC_DEFECT_VALUE },
    { "a bad pct", "v=DMARC1; p=none; pct=101", NONE, ABSENT, ABSENT, true, false, APPLIES, APPLIES,
      DMARC_DEFECT_VALUE },
    { "a bad aspf", "v=DMARC1; p=none; aspf=strict", NONE, ABSENT, ABSENT, false, false, APPLIES,
      APPLIES, DMARC_DEFECT_VALUE },
    { "a bad psd", "v=DMARC1; p=none; psd=x", NONE, ABSENT, ABSENT, false, true, APPLIES, APPLIES,
      DMARC_DEFECT_VALUE },
    { "a pct of four digits", "v=DMARC1; p=none; pct=0100", NONE, ABSENT, ABSENT, true, false,
      APPLIES, APPLIES, DMARC_DEFECT_VALUE },
    { "a pct with a sign", "v=DMARC1; p=none; pct=50%", NONE, ABSENT, ABSENT, true, false, APPLIES,
      APPLIES, DMARC_DEFECT_VALUE },
    { "a good pct", "v=DMARC1; p=none; pct=100", NONE, ABSENT, ABSENT, true, true, APPLIES, APPLIES,
      DMARC_DEFECT_HISTORIC_TAG },
    { "a bad ri", "v=DMARC1; p=none; ri=-1", NONE, ABSENT, ABSENT, true, false, APPLIES, APPLIES,
      DMARC_DEFECT_VALUE },
    { "a good rf", "v=DMARC1; p=none; rf=afrf : x-1", NONE, ABSENT, ABSENT, true, true, APPLIES,
      APPLIES, DMARC_DEFECT_HISTORIC_TAG },
    { "a bad rf", "v=DMARC1; p=none; rf=afrf:", NONE, ABSENT, ABSENT, true, false, APPLIES, APPLIES,
      DMARC_DEFECT_VALUE },
    { "an rf of two words", "v=DMARC1; p=none; rf=a b", NONE, ABSENT, ABSENT, true, false, APPLIES,
      APPLIES, DMARC_DEFECT_VALUE },
    { "all of fo", "v=DMARC1; p=none; fo=s:D:1", NONE, ABSENT, ABSENT, true, true, APPLIES, APPLIES,
      0 },
    { "fo with 0 twice", "v=DMARC1; p=none; fo=0:0", NONE, ABSENT, ABSENT, false, true, APPLIES,
      APPLIES, DMARC_DEFECT_VALUE },
    { "fo with d twice", "v=DMARC1; p=none; fo=d:d", NONE, ABSENT, ABSENT, false, true, APPLIES,
      APPLIES, DMARC_DEFECT_VALUE },
    { "blanks in fo", "v=DMARC1; p=none; fo=1 : d", NONE, ABSENT, ABSENT, false, true, APPLIES,
      APPLIES, DMARC_DEFECT_VALUE },
    { "an empty word in fo", "v=DMARC1; p=none; fo=1::d", NONE, ABSENT, ABSENT, false, false,
      APPLIES, APPLIES, DMARC_DEFECT_VALUE },
    { "0 and 1 in fo", "v=DMARC1; p=none; fo=0:1", NONE, ABSENT, ABSENT, false, true, APPLIES,
      APPLIES, DMARC_DEFECT_VALUE },
    { "a bad word in fo", "v=DMARC1; p=none; fo=x", NONE, ABSENT, ABSENT, false, false, APPLIES,
      APPLIES, DMARC_DEFECT_VALUE },
    { "one bad address", "v=DMARC1; p=none" RUA ",c", NONE, ABSENT, ABSENT, false, false, APPLIES,
      APPLIES, DMARC_DEFECT_URI },
    { "one bad address of ruf", "v=DMARC1; p=none; ruf=c", NONE, ABSENT, ABSENT, false, false,
      APPLIES, APPLIES, DMARC_DEFECT_URI },
    { "v twice", "v=DMARC1; p=none; v=DMARC1", NONE, ABSENT, ABSENT, false, false, BROKEN, BROKEN,
      DMARC_DEFECT_NOT_A_LIST },
    { "a foreign octet in an unknown tag", "v=DMARC1; p=none; x=\xC3", NONE, ABSENT, ABSENT, false,
      false, APPLIES, APPLIES, DMARC_DEFECT_UNKNOWN_TAG },
    { "a size limit", "v=DMARC1; p=none" RUA "!1m", NONE, ABSENT, ABSENT, true, true, APPLIES,
      APPLIES, DMARC_DEFECT_HISTORIC_TAG },
};

static void check_row(size_t i)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dmarc_record record;

    assert_true(dmarc_record_is_dmarc(slice_of(rows[i].text)));
    assert_int_equal(dmarc_record_parse(slice_of(rows[i].text), arena, &record), STATUS_OK);
    expect_number(rows[i].title, "p", record.p, rows[i].p);
    expect_number(rows[i].title, "sp", record.sp, rows[i].sp);
    expect_number(rows[i].title, "np", record.np, rows[i].np);
    expect_number(rows[i].title, "valid by 9989", record.valid[DMARC_METHOD_9989],
                  rows[i].valid_9989);
    expect_number(rows[i].title, "valid by 7489", record.valid[DMARC_METHOD_7489],
                  rows[i].valid_7489);
    expect_number(rows[i].title, "effect by 9989", record.effect[DMARC_METHOD_9989],
                  rows[i].effect_9989);
    expect_number(rows[i].title, "effect by 7489", record.effect[DMARC_METHOD_7489],
                  rows[i].effect_7489);
    expect_number(rows[i].title, "no error by 9989", record.error[DMARC_METHOD_9989].length == 0,
                  rows[i].valid_9989);
    expect_number(rows[i].title, "no error by 7489", record.error[DMARC_METHOD_7489].length == 0,
                  rows[i].valid_7489);
    expect_number(rows[i].title, "the first defect",
                  record.defect_count > 0 ? record.defects[0].kind : DMARC_DEFECT_NONE,
                  rows[i].defect);
    arena_destroy(arena);
}

static void test_records(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        check_row(i);
    }
}

static void test_values(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dmarc_record record;

    (void)state;
    assert_int_equal(dmarc_record_parse(SLICE("v=DMARC1; p=none"), arena, &record), STATUS_OK);
    assert_false(record.adkim_strict || record.aspf_strict || record.testing);
    assert_int_equal(record.fo_count, 1);
    assert_int_equal(record.fo[0], '0');
    assert_int_equal(record.psd, DMARC_PSD_UNKNOWN);
    assert_int_equal(record.percent, 100);
    assert_int_equal(record.interval, 86400);
    assert_int_equal(
        dmarc_record_parse(SLICE("v=DMARC1; p=none; adkim=s; aspf=S; t=y; fo=1:d:s; "
                                 "psd=n; pct=0; ri=4294967295; rua=mailto:a@b.example"),
                           arena, &record),
        STATUS_OK);
    assert_true(record.adkim_strict && record.aspf_strict && record.testing);
    assert_int_equal(record.fo_count, 3);
    assert_int_equal(record.fo[2], 's');
    assert_int_equal(record.psd, DMARC_PSD_NO);
    assert_int_equal(record.percent, 0);
    assert_true(record.interval == UINT32_MAX);
    assert_int_equal(record.rua.good, 1);
    assert_int_equal(record.ruf.count, 0);
    assert_true(record.valid[DMARC_METHOD_9989] && record.valid[DMARC_METHOD_7489]);
    assert_int_equal(dmarc_record_parse(SLICE("v=DMARC1; p=none; ri=4294967296"), arena, &record),
                     STATUS_OK);
    assert_false(record.valid[DMARC_METHOD_7489]);
    assert_int_equal(record.interval, 86400);
    arena_destroy(arena);
}

static void test_is_dmarc(void **state)
{
    static const struct {
        const char *text;
        bool is_record;
    } texts[] = {
        { "v=DMARC1", true },
        { "v=DMARC1;", true },
        { "v \t= DMARC1 ; p=none", true },
        { "", false },
        { "v", false },
        { "v=", false },
        { "v=DMARC", false },
        { "v=DMARC12", false },
        { "v=dmarc1; p=none", false },
        { "V=DMARC1", false },
        { " v=DMARC1", false },
        { "p=none; v=DMARC1", false },
        { "v=DMARC1 p=none", false },
        { "v=DMARC1, p=none", false },
        { "v=spf1 -all", false },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(texts); i++) {
        expect_number(texts[i].text, "is a record", dmarc_record_is_dmarc(slice_of(texts[i].text)),
                      texts[i].is_record);
    }
}

/* Every beginning of a rich record. */
static void test_truncations(void **state)
{
    struct slice rich =
        SLICE("v=DMARC1; p=reject; sp=quarantine; np=none; adkim=s; aspf=r; fo=1:d; "
              "rua=mailto:a%2Cb@c.example!10m, https://d.example/; "
              "ruf=mailto:e@f.example; psd=n; t=y; pct=50; ri=3600; rf=afrf");

    (void)state;
    for (size_t length = 8; length <= rich.length; length++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct dmarc_record record;

        assert_int_equal(dmarc_record_parse(slice_head(rich, length), arena, &record), STATUS_OK);
        for (size_t i = 0; i < record.defect_count; i++) {
            assert_true(record.defects[i].offset <= length);
        }
        arena_destroy(arena);
    }
}

/* What a record says twice is told once, as a name twice. */
static void test_repeated(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dmarc_record record;

    (void)state;
    assert_int_equal(
        dmarc_record_parse(SLICE("v=DMARC1; p=none; v=DMARC1; P=reject; p=none"), arena, &record),
        STATUS_OK);
    assert_int_equal(record.p, NONE);
    assert_ptr_equal(record.p_tag, &record.list.tags[1]);
    assert_int_equal(record.defect_count, 3);
    for (size_t i = 0; i < record.defect_count; i++) {
        assert_int_equal(record.defects[i].kind, DMARC_DEFECT_NOT_A_LIST);
    }
    arena_destroy(arena);
}

/* The error is the reason of what stands first, in whatever order it is found. */
static void test_error(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct dmarc_record record;

    (void)state;
    assert_int_equal(
        dmarc_record_parse(SLICE("v=DMARC1; p=none; pct=x; adkim=x; sp=x; y"), arena, &record),
        STATUS_OK);
    expect_text("error", "by 9989", record.error[DMARC_METHOD_9989],
                "adkim takes r or s, not \"x\": its default is used");
    expect_text("error", "by 7489", record.error[DMARC_METHOD_7489],
                "pct takes 0 to 100, not \"x\": its default is used");
    arena_destroy(arena);
}

static void test_policies(void **state)
{
    enum dmarc_policy policy = ABSENT;

    (void)state;
    assert_int_equal(dmarc_policy_from_text(SLICE("QUARANTINE"), &policy), STATUS_OK);
    assert_int_equal(policy, QUARANTINE);
    assert_int_equal(dmarc_policy_from_text(SLICE(""), &policy), STATUS_NOT_FOUND);
    assert_int_equal(dmarc_policy_from_text(SLICE("rejected"), &policy), STATUS_NOT_FOUND);
    assert_string_equal(dmarc_policy_text(REJECT), "reject");
    assert_null(dmarc_policy_text(ABSENT));
}

/* `count` light defects and one that is not. */
static void check_many(size_t count, const char *light, const char *heavy,
                       enum dmarc_defect_kind kind)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice text = SLICE("v=DMARC1");
    struct dmarc_record record;
    long long found = 0;

    for (size_t i = 0; i < count; i++) {
        text = arena_join(arena, text, slice_of(light));
        if (light[1] != '\0') { /* another name each time */
            text =
                arena_join(arena, text,
                           arena_printf(arena, "%c%c=1", (int)('a' + i / 26), (int)('a' + i % 26)));
        }
    }
    text = arena_join(arena, text, slice_of(heavy));
    assert_int_equal(dmarc_record_parse(text, arena, &record), STATUS_OK);
    assert_int_equal(record.defect_count, DMARC_DEFECTS_MAXIMUM);
    for (size_t i = 0; i < record.defect_count; i++) {
        assert_true(i == 0 || record.defects[i - 1].offset <= record.defects[i].offset);
        found += record.defects[i].kind == kind ? 1 : 0;
    }
    expect_number(heavy, "listed", found, 1);
    arena_destroy(arena);
}

/* As many light defects as are listed, one less and one more, hide no heavy one. */
static void test_many_defects(void **state)
{
    static const char *const light[] = { ";", "; x" };

    (void)state;
    for (size_t i = 0; i < ROWS(light); i++) {
        for (size_t count = DMARC_DEFECTS_MAXIMUM - 1; count <= DMARC_DEFECTS_MAXIMUM + 1;
             count++) {
            check_many(count, light[i], "; p=block", DMARC_DEFECT_POLICY);
            check_many(count, light[i], "; p=none a=b", DMARC_DEFECT_POLICY_GLUED);
            check_many(count, light[i], "; x", DMARC_DEFECT_NOT_A_LIST);
            check_many(count, light[i], ";", DMARC_DEFECT_NO_POLICY);
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records),  cmocka_unit_test(test_values),
        cmocka_unit_test(test_is_dmarc), cmocka_unit_test(test_truncations),
        cmocka_unit_test(test_policies), cmocka_unit_test(test_repeated),
        cmocka_unit_test(test_error),    cmocka_unit_test(test_many_defects),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
