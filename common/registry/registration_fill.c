/* SPDX-License-Identifier: MIT */
/* Filling a registration within its limits. */
#include "registry/registration_fill.h"

#include "base/utf8.h"

static bool code_is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

/* Octets of the character at `at`, 0 when it has to be replaced. */
static size_t clean_length(struct slice text, size_t at)
{
    uint32_t code = 0;
    size_t length = utf8_decode(text, at, &code);

    return code_is_control(code) ? 0 : length;
}

/* At most `maximum` octets of `text`, made harmless, in `buffer`. */
static struct slice clean_into(char *buffer, size_t maximum, struct slice text)
{
    struct slice part = slice_trim(text);

    part = slice_trim(slice_head(part, utf8_cut(part, maximum)));
    for (size_t at = 0; at < part.length;) {
        size_t length = clean_length(part, at);

        if (length == 0) {
            buffer[at++] = '?';
        }
        for (size_t i = 0; i < length; i++, at++) {
            buffer[at] = part.data[at];
        }
    }
    return slice_make(buffer, part.length);
}

struct slice registration_clean(struct slice text, size_t maximum, struct arena *arena)
{
    char buffer[REGISTRATION_REASON_MAXIMUM];

    return arena_copy(arena,
                      clean_into(buffer, maximum < sizeof buffer ? maximum : sizeof buffer, text));
}

bool registration_is_clean(struct slice text, size_t maximum)
{
    if (text.length > maximum || slice_trim(text).length != text.length) {
        return false;
    }
    for (size_t at = 0; at < text.length;) {
        size_t length = clean_length(text, at);

        if (length == 0) {
            return false;
        }
        at += length;
    }
    return true;
}

/* --- statuses -------------------------------------------------------------------------------- */

/* The text to keep: of an unknown status one that reads as unknown again, whatever was cut off. */
static struct slice status_text_of(enum epp_status status, struct slice text, char *buffer)
{
    struct slice kept;

    if (status != EPP_STATUS_OTHER) {
        return slice_of(epp_status_text(status));
    }
    kept = clean_into(buffer, REGISTRATION_STATUS_TEXT_MAXIMUM, text);
    return epp_status_from_text(kept) == EPP_STATUS_OTHER
               ? kept
               : slice_of(epp_status_text(EPP_STATUS_OTHER));
}

static bool has_status(const struct registration *registration,
                       const struct registration_status *status)
{
    for (size_t i = 0; i < registration->status_count; i++) {
        if (slice_equal(registration->statuses[i].text, status->text)) {
            return true;
        }
    }
    return false;
}

/* The last unknown status makes room. There is one: the known ones are fewer than the places. */
static void replace_unknown(struct registration *registration,
                            const struct registration_status *status)
{
    _Static_assert(EPP_STATUS_COUNT <= REGISTRATION_STATUSES_MAXIMUM, "room for each of them");
    for (size_t i = registration->status_count; i > 0; i--) {
        if (registration->statuses[i - 1].status == EPP_STATUS_OTHER) {
            registration->statuses[i - 1] = *status;
            return;
        }
    }
}

void registration_add_status(struct registration *registration, struct slice text,
                             struct arena *arena)
{
    char buffer[REGISTRATION_STATUS_TEXT_MAXIMUM];
    struct registration_status status = { .status = epp_status_from_text(text) };

    if (slice_trim(text).length == 0) {
        return;
    }
    status.text = status_text_of(status.status, text, buffer);
    if (has_status(registration, &status)) {
        return;
    }
    if (registration->status_count == REGISTRATION_STATUSES_MAXIMUM) {
        registration->truncated = true;
        if (status.status != EPP_STATUS_OTHER) {
            replace_unknown(registration, &status);
        }
        return;
    }
    if (status.status == EPP_STATUS_OTHER) {
        status.text = arena_copy(arena, status.text);
    }
    registration->statuses[registration->status_count++] = status;
}

/* --- names ----------------------------------------------------------------------------------- */

bool registration_add_server(struct registration *registration, struct slice text)
{
    struct dns_name name;

    if (name_from_text(slice_trim(text), &name, NULL) != STATUS_OK || !name_is_plain(&name) ||
        name_label_count(&name) < 2) {
        return false;
    }
    for (size_t i = 0; i < registration->server_count; i++) {
        if (name_equal(&registration->servers[i], &name)) {
            return true;
        }
    }
    if (registration->server_count == REGISTRATION_SERVERS_MAXIMUM) {
        registration->truncated = true;
        return true;
    }
    registration->servers[registration->server_count++] = name;
    return true;
}

bool registration_is_about(struct slice text, const struct dns_name *asked, enum status *ret_memory)
{
    struct slice trimmed = slice_trim(text);
    struct dns_name name;
    enum status status = name_from_text(trimmed, &name, NULL);

    *ret_memory = STATUS_OK;
    if (status == STATUS_OK && name_equal(&name, asked)) {
        return true;
    }
    status = name_from_user(trimmed, &name, NULL);
    if (status == STATUS_NO_MEMORY) {
        *ret_memory = status;
    }
    return status == STATUS_OK && name_equal(&name, asked);
}

void registration_fail(struct registration *registration, enum registration_result result,
                       struct slice reason, struct arena *arena)
{
    registration->result = result;
    registration->reason = registration_clean(reason, REGISTRATION_REASON_MAXIMUM, arena);
}
