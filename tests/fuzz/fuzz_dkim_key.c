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
    demand(!key->usable || key->type != DKIM_KEY_TYPE_RSA ||
           key->public.bits >= DKIM_RSA_BITS_MINIMUM);
}

/* Base64 and its places. */
static void check_data(const struct dkim_key *key)
{
    if (key->data == NULL) {
        demand(key->compact.length == 0 && key->octets.length == 0);
        return;
    }
    demand(key->compact.length + key->blanks == key->data->value.length);
    demand(key->octets.length <= key->compact.length / 4 * 3 + 2);
    demand(key->base64 == DKIM_BASE64_GOOD || key->base64_place >= key->data->value_offset);
    demand(key->base64_place <= key->text.length && key->first_blank < key->text.length);
    demand(key->blanks == 0 || key->first_blank > key->data->value_offset);
}

/* The numbers that go with a shape. */
static void check_shape(const struct dkim_public *public, size_t length)
{
    demand((public->shape == DKIM_SHAPE_EMPTY) == (length == 0));
    demand((public->shape == DKIM_SHAPE_KEY) == (public->reason.length == 0));
    demand((public->shape == DKIM_SHAPE_OTHER_KEY) == (public->algorithm.length > 0));
    demand(public->shape != DKIM_SHAPE_CUT || public->expected > length);
    demand(public->shape != DKIM_SHAPE_TRAILING ||
           (public->expected > 0 && public->expected < length));
    demand(public->shape != DKIM_SHAPE_MIDDLE || (public->offset > 0 && public->offset < length));
    demand(public->shape != DKIM_SHAPE_BAD_DER || public->offset <= length);
    if (public->shape == DKIM_SHAPE_KEY) {
        demand((public->type == DKIM_KEY_TYPE_RSA) == (public->point.length == 0));
        demand(public->point.length == 0 || (public->point.length == 32 && public->bits == 256));
        demand(public->modulus.length == 0 || public->modulus.data[0] != 0);
        demand(public->type != DKIM_KEY_TYPE_RSA ||
               public->modulus.length == (public->bits + 7) / 8);
    }
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
    check_data(&key);
    check_shape(&key.public, key.octets.length);
    check_public(&key, arena);
    demand(dkim_crypto_read(DKIM_KEY_TYPE_RSA, text, arena, &octets) == STATUS_OK);
    check_shape(&octets, size);
    demand(dkim_crypto_read(DKIM_KEY_TYPE_ED25519, text, arena, &octets) == STATUS_OK);
    check_shape(&octets, size);
    if (dkim_crypto_read_pem(text, arena, &pem, &reason) == STATUS_OK) {
        demand(pem.shape == DKIM_SHAPE_KEY);
    }
    arena_destroy(arena);
    return 0;
}
