/* SPDX-License-Identifier: MIT */
/*
 * The catalogue's rows, apart from the functions that read them: seen by catalogue.c only.
 */
#ifndef CHECK_SES_REPORT_CATALOGUE_TABLE_H
#define CHECK_SES_REPORT_CATALOGUE_TABLE_H

#include "report/catalogue.h"

/* By enum finding_id; the row of FINDING_NONE is empty. */
extern const struct catalogue_entry catalogue_table[FINDING_COUNT];

#endif
