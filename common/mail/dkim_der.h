/* SPDX-License-Identifier: MIT */
/*
 * Elements of DER (X.690 8.1) one by one, as far as they are there: damaged keys have to be
 * explained, not only refused.
 */
#ifndef CHECK_SES_MAIL_DKIM_DER_H
#define CHECK_SES_MAIL_DKIM_DER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* One element: its tag and contents, as far as they are here. */
struct der_element {
    int tag;               /* V_ASN1_…; -1: no header can be read */
    struct slice contents; /* cut to what is here */
    size_t length;         /* what the header says */
    size_t header;
};

/*
 * Takes an element off the front of `*rest`. False when there is no whole header of a definite
 * length.
 */
bool der_take(struct slice *rest, struct der_element *ret_element);

/* The same for one of this tag that is here as a whole. */
bool der_take_whole(struct slice *rest, int tag, struct der_element *ret_element);

/* A number without its leading zeros. */
struct slice der_number(struct slice contents);

/* Bits of a number without leading zeros. */
unsigned der_bits(struct slice number);

#endif
