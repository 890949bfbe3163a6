/* SPDX-License-Identifier: MIT */
/*
 * How the readers of RDAP and WHOIS fill a registration: texts made harmless and cut, each status
 * and server once, nothing beyond what the structure holds.
 */
#ifndef CHECK_SES_REGISTRY_REGISTRATION_FILL_H
#define CHECK_SES_REGISTRY_REGISTRATION_FILL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "dns/name.h"
#include "registry/registration.h"

#define REGISTRATION_STATUS_TEXT_MAXIMUM 64
#define REGISTRATION_REGISTRAR_MAXIMUM 128
#define REGISTRATION_REASON_MAXIMUM 512
#define REGISTRATION_SERVER_TEXT_MAXIMUM 255
#define REGISTRATION_EXCERPT 120 /* of a reply, in a reason */
#define REGISTRATION_RETRY_MINIMUM 1
#define REGISTRATION_RETRY_MAXIMUM 86400

/*
 * A copy of foreign text: blanks around it cut, at most `maximum` octets, "?" for each control
 * character and each octet that is not UTF-8. Empty if the arena failed.
 */
struct slice registration_clean(struct slice text, size_t maximum, struct arena *arena);

/* Whether registration_clean() would leave a text as it is. */
bool registration_is_clean(struct slice text, size_t maximum);

/*
 * Adds one status as a reply has it, once. When there is no room, one that is known takes the place
 * of one that is not, so that no known status is ever lost. An empty text is no status.
 */
void registration_add_status(struct registration *registration, struct slice text,
                             struct arena *arena);

/* Adds a name server, once. A text that is no host name of two labels or more gives false. */
bool registration_add_server(struct registration *registration, struct slice text);

/* A result without an object, and why: cleaned, at most REGISTRATION_REASON_MAXIMUM octets. */
void registration_fail(struct registration *registration, enum registration_result result,
                       struct slice reason, struct arena *arena);

/*
 * Whether a name in a reply is the name asked: in any case, with a final dot or without, in
 * A-labels or in U-labels. *ret_memory: STATUS_NO_MEMORY when IDNA had none, else STATUS_OK.
 */
bool registration_is_about(struct slice text, const struct dns_name *asked,
                           enum status *ret_memory);

#endif
