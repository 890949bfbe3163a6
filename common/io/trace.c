/* SPDX-License-Identifier: MIT */
/*
 * "1  TXT mail.example.com  positive  192.0.2.53  0.4 ms  mail.example.com 300 TXT …"
 * "2  NS example.com at 198.51.100.1  referral  0.9 ms  example.com 172800 NS …"
 * "3  registration example.com by rdap  found  https://rdap.example/"
 * "1  api GetEmailIdentity mail.example.com  reply  ses.tencentcloudapi.com  HTTP 200 …"
 */
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
    buf_add_text(buf, question->checking_disabled ? " unchecked" : "");
    buf_add_text(buf, question->again ? " again" : "");
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

/* Who answered, unless the question names him; what shows that he is no server of a zone. */
static void write_server(const struct fact *fact, struct arena *arena, struct buf *buf)
{
    const struct dns_answer *answer = fact->answer;
    bool is_direct = fact->question.kind == QUESTION_KIND_SERVER;

    if (is_direct) {
        buf_add_text(buf, answer->recursion ? " recursive" : "");
    } else if (answer->server.address.family != ADDRESS_FAMILY_NONE) {
        struct slice server = endpoint_to_text(&answer->server, arena);

        buf_printf(buf, "  %.*s", SLICE_ARGS(server));
    }
    buf_add_text(buf, answer->over_tcp ? " tcp" : "");
}

static void write_records(const struct rr *records, size_t count, struct arena *arena,
                          struct buf *buf)
{
    for (size_t i = 0; i < count; i++) {
        buf_add_text(buf, i == 0 ? "  " : " / ");
        text_escape(rr_to_text(&records[i], arena), buf);
    }
}

static void write_answer(const struct fact *fact, struct arena *arena, struct buf *buf)
{
    const struct dns_answer *answer = fact->answer;

    write_question(&fact->question, arena, buf);
    write_class(answer, buf);
    write_server(fact, arena, buf);
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
    if (answer->class == ANSWER_CLASS_REFERRAL) {
        write_records(answer->delegation, answer->delegation_count, arena, buf);
    }
}

static void write_registration(const struct fact *fact, struct arena *arena, struct buf *buf)
{
    const struct registration *registration = fact->registration;
    const struct slice texts[] = { registration->server, registration->reason };

    buf_add_text(buf, "registration ");
    text_escape(name_to_text(&fact->question.name, arena), buf);
    buf_printf(buf, " by %s%s  %s%s", registration_source_text(fact->question.source),
               fact->question.again ? " again" : "", registration_result_text(registration->result),
               registration->cached ? " (kept from an earlier run)" : "");
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (texts[i].length > 0) {
            buf_add_text(buf, "  ");
            text_escape(texts[i], buf);
        }
    }
}

/* The body is shown whole: the credentials are out of it. */
static void write_api(const struct fact *fact, struct buf *buf, struct arena *arena)
{
    const struct api_answer *answer = fact->api;

    buf_printf(buf, "api %s ", api_action_parts(fact->question.action).name);
    text_escape(name_to_text(&fact->question.name, arena), buf);
    buf_printf(buf, "  %s", api_heard_text(answer->heard));
    if (answer->server.length > 0) {
        buf_add_text(buf, "  ");
        text_escape(answer->server, buf);
    }
    buf_add_text(buf, "  ");
    if (answer->heard == API_HEARD_REPLY) {
        buf_printf(buf, "HTTP %u ", answer->http.status);
        text_escape(slice_trim(answer->http.body), buf);
    } else {
        text_escape(answer->reason, buf);
    }
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
        buf_printf(&buf, "%u  ", all[i].round);
        if (all[i].registration != NULL) {
            write_registration(&all[i], arena, &buf);
        } else if (all[i].api != NULL) {
            write_api(&all[i], &buf, arena);
        } else {
            write_answer(&all[i], arena, &buf);
        }
    }
    return buf_slice(&buf);
}
