/* SPDX-License-Identifier: MIT */
/* The rows of the options on registration data. */
#include "facts/config.h"
#include "registry/whois_server.h"

#define URL_MAXIMUM 1024
#define GROUP_REGISTRATION "Registration data"

static struct config *config_of(const struct option_context *context)
{
    return context->target;
}

static enum status take_path(struct option_context *context, struct slice value, const char *what,
                             struct slice *ret_path)
{
    if (value.length == 0) {
        return option_refuse(context, what, value);
    }
    *ret_path = value;
    return STATUS_OK;
}

/* A base URL as RFC 9224 has them: the query is put behind its last "/". */
static enum status apply_rdap_url(struct option_context *context, struct slice value)
{
    bool good =
        slice_starts_with(value, SLICE("https://")) || slice_starts_with(value, SLICE("http://"));

    for (size_t i = 0; i < value.length; i++) {
        good = good && ascii_is_visible(value.data[i]);
    }
    if (!good || !slice_ends_with(value, SLICE("/")) || value.length > URL_MAXIMUM) {
        return option_refuse(context,
                             "--rdap-url takes a base such as https://rdap.example/v1/, with a / "
                             "at its end",
                             value);
    }
    config_of(context)->rdap_url = value;
    return STATUS_OK;
}

static enum status apply_rdap_bootstrap(struct option_context *context, struct slice value)
{
    return take_path(context, value, "--rdap-bootstrap takes the path of a file",
                     &config_of(context)->rdap_bootstrap);
}

static enum status apply_whois_server(struct option_context *context, struct slice value)
{
    struct config *config = config_of(context);
    size_t at = slice_find(value, '@');
    struct slice host = slice_head(value, at);
    struct dns_name name;
    struct address address;
    uint64_t port = WHOIS_PORT;

    if ((address_from_text(host, &address) != STATUS_OK &&
         name_from_user(host, &name, NULL) != STATUS_OK) ||
        (at < value.length &&
         slice_number(slice_from(value, at + 1), 1, UINT16_MAX, &port) != STATUS_OK)) {
        return option_refuse(context, "--whois-server takes HOST or HOST@PORT", value);
    }
    config->whois_server = host;
    config->whois_port = (uint16_t)port;
    return STATUS_OK;
}

static enum status apply_ca_file(struct option_context *context, struct slice value)
{
    return take_path(context, value, "--ca-file takes the path of a file",
                     &config_of(context)->ca_file);
}

static enum status apply_cache_dir(struct option_context *context, struct slice value)
{
    return take_path(context, value, "--cache-dir takes the path of a folder",
                     &config_of(context)->cache_dir);
}

static enum status apply_no_cache(struct option_context *context, struct slice value)
{
    (void)value;
    config_of(context)->no_cache = true;
    return STATUS_OK;
}

static enum status apply_registration(struct option_context *context, struct slice value)
{
    return take_path(context, value, "--registration takes the path of a file",
                     &config_of(context)->registration);
}

static const struct option registration_options[] = {
    { .name = "registration",
      .argument = "FILE",
      .group = GROUP_REGISTRATION,
      .help = "take registration data from this file (RDAP or WHOIS), asking no registry",
      .apply = apply_registration },
    { .name = "rdap-url",
      .argument = "URL",
      .group = GROUP_REGISTRATION,
      .help = "ask this RDAP server (base URL) instead of the registry's",
      .apply = apply_rdap_url },
    { .name = "rdap-bootstrap",
      .argument = "FILE",
      .group = GROUP_REGISTRATION,
      .help = "RDAP servers by this file of RFC 9224 instead of the table built in",
      .apply = apply_rdap_bootstrap },
    { .name = "whois-server",
      .argument = "HOST[@PORT]",
      .group = GROUP_REGISTRATION,
      .help = "ask this WHOIS server instead of the registry's",
      .apply = apply_whois_server },
    { .name = "ca-file",
      .argument = "FILE",
      .group = GROUP_REGISTRATION,
      .help = "certificates that are trusted, instead of those of the system",
      .apply = apply_ca_file },
    { .name = "cache-dir",
      .argument = "DIR",
      .group = GROUP_REGISTRATION,
      .help = "where registration data is kept (default: $CHECK_SES_CACHE_DIR, "
              "$XDG_CACHE_HOME/check_ses, /var/cache/check_ses)",
      .apply = apply_cache_dir },
    { .name = "no-cache",
      .group = GROUP_REGISTRATION,
      .help = "keep nothing: no cache, no memory of refusals, no limit on questions",
      .apply = apply_no_cache },
};

struct option_table config_registration_options(void)
{
    return (struct option_table){ registration_options,
                                  sizeof registration_options / sizeof registration_options[0], 0 };
}
