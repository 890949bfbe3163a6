/* SPDX-License-Identifier: MIT */
/*
 * The catalogue's rows, one file for each area, apart from the functions that read them: seen by
 * catalogue.c only. Each table begins with the area's first id and goes on in the order of enum
 * finding_id.
 */
#ifndef CHECK_SES_REPORT_CATALOGUE_TABLE_H
#define CHECK_SES_REPORT_CATALOGUE_TABLE_H

#include "report/catalogue.h"

extern const struct catalogue_entry catalogue_dns[]; /* dns and visibility */
extern const struct catalogue_entry catalogue_registration[];
extern const struct catalogue_entry catalogue_spf[];
extern const struct catalogue_entry catalogue_dkim[];
extern const struct catalogue_entry catalogue_dmarc[];
extern const struct catalogue_entry catalogue_mx[];
extern const struct catalogue_entry catalogue_ses[];
extern const struct catalogue_entry catalogue_paste[];

#endif
