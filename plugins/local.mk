# SPDX-License-Identifier: MIT
# A plugin is one C file and its manual page.

plugin_libs = common/libio.a common/libcheck.a $(CHECK_LIBS)

plugin_PROGRAMS += plugins/check_ses_dkim plugins/check_ses_dmarc plugins/check_ses_spf
plugins_check_ses_dkim_SOURCES = plugins/check_ses_dkim.c
plugins_check_ses_dkim_LDADD = $(plugin_libs)
plugins_check_ses_dmarc_SOURCES = plugins/check_ses_dmarc.c
plugins_check_ses_dmarc_LDADD = $(plugin_libs)
plugins_check_ses_spf_SOURCES = plugins/check_ses_spf.c
plugins_check_ses_spf_LDADD = $(plugin_libs)
dist_man8_MANS += plugins/check_ses_dkim.8 plugins/check_ses_dmarc.8 plugins/check_ses_spf.8
