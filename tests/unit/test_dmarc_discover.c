/* SPDX-License-Identifier: MIT */
/* Which record applies and which domain is the organizational one, by both methods. */
#include "world.h"

#include "mail/dmarc_discover.h"

#define ZONES "example SOA 600", "shop.example SOA 600"
#define PLAIN " TXT v=DMARC1; p=reject; sp=quarantine; np=none"
#define OTHER " TXT v=DMARC1; p=none; sp=none; np=reject"
#define PSD_Y PLAIN "; psd=y"
#define PSD_N PLAIN "; psd=n"
#define RUA "; rua=mailto:d@shop.example"
#define FOUND DMARC_DISCOVERY_FOUND
#define NOTHING DMARC_DISCOVERY_NONE
#define TEMPERROR DMARC_DISCOVERY_TEMPERROR
#define PERMERROR DMARC_DISCOVERY_PERMERROR
#define NO_POLICY "-", "-" /* nothing applied, here and missing */

struct outcome {
    enum dmarc_discovery_result result;
    const char *policy_domain; /* NULL: none */
    const char *org_domain;    /* NULL: not known */
    const char *here;          /* "sp=reject>quarantine": tag, requested, and applied if other */
    const char *missing;
};

struct discovery_row {
    const char *title;
    const char *rows[8];
    const char *author;
    struct outcome by[DMARC_METHOD_COUNT];
};

/* ---- the tables of what is published and what follows ---- */

static const struct discovery_row places[] = {
    { "the organizational domain's",
      { ZONES, "_dmarc.shop.example" PLAIN },
      "eu.mail.shop.example",
      { { FOUND, "shop.example", "shop.example", "sp=quarantine", "np=none" },
        { FOUND, "shop.example", "shop.example", "sp=quarantine", "sp=quarantine" } } },
    { "only a name between",
      { ZONES, "_dmarc.mail.shop.example" PLAIN },
      "eu.mail.shop.example",
      { { FOUND, "mail.shop.example", "mail.shop.example", "sp=quarantine", "np=none" },
        { NOTHING, NULL, "shop.example", NO_POLICY } } },
    { "a name between is never used",
      { ZONES, "_dmarc.mail.shop.example" OTHER, "_dmarc.shop.example" PLAIN },
      "eu.mail.shop.example",
      { { FOUND, "shop.example", "shop.example", "sp=quarantine", "np=none" },
        { FOUND, "shop.example", "shop.example", "sp=quarantine", "sp=quarantine" } } },
    { "the author's own, names below it get another's",
      { ZONES, "_dmarc.mail.shop.example" PLAIN, "_dmarc.shop.example" OTHER },
      "mail.shop.example",
      { { FOUND, "mail.shop.example", "shop.example", "p=reject", "np=reject" },
        { FOUND, "mail.shop.example", "shop.example", "p=reject", "-" } } },
    { "the author's own alone",
      { ZONES, "_dmarc.mail.shop.example" PLAIN },
      "mail.shop.example",
      { { FOUND, "mail.shop.example", "mail.shop.example", "p=reject", "np=none" },
        { FOUND, "mail.shop.example", "shop.example", "p=reject", "-" } } },
    { "the author's own below a suffix with psd=y",
      { ZONES, "_dmarc.mail.shop.example" PLAIN, "_dmarc.example" OTHER "; psd=y" },
      "mail.shop.example",
      { { FOUND, "mail.shop.example", "shop.example", "p=reject", "np=reject" },
        { FOUND, "mail.shop.example", "shop.example", "p=reject", "-" } } },
    { "psd=n between",
      { ZONES, "_dmarc.mail.shop.example" PSD_N, "_dmarc.shop.example" OTHER },
      "eu.mail.shop.example",
      { { FOUND, "mail.shop.example", "mail.shop.example", "sp=quarantine", "np=none" },
        { FOUND, "shop.example", "shop.example", "sp=none", "sp=none" } } },
    { "psd=n at the author's",
      { ZONES, "_dmarc.mail.shop.example" PSD_N, "_dmarc.shop.example" OTHER },
      "mail.shop.example",
      { { FOUND, "mail.shop.example", "mail.shop.example", "p=reject", "np=none" },
        { FOUND, "mail.shop.example", "shop.example", "p=reject", "-" } } },
    { "psd=y at the suffix alone",
      { ZONES, "_dmarc.example" PSD_Y },
      "mail.shop.example",
      { { FOUND, "example", "shop.example", "sp=quarantine", "np=none" },
        { NOTHING, NULL, "shop.example", NO_POLICY } } },
    { "psd=y at the suffix, and the organizational domain's",
      { ZONES, "_dmarc.example" OTHER "; psd=y", "_dmarc.shop.example" PLAIN },
      "mail.shop.example",
      { { FOUND, "shop.example", "shop.example", "sp=quarantine", "np=none" },
        { FOUND, "shop.example", "shop.example", "sp=quarantine", "sp=quarantine" } } },
    { "psd=y at the suffix, a name between is not the organizational domain",
      { ZONES, "_dmarc.example" PSD_Y, "_dmarc.mail.shop.example" OTHER },
      "eu.mail.shop.example",
      { { FOUND, "example", "shop.example", "sp=quarantine", "np=none" },
        { NOTHING, NULL, "shop.example", NO_POLICY } } },
    { "the suffix without psd",
      { ZONES, "_dmarc.example" PLAIN },
      "mail.shop.example",
      { { FOUND, "example", "example", "sp=quarantine", "np=none" },
        { NOTHING, NULL, "shop.example", NO_POLICY } } },
    { "the suffix itself",
      { ZONES, "_dmarc.example" PSD_Y },
      "example",
      { { FOUND, "example", "example", "p=reject", "np=none" },
        { FOUND, "example", "example", "p=reject", "sp=quarantine" } } },
    { "the parent says psd=y",
      { ZONES, "_dmarc.shop.example" PSD_Y },
      "mail.shop.example",
      { { FOUND, "shop.example", "mail.shop.example", "sp=quarantine", "np=none" },
        { FOUND, "shop.example", "shop.example", "sp=quarantine", "sp=quarantine" } } },
    { "the author says psd=y",
      { ZONES, "_dmarc.shop.example" PSD_Y, "_dmarc.example" OTHER },
      "shop.example",
      { { FOUND, "shop.example", "shop.example", "p=reject", "np=none" },
        { FOUND, "shop.example", "shop.example", "p=reject", "sp=quarantine" } } },
    { "a suffix of the private part of the list",
      { "org SOA 600", "_dmarc.eu.org" PLAIN },
      "mail.shop.eu.org",
      { { FOUND, "eu.org", "eu.org", "sp=quarantine", "np=none" },
        { NOTHING, NULL, "shop.eu.org", NO_POLICY } } },
    { "several at the author's",
      { ZONES, "_dmarc.mail.shop.example" PLAIN, "_dmarc.mail.shop.example TXT v=DMARC1; p=none",
        "_dmarc.shop.example" PLAIN },
      "mail.shop.example",
      { { FOUND, "shop.example", "shop.example", "sp=quarantine", "np=none" },
        { NOTHING, NULL, "shop.example", NO_POLICY } } },
    { "several at the organizational domain's",
      { ZONES, "_dmarc.shop.example" PSD_N, "_dmarc.shop.example" PSD_N },
      "mail.shop.example",
      { { NOTHING, NULL, "mail.shop.example", NO_POLICY },
        { NOTHING, NULL, "shop.example", NO_POLICY } } },
    { "one among texts that are none",
      { ZONES, "_dmarc.shop.example TXT v=spf1 -all", "_dmarc.shop.example TXT v=dmarc1; p=none",
        "_dmarc.shop.example TXT v=DMARC|1; p=rej|ect" },
      "shop.example",
      { { FOUND, "shop.example", "shop.example", "p=reject", "p=reject" },
        { FOUND, "shop.example", "shop.example", "p=reject", "p=reject" } } },
    { "nothing",
      { ZONES },
      "mail.shop.example",
      { { NOTHING, NULL, "mail.shop.example", NO_POLICY },
        { NOTHING, NULL, "shop.example", NO_POLICY } } },
};

/* ---- what the record that applies asks for ---- */

static const struct discovery_row policies[] = {
    { "no tag list",
      { ZONES, "_dmarc.mail.shop.example TXT v=DMARC1; p=none; p=none" },
      "mail.shop.example",
      { { PERMERROR, "mail.shop.example", "mail.shop.example", NO_POLICY },
        { PERMERROR, "mail.shop.example", "shop.example", NO_POLICY } } },
    { "no tag list: its psd does not stop the walk",
      { ZONES, "_dmarc.shop.example TXT v=DMARC1; p=none; p=none; psd=n", "_dmarc.example" PLAIN },
      "mail.shop.example",
      { { FOUND, "example", "example", "sp=quarantine", "np=none" },
        { PERMERROR, "shop.example", "shop.example", NO_POLICY } } },
    { "a void policy",
      { ZONES, "_dmarc.mail.shop.example TXT v=DMARC1; p=x" },
      "mail.shop.example",
      { { NOTHING, "mail.shop.example", "mail.shop.example", NO_POLICY },
        { NOTHING, "mail.shop.example", "shop.example", NO_POLICY } } },
    { "a void sp and a rua: none, also for the domain itself",
      { ZONES, "_dmarc.shop.example TXT v=DMARC1; p=reject; sp=x" RUA },
      "shop.example",
      { { FOUND, "shop.example", "shop.example", "p=none", "p=none" },
        { FOUND, "shop.example", "shop.example", "p=none", "p=none" } } },
    { "p absent, with rua",
      { ZONES, "_dmarc.shop.example TXT v=DMARC1" RUA },
      "shop.example",
      { { FOUND, "shop.example", "shop.example", "p=none", "p=none" },
        { FOUND, "shop.example", "shop.example", "p=none", "p=none" } } },
    { "p absent, no rua",
      { ZONES, "_dmarc.shop.example TXT v=DMARC1" },
      "shop.example",
      { { FOUND, "shop.example", "shop.example", "p=none", "p=none" },
        { NOTHING, "shop.example", "shop.example", NO_POLICY } } },
    { "np without sp",
      { ZONES, "_dmarc.shop.example TXT v=DMARC1; p=quarantine; np=reject" },
      "mail.shop.example",
      { { FOUND, "shop.example", "shop.example", "p=quarantine", "np=reject" },
        { FOUND, "shop.example", "shop.example", "p=quarantine", "p=quarantine" } } },
    { "test mode is unknown to RFC 7489",
      { ZONES, "_dmarc.shop.example TXT v=DMARC1; p=reject; sp=quarantine; np=none; t=y" },
      "shop.example",
      { { FOUND, "shop.example", "shop.example", "p=reject>quarantine", "np=none" },
        { FOUND, "shop.example", "shop.example", "p=reject", "sp=quarantine" } } },
    { "test mode behind the choice of the tag",
      { ZONES, "_dmarc.shop.example TXT v=DMARC1; p=reject; sp=quarantine; np=reject; t=y" },
      "mail.shop.example",
      { { FOUND, "shop.example", "shop.example", "sp=quarantine>none", "np=reject>quarantine" },
        { FOUND, "shop.example", "shop.example", "sp=quarantine", "sp=quarantine" } } },
    { "pct=0 is unknown to RFC 9989",
      { ZONES, "_dmarc.shop.example TXT v=DMARC1; p=reject; sp=quarantine; np=none; pct=0" },
      "shop.example",
      { { FOUND, "shop.example", "shop.example", "p=reject", "np=none" },
        { FOUND, "shop.example", "shop.example", "p=reject>quarantine", "sp=quarantine>none" } } },
    { "pct=1 applies to some",
      { ZONES, "_dmarc.shop.example TXT v=DMARC1; p=reject; pct=1" },
      "shop.example",
      { { FOUND, "shop.example", "shop.example", "p=reject", "p=reject" },
        { FOUND, "shop.example", "shop.example", "p=reject", "p=reject" } } },
};

/* ---- authors that do not exist ---- */

static const struct discovery_row absences[] = {
    { "of a name that does not exist",
      { ZONES, "_dmarc.shop.example" PLAIN },
      "eu.mail.shop.example",
      { { FOUND, "shop.example", "shop.example", "np=none", "np=none" },
        { FOUND, "shop.example", "shop.example", "sp=quarantine", "sp=quarantine" } } },
    { "an own record of a name that does not exist",
      { ZONES, "_dmarc.shop.example" PLAIN },
      "shop.example",
      { { FOUND, "shop.example", "shop.example", "p=reject", "np=none" },
        { FOUND, "shop.example", "shop.example", "p=reject", "sp=quarantine" } } },
    { "a void np and a rua: RFC 7489 does not know np",
      { ZONES, "_dmarc.shop.example TXT v=DMARC1; p=reject; sp=quarantine; np=x" RUA },
      "mail.shop.example",
      { { FOUND, "shop.example", "shop.example", "p=none", "p=none" },
        { FOUND, "shop.example", "shop.example", "sp=quarantine", "sp=quarantine" } } },
    { "neither sp nor np",
      { ZONES, "_dmarc.shop.example TXT v=DMARC1; p=quarantine" },
      "mail.shop.example",
      { { FOUND, "shop.example", "shop.example", "p=quarantine", "p=quarantine" },
        { FOUND, "shop.example", "shop.example", "p=quarantine", "p=quarantine" } } },
    { "sp without np",
      { ZONES, "_dmarc.shop.example TXT v=DMARC1; p=quarantine; sp=none" },
      "mail.shop.example",
      { { FOUND, "shop.example", "shop.example", "sp=none", "sp=none" },
        { FOUND, "shop.example", "shop.example", "sp=none", "sp=none" } } },
};

/* ---- what was not heard ---- */

static const struct discovery_row silences[] = {
    { "the author's own, and a parent answers",
      { ZONES, "_dmarc.mail.shop.example TXT !servfail", "_dmarc.shop.example" PLAIN },
      "mail.shop.example",
      { { TEMPERROR, NULL, NULL, NO_POLICY }, { TEMPERROR, NULL, "shop.example", NO_POLICY } } },
    { "the author's own, nothing above: it is its own organizational domain",
      { ZONES, "_dmarc.mail.shop.example TXT !refused" },
      "mail.shop.example",
      { { TEMPERROR, NULL, "mail.shop.example", NO_POLICY },
        { TEMPERROR, NULL, "shop.example", NO_POLICY } } },
    { "the author's own, and the parent says psd=y",
      { ZONES, "_dmarc.mail.shop.example TXT !bogus", "_dmarc.shop.example" PSD_Y },
      "mail.shop.example",
      { { TEMPERROR, NULL, "mail.shop.example", NO_POLICY },
        { TEMPERROR, NULL, "shop.example", NO_POLICY } } },
    { "the author's own, and the parent says psd=n",
      { ZONES, "_dmarc.mail.shop.example TXT !loop", "_dmarc.shop.example" PSD_N },
      "mail.shop.example",
      { { TEMPERROR, NULL, NULL, NO_POLICY }, { TEMPERROR, NULL, "shop.example", NO_POLICY } } },
    { "the suffix, and the policy is the author's",
      { ZONES, "_dmarc.mail.shop.example" PLAIN, "_dmarc.example TXT !timeout" },
      "mail.shop.example",
      { { FOUND, "mail.shop.example", NULL, "p=reject", "-" },
        { FOUND, "mail.shop.example", "shop.example", "p=reject", "-" } } },
    { "three names above the author's own",
      { ZONES, "_dmarc.eu.mail.shop.example" PLAIN, "_dmarc.mail.shop.example TXT !timeout",
        "_dmarc.shop.example TXT !malformed", "_dmarc.example TXT !referral" },
      "eu.mail.shop.example",
      { { FOUND, "eu.mail.shop.example", NULL, "p=reject", "-" },
        { FOUND, "eu.mail.shop.example", "shop.example", "p=reject", "-" } } },
    { "three names, the author's too",
      { ZONES, "_dmarc.mail.shop.example TXT !timeout", "_dmarc.shop.example TXT !timeout",
        "_dmarc.example TXT !timeout" },
      "mail.shop.example",
      { { TEMPERROR, NULL, NULL, NO_POLICY }, { TEMPERROR, NULL, "shop.example", NO_POLICY } } },
    { "the suffix, and the policy would be inherited",
      { ZONES, "_dmarc.shop.example" PLAIN, "_dmarc.example TXT !timeout" },
      "mail.shop.example",
      { { TEMPERROR, NULL, NULL, NO_POLICY },
        { FOUND, "shop.example", "shop.example", "sp=quarantine", "sp=quarantine" } } },
    { "the suffix, but psd=n stops in front of it",
      { ZONES, "_dmarc.shop.example" PSD_N, "_dmarc.example TXT !timeout" },
      "mail.shop.example",
      { { FOUND, "shop.example", "shop.example", "sp=quarantine", "np=none" },
        { FOUND, "shop.example", "shop.example", "sp=quarantine", "sp=quarantine" } } },
    { "the organizational domain's, below a suffix with psd=y",
      { ZONES, "_dmarc.shop.example TXT !servfail", "_dmarc.example" PSD_Y },
      "mail.shop.example",
      { { TEMPERROR, NULL, NULL, NO_POLICY }, { TEMPERROR, NULL, "shop.example", NO_POLICY } } },
    { "the name between: RFC 7489 does not ask it",
      { ZONES, "_dmarc.mail.shop.example TXT !servfail", "_dmarc.shop.example" PLAIN },
      "eu.mail.shop.example",
      { { TEMPERROR, NULL, NULL, NO_POLICY },
        { FOUND, "shop.example", "shop.example", "sp=quarantine", "sp=quarantine" } } },
};

/* ---- more labels than the walk goes through ---- */

static const struct discovery_row lengths[] = {
    { "eleven labels, a record at nine",
      { ZONES, "_dmarc.c.d.e.f.g.h.i.shop.example" PLAIN },
      "a.b.c.d.e.f.g.h.i.shop.example",
      { { NOTHING, NULL, "a.b.c.d.e.f.g.h.i.shop.example", NO_POLICY },
        { NOTHING, NULL, "shop.example", NO_POLICY } } },
    { "nine labels, a record at eight",
      { ZONES, "_dmarc.d.e.f.g.h.i.shop.example" PLAIN },
      "c.d.e.f.g.h.i.shop.example",
      { { NOTHING, NULL, "c.d.e.f.g.h.i.shop.example", NO_POLICY },
        { NOTHING, NULL, "shop.example", NO_POLICY } } },
    { "eight labels, a record at seven",
      { ZONES, "_dmarc.e.f.g.h.i.shop.example" PLAIN },
      "d.e.f.g.h.i.shop.example",
      { { FOUND, "e.f.g.h.i.shop.example", "e.f.g.h.i.shop.example", "sp=quarantine", "np=none" },
        { NOTHING, NULL, "shop.example", NO_POLICY } } },
    { "eleven labels, psd=y at seven",
      { ZONES, "_dmarc.e.f.g.h.i.shop.example" PSD_Y },
      "a.b.c.d.e.f.g.h.i.shop.example",
      { { FOUND, "e.f.g.h.i.shop.example", "d.e.f.g.h.i.shop.example", "sp=quarantine", "np=none" },
        { NOTHING, NULL, "shop.example", NO_POLICY } } },
    { "a record at seven serves names below",
      { ZONES, "_dmarc.e.f.g.h.i.shop.example" PLAIN },
      "e.f.g.h.i.shop.example",
      { { FOUND, "e.f.g.h.i.shop.example", "e.f.g.h.i.shop.example", "p=reject", "np=none" },
        { FOUND, "e.f.g.h.i.shop.example", "shop.example", "p=reject", "-" } } },
    { "one at eight does not: they walk past it",
      { ZONES, "_dmarc.d.e.f.g.h.i.shop.example" PLAIN },
      "d.e.f.g.h.i.shop.example",
      { { FOUND, "d.e.f.g.h.i.shop.example", "d.e.f.g.h.i.shop.example", "p=reject", "-" },
        { FOUND, "d.e.f.g.h.i.shop.example", "shop.example", "p=reject", "-" } } },
    { "they go to what stands above it",
      { ZONES, "_dmarc.d.e.f.g.h.i.shop.example" PLAIN,
        "_dmarc.e.f.g.h.i.shop.example" OTHER "; psd=y" },
      "d.e.f.g.h.i.shop.example",
      { { FOUND, "d.e.f.g.h.i.shop.example", "d.e.f.g.h.i.shop.example", "p=reject", "np=reject" },
        { FOUND, "d.e.f.g.h.i.shop.example", "shop.example", "p=reject", "-" } } },
    { "psd=y at eight: what they get lies behind the stop",
      { ZONES, "_dmarc.d.e.f.g.h.i.shop.example" PSD_Y },
      "d.e.f.g.h.i.shop.example",
      { { FOUND, "d.e.f.g.h.i.shop.example", "d.e.f.g.h.i.shop.example", "p=reject", "-" },
        { FOUND, "d.e.f.g.h.i.shop.example", "shop.example", "p=reject", "-" } } },
};

/* ---- running them ---- */

static struct slice applied_text(const struct dmarc_applied *applied, struct arena *arena)
{
    const char *requested = dmarc_policy_text(applied->requested);
    const char *policy = dmarc_policy_text(applied->policy);

    if (requested == NULL) {
        assert_null(policy);
        assert_int_equal(applied->tag[0], '\0');
        return SLICE("-");
    }
    assert_non_null(policy);
    return applied->policy == applied->requested
               ? arena_printf(arena, "%s=%s", applied->tag, requested)
               : arena_printf(arena, "%s=%s>%s", applied->tag, requested, policy);
}

static void expect_domain(const char *title, const char *what, bool is_known,
                          const struct dns_name *domain, const char *want)
{
    struct dns_name name = make_name(want != NULL ? want : "none.invalid");

    expect_number(title, what, is_known, want != NULL);
    if (is_known && !name_equal(domain, &name)) {
        fail_msg("%s: %s is not %s", title, what, want);
    }
}

/* Everything of a discovery that is over. */
static void check_outcome(const struct discovery_row *row, const struct dmarc_discovery *got,
                          enum dmarc_method method, struct arena *arena)
{
    const struct outcome *want = &row->by[method];
    const char *title = row->title;
    struct dns_name author = make_name(row->author);

    expect_number(title, "method", got->method, method);
    expect_text(title, "result", slice_of(dmarc_discovery_text(got->result)),
                dmarc_discovery_text(want->result));
    expect_domain(title, "policy domain", got->has_policy_domain, &got->policy_domain,
                  want->policy_domain);
    expect_domain(title, "organizational domain", got->has_org_domain, &got->org_domain,
                  want->org_domain);
    expect_text(title, "here", applied_text(&got->here, arena), want->here);
    expect_text(title, "missing", applied_text(&got->missing, arena), want->missing);
    expect_number(title, "inherited", got->inherited,
                  got->has_policy_domain && !name_equal(&got->policy_domain, &author));
    expect_number(title, "record", got->record != NULL, got->has_policy_domain);
    expect_number(title, "source", got->source != NULL, got->has_policy_domain);
    if (got->record != NULL) {
        expect_octets(title, "text", got->record->text, got->source->data.txt.joined);
    }
    expect_number(title, "what was not heard", got->trouble != NULL, want->result == TEMPERROR);
    expect_number(title, "what the organizational domain hangs on", got->org_trouble != NULL,
                  want->org_domain == NULL);
    assert_true(got->trouble == NULL || got->trouble->state == DMARC_STEP_TROUBLE);
    assert_true(got->org_trouble == NULL || got->org_trouble->state == DMARC_STEP_TROUBLE);
    assert_false(got->walk.pending);
}

static const struct dns_answer *answer_of(const struct facts *facts,
                                          const struct question *question)
{
    size_t count = 0;
    const struct fact *all = facts_all(facts, &count);

    for (size_t i = 0; i < count; i++) {
        if (question_equal(&all[i].question, question)) {
            return all[i].answer;
        }
    }
    fail_msg("a question that was not prefetched");
    return NULL;
}

/*
 * The same with one answer at a time, and only what is needed: asking early changes nothing, and no
 * name behind the walk's stop is ever waited for.
 */
static void check_needed(const struct discovery_row *row, const struct dmarc_request *request,
                         struct world *world)
{
    struct dmarc_discovery found;
    struct facts *facts = NULL;
    size_t count = 0;
    size_t asked = 0;
    size_t askable = 0;

    assert_int_equal(facts_create(world->arena, WORLD_CLOCK, &facts), STATUS_OK);
    for (;; asked++) {
        struct question want;

        facts_begin_round(facts);
        assert_int_equal(dmarc_discover(request, facts, world->arena, &found), STATUS_OK);
        if (!facts_wants_needed(facts)) {
            break;
        }
        expect_number(row->title, "pending while a name is needed", found.result,
                      DMARC_DISCOVERY_PENDING);
        want = facts_wants(facts, &count)[0];
        assert_int_equal(facts_add(facts, &want, answer_of(world->facts, &want)), STATUS_OK);
    }
    check_outcome(row, &found, request->method, world->arena);
    for (size_t i = 0; i < found.walk.count; i++) {
        askable += found.walk.steps[i].askable ? 1 : 0;
    }
    expect_number(row->title, "names needed", (long long)asked, (long long)askable);
}

static void check_row(const struct discovery_row *row, const struct dmarc_request *request)
{
    struct dmarc_discovery found;
    struct world world;

    world_begin(&world, row->rows);
    do {
        assert_int_equal(dmarc_discover(request, world.facts, world.arena, &found), STATUS_OK);
        expect_number(row->title, "pending", found.result == DMARC_DISCOVERY_PENDING,
                      world.rounds == 0);
    } while (world_answer(&world));
    expect_number(row->title, "rounds", world.rounds, 1);
    check_outcome(row, &found, request->method, world.arena);
    check_needed(row, request, &world);
    world_end(&world);
}

static void check_rows(const struct discovery_row *rows, size_t count,
                       enum dmarc_existence existence)
{
    for (size_t i = 0; i < count; i++) {
        for (unsigned method = 0; method < DMARC_METHOD_COUNT; method++) {
            struct dns_name author = make_name(rows[i].author);
            struct dmarc_request request = { .method = (enum dmarc_method)method,
                                             .author = &author,
                                             .existence = existence };

            check_row(&rows[i], &request);
        }
    }
}

/* An author of whom it is not known whether it exists is one that does. */
static void check_existing(const struct discovery_row *rows, size_t count)
{
    check_rows(rows, count, DMARC_EXISTENCE_YES);
    check_rows(rows, count, DMARC_EXISTENCE_UNKNOWN);
}

static void test_places(void **state)
{
    (void)state;
    check_existing(places, ROWS(places));
}

static void test_policies(void **state)
{
    (void)state;
    check_existing(policies, ROWS(policies));
}

static void test_absences(void **state)
{
    (void)state;
    check_rows(absences, ROWS(absences), DMARC_EXISTENCE_NO);
}

static void test_silences(void **state)
{
    (void)state;
    check_existing(silences, ROWS(silences));
}

static void test_lengths(void **state)
{
    (void)state;
    check_existing(lengths, ROWS(lengths));
}

/* The names of a walk, in order. */
static void test_names(void **state)
{
    static const struct {
        const char *start;
        const char *names; /* with blanks between */
    } walks[] = {
        { "example", "_dmarc.example" },
        { "a.example", "_dmarc.a.example _dmarc.example" },
        { "a.b.c.d.e.f.g.h", "_dmarc.a.b.c.d.e.f.g.h _dmarc.b.c.d.e.f.g.h _dmarc.c.d.e.f.g.h "
                             "_dmarc.d.e.f.g.h _dmarc.e.f.g.h _dmarc.f.g.h _dmarc.g.h _dmarc.h" },
        { "z.a.b.c.d.e.f.g.h", "_dmarc.z.a.b.c.d.e.f.g.h _dmarc.b.c.d.e.f.g.h _dmarc.c.d.e.f.g.h "
                               "_dmarc.d.e.f.g.h _dmarc.e.f.g.h _dmarc.f.g.h _dmarc.g.h _dmarc.h" },
    };
    static const char *const no_rows[] = { "h SOA 600", "example SOA 600", NULL };

    (void)state;
    for (size_t i = 0; i < ROWS(walks); i++) {
        struct world world;
        struct dns_name start = make_name(walks[i].start);
        struct slice rest = slice_of(walks[i].names);
        struct slice name;
        struct dmarc_walk walk;
        size_t step = 0;

        world_begin(&world, no_rows);
        do {
            assert_int_equal(dmarc_walk(world.facts, &start, world.arena, &walk), STATUS_OK);
        } while (world_answer(&world));
        while (slice_split(&rest, ' ', &name)) {
            assert_true(step < walk.count);
            expect_octets(walks[i].start, "name", name_to_text(&walk.steps[step].name, world.arena),
                          name);
            step++;
        }
        expect_number(walks[i].start, "names", (long long)walk.count, (long long)step);
        expect_number(walks[i].start, "rounds", world.rounds, 1);
        world_end(&world);
    }
}

/* A run that ends before anything was heard knows nothing, and says what it hangs on. */
static void test_closed(void **state)
{
    static const char *const nothing[] = { NULL };
    struct dns_name author = make_name("a.b.c.d.e.f.shop.example");

    (void)state;
    for (unsigned method = 0; method < DMARC_METHOD_COUNT; method++) {
        struct dmarc_request request = { .method = (enum dmarc_method)method, .author = &author };
        struct dmarc_discovery found;
        struct world world;

        world_begin(&world, nothing);
        facts_close(world.facts, ANSWER_SILENCE_DEADLINE);
        assert_int_equal(dmarc_discover(&request, world.facts, world.arena, &found), STATUS_OK);
        assert_int_equal(found.result, DMARC_DISCOVERY_TEMPERROR);
        assert_ptr_equal(found.trouble, &found.walk.steps[0]);
        assert_int_equal(found.has_org_domain, method == DMARC_METHOD_7489);
        assert_int_equal(found.walk.count, method == DMARC_METHOD_7489 ? 1 : DMARC_WALK_MAXIMUM);
        world_end(&world);
    }
}

static void test_words(void **state)
{
    (void)state;
    assert_string_equal(dmarc_discovery_text(DMARC_DISCOVERY_PENDING), "pending");
    assert_string_equal(dmarc_discovery_text(DMARC_DISCOVERY_FOUND), "found");
    assert_string_equal(dmarc_discovery_text(DMARC_DISCOVERY_NONE), "none");
    assert_string_equal(dmarc_discovery_text(DMARC_DISCOVERY_TEMPERROR), "temperror");
    assert_string_equal(dmarc_discovery_text(DMARC_DISCOVERY_PERMERROR), "permerror");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),   cmocka_unit_test(test_policies),
        cmocka_unit_test(test_absences), cmocka_unit_test(test_silences),
        cmocka_unit_test(test_lengths),  cmocka_unit_test(test_names),
        cmocka_unit_test(test_closed),   cmocka_unit_test(test_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
