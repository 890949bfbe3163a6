/* SPDX-License-Identifier: MIT */
/* The helper's input: frames that come whole, in pieces, and together. */
#include "../support/expect.h"

#include <fcntl.h>
#include <unistd.h>

#include "io/fetch_stream.h"

#define ROOM ((size_t)1024 * 1024)

/* Two frames and a bad one through a pipe, `step` octets at a time. */
static void stream_in_steps(struct slice first, struct slice second, size_t step)
{
    static struct fetch_stream stream;
    struct arena *arena = make_arena(ROOM);
    struct slice rest = arena_join(arena, arena_join(arena, first, second), SLICE("SES\2xxxx"));
    struct slice content;
    size_t seen = 0;
    int ends[2];

    stream.length = 0;
    stream.taken = 0;
    assert_int_equal(pipe(ends), 0);
    while (rest.length > 0) {
        size_t count = step < rest.length ? step : rest.length;
        enum status status;

        assert_int_equal(write(ends[1], rest.data, count), count);
        rest = slice_from(rest, count);
        assert_int_equal(fetch_stream_read(&stream, ends[0]), STATUS_OK);
        while ((status = fetch_stream_next(&stream, &content)) == STATUS_OK) {
            expect_octets("frame", "content", content,
                          slice_from(seen == 0 ? first : second, FETCH_HEAD));
            seen++;
        }
        assert_int_equal(status, rest.length > 0 ? STATUS_NOT_FOUND : STATUS_BAD_INPUT);
    }
    assert_int_equal(seen, 2);
    (void)close(ends[1]);
    assert_int_equal(fetch_stream_read(&stream, ends[0]), STATUS_IO);
    (void)close(ends[0]);
    arena_destroy(arena);
}

static void test_stream(void **state)
{
    struct fetch_request request = { .method = FETCH_METHOD_POST,
                                     .url = SLICE("https://192.0.2.1/"),
                                     .body = SLICE("a body"),
                                     .size_limit = 1 };
    struct arena *arena = make_arena(ROOM);
    struct slice first = slice_empty();
    struct slice second = slice_empty();

    (void)state;
    assert_int_equal(fetch_request_encode(&request, arena, &first), STATUS_OK);
    request.body = slice_empty();
    assert_int_equal(fetch_request_encode(&request, arena, &second), STATUS_OK);
    stream_in_steps(first, second, 1);
    stream_in_steps(first, second, 7);
    stream_in_steps(first, second, first.length);
    stream_in_steps(first, second, 4096);
    arena_destroy(arena);
}

/* The largest frame behind the first octets of another: both have room. */
static void test_room(void **state)
{
    static struct fetch_stream stream;
    static char octets[FETCH_HEAD + FETCH_REQUEST_MAXIMUM + 4];
    struct slice rest = slice_make(octets, sizeof octets);
    struct slice content = slice_empty();
    int ends[2];

    (void)state;
    memcpy(octets, "SES\1", 4);
    octets[5] = (char)(FETCH_REQUEST_MAXIMUM >> 16);
    octets[6] = (char)(FETCH_REQUEST_MAXIMUM >> 8 & 0xFF);
    octets[7] = (char)(FETCH_REQUEST_MAXIMUM & 0xFF);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    assert_int_equal(fetch_stream_read(&stream, ends[0]), STATUS_NOT_FOUND);
    while (fetch_stream_next(&stream, &content) == STATUS_NOT_FOUND) {
        size_t count = rest.length < 4096 ? rest.length : 4096;

        assert_int_equal(write(ends[1], rest.data, count), count);
        rest = slice_from(rest, count);
        assert_int_equal(fetch_stream_read(&stream, ends[0]), STATUS_OK);
    }
    assert_int_equal(content.length, FETCH_REQUEST_MAXIMUM);
    assert_int_equal(fetch_stream_next(&stream, &content), STATUS_NOT_FOUND);
    (void)close(ends[1]);
    (void)close(ends[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stream),
        cmocka_unit_test(test_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
