/* SPDX-License-Identifier: MIT */
/*
 * Judgements of MX records over a world, for tests of their rules. The sender domain is
 * mail.example.test.
 */
#ifndef CHECK_SES_TESTS_UNIT_MX_WORLD_H
#define CHECK_SES_TESTS_UNIT_MX_WORLD_H

#include "world.h"

#include "rules/mx_rules.h"

#define HERE "mail.example.test MX "
#define TENCENT HERE "10 mxbiz1.qq.com"
#define OWN "mx.example.test A 192.0.2.1"
#define EXISTS "mail.example.test TXT v=spf1 ~all" /* so that a missing MX is NODATA */
#define DELEGATED "test SOA 600", "test NS ns.test"
#define QQ                                                                   \
    "com SOA 600", "com NS ns.com", "qq.com SOA 600", "qq.com NS ns.qq.com", \
        "mxbiz1.qq.com A 203.0.113.1", "mxbiz1.qq.com AAAA 2001:db8::1"

#define ZONES 96

/* One judgement. */
struct judged {
    struct verdict verdict;
    struct config config;
    struct mx_request request;
    const struct mx_details *details;
    enum state timeout_state;
};

/* A request by options as on the command line: "-d", "--profile", "--why". */
void mx_world_configure(const char *options, struct judged *judged);

/* The world of some rows and the zones around them, unless the rows begin with DELEGATED; `zones`
 * has to live as long as it. */
void mx_world_begin(struct world *world, const char *const *rows, const char *zones[ZONES]);

/* A judgement with what is known now, and one to its end. */
void mx_world_judge_once(struct world *world, struct judged *judged);
void mx_world_judge(struct world *world, struct judged *judged);

/* "doubled,-": the problems of the document's records; "null" when there is no list. */
struct slice mx_world_problems(struct world *world, const struct judged *judged);

/* What every finding has, and those on MX besides: type, name, a sentence for the first line. */
void mx_world_expect_whole(const char *title, const struct finding *finding);

#endif
