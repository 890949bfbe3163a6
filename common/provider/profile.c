/* SPDX-License-Identifier: MIT */
/* The built-in profiles. */
#include "provider/profile.h"

#include <stddef.h>

/* Left in from documentation of any kind. */
#define COMMON_SAMPLES ".yourdomain.com"

static const char *const common_samples[] = { COMMON_SAMPLES, NULL };
static const char *const tencent_samples[] = { ".sampledomain.com", ".domain1.com", "xxx@163.com",
                                               COMMON_SAMPLES, NULL };
static const char *const microsoft_samples[] = { ".contoso.com", COMMON_SAMPLES, NULL };

static const struct profile profiles[] = {
    {
        .name = PROFILE_DEFAULT,
        .title = "Tencent Cloud SES",
        .spf_include = "qcloudmail.com",
        .spf_demanded = true,
        .spf_literal = true, /* its verification looks for this include at the sender domain */
        .samples = tencent_samples,
        .host_note = "The host field is relative to the zone: for mail.example.com in the zone "
                     "example.com it is mail, for example.com itself it is @.",
    },
    {
        .name = "aws-ses",
        .title = "Amazon SES",
        .spf_include = "amazonses.com", /* at a MAIL FROM domain of one's own only */
        .samples = common_samples,
    },
    {
        .name = "sendgrid",
        .title = "Twilio SendGrid", /* SPF passes at its own return path, a CNAME */
        .samples = common_samples,
    },
    {
        .name = "mailgun",
        .title = "Mailgun",
        .spf_include = "mailgun.org",
        .spf_demanded = true,
        .samples = common_samples,
    },
    {
        .name = "postmark",
        .title = "Postmark", /* SPF passes at its own return path */
        .samples = common_samples,
    },
    {
        .name = "google",
        .title = "Google Workspace",
        .spf_include = "_spf.google.com",
        .spf_demanded = true,
        .samples = common_samples,
    },
    {
        .name = "microsoft365",
        .title = "Microsoft 365",
        .spf_include = "spf.protection.outlook.com",
        .spf_demanded = true,
        .samples = microsoft_samples,
    },
    {
        .name = "alibaba-directmail",
        .title = "Alibaba Cloud Direct Mail",
        .spf_include = "spf1.dm.aliyun.com",
        .spf_demanded = true,
        .samples = common_samples,
    },
    {
        .name = "none",
        .title = "the standards alone, no sending service",
    },
};

#define PROFILE_COUNT (sizeof profiles / sizeof profiles[0])

enum status profile_find(struct slice name, const struct profile **ret_profile)
{
    for (size_t i = 0; i < PROFILE_COUNT; i++) {
        if (slice_equal_nocase(name, slice_of(profiles[i].name))) {
            *ret_profile = &profiles[i];
            return STATUS_OK;
        }
    }
    return STATUS_NOT_FOUND;
}

void profile_write_list(struct buf *buf)
{
    for (size_t i = 0; i < PROFILE_COUNT; i++) {
        const struct profile *profile = &profiles[i];

        buf_printf(buf, "%-20s%s", profile->name, profile->title);
        if (profile->spf_include != NULL) {
            buf_printf(buf, "; SPF include:%s%s", profile->spf_include,
                       profile->spf_demanded ? "" : " where its return path is one's own");
        }
        buf_add_text(buf, i == 0 ? " (default)\n" : "\n");
    }
}
