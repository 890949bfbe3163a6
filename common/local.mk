# SPDX-License-Identifier: MIT
# libcheck.a is pure: no sockets, files, clock or printing (tests/lint/purity). libio.a touches the world.

noinst_LIBRARIES += common/libcheck.a common/libio.a

common_libcheck_a_SOURCES = \
    common/base/arena.c common/base/arena.h \
    common/base/base64.c common/base/base64.h \
    common/base/buf.c common/base/buf.h \
    common/base/day.c common/base/day.h \
    common/base/json.c common/base/json.h \
    common/base/limits.h \
    common/base/slice.c common/base/slice.h \
    common/base/status.c common/base/status.h \
    common/base/utf8.c common/base/utf8.h \
    common/base/wrap.c common/base/wrap.h \
    common/cli/options.c common/cli/options.h \
    common/cli/options_help.c \
    common/dns/address.c common/dns/address.h \
    common/dns/answer.c common/dns/answer.h \
    common/dns/codec.c common/dns/codec.h \
    common/dns/message.c common/dns/message.h \
    common/dns/name.c common/dns/name.h \
    common/dns/rr.c common/dns/rr.h \
    common/facts/api_config.c common/facts/api_config.h \
    common/facts/check.h \
    common/facts/config.c common/facts/config.h \
    common/facts/config_registration.c \
    common/facts/question.c common/facts/question.h \
    common/facts/store.c common/facts/store.h \
    common/facts/transcript.c common/facts/transcript.h \
    common/facts/transcript_read.c \
    common/facts/transcript_words.h \
    common/mail/dkim_crypto.c common/mail/dkim_crypto.h \
    common/mail/dkim_der.c common/mail/dkim_der.h \
    common/mail/dkim_key.c common/mail/dkim_key.h \
    common/mail/dkim_pem.c \
    common/mail/dkim_weakness.c \
    common/mail/dmarc_align.c common/mail/dmarc_align.h \
    common/mail/dmarc_discover.c common/mail/dmarc_discover.h \
    common/mail/dmarc_record.c common/mail/dmarc_record.h \
    common/mail/dmarc_walk.c \
    common/mail/report_address.c common/mail/report_address.h \
    common/mail/spf_cost.c common/mail/spf_cost.h \
    common/mail/spf_eval.c common/mail/spf_eval.h \
    common/mail/spf_fetch.c common/mail/spf_fetch.h \
    common/mail/spf_macro.c common/mail/spf_macro.h \
    common/mail/spf_match.c common/mail/spf_match.h \
    common/mail/spf_reason.c common/mail/spf_reason.h \
    common/mail/spf_record.c common/mail/spf_record.h \
    common/mail/spf_request.c common/mail/spf_request.h \
    common/mail/spf_term.c common/mail/spf_term.h \
    common/mail/taglist.c common/mail/taglist.h \
    common/provider/api_action.c common/provider/api_action.h \
    common/provider/api_answer.c common/provider/api_answer.h \
    common/provider/api_reply.c common/provider/api_reply.h \
    common/provider/dns_host.c common/provider/dns_host.h \
    common/provider/domain_info.c common/provider/domain_info.h \
    common/provider/profile.c common/provider/profile.h \
    common/provider/profile_builtin.c common/provider/profile_builtin.h \
    common/provider/profile_read.c \
    common/provider/profile_text.c common/provider/profile_text.h \
    common/provider/redact.c common/provider/redact.h \
    common/provider/ses_identity.c common/provider/ses_identity.h \
    common/provider/tc3.c common/provider/tc3.h \
    common/registry/date.c common/registry/date.h \
    common/registry/epp_status.c common/registry/epp_status.h \
    common/registry/rdap_bootstrap.c common/registry/rdap_bootstrap.h \
    common/registry/rdap_bootstrap_builtin.c common/registry/rdap_bootstrap_builtin.h \
    common/registry/rdap_domain.c common/registry/rdap_domain.h \
    common/registry/registration.c common/registry/registration.h \
    common/registry/registration_fill.c common/registry/registration_fill.h \
    common/registry/suffix_table.c common/registry/suffix_table.h \
    common/registry/whois_domain.c common/registry/whois_domain.h \
    common/registry/whois_line.c common/registry/whois_line.h \
    common/registry/whois_object.c common/registry/whois_object.h \
    common/registry/whois_sentence.c common/registry/whois_sentence.h \
    common/registry/whois_server.c common/registry/whois_server.h \
    common/registry/whois_server_builtin.c common/registry/whois_server_builtin.h \
    common/report/catalogue.c common/report/catalogue.h \
    common/report/catalogue_dkim.c \
    common/report/catalogue_dmarc.c \
    common/report/catalogue_dns.c \
    common/report/catalogue_mx.c \
    common/report/catalogue_paste.c \
    common/report/catalogue_registration.c \
    common/report/catalogue_ses.c \
    common/report/catalogue_spf.c \
    common/report/catalogue_table.h \
    common/report/document.c common/report/document.h \
    common/report/finding.h \
    common/report/perfdata.c common/report/perfdata.h \
    common/report/range.c common/report/range.h \
    common/report/state.c common/report/state.h \
    common/report/text.c common/report/text.h \
    common/report/text_line.c common/report/text_line.h \
    common/report/verdict.c common/report/verdict.h \
    common/rules/copy_errors.c common/rules/copy_errors.h \
    common/rules/copy_glyph.c common/rules/copy_glyph.h \
    common/rules/copy_repair.c \
    common/rules/copy_terms.c common/rules/copy_terms.h \
    common/rules/delegation.c common/rules/delegation.h \
    common/rules/differential.c common/rules/differential.h \
    common/rules/differential_document.c \
    common/rules/differential_evidence.c common/rules/differential_evidence.h \
    common/rules/differential_hold.c common/rules/differential_hold.h \
    common/rules/differential_report.c \
    common/rules/dkim_config.c \
    common/rules/dkim_context.c common/rules/dkim_context.h \
    common/rules/dkim_damage.c \
    common/rules/dkim_document.c \
    common/rules/dkim_lint.c \
    common/rules/dkim_names.c common/rules/dkim_names.h \
    common/rules/dkim_options.c \
    common/rules/dkim_plan.c \
    common/rules/dkim_rules.c common/rules/dkim_rules.h \
    common/rules/dmarc_absence.c \
    common/rules/dmarc_advice.c \
    common/rules/dmarc_config.c \
    common/rules/dmarc_context.c common/rules/dmarc_context.h \
    common/rules/dmarc_document.c \
    common/rules/dmarc_lint.c \
    common/rules/dmarc_options.c \
    common/rules/dmarc_plan.c \
    common/rules/dmarc_reports.c \
    common/rules/dmarc_rules.c common/rules/dmarc_rules.h \
    common/rules/dns_rules.c common/rules/dns_rules.h \
    common/rules/domain_config.c \
    common/rules/domain_rules.c common/rules/domain_rules.h \
    common/rules/hold_options.c \
    common/rules/hold_rules.c common/rules/hold_rules.h \
    common/rules/invisible.c common/rules/invisible.h \
    common/rules/misplaced.c common/rules/misplaced.h \
    common/rules/mx_absence.c \
    common/rules/mx_context.h \
    common/rules/mx_defect.c \
    common/rules/mx_document.c \
    common/rules/mx_exchange.c \
    common/rules/mx_plan.c \
    common/rules/mx_repair.c \
    common/rules/mx_rules.c common/rules/mx_rules.h \
    common/rules/nameserver_swap.c common/rules/nameserver_swap.h \
    common/rules/plan.c common/rules/plan.h \
    common/rules/publish.c common/rules/publish.h \
    common/rules/registration_view.c common/rules/registration_view.h \
    common/rules/ses_compare.c \
    common/rules/ses_context.h \
    common/rules/ses_document.c \
    common/rules/ses_host.c \
    common/rules/ses_plan.c \
    common/rules/ses_rules.c common/rules/ses_rules.h \
    common/rules/spf_advice.c \
    common/rules/spf_config.c \
    common/rules/spf_context.c common/rules/spf_context.h \
    common/rules/spf_document.c \
    common/rules/spf_limits.c \
    common/rules/spf_lint.c \
    common/rules/spf_networks.c \
    common/rules/spf_options.c \
    common/rules/spf_plan.c \
    common/rules/spf_provider.c \
    common/rules/spf_rules.c common/rules/spf_rules.h \
    common/rules/visibility.c common/rules/visibility.h

common_libio_a_SOURCES = \
    common/io/api.c common/io/api.h \
    common/io/cache.c common/io/cache.h \
    common/io/cache_file.c common/io/cache_file.h \
    common/io/cache_folder.c common/io/cache_folder.h \
    common/io/cache_manners.c \
    common/io/cache_policy.c common/io/cache_policy.h \
    common/io/cache_prune.c \
    common/io/cache_state.h \
    common/io/cache_text.c common/io/cache_text.h \
    common/io/clock.c common/io/clock.h \
    common/io/credentials.c common/io/credentials.h \
    common/io/dns_job.c common/io/dns_job.h \
    common/io/dns_pending.c common/io/dns_pending.h \
    common/io/dns_plan.c common/io/dns_plan.h \
    common/io/dns_reply.c common/io/dns_reply.h \
    common/io/dns_socket.c common/io/dns_socket.h \
    common/io/dns_stream.c common/io/dns_stream.h \
    common/io/dns_transport.c common/io/dns_transport.h \
    common/io/extra_opts.c common/io/extra_opts.h \
    common/io/fetch_confine.c common/io/fetch_confine.h \
    common/io/fetch_process.c common/io/fetch_process.h \
    common/io/fetch_protocol.c common/io/fetch_protocol.h \
    common/io/fetch_stream.c common/io/fetch_stream.h \
    common/io/fetch_trust.c common/io/fetch_trust.h \
    common/io/fetch_url.c common/io/fetch_url.h \
    common/io/file.c common/io/file.h \
    common/io/gather.c common/io/gather.h \
    common/io/host_address.c common/io/host_address.h \
    common/io/https.c common/io/https.h \
    common/io/process.c common/io/process.h \
    common/io/random.c common/io/random.h \
    common/io/registration.c common/io/registration.h \
    common/io/registration_file.c \
    common/io/registry_tables.c common/io/registry_tables.h \
    common/io/resolv_conf.c common/io/resolv_conf.h \
    common/io/run.c common/io/run.h \
    common/io/run_api.c \
    common/io/run_arguments.c common/io/run_arguments.h \
    common/io/run_report.c common/io/run_report.h \
    common/io/run_state.h \
    common/io/source.h \
    common/io/trace.c common/io/trace.h \
    common/io/whois.c common/io/whois.h \
    common/io/zone_answer.c common/io/zone_answer.h \
    common/io/zone_index.c common/io/zone_index.h \
    common/io/zonefile.c common/io/zonefile.h
