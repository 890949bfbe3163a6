/* SPDX-License-Identifier: MIT */
/*
 * DKIM key records, and their p= as octets: what is usable is valid, errors lie inside the text, a
 * key is the same when its octets are read again.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/limits.h"
#include "mail/dkim_key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_true)
{
    if (!is_true) {
        abort();
    }
}

static void check_key(const struct dkim_key *key)
{
    demand(key->usable == (key->error == DKIM_ERROR_NONE));
    demand(!key->usable || key->valid);
    demand(!key->revoked || (key->valid && !key->usable));
    demand(key->error_offset <= key->text.length);
    demand(key->error_length <= key->text.length - key->error_offset + 1);
    demand((key->error == DKIM_ERROR_NONE) == (key->error_reason.length == 0));
    demand((dkim_error_text(key->error) == NULL) == (key->error == DKIM_ERROR_NONE));
    demand(!key->usable || dkim_key_resembles(key->text));
}

static void check_public(const struct dkim_key *key, struct arena *arena)
{
    struct dkim_public again;
    struct dkim_weakness weakness;

    if (!key->valid || key->revoked) {
        return;
    }
    demand(key->public.shape == DKIM_SHAPE_KEY && key->public.bits > 0);
    demand(dkim_crypto_read(key->type, key->octets, arena, &again) == STATUS_OK);
    demand(dkim_crypto_equal(&again, &key->public));
    demand(dkim_crypto_weakness(&key->public, &weakness) == STATUS_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make((const char *)data, size);
    struct arena *arena = NULL;
    struct dkim_public octets;
    struct dkim_public pem;
    struct dkim_key key;
    struct slice reason;

    if (size > 8192) {
        return 0;
    }
    demand(arena_create((size_t)LIMIT_ARENA * 2, &arena) == STATUS_OK);
    demand(dkim_key_parse(text, arena, &key) == STATUS_OK);
    check_key(&key);
    check_public(&key, arena);
    demand(dkim_crypto_read(DKIM_KEY_TYPE_RSA, text, arena, &octets) == STATUS_OK);
    demand((octets.shape == DKIM_SHAPE_KEY) == (octets.reason.length == 0));
    if (dkim_crypto_read_pem(text, arena, &pem, &reason) == STATUS_OK) {
        demand(pem.shape == DKIM_SHAPE_KEY);
    }
    arena_destroy(arena);
    return 0;
}
