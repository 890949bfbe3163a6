/* SPDX-License-Identifier: MIT */
/* Lines and keys of WHOIS replies. */
#include "registry/whois_line.h"

#define KEY_SIZE 36 /* the longest word of the table and its end */

/*
 * Words of keys in lower case, without blanks, "-", "_", "." and "*". Characters and not pointers,
 * for those would have to be relocated.
 */
static const struct {
    char word[KEY_SIZE];
    enum whois_key key;
} keys[] = {
    { "domain", WHOIS_KEY_DOMAIN },
    { "domainname", WHOIS_KEY_DOMAIN },
    { "punyname", WHOIS_KEY_DOMAIN },

    { "domainstatus", WHOIS_KEY_STATUS },
    { "eppstatus", WHOIS_KEY_STATUS },
    { "registrationstatus", WHOIS_KEY_STATUS },
    { "domaintype", WHOIS_KEY_STATUS_BARE },
    { "state", WHOIS_KEY_STATUS_BARE },
    { "status", WHOIS_KEY_STATUS_BARE },

    { "nameserver", WHOIS_KEY_SERVER },
    { "nameservers", WHOIS_KEY_SERVER },
    { "nserver", WHOIS_KEY_SERVER },
    { "domainnameservers", WHOIS_KEY_SERVER },
    { "dns", WHOIS_KEY_HOST },
    { "hostname", WHOIS_KEY_HOST },

    { "creationdate", WHOIS_KEY_REGISTERED },
    { "createdon", WHOIS_KEY_REGISTERED },
    { "domaincreatedate", WHOIS_KEY_REGISTERED },
    { "domainnamecommencementdate", WHOIS_KEY_REGISTERED },
    { "domainregistrationdate", WHOIS_KEY_REGISTERED },
    { "recordcreated", WHOIS_KEY_REGISTERED },
    { "registereddate", WHOIS_KEY_REGISTERED },
    { "registeredon", WHOIS_KEY_REGISTERED },
    { "registrationdate", WHOIS_KEY_REGISTERED },
    { "registrationtime", WHOIS_KEY_REGISTERED },
    { "created", WHOIS_KEY_REGISTERED_BARE },
    { "registered", WHOIS_KEY_REGISTERED_BARE },

    { "domainexpirationdate", WHOIS_KEY_EXPIRES },
    { "expirationdate", WHOIS_KEY_EXPIRES },
    { "expirationtime", WHOIS_KEY_EXPIRES },
    { "expiredate", WHOIS_KEY_EXPIRES },
    { "expireson", WHOIS_KEY_EXPIRES },
    { "expirydate", WHOIS_KEY_EXPIRES },
    { "paidtill", WHOIS_KEY_EXPIRES },
    { "registryexpirydate", WHOIS_KEY_EXPIRES },
    { "renewaldate", WHOIS_KEY_EXPIRES },
    { "validuntil", WHOIS_KEY_EXPIRES },
    { "expire", WHOIS_KEY_EXPIRES_BARE },
    { "expires", WHOIS_KEY_EXPIRES_BARE },
    { "expiry", WHOIS_KEY_EXPIRES_BARE },
    { "validity", WHOIS_KEY_EXPIRES_BARE },
    { "registrarregistrationexpirationdate", WHOIS_KEY_EXPIRES_REGISTRAR },

    { "authorizedagency", WHOIS_KEY_REGISTRAR },
    { "registrar", WHOIS_KEY_REGISTRAR },
    { "registrarname", WHOIS_KEY_REGISTRAR },
    { "registrationserviceprovider", WHOIS_KEY_REGISTRAR },
    { "sponsoringregistrar", WHOIS_KEY_REGISTRAR },
    { "name", WHOIS_KEY_NAME },

    { "dnssec", WHOIS_KEY_DNSSEC },
    { "signed", WHOIS_KEY_DNSSEC },
    { "dsrdata", WHOIS_KEY_SIGNING_KEY },
    { "signingkey", WHOIS_KEY_SIGNING_KEY },

    { "registrarwhoisserver", WHOIS_KEY_GTLD },
    { "registrydomainid", WHOIS_KEY_GTLD },

    { "contact", WHOIS_KEY_CONTACT },
    { "contactid", WHOIS_KEY_CONTACT },
    { "nichdl", WHOIS_KEY_CONTACT },
    { "person", WHOIS_KEY_CONTACT },
};

/* Headings of lists of servers, likewise; with a colon or without. */
static const char headings[][KEY_SIZE] = {
    "nameserver",        "nameservers",         "nameserversinformation",
    "primarynameserver", "secondarynameserver", "domainserversinlistedorder",
    "domainservers",     "domainnameservers",   "dnsservers",
};

/* A key without what registries put between and around its letters; empty when it is too long. */
static struct slice fold(struct slice key, char buffer[KEY_SIZE])
{
    return slice_fold(key, SLICE(" \t-_.*"), buffer, KEY_SIZE);
}

static enum whois_key find_key(struct slice word)
{
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (slice_equal(word, slice_of(keys[i].word))) {
            return keys[i].key;
        }
    }
    return WHOIS_KEY_OTHER;
}

static bool is_heading(struct slice word)
{
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        if (slice_equal(word, slice_of(headings[i]))) {
            return true;
        }
    }
    return false;
}

/* "[Key] value": the bare words are the domain's in this form (.jp). */
static enum whois_key key_in_brackets(enum whois_key key)
{
    return key == WHOIS_KEY_STATUS_BARE ? WHOIS_KEY_STATUS : key;
}

static void read_pair(struct whois_line *line, size_t end, size_t value, bool in_brackets)
{
    char buffer[KEY_SIZE];
    struct slice key = slice_head(line->text, end);
    struct slice word = fold(in_brackets ? slice_from(key, 1) : key, buffer);

    line->kind = WHOIS_LINE_PAIR;
    line->key = find_key(word);
    line->value = slice_trim(slice_from(line->text, value));
    line->is_heading = line->value.length == 0 && is_heading(word);
    if (in_brackets) {
        line->key = key_in_brackets(line->key);
        line->is_heading = false;
    }
}

static bool is_footer(struct slice text)
{
    return slice_starts_with(text, SLICE(">>>")) || slice_starts_with(text, SLICE("&gt;&gt;&gt;"));
}

static void read_line(struct whois_line *line)
{
    char buffer[KEY_SIZE];
    struct slice text = line->text;
    size_t colon = slice_find(text, ':');
    size_t bracket = slice_find(text, ']');

    if (text.length == 0) {
        line->kind = WHOIS_LINE_BLANK;
    } else if (text.data[0] == '%' || text.data[0] == '#') {
        line->kind = WHOIS_LINE_COMMENT;
    } else if (is_footer(text)) {
        line->kind = WHOIS_LINE_FOOTER;
    } else if (text.data[0] == '[' && bracket < text.length) {
        read_pair(line, bracket, bracket + 1, true);
    } else if (colon < text.length) {
        read_pair(line, colon, colon + 1, false);
    } else {
        line->kind = WHOIS_LINE_TEXT;
        line->is_heading = is_heading(fold(text, buffer));
    }
}

bool whois_line_next(struct slice *rest, struct whois_line *ret_line)
{
    struct whois_line line = { .value = slice_empty() };

    if (!slice_split(rest, '\n', &line.text)) {
        return false;
    }
    line.text = slice_trim(line.text);
    read_line(&line);
    *ret_line = line;
    return true;
}
