/* SPDX-License-Identifier: MIT */
/*
 * What the user asked for: the options that all plugins share, as a value. Filled once from the
 * command line, never written again.
 */
#ifndef CHECK_SES_FACTS_CONFIG_H
#define CHECK_SES_FACTS_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/slice.h"
#include "cli/options.h"
#include "dns/address.h"
#include "dns/name.h"
#include "report/range.h"
#include "report/verdict.h"

#define CONFIG_LIST_MAXIMUM 64 /* severities, zone files */

#define CONFIG_GROUP_STATE "What counts" /* heading of the options that decide the state */

enum config_why {
    CONFIG_WHY_FULL = 0, /* DNS and registration data */
    CONFIG_WHY_DNS,
    CONFIG_WHY_NONE
};

enum config_output {
    CONFIG_OUTPUT_TEXT = 0,
    CONFIG_OUTPUT_JSON
};

struct config {
    bool has_domain;
    struct dns_name domain;
    struct endpoint servers[LIMIT_SERVERS];
    size_t server_count;        /* 0: the system's resolv.conf */
    enum address_family family; /* none: both */
    uint32_t timeout_ms;        /* the whole run */
    enum state timeout_state;
    bool has_query_timeout; /* else resolv.conf's, else LIMIT_QUERY_MS */
    uint32_t query_timeout_ms;
    bool has_tries;
    unsigned tries;
    struct range warning;
    struct range critical;
    struct slice profile;      /* name or path; empty: tencent-ses */
    struct slice profile_text; /* the file's contents when `profile` is a path */
    enum config_why why;
    struct severity_rule severities[CONFIG_LIST_MAXIMUM];
    size_t severity_count;
    enum config_output output;
    unsigned verbosity; /* 0 to 3 */
    struct slice save;  /* file names; empty: not given */
    struct slice replay;
    struct slice zones[CONFIG_LIST_MAXIMUM];
    size_t zone_count;
    uint16_t authority_port;
    /* Where registration data comes from; empty: the tables built in, the network. */
    struct slice rdap_url;       /* a base: http or https, ends in "/" */
    struct slice rdap_bootstrap; /* a file name, as the next three are */
    struct slice ca_file;
    struct slice cache_dir;
    struct slice registration; /* answers instead of the network */
    struct slice whois_server; /* host name or address */
    uint16_t whois_port;
    bool no_cache;
    bool help;
    bool help_findings; /* --help=findings: the catalogue */
    bool version;
};

/* Defaults for everything. */
void config_init(struct config *config);

/*
 * The rows of the common options (-d … --version). They write to a struct config that is the first
 * member of the plugin's own configuration. --extra-opts is in the table for the documentation; it
 * is expanded before parsing by whoever reads files.
 */
struct option_table config_options(void);

/* The domain of a configuration whose first member is a struct config (struct check's subject). */
const struct dns_name *config_subject(const void *config);

/*
 * What a check shows instead of running (struct check's show): the built-in profiles, when a
 * configuration whose first member is a struct config asks for them with --profile list.
 */
bool config_show_profiles(const void *config, struct buf *buf);

/* The rows on registration data (--rdap-url … --registration), shared by all plugins as well. */
struct option_table config_registration_options(void);

/*
 * --warning and --critical, for the rows of a check that has a number of its own to judge.
 * STATUS_BAD_INPUT: no range as the Monitoring Plugins write it; the context has the reason.
 */
enum status config_apply_warning(struct option_context *context, struct slice value);
enum status config_apply_critical(struct option_context *context, struct slice value);

#endif
