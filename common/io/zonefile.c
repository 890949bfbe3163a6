/* SPDX-License-Identifier: MIT */
/* Zone files through ldns's reader, and the source that answers from them. */
#include "io/zonefile.h"

#include <errno.h>
#include <ldns/ldns.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "dns/codec.h"
#include "io/file.h"
#include "io/zone_answer.h"
#include "io/zone_index.h"

#define ZONES_MEMORY ((size_t)128 * 1024 * 1024) /* all files: some 400,000 records */
#define TEXT_MEMORY ((size_t)LIMIT_FILE * 4)     /* one file while it is read */
#define DEFAULT_TTL 3600                         /* of records before any $TTL, as nsd has it */
#define FIRST_CAPACITY ((size_t)64)
#define ENTRY_MAXIMUM 65535 /* octets of text: ldns cuts RDATA off there without a word */
#define SOA_MINIMUM 22      /* octets: two roots, five numbers */
/* Where names without a final dot go while there is no $ORIGIN: to be found out and refused. */
#define NO_ORIGIN "no-origin.invalid"

struct zonefile {
    struct arena *arena; /* its own: freed by close */
    struct zone_set set;
    bool has_servers; /* found out when the first server is asked */
    struct zone_servers servers;
    struct zone_reply reply; /* one at a time; too large for the stack */
};

/* Reading one file. */
struct reader {
    struct slice path;
    struct slice text;
    struct arena *arena;        /* what stays */
    struct arena *reason_arena; /* the caller's */
    struct slice *ret_reason;
    struct dns_name no_origin;

    FILE *file;
    ldns_rdf *origin;
    ldns_rdf *previous;
    uint32_t ttl;
    size_t line;        /* of the entry at hand */
    struct slice entry; /* its text */

    const struct zone_record **records;
    size_t count;
    size_t capacity;
};

/* "FILE:LINE: reason" and the status that goes with it. */
static enum status refuse(struct reader *reader, size_t line, const char *reason)
{
    *reader->ret_reason =
        arena_printf(reader->reason_arena, "%.*s:%zu: %s", SLICE_ARGS(reader->path), line, reason);
    return STATUS_BAD_INPUT;
}

/* --- records --------------------------------------------------------------------------------- */

static bool rdf_to_name(const ldns_rdf *rdf, struct dns_name *ret_name)
{
    return rdf != NULL && ldns_rdf_get_type(rdf) == LDNS_RDF_TYPE_DNAME &&
           name_from_wire(ldns_rdf_data(rdf), ldns_rdf_size(rdf), ret_name) == STATUS_OK;
}

/* Whether any name of the record was completed although there is no $ORIGIN. */
static bool lacks_origin(const struct reader *reader, const ldns_rr *rr)
{
    struct dns_name name;

    if (rdf_to_name(ldns_rr_owner(rr), &name) && name_is_within(&name, &reader->no_origin)) {
        return true;
    }
    for (size_t i = 0; i < ldns_rr_rd_count(rr); i++) {
        if (rdf_to_name(ldns_rr_rdf(rr, i), &name) && name_is_within(&name, &reader->no_origin)) {
            return true;
        }
    }
    return false;
}

/* RDATA in wire form, without compression. */
static enum status copy_data(struct reader *reader, const ldns_rr *rr, struct slice *ret_data)
{
    ldns_buffer *buffer = ldns_buffer_new(LDNS_MIN_BUFLEN);
    enum status status = STATUS_NO_MEMORY;

    if (buffer != NULL && ldns_rr_rdata2buffer_wire(buffer, rr) == LDNS_STATUS_OK) {
        size_t length = ldns_buffer_position(buffer);
        struct slice data = slice_make((const char *)ldns_buffer_begin(buffer), length);

        if (length > UINT16_MAX) {
            status = refuse(reader, reader->line, "the record is longer than 65535 octets");
        } else {
            *ret_data = arena_copy(reader->arena, data);
            status = ret_data->length == length ? STATUS_OK : STATUS_NO_MEMORY;
        }
    }
    ldns_buffer_free(buffer);
    return status;
}

static enum status keep_record(struct reader *reader, const struct zone_record *record)
{
    if (reader->count == reader->capacity) {
        size_t capacity = reader->capacity == 0 ? FIRST_CAPACITY : reader->capacity * 2;
        const struct zone_record **records =
            arena_alloc_array(reader->arena, capacity, sizeof *records);

        if (records == NULL) {
            return STATUS_NO_MEMORY;
        }
        if (reader->count > 0) {
            memcpy(records, reader->records, reader->count * sizeof *records);
        }
        reader->records = records;
        reader->capacity = capacity;
    }
    reader->records[reader->count] = record;
    reader->count++;
    return STATUS_OK;
}

/* Without $ORIGIN the zone's own name completes the names behind its SOA, as in servers' set-ups.
 */
static enum status take_origin(struct reader *reader, const ldns_rr *rr)
{
    struct dns_name origin;
    ldns_rdf *owner;

    if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_SOA || !rdf_to_name(reader->origin, &origin) ||
        !name_equal(&origin, &reader->no_origin)) {
        return STATUS_OK;
    }
    owner = ldns_rdf_clone(ldns_rr_owner(rr));
    if (owner == NULL) {
        return STATUS_NO_MEMORY;
    }
    ldns_rdf_deep_free(reader->origin);
    reader->origin = owner;
    return STATUS_OK;
}

static enum status take_record(struct reader *reader, const ldns_rr *rr)
{
    struct zone_record *record = arena_alloc(reader->arena, sizeof *record);
    enum status status;

    if (record == NULL) {
        return STATUS_NO_MEMORY;
    }
    if (ldns_rr_get_class(rr) != LDNS_RR_CLASS_IN) {
        return refuse(reader, reader->line, "only class IN is served");
    }
    if (ldns_rr_get_type(rr) == 0) {
        return refuse(reader, reader->line,
                      "no record type where one should be (order: name, TTL, class, type)");
    }
    if (lacks_origin(reader, rr)) {
        return refuse(reader, reader->line,
                      "a name without a final dot, but neither $ORIGIN nor SOA above it");
    }
    if (!rdf_to_name(ldns_rr_owner(rr), &record->owner)) {
        return refuse(reader, reader->line, "the owner is no domain name");
    }
    record->type = (uint16_t)ldns_rr_get_type(rr);
    record->ttl = ldns_rr_ttl(rr);
    record->line = reader->line;
    status = copy_data(reader, rr, &record->data);
    if (status == STATUS_OK) {
        status = take_origin(reader, rr);
    }
    return status == STATUS_OK ? keep_record(reader, record) : status;
}

/* --- entries --------------------------------------------------------------------------------- */

/* Without blanks, line ends and comments in front; *lines grows by the line ends passed. */
static struct slice skip_nothing(struct slice text, size_t *lines)
{
    bool is_comment = false;
    size_t at = 0;

    for (; at < text.length; at++) {
        char c = text.data[at];

        is_comment = (is_comment || c == ';') && c != '\n';
        *lines += c == '\n' ? 1 : 0;
        if (!is_comment && !ascii_is_blank(c) && c != '\n' && c != '\r' && c != '\f' && c != '\v') {
            break;
        }
    }
    return slice_from(text, at);
}

static size_t count_lines(struct slice text)
{
    size_t lines = 0;

    for (size_t i = 0; i < text.length; i++) {
        lines += text.data[i] == '\n' ? 1 : 0;
    }
    return lines;
}

/* Whether the origin that was just read is written with its final dot: ldns does not look. */
static bool origin_is_absolute(struct slice entry)
{
    size_t end = SLICE("$ORIGIN").length;

    while (end < entry.length && ascii_is_blank(entry.data[end])) {
        end++;
    }
    while (end < entry.length && !ascii_is_blank(entry.data[end]) && entry.data[end] != '\n' &&
           entry.data[end] != '\r' && entry.data[end] != ';') {
        end++;
    }
    return entry.data[end - 1] == '.';
}

/* The next word of a line; empty at its end. */
static struct slice next_word(struct slice *rest)
{
    size_t start = 0;
    size_t end;

    while (start < rest->length && ascii_is_blank(rest->data[start])) {
        start++;
    }
    end = start;
    while (end < rest->length && !ascii_is_blank(rest->data[end]) && rest->data[end] != '\n') {
        end++;
    }
    *rest = slice_from(*rest, end);
    return slice_make(rest->data - (end - start), end - start);
}

/*
 * Turns "x IN 300 A ...", which RFC 1035 5.1 allows and ldns does not understand, into "x 300 IN A
 * ...", of the same length. `line` lies within `text`.
 */
static void put_ttl_first(char *text, struct slice line)
{
    struct slice rest = line;
    struct slice class;
    struct slice ttl;
    size_t start;
    size_t length;

    if (line.length > 0 && !ascii_is_blank(line.data[0])) {
        (void)next_word(&rest); /* the owner */
    }
    class = next_word(&rest);
    ttl = next_word(&rest);
    if (!slice_equal_nocase(class, SLICE("IN")) || ttl.length == 0 ||
        !ascii_is_digit(ttl.data[0])) {
        return;
    }
    start = (size_t)(class.data - text);
    length = (size_t)(ttl.data - class.data) + ttl.length;
    memmove(text + start, ttl.data, ttl.length);
    memset(text + start + ttl.length, ' ', length - ttl.length);
    memcpy(text + start + length - 2, "IN", 2);
}

/* Does so for every line that begins an entry. */
static void put_ttls_first(char *text, size_t length)
{
    size_t depth = 0;
    bool is_quoted = false;
    bool is_comment = false;

    for (size_t at = 0; at < length; at++) {
        char c = text[at];

        if ((at == 0 || text[at - 1] == '\n') && depth == 0 && !is_quoted) {
            put_ttl_first(text, slice_make(text + at, length - at));
        }
        is_comment = (is_comment || (c == ';' && !is_quoted)) && c != '\n';
        if (is_comment) {
            continue;
        }
        at += c == '\\' ? 1 : 0;
        is_quoted = is_quoted != (c == '"');
        depth += c == '(' && !is_quoted ? 1 : 0;
        depth -= c == ')' && !is_quoted && depth > 0 ? 1 : 0;
    }
}

/* What one entry was: a record in `rr`, a directive, nothing, or a mistake. */
static enum status take_entry(struct reader *reader, ldns_status code, const ldns_rr *rr)
{
    bool is_directive = slice_starts_with(reader->entry, SLICE("$"));

    if (code == LDNS_STATUS_SYNTAX_ORIGIN) {
        return origin_is_absolute(reader->entry)
                   ? STATUS_OK
                   : refuse(reader, reader->line, "$ORIGIN needs a name with a final dot");
    }
    if (code == LDNS_STATUS_SYNTAX_TTL || reader->entry.length == 0) {
        return STATUS_OK;
    }
    if (code == LDNS_STATUS_SYNTAX_INCLUDE) {
        return refuse(reader, reader->line, "$INCLUDE is not followed: give each file by itself");
    }
    if (is_directive) {
        return refuse(reader, reader->line, "only $ORIGIN and $TTL are understood here");
    }
    /* Releases before 1.8.3 give nothing back for an entry over 10230 octets. */
    if (code == LDNS_STATUS_SYNTAX_EMPTY || reader->entry.length > ENTRY_MAXIMUM) {
        return refuse(reader, reader->line, "longer than the reader of zone files can take");
    }
    if (code == LDNS_STATUS_MEM_ERR) {
        return STATUS_NO_MEMORY;
    }
    if (code != LDNS_STATUS_OK) {
        return refuse(reader, reader->line, ldns_get_errorstr_by_id(code));
    }
    if (reader->entry.length > 1 && reader->entry.data[0] == '@' &&
        !ascii_is_blank(reader->entry.data[1])) {
        return refuse(reader, reader->line, "@ is a name of its own, with a blank behind it");
    }
    return take_record(reader, rr);
}

static enum status read_entries(struct reader *reader)
{
    enum status status = STATUS_OK;
    size_t start = 0;
    size_t lines = 1; /* at `start` */

    while (status == STATUS_OK && start < reader->text.length) {
        ldns_rr *rr = NULL;
        ldns_status code = ldns_rr_new_frm_fp_l(&rr, reader->file, &reader->ttl, &reader->origin,
                                                &reader->previous, NULL);
        long end = ftell(reader->file);

        if (end < 0 || (size_t)end <= start) {
            status = STATUS_INTERNAL;
        } else {
            reader->entry =
                skip_nothing(slice_from(slice_head(reader->text, (size_t)end), start), &lines);
            reader->line = lines;
            lines += count_lines(reader->entry);
            start = (size_t)end;
            status = take_entry(reader, code, rr);
        }
        ldns_rr_free(code == LDNS_STATUS_OK ? rr : NULL);
    }
    return status;
}

/* --- zones ----------------------------------------------------------------------------------- */

/* Finds the SOA. A zone transfer ends with the one that it began with, which is left out then. */
static enum status find_soa(struct reader *reader, struct zone *zone)
{
    size_t count = 0;

    for (size_t i = 0; i < reader->count; i++) {
        const struct zone_record *record = reader->records[i];
        bool is_soa = record->type == LDNS_RR_TYPE_SOA;

        if (is_soa && zone->soa != NULL) {
            if (!name_equal(&record->owner, &zone->soa->owner) ||
                !slice_equal(record->data, zone->soa->data)) {
                return refuse(reader, record->line, "a second SOA record");
            }
            continue;
        }
        zone->soa = is_soa ? record : zone->soa;
        if (is_soa && record->data.length < SOA_MINIMUM) { /* possible as \# */
            return refuse(reader, record->line, "the SOA record is too short");
        }
        reader->records[count] = record;
        count++;
    }
    reader->count = count;
    return STATUS_OK;
}

/* One SOA, and everything within its owner. */
static enum status check_zone(struct reader *reader, struct zone *zone)
{
    enum status status = find_soa(reader, zone);

    if (status != STATUS_OK) {
        return status;
    }
    if (zone->soa == NULL) {
        return refuse(reader, 1, "no SOA record in the whole file");
    }
    zone->origin = zone->soa->owner;
    for (size_t i = 0; i < reader->count; i++) {
        if (!name_is_within(&reader->records[i]->owner, &zone->origin)) {
            return refuse(reader, reader->records[i]->line,
                          "the owner is outside the zone of the SOA record");
        }
    }
    return STATUS_OK;
}

static enum status build_zone(struct reader *reader, struct zone *zone)
{
    enum status status = check_zone(reader, zone);

    if (status == STATUS_OK) {
        zone_sort(reader->records, reader->count);
        zone->path = reader->path;
        zone->all = (struct zone_range){ reader->records, reader->count };
    }
    return status;
}

/* Feeds the text to ldns and makes a zone of what comes back. */
static enum status parse_zone(struct reader *reader, struct arena *scratch, struct zone *zone)
{
    char *copy = arena_alloc(scratch, reader->text.length); /* fmemopen wants it writable */
    enum status status = STATUS_NO_MEMORY;

    if (reader->text.length == 0 || slice_find(reader->text, '\0') < reader->text.length) {
        return refuse(reader, 1, "this is no zone file: it is empty or holds NUL");
    }
    if (copy != NULL) {
        memcpy(copy, reader->text.data, reader->text.length);
        put_ttls_first(copy, reader->text.length);
        reader->file = fmemopen(copy, reader->text.length, "r");
        reader->origin = ldns_rdf_new_frm_str(LDNS_RDF_TYPE_DNAME, NO_ORIGIN ".");
    }
    if (reader->file != NULL && reader->origin != NULL) {
        status = read_entries(reader);
    }
    if (reader->file != NULL) {
        (void)fclose(reader->file);
    }
    ldns_rdf_deep_free(reader->origin);
    ldns_rdf_deep_free(reader->previous);
    return status == STATUS_OK ? build_zone(reader, zone) : status;
}

/* What file_read() could not do, as a sentence. */
static enum status refuse_file(const struct reader *reader, enum status status, int error)
{
    if (status == STATUS_NO_MEMORY) {
        return STATUS_NO_MEMORY;
    }
    *reader->ret_reason = status == STATUS_TOO_LONG
                              ? arena_printf(reader->reason_arena, "%.*s: larger than %u octets",
                                             SLICE_ARGS(reader->path), LIMIT_FILE)
                              : arena_printf(reader->reason_arena, "%.*s: %s",
                                             SLICE_ARGS(reader->path), strerror(error));
    return status == STATUS_TOO_LONG ? STATUS_BAD_INPUT : STATUS_IO;
}

static enum status read_zone(struct reader *reader, struct zone *zone)
{
    struct arena *scratch = NULL;
    enum status status = arena_create(TEXT_MEMORY, &scratch);

    if (status != STATUS_OK) {
        return status;
    }
    status = name_from_text(SLICE(NO_ORIGIN), &reader->no_origin, NULL);
    if (status == STATUS_OK) {
        status = file_read(reader->path.data, LIMIT_FILE, scratch, &reader->text);
        reader->text = slice_without_mark(reader->text);
        status = status == STATUS_OK ? parse_zone(reader, scratch, zone)
                                     : refuse_file(reader, status, errno);
    }
    arena_destroy(scratch);
    return status;
}

/* --- the source ------------------------------------------------------------------------------ */

/* The zones that whoever is asked has; the resolver has them all. */
static enum status choose_zones(struct zonefile *zonefile, const struct question *question,
                                struct zone_set *ret_set)
{
    enum status status = STATUS_OK;

    *ret_set = zonefile->set;
    if (question->kind != QUESTION_KIND_SERVER) {
        return STATUS_OK;
    }
    if (!zonefile->has_servers) {
        status = zone_servers_find(&zonefile->set, zonefile->arena, &zonefile->servers);
        zonefile->has_servers = status == STATUS_OK;
    }
    if (status == STATUS_OK) {
        struct zone_set served = zone_servers_at(&zonefile->servers, &question->server.address);

        *ret_set = served.count > 0 ? served : zonefile->set;
    }
    return status;
}

/* NOLINTNEXTLINE(readability-function-size): struct source wants this shape */
static enum status zonefile_ask(void *self, const struct question *questions, size_t count,
                                int64_t deadline_ns, struct arena *arena,
                                struct dns_answer *answers, unsigned *messages)
{
    struct zonefile *zonefile = self;

    (void)deadline_ns; /* nothing here takes time */
    for (size_t i = 0; i < count; i++) {
        struct codec_query query = { .name = &questions[i].name, .type = questions[i].type };
        struct zone_reply *reply = &zonefile->reply;
        struct zone_set set;
        enum status status = choose_zones(zonefile, &questions[i], &set);

        query.recursion_desired = questions[i].kind == QUESTION_KIND_RESOLVER;
        if (status == STATUS_OK) {
            zone_answer(&set, &questions[i], reply);
            status = codec_decode(&query, slice_make((const char *)reply->octets, reply->length),
                                  arena, &answers[i]);
        }
        if (status != STATUS_OK) {
            return status;
        }
        answers[i].tries = 1;
        (*messages)++;
    }
    return STATUS_OK;
}

static void zonefile_close(void *self)
{
    struct zonefile *zonefile = self;

    arena_destroy(zonefile->arena);
}

/* Two files for one zone would hide each other. */
static enum status check_twice(struct reader *reader, const struct zone *const *zones, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (name_equal(&zones[i]->origin, &zones[count]->origin)) {
            *reader->ret_reason =
                arena_printf(reader->reason_arena, "%.*s: the same zone as in %.*s",
                             SLICE_ARGS(reader->path), SLICE_ARGS(zones[i]->path));
            return STATUS_BAD_INPUT;
        }
    }
    return STATUS_OK;
}

static enum status read_zones(struct zonefile *zonefile, const struct slice *paths, size_t count,
                              struct arena *arena, struct slice *ret_reason)
{
    struct zone *zones = arena_alloc_array(zonefile->arena, count, sizeof *zones);
    const struct zone **list = arena_alloc_array(zonefile->arena, count, sizeof *list);
    enum status status = zones == NULL || list == NULL ? STATUS_NO_MEMORY : STATUS_OK;

    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct reader reader = { .path = arena_copy(zonefile->arena, paths[i]),
                                 .arena = zonefile->arena,
                                 .reason_arena = arena,
                                 .ret_reason = ret_reason,
                                 .ttl = DEFAULT_TTL };

        list[i] = &zones[i];
        status = reader.path.length == paths[i].length ? read_zone(&reader, &zones[i])
                                                       : STATUS_NO_MEMORY;
        status = status == STATUS_OK ? check_twice(&reader, list, i) : status;
    }
    zonefile->set = (struct zone_set){ list, count };
    return status;
}

enum status zonefile_create(const struct slice *paths, size_t count, struct arena *arena,
                            struct source *ret_source, struct slice *ret_reason)
{
    struct arena *own = NULL;
    struct zonefile *zonefile;
    enum status status = arena_create(ZONES_MEMORY, &own);

    if (status != STATUS_OK) {
        return status;
    }
    zonefile = arena_alloc(own, sizeof *zonefile);
    if (zonefile == NULL) {
        arena_destroy(own);
        return STATUS_NO_MEMORY;
    }
    zonefile->arena = own;
    status = read_zones(zonefile, paths, count, arena, ret_reason);
    if (status != STATUS_OK) {
        arena_destroy(own);
        return status;
    }
    *ret_source = (struct source){ zonefile, zonefile_ask, zonefile_close };
    return STATUS_OK;
}
