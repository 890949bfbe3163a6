/* SPDX-License-Identifier: MIT */
/* Answers out of rows, made by hand: no octets, so that every class can be had. */
#include "world.h"

struct row {
    struct dns_name name;
    enum rr_type type;
    struct slice data;
};

static struct row read_row(const char *text)
{
    struct slice rest = slice_of(text);
    struct slice word = slice_empty();
    struct row row = { .type = RR_TYPE_NONE };

    assert_true(slice_split(&rest, ' ', &word));
    assert_int_equal(name_from_text(word, &row.name, NULL), STATUS_OK);
    assert_true(slice_split(&rest, ' ', &word));
    if (rr_type_from_text(word, &row.type) != STATUS_OK) {
        fail_msg("no type in \"%s\"", text);
    }
    row.data = rest.data != NULL ? rest : slice_empty();
    return row;
}

static const struct dns_name *keep_name(struct world *world, struct slice text)
{
    struct dns_name *name = arena_alloc(world->arena, sizeof *name);

    assert_non_null(name);
    if (name_from_text(text, name, NULL) != STATUS_OK) {
        fail_msg("\"%.*s\" is no name", SLICE_ARGS(text));
    }
    return name;
}

static void fill_txt(struct world *world, struct slice data, struct rr_txt *txt)
{
    struct slice *strings = arena_alloc_array(world->arena, 8, sizeof *strings);
    struct slice piece;
    struct buf buf;

    assert_non_null(strings);
    buf_init(&buf, world->arena, LIMIT_TXT);
    while (slice_split(&data, '|', &piece)) {
        assert_true(txt->count < 8);
        strings[txt->count] = piece;
        txt->count++;
        buf_add(&buf, piece);
    }
    txt->strings = strings;
    txt->joined = buf_slice(&buf);
}

static void fill_data(struct world *world, const struct row *row, struct rr *rr)
{
    size_t blank = slice_find(row->data, ' ');
    uint64_t preference = 0;

    switch (row->type) {
    case RR_TYPE_A:
    case RR_TYPE_AAAA:
        assert_int_equal(address_from_text(row->data, &rr->data.address), STATUS_OK);
        return;
    case RR_TYPE_NS:
    case RR_TYPE_CNAME:
    case RR_TYPE_PTR:
    case RR_TYPE_DNAME:
        rr->data.name = keep_name(world, row->data);
        return;
    case RR_TYPE_MX:
        assert_int_equal(slice_number(slice_head(row->data, blank), 0, 65535, &preference),
                         STATUS_OK);
        rr->data.mx.preference = (uint16_t)preference;
        rr->data.mx.exchange = keep_name(world, slice_from(row->data, blank + 1));
        return;
    case RR_TYPE_SOA:
        rr->data.soa.primary = rr->owner;
        rr->data.soa.mailbox = rr->owner;
        rr->data.soa.minimum = 600;
        return;
    case RR_TYPE_TXT:
        fill_txt(world, row->data, &rr->data.txt);
        return;
    case RR_TYPE_NONE:
    case RR_TYPE_DS:
        break;
    }
    fail_msg("a row of a type that the world does not know");
}

static struct rr *make_record(struct world *world, const struct row *row)
{
    struct rr *rr = arena_alloc(world->arena, sizeof *rr);
    struct dns_name *owner = arena_alloc(world->arena, sizeof *owner);

    assert_non_null(rr);
    assert_non_null(owner);
    *owner = row->name;
    rr->owner = owner;
    rr->type = row->type;
    rr->ttl = 600;
    fill_data(world, row, rr);
    return rr;
}

/* The SOA of the zone that a name is in; NULL: in none. */
static const struct rr *find_soa(struct world *world, const struct dns_name *name)
{
    struct row best = { .type = RR_TYPE_NONE };

    for (const char *const *text = world->rows; *text != NULL; text++) {
        struct row row = read_row(*text);

        if (row.type == RR_TYPE_SOA && name_is_within(name, &row.name) &&
            (best.type == RR_TYPE_NONE || name_is_within(&row.name, &best.name))) {
            best = row;
        }
    }
    return best.type == RR_TYPE_NONE ? NULL : make_record(world, &best);
}

/* A row that says what becomes of the question instead of a record. */
static void apply_trouble(struct world *world, struct slice word, struct dns_answer *answer)
{
    static const struct {
        const char *word;
        enum answer_class class;
        uint16_t rcode;
    } words[] = {
        { "!servfail", ANSWER_CLASS_SERVFAIL, 2 }, { "!refused", ANSWER_CLASS_REFUSED, 5 },
        { "!timeout", ANSWER_CLASS_TIMEOUT, 0 },   { "!malformed", ANSWER_CLASS_MALFORMED, 0 },
        { "!bogus", ANSWER_CLASS_BOGUS, 2 },       { "!loop", ANSWER_CLASS_LOOP, 0 },
        { "!referral", ANSWER_CLASS_REFERRAL, 0 }, { "!bare", ANSWER_CLASS_NXDOMAIN, 3 },
        { "!foreign", ANSWER_CLASS_NXDOMAIN, 3 },  { "!filtered", ANSWER_CLASS_NXDOMAIN, 3 },
    };
    struct row foreign = { .type = RR_TYPE_SOA, .name = make_name("rpz.filter.invalid") };

    for (size_t i = 0; i < ROWS(words); i++) {
        if (slice_equal(word, slice_of(words[i].word))) {
            answer->class = words[i].class;
            answer->rcode = words[i].rcode;
        }
    }
    if (answer->class == ANSWER_CLASS_TIMEOUT) {
        answer->silence = ANSWER_SILENCE_NO_REPLY;
    }
    if (slice_equal(word, SLICE("!foreign"))) {
        answer->soa = make_record(world, &foreign);
    }
    if (slice_equal(word, SLICE("!filtered"))) {
        struct dns_ede *ede = arena_alloc(world->arena, sizeof *ede);

        assert_non_null(ede);
        ede->code = 17;
        answer->edes = ede;
        answer->ede_count = 1;
        answer->soa = find_soa(world, answer->final);
    }
    assert_int_not_equal(answer->class, ANSWER_CLASS_NONE);
}

/* What the rows have for a question. */
struct search {
    struct rr *records;
    size_t count;
    struct slice trouble;
    bool exists;
    bool has_alias;
    struct row alias;
};

static void look(struct world *world, const struct question *question, struct search *search)
{
    for (const char *const *text = world->rows; *text != NULL; text++) {
        struct row row = read_row(*text);

        search->exists = search->exists || name_is_within(&row.name, &question->name);
        if (!name_equal(&row.name, &question->name)) {
            continue;
        }
        if (row.type == RR_TYPE_CNAME) {
            search->has_alias = true;
            search->alias = row;
        }
        if (row.type == question->type && slice_starts_with(row.data, SLICE("!"))) {
            search->trouble = row.data;
        } else if (row.type == question->type) {
            assert_true(search->count < 32);
            search->records[search->count] = *make_record(world, &row);
            search->count++;
        }
    }
}

static const struct dns_answer *make_answer(struct world *world, const struct question *question)
{
    struct dns_answer *answer = arena_alloc(world->arena, sizeof *answer);
    struct dns_name *final = arena_alloc(world->arena, sizeof *final);
    struct search search = { .trouble = slice_empty() };

    assert_non_null(answer);
    assert_non_null(final);
    search.records = arena_alloc_array(world->arena, 32, sizeof *search.records);
    assert_non_null(search.records);
    *final = question->name;
    answer->final = final;
    answer->tries = 1;
    if (question->kind == QUESTION_KIND_SERVER) {
        /* The world is behind a firewall: nobody but the resolver can be asked. */
        answer->class = ANSWER_CLASS_TIMEOUT;
        answer->silence = ANSWER_SILENCE_NO_REPLY;
        return answer;
    }
    look(world, question, &search);
    if (search.trouble.length > 0) {
        apply_trouble(world, search.trouble, answer);
    } else if (search.count > 0) {
        answer->class = ANSWER_CLASS_POSITIVE;
        answer->records = search.records;
        answer->record_count = search.count;
    } else if (search.has_alias) {
        answer->class = ANSWER_CLASS_NODATA;
        answer->chain = make_record(world, &search.alias);
        answer->chain_count = 1;
        answer->chain_open = true;
        answer->final = answer->chain->data.name;
    } else {
        answer->soa = find_soa(world, &question->name);
        answer->class = answer->soa == NULL ? ANSWER_CLASS_SERVFAIL
                        : search.exists     ? ANSWER_CLASS_NODATA
                                            : ANSWER_CLASS_NXDOMAIN;
        answer->rcode = answer->soa == NULL ? 2 : search.exists ? 0 : 3;
    }
    return answer;
}

void world_begin(struct world *world, const char *const *rows)
{
    *world = (struct world){ .arena = make_arena((size_t)4 * LIMIT_ARENA), .rows = rows };
    assert_int_equal(facts_create(world->arena, WORLD_CLOCK, &world->facts), STATUS_OK);
    facts_begin_round(world->facts);
}

void world_begin_around(struct world *world, const char *const *around, const char *const *rows,
                        const char **all, size_t limit)
{
    bool is_whole = strncmp(rows[0], "test ", strlen("test ")) == 0;
    size_t count = 0;

    for (size_t i = 0; !is_whole && around[i] != NULL; i++) {
        assert_true(count + 1 < limit);
        all[count] = around[i];
        count++;
    }
    for (size_t i = 0; rows[i] != NULL && rows[i][0] != '\0'; i++) {
        assert_true(count + 1 < limit);
        all[count] = rows[i];
        count++;
    }
    all[count] = NULL;
    world_begin(world, all);
}

void world_end(struct world *world)
{
    arena_destroy(world->arena);
}

/* There is no registry in this world. */
static void add_no_registration(struct world *world, const struct question *question)
{
    struct registration *registration = arena_alloc(world->arena, sizeof *registration);

    assert_non_null(registration);
    registration->result = REGISTRATION_RESULT_NO_SERVER;
    registration->source = question->source;
    registration->reason = SLICE("there is no registry");
    assert_int_equal(facts_add_registration(world->facts, question, registration), STATUS_OK);
}

static void add_api(struct world *world, const struct question *question)
{
    static const struct api_answer nothing = { .heard = API_HEARD_UNREACHABLE,
                                               .reason = { "there is no API", 15 } };
    const struct api_answer *answer = world->api == NULL ? &nothing : world->api(world, question);

    assert_int_equal(facts_add_api(world->facts, question, answer), STATUS_OK);
}

bool world_answer(struct world *world)
{
    struct question wants[LIMIT_QUESTIONS * 2];
    size_t count = 0;
    const struct question *list = facts_wants(world->facts, &count);
    bool needed = facts_wants_needed(world->facts);

    assert_true(count <= ROWS(wants));
    if (!needed) {
        return false;
    }
    memcpy(wants, list, count * sizeof wants[0]);
    for (size_t i = 0; i < count; i++) {
        if (wants[i].kind == QUESTION_KIND_REGISTRATION) {
            add_no_registration(world, &wants[i]);
            continue;
        }
        if (wants[i].kind == QUESTION_KIND_API) {
            add_api(world, &wants[i]);
            continue;
        }
        assert_int_equal(facts_add(world->facts, &wants[i], make_answer(world, &wants[i])),
                         STATUS_OK);
        world->asked++;
    }
    world->rounds++;
    assert_true(world->rounds <= LIMIT_ROUNDS);
    facts_begin_round(world->facts);
    return true;
}

void world_expect_whole(const char *title, const struct finding *finding)
{
    expect_number(title, "a message", finding->message.length > 0, true);
    expect_number(title, "one line", slice_find(finding->message, '\n') == finding->message.length,
                  true);
    expect_number(title, "a name", finding->name.length > 0, true);
    expect_number(title, "no type", finding->type == NULL,
                  finding->id == FINDING_REGISTRATION_UNREACHABLE);
}

struct slice world_findings(struct world *world, const struct verdict *verdict)
{
    struct buf buf;

    buf_init(&buf, world->arena, LIMIT_TEXT_OUTPUT);
    for (size_t i = 0; i < verdict->finding_count; i++) {
        const struct finding *finding = &verdict->findings[i];

        buf_printf(&buf, "%s%s %s", i > 0 ? ", " : "", catalogue_entry(finding->id)->id,
                   state_text(finding->state));
    }
    return buf_slice(&buf);
}

void world_expect_proved(const char *title, const char *findings, const struct verdict *verdict,
                         unsigned rounds)
{
    struct slice all = slice_of(findings);

    for (size_t i = 0; i < verdict->finding_count; i++) {
        const struct finding *finding = &verdict->findings[i];
        const char *id = catalogue_entry(finding->id)->id;
        bool is_open =
            finding->id == FINDING_VISIBILITY_ABSENT || finding->id == FINDING_MX_DANGLING;

        if (finding->state == STATE_CRITICAL && !is_open &&
            slice_find_part(all, slice_of(id)) == all.length) {
            fail_msg("%s: %s is CRITICAL after %u rounds", title, id, rounds);
        }
    }
}
