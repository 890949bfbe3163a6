/* SPDX-License-Identifier: MIT */
/* A user's profile: every member read, everything that is wrong refused with its place. */
#include "../support/expect.h"

#include "base/buf.h"
#include "base/json.h"
#include "provider/profile.h"
#include "provider/profile_builtin.h"

/* Every member, each with another value than the one it has when it is left out. */
static const char rich[] =
    "{\"name\": \"Example-Mail\", \"title\": \"Beispiel B\xC3\xBC"
    "cherpost\",\n"
    " \"spf\": {\"include\": \"SPF.Mail.Example.\", \"demanded\": true, \"literal\": true},\n"
    " \"dkim\": {\"selectors\": [\"em1\", \"S2.eu\", \"mail\"], \"generic\": [\"mail\"],\n"
    "   \"need\": \"all\", \"txt\": false, \"cname\": true,\n"
    "   \"cname_suffixes\": [\".Mail.Example\", \".b\xC3\xBC"
    "cher.example\"], \"where\": \"Look there.\"},\n"
    " \"dmarc\": {\"at_sender\": true, \"record\": \"v=DMARC1; p=none\"},\n"
    " \"mx\": {\"hosts\": [\"mx1.mail.example\", \"mx2.mail.example\"], \"demanded\": true,\n"
    "   \"preference\": 10},\n"
    " \"samples\": [\".Tutorial.example\", \"Joe@mail.example\", \"<KEY>\"],\n"
    " \"report_samples\": [\"Joe@Mail.example\", \"tutorial.example\", \".doc.example\"],\n"
    " \"host_note\": \"Relative to the zone.\"}\n";

/* --- what is right --------------------------------------------------------------------------- */

/* A list with commas between. */
static struct slice join(const char *const *list, struct arena *arena)
{
    struct buf buf;

    assert_non_null(list);
    buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
    for (size_t i = 0; list[i] != NULL; i++) {
        buf_printf(&buf, "%s%s", i == 0 ? "" : ",", list[i]);
    }
    assert_int_equal(buf_status(&buf), STATUS_OK);
    return buf_slice(&buf);
}

static void add_list(struct json *object, const char *key, const char *const *list)
{
    struct json *values = json_add_list(object, key);

    for (size_t i = 0; list[i] != NULL; i++) {
        json_append_string(values, slice_of(list[i]));
    }
}

static void add_text(struct json *object, const char *key, const char *text)
{
    if (text != NULL) {
        json_add_string(object, key, slice_of(text));
    }
}

/* A profile as the file that says the same. */
static struct slice write(const struct profile *profile, struct arena *arena)
{
    struct json *root = NULL;
    struct json *section;
    struct buf buf;

    assert_int_equal(json_create(&root), STATUS_OK);
    add_text(root, "name", profile->name);
    add_text(root, "title", profile->title);
    section = json_add_object(root, "spf");
    add_text(section, "include", profile->spf_include);
    json_add_bool(section, "demanded", profile->spf_demanded);
    json_add_bool(section, "literal", profile->spf_literal);
    section = json_add_object(root, "dkim");
    add_list(section, "selectors", profile->dkim.selectors);
    add_list(section, "generic", profile->dkim.generic);
    add_text(section, "need", profile->dkim.need == PROFILE_NEED_ALL ? "all" : "any");
    json_add_bool(section, "txt", profile->dkim.txt);
    json_add_bool(section, "cname", profile->dkim.cname);
    add_list(section, "cname_suffixes", profile->dkim.cname_suffixes);
    add_text(section, "where", profile->dkim.where);
    section = json_add_object(root, "dmarc");
    json_add_bool(section, "at_sender", profile->dmarc_at_sender);
    add_text(section, "record", profile->dmarc_record);
    section = json_add_object(root, "mx");
    add_list(section, "hosts", profile->mx.hosts);
    json_add_bool(section, "demanded", profile->mx.demanded);
    json_add_integer(section, "preference", profile->mx.preference);
    add_list(root, "samples", profile->samples);
    add_list(root, "report_samples", profile->report_samples);
    add_text(root, "host_note", profile->host_note);
    buf_init(&buf, arena, LIMIT_PROFILE);
    assert_int_equal(json_write(root, LIMIT_PROFILE, &buf), STATUS_OK);
    json_free(root);
    return buf_slice(&buf);
}

static const struct profile *read(const char *title, struct slice text, struct arena *arena)
{
    const struct profile *profile = NULL;
    struct slice reason = slice_empty();

    if (profile_read(text, arena, &profile, &reason) != STATUS_OK) {
        fail_msg("%s: %.*s", title, SLICE_ARGS(reason));
    }
    return profile;
}

/* What is built in fits what is demanded of a user's file, and means the same in one. */
static void test_builtin_is_valid(void **state)
{
    (void)state;
    for (size_t i = 0; i < profile_builtin_count; i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct slice text = write(&profile_builtin[i], arena);
        const struct profile *again = read(profile_builtin[i].name, text, arena);

        expect_octets(profile_builtin[i].name, "file", write(again, arena), text);
        arena_destroy(arena);
    }
}

static void test_read(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    const struct profile *profile = read("rich", slice_of(rich), arena);

    (void)state;
    assert_string_equal(profile->name, "Example-Mail");
    assert_string_equal(profile->title, "Beispiel B\xC3\xBC"
                                        "cherpost");
    assert_string_equal(profile->spf_include, "spf.mail.example");
    assert_true(profile->spf_demanded && profile->spf_literal);
    expect_text("rich", "selectors", join(profile->dkim.selectors, arena), "em1,s2.eu,mail");
    expect_text("rich", "generic", join(profile->dkim.generic, arena), "mail");
    assert_int_equal(profile->dkim.need, PROFILE_NEED_ALL);
    assert_true(!profile->dkim.txt && profile->dkim.cname);
    expect_text("rich", "suffixes", join(profile->dkim.cname_suffixes, arena),
                ".mail.example,.xn--bcher-kva.example");
    assert_string_equal(profile->dkim.where, "Look there.");
    assert_true(profile->dmarc_at_sender);
    assert_string_equal(profile->dmarc_record, "v=DMARC1; p=none");
    expect_text("rich", "mx", join(profile->mx.hosts, arena), "mx1.mail.example,mx2.mail.example");
    assert_true(profile->mx.demanded);
    assert_int_equal(profile->mx.preference, 10);
    expect_text("rich", "samples", join(profile->samples, arena),
                ".tutorial.example,joe@mail.example,<key>");
    expect_text("rich", "reports", join(profile->report_samples, arena),
                "joe@mail.example,tutorial.example,.doc.example");
    assert_string_equal(profile->host_note, "Relative to the zone.");
    arena_destroy(arena);
}

static void test_left_out(void **state)
{
    static const char *const texts[] = {
        "{\"name\":\"a\",\"title\":\"A\"}",
        "{\"title\":\"A\",\"name\":\"a\",\"spf\":{},\"dkim\":{},\"dmarc\":{},\"mx\":{}}",
        " \r\n\t{\"name\":\"a\",\"title\":\"A\",\"samples\":[],\"dkim\":{\"generic\":[]}}\n",
    };

    (void)state;
    for (size_t i = 0; i < ROWS(texts); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        const struct profile *profile = read(texts[i], slice_of(texts[i]), arena);

        expect_octets(texts[i], "the same as a file", write(profile, arena),
                      SLICE("{\"name\":\"a\",\"title\":\"A\",\"spf\":{\"demanded\":false,"
                            "\"literal\":false},\"dkim\":{\"selectors\":[],\"generic\":[],"
                            "\"need\":\"any\",\"txt\":true,\"cname\":false,"
                            "\"cname_suffixes\":[]},\"dmarc\":{\"at_sender\":false},"
                            "\"mx\":{\"hosts\":[],\"demanded\":false,\"preference\":0},"
                            "\"samples\":[],\"report_samples\":[]}"));
        arena_destroy(arena);
    }
}

/* --- what is wrong --------------------------------------------------------------------------- */

/* `with` stands behind a name and a title. */
struct refused {
    const char *with;
    const char *reason;
};

static void expect_refused(const char *title, struct slice text, const char *want)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    const struct profile *profile = NULL;
    struct slice reason = slice_empty();

    expect_number(title, "status", profile_read(text, arena, &profile, &reason), STATUS_BAD_INPUT);
    expect_text(title, "reason", reason, want);
    assert_null(profile);
    arena_destroy(arena);
}

static void expect_rows_refused(const struct refused *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);

        expect_refused(rows[i].with,
                       arena_printf(arena, "{\"name\":\"a\",\"title\":\"A\",%s}", rows[i].with),
                       rows[i].reason);
        arena_destroy(arena);
    }
}

/* What the document is, and its first two members. */
static void test_document_refused(void **state)
{
    static const struct {
        const char *text;
        const char *reason;
    } rows[] = {
        { "", "line 1, column 1: there is nothing" },
        { "[]", "an object { ... } is expected, not a list" },
        { "\n [1]", "an object { ... } is expected, not a list" },
        { "{}", "name: it is missing: every profile has a name and a title" },
        { "{\"name\":\"a\"}", "title: it is missing: every profile has a name and a title" },
        { "{\"title\":\"A\"}", "name: it is missing: every profile has a name and a title" },
        { "{\"name\":1,\"title\":\"A\"}", "name: a text is expected" },
        { "{\"name\":\"\",\"title\":\"A\"}",
          "name: the text is empty: fill it in or leave the member out" },
        { "{\"name\":\"a b\",\"title\":\"A\"}",
          "name: a name of letters, digits and hyphens is expected, not \"a b\"" },
        { "{\"name\":\"a\",\"title\":\"A\\nB\"}",
          "title: octet 2 of the text is the control character U+000A: the text is to be one plain "
          "line" },
        { "{\"name\":\"a\",\"title\":\"\\u0000\"}",
          "title: octet 1 of the text is the control character U+0000: the text is to be one plain "
          "line" },
        { "{\"name\":\"a\",\"title\":\"\x7F\"}",
          "title: octet 1 of the text is the control character U+007F: the text is to be one plain "
          "line" },
        { "{\"nmae\":\"a\",\"title\":\"A\"}",
          "nmae: there is no such member; name, title, spf, dkim, dmarc, mx, samples, "
          "report_samples and host_note are known" },
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_refused(rows[i].text, slice_of(rows[i].text), rows[i].reason);
    }
}

static void test_refused(void **state)
{
    static const struct refused rows[] = {
        { "\"\":1", "\"\": there is no such member; name, title, spf, dkim, dmarc, mx, samples, "
                    "report_samples and host_note are known" },
        { "\"spf\":[]", "spf: an object { ... } is expected" },
        { "\"spf\":null", "spf: an object { ... } is expected" },
        { "\"spf\":{\"includes\":\"a.example\"}",
          "spf.includes: there is no such member; include, demanded and literal are known" },
        { "\"spf\":{\"include\":[\"a.example\"]}", "spf.include: a text is expected" },
        { "\"spf\":{\"include\":\"a..b\"}",
          "spf.include: a domain name such as mail.example.com is expected, not \"a..b\": a label "
          "is empty" },
        { "\"spf\":{\"demanded\":\"yes\"}", "spf.demanded: true or false is expected" },
        { "\"spf\":{\"literal\":1}", "spf.literal: true or false is expected" },
        { "\"spf\":{\"demanded\":true}",
          "spf.include: it is missing, and demanded and literal are about it" },
        { "\"spf\":{\"literal\":true}",
          "spf.include: it is missing, and demanded and literal are about it" },
        { "\"dkim\":{\"selector\":\"a\"}",
          "dkim.selector: there is no such member; selectors, generic, need, txt, cname, "
          "cname_suffixes and where are known" },
        { "\"dkim\":{\"selectors\":\"a\"}", "dkim.selectors: a list of texts is expected" },
        { "\"dkim\":{\"selectors\":[\"a\",\"b\",3]}", "dkim.selectors[2]: a text is expected" },
        { "\"dkim\":{\"selectors\":[\"a\",\"b c\"]}",
          "dkim.selectors[1]: a selector such as s1 is expected, not \"b c\": it holds something "
          "else than letters, digits, hyphens, underscores and dots" },
        { "\"dkim\":{\"selectors\":[\"a\",\"A\"]}",
          "dkim.selectors[1]: every element once is expected, not \"A\" again" },
        { "\"dkim\":{\"selectors\":[\"a\"],\"generic\":[\"a\",\"b\"]}",
          "dkim.generic[1]: one of dkim.selectors is expected, not \"b\"" },
        { "\"dkim\":{\"need\":\"ALL\"}", "dkim.need: \"any\" or \"all\" is expected" },
        { "\"dkim\":{\"need\":true}", "dkim.need: \"any\" or \"all\" is expected" },
        { "\"dkim\":{\"txt\":0}", "dkim.txt: true or false is expected" },
        { "\"dkim\":{\"cname\":null}", "dkim.cname: true or false is expected" },
        { "\"dkim\":{\"txt\":false}",
          "dkim.txt: false, and dkim.cname is not true: no record would be accepted" },
        { "\"dkim\":{\"cname\":true,\"cname_suffixes\":[\"mail.example\"]}",
          "dkim.cname_suffixes[0]: a dot and a domain name such as .example.com is expected, not "
          "\"mail.example\"" },
        { "\"dkim\":{\"cname\":true,\"cname_suffixes\":[\".\"]}",
          "dkim.cname_suffixes[0]: a dot and a domain name such as .example.com is expected, not "
          "\".\": it is empty" },
        { "\"dkim\":{\"cname_suffixes\":[\".mail.example\"]}",
          "dkim.cname_suffixes: they are about CNAME records: \"cname\": true is missing" },
        { "\"dkim\":{\"where\":\"\"}",
          "dkim.where: the text is empty: fill it in or leave the member out" },
        { "\"dmarc\":{\"at-sender\":true}",
          "dmarc.at-sender: there is no such member; at_sender and record are known" },
        { "\"dmarc\":{\"at_sender\":\"true\"}", "dmarc.at_sender: true or false is expected" },
        { "\"dmarc\":{\"record\":\"v=DMARC10\"}",
          "dmarc.record: a record that begins with v=DMARC1; is expected, not \"v=DMARC10\"" },
        { "\"dmarc\":{\"record\":\"V=dmarc1; p=none\"}",
          "dmarc.record: a record that begins with v=DMARC1; is expected, not \"V=dmarc1; "
          "p=none\"" },
        { "\"dmarc\":{\"record\":\"v=DMARC1 p=none\"}",
          "dmarc.record: a record that begins with v=DMARC1; is expected, not \"v=DMARC1 "
          "p=none\"" },
        { "\"mx\":{\"host\":[]}",
          "mx.host: there is no such member; hosts, demanded and preference are known" },
        { "\"mx\":{\"hosts\":[\"a.example\",\"10 b.example\"]}",
          "mx.hosts[1]: a domain name such as mail.example.com is expected, not \"10 b.example\": "
          "it holds something else than letters, digits, hyphens, underscores and dots" },
        { "\"mx\":{\"demanded\":0}", "mx.demanded: true or false is expected" },
        { "\"mx\":{\"preference\":-1}",
          "mx.preference: a whole number from 0 to 65535 is expected" },
        { "\"mx\":{\"preference\":65536}",
          "mx.preference: a whole number from 0 to 65535 is expected" },
        { "\"mx\":{\"preference\":10.0}",
          "mx.preference: a whole number from 0 to 65535 is expected" },
        { "\"mx\":{\"preference\":\"10\"}",
          "mx.preference: a whole number from 0 to 65535 is expected" },
        { "\"samples\":{}", "samples: a list of texts is expected" },
        { "\"samples\":[\"ab\"]",
          "samples[0]: a value in visible ASCII of 3 octets or more is expected, not \"ab\"" },
        { "\"samples\":[\"your domain\"]",
          "samples[0]: a value in visible ASCII of 3 octets or more is expected, not "
          "\"your domain\"" },
        { "\"samples\":[\".a b\"]",
          "samples[0]: a dot and a domain name such as .example.com is expected, not \".a b\": it "
          "holds something else than letters, digits, hyphens, underscores and dots" },
        { "\"report_samples\":[\"@example.com\"]",
          "report_samples[0]: an address such as joe@example.com or a domain such as example.com "
          "is expected, not \"@example.com\"" },
        { "\"report_samples\":[\"joe@\"]",
          "report_samples[0]: an address such as joe@example.com or a domain such as example.com "
          "is expected, not \"joe@\": it is empty" },
        { "\"report_samples\":[\"mailto:joe\"]",
          "report_samples[0]: an address such as joe@example.com or a domain such as example.com "
          "is expected, not \"mailto:joe\": it holds something else than letters, digits, hyphens, "
          "underscores and dots" },
        { "\"host_note\":7", "host_note: a text is expected" },
        { "\"name\":\"b\"", "line 1, column 30: duplicate object key near '\"name\"'" },
    };

    (void)state;
    expect_rows_refused(rows, ROWS(rows));
}

/* `count` times `octet`, with what stands around it. */
static struct slice repeat(struct arena *arena, const char *front, char octet, size_t count,
                           const char *back)
{
    struct buf buf;

    buf_init(&buf, arena, (size_t)2 * LIMIT_PROFILE);
    buf_add_text(&buf, front);
    for (size_t i = 0; i < count; i++) {
        buf_add_octet(&buf, octet);
    }
    buf_add_text(&buf, back);
    assert_int_equal(buf_status(&buf), STATUS_OK);
    return buf_slice(&buf);
}

static void test_text_limits(void **state)
{
    static const struct {
        const char *title;
        const char *front;
        const char *back;
        size_t maximum;
        const char *reason; /* of one octet more */
    } rows[] = {
        { "name", "{\"name\":\"", "\",\"title\":\"A\"}", 63,
          "name: the text has 64 octets, and 63 are the most" },
        { "title", "{\"name\":\"a\",\"title\":\"", "\"}", 300,
          "title: the text has 301 octets, and 300 are the most" },
        { "where", "{\"name\":\"a\",\"title\":\"A\",\"dkim\":{\"where\":\"", "\"}}", 300,
          "dkim.where: the text has 301 octets, and 300 are the most" },
        { "record", "{\"name\":\"a\",\"title\":\"A\",\"dmarc\":{\"record\":\"v=DMARC1;", "\"}}",
          291, "dmarc.record: the text has 301 octets, and 300 are the most" },
        { "sample", "{\"name\":\"a\",\"title\":\"A\",\"samples\":[\"", "\"]}", 300,
          "samples[0]: the text has 301 octets, and 300 are the most" },
        { "label", "{\"name\":\"a\",\"title\":\"A\",\"spf\":{\"include\":\"", ".test\"}}", 63,
          "spf.include: a domain name such as mail.example.com is expected, not "
          "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...\": a label is longer "
          "than 63 octets" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        size_t maximum = rows[i].maximum;

        (void)read(rows[i].title, repeat(arena, rows[i].front, 'a', maximum, rows[i].back), arena);
        expect_refused(rows[i].title, repeat(arena, rows[i].front, 'a', maximum + 1, rows[i].back),
                       rows[i].reason);
        arena_destroy(arena);
    }
}

/* The file itself, its lists, a selector that leaves no room for a domain. */
static void test_limits(void **state)
{
    static const char file[] = "{\"name\":\"a\",\"title\":\"A\"}";
    static const char label[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.";
    struct arena *arena = make_arena(LIMIT_ARENA);
    size_t blanks = LIMIT_PROFILE - (sizeof file - 1);
    struct buf buf;

    (void)state;
    (void)read("file", repeat(arena, file, ' ', blanks, ""), arena);
    expect_refused("file", repeat(arena, file, ' ', blanks + 1, ""),
                   "65537 octets, and 65536 are the most");
    for (int count = LIMIT_PROFILE_LIST; count <= LIMIT_PROFILE_LIST + 1; count++) {
        buf_init(&buf, arena, LIMIT_PROFILE);
        buf_add_text(&buf, "{\"name\":\"a\",\"title\":\"A\",\"dkim\":{\"selectors\":[\"s0\"");
        for (int i = 1; i < count; i++) {
            buf_printf(&buf, ",\"s%d\"", i);
        }
        buf_add_text(&buf, "]}}");
        if (count == LIMIT_PROFILE_LIST) {
            assert_string_equal(read("list", buf_slice(&buf), arena)->dkim.selectors[31], "s31");
        } else {
            expect_refused("list", buf_slice(&buf),
                           "dkim.selectors: the list has 33 elements, and 32 are the most");
        }
    }
    for (size_t length = 238; length <= 239; length++) {
        struct slice front =
            arena_printf(arena, "{\"name\":\"a\",\"title\":\"A\",\"dkim\":{\"selectors\":[\"%s%s%s",
                         label, label, label);
        struct slice text =
            repeat(arena, front.data, 'b', length - 3 * (sizeof label - 1), "\"]}}");

        if (length == 238) {
            (void)read("selector", text, arena);
        } else {
            expect_refused("selector", text,
                           "dkim.selectors[0]: the text has 239 octets, and 238 are the most");
        }
    }
    arena_destroy(arena);
}

/* A long name of an unknown member is cut, an object of very many members is no work. */
static void test_hostile_members(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct buf buf;

    (void)state;
    expect_refused("long name", repeat(arena, "{\"", 'k', 60000, "\":1}"),
                   "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk: there is no such "
                   "member; name, title, spf, dkim, dmarc, mx, samples, report_samples and "
                   "host_note are known");
    buf_init(&buf, arena, LIMIT_PROFILE);
    buf_add_text(&buf, "{\"name\":\"a\",\"title\":\"A\",\"mx\":{\"hosts\":[]");
    for (int i = 0; i < 6000; i++) {
        buf_printf(&buf, ",\"%d\":0", i);
    }
    buf_add_text(&buf, "}}");
    assert_int_equal(buf_status(&buf), STATUS_OK);
    expect_refused("many", buf_slice(&buf),
                   "mx.0: there is no such member; hosts, demanded and preference are known");
    arena_destroy(arena);
}

/* Cut anywhere it is refused with a place; only the line feed at the end may be missing. */
static void test_truncated(void **state)
{
    (void)state;
    for (size_t length = 0; length + 2 < sizeof rich; length++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        const struct profile *profile = NULL;
        struct slice reason = slice_empty();

        expect_number("truncated", "status",
                      profile_read(slice_head(slice_of(rich), length), arena, &profile, &reason),
                      STATUS_BAD_INPUT);
        assert_true(slice_starts_with(reason, SLICE("line ")));
        arena_destroy(arena);
    }
}

/* Whatever memory is left, it is read or it is out of memory. */
static void test_memory(void **state)
{
    enum status status = STATUS_NO_MEMORY;

    (void)state;
    for (size_t limit = 0; status != STATUS_OK; limit += 64) {
        struct arena *arena = make_arena(limit);
        const struct profile *profile = NULL;
        struct slice reason = slice_empty();

        status = profile_read(slice_of(rich), arena, &profile, &reason);
        if (status != STATUS_OK) {
            assert_int_equal(status, STATUS_NO_MEMORY);
            assert_null(profile);
        }
        assert_true(limit < LIMIT_ARENA);
        arena_destroy(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_left_out),
        cmocka_unit_test(test_builtin_is_valid),
        cmocka_unit_test(test_document_refused),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_text_limits),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_hostile_members),
        cmocka_unit_test(test_truncated),
        cmocka_unit_test(test_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
