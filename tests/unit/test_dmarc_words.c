/* SPDX-License-Identifier: MIT */
/* What the DMARC rules say: sentences, places, records to publish, states of silence, the document.
 */
#include "dmarc_world.h"

#include "base/json.h"
#define LABEL_60 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LONG_HOST LABEL_60 "." LABEL_60 "." LABEL_60 ".a-label-that-is-long.provider.test"

/* ---- what is said ---- */

struct words_row {
    const char *title;
    const char *options;
    const char *finding;
    const char *name;
    const char *place;   /* the piece of the record that is meant; "": none */
    const char *message; /* a part of it */
    const char *advice;  /* the last line of it; NULL: the catalogue's */
    const char *rows[6]; /* the record that is meant stands first */
};

static const struct words_row words[] = {
    { "the effective policy is copied",
      "",
      "dmarc.inherited",
      "_dmarc.mail.example.test",
      "",
      "the policy comes from example.test, which receivers accept; the verification of Tencent "
      "Cloud "
      "SES looks for a record at the sender domain itself",
      "v=DMARC1; p=reject; adkim=s; rua=mailto:d@example.test",
      { ORG "v=DMARC1; p=none; sp=reject; np=none; adkim=s" RUA,
        "mail.example.test A 192.0.2.1" } },
    { "a share stays a share",
      "",
      "dmarc.inherited",
      "_dmarc.mail.example.test",
      "",
      "example.test",
      "v=DMARC1; p=reject; pct=20; rua=mailto:d@example.test",
      { ORG "v=DMARC1; p=reject; pct=20" RUA } },
    { "test mode stays on",
      "",
      "dmarc.inherited",
      "_dmarc.mail.example.test",
      "",
      "example.test",
      "v=DMARC1; p=reject; t=y; rua=mailto:d@example.test",
      { ORG "v=DMARC1; p=reject; t=y" RUA } },
    { "failure reports of a suffix are not taken over",
      "",
      "dmarc.inherited",
      "_dmarc.mail.example.test",
      "",
      "comes from test,",
      "v=DMARC1; p=reject",
      { AT("test") "v=DMARC1; p=reject; psd=y; ruf=mailto:d@example.test" } },
    { "a permission does not go with the record",
      "",
      "dmarc.inherited",
      "_dmarc.mail.example.test",
      "",
      "example.test",
      "Reports to provider.test then need TXT v=DMARC1 at "
      "mail.example.test._report._dmarc.provider.test too.",
      { ORG "v=DMARC1; p=reject" OUT, "example.test._report._dmarc.provider.test TXT v=DMARC1" } },
    { "a lost semicolon",
      "",
      "dmarc.syntax",
      "_dmarc.mail.example.test",
      "p=reject rua=mailto:d@example.test",
      "reject rua",
      "v=DMARC1; p=reject; rua=mailto:d@example.test",
      { HERE "v=DMARC1; p=reject rua=mailto:d@example.test" } },
    { "the rest of the record stays",
      "-d example.test",
      "dmarc.untidy",
      "_dmarc.example.test",
      ";",
      "",
      "v=DMARC1; p=reject; sp=reject; np=reject; adkim=s; aspf=s; psd=n; pct=50; "
      "rua=mailto:d@example.test; ruf=mailto:d@example.test; fo=1:d:s",
      { ORG
        "v=DMARC1; p=reject;; sp=reject; np=reject; adkim=s; aspf=s; psd=n; pct=50; fo=1:d:s" RUA
        "; ruf=mailto:d@example.test" } },
    { "a policy that is in force stays",
      "-d example.test",
      "dmarc.value",
      "_dmarc.example.test",
      "adkim=x",
      "r or s",
      "v=DMARC1; p=reject; sp=quarantine; rua=mailto:d@example.test",
      { ORG "v=DMARC1; p=reject; adkim=x; sp=quarantine" RUA } },
    { "options that contradict each other",
      "",
      "dmarc.value",
      "_dmarc.mail.example.test",
      "fo=0:1",
      "fo takes",
      "v=DMARC1; p=reject; rua=mailto:d@example.test; ruf=mailto:d@example.test; fo=1",
      { HERE "v=DMARC1; p=reject; fo=0:1; ruf=mailto:d@example.test" RUA } },
    { "the scheme is missing",
      "",
      "dmarc.report-address",
      "_dmarc.mail.example.test",
      "d@example.test",
      "mailto:",
      "v=DMARC1; p=reject; rua=mailto:d@example.test",
      { HERE "v=DMARC1; p=reject; rua=d@example.test" } },
    { "the same address in two ways",
      "",
      "dmarc.report-address",
      "_dmarc.mail.example.test",
      "d@example.test",
      "mailto:",
      "v=DMARC1; p=reject; rua=mailto:d@example.test",
      { HERE "v=DMARC1; p=reject; rua=d@example.test,mailto:d@example.test" } },
    { "a size that is none",
      "",
      "dmarc.report-address",
      "_dmarc.mail.example.test",
      "mailto:d@example.test!x",
      "!x",
      "v=DMARC1; p=reject; rua=mailto:d@example.test",
      { HERE "v=DMARC1; p=reject; rua=mailto:d@example.test!x" } },
    { "nobody can guess the address",
      "",
      "dmarc.report-address",
      "_dmarc.mail.example.test",
      "mailto:a@b@c",
      "a@b@c",
      NULL,
      { HERE "v=DMARC1; p=reject; rua=mailto:a@b@c" } },
    { "the owner of the other domain",
      "",
      "dmarc.external-refused",
      "_dmarc.mail.example.test",
      "mailto:d@provider.test",
      "provider.test has no permission record",
      "v=DMARC1",
      { HERE "v=DMARC1; p=reject" OUT } },
    { "a permission record that nobody can publish",
      "-d " DEEP,
      "dmarc.external-refused",
      "_dmarc." DEEP,
      "mailto:d@" LONG_HOST,
      "the name of its permission record would be longer than DNS allows",
      "Put in an address of the domain's own organisation.",
      { AT(DEEP) "v=DMARC1; p=reject; rua=mailto:d@" LONG_HOST,
        LONG_HOST " MX 10 mx.provider.test" } },
    { "the first record of all",
      "",
      "dmarc.none",
      "_dmarc.mail.example.test",
      "",
      "neither the domain nor one above it",
      "v=DMARC1; p=none; rua=mailto:dmarc@mail.example.test",
      { "mail.example.test A 192.0.2.1" } },
    { "only one domain was given",
      "--spf-domain provider.test",
      "dmarc.misaligned",
      "_dmarc.mail.example.test",
      "",
      "the SPF domain provider.test is not aligned with mail.example.test",
      NULL,
      { HERE "v=DMARC1; p=reject" RUA } },
    { "a signature alone",
      "--dkim-domain provider.test",
      "dmarc.misaligned",
      "_dmarc.mail.example.test",
      "",
      "d=provider.test is not aligned with mail.example.test",
      NULL,
      { HERE "v=DMARC1; p=reject" RUA } },
    { "both were given",
      "--dkim-domain provider.test --spf-domain provider.test",
      "dmarc.misaligned",
      "_dmarc.mail.example.test",
      "",
      "neither SPF nor DKIM",
      NULL,
      { HERE "v=DMARC1; p=reject" RUA } },
    { "a suffix above the record",
      "",
      "dmarc.psd",
      "_dmarc.test",
      "",
      "the public suffix test",
      NULL,
      { AT("test") "v=DMARC1; p=reject", HERE "v=DMARC1; p=reject" RUA } },
    { "the step that alignment hangs on",
      "--dkim-domain example.test",
      "dmarc.temperror",
      "_dmarc.example.test",
      "",
      "whether the domains are aligned hangs on it",
      NULL,
      { HERE "v=DMARC1; p=reject" RUA_HERE, MX_HERE, ORG "!servfail" } },
    { "the step that the policy hangs on",
      "",
      "dmarc.temperror",
      "_dmarc.example.test",
      "",
      "which DMARC record applies hangs on it",
      NULL,
      { ORG "!servfail" } },
};

static const struct finding *find(const struct verdict *verdict, const char *id)
{
    for (size_t i = 0; i < verdict->finding_count; i++) {
        if (strcmp(catalogue_entry(verdict->findings[i].id)->id, id) == 0) {
            return &verdict->findings[i];
        }
    }
    return NULL;
}

static struct slice last_line(struct slice text)
{
    struct slice line = slice_empty();

    while (text.length > 0 && slice_split(&text, '\n', &line)) {
    }
    return line;
}

static void expect_words(const struct words_row *row, const struct finding *finding)
{
    struct slice text = slice_of(row->rows[0]);

    expect_text(row->title, "name", finding->name, row->name);
    if (slice_find_part(finding->message, slice_of(row->message)) == finding->message.length &&
        row->message[0] != '\0') {
        fail_msg("%s: the message is \"%.*s\"", row->title, SLICE_ARGS(finding->message));
    }
    expect_number(row->title, "a place", finding->has_place, row->place[0] != '\0');
    if (finding->has_place) {
        text = slice_from(text, slice_find_part(text, SLICE("v=DMARC1")));
        expect_text(row->title, "place",
                    slice_head(slice_from(text, finding->offset), finding->length), row->place);
    }
    expect_text(row->title, "advice", last_line(finding->advice),
                row->advice != NULL ? row->advice : "");
}

static void test_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(words); i++) {
        const char *zones[ZONES];
        const struct finding *finding;
        struct world world;
        struct judged judged;

        dmarc_world_begin(&world, words[i].rows, zones);
        dmarc_world_configure(words[i].options, &world, &judged);
        dmarc_world_judge(&world, &judged);
        finding = find(&judged.verdict, words[i].finding);
        if (finding == NULL) {
            fail_msg("%s: there is only %.*s", words[i].title,
                     SLICE_ARGS(world_findings(&world, &judged.verdict)));
        } else {
            expect_words(&words[i], finding);
        }
        world_end(&world);
    }
}

/* ---- silence ---- */

/* -t SEC:STATE speaks of silence, and of nothing else. */
static void test_timeout_state(void **state)
{
    static const struct {
        const char *title;
        const char *options;
        const char *findings;
        const char *rows[4];
    } rows[] = {
        { "silence",
          "",
          "dns.unreachable CRITICAL, dmarc.temperror CRITICAL",
          { HERE "!timeout" } },
        { "SERVFAIL", "", "dns.servfail UNKNOWN, dmarc.temperror UNKNOWN", { HERE "!servfail" } },
        { "silence, alignment",
          "--dkim-domain example.test",
          "dns.unreachable CRITICAL, dmarc.temperror CRITICAL",
          { HERE "v=DMARC1; p=reject" RUA_HERE, MX_HERE, ORG "!timeout" } },
        { "SERVFAIL, alignment",
          "--dkim-domain example.test",
          "dns.servfail UNKNOWN, dmarc.temperror UNKNOWN",
          { HERE "v=DMARC1; p=reject" RUA_HERE, MX_HERE, ORG "!servfail" } },
        { "a filter, alignment",
          "--dkim-domain example.test",
          "dmarc.generations-differ WARNING, dns.resolver-broken UNKNOWN, dmarc.temperror UNKNOWN",
          { HERE "v=DMARC1; p=reject" RUA_HERE, MX_HERE, ORG "!filtered" } },
        { "silence, permission",
          "",
          "dns.unreachable CRITICAL, dmarc.external-unknown CRITICAL",
          { OWN "v=DMARC1; p=reject" OUT, PERMIT "!timeout" } },
        { "SERVFAIL, permission",
          "",
          "dns.servfail UNKNOWN, dmarc.external-unknown UNKNOWN",
          { OWN "v=DMARC1; p=reject" OUT, PERMIT "!servfail" } },
        { "silence, existence",
          "--min-policy reject",
          "dns.unreachable CRITICAL, dmarc.temperror CRITICAL, dmarc.inherited INFO",
          { ORG "v=DMARC1; p=quarantine; np=reject" RUA, "mail.example.test TXT !timeout" } },
        { "nothing hangs on it",
          "",
          "dmarc.temperror INFO",
          { HERE "v=DMARC1; p=reject" RUA_HERE, MX_HERE, ORG "!timeout" } },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *zones[ZONES];
        struct world world;
        struct judged judged;

        dmarc_world_begin(&world, rows[i].rows, zones);
        dmarc_world_configure(rows[i].options, &world, &judged);
        judged.timeout_state = STATE_CRITICAL;
        dmarc_world_judge(&world, &judged);
        expect_text(rows[i].title, "findings", world_findings(&world, &judged.verdict),
                    rows[i].findings);
        world_end(&world);
    }
}

/* ---- the document ---- */

static struct slice describe(const struct judged *judged, struct arena *arena)
{
    struct json *root;
    struct buf buf;

    assert_int_equal(json_create(&root), STATUS_OK);
    dmarc_rules_describe(judged->details, root);
    buf_init(&buf, arena, LIMIT_JSON_OUTPUT);
    assert_int_equal(json_write(root, LIMIT_JSON_OUTPUT, &buf), STATUS_OK);
    json_free(root);
    return buf_slice(&buf);
}

static void test_document(void **state)
{
    static const struct {
        const char *title;
        const char *options;
        const char *rows[6];
        const char *parts[8]; /* of the document */
    } rows[] = {
        { "all tags",
          "--dkim-domain example.test",
          { ORG "v=DMARC1; p=reject", HERE
            "v=DMARC1; p=reject; sp=none; np=quarantine; adkim=s; aspf=s; fo=1:d; psd=n; t=y" RUA
            "!10k" },
          { "\"valid\":true,\"error\":null",
            "\"tags\":{\"p\":\"reject\",\"sp\":\"none\",\"np\":\"quarantine\",\"adkim\":\"s\","
            "\"aspf\":\"s\",\"fo\":[\"1\",\"d\"],\"rua\":[{\"uri\":\"mailto:d@example.test\","
            "\"limit\":10240}],\"ruf\":null,\"psd\":\"n\",\"t\":\"y\",\"pct\":null,\"ri\":null}",
            "\"policy\":\"reject\",\"applied\":\"quarantine\"",
            "\"dkim\":{\"mode\":\"s\",\"aligned\":false}", "\"spf\":null" } },
        { "defaults",
          "",
          { OWN "v=DMARC1; p=reject" },
          { "\"tags\":{\"p\":\"reject\",\"sp\":null,\"np\":null,\"adkim\":\"r\",\"aspf\":\"r\","
            "\"fo\":[\"0\"],\"rua\":null,\"ruf\":null,\"psd\":\"u\",\"t\":\"n\",\"pct\":null,"
            "\"ri\":null}",
            "\"external\":[]",
            "\"queries\":[\"_dmarc.mail.example.test\",\"_dmarc.example.test\",\"_dmarc.test\"]"
            "}" } },
        { "defaults of the older standard",
          "--method 7489",
          { OWN "v=DMARC1; p=reject" },
          { "\"pct\":100,\"ri\":86400" } },
        { "each address once",
          "",
          { OWN "v=DMARC1; p=reject" OUT ",mailto:d@example.test; ruf=mailto:d@provider.test" },
          { "\"external\":[{\"destination\":\"mailto:d@provider.test\",\"accepted\":false,"
            "\"result\":"
            "\"none\"},{\"destination\":\"mailto:d@example.test\",\"accepted\":true,\"result\":"
            "\"same-domain\"}]" } },
        { "a permission is not heard",
          "",
          { OWN "v=DMARC1; p=reject" OUT, PERMIT "!servfail" },
          { "\"destination\":\"mailto:d@provider.test\",\"accepted\":false,\"result\":"
            "\"temperror\"" } },
        { "nothing is heard",
          "--spf-domain example.test",
          { HERE "!timeout" },
          { "\"record\":null,\"valid\":null,\"error\":null,\"tags\":null",
            "\"method\":\"9989\",\"result\":\"temperror\",\"policy_domain\":null",
            "\"spf\":{\"mode\":\"r\",\"aligned\":null}" } },
        { "no tag list", "", { OWN "v=DMARC1; hello" }, { "\"valid\":false", "\"permerror\"" } },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *zones[ZONES];
        struct slice document;
        struct world world;
        struct judged judged;

        dmarc_world_begin(&world, rows[i].rows, zones);
        dmarc_world_configure(rows[i].options, &world, &judged);
        expect_text(rows[i].title, "nothing known", describe(&judged, world.arena),
                    "{\"dmarc\":{\"record\":null,\"valid\":null}}");
        dmarc_world_judge(&world, &judged);
        document = describe(&judged, world.arena);
        for (size_t k = 0; k < ROWS(rows[i].parts) && rows[i].parts[k] != NULL; k++) {
            if (slice_find_part(document, slice_of(rows[i].parts[k])) == document.length) {
                fail_msg("%s: no %s in %.*s", rows[i].title, rows[i].parts[k],
                         SLICE_ARGS(document));
            }
        }
        world_end(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_words),
                                        cmocka_unit_test(test_timeout_state),
                                        cmocka_unit_test(test_document) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
