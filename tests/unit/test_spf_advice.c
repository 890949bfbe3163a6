/* SPDX-License-Identifier: MIT */
/* Records to paste, and where: the advice of findings, word by word where it is a record. */
#include "spf_world.h"

#define PROVIDER                                                     \
    "qcloudmail.com SOA 600", "qcloudmail.com NS ns.qcloudmail.com", \
        "qcloudmail.com TXT v=spf1 ip4:198.18.10.0/24 -all"
#define NINE(name)                                                                      \
    "include:" name " include:" name " include:" name " include:" name " include:" name \
    " include:" name " include:" name " include:" name " include:" name

static const struct {
    const char *title;
    const char *rows[16];
    const char *domain; /* mail.example.test when left out */
    const char *profile;
    enum finding_id id;
    const char *advice[3]; /* parts of it */
} rows[] = {
    { "no record: the profile's",
      { WORLD_ZONES, PROVIDER },
      NULL,
      "",
      FINDING_SPF_NONE,
      { "host mail in the zone example.test", "\nv=spf1 include:qcloudmail.com ~all" } },
    { "no record at the apex",
      { WORLD_ZONES, PROVIDER },
      "example.test",
      "",
      FINDING_SPF_NONE,
      { "host @ in the zone example.test" } },
    { "no record at a public suffix",
      { "test SOA 600", "test NS ns.test", PROVIDER },
      "test",
      "",
      FINDING_SPF_NONE,
      { "Publish as TXT at test:" } },
    { "no record, no service",
      { WORLD_ZONES },
      NULL,
      "none",
      FINDING_SPF_NONE,
      { "v=spf1 ... ~all" } },
    { "no record behind a CNAME",
      { WORLD_ZONES, PROVIDER, "mail.example.test CNAME gone.example.test" },
      NULL,
      "",
      FINDING_SPF_NONE,
      { "in the place of the CNAME" } },
    { "no record, but one with quotation marks",
      { WORLD_ZONES, PROVIDER, "mail.example.test TXT \"v=spf1 ip4:198.18.0.1 -all\"" },
      NULL,
      "",
      FINDING_SPF_NONE,
      { "\nv=spf1 ip4:198.18.0.1 -all" } },
    { "several records: all terms, the stricter end, nothing twice",
      { WORLD_ZONES, PROVIDER, "mail.example.test TXT v=spf1 a mx ?all",
        "mail.example.test TXT v=spf1 A include:qcloudmail.com -all",
        "mail.example.test TXT v=spf1 mx ~all", "mail.example.test TXT x" },
      NULL,
      "",
      FINDING_SPF_MULTIPLE,
      { "\nv=spf1 a mx include:qcloudmail.com -all" } },
    { "several records, the first one permissive",
      { WORLD_ZONES, PROVIDER, "mail.example.test TXT v=spf1 all",
        "mail.example.test TXT v=spf1 a" },
      NULL,
      "",
      FINDING_SPF_MULTIPLE,
      { "\nv=spf1 a all" } },
    { "the parts of one record",
      { WORLD_ZONES, PROVIDER, "mail.example.test TXT v=spf1 include:qcloudmail.com ~all",
        "mail.example.test TXT ip4:198.18.0.1 -all" },
      NULL,
      "",
      FINDING_PASTE_SPLIT,
      { "\nv=spf1 include:qcloudmail.com ip4:198.18.0.1 -all" } },
    { "the include in front of all",
      { WORLD_ZONES, PROVIDER, "mail.example.test TXT v=spf1 ip4:198.18.0.1 -all" },
      NULL,
      "",
      FINDING_SPF_PROVIDER_MISSING,
      { "\nv=spf1 ip4:198.18.0.1 include:qcloudmail.com -all" } },
    { "the include in front of redirect",
      { WORLD_ZONES, PROVIDER, "mail.example.test TXT v=spf1 a redirect=r.example.test",
        "mail.example.test A 198.18.0.1", "r.example.test TXT v=spf1 -all" },
      NULL,
      "",
      FINDING_SPF_PROVIDER_MISSING,
      { "\nv=spf1 a include:qcloudmail.com redirect=r.example.test" } },
    { "the include and an end",
      { WORLD_ZONES, PROVIDER, "mail.example.test TXT v=spf1" },
      NULL,
      "",
      FINDING_SPF_PROVIDER_MISSING,
      { "\nv=spf1 include:qcloudmail.com ~all" } },
    { "the include in the place of its opposite",
      { WORLD_ZONES, PROVIDER,
        "mail.example.test TXT v=spf1 ~include:QCloudMail.com ip4:198.18.0.1 -all" },
      NULL,
      "",
      FINDING_SPF_PROVIDER_MISSING,
      { "\nv=spf1 ip4:198.18.0.1 include:qcloudmail.com -all" } },
    { "the include to the front",
      { WORLD_ZONES, PROVIDER,
        "mail.example.test TXT v=spf1 ip4:198.18.0.1 -all include:qcloudmail.com" },
      NULL,
      "",
      FINDING_SPF_PROVIDER_UNREACHED,
      { "\nv=spf1 include:qcloudmail.com ip4:198.18.0.1 -all" } },
    { "an end",
      { WORLD_ZONES, PROVIDER, "mail.example.test TXT v=spf1 include:qcloudmail.com" },
      NULL,
      "",
      FINDING_SPF_NO_ALL,
      { "\nv=spf1 include:qcloudmail.com ~all" } },
    { "over the limit: the dearest goes, the service stays",
      { WORLD_ZONES, PROVIDER,
        "mail.example.test TXT v=spf1 include:qcloudmail.com include:big.example.test a -all",
        "mail.example.test A 198.18.0.1", "mail.example.test AAAA 2001:2::1",
        "big.example.test TXT v=spf1 " NINE("s.example.test"), "s.example.test TXT v=spf1 -all" },
      NULL,
      "",
      FINDING_SPF_LOOKUP_LIMIT,
      { "Drop or move include:big.example.test:",
        "What would fit: v=spf1 include:qcloudmail.com a -all", "(2 of 10)" } },
    { "over the limit by the service alone: nothing to drop",
      { WORLD_ZONES, "qcloudmail.com TXT v=spf1 " NINE("s.example.test") " a",
        "qcloudmail.com A 198.18.0.1", "qcloudmail.com AAAA 2001:2::1",
        "s.example.test TXT v=spf1 -all",
        "mail.example.test TXT v=spf1 include:qcloudmail.com -all" },
      NULL,
      "",
      FINDING_SPF_LOOKUP_LIMIT,
      { "Drop or move include:qcloudmail.com:" } },
    { "voids: without them",
      { WORLD_ZONES, PROVIDER,
        "mail.example.test TXT v=spf1 include:qcloudmail.com a:g1.example.test "
        "a:g2.example.test exists:g3.example.test -all" },
      NULL,
      "",
      FINDING_SPF_VOID_LIMIT,
      { "\nv=spf1 include:qcloudmail.com -all    (1 of 10)" } },
};

static const struct finding *find(const struct judged *judged, enum finding_id id)
{
    for (size_t i = 0; i < judged->verdict.finding_count; i++) {
        if (judged->verdict.findings[i].id == id) {
            return &judged->verdict.findings[i];
        }
    }
    return NULL;
}

static void check_row(size_t at)
{
    struct world world;
    struct judged judged;
    const struct finding *finding;
    const char *title = rows[at].title;

    world_begin(&world, rows[at].rows);
    world_configure(&judged, rows[at].domain != NULL ? rows[at].domain : "mail.example.test",
                    rows[at].profile);
    world_judge(&world, &judged);
    finding = find(&judged, rows[at].id);
    if (finding == NULL) {
        struct slice found = world_findings(&world, &judged.verdict);

        fail_msg("%s: the findings are \"%.*s\"", title, SLICE_ARGS(found));
        return;
    }
    for (size_t p = 0; p < ROWS(rows[at].advice) && rows[at].advice[p] != NULL; p++) {
        struct slice part = slice_of(rows[at].advice[p]);

        if (slice_find_part(finding->advice, part) == finding->advice.length) {
            fail_msg("%s: the advice is \"%.*s\"", title, SLICE_ARGS(finding->advice));
        }
    }
    world_end(&world);
}

static void test_advice(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        check_row(i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_advice) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
