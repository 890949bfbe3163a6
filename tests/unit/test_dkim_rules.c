/* SPDX-License-Identifier: MIT */
/* From facts to findings: keys that are good, damaged, missing, not heard; places and numbers. */
#include <stdio.h>

#include "world.h"

#include "base/json.h"
#include "rules/dkim_rules.h"

/* A key of 2048 bits in two pieces: a record of 255 octets ends between them. */
#define RSA_FRONT                                                                          \
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqJy5BdqLrt1NuRFzMci7GIEZ878CYlNm+QRPNZ4Z" \
    "LU/oLx6G0G+JFNq7q5wwx0CD5fJ+pHvPJwnM0+ENPZm+mZ4Z1bb1qH/6JkwSbbGtwjoW9E5ru31ZpMUGIUsu" \
    "H3+hUzCkcLpjmLFYc1oKtDe8/eyByw5YC4ZV2+1wLStvicZD8TjnGB6QwOQ7y02I4er76"
#define RSA_BACK                                                                           \
    "VEJKp0/e1hxMg7WLYHyThk4stqACBwSJglrBjd18RaAUMuqmAUI5nVVHjjcTw5wqRbZInGjdoTRNGdxx7qG7" \
    "57MMZrKseNesjwlhRBgAPFl1wHn2BAUJs9durNny92Mt/iDjB7ofBxqx7bnIx82YQIDAQAB"
#define RSA_2048 RSA_FRONT RSA_BACK
#define RSA_1024                                                                           \
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDvkyiqWvpV8qRCghe0ATwQvy0tQ/ded89LFTOEpQTz9xFT" \
    "Lq+fFfyzoB2vt++g214ZeluIcCygxkCZMLyJJ5Xj019ecbHwhfaEZWNkpp0LJCuCc3MLkn3dM/IxrtAe3cLM" \
    "yA4I3vUfi8iS2WejuGqDcd+/w9VC9HH3iqx3pglzUwIDAQAB"
#define RSA_PKCS1                                                                          \
    "MIIBCgKCAQEAqJy5BdqLrt1NuRFzMci7GIEZ878CYlNm+QRPNZ4ZLU/oLx6G0G+JFNq7q5wwx0CD5fJ+pHvP" \
    "JwnM0+ENPZm+mZ4Z1bb1qH/6JkwSbbGtwjoW9E5ru31ZpMUGIUsuH3+hUzCkcLpjmLFYc1oKtDe8/eyByw5Y" \
    "C4ZV2+1wLStvicZD8TjnGB6QwOQ7y02I4er76VEJKp0/e1hxMg7WLYHyThk4stqACBwSJglrBjd18RaAUMuq" \
    "mAUI5nVVHjjcTw5wqRbZInGjdoTRNGdxx7qG757MMZrKseNesjwlhRBgAPFl1wHn2BAUJs9durNny92Mt/iD" \
    "jB7ofBxqx7bnIx82YQIDAQAB"
#define ED25519 "sBqWEkWKR4jVxdI131XpeeaiSm4UTz8edLGpztHzWzs="
#define ED25519_PRIVATE "MC4CAQAwBQYDK2VwBCIEIDCA7C7M7Ho3gp0gLPbYIoZ6Tn9BFHH5tHcvT9+8JUUu"

#define AT(selector) selector "._domainkey.mail.example.test TXT "
#define KEY(data) "v=DKIM1; k=rsa; p=" data
#define GOOD KEY(RSA_2048)
#define DELEGATED "test SOA 600", "test NS ns.test"

struct rules_row {
    const char *title;
    const char *options; /* as on the command line */
    const char *findings;
    int keys;            /* perfdata; -1: not known */
    unsigned bits;       /* perfdata; 0: not known */
    const char *rows[8]; /* beside the zones of the world, which DELEGATED replaces */
};

#define ROW(title, options, findings, keys, bits, ...) \
    {                                                  \
        title, options, findings, keys, bits,          \
        {                                              \
            __VA_ARGS__                                \
        }                                              \
    }

static const struct rules_row matrix[] = {
    /* good ones */
    ROW("a candidate", "", "", 1, 2048, AT("qcloud") GOOD),
    ROW("a named one at a generic name", "-k mail", "", 1, 2048, AT("mail") GOOD),
    ROW("only the first of two is set up, one is enough", "-k a -k b --any",
        "dkim.selector-missing WARNING", 1, 2048, AT("a") GOOD),
    ROW("the profile needs both", "-k a -k b --profile sendgrid", "dkim.selector-missing CRITICAL",
        1, 2048, AT("a") GOOD),
    ROW("needed and denied without proof", "-k a -k b --all", "dns.resolver-broken UNKNOWN", 1,
        2048, AT("a") GOOD, AT("b") "!bare"),
    /* nothing there */
    ROW("no candidate, nothing below _domainkey", "",
        "dkim.none CRITICAL, visibility.absent CRITICAL", 0, 0, ""),
    ROW("no candidate, something below _domainkey", "", "dkim.selector-unknown UNKNOWN", 0, 0,
        AT("other") GOOD),
    ROW("no candidate, the denial of _domainkey proves nothing", "", "dns.resolver-broken UNKNOWN",
        0, 0, "_domainkey.mail.example.test TXT !bare"),
    ROW("no candidate, a policy at _domainkey", "",
        "dkim.selector-unknown UNKNOWN, dkim.no-key-name INFO", 0, 0,
        "_domainkey.mail.example.test TXT t=y; o=~"),
    ROW("the profile knows no candidate", "--profile aws-ses", "dkim.selector-unknown UNKNOWN", 0,
        0, AT("other") GOOD),
    ROW("a named one is absent, whatever _domainkey says", "-k qcloud",
        "dkim.none CRITICAL, visibility.absent CRITICAL", 0, 0, AT("other") GOOD),
    ROW("a named one is denied without proof", "-k qcloud", "dns.resolver-broken UNKNOWN", 0, 0,
        AT("qcloud") "!foreign"),
    ROW("absent, nobody is to look", "-k qcloud --why none", "dkim.none CRITICAL", 0, 0,
        AT("qcloud") "!bare"),
    ROW("not delegated", "-k qcloud",
        "visibility.unexplained CRITICAL, registration.unreachable INFO", 0, 0, DELEGATED),
    ROW("without the label _domainkey", "-k qcloud",
        "visibility.misplaced CRITICAL, dkim.none CRITICAL", 0, 0,
        "qcloud.mail.example.test TXT " GOOD),
    /* not heard */
    ROW("nothing is heard", "-k qcloud", "dns.unreachable UNKNOWN, dkim.temperror UNKNOWN", -1, 0,
        AT("qcloud") "!timeout"),
    ROW("one of two is not heard, one is enough", "-k a -k b --any", "", 1, 2048, AT("a") GOOD,
        AT("b") "!servfail"),
    ROW("a candidate is not heard, the others are absent", "",
        "dns.unreachable UNKNOWN, dkim.temperror UNKNOWN", -1, 0, AT("qcloud") "!timeout"),
    ROW("_domainkey is not heard, and nothing hangs on it", "", "", 1, 2048, AT("qcloud") GOOD,
        "_domainkey.mail.example.test TXT !servfail"),
    ROW("_domainkey is not heard, no candidate", "", "dns.servfail UNKNOWN, dkim.temperror UNKNOWN",
        0, 0, "_domainkey.mail.example.test TXT !servfail"),
    ROW("a proved damage under --all beside silence", "-k a -k b --all",
        "dkim.truncated CRITICAL, dns.unreachable UNKNOWN, dkim.temperror UNKNOWN", -1, 0,
        AT("a") KEY(RSA_FRONT), AT("b") "!timeout"),
    ROW("a damage beside silence, one is enough", "-k a -k b --any",
        "dkim.truncated WARNING, dns.unreachable UNKNOWN, dkim.temperror UNKNOWN", -1, 0,
        AT("a") KEY(RSA_FRONT), AT("b") "!timeout"),
    /* generic names */
    ROW("only a generic candidate", "", "dkim.selector-unproved UNKNOWN", 1, 2048, AT("mail") GOOD),
    ROW("a weak generic candidate", "",
        "dkim.selector-unproved UNKNOWN, dkim.testing INFO, dkim.key-weak INFO", 1, 1024,
        AT("mail") "t=y; p=" RSA_1024),
    ROW("a generic candidate whose CNAME leads nowhere", "",
        "dkim.selector-unproved UNKNOWN, dkim.dangling INFO", 0, 0,
        "mail._domainkey.mail.example.test CNAME gone.provider.test"),
    ROW("the same, denied without proof, beside a good one", "", "dkim.dangling INFO", 1, 2048,
        AT("qcloud") GOOD, "mail._domainkey.mail.example.test CNAME gone.provider.test",
        "gone.provider.test TXT !bare"),
    /* damage */
    ROW("cut, beside a good candidate", "", "dkim.truncated WARNING", 1, 2048,
        AT("qcloud") KEY(RSA_FRONT), AT("qcloudhk2048") GOOD),
    ROW("a secret beside a good one is CRITICAL", "", "dkim.private-key CRITICAL", 1, 2048,
        AT("qcloud") "k=ed25519; p=" ED25519_PRIVATE, AT("qcloudhk2048") GOOD),
    /* revoked, several */
    ROW("two keys at one name, the second is cut", "-k q",
        "dkim.multiple CRITICAL, dkim.truncated WARNING", 0, 0, AT("q") GOOD,
        AT("q") KEY(RSA_FRONT)),
    ROW("two keys at one name, the second is a secret", "-k q",
        "dkim.multiple CRITICAL, dkim.private-key CRITICAL", 0, 0, AT("q") GOOD,
        AT("q") "k=ed25519; p=" ED25519_PRIVATE),
    ROW("a key and something else at one name, beside a good one", "", "dkim.multiple WARNING", 1,
        2048, AT("qcloud") GOOD, AT("qcloud") "v=spf1 -all", AT("qcloudhk2048") GOOD),
    /* CNAMEs */
    ROW("a CNAME that leads nowhere", "-k t --profile none", "dkim.dangling CRITICAL", 0, 0,
        "t._domainkey.mail.example.test CNAME gone.provider.test"),
    ROW("a CNAME whose end is denied without proof", "-k t --profile none", "dkim.dangling UNKNOWN",
        0, 0, "t._domainkey.mail.example.test CNAME gone.provider.test",
        "gone.provider.test TXT !bare"),
    ROW("a CNAME whose end is not heard", "-k t --profile none",
        "dns.servfail UNKNOWN, dkim.temperror UNKNOWN", -1, 0,
        "t._domainkey.mail.example.test CNAME k.provider.test", "k.provider.test TXT !servfail"),
    /* what is weak */
    ROW("Ed25519 alone, the other is not heard", "-k a -k b --any", "", 1, 0,
        AT("a") "k=ed25519; p=" ED25519, AT("b") "!timeout"),
    ROW("the same key twice, in two forms", "-k a -k b",
        "dkim.key-form WARNING, dkim.shared-key INFO", 2, 2048, AT("a") GOOD,
        AT("b") KEY(RSA_PKCS1)),
    ROW("tags", "-k q",
        "dkim.testing WARNING, dkim.unknown-tag WARNING, dkim.untidy WARNING, dkim.strict INFO, "
        "dkim.note INFO, dkim.unknown-tag INFO",
        1, 2048, AT("q") "v=DKIM1;; t=y:s; n=note; x=1; bh=1; p=" RSA_2048),
    /* the expected key */
    ROW("it is there", "--expect-key p=" RSA_PKCS1, "", 1, 2048, AT("qcloud") GOOD),
    ROW("one of two is it", "-k a -k b --expect-key p=" RSA_2048, "dkim.key-weak INFO", 2, 1024,
        AT("a") KEY(RSA_1024), AT("b") GOOD),
    ROW("it may be where nothing is heard", "-k a -k b --any --expect-key p=" RSA_2048,
        "dkim.key-weak WARNING, dns.unreachable UNKNOWN, dkim.temperror UNKNOWN", 1, 1024,
        AT("a") KEY(RSA_1024), AT("b") "!timeout"),
    ROW("by the hash of what stands in p=",
        "-k q --expect-key sha256:0000000000000000000000000000000000000000000000000000000000000000",
        "dkim.key-mismatch CRITICAL, dkim.only-ed25519 WARNING", 1, 0,
        AT("q") "k=ed25519; p=" ED25519),
};

struct judged {
    struct verdict verdict;
    struct dkim_config config;
    const struct dkim_details *details;
};

#define ZONES 16

static void apply_option(struct judged *judged, struct slice option, struct slice value,
                         struct arena *arena)
{
    struct slice reason = slice_empty();
    enum status status = STATUS_OK;

    if (slice_equal(option, SLICE("-k"))) {
        status = dkim_config_add_selector(&judged->config, value, arena, &reason);
    } else if (slice_equal(option, SLICE("--expect-key"))) {
        status = dkim_config_add_expected(&judged->config, value, NULL, arena, &reason);
    } else if (slice_equal(option, SLICE("--profile"))) {
        judged->config.common.profile = value;
    } else if (slice_equal(option, SLICE("--why"))) {
        judged->config.common.why = CONFIG_WHY_NONE;
    } else {
        judged->config.need = slice_equal(option, SLICE("--all")) ? DKIM_NEED_ALL : DKIM_NEED_ANY;
    }
    assert_int_equal(status, STATUS_OK);
}

static void configure(const char *options, struct world *world, struct judged *judged)
{
    struct slice rest = slice_of(options);
    struct slice option;
    struct slice reason = slice_empty();

    *judged = (struct judged){ .details = NULL };
    config_init(&judged->config.common);
    dkim_config_init(&judged->config);
    judged->config.common.has_domain = true;
    judged->config.common.domain = make_name("mail.example.test");
    judged->config.common.verbosity = 2;
    while (rest.length > 0 && slice_split(&rest, ' ', &option)) {
        struct slice value = slice_empty();

        if (!slice_equal(option, SLICE("--all")) && !slice_equal(option, SLICE("--any"))) {
            assert_true(slice_split(&rest, ' ', &value));
        }
        apply_option(judged, option, value, world->arena);
    }
    if (dkim_config_complete(&judged->config, world->arena, &reason) != STATUS_OK) {
        fail_msg("%s: the options do not fit: %.*s", options, SLICE_ARGS(reason));
    }
}

/* The world of some rows; `zones` has to live as long as it. */
static void begin(struct world *world, const char *const *rows, const char *zones[ZONES])
{
    static const char *const around[] = { WORLD_ZONES, NULL };

    world_begin_around(world, around, rows, zones, ZONES);
}

/* One judgement with what is known now. */
static void judge_once(struct world *world, struct judged *judged)
{
    struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };

    verdict_init(&judged->verdict, world->arena, &policy);
    assert_int_equal(dkim_rules_judge(&judged->config, world->facts, world->arena, &judged->verdict,
                                      &judged->details),
                     STATUS_OK);
}

static void judge(struct world *world, struct judged *judged)
{
    do {
        judge_once(world, judged);
    } while (world_answer(world));
    verdict_finish(&judged->verdict);
    assert_int_equal(verdict_status(&judged->verdict), STATUS_OK);
}

static void expect_numbers(const struct rules_row *row, const struct verdict *verdict)
{
    const struct perfdata *keys = &verdict->perfdata[0];
    const struct perfdata *bits = &verdict->perfdata[1];

    expect_number(row->title, "labels", (long long)verdict->perfdata_count, 2);
    expect_text(row->title, "first label", slice_of(keys->label), "keys");
    expect_text(row->title, "second label", slice_of(bits->label), "bits");
    expect_number(row->title, "keys are known", keys->known, row->keys >= 0);
    if (row->keys >= 0) {
        expect_number(row->title, "keys", (long long)keys->value, row->keys);
    }
    expect_number(row->title, "bits are known", bits->known, row->bits > 0);
    expect_number(row->title, "bits", (long long)bits->value, row->bits);
}

/* Without a key that was seen nothing is fine. */
static void expect_no_false_ok(const struct rules_row *row, const struct verdict *verdict)
{
    bool seen = verdict->perfdata[0].known && verdict->perfdata[0].value > 0;

    expect_number(row->title, "fine", verdict_state(verdict) == STATE_OK && !seen, false);
}

static void test_findings(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(matrix); i++) {
        const char *zones[ZONES];
        struct world world;
        struct judged judged;

        begin(&world, matrix[i].rows, zones);
        configure(matrix[i].options, &world, &judged);
        judge(&world, &judged);
        expect_text(matrix[i].title, "findings", world_findings(&world, &judged.verdict),
                    matrix[i].findings);
        for (size_t f = 0; f < judged.verdict.finding_count; f++) {
            world_expect_whole(matrix[i].title, &judged.verdict.findings[f]);
        }
        expect_numbers(&matrix[i], &judged.verdict);
        expect_no_false_ok(&matrix[i], &judged.verdict);
        assert_non_null(judged.details);
        world_end(&world);
    }
}

/* ---- the order of asking ---- */

/* Everything that a healthy domain is asked leaves at once. */
static void test_one_round(void **state)
{
    static const char *const healthy[] = { AT("qcloud") GOOD, AT("qcloudhk1024") KEY(RSA_1024),
                                           NULL };
    const char *zones[ZONES];
    struct world world;
    struct judged judged;

    (void)state;
    begin(&world, healthy, zones);
    configure("", &world, &judged);
    judge(&world, &judged);
    expect_number("healthy", "rounds", world.rounds, 1);
    expect_number("healthy", "questions", world.asked, 7);
    expect_text("healthy", "fine", judged.verdict.fine, "qcloudhk1024: RSA 1024, qcloud: RSA 2048");
    world_end(&world);
}

static void check_cut_off(const struct rules_row *row, unsigned rounds)
{
    const char *zones[ZONES];
    struct world world;
    struct judged judged;

    begin(&world, row->rows, zones);
    configure(row->options, &world, &judged);
    judge_once(&world, &judged);
    for (unsigned round = 0; round < rounds && world_answer(&world); round++) {
        judge_once(&world, &judged);
    }
    facts_begin_round(world.facts);
    facts_close(world.facts, ANSWER_SILENCE_DEADLINE);
    judge_once(&world, &judged);
    verdict_finish(&judged.verdict);
    assert_false(facts_wants_needed(world.facts));
    if (rounds == 0) {
        expect_text(row->title, "findings without any answer",
                    world_findings(&world, &judged.verdict),
                    "dns.deadline UNKNOWN, dkim.temperror UNKNOWN");
    }
    world_expect_proved(row->title, row->findings, &judged.verdict, rounds);
    expect_no_false_ok(row, &judged.verdict);
    world_end(&world);
}

/* Silence alone is never CRITICAL, however early the run is cut off. */
static void test_cut_off(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(matrix); i++) {
        for (unsigned rounds = 0; rounds < 4; rounds++) {
            check_cut_off(&matrix[i], rounds);
        }
    }
}

/* ---- damage ---- */

struct damage_row {
    const char *title;
    const char *record; /* | between strings */
    const char *finding;
    const char *message; /* parts of the message, | between */
    const char *mended;  /* the record that the advice prints, cut as it is typed; NULL: none */
};

#define TYPED "\"v=DKIM1; k=rsa; p=" RSA_FRONT "\" \"" RSA_BACK "\""

static const struct damage_row damages[] = {
    { "the second string is lost", KEY(RSA_FRONT), "dkim.truncated",
      "it says 294 octets, 177 are there|publish the rest as a second string of the same TXT",
      NULL },
    { "halves swapped, tags in front", KEY(RSA_BACK) "|" RSA_FRONT, "dkim.key",
      "halves in the wrong order", TYPED },
    { "strings swapped", RSA_BACK "|v=DKIM1; k=rsa; p=" RSA_FRONT, "dkim.syntax",
      "strings in the wrong order", TYPED },
    { "quotation marks inside", KEY(RSA_FRONT "\" \"" RSA_BACK), "dkim.key", "", TYPED },
    { "backslash in front of the semicolon", "v=DKIM1\\; k=rsa\\; p=" RSA_2048, "dkim.syntax",
      "backslash in front of a semicolon", TYPED },
    { "semicolon lost", "v=DKIM1 k=rsa; p=" RSA_2048, "dkim.syntax", "semicolon", TYPED },
    { "PEM armour", KEY("-----BEGIN PUBLIC KEY-----" RSA_2048 "-----END PUBLIC KEY-----"),
      "dkim.key", "stands between the lines of a PEM file", TYPED },
    { "p= typed twice", KEY("p=" RSA_2048), "dkim.key", "has p= typed twice", TYPED },
    { "the key twice", KEY(RSA_2048 RSA_2048), "dkim.key", "stands there twice", TYPED },
    { "an ellipsis", KEY("MIIBIjANBgkq..."), "dkim.key", "the shortened key of a tutorial", NULL },
    { "a CNAME as TXT", "s1.domainkey.u1.wl1.sendgrid.net", "dkim.syntax",
      "the value is a host name: this was meant as a CNAME", NULL },
    { "a CNAME as TXT, the type typed in front", "CNAME s1.domainkey.u1.wl1.sendgrid.net",
      "dkim.syntax", "this was meant as a CNAME", NULL },
    { "Ed25519 without its type", "v=DKIM1; p=" ED25519, "dkim.key", "k=ed25519 is missing", NULL },
    { "junk behind the key", KEY(RSA_2048 "AAAA"), "dkim.key", "294 octets, 297 are here", NULL },
};

static void expect_damage(const struct damage_row *row, const struct finding *finding)
{
    struct slice parts = slice_of(row->message);
    struct slice part;

    expect_text(row->title, "finding", slice_of(catalogue_entry(finding->id)->id), row->finding);
    expect_text(row->title, "name", finding->name, "q._domainkey.mail.example.test");
    while (parts.length > 0 && slice_split(&parts, '|', &part)) {
        if (slice_find_part(finding->message, part) == finding->message.length) {
            fail_msg("%s: the message is \"%.*s\"", row->title, SLICE_ARGS(finding->message));
        }
    }
    if (row->mended != NULL &&
        slice_find_part(finding->advice, slice_of(row->mended)) == finding->advice.length) {
        fail_msg("%s: the advice is \"%.*s\"", row->title, SLICE_ARGS(finding->advice));
    }
    expect_number(row->title, "a record is printed",
                  slice_find_part(finding->advice, SLICE("p=MII")) < finding->advice.length,
                  row->mended != NULL);
}

/* Judges one record at the named selector q. */
static void judge_record(const char *record, struct world *world, struct judged *judged)
{
    static char text[4096];
    static const char *zones[] = { WORLD_ZONES, text, NULL };

    assert_true(strlen(record) + 100 < sizeof text);
    (void)snprintf(text, sizeof text, AT("q") "%s", record);
    world_begin(world, zones);
    configure("-k q", world, judged);
    judge(world, judged);
}

static void test_damage(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(damages); i++) {
        struct world world;
        struct judged judged;

        judge_record(damages[i].record, &world, &judged);
        expect_number(damages[i].title, "findings", (long long)judged.verdict.finding_count, 1);
        expect_damage(&damages[i], &judged.verdict.findings[0]);
        world_end(&world);
    }
}

/* Every beginning of a record is judged: never a crash, never a usable key before its end. */
static void test_truncations(void **state)
{
    static const char record[] = "v=DKIM1; k=rsa; h=sha256; s=email; t=s; n=x; p=" RSA_1024;
    char text[sizeof record];

    (void)state;
    for (size_t length = 0; length < sizeof record; length++) {
        bool whole = length == sizeof record - 1;
        struct world world;
        struct judged judged;

        memcpy(text, record, length);
        text[length] = '\0';
        judge_record(text, &world, &judged);
        expect_number(text, "keys", (long long)judged.verdict.perfdata[0].value, whole ? 1 : 0);
        expect_number(text, "state", verdict_state(&judged.verdict),
                      whole ? STATE_WARNING : STATE_CRITICAL);
        world_end(&world);
    }
}

/* ---- size ---- */

/* Fills a row with `start` and as many `pieces` as fit. */
static void fill_large(const char *selector, const char *start, const char *piece,
                       char text[LIMIT_TXT])
{
    size_t end = (size_t)snprintf(text, LIMIT_TXT, "%s._domainkey.mail.example.test TXT %s",
                                  selector, start);

    while (end + strlen(piece) + 1 < LIMIT_TXT) {
        memcpy(text + end, piece, strlen(piece) + 1);
        end += strlen(piece);
    }
}

/* A judgement of one large record at every candidate, in arenas that a run has. */
static void judge_large(const char *start, const char *piece)
{
    static const char *const selectors[] = { "qcloudgz2048", "qcloudhk2048", "qcloudgz1024",
                                             "qcloudhk1024", "qcloud",       "mail" };
    static char texts[ROWS(selectors)][LIMIT_TXT];
    const char *zones[ROWS(selectors) + 5] = { WORLD_ZONES };
    struct world world;
    struct judged judged;

    for (size_t i = 0; i < ROWS(selectors); i++) {
        fill_large(selectors[i], start, piece, texts[i]);
        zones[4 + i] = texts[i];
    }
    world_begin(&world, zones);
    configure("", &world, &judged);
    do {
        struct verdict_policy policy = { .timeout_state = STATE_UNKNOWN };
        struct arena *arena = make_arena(LIMIT_ARENA);

        verdict_init(&judged.verdict, arena, &policy);
        expect_number(
            start, piece,
            dkim_rules_judge(&judged.config, world.facts, arena, &judged.verdict, &judged.details),
            STATUS_OK);
        assert_int_equal(verdict_status(&judged.verdict), STATUS_OK);
        assert_true(judged.verdict.finding_count < 80);
        arena_destroy(arena);
    } while (world_answer(&world));
    world_end(&world);
}

/* Records of 64 KiB are judged in the memory of a run, and make no hundreds of findings. */
static void test_large(void **state)
{
    static const struct {
        const char *start;
        const char *piece;
    } texts[] = {
        { "v=DKIM1; p=", "MIIB" },     { "v=DKIM1; p=", "\"" },    { "v=DKIM1; p=", "p=" },
        { "v=DKIM1; p=", "-_ " },      { "v=DKIM1; p=", "&#43;" }, { "v=DKIM1; p=", "TUlJ" },
        { "p=" RSA_2048 ";", "x=1;" }, { "p=" RSA_2048, ";" },     { "v=DKIM1 p=", "\\;" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(texts); i++) {
        judge_large(texts[i].start, texts[i].piece);
    }
}

/* ---- the document ---- */

static struct slice describe(const struct judged *judged, struct arena *arena)
{
    struct json *root;
    struct buf buf;

    assert_int_equal(json_create(&root), STATUS_OK);
    dkim_rules_describe(judged->details, root);
    buf_init(&buf, arena, LIMIT_JSON_OUTPUT);
    assert_int_equal(json_write(root, LIMIT_JSON_OUTPUT, &buf), STATUS_OK);
    json_free(root);
    return buf_slice(&buf);
}

/* Not heard is null, never false; the member is there even when nothing is known. */
static void test_not_heard(void **state)
{
    static const char *const silent[] = { AT("q") "!timeout", NULL };
    static const char *const text =
        "{\"dkim\":{\"selectors\":[{\"selector\":\"q\",\"name\":\"q._domainkey.mail.example.test\","
        "\"answer\":\"timeout\",\"record\":null,\"valid\":null,\"revoked\":null,\"usable\":null,"
        "\"error\":null,\"key_type\":null,\"bits\":null,\"flags\":[],\"testing\":false,"
        "\"strict\":false,\"hashes\":null,\"services\":null,\"sha256\":null,\"cname\":[]}]}}";
    const char *zones[ZONES];
    struct world world;
    struct judged judged;

    (void)state;
    begin(&world, silent, zones);
    configure("-k q", &world, &judged);
    expect_text("nothing known", "document", describe(&judged, world.arena),
                "{\"dkim\":{\"selectors\":[]}}");
    judge(&world, &judged);
    expect_text("not heard", "document", describe(&judged, world.arena), text);
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings),    cmocka_unit_test(test_one_round),
        cmocka_unit_test(test_cut_off),     cmocka_unit_test(test_damage),
        cmocka_unit_test(test_truncations), cmocka_unit_test(test_large),
        cmocka_unit_test(test_not_heard)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
