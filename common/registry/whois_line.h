/* SPDX-License-Identifier: MIT */
/*
 * The lines of a WHOIS reply: registries print "Key: value" or "[Key] value", each with its own
 * words, which are brought to one set here. Only what is needed of a domain is known; all else,
 * contacts above all, has no key.
 */
#ifndef CHECK_SES_REGISTRY_WHOIS_LINE_H
#define CHECK_SES_REGISTRY_WHOIS_LINE_H

#include <stdbool.h>

#include "base/slice.h"

enum whois_line_kind {
    WHOIS_LINE_BLANK = 0,
    WHOIS_LINE_COMMENT, /* begins with "%" or "#" */
    WHOIS_LINE_FOOTER,  /* begins with ">>>": nothing behind it is the domain's */
    WHOIS_LINE_PAIR,    /* a key and a value, which may be empty */
    WHOIS_LINE_TEXT     /* anything else */
};

/*
 * Keys. The bare ones ("status", "created") are used for contacts, too; they are the domain's only
 * beside its name.
 */
enum whois_key {
    WHOIS_KEY_OTHER = 0,
    WHOIS_KEY_DOMAIN,
    WHOIS_KEY_STATUS,
    WHOIS_KEY_STATUS_BARE,
    WHOIS_KEY_SERVER,
    WHOIS_KEY_HOST, /* a server inside of a list of servers only */
    WHOIS_KEY_REGISTERED,
    WHOIS_KEY_REGISTERED_BARE,
    WHOIS_KEY_EXPIRES,
    WHOIS_KEY_EXPIRES_BARE,
    WHOIS_KEY_EXPIRES_REGISTRAR, /* the registrar's date, not the registry's */
    WHOIS_KEY_REGISTRAR,
    WHOIS_KEY_NAME, /* of whatever the heading above says */
    WHOIS_KEY_DNSSEC,
    WHOIS_KEY_SIGNING_KEY, /* signed when there is a value */
    WHOIS_KEY_GTLD,        /* of the form that ICANN prescribes */
    WHOIS_KEY_CONTACT      /* begins a contact */
};

struct whois_line {
    enum whois_line_kind kind;
    enum whois_key key;
    struct slice text;  /* the whole line, blanks around it cut */
    struct slice value; /* of a PAIR, likewise */
    bool is_heading;    /* "Name Servers:" and the like: a list of servers follows */
};

/*
 * Takes the next line off the front of `*rest` (start with the reply). False when nothing is left.
 * Linear in the length of the line.
 */
bool whois_line_next(struct slice *rest, struct whois_line *ret_line);

#endif
