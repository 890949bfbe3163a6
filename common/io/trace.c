/* SPDX-License-Identifier: MIT */
/* "1  TXT mail.example.com  positive  192.0.2.53  0.4 ms  mail.example.com 300 TXT …" */
#include "io/trace.h"

#include <inttypes.h>

#include "base/buf.h"
#include "base/limits.h"
#include "report/text.h"

static const char *silence_text(enum answer_silence silence)
{
    switch (silence) {
    case ANSWER_SILENCE_NO_REPLY:
        return " (no reply)";
    case ANSWER_SILENCE_UNREACHABLE:
        return " (unreachable)";
    case ANSWER_SILENCE_DEADLINE:
        return " (the run's time was over)";
    case ANSWER_SILENCE_LIMIT:
        return " (a limit was reached)";
    case ANSWER_SILENCE_NO_SERVER:
        return " (nobody to ask)";
    case ANSWER_SILENCE_NONE:
        break;
    }
    return "";
}

static void write_question(const struct question *question, struct arena *arena, struct buf *buf)
{
    const char *type = rr_type_text(question->type);

    buf_printf(buf, "%s ", type == NULL ? "?" : type);
    text_escape(name_to_text(&question->name, arena), buf);
    if (question->kind == QUESTION_KIND_SERVER) {
        struct slice server = endpoint_to_text(&question->server, arena);

        buf_printf(buf, " at %.*s", SLICE_ARGS(server));
    }
    if (question->checking_disabled) {
        buf_add_text(buf, " unchecked");
    }
}

static void write_class(const struct dns_answer *answer, struct buf *buf)
{
    const char *rcode = answer_rcode_text(answer->rcode);

    buf_printf(buf, "  %s%s", answer_class_text(answer->class), silence_text(answer->silence));
    if (answer->class == ANSWER_CLASS_SERVFAIL && answer->rcode != 2) {
        buf_printf(buf, " (rcode %u%s%s)", answer->rcode, rcode == NULL ? "" : " ",
                   rcode == NULL ? "" : rcode);
    }
    buf_add_text(buf, answer->authoritative ? " authoritative" : "");
    buf_add_text(buf, answer->authentic ? " authentic" : "");
    for (size_t i = 0; i < answer->ede_count; i++) {
        buf_printf(buf, " EDE %u ", answer->edes[i].code);
        text_escape(answer->edes[i].text, buf);
    }
}

static void write_records(const struct rr *records, size_t count, struct arena *arena,
                          struct buf *buf)
{
    for (size_t i = 0; i < count; i++) {
        buf_add_text(buf, i == 0 ? "  " : " / ");
        text_escape(rr_to_text(&records[i], arena), buf);
    }
}

static void write_fact(const struct fact *fact, struct arena *arena, struct buf *buf)
{
    const struct dns_answer *answer = fact->answer;

    buf_printf(buf, "%u  ", fact->round);
    write_question(&fact->question, arena, buf);
    write_class(answer, buf);
    if (answer->server.address.family != ADDRESS_FAMILY_NONE) {
        struct slice server = endpoint_to_text(&answer->server, arena);

        buf_printf(buf, "  %.*s%s", SLICE_ARGS(server), answer->over_tcp ? " tcp" : "");
    }
    buf_printf(buf, "  %" PRIu32 ".%" PRIu32 " ms", answer->elapsed_us / 1000,
               answer->elapsed_us % 1000 / 100);
    if (answer->tries > 1) {
        buf_printf(buf, ", %u messages", answer->tries);
    }
    if (answer->ignored > 0) {
        buf_printf(buf, ", %u foreign datagrams ignored", answer->ignored);
    }
    write_records(answer->chain, answer->chain_count, arena, buf);
    write_records(answer->records, answer->record_count, arena, buf);
}

struct slice trace_write(const struct facts *facts, struct arena *arena)
{
    size_t count;
    const struct fact *all = facts_all(facts, &count);
    struct buf buf;

    buf_init(&buf, arena, LIMIT_TEXT_OUTPUT);
    for (size_t i = 0; i < count && buf_status(&buf) == STATUS_OK; i++) {
        if (i > 0) {
            buf_add_octet(&buf, '\n');
        }
        write_fact(&all[i], arena, &buf);
    }
    return buf_slice(&buf);
}
