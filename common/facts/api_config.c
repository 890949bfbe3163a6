/* SPDX-License-Identifier: MIT */
/* The rows of the options on Tencent's APIs. */
#include "facts/api_config.h"

#define GROUP_API "What SES says"
#define HTTPS "https://"
#define URL_MAXIMUM 300
#define REGION_MAXIMUM 32 /* "ap-guangzhou" */

static struct api_config *config_of(const struct option_context *context)
{
    return context->target;
}

static enum status apply_api(struct option_context *context, struct slice value)
{
    (void)value;
    config_of(context)->is_asked = true;
    return STATUS_OK;
}

/* The file is read when the API is asked: --replay needs none. */
static enum status apply_credentials(struct option_context *context, struct slice value)
{
    if (value.length == 0) {
        return option_refuse(context, "--ses-credentials takes the path of a file", value);
    }
    config_of(context)->credentials = value;
    return STATUS_OK;
}

/* A host over https and nothing behind it: the signature is of "/". */
static bool is_endpoint(struct slice url)
{
    struct slice host = slice_from(url, sizeof HTTPS - 1);
    size_t slash = slice_find(host, '/');

    for (size_t i = 0; i < url.length; i++) {
        if (!ascii_is_visible(url.data[i])) {
            return false;
        }
    }
    return slice_starts_with(url, SLICE(HTTPS)) && url.length <= URL_MAXIMUM && slash > 0 &&
           slash + 1 >= host.length && slice_find(host, '?') == host.length &&
           slice_find(host, '#') == host.length;
}

static enum status apply_endpoint(struct option_context *context, struct slice value)
{
    struct api_config *config = config_of(context);
    size_t equals = slice_find(value, '=');
    struct slice word = equals < value.length ? slice_head(value, equals) : SLICE("ses");
    struct slice url = equals < value.length ? slice_from(value, equals + 1) : value;
    unsigned service = 0;

    while (service < API_SERVICE_COUNT &&
           !slice_equal(word, slice_of(api_service_text((enum api_service)service)))) {
        service++;
    }
    if (service == API_SERVICE_COUNT || !is_endpoint(url)) {
        return option_refuse(context,
                             "--ses-endpoint takes a URL such as https://ses.tencentcloudapi.com/, "
                             "or one with ses=, domain= or dnspod= before it",
                             value);
    }
    if (config->endpoints[service].length > 0) {
        return option_refuse(context, "--ses-endpoint takes one URL for each service", value);
    }
    config->endpoints[service] = url;
    config->has_endpoints = true;
    return STATUS_OK;
}

static enum status apply_region(struct option_context *context, struct slice value)
{
    bool good = value.length > 0 && value.length <= REGION_MAXIMUM;

    for (size_t i = 0; i < value.length; i++) {
        char c = value.data[i];

        good = good && (ascii_is_digit(c) || c == '-' || (c >= 'a' && c <= 'z'));
    }
    if (!good) {
        return option_refuse(context, "--ses-region takes a region such as ap-hongkong", value);
    }
    config_of(context)->region = value;
    return STATUS_OK;
}

static const struct option rows[] = {
    { .name = "ses-api",
      .group = GROUP_API,
      .help = "ask the API of SES what it expects of the domain and whether it lets it send, and "
              "compare that with DNS; nothing is changed there",
      .apply = apply_api },
    { .name = "ses-credentials",
      .argument = "FILE",
      .group = GROUP_API,
      .help = "file with secret_id and secret_key in its section [default], readable by nobody "
              "else (default: $TENCENTCLOUD_SECRET_ID, $TENCENTCLOUD_SECRET_KEY)",
      .apply = apply_credentials },
    { .name = "ses-endpoint",
      .argument = "[SERVICE=]URL",
      .group = GROUP_API,
      .help = "where the API is asked, https only; SERVICE is ses (default), domain or dnspod, and "
              "those without a URL are not asked; repeatable (default: those of "
              "tencentcloudapi.com)",
      .repeatable = true,
      .apply = apply_endpoint },
    { .name = "ses-region",
      .argument = "NAME",
      .group = GROUP_API,
      .help = "region that the domain was set up in (default: " API_REGION_DEFAULT ")",
      .apply = apply_region },
};

const struct option_table api_option_table = { rows, sizeof rows / sizeof rows[0], 0 };

enum status api_config_complete(const struct api_config *config, struct slice *ret_reason)
{
    if (!config->is_asked &&
        (config->has_endpoints || config->credentials.length > 0 || config->region.length > 0)) {
        *ret_reason = SLICE("--ses-credentials, --ses-endpoint and --ses-region belong to "
                            "--ses-api, which is missing");
        return STATUS_BAD_INPUT;
    }
    if (config->has_endpoints && config->endpoints[API_SERVICE_SES].length == 0) {
        *ret_reason = SLICE("--ses-endpoint is given for other services only: --ses-api asks ses "
                            "first");
        return STATUS_BAD_INPUT;
    }
    return STATUS_OK;
}

struct slice api_config_endpoint(const struct api_config *config, enum api_service service,
                                 struct arena *arena)
{
    static const enum api_action actions[API_SERVICE_COUNT] = {
        [API_SERVICE_SES] = API_ACTION_GET_IDENTITY,
        [API_SERVICE_DOMAIN] = API_ACTION_DOMAIN_INFO,
        [API_SERVICE_DNSPOD] = API_ACTION_HOST_ZONE,
    };

    return config->has_endpoints
               ? config->endpoints[service]
               : arena_printf(arena, HTTPS "%s/", api_action_parts(actions[service]).host);
}

struct slice api_config_region(const struct api_config *config)
{
    return config->region.length > 0 ? config->region : SLICE(API_REGION_DEFAULT);
}
