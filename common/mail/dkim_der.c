/* SPDX-License-Identifier: MIT */
/* DER by ASN1_get_object(), which reads headers and starts nothing. */
#include "mail/dkim_der.h"

#include <openssl/asn1.h>

bool der_take(struct slice *rest, struct der_element *ret_element)
{
    const unsigned char *start = (const unsigned char *)rest->data;
    const unsigned char *at = start;
    long length = 0;
    int tag = -1;
    int class = 0;
    int result;

    if (rest->length == 0) {
        return false;
    }
    result = ASN1_get_object(&at, &length, &tag, &class, (long)rest->length);
    /* 0x80 alone says "too long for what is here": the header is whole. 0x01: indefinite length. */
    if ((result & 0x01) != 0 || ((result & 0x80) != 0 && at == start) || length < 0 ||
        class != V_ASN1_UNIVERSAL) {
        return false;
    }
    ret_element->tag = tag;
    ret_element->header = (size_t)(at - start);
    ret_element->length = (size_t)length;
    ret_element->contents = slice_head(slice_from(*rest, ret_element->header), (size_t)length);
    *rest = slice_from(*rest, ret_element->header + ret_element->contents.length);
    return true;
}

bool der_take_whole(struct slice *rest, int tag, struct der_element *ret_element)
{
    return der_take(rest, ret_element) && ret_element->tag == tag &&
           ret_element->contents.length == ret_element->length;
}

struct slice der_number(struct slice number)
{
    while (number.length > 0 && number.data[0] == 0) {
        number = slice_from(number, 1);
    }
    return number;
}

unsigned der_bits(struct slice number)
{
    unsigned bits = (unsigned)number.length * 8;
    unsigned first = number.length > 0 ? (unsigned char)number.data[0] : 0x80;

    while ((first & 0x80) == 0) {
        first <<= 1;
        bits--;
    }
    return bits;
}
