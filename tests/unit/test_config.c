/* SPDX-License-Identifier: MIT */
/* The options that all plugins share: what each of them writes, and what it refuses. */
#include "config_words.h"

#include "provider/profile.h"

/* What a check with a number of its own adds. */
static const struct option thresholds[] = {
    { .letter = 'w', .name = "warning", .argument = "RANGE", .apply = config_apply_warning },
    { .letter = 'c', .name = "critical", .argument = "RANGE", .apply = config_apply_critical },
};

static enum status parse(const char *const *words, size_t count, struct arena *arena,
                         struct config *config, struct slice *ret_reason)
{
    const struct option_table tables[] = { config_options(), { thresholds, ROWS(thresholds), 0 } };
    const struct option_set set = { tables, ROWS(tables) };
    struct option_context context = { .arena = arena, .target = config };
    enum status status = parse_words(&set, words, count, &context);

    *ret_reason = context.reason;
    return status;
}

/* Parses words that are right. */
static struct config configure(struct arena *arena, const char *const words[WORDS_MAXIMUM])
{
    struct config config;
    struct slice reason;

    if (parse(words, WORDS_MAXIMUM, arena, &config, &reason) != STATUS_OK) {
        fail_msg("%s: %.*s", words[0], SLICE_ARGS(reason));
    }
    return config;
}

#define CONFIGURE(...) configure(arena, (const char *const[WORDS_MAXIMUM]){ __VA_ARGS__ })

static void test_defaults(void **state)
{
    struct config config;

    (void)state;
    memset(&config, 0xAA, sizeof config);
    config_init(&config);
    assert_false(config.has_domain);
    assert_int_equal(config.server_count, 0);
    assert_int_equal(config.family, ADDRESS_FAMILY_NONE);
    assert_int_equal(config.timeout_ms, 8000);
    assert_int_equal(config.timeout_state, STATE_UNKNOWN);
    assert_false(config.has_query_timeout);
    assert_int_equal(config.query_timeout_ms, 2000);
    assert_false(config.has_tries);
    assert_int_equal(config.tries, 3);
    assert_false(config.warning.present);
    assert_false(config.critical.present);
    assert_int_equal(config.profile.length, 0);
    assert_int_equal(config.profile_text.length, 0);
    assert_int_equal(config.why, CONFIG_WHY_FULL);
    assert_int_equal(config.output, CONFIG_OUTPUT_TEXT);
    assert_int_equal(config.verbosity, 0);
    assert_int_equal(config.authority_port, 53);
    assert_false(config.help || config.help_findings || config.version);
}

static void test_what(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct config config = CONFIGURE("-d", "Mail.EXAMPLE.com.", "--profile", "none", "--why=dns");

    (void)state;
    assert_true(config.has_domain);
    expect_text("-d", "domain", name_to_text(&config.domain, arena), "mail.example.com");
    expect_text("--profile", "profile", config.profile, "none");
    assert_int_equal(config.why, CONFIG_WHY_DNS);
    config = CONFIGURE("-d", "b\xC3\xBC"
                             "cher.example");
    expect_text("U-label", "domain", name_to_text(&config.domain, arena), "xn--bcher-kva.example");
    config = CONFIGURE("-d", "a.example", "-d", "b.example");
    expect_text("the last one counts", "domain", name_to_text(&config.domain, arena), "b.example");
    assert_int_equal(CONFIGURE("--why", "none").why, CONFIG_WHY_NONE);
    assert_int_equal(CONFIGURE("--why", "full").why, CONFIG_WHY_FULL);
    arena_destroy(arena);
}

static void test_profile_path(void **state)
{
    static const struct {
        const char *value;
        bool is_path;
    } rows[] = {
        { "", false },         { "tencent-ses", false },
        { "none", false },     { "list", false },
        { "profile", false },  { "my.json", true },
        { "./profile", true }, { "/etc/check_ses/profile", true },
        { "folder/", true },   { ".", true },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        expect_number(rows[i].value, "is a path", profile_is_path(slice_of(rows[i].value)),
                      rows[i].is_path);
    }
}

static void test_dns(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct config config =
        CONFIGURE("-s", "192.0.2.53", "-s", "[2001:db8::53]:5300", "-s", "192.0.2.54@54");

    (void)state;
    assert_int_equal(config.server_count, 3);
    expect_text("-s", "first", endpoint_to_text(&config.servers[0], arena), "192.0.2.53");
    assert_int_equal(config.servers[1].port, 5300);
    assert_int_equal(config.servers[1].address.family, ADDRESS_FAMILY_IP6);
    assert_int_equal(config.servers[2].port, 54);
    assert_int_equal(CONFIGURE("-4").family, ADDRESS_FAMILY_IP4);
    assert_int_equal(CONFIGURE("-66").family, ADDRESS_FAMILY_IP6);
    config = CONFIGURE("-t", "2.5:critical");
    assert_int_equal(config.timeout_ms, 2500);
    assert_int_equal(config.timeout_state, STATE_CRITICAL);
    config = CONFIGURE("-t", "0.001");
    assert_int_equal(config.timeout_ms, 1);
    assert_int_equal(config.timeout_state, STATE_UNKNOWN);
    config = CONFIGURE("-t", "3600:1");
    assert_int_equal(config.timeout_ms, 3600000);
    assert_int_equal(config.timeout_state, STATE_WARNING);
    config = CONFIGURE("--query-timeout", "0.5", "--tries", "10", "--authority-port", "65535");
    assert_true(config.has_query_timeout && config.has_tries);
    assert_int_equal(config.query_timeout_ms, 500);
    assert_int_equal(config.tries, 10);
    assert_int_equal(config.authority_port, 65535);
    arena_destroy(arena);
}

static void test_states(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct config config = CONFIGURE("-w", "8", "-c", "~:10");

    (void)state;
    expect_text("-w", "text", config.warning.text, "8");
    assert_true(config.critical.present && config.critical.start_infinite);
    config = CONFIGURE("--severity", "spf.ptr=OK", "--ignore", "spf.*", "--severity=dns.bogus=2");
    assert_int_equal(config.severity_count, 3);
    expect_text("--severity", "pattern", config.severities[0].pattern, "spf.ptr");
    assert_int_equal(config.severities[0].state, STATE_OK);
    assert_false(config.severities[0].ignore);
    expect_text("--ignore", "pattern", config.severities[1].pattern, "spf.*");
    assert_true(config.severities[1].ignore);
    assert_int_equal(config.severities[1].state, STATE_INFO);
    assert_int_equal(config.severities[2].state, STATE_CRITICAL);
    arena_destroy(arena);
}

static void test_output(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct config config = CONFIGURE("--output", "json", "-vvvv", "--save=a", "--replay=b");

    (void)state;
    assert_int_equal(config.output, CONFIG_OUTPUT_JSON);
    assert_int_equal(config.verbosity, 3);
    expect_text("--save", "path", config.save, "a");
    expect_text("--replay", "path", config.replay, "b");
    assert_int_equal(CONFIGURE("--output=json", "--output=text").output, CONFIG_OUTPUT_TEXT);
    assert_int_equal(CONFIGURE("-v", "--verbose").verbosity, 2);
    config = CONFIGURE("--zone", "a", "--zone", "b");
    assert_int_equal(config.zone_count, 2);
    expect_text("--zone", "path", config.zones[1], "b");
    config = CONFIGURE("-h");
    assert_true(config.help && !config.help_findings);
    config = CONFIGURE("--help=findings", "-V");
    assert_true(config.help && config.help_findings && config.version);
    arena_destroy(arena);
}

static void test_refused(void **state)
{
    static const struct {
        const char *title;
        const char *words[WORDS_MAXIMUM];
        const char *reason; /* its beginning */
    } rows[] = {
        { "no domain",
          { "-d", "" },
          "--domain takes a domain name such as mail.example.com, not \"" },
        { "empty label",
          { "-d", "a..b" },
          "--domain takes a domain name such as mail.example.com, not \"a..b\": " },
        { "an address of a person", { "-d", "joe@example.com" }, "--domain takes a domain name" },
        { "the root", { "-d", "." }, "--domain takes a domain name" },
        { "empty profile", { "--profile=" }, "--profile takes the name" },
        { "depth", { "--why", "deep" }, "--why takes none, dns or full, not \"deep\"" },
        { "DNS over TLS",
          { "-s", "tls://192.0.2.53" },
          "--server takes an address: DNS over TLS and DNS over HTTPS are not supported yet (see" },
        { "DNS over HTTPS",
          { "-s", "HTTPS://dns.example/" },
          "--server takes an address: DNS over TLS and DNS over HTTPS are not supported yet (see" },
        { "a server's name", { "-s", "dns.example" }, "--server takes an address, such as" },
        { "port 0", { "-s", "192.0.2.53@0" }, "--server takes an address, such as" },
        { "both families", { "-46" }, "-4 and -6 exclude each other" },
        { "both families, the other way round", { "-6", "-4" }, "-4 and -6 exclude each other" },
        { "no time", { "-t", "0" }, "--timeout takes seconds above 0 and up to 3600" },
        { "less than a millisecond", { "-t", "0.0009" }, "--timeout takes seconds" },
        { "more than an hour", { "-t", "3600.001" }, "--timeout takes seconds" },
        { "a negative time", { "-t", "-1" }, "--timeout takes seconds" },
        { "a unit", { "-t", "8s" }, "--timeout takes seconds" },
        { "no state", { "-t", "8:" }, "--timeout takes seconds" },
        { "no state of this name", { "-t", "8:BAD" }, "--timeout takes seconds" },
        { "the whole value is named",
          { "-t", "x:OK" },
          "--timeout takes seconds above 0 and up to 3600, and a state for silence if you like, "
          "such "
          "as 8 or 2.5:CRITICAL, not \"x:OK\"" },
        { "query timeout", { "--query-timeout", "0" }, "--query-timeout takes seconds" },
        { "no tries", { "--tries", "0" }, "--tries takes a whole number from 1 to 10, not \"0\"" },
        { "too many tries", { "--tries", "11" }, "--tries takes a whole number" },
        { "half a try", { "--tries", "1.5" }, "--tries takes a whole number" },
        { "authority port", { "--authority-port", "65536" }, "--authority-port takes a port" },
        { "warning", { "-w", "20:10" }, "--warning takes a range" },
        { "critical", { "-c", "10x" }, "--critical takes a range" },
        { "severity without state", { "--severity", "spf.ptr" }, "--severity takes ID=STATE" },
        { "severity of no finding",
          { "--severity", "spf.nonesuch=ok" },
          "--severity takes the id of a finding (--help=findings lists them) or a pattern such as "
          "spf.*, not \"spf.nonesuch\"" },
        { "severity with a bad state",
          { "--severity", "spf.ptr=bad" },
          "--severity takes one of the states ok, info, warning, critical and unknown, not "
          "\"bad\"" },
        { "severity with two states",
          { "--severity", "spf.ptr=ok=ok" },
          "--severity takes one of" },
        { "ignore of no finding", { "--ignore", "nx.*" }, "--ignore takes the id of a finding" },
        { "format", { "--output", "xml" }, "--output takes text or json, not \"xml\"" },
        { "format in capitals", { "--output", "JSON" }, "--output takes text or json" },
        { "save nowhere", { "--save=" }, "--save takes the path of a file" },
        { "replay nothing", { "--replay=" }, "--replay takes the path of a file" },
        { "no zone", { "--zone=" }, "--zone takes the path of a zone file" },
        { "extra options in a file", { "--extra-opts=x" }, "--extra-opts stands on the command" },
        { "help about something", { "--help=me" }, "--help takes nothing or =findings" },
        { "version of something", { "--version=1" }, "--version takes no value" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct config config;
        struct slice reason = slice_empty();

        expect_number(rows[i].title, "status",
                      parse(rows[i].words, WORDS_MAXIMUM, arena, &config, &reason),
                      STATUS_BAD_INPUT);
        if (!slice_starts_with(reason, slice_of(rows[i].reason)) ||
            !slice_ends_with(reason, SLICE(" (see --help)"))) {
            fail_msg("%s: %.*s", rows[i].title, SLICE_ARGS(reason));
        }
        arena_destroy(arena);
    }
}

/* `count` times the same option. */
static enum status repeat(const char *option, size_t count, struct config *config,
                          struct slice *reason, struct arena *arena)
{
    const char **words = arena_alloc_array(arena, count, sizeof *words);

    assert_non_null(words);
    for (size_t i = 0; i < count; i++) {
        words[i] = option;
    }
    return parse(words, count, arena, config, reason);
}

static void test_limits(void **state)
{
    static const struct {
        const char *option;
        size_t maximum;
        const char *reason;
    } rows[] = {
        { "-s192.0.2.53", LIMIT_SERVERS, "--server can be given 8 times at most (see --help)" },
        { "--zone=a", CONFIG_LIST_MAXIMUM, "--zone can be given 64 times at most (see --help)" },
        { "--ignore=spf.*", CONFIG_LIST_MAXIMUM,
          "--severity and --ignore can be given 64 times together; a pattern such as spf.* stands "
          "for many findings (see --help)" },
        { "--severity=spf.*=ok", CONFIG_LIST_MAXIMUM,
          "--severity and --ignore can be given 64 times together; a pattern such as spf.* stands "
          "for many findings (see --help)" },
    };

    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena *arena = make_arena(LIMIT_ARENA);
        struct config config;
        struct slice reason = slice_empty();

        expect_number(rows[i].option, "at the limit",
                      repeat(rows[i].option, rows[i].maximum, &config, &reason, arena), STATUS_OK);
        expect_number(rows[i].option, "over the limit",
                      repeat(rows[i].option, rows[i].maximum + 1, &config, &reason, arena),
                      STATUS_BAD_INPUT);
        expect_text(rows[i].option, "reason", reason, rows[i].reason);
        arena_destroy(arena);
    }
}

/* Every option of the design is there once, with a help text that fits. */
static void test_table(void **state)
{
    static const char *const names[] = { "domain",   "profile",        "why",      "server",
                                         "use-ipv4", "use-ipv6",       "timeout",  "query-timeout",
                                         "tries",    "authority-port", "severity", "ignore",
                                         "output",   "verbose",        "save",     "replay",
                                         "zone",     "extra-opts",     "help",     "version" };
    const struct option_table table = config_options();
    const struct option_set set = { &table, 1 };
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice rest;
    struct slice line;
    struct buf buf;

    (void)state;
    buf_init(&buf, arena, 20000);
    expect_number("options", "count", (long long)table.count, ROWS(names));
    for (size_t i = 0; i < ROWS(names); i++) {
        expect_text("options", "name", slice_of(table.options[i].name), names[i]);
    }
    options_write_help(&set, "check_ses_spf", "Checks SPF.", &buf);
    assert_int_equal(buf_status(&buf), STATUS_OK);
    rest = buf_slice(&buf);
    while (slice_split(&rest, '\n', &line)) {
        if (line.length > 80) {
            fail_msg("longer than 80 columns: %.*s", SLICE_ARGS(line));
        }
    }
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),     cmocka_unit_test(test_what),
        cmocka_unit_test(test_profile_path), cmocka_unit_test(test_dns),
        cmocka_unit_test(test_states),       cmocka_unit_test(test_output),
        cmocka_unit_test(test_refused),      cmocka_unit_test(test_limits),
        cmocka_unit_test(test_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
