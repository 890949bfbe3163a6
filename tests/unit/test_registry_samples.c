/* SPDX-License-Identifier: MIT */
/*
 * Every recorded and made reply of the facts folder that stands beside the checkout (or is named by
 * SHARED_FACTS), and what must be read from it. Skipped where there is no such folder. With
 * PRINT_SAMPLES in the environment what was read is printed, one line a file.
 */
#include "registry_show.h"

#include <dirent.h>

#include "registry/rdap_domain.h"
#include "registry/whois_domain.h"

#define NOW INT64_C(1795521600) /* 2026-11-24T12:00:00Z */
#define PATH_SIZE 512

struct sample {
    const char *file;
    const char *asked;
    unsigned http_status; /* 0: WHOIS, or the file has a status line itself */
    const char *want;
};

static const struct sample rdap_samples[] = {
    { "afnic.fr.json", "afnic.fr", 200, "found; ok; 3 servers; expires 2029-07-18T08:26:59Z" },
    { "error-ripe-501.json", "example.com", 501, "unreadable" },
    { "example.com-redacted.json", "example.com", 200,
      "found; serverDeleteProhibited, serverUpdateProhibited, serverTransferProhibited, "
      "clientTransferProhibited; 2 servers; expires 2021-06-03T04:00:00Z" },
    { "example.cz.json", "example.cz", 200, "found; ok; 3 servers; expires 2019-08-30T12:00:00Z" },
    { "home.moscow.json", "home.moscow", 200,
      "found; clientTransferProhibited; 2 servers; expires 2024-10-19T19:28:12Z" },
    { "lemonde.fr.json", "lemonde.fr", 200,
      "found; serverUpdateProhibited, serverTransferProhibited, serverDeleteProhibited, server "
      "recover prohibited; 4 servers; expires 2025-06-09T22:08:09Z" },
    { "microsoft.click.json", "microsoft.click", 200,
      "found; clientUpdateProhibited, clientTransferProhibited, clientDeleteProhibited; 4 servers; "
      "expires 2024-11-12T19:15:55Z" },
    { "made/active.json", "example.com", 200,
      "found; ok; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/both-holds.json", "example.com", 200,
      "found; clientHold, serverHold; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/client-hold.json", "example.com", 200,
      "found; clientHold, clientTransferProhibited; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/cut-in-the-middle.json", "example.com", 200, "unreadable" },
    { "made/dates-odd-forms.json", "example.com", 200,
      "found; ok; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/entity-status-hold.json", "example.com", 200,
      "found; ok; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/epp-camelcase.json", "example.top", 200,
      "found; clientTransferProhibited, serverHold; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/error-404.json", "example.com", 404, "not-found" },
    { "made/error-429-full.json", "example.com", 429, "refused" },
    { "made/error-429-html.html", "example.com", 429, "refused" },
    { "made/error-429.json", "example.com", 429, "refused" },
    { "made/error-503.json", "example.com", 503, "unreadable" },
    { "made/error-code-string.json", "example.com", 404, "not-found" },
    { "made/error-no-title.json", "example.com", 404, "not-found" },
    { "made/expired-auto-renew.json", "example.com", 200,
      "found; autoRenewPeriod, clientHold; 2 servers; expires 2026-11-01T00:00:00Z" },
    { "made/http-429-date-head.txt", "example.com", 0, "refused; retry 1800" },
    { "made/http-429-head.txt", "example.com", 0, "refused; retry 120" },
    { "made/inactive.json", "example.com", 200,
      "found; inactive; 0 servers; expires 2027-01-01T00:00:00Z" },
    { "made/mixed-case-blanks.json", "example.com", 200,
      "found; serverHold, clientTransferProhibited; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/no-status.json", "example.com", 200, "found; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/ns-swapped-no-hold.json", "example.com", 200,
      "found; autoRenewPeriod, clientTransferProhibited; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/other-domain.json", "example.com", 200, "unreadable" },
    { "made/pending-delete.json", "example.com", 200,
      "found; pendingDelete, redemptionPeriod, serverHold; 2 servers; expires "
      "2027-01-01T00:00:00Z" },
    { "made/prohibited-not-hold.json", "example.com", 200,
      "found; serverUpdateProhibited, clientRenewProhibited; 2 servers; expires "
      "2027-01-01T00:00:00Z" },
    { "made/secure-dns-signed.json", "example.com", 200,
      "found; serverHold; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/server-hold-pending-create.json", "example.com", 200,
      "found; pendingCreate, serverHold; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/server-hold.json", "example.com", 200,
      "found; clientTransferProhibited, serverHold; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/status-null.json", "example.com", 200,
      "found; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/status-string.json", "example.top", 200,
      "found; serverHold; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/status-with-epp-url.json", "example.com", 200,
      "found; serverHold; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/status-with-number.json", "example.com", 200,
      "found; serverHold; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/transfer-hold-word.json", "example.com", 200,
      "found; transfer hold, clientTransferProhibited; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/upper-ldh-trailing-dot.json", "example.com", 200,
      "found; serverHold; 2 servers; expires 2027-01-01T00:00:00Z" },
    { "made/verification-hold-cn.json", "example.xn--55qx5d", 200,
      "found; serverHold, clientTransferProhibited; 2 servers; expires 2027-01-01T00:00:00Z" },
};

static const struct sample whois_samples[] = {
    { "au-serverHold-annotated.txt", "pinewood.com.au", 0,
      "found; serverHold, serverUpdateProhibited; 3 servers" },
    { "cnnic-apple.cn-registered.txt", "apple.cn", 0,
      "found; serverDeleteProhibited, serverUpdateProhibited, clientTransferProhibited, "
      "serverTransferProhibited; 4 servers; expires 2020-03-17T04:48:36Z" },
    { "cnnic-available-old.txt", "example.cn", 0, "not-found" },
    { "cnnic-google.cn-registered.txt", "google.cn", 0,
      "found; clientDeleteProhibited, serverDeleteProhibited, clientUpdateProhibited, "
      "serverUpdateProhibited, clientTransferProhibited, serverTransferProhibited; 4 servers; "
      "expires 2017-03-17T04:48:36Z" },
    { "cnnic-idn-multiname.txt", "xn--vhq524a.xn--fiqs8s", 0,
      "found; ok; 2 servers; expires 2021-08-04T23:36:09Z" },
    { "cnnic-nomatch.txt", "example.cn", 0, "not-found" },
    { "cnnic-oldform-com.cn-registered.txt", "concordecals.com.cn", 0,
      "found; ok; 2 servers; expires 2013-03-05T16:00:00Z" },
    { "cnnic-prohibited.txt", "example.cn", 0, "reserved" },
    { "cnnic-reserved-list.txt", "example.cn", 0, "reserved" },
    { "co-notfound.txt", "example.cn", 0, "not-found" },
    { "ee-expired-serverHold.txt", "samanacrafts.ee", 0,
      "found; expired, serverHold; 2 servers; expires 2015-11-01T00:00:00Z" },
    { "hk-google.hk-registered.txt", "google.hk", 0,
      "found; ok; 4 servers; expires 2020-03-30T16:00:00Z" },
    { "hk-notfound.txt", "example.cn", 0, "not-found" },
    { "iana-tld-cn.txt", "example.cn", 0, "unreadable" },
    { "io-notfound.txt", "example.cn", 0, "not-found" },
    { "jp-available.txt", "example.cn", 0, "not-found" },
    { "jp-registered.txt", "google.jp", 0, "found; ok; 4 servers; expires 2014-05-30T15:00:00Z" },
    { "jp-suspended.txt", "veganwiz.jp", 0,
      "found; suspended; 0 servers; expires 2012-08-30T15:00:00Z" },
    { "jp-to-be-suspended.txt", "flirtbox.jp", 0,
      "found; toBeSuspended; 2 servers; expires 2011-12-30T15:00:00Z" },
    { "kr-available.txt", "u34jedzcq.kr", 0, "not-found" },
    { "kr-registered.txt", "google.kr", 0, "found; 2 servers; expires 2015-03-01T15:00:00Z" },
    { "limit-co.za.txt", "example.cn", 0, "refused; retry 13" },
    { "limit-cz.txt", "example.cn", 0, "refused" },
    { "limit-de.txt", "example.cn", 0, "refused" },
    { "limit-markmonitor.txt", "example.cn", 0, "refused" },
    { "limit-nl-daily.txt", "example.cn", 0, "refused" },
    { "limit-nl-second.txt", "example.cn", 0, "refused" },
    { "limit-org.txt", "example.cn", 0, "refused" },
    { "limit-pl.txt", "example.cn", 0, "refused" },
    { "limit-uk.txt", "google.co.uk", 0, "refused; retry 50" },
    { "me-no-nameservers.txt", "wossna.me", 0, "unreadable" },
    { "me-notfound.txt", "example.cn", 0, "not-found" },
    { "tc-ok-and-serverHold.txt", "google.tc", 0,
      "found; ok, serverHold; 4 servers; expires 2014-10-12T21:00:00Z" },
    { "tw-google.tw-registered.txt", "google.tw", 0,
      "found; clientUpdateProhibited, clientTransferProhibited, clientDeleteProhibited; 4 servers; "
      "expires 2020-10-30T16:00:00Z" },
    { "tw-notfound.txt", "example.cn", 0, "not-found" },
    { "ua-clientHold.txt", "oogle.com.ua", 0,
      "found; clientHold; 3 servers; expires 2013-07-18T12:15:38Z" },
    { "ua-pendingDelete.txt", "googke.com.ua", 0,
      "found; pendingDelete; 3 servers; expires 2013-04-05T14:53:25Z" },
    { "ua-redemptionPeriod.txt", "googlw.com.ua", 0,
      "found; redemptionPeriod; 2 servers; expires 2013-06-19T07:13:30Z" },
    { "verisign-com-available.txt", "u34jedzcq.com", 0, "not-found" },
    { "verisign-com-pendingDelete.txt", "killianestates.com", 0,
      "found; pendingDelete; 2 servers; expires 2013-05-26T00:00:00Z" },
    { "verisign-com-registered.txt", "google.com", 0,
      "found; clientDeleteProhibited, clientTransferProhibited, clientUpdateProhibited, "
      "serverDeleteProhibited, serverTransferProhibited, serverUpdateProhibited; 4 servers; "
      "expires 2020-09-14T04:00:00Z" },
    { "verisign-unavailable.txt", "example.cn", 0, "refused" },
    { "zdns-google.top-registered.txt", "google.top", 0,
      "found; clientUpdateProhibited, clientTransferProhibited, clientDeleteProhibited; 4 servers; "
      "expires 2020-04-09T07:00:00Z" },
    { "made/cnnic-both-holds.txt", "example.cn", 0,
      "found; clientHold, serverHold, clientRenewProhibited, serverRenewProhibited; 2 servers; "
      "expires 2027-11-01T02:00:00Z" },
    { "made/cnnic-clientHold-crlf.txt", "example.cn", 0,
      "found; clientTransferProhibited, clientHold; 2 servers; expires 2027-11-01T02:00:00Z" },
    { "made/cnnic-clientHold.txt", "example.cn", 0,
      "found; clientTransferProhibited, clientHold; 2 servers; expires 2027-11-01T02:00:00Z" },
    { "made/cnnic-cut-mid-line.txt", "example.cn", 0, "unreadable" },
    { "made/cnnic-idn-serverHold.txt", "xn--fsqu00a.xn--fiqs8s", 0,
      "found; serverHold; 2 servers; expires 2027-11-01T02:00:00Z" },
    { "made/cnnic-inactive.txt", "example.cn", 0,
      "found; inactive; 0 servers; expires 2027-11-01T02:00:00Z" },
    { "made/cnnic-nameserver-named-hold.txt", "hold-server.cn", 0,
      "found; ok; 2 servers; expires 2027-11-01T02:00:00Z" },
    { "made/cnnic-ok.txt", "example.cn", 0, "found; ok; 2 servers; expires 2027-11-01T02:00:00Z" },
    { "made/cnnic-pendingDelete.txt", "example.cn", 0,
      "found; pendingDelete, serverHold; 2 servers; expires 2027-11-01T02:00:00Z" },
    { "made/cnnic-pendingVerification-only.txt", "example.cn", 0,
      "found; pendingVerification; 2 servers; expires 2027-11-01T02:00:00Z" },
    { "made/cnnic-serverHold-pendingVerification.txt", "example.cn", 0,
      "found; pendingVerification, serverHold; 2 servers; expires 2027-11-01T02:00:00Z" },
    { "made/de-connect.txt", "example.de", 0, "found; ok; 2 servers" },
    { "made/de-free.txt", "example.de", 0, "not-found" },
    { "made/empty.txt", "example.cn", 0, "unreadable" },
    { "made/eu-available.txt", "example.eu", 0, "not-found" },
    { "made/eu-registered.txt", "example.eu", 0, "found; 2 servers" },
    { "made/limit-after.txt", "example.cn", 0, "refused; retry 86400" },
    { "made/limit-excessive.txt", "example.cn", 0, "refused" },
    { "made/limit-gb18030.txt", "example.cn", 0, "refused" },
    { "made/limit-generic-exceeded.txt", "example.cn", 0, "refused" },
    { "made/limit-interval.txt", "example.cn", 0, "refused; retry 30" },
    { "made/se-serverHold.txt", "example.se", 0,
      "found; suspended, serverHold; 2 servers; expires 2026-06-14T00:00:00Z" },
    { "made/sk-comma-serverHold.txt", "example.sk", 0,
      "found; clientTransferProhibited, serverHold; 1 servers; expires 2027-11-01T00:00:00Z" },
    { "made/verisign-com-clientHold.txt", "example.com", 0,
      "found; clientHold, clientTransferProhibited; 2 servers; expires 2027-11-01T02:00:00Z" },
    { "made/verisign-com-ok.txt", "example.com", 0,
      "found; ok; 2 servers; expires 2027-11-01T02:00:00Z" },
    { "made/verisign-com-serverHold.txt", "example.com", 0,
      "found; clientTransferProhibited, serverHold; 2 servers; expires 2027-11-01T02:00:00Z" },
    { "made/zdns-top-serverHold-brackets.txt", "example.top", 0,
      "found; clientTransferProhibited, serverHold; 2 servers; expires 2027-11-01T02:00:00Z" },
};

/* What matters of a registration, on one line. */
static struct slice summarise(const struct registration *registration, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
    buf_add_text(&buf, registration_result_text(registration->result));
    for (size_t i = 0; i < registration->status_count; i++) {
        buf_printf(&buf, "%s%.*s", i == 0 ? "; " : ", ",
                   SLICE_ARGS(registration->statuses[i].text));
    }
    if (registration->result == REGISTRATION_RESULT_FOUND) {
        buf_printf(&buf, "; %zu servers", registration->server_count);
    }
    if (registration->has_expires) {
        show_time("expires", registration->expires, &buf);
    }
    if (registration->retry_after_s > 0) {
        buf_printf(&buf, "; retry %u", (unsigned)registration->retry_after_s);
    }
    assert_int_equal(buf_status(&buf), STATUS_OK);
    return buf_slice(&buf);
}

/* --- reading --------------------------------------------------------------------------------- */

/* The value of a field of a head, empty without. */
static struct slice field_of(struct slice head, struct slice name)
{
    struct slice rest = head;
    struct slice line;

    while (slice_split(&rest, '\n', &line)) {
        if (slice_starts_with_nocase(line, name)) {
            return slice_trim(slice_from(line, name.length));
        }
    }
    return slice_empty();
}

/* A file is a body, or a head without one: "HTTP/1.1 429 Too Many Requests" and fields. */
static struct rdap_reply make_reply(const struct sample *sample, struct slice text)
{
    struct rdap_reply reply = { .http_status = sample->http_status,
                                .content_type = slice_empty(),
                                .retry_after = slice_empty(),
                                .body = text };
    uint64_t status = 0;

    if (sample->http_status == 0) {
        assert_int_equal(slice_number(slice_head(slice_from(text, 9), 3), 100, 599, &status),
                         STATUS_OK);
        reply.http_status = (unsigned)status;
        reply.content_type = field_of(text, SLICE("Content-Type:"));
        reply.retry_after = field_of(text, SLICE("Retry-After:"));
        reply.body = slice_empty();
    }
    return reply;
}

static void check_sample(const struct sample *sample, const char *folder, bool is_rdap)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice path = arena_printf(arena, "%s/%s", folder, sample->file);
    struct slice text = read_test_file(path.data, arena);
    struct dns_name asked = make_name(sample->asked);
    struct registration registration;
    struct slice summary;

    if (is_rdap) {
        struct rdap_reply reply = make_reply(sample, text);

        assert_int_equal(rdap_domain_parse(&reply, &asked, NOW, arena, &registration), STATUS_OK);
    } else {
        assert_int_equal(whois_domain_parse(text, &asked, NOW, arena, &registration), STATUS_OK);
    }
    summary = summarise(&registration, arena);
    if (getenv("PRINT_SAMPLES") != NULL) {
        (void)printf("%s/%s\t%s\t%.*s\n", is_rdap ? "rdap" : "whois", sample->file, sample->asked,
                     SLICE_ARGS(summary));
    }
    expect_text(sample->file, "summary", summary, sample->want);
    arena_destroy(arena);
}

/* --- the folder ------------------------------------------------------------------------------ */

/* Files of a folder, each of which has to be in the table: "made/" is its only folder. */
static size_t count_files(const char *folder, const char *prefix, const struct sample *samples,
                          size_t count)
{
    DIR *directory = opendir(folder);
    const struct dirent *entry;
    size_t files = 0;

    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        char name[PATH_SIZE];
        bool is_known = false;

        if (strchr(entry->d_name, '.') == NULL || entry->d_name[0] == '.') {
            continue;
        }
        (void)snprintf(name, sizeof name, "%s%s", prefix, entry->d_name);
        for (size_t i = 0; i < count && !is_known; i++) {
            is_known = strcmp(name, samples[i].file) == 0;
        }
        if (!is_known) {
            fail_msg("%s is not in the table", name);
        }
        files++;
    }
    (void)closedir(directory);
    return files;
}

static void check_all(const char *name, const struct sample *samples, size_t count, bool is_rdap)
{
    struct arena *arena = make_arena(LIMIT_ARENA);
    struct slice path = sample_path(name, arena);
    char folder[PATH_SIZE];
    char made[PATH_SIZE];

    (void)snprintf(folder, sizeof folder, "%.*s", SLICE_ARGS(path));
    arena_destroy(arena);
    if (folder[0] == '\0') {
        skip();
    }
    (void)snprintf(made, sizeof made, "%.*s/made", PATH_SIZE - 8, folder);
    for (size_t i = 0; i < count; i++) {
        check_sample(&samples[i], folder, is_rdap);
    }
    assert_int_equal(count_files(folder, "", samples, count) +
                         count_files(made, "made/", samples, count),
                     count);
}

static void test_rdap(void **state)
{
    (void)state;
    check_all("rdap", rdap_samples, ROWS(rdap_samples), true);
}

static void test_whois(void **state)
{
    (void)state;
    check_all("whois", whois_samples, ROWS(whois_samples), false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rdap),
        cmocka_unit_test(test_whois),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
