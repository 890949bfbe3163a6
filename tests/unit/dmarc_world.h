/* SPDX-License-Identifier: MIT */
/*
 * Judgements of DMARC over a world, for tests of its rules. The sender domain is mail.example.test.
 */
#ifndef CHECK_SES_TESTS_UNIT_DMARC_WORLD_H
#define CHECK_SES_TESTS_UNIT_DMARC_WORLD_H

#include "world.h"

#include "rules/dmarc_rules.h"

#define AT(name) "_dmarc." name " TXT "
#define HERE AT("mail.example.test")
#define ORG AT("example.test")
#define OWN ORG "v=DMARC1; p=reject", HERE /* beside one of the registered domain */
#define RUA "; rua=mailto:d@example.test"
#define RUA_HERE "; rua=mailto:d@mail.example.test"
#define MX_HERE "mail.example.test MX 10 mx.example.test"
#define OUT "; rua=mailto:d@provider.test"
#define PERMIT "mail.example.test._report._dmarc.provider.test TXT "
#define DELEGATED "test SOA 600", "test NS ns.test"
#define DEEP "a.b.c.d.e.f.g.h.example.test"

#define ZONES 24

/* One judgement. */
struct judged {
    struct verdict verdict;
    struct dmarc_config config;
    const struct dmarc_details *details;
    enum state timeout_state;
};

/* A configuration by options as on the command line: "-d", "--profile", "--why", "--method",
 * "--min-policy", "--spf-domain", "--dkim-domain", each with its value. */
void dmarc_world_configure(const char *options, struct world *world, struct judged *judged);

/* The world of some rows and the zones around them, unless the rows begin with DELEGATED; `zones`
 * has to live as long as it. */
void dmarc_world_begin(struct world *world, const char *const *rows, const char *zones[ZONES]);

/* A judgement with what is known now, and one to its end. */
void dmarc_world_judge_once(struct world *world, struct judged *judged);
void dmarc_world_judge(struct world *world, struct judged *judged);

#endif
