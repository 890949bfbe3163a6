# SPDX-License-Identifier: MIT
# Everything that is run by make check, and the targets beside it. What a test prints is counted by
# tests/support/count-results; a test that cannot run here exits 77.

# --- unit tests: tests/unit/test_X.c is one program -------------------------------------------------

unit_tests = \
    tests/unit/test_address \
    tests/unit/test_answer \
    tests/unit/test_api_action \
    tests/unit/test_api_answer \
    tests/unit/test_api_config \
    tests/unit/test_api_reply \
    tests/unit/test_arena \
    tests/unit/test_base64 \
    tests/unit/test_buf \
    tests/unit/test_cache \
    tests/unit/test_cache_file \
    tests/unit/test_cache_manners \
    tests/unit/test_cache_policy \
    tests/unit/test_cache_text \
    tests/unit/test_catalogue \
    tests/unit/test_clock \
    tests/unit/test_codec \
    tests/unit/test_config \
    tests/unit/test_config_registration \
    tests/unit/test_copy_errors \
    tests/unit/test_copy_tags \
    tests/unit/test_credentials \
    tests/unit/test_date \
    tests/unit/test_dkim_config \
    tests/unit/test_dkim_crypto \
    tests/unit/test_dkim_damage \
    tests/unit/test_dkim_der \
    tests/unit/test_dkim_key \
    tests/unit/test_dkim_pem \
    tests/unit/test_dkim_rules \
    tests/unit/test_dkim_weakness \
    tests/unit/test_dmarc_align \
    tests/unit/test_dmarc_config \
    tests/unit/test_dmarc_discover \
    tests/unit/test_dmarc_record \
    tests/unit/test_dmarc_rules \
    tests/unit/test_dmarc_words \
    tests/unit/test_dns_host \
    tests/unit/test_dns_plan \
    tests/unit/test_dns_rules \
    tests/unit/test_dns_socket \
    tests/unit/test_document \
    tests/unit/test_domain_info \
    tests/unit/test_epp_status \
    tests/unit/test_extra_opts \
    tests/unit/test_fetch_protocol \
    tests/unit/test_fetch_stream \
    tests/unit/test_fetch_trust \
    tests/unit/test_fetch_url \
    tests/unit/test_file \
    tests/unit/test_gather \
    tests/unit/test_host_address \
    tests/unit/test_https \
    tests/unit/test_invisible \
    tests/unit/test_io_registration \
    tests/unit/test_io_registration_turns \
    tests/unit/test_json \
    tests/unit/test_last_good \
    tests/unit/test_message \
    tests/unit/test_misplaced \
    tests/unit/test_mx_rules \
    tests/unit/test_mx_words \
    tests/unit/test_name \
    tests/unit/test_options \
    tests/unit/test_perfdata \
    tests/unit/test_process \
    tests/unit/test_profile \
    tests/unit/test_profile_read \
    tests/unit/test_publish \
    tests/unit/test_question \
    tests/unit/test_range \
    tests/unit/test_rdap_bootstrap \
    tests/unit/test_rdap_domain \
    tests/unit/test_redact \
    tests/unit/test_registration \
    tests/unit/test_registration_view \
    tests/unit/test_registry_samples \
    tests/unit/test_registry_tables \
    tests/unit/test_report_address \
    tests/unit/test_resolv_conf \
    tests/unit/test_rr \
    tests/unit/test_run \
    tests/unit/test_sections \
    tests/unit/test_ses_compare \
    tests/unit/test_ses_identity \
    tests/unit/test_ses_rules \
    tests/unit/test_slice \
    tests/unit/test_spf_advice \
    tests/unit/test_spf_cost \
    tests/unit/test_spf_eval \
    tests/unit/test_spf_fetch \
    tests/unit/test_spf_macro \
    tests/unit/test_spf_match \
    tests/unit/test_spf_record \
    tests/unit/test_spf_request \
    tests/unit/test_spf_rules \
    tests/unit/test_state \
    tests/unit/test_status \
    tests/unit/test_store \
    tests/unit/test_taglist \
    tests/unit/test_tc3 \
    tests/unit/test_tencent_samples \
    tests/unit/test_text \
    tests/unit/test_trace \
    tests/unit/test_transcript \
    tests/unit/test_utf8 \
    tests/unit/test_verdict \
    tests/unit/test_visibility \
    tests/unit/test_whois_domain \
    tests/unit/test_whois_server \
    tests/unit/test_wrap \
    tests/unit/test_zone_servers \
    tests/unit/test_zonefile \
    tests/unit/test_zonefile_syntax

# Functions that a test has in the place of others (tests/support/wrap.h).
tests_unit_test_fetch_trust_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=opendir -Wl,--wrap=access
tests_unit_test_file_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=fstat
tests_unit_test_invisible_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=differential_look -Wl,--wrap=differential_report
tests_unit_test_process_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=_exit
registry_world_ldflags = \
    $(AM_LDFLAGS) -Wl,--wrap=https_begin -Wl,--wrap=https_finish -Wl,--wrap=whois_begin -Wl,--wrap=whois_finish
tests_unit_test_io_registration_LDFLAGS = $(registry_world_ldflags)
tests_unit_test_io_registration_turns_LDFLAGS = $(registry_world_ldflags)
tests_unit_test_run_LDFLAGS = \
    $(AM_LDFLAGS) -Wl,--wrap=file_read -Wl,--wrap=registry_create -Wl,--wrap=transport_create

# Facts out of rows like those of a zone file.
world = tests/unit/world.c tests/unit/world.h
dmarc_world = $(world) tests/unit/dmarc_world.c tests/unit/dmarc_world.h
mx_world = $(world) tests/unit/mx_world.c tests/unit/mx_world.h
ses_world = $(world) tests/unit/ses_world.c tests/unit/ses_world.h
spf_world = $(world) tests/unit/spf_world.c tests/unit/spf_world.h
tests_unit_test_api_reply_SOURCES = tests/unit/test_api_reply.c tests/unit/api_show.h
tests_unit_test_dns_host_SOURCES = tests/unit/test_dns_host.c tests/unit/api_show.h
tests_unit_test_domain_info_SOURCES = tests/unit/test_domain_info.c tests/unit/api_show.h
tests_unit_test_ses_identity_SOURCES = tests/unit/test_ses_identity.c tests/unit/api_show.h
tests_unit_test_tencent_samples_SOURCES = tests/unit/test_tencent_samples.c tests/unit/api_show.h
registry_world = tests/unit/registry_world.c tests/unit/registry_world.h tests/unit/cache_world.h
tests_unit_test_cache_SOURCES = tests/unit/test_cache.c tests/unit/cache_world.h
tests_unit_test_cache_file_SOURCES = tests/unit/test_cache_file.c tests/unit/cache_world.h
tests_unit_test_cache_manners_SOURCES = tests/unit/test_cache_manners.c tests/unit/cache_world.h
tests_unit_test_cache_text_SOURCES = tests/unit/test_cache_text.c tests/unit/cache_world.h
tests_unit_test_config_SOURCES = tests/unit/test_config.c tests/unit/config_words.h
tests_unit_test_config_registration_SOURCES = tests/unit/test_config_registration.c tests/unit/config_words.h
tests_unit_test_rdap_domain_SOURCES = tests/unit/test_rdap_domain.c tests/unit/registry_show.h
tests_unit_test_registration_SOURCES = tests/unit/test_registration.c tests/unit/registry_show.h
tests_unit_test_registry_samples_SOURCES = tests/unit/test_registry_samples.c tests/unit/registry_show.h
tests_unit_test_whois_domain_SOURCES = tests/unit/test_whois_domain.c tests/unit/registry_show.h
tests_unit_test_dkim_crypto_SOURCES = tests/unit/test_dkim_crypto.c tests/unit/dkim_keys.h
tests_unit_test_dkim_damage_SOURCES = tests/unit/test_dkim_damage.c tests/unit/dkim_keys.h
tests_unit_test_dkim_der_SOURCES = tests/unit/test_dkim_der.c tests/unit/dkim_keys.h
tests_unit_test_dkim_key_SOURCES = tests/unit/test_dkim_key.c tests/unit/dkim_keys.h
tests_unit_test_dkim_pem_SOURCES = tests/unit/test_dkim_pem.c tests/unit/dkim_keys.h
tests_unit_test_dkim_weakness_SOURCES = tests/unit/test_dkim_weakness.c tests/unit/dkim_keys.h
tests_unit_test_dkim_rules_SOURCES = tests/unit/test_dkim_rules.c $(world)
tests_unit_test_dmarc_align_SOURCES = tests/unit/test_dmarc_align.c $(world)
tests_unit_test_dmarc_discover_SOURCES = tests/unit/test_dmarc_discover.c $(world)
tests_unit_test_dmarc_rules_SOURCES = tests/unit/test_dmarc_rules.c $(dmarc_world)
tests_unit_test_dmarc_words_SOURCES = tests/unit/test_dmarc_words.c $(dmarc_world)
tests_unit_test_invisible_SOURCES = tests/unit/test_invisible.c $(world)
tests_unit_test_io_registration_SOURCES = tests/unit/test_io_registration.c $(registry_world)
tests_unit_test_io_registration_turns_SOURCES = tests/unit/test_io_registration_turns.c $(registry_world)
tests_unit_test_misplaced_SOURCES = tests/unit/test_misplaced.c $(world)
tests_unit_test_mx_rules_SOURCES = tests/unit/test_mx_rules.c $(mx_world)
tests_unit_test_mx_words_SOURCES = tests/unit/test_mx_words.c $(mx_world)
tests_unit_test_ses_compare_SOURCES = tests/unit/test_ses_compare.c $(ses_world)
tests_unit_test_ses_rules_SOURCES = tests/unit/test_ses_rules.c $(ses_world)
tests_unit_test_registration_view_SOURCES = tests/unit/test_registration_view.c $(world)
tests_unit_test_spf_advice_SOURCES = tests/unit/test_spf_advice.c $(spf_world)
tests_unit_test_spf_cost_SOURCES = tests/unit/test_spf_cost.c $(spf_world)
tests_unit_test_spf_eval_SOURCES = tests/unit/test_spf_eval.c $(spf_world)
tests_unit_test_spf_fetch_SOURCES = tests/unit/test_spf_fetch.c $(spf_world)
tests_unit_test_spf_match_SOURCES = tests/unit/test_spf_match.c $(spf_world)
tests_unit_test_spf_request_SOURCES = tests/unit/test_spf_request.c $(spf_world)
tests_unit_test_spf_rules_SOURCES = tests/unit/test_spf_rules.c $(spf_world)
tests_unit_test_visibility_SOURCES = tests/unit/test_visibility.c $(world)
tests_unit_test_zone_servers_SOURCES = tests/unit/test_zone_servers.c tests/unit/zone_world.h
tests_unit_test_zonefile_SOURCES = tests/unit/test_zonefile.c tests/unit/zone_world.h

# --- fuzz targets: replayed over their corpus here, run by libFuzzer with --enable-fuzzing ----------

fuzz_tests = \
    tests/fuzz/fuzz_cache_file \
    tests/fuzz/fuzz_check_all \
    tests/fuzz/fuzz_copy_errors \
    tests/fuzz/fuzz_dkim_key \
    tests/fuzz/fuzz_dmarc_record \
    tests/fuzz/fuzz_dns_codec \
    tests/fuzz/fuzz_fetch_protocol \
    tests/fuzz/fuzz_name \
    tests/fuzz/fuzz_options \
    tests/fuzz/fuzz_plan \
    tests/fuzz/fuzz_profile \
    tests/fuzz/fuzz_ranges \
    tests/fuzz/fuzz_rdap_bootstrap \
    tests/fuzz/fuzz_rdap_domain \
    tests/fuzz/fuzz_report_address \
    tests/fuzz/fuzz_report_escape \
    tests/fuzz/fuzz_resolv_conf \
    tests/fuzz/fuzz_ses_judge \
    tests/fuzz/fuzz_ses_reply \
    tests/fuzz/fuzz_spf_macro \
    tests/fuzz/fuzz_spf_record \
    tests/fuzz/fuzz_taglist \
    tests/fuzz/fuzz_transcript \
    tests/fuzz/fuzz_whois_domain

if WITH_FUZZING
fuzz_main =
else
fuzz_main = tests/fuzz/main.c
endif
fuzz_ldflags = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)

tests_fuzz_fuzz_cache_file_SOURCES = tests/fuzz/fuzz_cache_file.c $(fuzz_main)
tests_fuzz_fuzz_cache_file_LDFLAGS = $(fuzz_ldflags)
random_facts = tests/fuzz/random_facts.c tests/fuzz/random_facts.h tests/fuzz/verdict_invariants.h
tests_fuzz_fuzz_check_all_SOURCES = tests/fuzz/fuzz_check_all.c $(random_facts) $(fuzz_main)
tests_fuzz_fuzz_check_all_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_copy_errors_SOURCES = tests/fuzz/fuzz_copy_errors.c $(fuzz_main)
tests_fuzz_fuzz_copy_errors_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_dkim_key_SOURCES = tests/fuzz/fuzz_dkim_key.c $(fuzz_main)
tests_fuzz_fuzz_dkim_key_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_dmarc_record_SOURCES = tests/fuzz/fuzz_dmarc_record.c $(fuzz_main)
tests_fuzz_fuzz_dmarc_record_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_dns_codec_SOURCES = tests/fuzz/fuzz_dns_codec.c $(fuzz_main)
tests_fuzz_fuzz_dns_codec_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_fetch_protocol_SOURCES = tests/fuzz/fuzz_fetch_protocol.c $(fuzz_main)
tests_fuzz_fuzz_fetch_protocol_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_name_SOURCES = tests/fuzz/fuzz_name.c $(fuzz_main)
tests_fuzz_fuzz_name_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_options_SOURCES = tests/fuzz/fuzz_options.c $(fuzz_main)
tests_fuzz_fuzz_options_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_plan_SOURCES = tests/fuzz/fuzz_plan.c $(random_facts) $(fuzz_main)
tests_fuzz_fuzz_plan_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_profile_SOURCES = tests/fuzz/fuzz_profile.c $(fuzz_main)
tests_fuzz_fuzz_profile_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_ranges_SOURCES = tests/fuzz/fuzz_ranges.c $(fuzz_main)
tests_fuzz_fuzz_ranges_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_rdap_bootstrap_SOURCES = tests/fuzz/fuzz_rdap_bootstrap.c $(fuzz_main)
tests_fuzz_fuzz_rdap_bootstrap_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_rdap_domain_SOURCES = tests/fuzz/fuzz_rdap_domain.c tests/fuzz/registry_invariants.h $(fuzz_main)
tests_fuzz_fuzz_rdap_domain_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_report_address_SOURCES = tests/fuzz/fuzz_report_address.c $(fuzz_main)
tests_fuzz_fuzz_report_address_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_report_escape_SOURCES = tests/fuzz/fuzz_report_escape.c $(fuzz_main)
tests_fuzz_fuzz_report_escape_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_resolv_conf_SOURCES = tests/fuzz/fuzz_resolv_conf.c $(fuzz_main)
tests_fuzz_fuzz_resolv_conf_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_ses_judge_SOURCES = tests/fuzz/fuzz_ses_judge.c tests/fuzz/verdict_invariants.h $(fuzz_main)
tests_fuzz_fuzz_ses_judge_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_ses_reply_SOURCES = tests/fuzz/fuzz_ses_reply.c $(fuzz_main)
tests_fuzz_fuzz_ses_reply_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_spf_macro_SOURCES = tests/fuzz/fuzz_spf_macro.c $(fuzz_main)
tests_fuzz_fuzz_spf_macro_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_spf_record_SOURCES = tests/fuzz/fuzz_spf_record.c $(fuzz_main)
tests_fuzz_fuzz_spf_record_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_taglist_SOURCES = tests/fuzz/fuzz_taglist.c $(fuzz_main)
tests_fuzz_fuzz_taglist_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_transcript_SOURCES = tests/fuzz/fuzz_transcript.c $(fuzz_main)
tests_fuzz_fuzz_transcript_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_whois_domain_SOURCES = tests/fuzz/fuzz_whois_domain.c tests/fuzz/registry_invariants.h $(fuzz_main)
tests_fuzz_fuzz_whois_domain_LDFLAGS = $(fuzz_ldflags)

# --- what scripts of tests/e2e start ----------------------------------------------------------------

support_programs = \
    tests/support/cache_probe \
    tests/support/fetch_probe \
    tests/support/rogue_dns \
    tests/support/transport_probe \
    tests/support/zone_probe

tests_support_rogue_dns_SOURCES = \
    tests/support/rogue_behaviour.c \
    tests/support/rogue_dns.c \
    tests/support/rogue_message.c tests/support/rogue_message.h

# --- scripts ----------------------------------------------------------------------------------------

lint_tests = \
    tests/lint/completion \
    tests/lint/findings \
    tests/lint/findings-page \
    tests/lint/headers \
    tests/lint/icinga \
    tests/lint/include-table \
    tests/lint/manual \
    tests/lint/nagios \
    tests/lint/options \
    tests/lint/pages \
    tests/lint/purity \
    tests/lint/registry-tables \
    tests/lint/shellcheck \
    tests/lint/style \
    tests/lint/tour

case_tests = tests/cases/run

if WITH_TESTS
check_PROGRAMS += $(unit_tests)
TESTS += $(unit_tests)
endif
check_PROGRAMS += $(fuzz_tests) $(support_programs)
TESTS += tests/fuzz/replay $(case_tests) $(lint_tests)

# Programs without an LDADD of their own: all of the above.
LDADD = $(plugin_libs) $(CMOCKA_LIBS)

EXTRA_DIST += \
    tests/.clang-tidy \
    tests/bench \
    tests/cases \
    tests/e2e \
    tests/fuzz/corpus \
    tests/fuzz/main.c \
    tests/fuzz/replay \
    tests/fuzz/run \
    tests/lint \
    tests/run \
    tests/support/api_responder.py \
    tests/support/PeerWorld.pm \
    tests/support/case_lab.py \
    tests/support/child.h \
    tests/support/count-results \
    tests/support/debian_root.py \
    tests/support/delay_proxy.py \
    tests/support/dkim_generate.py \
    tests/support/dkim_peer.pl \
    tests/support/dkim_peers.py \
    tests/support/dmarc_generate.py \
    tests/support/dmarc_peer.c \
    tests/support/dmarc_peer.pl \
    tests/support/dmarc_peers.py \
    tests/support/dns_world.py \
    tests/support/expect.h \
    tests/support/icinga_lab.py \
    tests/support/lab.py \
    tests/support/lab.sh \
    tests/support/message_maker.h \
    tests/support/nagios_lab.py \
    tests/support/normalise.py \
    tests/support/nsd.conf.in \
    tests/support/own_network \
    tests/support/own_resolver \
    tests/support/peers.py \
    tests/support/rogue_web.py \
    tests/support/sample.h \
    tests/support/sender_world.py \
    tests/support/server_config.py \
    tests/support/show.h \
    tests/support/spf_generate.py \
    tests/support/spf_peers.py \
    tests/support/spf_suite_run.py \
    tests/support/spf_suite_server.py \
    tests/support/unbound.conf.in \
    tests/support/web_lab.py \
    tests/support/wrap.h \
    tests/support/zone_map.py \
    tests/support/zone_probe.py \
    tests/support/zone_sign.py \
    tests/unit/data

# For the scripts: where things are and how C is compiled here. FUZZ_TARGETS names what was built.
AM_TESTS_ENVIRONMENT = \
    abs_top_srcdir='$(abs_top_srcdir)' abs_top_builddir='$(abs_top_builddir)' \
    CC='$(CC)' NM='$(NM)' LINT_FLAGS='$(LINT_FLAGS)' FUZZ_TARGETS='$(FUZZ_TARGETS)'; \
    export abs_top_srcdir abs_top_builddir CC NM LINT_FLAGS FUZZ_TARGETS;
FUZZ_TARGETS = $(fuzz_tests)
LINT_FLAGS = $(DEFS) $(AM_CPPFLAGS) $(CPPFLAGS)

# Nothing may hang: a test that takes longer is a failure (exit 124).
LOG_COMPILER = timeout
AM_LOG_FLAGS = --kill-after=10 $(TEST_SECONDS)
TEST_SECONDS = 300

# --- targets ----------------------------------------------------------------------------------------

.PHONY: bench check-code check-e2e check-valgrind clang-tidy coverage format fuzz lint

run_tests = $(MAKE) $(AM_MAKEFLAGS) check-TESTS

# make check without what looks at the sources, for builds that differ in the compiler alone.
check-code: all $(check_PROGRAMS)
	$(run_tests) TESTS='$(unit_tests) tests/fuzz/replay $(case_tests)'

lint: all
	$(run_tests) TESTS='$(lint_tests)' TEST_SUITE_LOG=tests/lint.log

clang-tidy: all
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/tests/lint/clang-tidy

VALGRIND = valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,possible

check-valgrind: all $(check_PROGRAMS)
	$(run_tests) TESTS='$(unit_tests)' LOG_COMPILER='$(VALGRIND)' AM_LOG_FLAGS= TEST_SUITE_LOG=tests/valgrind.log
	RUN_UNDER='$(VALGRIND)' CASES_EVERY=4 $(run_tests) TESTS='tests/fuzz/replay $(case_tests)' \
	    TEST_SUITE_LOG=tests/valgrind-scripts.log

check-e2e: all $(check_PROGRAMS)
	@$(AM_TESTS_ENVIRONMENT) $(SHELL) $(srcdir)/tests/e2e/run-all $(E2E)

bench: all $(check_PROGRAMS)
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/tests/bench/run

FUZZ_SECONDS = 300

if WITH_FUZZING
fuzz: all $(fuzz_tests)
	@$(AM_TESTS_ENVIRONMENT) FUZZ_SECONDS='$(FUZZ_SECONDS)' $(SHELL) $(srcdir)/tests/fuzz/run
else
fuzz:
	@echo 'make fuzz needs a build folder made by: configure CC=clang --enable-fuzzing' >&2; exit 1
endif

# Lines of common/ that unit tests, corpora, cases and real servers run through.
COVERAGE_MINIMUM = 90

if WITH_COVERAGE
coverage: all $(check_PROGRAMS)
	find . -name '*.gcda' -exec rm -f {} +
	$(run_tests)
	$(MAKE) $(AM_MAKEFLAGS) check-e2e
	root=`cd $(abs_top_srcdir) && pwd` && \
	gcovr --root "$$root" --object-directory . --filter "$$root/common/" \
	    --exclude-unreachable-branches --txt coverage.txt --html-details coverage.html \
	    --print-summary --fail-under-line $(COVERAGE_MINIMUM)
else
coverage:
	@echo 'make coverage needs a build folder made by: configure --enable-coverage' >&2; exit 1
endif

# Lays out all C as .clang-format says: the one target that writes into the source tree.
format:
	find $(srcdir)/common $(srcdir)/plugins $(srcdir)/tests -name '*.[ch]' -exec clang-format -i {} +

clean-local:
	find . -name '*.gcda' -exec rm -f {} +
	find . -name '*.gcno' -exec rm -f {} +
	rm -rf coverage*.html coverage*.css coverage.txt tests/fuzz/new

# A folder of EXTRA_DIST comes with what make check left in its twin in the build tree.
dist-hook:
	find '$(distdir)/tests' \( -name '*.log' -o -name '*.trs' -o -name '*.o' -o -name '*.out' \
	    -o -name .deps -o -name .dirstamp -o -name __pycache__ \) \
	    ! -name expect.out -prune -exec rm -rf {} +
