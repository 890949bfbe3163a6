/* SPDX-License-Identifier: MIT */
/*
 * Sentences of WHOIS servers:
 *
 * 1. The first line that begins as a denial, and the first that has a word of refusal, are looked
 *    for. A line that has both is a refusal.
 * 2. The denial counts, for terms of use speak of limits, too. But in a short reply, which has no
 *    terms of use, a refusal in front of it counts.
 */
#include "registry/whois_sentence.h"

#include <stdbool.h>

#include "registry/registration_fill.h"

#define SHORT_REPLY 1024
#define DIGITS_MAXIMUM 6
#define SECONDS_LOOKED_AT 512 /* from the refusal on */

#define PHRASE_SIZE 64

/* Beginnings of lines, in lower case. */
static const char denials[][PHRASE_SIZE] = {
    "no match", /* "No matching record.", "No match for", "No match!!" */
    "no data found",
    "no entries found",
    "no object found",
    "no such domain",
    "nothing found",
    "domain not found",
    "domain name not found",
    "domain not registered",
    "object does not exist",
    "object not found",
    "above domain name is not registered",
    "the domain has not been registered",
    "the queried object does not exist",
};

/* Whole lines. */
static const char short_denials[][PHRASE_SIZE] = { "not found", "no found", "available" };

/* What follows the name that was asked: "domain "example.se" not found." */
static const char denials_of_name[][PHRASE_SIZE] = {
    "not found", "no match", "is free", "is available", "not registered",
};

static const char reservations[][PHRASE_SIZE] = {
    "the domain you requested is prohibited",
    "sorry, the domain you requested is in the reserved list",
    "the domain name you requested is reserved",
    "this name is reserved",
    "this domain is reserved",
    "this domain name is reserved",
    "this domain has been reserved",
    "domain reserved",
    "reserved name",
    "reserved domain",
};

/* Parts of lines, in lower case. */
static const char refusals[][PHRASE_SIZE] = {
    "exceed",
    "quota",
    "excessive",
    "too many",
    "too fast",
    "interval",
    "slow down",
    "try again",
    "go away",
    "blacklist",
    "blocked",
    "throttl",
    "rate limit",
    "per second allowed",
    "connection refused",
    "not allowed to connect",
    "\xE8\xB6\x85",             /* chao, "over", in UTF-8 */
    "\xE9\xA2\x91\xE7\xB9\x81", /* pinfan, "often" */
    "\xB3\xAC\xB9\xFD",         /* chaoguo, chaochu, chaoxian in GB 18030 */
    "\xB3\xAC\xB3\xF6",
    "\xB3\xAC\xCF\xDE",
    "\xC6\xB5\xB7\xB1", /* pinfan */
};

/* ---- 1 ---- */

/* Whether a part, in lower case, is in the text; *ret_end is where the first one ends. */
static bool has_part(struct slice text, struct slice part, size_t *ret_end)
{
    for (size_t at = 0; at + part.length <= text.length; at++) {
        if (ascii_lower(text.data[at]) == part.data[0] &&
            slice_starts_with_nocase(slice_from(text, at), part)) {
            *ret_end = at + part.length;
            return true;
        }
    }
    return false;
}

/* "limit" as a word of its own: "limited" and "limitation" are words of lawyers. */
static bool has_limit(struct slice line)
{
    struct slice rest = line;
    size_t end = 0;

    while (has_part(rest, SLICE("limit"), &end)) {
        rest = slice_from(rest, end);
        if (rest.length == 0 || !ascii_is_alpha(rest.data[0])) {
            return true;
        }
    }
    return false;
}

static bool is_refusal(struct slice line)
{
    size_t end;

    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        if (has_part(line, slice_of(refusals[i]), &end)) {
            return true;
        }
    }
    return has_limit(line);
}

static bool octet_is_decoration(char c)
{
    return !ascii_is_alnum(c) && c != '_' && (unsigned char)c < 0x80;
}

/* Without signs and blanks at both ends. */
static struct slice bare(struct slice text)
{
    size_t start = 0;
    size_t end = text.length;

    while (start < end && octet_is_decoration(text.data[start])) {
        start++;
    }
    while (end > start && octet_is_decoration(text.data[end - 1])) {
        end--;
    }
    return slice_head(slice_from(text, start), end - start);
}

/* Whether a word with a dot inside, thus a name, is another one than the name asked. */
static bool names_another(struct slice line, struct slice asked)
{
    struct slice rest = line;
    struct slice word;

    while (slice_split(&rest, ' ', &word)) {
        word = bare(word);
        if (slice_find(word, '.') < word.length && !slice_equal_nocase(word, asked)) {
            return true;
        }
    }
    return false;
}

static bool begins_with_any(struct slice line, const char (*phrases)[PHRASE_SIZE], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_starts_with_nocase(line, slice_of(phrases[i]))) {
            return true;
        }
    }
    return false;
}

static bool denies_name(struct slice line, struct slice asked)
{
    size_t end = 0;

    if (asked.length == 0 || !has_part(line, asked, &end)) {
        return false;
    }
    for (size_t i = 0; i < sizeof denials_of_name / sizeof denials_of_name[0]; i++) {
        if (slice_ends_with_nocase(slice_from(line, end), slice_of(denials_of_name[i]))) {
            return true;
        }
    }
    return false;
}

static bool is_short_denial(struct slice line)
{
    for (size_t i = 0; i < sizeof short_denials / sizeof short_denials[0]; i++) {
        if (slice_equal_nocase(line, slice_of(short_denials[i]))) {
            return true;
        }
    }
    return false;
}

static enum registration_result denial_of(struct slice line, struct slice asked)
{
    struct slice text = bare(line);

    if (begins_with_any(text, reservations, sizeof reservations / sizeof reservations[0])) {
        return names_another(text, asked) ? REGISTRATION_RESULT_NONE : REGISTRATION_RESULT_RESERVED;
    }
    if (begins_with_any(text, denials, sizeof denials / sizeof denials[0]) ||
        is_short_denial(text) || denies_name(text, asked)) {
        return names_another(text, asked) ? REGISTRATION_RESULT_NONE
                                          : REGISTRATION_RESULT_NOT_FOUND;
    }
    return REGISTRATION_RESULT_NONE;
}

/* ---- 2 ---- */

enum registration_result whois_sentence_find(struct slice text, struct slice asked,
                                             struct slice *ret_line)
{
    enum registration_result denial = REGISTRATION_RESULT_NONE;
    struct slice denial_line = slice_empty();
    struct slice refusal_line = slice_empty();
    struct slice rest = text;
    struct slice line;

    while (denial == REGISTRATION_RESULT_NONE && slice_split(&rest, '\n', &line)) {
        if (is_refusal(line)) {
            refusal_line = refusal_line.length == 0 ? line : refusal_line;
        } else {
            denial = denial_of(line, asked);
            denial_line = line;
        }
    }
    if (denial != REGISTRATION_RESULT_NONE &&
        (refusal_line.length == 0 || text.length > SHORT_REPLY)) {
        *ret_line = slice_trim(denial_line);
        return denial;
    }
    if (refusal_line.length > 0) {
        *ret_line = slice_trim(refusal_line);
        return REGISTRATION_RESULT_REFUSED;
    }
    return REGISTRATION_RESULT_NONE;
}

/* --- spans of time --------------------------------------------------------------------------- */

/* Seconds of a unit by its word; 0 for another word. */
static uint64_t unit_of(struct slice word)
{
    static const struct {
        char word[8];
        uint32_t seconds;
    } units[] = {
        { "s", 1 },    { "sec", 1 },     { "secs", 1 },     { "second", 1 },  { "seconds", 1 },
        { "m", 60 },   { "min", 60 },    { "mins", 60 },    { "minute", 60 }, { "minutes", 60 },
        { "h", 3600 }, { "hour", 3600 }, { "hours", 3600 }, { "day", 86400 }, { "days", 86400 },
    };

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (slice_equal_nocase(word, slice_of(units[i].word))) {
            return units[i].seconds;
        }
    }
    return 0;
}

static size_t count_while(struct slice text, bool (*is_member)(char))
{
    size_t count = 0;

    while (count < text.length && is_member(text.data[count])) {
        count++;
    }
    return count;
}

/* "24h", "13 Seconds" at the front: its seconds, and *rest behind it. False: no span begins here.
 */
static bool take_span(struct slice *rest, uint64_t *ret_seconds)
{
    size_t digits = count_while(*rest, ascii_is_digit);
    struct slice after = slice_from(*rest, digits);
    struct slice word;
    uint64_t number = 0;

    after = slice_from(after, count_while(after, ascii_is_blank));
    word = slice_head(after, count_while(after, ascii_is_alpha));
    if (digits > DIGITS_MAXIMUM || unit_of(word) == 0 ||
        slice_number(slice_head(*rest, digits), 0, UINT32_MAX, &number) != STATUS_OK) {
        return false;
    }
    *ret_seconds = number * unit_of(word);
    *rest = slice_from(after, word.length);
    return true;
}

/* Moves on to the next number that no letter, digit or dot stands in front of. */
static bool find_number(struct slice *rest)
{
    bool is_free = true;

    for (size_t at = 0; at < rest->length; at++) {
        char c = rest->data[at];

        if (is_free && ascii_is_digit(c)) {
            *rest = slice_from(*rest, at);
            return true;
        }
        is_free = !ascii_is_alnum(c) && c != '.';
    }
    return false;
}

uint32_t whois_sentence_seconds(struct slice text)
{
    struct slice rest = slice_head(text, SECONDS_LOOKED_AT);
    uint64_t sum = 0;
    uint64_t seconds;

    while (sum == 0 && find_number(&rest)) {
        bool is_span = false;

        while (take_span(&rest, &seconds)) {
            is_span = true;
            sum += seconds;
        }
        if (is_span && sum == 0) {
            sum = REGISTRATION_RETRY_MINIMUM; /* "in 0 seconds" */
        }
        rest = slice_from(rest, count_while(rest, ascii_is_digit));
    }
    return (uint32_t)(sum < REGISTRATION_RETRY_MAXIMUM ? sum : REGISTRATION_RETRY_MAXIMUM);
}
