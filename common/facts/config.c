/* SPDX-License-Identifier: MIT */
/* The rows of the options that all plugins share, each with the function that takes its value. */
#include "facts/config.h"

#include "provider/profile.h"
#include "report/catalogue.h"

#define SECONDS_MAXIMUM_MS ((uint64_t)3600 * 1000)
#define TRIES_MAXIMUM 10
#define DNS_PORT 53

#define GROUP_WHAT "What to check"
#define GROUP_DNS "How to ask"
#define GROUP_OUTPUT "Output"
#define GROUP_OFFLINE "Without a network"
#define GROUP_OTHER "Other"

void config_init(struct config *config)
{
    *config = (struct config){ .timeout_ms = LIMIT_RUN_MS,
                               .timeout_state = STATE_UNKNOWN,
                               .query_timeout_ms = LIMIT_QUERY_MS,
                               .tries = LIMIT_TRIES,
                               .profile = slice_empty(),
                               .profile_text = slice_empty(),
                               .save = slice_empty(),
                               .replay = slice_empty(),
                               .authority_port = DNS_PORT,
                               .rdap_url = slice_empty(),
                               .rdap_bootstrap = slice_empty(),
                               .ca_file = slice_empty(),
                               .cache_dir = slice_empty(),
                               .registration = slice_empty(),
                               .whois_server = slice_empty() };
}

const struct dns_name *config_subject(const void *config)
{
    const struct config *common = config;

    return &common->domain;
}

bool config_show_profiles(const void *config, struct buf *buf)
{
    const struct config *common = config;

    if (!slice_equal(common->profile, SLICE("list"))) {
        return false;
    }
    profile_write_list(buf);
    return true;
}

/* --- what several rows need
 * ----------------------------------------------------------------------- */

static struct config *config_of(const struct option_context *context)
{
    return context->target;
}

/* A reason that repeats nothing of the user's. */
static enum status refuse(struct option_context *context, const char *reason)
{
    context->reason = slice_of(reason);
    return STATUS_BAD_INPUT;
}

static enum status take_text(struct option_context *context, struct slice value,
                             const char *expected, struct slice *ret_text)
{
    if (value.length == 0) {
        return option_refuse(context, expected, value);
    }
    *ret_text = value;
    return STATUS_OK;
}

/* Seconds above 0, at most an hour, as milliseconds. */
static enum status take_seconds(struct option_context *context, struct slice value,
                                const char *expected, uint32_t *ret_ms)
{
    uint64_t ms;

    if (slice_thousandths(value, SECONDS_MAXIMUM_MS, &ms) != STATUS_OK || ms == 0) {
        return option_refuse(context, expected, value);
    }
    *ret_ms = (uint32_t)ms;
    return STATUS_OK;
}

static enum status take_range(struct option_context *context, struct slice value,
                              const char *expected, struct range *ret_range)
{
    if (range_parse(value, ret_range) != STATUS_OK) {
        return option_refuse(context, expected, value);
    }
    return STATUS_OK;
}

static enum status add_rule(struct option_context *context, struct slice pattern, enum state state,
                            bool ignore)
{
    struct config *config = config_of(context);

    if (config->severity_count == CONFIG_LIST_MAXIMUM) {
        return refuse(context, "--severity and --ignore can be given 64 times together; a pattern "
                               "such as spf.* stands for many findings");
    }
    config->severities[config->severity_count++] =
        (struct severity_rule){ .pattern = pattern, .state = state, .ignore = ignore };
    return STATUS_OK;
}

/* --- what to check
 * -------------------------------------------------------------------------------- */

static enum status apply_domain(struct option_context *context, struct slice value)
{
    struct config *config = config_of(context);
    enum name_defect defect = NAME_DEFECT_NONE;
    enum status status;

    if (name_from_user(value, &config->domain, &defect) == STATUS_OK) {
        config->has_domain = true;
        return STATUS_OK;
    }
    status = option_refuse(context, "--domain takes a domain name such as mail.example.com", value);
    context->reason = arena_printf(context->arena, "%.*s: %s", SLICE_ARGS(context->reason),
                                   name_defect_text(defect));
    return status;
}

static enum status apply_profile(struct option_context *context, struct slice value)
{
    return take_text(context, value, "--profile takes the name of a profile or the path of a file",
                     &config_of(context)->profile);
}

static enum status apply_why(struct option_context *context, struct slice value)
{
    static const struct {
        const char *word;
        enum config_why why;
    } words[] = { { "none", CONFIG_WHY_NONE },
                  { "dns", CONFIG_WHY_DNS },
                  { "full", CONFIG_WHY_FULL } };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (slice_equal(value, slice_of(words[i].word))) {
            config_of(context)->why = words[i].why;
            return STATUS_OK;
        }
    }
    return option_refuse(context, "--why takes none, dns or full", value);
}

/* --- how to ask
 * ----------------------------------------------------------------------------------- */

static enum status apply_server(struct option_context *context, struct slice value)
{
    struct config *config = config_of(context);

    if (slice_starts_with_nocase(value, SLICE("tls://")) ||
        slice_starts_with_nocase(value, SLICE("https://"))) {
        return refuse(context, "--server takes an address: DNS over TLS and DNS over HTTPS are not "
                               "supported yet");
    }
    if (config->server_count == LIMIT_SERVERS) {
        return refuse(context, "--server can be given 8 times at most");
    }
    if (endpoint_from_text(value, DNS_PORT, &config->servers[config->server_count]) != STATUS_OK) {
        return option_refuse(context,
                             "--server takes an address, such as 192.0.2.53, 192.0.2.53@5300 or "
                             "[2001:db8::53]:5300",
                             value);
    }
    config->server_count++;
    return STATUS_OK;
}

static enum status set_family(struct option_context *context, enum address_family family)
{
    struct config *config = config_of(context);

    if (config->family != ADDRESS_FAMILY_NONE && config->family != family) {
        return refuse(context, "-4 and -6 exclude each other: give one of them, or neither for "
                               "both families");
    }
    config->family = family;
    return STATUS_OK;
}

static enum status apply_ip4(struct option_context *context, struct slice value)
{
    (void)value;
    return set_family(context, ADDRESS_FAMILY_IP4);
}

static enum status apply_ip6(struct option_context *context, struct slice value)
{
    (void)value;
    return set_family(context, ADDRESS_FAMILY_IP6);
}

static enum status apply_timeout(struct option_context *context, struct slice value)
{
    static const char expected[] = "--timeout takes seconds above 0 and up to 3600, and a state "
                                   "for silence if you like, such as 8 or 2.5:CRITICAL";
    struct config *config = config_of(context);
    size_t colon = slice_find(value, ':');
    enum state state = config->timeout_state;
    uint32_t ms = 0;
    enum status status;

    if (colon < value.length &&
        state_from_text(slice_from(value, colon + 1), &state) != STATUS_OK) {
        return option_refuse(context, expected, value);
    }
    status = take_seconds(context, slice_head(value, colon), expected, &ms);
    if (status != STATUS_OK) {
        return colon < value.length ? option_refuse(context, expected, value) : status;
    }
    config->timeout_ms = ms;
    config->timeout_state = state;
    return STATUS_OK;
}

static enum status apply_query_timeout(struct option_context *context, struct slice value)
{
    struct config *config = config_of(context);
    enum status status = take_seconds(
        context, value, "--query-timeout takes seconds above 0 and up to 3600, such as 2 or 0.5",
        &config->query_timeout_ms);

    config->has_query_timeout = config->has_query_timeout || status == STATUS_OK;
    return status;
}

static enum status apply_tries(struct option_context *context, struct slice value)
{
    struct config *config = config_of(context);
    uint64_t tries;

    if (slice_number(value, 1, TRIES_MAXIMUM, &tries) != STATUS_OK) {
        return option_refuse(context, "--tries takes a whole number from 1 to 10", value);
    }
    config->has_tries = true;
    config->tries = (unsigned)tries;
    return STATUS_OK;
}

static enum status apply_authority_port(struct option_context *context, struct slice value)
{
    uint64_t port;

    if (slice_number(value, 1, UINT16_MAX, &port) != STATUS_OK) {
        return option_refuse(context, "--authority-port takes a port from 1 to 65535", value);
    }
    config_of(context)->authority_port = (uint16_t)port;
    return STATUS_OK;
}

/* --- what counts
 * ---------------------------------------------------------------------------------- */

enum status config_apply_warning(struct option_context *context, struct slice value)
{
    return take_range(context, value,
                      "--warning takes a range: 10, 10:, ~:10, 10:20 or @10:20, the smaller number "
                      "first",
                      &config_of(context)->warning);
}

enum status config_apply_critical(struct option_context *context, struct slice value)
{
    return take_range(
        context, value,
        "--critical takes a range: 10, 10:, ~:10, 10:20 or @10:20, the smaller number "
        "first",
        &config_of(context)->critical);
}

static enum status apply_severity(struct option_context *context, struct slice value)
{
    size_t equals = slice_find(value, '=');
    struct slice pattern = slice_head(value, equals);
    enum state state;

    if (equals == value.length) {
        return option_refuse(context, "--severity takes ID=STATE, such as spf.ptr=ok", value);
    }
    if (!catalogue_matches_any(pattern)) {
        return option_refuse(context,
                             "--severity takes the id of a finding (--help=findings lists them) or "
                             "a pattern such as spf.*",
                             pattern);
    }
    if (state_from_text(slice_from(value, equals + 1), &state) != STATUS_OK) {
        return option_refuse(context,
                             "--severity takes one of the states ok, info, warning, critical and "
                             "unknown",
                             slice_from(value, equals + 1));
    }
    return add_rule(context, pattern, state, false);
}

static enum status apply_ignore(struct option_context *context, struct slice value)
{
    if (!catalogue_matches_any(value)) {
        return option_refuse(context,
                             "--ignore takes the id of a finding (--help=findings lists them) or a "
                             "pattern such as spf.*",
                             value);
    }
    return add_rule(context, value, STATE_INFO, true);
}

/* --- output
 * --------------------------------------------------------------------------------------- */

static enum status apply_output(struct option_context *context, struct slice value)
{
    struct config *config = config_of(context);

    if (slice_equal(value, SLICE("json"))) {
        config->output = CONFIG_OUTPUT_JSON;
    } else if (slice_equal(value, SLICE("text"))) {
        config->output = CONFIG_OUTPUT_TEXT;
    } else {
        return option_refuse(context, "--output takes text or json", value);
    }
    return STATUS_OK;
}

static enum status apply_verbose(struct option_context *context, struct slice value)
{
    struct config *config = config_of(context);

    (void)value;
    config->verbosity += config->verbosity < 3;
    return STATUS_OK;
}

/* --- without a network
 * ---------------------------------------------------------------------------- */

static enum status apply_save(struct option_context *context, struct slice value)
{
    return take_text(context, value, "--save takes the path of a file", &config_of(context)->save);
}

static enum status apply_replay(struct option_context *context, struct slice value)
{
    return take_text(context, value, "--replay takes the path of a file",
                     &config_of(context)->replay);
}

static enum status apply_zone(struct option_context *context, struct slice value)
{
    struct config *config = config_of(context);
    enum status status;

    if (config->zone_count == CONFIG_LIST_MAXIMUM) {
        return refuse(context, "--zone can be given 64 times at most");
    }
    status = take_text(context, value, "--zone takes the path of a zone file",
                       &config->zones[config->zone_count]);
    config->zone_count += status == STATUS_OK;
    return status;
}

/* --- other
 * ---------------------------------------------------------------------------------------- */

static enum status apply_extra_opts(struct option_context *context, struct slice value)
{
    (void)value;
    /* Those of the command line are expanded before parsing: this one stood in a file. */
    return refuse(context, "--extra-opts stands on the command line, not in a file of options");
}

static enum status apply_help(struct option_context *context, struct slice value)
{
    struct config *config = config_of(context);

    if (value.length > 0 && !slice_equal(value, SLICE("findings"))) {
        return option_refuse(context, "--help takes nothing or =findings", value);
    }
    config->help = true;
    config->help_findings = value.length > 0;
    return STATUS_OK;
}

static enum status apply_version(struct option_context *context, struct slice value)
{
    (void)value;
    config_of(context)->version = true;
    return STATUS_OK;
}

/* --- the table
 * ------------------------------------------------------------------------------------ */

static const struct option options[] = {
    { .letter = 'd',
      .name = "domain",
      .argument = "NAME",
      .group = GROUP_WHAT,
      .help = "the sender domain",
      .apply = apply_domain },
    { .name = "profile",
      .argument = "NAME",
      .group = GROUP_WHAT,
      .help = "what the sending service expects: a profile's name (list shows them), none for the "
              "bare standards, or the path of a profile file, with a slash or a dot in it "
              "(default: tencent-ses)",
      .apply = apply_profile },
    { .name = "why",
      .argument = "DEPTH",
      .group = GROUP_WHAT,
      .help = "how far to look when a record is invisible: none takes every denial as it is, dns "
              "and full have it proved by its zone (default: full)",
      .apply = apply_why },
    { .letter = 's',
      .name = "server",
      .argument = "ADDRESS",
      .group = GROUP_DNS,
      .help = "resolver: ADDR, ADDR@PORT or [ADDR]:PORT; repeatable (default: those of "
              "/etc/resolv.conf)",
      .repeatable = true,
      .apply = apply_server },
    { .letter = '4',
      .name = "use-ipv4",
      .group = GROUP_DNS,
      .help = "use IPv4 only, for every connection",
      .apply = apply_ip4 },
    { .letter = '6',
      .name = "use-ipv6",
      .group = GROUP_DNS,
      .help = "use IPv6 only, for every connection",
      .apply = apply_ip6 },
    { .letter = 't',
      .name = "timeout",
      .argument = "SEC[:STATE]",
      .group = GROUP_DNS,
      .help = "time for the whole run, and the state of silence (default: 8:UNKNOWN)",
      .apply = apply_timeout },
    { .name = "query-timeout",
      .argument = "SEC",
      .group = GROUP_DNS,
      .help = "time for one try of one question (default: 2)",
      .apply = apply_query_timeout },
    { .name = "tries",
      .argument = "N",
      .group = GROUP_DNS,
      .help = "tries of one question, over all resolvers (default: 3)",
      .apply = apply_tries },
    { .name = "authority-port",
      .argument = "N",
      .group = GROUP_DNS,
      .help = "port of servers that are asked directly (default: 53)",
      .apply = apply_authority_port },
    { .name = "severity",
      .argument = "ID=STATE",
      .group = CONFIG_GROUP_STATE,
      .help = "give a finding another state: ok, info, warning, critical or unknown; ID may end in "
              "*; repeatable, later ones win",
      .repeatable = true,
      .apply = apply_severity },
    { .name = "ignore",
      .argument = "ID",
      .group = CONFIG_GROUP_STATE,
      .help = "leave a finding out; ID may end in *; repeatable",
      .repeatable = true,
      .apply = apply_ignore },
    { .name = "output",
      .argument = "FORMAT",
      .group = GROUP_OUTPUT,
      .help = "text or json (default: text)",
      .apply = apply_output },
    { .letter = 'v',
      .name = "verbose",
      .group = GROUP_OUTPUT,
      .help = "-v advice, minor findings and evidence; -vv also the records; -vvv also every "
              "question, answer, server and time",
      .repeatable = true,
      .apply = apply_verbose },
    { .name = "save",
      .argument = "FILE",
      .group = GROUP_OFFLINE,
      .help = "keep the run: every question and answer",
      .apply = apply_save },
    { .name = "replay",
      .argument = "FILE",
      .group = GROUP_OFFLINE,
      .help = "judge a kept run again, asking nobody",
      .apply = apply_replay },
    { .name = "zone",
      .argument = "FILE",
      .group = GROUP_OFFLINE,
      .help = "answer from this zone file, asking nobody; repeatable",
      .repeatable = true,
      .apply = apply_zone },
    { .name = "extra-opts",
      .argument = "[SECTION][@FILE]",
      .optional_value = true,
      .group = GROUP_OTHER,
      .help = "read more options from an ini file",
      .repeatable = true,
      .apply = apply_extra_opts },
    { .letter = 'h',
      .name = "help",
      .argument = "findings",
      .optional_value = true,
      .group = GROUP_OTHER,
      .help = "show this page, or every finding with its meaning and advice",
      .apply = apply_help },
    { .letter = 'V',
      .name = "version",
      .group = GROUP_OTHER,
      .help = "show the version",
      .apply = apply_version },
};

struct option_table config_options(void)
{
    return (struct option_table){ options, sizeof options / sizeof options[0], 0 };
}
