/* SPDX-License-Identifier: MIT */
/* A run that may ask Tencent's APIs. */
#include "io/api.h"
#include "io/run.h"
#include "io/run_state.h"

/*
 * Who asks Tencent's APIs, if the user wants them asked. Zone files say what is to be judged, and
 * know nothing of the APIs' hosts: those are looked up in the network all the same.
 */
static enum status open_api(struct run *run)
{
    const struct config *config = run_config(run);
    struct api_options options = { .config = config, .dns = &run->source };
    enum status status = STATUS_OK;

    options.api = run->check->api == NULL ? NULL : run->check->api(run->config);
    if (options.api == NULL || !options.api->is_asked) {
        return STATUS_OK;
    }
    if (config->zone_count > 0) {
        status = run_open_network(run, &run->api_dns);
        run->has_api_dns = status == STATUS_OK;
        options.dns = &run->api_dns;
    }
    if (status == STATUS_OK) {
        status = api_create(&options, run->arena, &run->api, &run->reason);
    }
    if (status == STATUS_OK) {
        run->sources.api = &run->api;
    }
    return status;
}

int run_check_with_api(const struct check *check, int argc, char *argv[])
{
    return run_check_with(check, open_api, argc, argv);
}
