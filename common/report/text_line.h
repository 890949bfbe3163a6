/* SPDX-License-Identifier: MIT */
/*
 * Cutting lines that are already harmless, for the text renderer.
 */
#ifndef CHECK_SES_REPORT_TEXT_LINE_H
#define CHECK_SES_REPORT_TEXT_LINE_H

#include <stddef.h>

#include "base/slice.h"

/*
 * The length, at most `maximum`, to which an escaped text is cut: between words when a word ends in
 * the second half, else wherever neither a character nor an escape sequence is divided.
 */
size_t text_cut(struct slice text, size_t maximum);

#endif
