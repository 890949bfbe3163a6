/* SPDX-License-Identifier: MIT */
/* The options of check_ses_dkim: defaults, and what of them does not fit together. */
#include <string.h>

#include "base/base64.h"
#include "mail/dkim_key.h"
#include "rules/dkim_rules.h"

void dkim_config_init(struct dkim_config *config)
{
    /* Cannot fail: both are literals of the grammar. */
    (void)!range_parse(SLICE("2048:"), &config->common.warning);
    (void)!range_parse(SLICE("1024:"), &config->common.critical);
}

/* Where "._domainkey" begins in a name, upper or lower case; the length when it is not there. */
static size_t find_container(struct slice value)
{
    for (size_t i = 0; i < value.length; i++) {
        if (slice_starts_with_nocase(slice_from(value, i), SLICE("._domainkey"))) {
            return i;
        }
    }
    return value.length;
}

enum status dkim_config_add_selector(struct dkim_config *config, struct slice value,
                                     struct arena *arena, struct slice *ret_reason)
{
    size_t inside = find_container(value);
    struct dns_name name;

    if (config->given_count == DKIM_SELECTORS_MAXIMUM) {
        *ret_reason =
            arena_printf(arena, "--selector can be given %d times at most", DKIM_SELECTORS_MAXIMUM);
        return STATUS_BAD_INPUT;
    }
    if (inside < value.length) {
        *ret_reason =
            arena_printf(arena, "--selector takes the selector alone: \"%.*s\", not \"%.*s\"",
                         SLICE_ARGS(slice_head(value, inside)), SLICE_ARGS(value));
        return STATUS_BAD_INPUT;
    }
    if (name_from_user(value, &name, NULL) != STATUS_OK) {
        *ret_reason = arena_printf(arena, "--selector takes labels of a domain name, not \"%.*s\"",
                                   SLICE_ARGS(value));
        return STATUS_BAD_INPUT;
    }
    config->given[config->given_count] = name_to_text(&name, arena);
    config->given_count++;
    return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_OK;
}

static unsigned hex_value(char octet)
{
    if (ascii_is_digit(octet)) {
        return (unsigned)(octet - '0');
    }
    return ascii_lower(octet) >= 'a' && ascii_lower(octet) <= 'f'
               ? (unsigned)(ascii_lower(octet) - 'a') + 10
               : 16;
}

static bool read_hash(struct slice text, uint8_t hash[DKIM_SHA256_LENGTH])
{
    for (size_t i = 0; i < text.length && i < 2 * (size_t)DKIM_SHA256_LENGTH; i++) {
        unsigned value = hex_value(text.data[i]);

        if (value > 15) {
            return false;
        }
        hash[i / 2] = (uint8_t)((unsigned)hash[i / 2] << 4 | value);
    }
    return text.length == 2 * (size_t)DKIM_SHA256_LENGTH;
}

/* Without the blanks that a record may have within p= (RFC 6376 3.6.1), or a screen's lines. */
static struct slice without_blanks(struct slice text, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, text.length);
    for (size_t i = 0; i < text.length; i++) {
        if (slice_find(SLICE(" \t\r\n"), text.data[i]) == 4) {
            buf_add_octet(&buf, text.data[i]);
        }
    }
    return buf_slice(&buf);
}

/* The key of a "p=": RSA, or 32 octets of Ed25519. */
static enum status read_p(struct slice text, struct arena *arena, struct dkim_public *ret_key,
                          struct slice *ret_reason)
{
    struct slice octets;
    enum status status = base64_decode(text, arena, &octets);

    if (status == STATUS_OK) {
        status = dkim_crypto_read(octets.length == 32 ? DKIM_KEY_TYPE_ED25519 : DKIM_KEY_TYPE_RSA,
                                  octets, arena, ret_key);
    }
    if (status == STATUS_OK && ret_key->shape != DKIM_SHAPE_KEY) {
        *ret_reason = ret_key->reason;
        status = STATUS_BAD_INPUT;
    }
    return status;
}

enum status dkim_config_add_expected(struct dkim_config *config, struct slice spec,
                                     const struct slice *pem, struct arena *arena,
                                     struct slice *ret_reason)
{
    struct dkim_expected expected = { .spec = spec, .base64 = slice_empty() };
    struct slice reason = SLICE("no key");
    enum status status = STATUS_OK;

    if (config->expected_count == DKIM_EXPECTED_MAXIMUM) {
        *ret_reason = arena_printf(arena, "--expect-key can be given %d times at most",
                                   DKIM_EXPECTED_MAXIMUM);
        return STATUS_BAD_INPUT;
    }
    if (pem != NULL) {
        status = dkim_crypto_read_pem(*pem, arena, &expected.key, &reason);
    } else if (slice_starts_with(spec, SLICE("p="))) {
        reason = SLICE("no whole Base64");
        expected.base64 = without_blanks(slice_from(spec, 2), arena);
        status = read_p(expected.base64, arena, &expected.key, &reason);
    } else {
        expected.by_hash = true;
        reason = SLICE("64 hexadecimal digits belong behind it");
        status = read_hash(slice_from(spec, sizeof("sha256:") - 1), expected.hash)
                     ? STATUS_OK
                     : STATUS_BAD_INPUT;
    }
    if (status == STATUS_BAD_INPUT) {
        *ret_reason = arena_printf(arena, "--expect-key %.*s: %.*s",
                                   SLICE_ARGS(slice_head(spec, 60)), SLICE_ARGS(reason));
    }
    if (status == STATUS_OK) {
        config->expected[config->expected_count] = expected;
        config->expected_count++;
    }
    return status;
}

static bool is_listed(const char *const *list, struct slice text)
{
    for (size_t i = 0; list != NULL && list[i] != NULL; i++) {
        if (slice_equal_nocase(text, slice_of(list[i]))) {
            return true;
        }
    }
    return false;
}

/* One selector's name. False when it is too long below this domain. */
static bool add_name(struct dkim_config *config, struct slice text, bool named)
{
    struct dkim_selector *selector = &config->selectors[config->selector_count];

    *selector = (struct dkim_selector){ .text = text, .named = named };
    selector->generic = !named && is_listed(config->profile->dkim.generic, text);
    if (name_prepend(text, &config->container, &selector->name) != STATUS_OK) {
        return false;
    }
    for (size_t i = 0; i < config->selector_count; i++) {
        if (name_equal(&config->selectors[i].name, &selector->name)) {
            return true; /* twice the same */
        }
    }
    config->selector_count++;
    return true;
}

static struct slice make_names(struct dkim_config *config, struct arena *arena)
{
    const char *const *candidates = config->profile->dkim.selectors;

    if (name_prepend(SLICE("_domainkey"), &config->common.domain, &config->container) !=
        STATUS_OK) {
        return SLICE("-d is too long to have keys below it");
    }
    config->selector_count = 0;
    for (size_t i = 0; i < config->given_count; i++) {
        if (!add_name(config, config->given[i], true)) {
            return arena_printf(arena, "--selector %.*s makes a name that is too long",
                                SLICE_ARGS(config->given[i]));
        }
    }
    for (size_t i = 0; config->given_count == 0 && candidates != NULL && candidates[i] != NULL &&
                       i < DKIM_SELECTORS_MAXIMUM;
         i++) {
        (void)add_name(config, slice_of(candidates[i]), false);
    }
    return slice_empty();
}

enum status dkim_config_complete(struct dkim_config *config, struct arena *arena,
                                 struct slice *ret_reason)
{
    struct slice reason;
    enum status status;

    if (!config->common.has_domain) {
        *ret_reason = SLICE("-d takes the sender domain to check, and it is missing");
        return STATUS_BAD_INPUT;
    }
    status = profile_select(config->common.profile, config->common.profile_text, arena,
                            &config->profile, ret_reason);
    if (status != STATUS_OK) {
        return status;
    }
    reason = make_names(config, arena);
    if (reason.length > 0) {
        *ret_reason = reason;
        return STATUS_BAD_INPUT;
    }
    return arena_failed(arena) ? STATUS_NO_MEMORY : STATUS_OK;
}

void dkim_config_name_selectors(struct dkim_config *config, const struct slice *selectors,
                                size_t count, struct arena *arena)
{
    struct dkim_config named = *config;

    if (config->given_count > 0 || count == 0 || count > DKIM_SELECTORS_MAXIMUM) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        named.given[i] = selectors[i];
    }
    named.given_count = count;
    if (make_names(&named, arena).length == 0) {
        *config = named;
    }
}
