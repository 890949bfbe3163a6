/* SPDX-License-Identifier: MIT */
/*
 * WHOIS replies without an object say in prose why: no such domain, reserved, asked too often.
 * A denial is taken by its exact beginning only, for it is believed; a refusal by loose words, for
 * it merely makes us wait.
 */
#ifndef CHECK_SES_REGISTRY_WHOIS_SENTENCE_H
#define CHECK_SES_REGISTRY_WHOIS_SENTENCE_H

#include <stdint.h>

#include "base/slice.h"
#include "registry/registration.h"

/*
 * NOT_FOUND, RESERVED, REFUSED, or NONE when no sentence is known. `asked` is the name as text: a
 * denial that names another one is none. *ret_line is the line that says so. Linear.
 */
enum registration_result whois_sentence_find(struct slice text, struct slice asked,
                                             struct slice *ret_line);

/*
 * The first span of time in a text ("13 Seconds", "24h0m0s", "5 minutes") in seconds, from 1 to a
 * day; 0 when there is none.
 */
uint32_t whois_sentence_seconds(struct slice text);

#endif
