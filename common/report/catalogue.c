/* SPDX-License-Identifier: MIT */
/* Looking findings up by id and by pattern. */
#include "report/catalogue.h"

#include "base/wrap.h"
#include "report/catalogue_table.h"

#define TEXT_INDENT 4

/* The areas in the order of their ids. */
static const struct {
    enum finding_id first;
    const struct catalogue_entry *rows;
} areas[] = {
    { FINDING_DNS_BOGUS, catalogue_dns },
    { FINDING_REGISTRATION_EXPIRED, catalogue_registration },
    { FINDING_SPF_NONE, catalogue_spf },
    { FINDING_DKIM_NONE, catalogue_dkim },
    { FINDING_DMARC_NONE, catalogue_dmarc },
    { FINDING_MX_NONE, catalogue_mx },
    { FINDING_SES_NOT_VERIFIED, catalogue_ses },
    { FINDING_PASTE_SMART_QUOTE, catalogue_paste },
};

static const struct catalogue_entry nothing = { "", STATE_OK, false, "", "", "", "" };

const struct catalogue_entry *catalogue_entry(enum finding_id id)
{
    for (size_t i = sizeof areas / sizeof areas[0]; i > 0; i--) {
        if (id >= areas[i - 1].first) {
            return &areas[i - 1].rows[id - areas[i - 1].first];
        }
    }
    return &nothing;
}

bool catalogue_matches(struct slice pattern, enum finding_id id)
{
    struct slice text = slice_of(catalogue_entry(id)->id);

    if (slice_ends_with(pattern, SLICE("*"))) {
        return slice_starts_with(text, slice_head(pattern, pattern.length - 1));
    }
    return slice_equal(text, pattern);
}

bool catalogue_matches_any(struct slice pattern)
{
    for (unsigned id = FINDING_NONE + 1; id < FINDING_COUNT; id++) {
        if (catalogue_matches(pattern, (enum finding_id)id)) {
            return true;
        }
    }
    return false;
}

static void write_paragraph(const char *text, struct buf *buf)
{
    wrap_write_blanks(TEXT_INDENT, buf);
    wrap_write(slice_of(text), TEXT_INDENT, TEXT_INDENT, buf);
}

static void write_entry(const struct catalogue_entry *entry, struct buf *buf)
{
    buf_printf(buf, "%s  %s", entry->id, state_text(entry->state));
    if (entry->reference[0] != '\0') {
        buf_printf(buf, "  (%s)", entry->reference);
    }
    buf_add_octet(buf, '\n');
    write_paragraph(entry->meaning, buf);
    write_paragraph(entry->consequence, buf);
    write_paragraph(entry->advice, buf);
}

void catalogue_write(struct buf *buf)
{
    for (unsigned id = FINDING_NONE + 1; id < FINDING_COUNT; id++) {
        if (id > FINDING_NONE + 1) {
            buf_add_octet(buf, '\n');
        }
        write_entry(catalogue_entry((enum finding_id)id), buf);
    }
}
