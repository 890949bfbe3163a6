/* SPDX-License-Identifier: MIT */
/* What is known about each finding on pasting beside the case at hand. */
#include "report/catalogue_table.h"

#define AT(id) ((id)-FINDING_PASTE_SMART_QUOTE)

const struct catalogue_entry catalogue_paste[] = {
    [AT(FINDING_PASTE_SMART_QUOTE)] = {
        .id = "paste.smart-quote",
        .state = STATE_CRITICAL,
        .meaning = "The record holds typographic quotation marks or dashes.",
        .consequence = "An octet outside ASCII makes the record useless: receivers do not "
                       "recognise it, or refuse it.",
        .advice = "Type the value anew in plain ASCII, or paste it as plain text.",
        .reference = "",
    },
    [AT(FINDING_PASTE_QUOTES_INSIDE)] = {
        .id = "paste.quotes-inside",
        .state = STATE_CRITICAL,
        .meaning = "The record's value holds quotation marks of its own.",
        .consequence = "Receivers do not take it for the record that it resembles, or stop at the "
                       "quotation mark.",
        .advice = "Remove the quotation marks from the value field: the DNS host adds its own.",
        .reference = "",
    },
    [AT(FINDING_PASTE_HTML)] = {
        .id = "paste.html",
        .state = STATE_CRITICAL,
        .meaning = "The record holds HTML: a tag or a character written as an entity.",
        .consequence = "The part in which it stands does not fit the grammar: receivers refuse "
                       "the record.",
        .advice = "Copy the value from the page's text, not from its source, and replace entities "
                  "by the characters.",
        .reference = "",
    },
    [AT(FINDING_PASTE_ZERO_WIDTH)] = {
        .id = "paste.zero-width",
        .state = STATE_CRITICAL,
        .meaning = "The record holds invisible characters, such as zero-width or non-breaking "
                   "blanks.",
        .consequence = "An octet outside ASCII makes the record useless: receivers do not "
                       "recognise it, or refuse it.",
        .advice = "Type the value anew instead of pasting it.",
        .reference = "",
    },
    [AT(FINDING_PASTE_SPLIT)] = {
        .id = "paste.split",
        .state = STATE_CRITICAL,
        .meaning = "The record came apart when it was pasted: a blank or a semicolon was lost, "
                   "or its parts are TXT records of their own.",
        .consequence = "Receivers put the strings of one record together with nothing between, and "
                       "never several records: they see something else than was meant.",
        .advice = "Publish one TXT record with all the parts as its strings, the blanks between "
                  "them kept.",
        .reference = "",
    },
    [AT(FINDING_PASTE_EXTRA)] = {
        .id = "paste.extra",
        .state = STATE_CRITICAL,
        .meaning = "More than the record was pasted into its value: the form's other fields, or a "
                   "second record.",
        .consequence = "Receivers do not see a record, or read the two as one.",
        .advice = "Publish the value alone, and the terms of two records as one record.",
        .reference = "",
    },
    [AT(FINDING_PASTE_SAMPLE_VALUE)] = {
        .id = "paste.sample-value",
        .state = STATE_CRITICAL,
        .meaning = "The record still holds a sample value from documentation.",
        .consequence = "The record does not say what is true for the domain.",
        .advice = "Replace the sample value by your own.",
        .reference = "",
    },
    [AT(FINDING_PASTE_SPACE)] = {
        .id = "paste.space",
        .state = STATE_WARNING,
        .meaning = "The record has blanks where none belong: in front, at the end, or inside a "
                   "term.",
        .consequence = "Receivers may not recognise the record, or read a term as two.",
        .advice = "Remove the blanks at the place shown.",
        .reference = "",
    },
};
