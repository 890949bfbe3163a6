# SPDX-License-Identifier: MIT
# A plugin is one C file and its manual page.

plugin_libs = common/libio.a common/libcheck.a $(CHECK_LIBS)

plugin_PROGRAMS += \
    plugins/check_ses_dkim plugins/check_ses_dmarc plugins/check_ses_domain plugins/check_ses_hold \
    plugins/check_ses_spf
plugins_check_ses_dkim_SOURCES = plugins/check_ses_dkim.c
plugins_check_ses_dkim_LDADD = $(plugin_libs)
plugins_check_ses_dmarc_SOURCES = plugins/check_ses_dmarc.c
plugins_check_ses_dmarc_LDADD = $(plugin_libs)
plugins_check_ses_domain_SOURCES = plugins/check_ses_domain.c
plugins_check_ses_domain_LDADD = $(plugin_libs)
plugins_check_ses_hold_SOURCES = plugins/check_ses_hold.c
plugins_check_ses_hold_LDADD = $(plugin_libs)
plugins_check_ses_spf_SOURCES = plugins/check_ses_spf.c
plugins_check_ses_spf_LDADD = $(plugin_libs)

# The helper that speaks HTTPS: built beside the plugins, which look for it there first.
pkglibexec_PROGRAMS = plugins/check_ses_fetch
plugins_check_ses_fetch_SOURCES = plugins/check_ses_fetch.c
plugins_check_ses_fetch_CPPFLAGS = $(AM_CPPFLAGS) $(CURL_CFLAGS)
plugins_check_ses_fetch_LDADD = common/libio.a common/libcheck.a $(CURL_LIBS)

dist_man8_MANS += \
    plugins/check_ses_dkim.8 plugins/check_ses_dmarc.8 plugins/check_ses_domain.8 plugins/check_ses_hold.8 \
    plugins/check_ses_spf.8
