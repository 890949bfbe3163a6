/* SPDX-License-Identifier: MIT */
/*
 * Every reply of Tencent's APIs in the facts folder that stands beside the checkout (or is named by
 * SHARED_FACTS), and what must be read from it. Skipped where there is no such folder. With
 * PRINT_SAMPLES in the environment what was read is printed, one line a file.
 */
#include "api_show.h"

#include <dirent.h>

#include "../support/sample.h"

enum kind {
    KIND_NONE = 0, /* of no reader: only the envelope is looked at */
    KIND_IDENTITY,
    KIND_LIST,
    KIND_INFO,
    KIND_HOST,
    KIND_RECORDS
};

struct sample {
    const char *file;
    enum kind kind;
    const char *asked;
    const char *want;
};

static const struct sample samples[] = {
    { "dnspod-DescribeDomain.json", KIND_HOST, "dnspod.cn",
      "data; id c1ea5ee3-aa4b-446e-a42d-859b9461487b; status enable \"enable\"; dns error "
      "\"dnserror\"; expected temporary.dnspod.net barman.dnspod.net; no subdomain; grade "
      "DP_FREE" },
    { "dnspod-DescribeDomainList.json", KIND_NONE, "dnspod.com",
      "data; id bfb3f27e-4dba-4a5c-9aff-08d1c27d1c61" },
    { "dnspod-DescribeRecordList.json", KIND_RECORDS, "dnspod.cn",
      "data; id 561cdfcb-37a6-47de-b3c5-2b038e2c2276; 2 of 2; \"@\" dnspod.cn NS is "
      "\"f1g1ns1.dnspod.net.\" ttl 86400 enabled; \"@\" dnspod.cn NS is "
      "\"f1g1ns2.dnspod.net.\" ttl 86400 enabled" },
    { "domain-DescribeDomainSimpleInfo.json", KIND_INFO, "cent.com",
      "data; id 88888888-8888-8888-8888-888888888888; status ok; real name approved "
      "\"Approved\"; audit approved \"Approved\"; bought ok; registrar qcloud; created "
      "2018-08-08; expires 2018-08-08; servers ns2.qq.com ns4.qq.com ns3.qq.com ns1.qq.com" },
    { "ses-CreateEmailIdentity.json", KIND_IDENTITY, "mail.qcloud.com",
      "data; id 8979fc1e-9564-4fc9-bf7d-2958ce679b72; domain; not verified; spf "
      "mail.qcloud.com wants \"v=spf1 include:qcloudmail.com ~all\" sees \"\" bad; dkim "
      "mail._domainkey.mail.qcloud.com selector mail wants "
      "\"k=rsa;p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB…\" sees \"\" bad" },
    { "ses-DeleteEmailIdentity.json", KIND_IDENTITY, "mail.qcloud.com",
      "unreadable: the reply is no identity: it has neither \"VerifiedForSendingStatus\" "
      "nor \"Attributes\"; id 8979fc1e-9564-4fc9-bf7d-2958ce679b72" },
    { "ses-GetEmailIdentity.json", KIND_IDENTITY, "test007.cloudses.com",
      "data; id 417c19bc-c15b-4b8d-ae16-45ebff6fb854; domain; verified; option 1; dkim "
      "qcloud._domainkey.test007.cloudses.com selector qcloud wants \"v=DKIM1; k=rsa; "
      "p=MIIBIjANBgkqhkiG9w0BAQ…\" sees \"v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQ…\" good" },
    { "ses-ListEmailIdentities.json", KIND_LIST, "mail.qcloud.com",
      "data; id 8979fc1e-9564-4fc9-bf7d-2958ce679b72; 1; listed; not sending" },
    { "ses-UpdateEmailIdentity.json", KIND_IDENTITY, "mail.qcloud.com",
      "data; id 8979fc1e-9564-4fc9-bf7d-2958ce679b72; domain; not verified; spf "
      "mail.qcloud.com wants \"v=spf1 include:qcloudmail.com ~all\" sees \"\" bad; dkim "
      "mail._domainkey.mail.qcloud.com selector mail wants "
      "\"k=rsa;p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB…\" sees \"\" bad" },
    { "made/domain-simple-serverHold-unverified.json", KIND_INFO, "example.cn",
      "data; id 00000000-0000-4000-8000-000000000001; status serverHold; real name "
      "not-upload \"NotUpload\"; audit approved \"Approved\"; bought ok; registrar qcloud; "
      "created 2026-11-01; expires 2027-11-01; servers f1g1ns1.dnspod.net "
      "f1g1ns2.dnspod.net" },
    { "made/error-internal.json", KIND_IDENTITY, "mail.example.com",
      "error unavailable InternalError (An internal error occurred.); id "
      "00000000-0000-4000-8000-000000000001" },
    { "made/error-no-such-domain.json", KIND_IDENTITY, "mail.example.com",
      "error not-found InvalidParameterValue.NotExistDomain (The sender domain does not "
      "exist.); id 00000000-0000-4000-8000-000000000001" },
    { "made/error-request-limit.json", KIND_LIST, "mail.example.com",
      "error limit RequestLimitExceeded (Your request frequency exceeds the limit.); id "
      "00000000-0000-4000-8000-000000000001" },
    { "made/error-secretid-not-found.json", KIND_INFO, "mail.example.com",
      "error credentials AuthFailure.SecretIdNotFound (The SecretId is not found.); id "
      "00000000-0000-4000-8000-000000000001" },
    { "made/error-signature-expire.json", KIND_HOST, "mail.example.com",
      "error clock AuthFailure.SignatureExpire (Signature expired.); id "
      "00000000-0000-4000-8000-000000000001" },
    { "made/error-signature-failure.json", KIND_RECORDS, "mail.example.com",
      "error credentials AuthFailure.SignatureFailure (The provided credentials could not "
      "be validated. Please check your signature is correct.); id "
      "00000000-0000-4000-8000-000000000001" },
    { "made/error-unauthorized.json", KIND_IDENTITY, "mail.example.com",
      "error rights AuthFailure.UnauthorizedOperation (You are not authorized to perform "
      "this operation.); id 00000000-0000-4000-8000-000000000001" },
    { "made/get-identity-both-keys.json", KIND_IDENTITY, "mail.example.com",
      "data; id 00000000-0000-4000-8000-000000000001; domain; verified; option 2; dkim "
      "qcloudgz2048._domainkey.mail.example.com selector qcloudgz2048 wants \"v=DKIM1; "
      "k=rsa; p=MIIB...\" sees \"\" bad; dkim qcloudgz1024._domainkey.mail.example.com "
      "selector qcloudgz1024 wants \"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQ…\" sees "
      "\"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQ…\" good; mx mail.example.com wants "
      "\"mxbiz1.qq.com.\" sees \"mxbiz1.qq.com.\" good; spf mail.example.com wants "
      "\"v=spf1 include:qcloudmail.com ~all\" sees \"v=spf1 include:qcloudmail.com ~all\" "
      "good; dmarc _dmarc.mail.example.com wants \"v=DMARC1; p=none\" sees \"v=DMARC1; "
      "p=none\" good" },
    { "made/get-identity-four-unseen.json", KIND_IDENTITY, "mail.example.com",
      "data; id 00000000-0000-4000-8000-000000000001; domain; not verified; option 0; dkim "
      "qcloudgz1024._domainkey.mail.example.com selector qcloudgz1024 wants \"v=DKIM1; "
      "k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQ…\" sees \"\" bad; mx mail.example.com wants "
      "\"mxbiz1.qq.com.\" sees \"\" bad; spf mail.example.com wants \"v=spf1 "
      "include:qcloudmail.com ~all\" sees \"\" bad; dmarc _dmarc.mail.example.com wants "
      "\"v=DMARC1; p=none\" sees \"\" bad" },
    { "made/get-identity-four-verified.json", KIND_IDENTITY, "mail.example.com",
      "data; id 00000000-0000-4000-8000-000000000001; domain; verified; option 0; dkim "
      "qcloudgz1024._domainkey.mail.example.com selector qcloudgz1024 wants \"v=DKIM1; "
      "k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQ…\" sees \"v=DKIM1; k=rsa; "
      "p=MIGfMA0GCSqGSIb3DQEBAQ…\" good; mx mail.example.com wants \"mxbiz1.qq.com.\" sees "
      "\"mxbiz1.qq.com.\" good; spf mail.example.com wants \"v=spf1 include:qcloudmail.com "
      "~all\" sees \"v=spf1 include:qcloudmail.com ~all\" good; dmarc "
      "_dmarc.mail.example.com wants \"v=DMARC1; p=none\" sees \"v=DMARC1; p=none\" good" },
    { "made/get-identity-spf-differs.json", KIND_IDENTITY, "mail.example.com",
      "data; id 00000000-0000-4000-8000-000000000001; domain; not verified; option 0; dkim "
      "qcloudgz1024._domainkey.mail.example.com selector qcloudgz1024 wants \"v=DKIM1; "
      "k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQ…\" sees \"v=DKIM1; k=rsa; "
      "p=MIGfMA0GCSqGSIb3DQEBAQ…\" good; mx mail.example.com wants \"mxbiz1.qq.com.\" sees "
      "\"mxbiz1.qq.com.\" good; spf mail.example.com wants \"v=spf1 include:qcloudmail.com "
      "~all\" sees \"v=spf1 include:spf.mail.qq.com ~all\" bad; dmarc "
      "_dmarc.mail.example.com wants \"v=DMARC1; p=none\" sees \"v=DMARC1; p=none\" good" },
};

static struct slice read_envelope(const struct api_http *http, struct arena *arena)
{
    struct api_reply reply;
    struct buf buf;

    buf_init(&buf, arena, SHOW_MAXIMUM);
    assert_int_equal(api_reply_read(http, arena, &reply), STATUS_OK);
    show_outcome(&reply.outcome, &buf);
    api_reply_free(&reply);
    return buf_slice(&buf);
}

static struct slice read_reply(const struct sample *sample, const struct api_http *http,
                               struct arena *arena)
{
    struct dns_name asked = make_name(sample->asked);
    struct ses_identity identity;
    struct ses_list list;
    struct domain_info info;
    struct dns_host host;
    struct dns_host_records records;

    switch (sample->kind) {
    case KIND_NONE:
        break;
    case KIND_IDENTITY:
        assert_int_equal(ses_identity_read(http, &asked, arena, &identity), STATUS_OK);
        return show_identity(&identity, arena);
    case KIND_LIST:
        assert_int_equal(ses_list_read(http, &asked, arena, &list), STATUS_OK);
        return show_list(&list, arena);
    case KIND_INFO:
        assert_int_equal(domain_info_read(http, &asked, arena, &info), STATUS_OK);
        return show_info(&info, arena);
    case KIND_HOST:
        assert_int_equal(dns_host_read(http, &asked, arena, &host), STATUS_OK);
        return show_host(&host, arena);
    case KIND_RECORDS:
        assert_int_equal(dns_host_records_read(http, &asked, arena, &records), STATUS_OK);
        return show_records(&records, arena);
    }
    return read_envelope(http, arena);
}

static void check_sample(const struct sample *sample, const char *folder)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice path = arena_printf(arena, "%s/%s", folder, sample->file);
    struct api_http http = make_http(200, read_test_file(path.data, arena));
    struct slice line = read_reply(sample, &http, arena);

    if (getenv("PRINT_SAMPLES") != NULL) {
        (void)printf("%s\t%.*s\n", sample->file, SLICE_ARGS(line));
    } else {
        expect_text(sample->file, "reply", line, sample->want);
    }
    arena_destroy(arena);
}

/* How many files of a folder are in the table, which all have to be. */
static size_t count_files(const char *folder, const char *prefix)
{
    DIR *directory = opendir(folder);
    const struct dirent *entry;
    size_t files = 0;

    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        struct slice name = slice_of(entry->d_name);
        bool is_known = false;

        if (slice_find(name, '.') == name.length || name.data[0] == '.' ||
            slice_equal(name, SLICE("tc3-vectors.json"))) {
            continue;
        }
        for (size_t i = 0; i < ROWS(samples) && !is_known; i++) {
            struct slice file = slice_of(samples[i].file);

            is_known = slice_starts_with(file, slice_of(prefix)) &&
                       slice_equal(slice_from(file, strlen(prefix)), name);
        }
        if (!is_known) {
            fail_msg("%s%s is not in the table", prefix, entry->d_name);
        }
        files++;
    }
    (void)closedir(directory);
    return files;
}

static void test_samples(void **state)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice folder = sample_path("tencent", arena);
    struct slice made = sample_path("tencent/made", arena);

    (void)state;
    if (folder.length == 0) {
        arena_destroy(arena);
        skip();
        return;
    }
    for (size_t i = 0; i < ROWS(samples); i++) {
        check_sample(&samples[i], folder.data);
    }
    assert_int_equal(count_files(folder.data, "") + count_files(made.data, "made/"), ROWS(samples));
    arena_destroy(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
