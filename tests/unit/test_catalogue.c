/* SPDX-License-Identifier: MIT */
/* The catalogue: every finding is described, once, in the same form. */
#include "../support/expect.h"

#include "report/catalogue.h"

/* 1*(lower / digit) parts joined by single hyphens. */
static bool is_word(struct slice text)
{
    bool joined = true;

    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];

        if (c == '-' ? joined : !(ascii_is_digit(c) || (c >= 'a' && c <= 'z'))) {
            return false;
        }
        joined = c == '-';
    }
    return !joined;
}

static bool is_id(struct slice text)
{
    size_t dot = slice_find(text, '.');

    return dot < text.length && is_word(slice_head(text, dot)) &&
           is_word(slice_from(text, dot + 1));
}

/* "", or "RFC 7208", "RFC 7208 4.6.4". */
static bool is_reference(struct slice text)
{
    struct slice word = slice_empty();
    uint64_t number;

    if (text.length == 0) {
        return true;
    }
    if (!slice_split(&text, ' ', &word) || !slice_equal(word, SLICE("RFC")) ||
        !slice_split(&text, ' ', &word) || slice_number(word, 1, 99999, &number) != STATUS_OK) {
        return false;
    }
    while (slice_split(&text, '.', &word)) {
        if (slice_number(word, 1, 99, &number) != STATUS_OK) {
            return false;
        }
    }
    return true;
}

/* One sentence or more for people: capital in front, full stop at the end, plain ASCII, no bar. */
static void expect_sentence(const char *id, const char *what, const char *text)
{
    struct slice slice = slice_of(text);

    if (slice.length < 10 || slice.data[0] < 'A' || slice.data[0] > 'Z' ||
        slice.data[slice.length - 1] != '.') {
        fail_msg("%s: %s is no sentence: \"%s\"", id, what, text);
    }
    for (size_t i = 0; i < slice.length; i++) {
        if ((!ascii_is_visible(text[i]) && text[i] != ' ') || text[i] == '|') {
            fail_msg("%s: octet %zu of %s", id, i, what);
        }
    }
}

static void test_entries(void **state)
{
    (void)state;
    for (int i = FINDING_NONE + 1; i < FINDING_COUNT; i++) {
        const struct catalogue_entry *entry = catalogue_entry((enum finding_id)i);

        if (entry->id == NULL) {
            fail_msg("finding %d, behind %s, has no entry", i,
                     i > 1 ? catalogue_entry((enum finding_id)(i - 1))->id : "nothing");
        }
        expect_number(entry->id, "well-formed id", is_id(slice_of(entry->id)), true);
        for (int other = FINDING_NONE + 1; other < i; other++) {
            assert_string_not_equal(entry->id, catalogue_entry((enum finding_id)other)->id);
        }
        expect_sentence(entry->id, "meaning", entry->meaning);
        expect_sentence(entry->id, "consequence", entry->consequence);
        expect_sentence(entry->id, "advice", entry->advice);
        expect_number(entry->id, "reference", is_reference(slice_of(entry->reference)), true);
        expect_number(entry->id, "a state of its own", entry->state != STATE_OK, true);
        /* What could not be found out is never worse than UNKNOWN by itself. */
        expect_number(entry->id, "temporary", entry->temporary && entry->state != STATE_UNKNOWN,
                      false);
    }
}

static void test_published(void **state)
{
    static const struct {
        enum finding_id id;
        const char *text;
        enum state state;
        bool temporary;
    } rows[] = {
        { FINDING_DNS_BOGUS, "dns.bogus", STATE_CRITICAL, false },
        { FINDING_DNS_UNREACHABLE, "dns.unreachable", STATE_UNKNOWN, true },
        { FINDING_DNS_DEADLINE, "dns.deadline", STATE_UNKNOWN, true },
        { FINDING_DNS_SERVFAIL, "dns.servfail", STATE_UNKNOWN, false },
        { FINDING_DNS_RESOLVER_BROKEN, "dns.resolver-broken", STATE_UNKNOWN, false },
        { FINDING_VISIBILITY_ABSENT, "visibility.absent", STATE_CRITICAL, false },
        { FINDING_SPF_NONE, "spf.none", STATE_CRITICAL, false },
        { FINDING_SPF_LOOKUP_LIMIT, "spf.lookup-limit", STATE_CRITICAL, false },
        { FINDING_SPF_UNEXPECTED_RESULT, "spf.unexpected-result", STATE_CRITICAL, false },
        { FINDING_SPF_PROVIDER_INDIRECT, "spf.provider-indirect", STATE_WARNING, false },
        { FINDING_SPF_LONG_ANSWER, "spf.long-answer", STATE_WARNING, false },
        { FINDING_SPF_TEMPERROR, "spf.temperror", STATE_UNKNOWN, true },
        { FINDING_SPF_RECEIVERS_DIFFER, "spf.receivers-differ", STATE_INFO, false },
        { FINDING_SPF_DUPLICATE, "spf.duplicate", STATE_INFO, false },
        { FINDING_PASTE_SMART_QUOTE, "paste.smart-quote", STATE_CRITICAL, false },
        { FINDING_PASTE_SAMPLE_VALUE, "paste.sample-value", STATE_CRITICAL, false },
        { FINDING_PASTE_SPACE, "paste.space", STATE_WARNING, false },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const struct catalogue_entry *entry = catalogue_entry(rows[i].id);

        assert_string_equal(entry->id, rows[i].text);
        expect_number(rows[i].text, "state", entry->state, rows[i].state);
        expect_number(rows[i].text, "temporary", entry->temporary, rows[i].temporary);
    }
}

static void test_patterns(void **state)
{
    static const struct {
        const char *pattern;
        bool any;
        bool none;     /* covers spf.none */
        bool multiple; /* covers spf.multiple */
    } rows[] = {
        { "spf.none", true, true, false },   { "spf.*", true, true, true },
        { "spf.no*", true, true, false },    { "*", true, true, true },
        { "spf.none*", true, true, false },  { "dns.*", true, false, false },
        { "spf", false, false, false },      { "spf.", false, false, false },
        { "SPF.none", false, false, false }, { "spf.nonesuch", false, false, false },
        { "xyz.*", false, false, false },    { "*.none", false, false, false },
        { "", false, false, false },         { "spf.none ", false, false, false },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct slice pattern = slice_of(rows[i].pattern);

        expect_number(rows[i].pattern, "any", catalogue_matches_any(pattern), rows[i].any);
        expect_number(rows[i].pattern, "spf.none", catalogue_matches(pattern, FINDING_SPF_NONE),
                      rows[i].none);
        expect_number(rows[i].pattern, "spf.multiple",
                      catalogue_matches(pattern, FINDING_SPF_MULTIPLE), rows[i].multiple);
    }
}

static void test_write(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice rest;
    struct slice line;
    struct buf buf;
    int headings = 0;

    (void)state;
    buf_init(&buf, arena, (size_t)256 * 1024);
    catalogue_write(&buf);
    assert_int_equal(buf_status(&buf), STATUS_OK);
    rest = buf_slice(&buf);
    assert_true(slice_starts_with(rest, SLICE("dns.bogus  CRITICAL  (RFC 4035 5.5)\n    The ")));
    while (slice_split(&rest, '\n', &line)) {
        assert_true(line.length <= 80);
        headings += line.length > 0 && line.data[0] != ' ';
    }
    assert_int_equal(headings, FINDING_COUNT - 1);
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entries),
        cmocka_unit_test(test_published),
        cmocka_unit_test(test_patterns),
        cmocka_unit_test(test_write),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
