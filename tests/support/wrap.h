/* SPDX-License-Identifier: MIT */
/*
 * Functions of a test in the place of others, so that what the system or another module would do is
 * the test's to say. The linker is told which by -Wl,--wrap=NAME in tests/local.mk; then
 *
 *   int fake_close(int descriptor) IN_PLACE_OF(close);    is what everybody calls
 *   int real_close(int descriptor) THE_REAL(close);       is the one that was called before
 */
#ifndef CHECK_SES_TESTS_SUPPORT_WRAP_H
#define CHECK_SES_TESTS_SUPPORT_WRAP_H

#define IN_PLACE_OF(name) __asm__("__wrap_" #name)
#define THE_REAL(name) __asm__("__real_" #name)

#endif
