/* SPDX-License-Identifier: MIT */
/* Questions as keys: equal ones are equal in hash, every part counts. */
#include "../support/expect.h"

#include "facts/question.h"

static struct question make_question(const char *name)
{
    return (struct question){ .kind = QUESTION_KIND_SERVER,
                              .type = RR_TYPE_TXT,
                              .server = { { ADDRESS_FAMILY_IP4, { 192, 0, 2, 1 } }, 0, 53 },
                              .name = make_name(name) };
}

static void expect_other(const char *title, const struct question *a, const struct question *b)
{
    expect_number(title, "equal", question_equal(a, b), false);
    expect_number(title, "equal turned round", question_equal(b, a), false);
    /* Not promised, but a hash blind to a part would be of little use. */
    expect_number(title, "hash", question_hash(a) == question_hash(b), false);
}

static void test_every_part_counts(void **state)
{
    struct question base = make_question("mail.example.com");
    struct question same = make_question("MAIL.example.com");
    struct question other;

    (void)state;
    /* Octets behind the name's end do not count. */
    same.name.wire[200] = 7;
    assert_true(question_equal(&base, &same));
    assert_int_equal(question_hash(&base), question_hash(&same));

    other = make_question("mail.example.org");
    expect_other("name", &base, &other);
    other = base;
    other.type = RR_TYPE_A;
    expect_other("type", &base, &other);
    other = base;
    other.checking_disabled = true;
    expect_other("CD", &base, &other);
    other = base;
    other.server.address.octets[3] = 2;
    expect_other("server", &base, &other);
    other = base;
    other.server.port = 5300;
    expect_other("port", &base, &other);
    other = base;
    other.server.scope = 2;
    expect_other("scope", &base, &other);
    other = base;
    other.kind = QUESTION_KIND_RESOLVER;
    other.server = (struct endpoint){ .port = 0 };
    expect_other("kind", &base, &other);
    base = (struct question){ .kind = QUESTION_KIND_API,
                              .action = API_ACTION_GET_IDENTITY,
                              .name = base.name };
    other = base;
    other.action = API_ACTION_LIST_IDENTITIES;
    expect_other("action", &base, &other);
}

static void test_words(void **state)
{
    (void)state;
    assert_string_equal(question_kind_text(QUESTION_KIND_RESOLVER), "resolver");
    assert_string_equal(question_kind_text(QUESTION_KIND_SERVER), "server");
    assert_string_equal(question_kind_text(QUESTION_KIND_REGISTRATION), "registration");
    assert_string_equal(question_kind_text(QUESTION_KIND_API), "api");
    assert_string_equal(question_kind_text(QUESTION_KIND_NONE), "none");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_part_counts),
        cmocka_unit_test(test_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
