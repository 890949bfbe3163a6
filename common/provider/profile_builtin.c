/* SPDX-License-Identifier: MIT */
/* The built-in profiles: what the services' own documentation shows. */
#include "provider/profile_builtin.h"

/* Left in from documentation of any kind. */
#define COMMON_SAMPLES ".yourdomain.com"
/* The same where only a report address or its domain is meant: RFC 2606 keeps them for examples. */
#define COMMON_REPORT_SAMPLES "example.com", "example.org"

static const char *const nothing[] = { NULL };
static const char *const common_samples[] = { COMMON_SAMPLES, NULL };
static const char *const common_reports[] = { COMMON_REPORT_SAMPLES, NULL };

/*
 * The forms with region and key size are what the console hands out today; "qcloud" and "mail" are
 * older. The size in the name promises nothing: keys of 2048 bits are seen under "qcloud".
 */
static const char *const tencent_selectors[] = {
    "qcloudgz2048", "qcloudhk2048", "qcloudgz1024", "qcloudhk1024", "qcloud", "mail", NULL
};
static const char *const tencent_generic[] = { "mail", NULL };
static const char *const tencent_mx[] = { "mxbiz1.qq.com", NULL };
static const char *const tencent_samples[] = { ".sampledomain.com", ".domain1.com", "xxx@163.com",
                                               COMMON_SAMPLES, NULL };
static const char *const tencent_reports[] = { "xxx@163.com", COMMON_REPORT_SAMPLES, NULL };

/* "token.dkim.amazonses.com", "token.a31d.dkim.us-west-2.amazonses.com": by region and cell. */
static const char *const aws_targets[] = { ".amazonses.com", NULL };

static const char *const sendgrid_selectors[] = { "s1", "s2", NULL };
static const char *const sendgrid_targets[] = { ".sendgrid.net", NULL };

static const char *const mailgun_selectors[] = { "pdk1", "k1", "smtp", "mailo", "pic", NULL };
static const char *const mailgun_generic[] = { "k1", "smtp", "mailo", "pic", NULL };
static const char *const mailgun_targets[] = { ".mailgun.org", ".mailgun.com", NULL };
static const char *const mailgun_mx[] = { "mxa.mailgun.org", "mxb.mailgun.org", NULL };

static const char *const postmark_selectors[] = { "pm", NULL };

static const char *const google_selectors[] = { "google", NULL };
static const char *const google_mx[] = { "smtp.google.com", NULL };

/* Custom domains from before May 2025, and those since. */
static const char *const microsoft_targets[] = { ".onmicrosoft.com", ".dkim.mail.microsoft", NULL };
static const char *const microsoft_selectors[] = { "selector1", "selector2", NULL };
static const char *const microsoft_samples[] = { ".contoso.com", COMMON_SAMPLES, NULL };

static const char *const alibaba_selectors[] = { "aliyun-cn-hangzhou", NULL };
static const char *const alibaba_mx[] = { "mx01.dm.aliyun.com", NULL };

const struct profile profile_builtin[] = {
    {
        .name = PROFILE_DEFAULT,
        .title = "Tencent Cloud SES",
        .spf_include = "qcloudmail.com",
        .spf_demanded = true,
        .spf_literal = true, /* its verification looks for this include at the sender domain */
        .dkim = { .selectors = tencent_selectors,
                  .generic = tencent_generic,
                  .need = PROFILE_NEED_ANY, /* one good key is enough to send */
                  .txt = true,              /* its verification does not follow a CNAME */
                  .cname_suffixes = nothing,
                  .where = "The SES console shows the names and values of all records at the "
                           "sender domain, under Verify; take them with its copy icon." },
        .dmarc_at_sender = true,
        .dmarc_record = "v=DMARC1; p=none",
        .mx = { .hosts = tencent_mx, .demanded = true, .preference = 10 },
        .samples = tencent_samples,
        .report_samples = tencent_reports,
        .host_note = "The host field is relative to the zone: for mail.example.com in the zone "
                     "example.com it is mail, for example.com itself it is @.",
    },
    {
        .name = "aws-ses",
        .title = "Amazon SES",
        .spf_include = "amazonses.com", /* at a MAIL FROM domain of one's own only */
        .dkim = { .selectors = nothing, /* tokens: each domain and region has its own */
                  .generic = nothing,
                  .need = PROFILE_NEED_ALL,
                  .txt = true,   /* a key of one's own (BYODKIM) */
                  .cname = true, /* Easy DKIM */
                  .cname_suffixes = aws_targets,
                  .where = "The SES console lists the CNAME records at the identity, under "
                           "Authentication; they differ from region to region." },
        .mx = { .hosts = nothing },
        .samples = common_samples,
        .report_samples = common_reports,
    },
    {
        .name = "sendgrid",
        .title = "Twilio SendGrid", /* SPF passes at its own return path, a CNAME */
        .dkim = { .selectors = sendgrid_selectors,
                  .generic = sendgrid_selectors,
                  .need = PROFILE_NEED_ALL,
                  .txt = true, /* its manual set-up */
                  .cname = true,
                  .cname_suffixes = sendgrid_targets,
                  .where = "The SendGrid console lists the CNAME records under Settings, Sender "
                           "Authentication." },
        .mx = { .hosts = nothing },
        .samples = common_samples,
        .report_samples = common_reports,
    },
    {
        .name = "mailgun",
        .title = "Mailgun",
        .spf_include = "mailgun.org",
        .spf_demanded = true,
        .dkim = { .selectors = mailgun_selectors,
                  .generic = mailgun_generic,
                  .need = PROFILE_NEED_ANY,
                  .txt = true,
                  .cname = true, /* automatic sender security */
                  .cname_suffixes = mailgun_targets,
                  .where = "The Mailgun console lists the records at the domain, under DNS "
                           "records." },
        .mx = { .hosts = mailgun_mx, .preference = 10 },
        .samples = common_samples,
        .report_samples = common_reports,
    },
    {
        .name = "postmark",
        .title = "Postmark", /* SPF passes at its own return path */
        .dkim = { .selectors = postmark_selectors,
                  .generic = nothing,
                  .need = PROFILE_NEED_ANY,
                  .txt = true,
                  .cname_suffixes = nothing,
                  .where = "Postmark shows the record at the domain, under DNS Settings; its "
                           "selector is a date and pm, and changes with every new key." },
        .mx = { .hosts = nothing },
        .samples = common_samples,
        .report_samples = common_reports,
    },
    {
        .name = "google",
        .title = "Google Workspace",
        .spf_include = "_spf.google.com",
        .spf_demanded = true,
        .dkim = { .selectors = google_selectors,
                  .generic = nothing,
                  .need = PROFILE_NEED_ANY,
                  .txt = true,
                  .cname_suffixes = nothing,
                  .where = "The Google Admin console shows the record under Apps, Google "
                           "Workspace, Gmail, Authenticate email; it signs only once that is "
                           "switched on there." },
        .mx = { .hosts = google_mx, .preference = 1 },
        .samples = common_samples,
        .report_samples = common_reports,
    },
    {
        .name = "microsoft365",
        .title = "Microsoft 365",
        .spf_include = "spf.protection.outlook.com",
        .spf_demanded = true,
        .dkim = { .selectors = microsoft_selectors,
                  .generic = nothing,
                  .need = PROFILE_NEED_ANY, /* the second may have no key before a rotation */
                  .cname = true,
                  .cname_suffixes = microsoft_targets,
                  .where = "The Defender portal shows both CNAME records under Email "
                           "authentication settings, DKIM; they cannot be worked out from the "
                           "domain's name." },
        .mx = { .hosts = nothing }, /* made of the domain's own name */
        .samples = microsoft_samples,
        .report_samples = common_reports,
    },
    {
        .name = "alibaba-directmail",
        .title = "Alibaba Cloud Direct Mail",
        .spf_include = "spf1.dm.aliyun.com",
        .spf_demanded = true,
        .dkim = { .selectors = alibaba_selectors, /* the region is part of it */
                  .generic = nothing,
                  .need = PROFILE_NEED_ANY,
                  .txt = true,
                  .cname_suffixes = nothing,
                  .where = "The Direct Mail console shows the records at the domain, under "
                           "Email Domains, Configure." },
        .mx = { .hosts = alibaba_mx, .preference = 10 },
        .samples = common_samples,
        .report_samples = common_reports,
    },
    {
        .name = "none",
        .title = "the standards alone, no sending service",
        .dkim = { .selectors = nothing,
                  .generic = nothing,
                  .need = PROFILE_NEED_ANY,
                  .txt = true,
                  .cname = true, /* receivers follow one anywhere */
                  .cname_suffixes = nothing },
        .mx = { .hosts = nothing },
        .samples = nothing,
        .report_samples = nothing,
    },
};

const size_t profile_builtin_count = sizeof profile_builtin / sizeof profile_builtin[0];
