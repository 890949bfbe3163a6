# SPDX-License-Identifier: MIT
# Completion of options and their values for bash. Written by contrib/completion/bash: refresh it
# with that. Source it, or put it into /etc/bash_completion.d.
# shellcheck shell=bash

_check_ses()
{
    local plugin=${1##*/} at=$COMP_CWORD words='' kind=words said
    local word=${COMP_WORDS[at]} before=${COMP_WORDS[at - 1]}
    local ids='dns.* visibility.* registration.* spf.* dkim.* dmarc.* mx.* ses.* paste.*
            dns.bogus dns.unreachable dns.servfail dns.refused dns.malformed dns.deadline
            dns.loop dns.resolver-broken dns.servers-differ dns.split-view dns.ent-broken
            dns.direct-blocked visibility.hold visibility.hold-soon visibility.hold-pending
            visibility.not-registered visibility.inactive visibility.expired
            visibility.nameserver-swap visibility.lame visibility.moved visibility.cached
            visibility.cname visibility.absent visibility.misplaced visibility.unexplained
            registration.expired registration.pending-delete registration.hold-due
            registration.expiring registration.unreachable registration.refused
            registration.unreadable registration.deferred registration.private-suffix
            registration.auto-renew registration.lock-missing spf.none spf.multiple
            spf.syntax spf.lookup-limit spf.void-limit spf.include-none spf.loop
            spf.mx-limit spf.pass-all spf.provider-missing spf.provider-unreached
            spf.unexpected-result spf.provider-indirect spf.provider-untestable
            spf.many-lookups spf.void spf.no-all spf.neutral-all spf.after-all
            spf.redirect-ignored spf.ptr spf.unknown-modifier spf.long-answer spf.glued
            spf.temperror spf.depends-on-sender spf.receivers-differ spf.large-network
            spf.duplicate spf.private-network spf.host-bits spf.exp spf.cname dkim.none
            dkim.multiple dkim.syntax dkim.key dkim.key-short dkim.key-type dkim.hash
            dkim.service dkim.truncated dkim.roca dkim.weak-number dkim.sample-key
            dkim.private-key dkim.key-mismatch dkim.revoked dkim.key-weak dkim.key-large
            dkim.key-form dkim.padding dkim.untidy dkim.testing dkim.cname dkim.dangling
            dkim.exponent dkim.selector-missing dkim.wildcard dkim.unknown-tag
            dkim.only-ed25519 dkim.temperror dkim.selector-unknown dkim.selector-unproved
            dkim.strict dkim.old-revoked dkim.shared-key dkim.no-key-name dkim.note
            dmarc.none dmarc.multiple dmarc.syntax dmarc.below-minimum dmarc.misaligned
            dmarc.no-policy dmarc.value dmarc.untidy dmarc.report-address
            dmarc.sample-address dmarc.external-refused dmarc.report-undeliverable
            dmarc.subdomain-weaker dmarc.idle-tag dmarc.psd dmarc.testing dmarc.deep
            dmarc.generations-differ dmarc.spf-only dmarc.cname dmarc.temperror
            dmarc.external-unknown dmarc.inherited dmarc.monitoring dmarc.no-reports
            dmarc.historic-tag dmarc.unknown-tag mx.none mx.null mx.dangling mx.no-address
            mx.doubled mx.dot mx.address mx.cname mx.null-mixed mx.temperror mx.own
            mx.duplicate mx.many ses.not-verified ses.absent ses.differs ses.console-stale
            ses.dns-host ses.not-found ses.refused ses.unreachable ses.unreadable
            paste.smart-quote paste.quotes-inside paste.html paste.zero-width paste.split
            paste.extra paste.sample-value paste.space'

    COMPREPLY=()
    # bash takes "--why=full" apart at the equals sign.
    if [[ $word == '=' ]]; then
        word=
        at=$((at + 1))
        before='='
    fi
    said=" ${COMP_WORDS[*]:at < 4 ? 0 : at - 4:4}"
    if [[ $said == *' --severity '*' =' ]]; then
        before=STATE
    elif [[ $before == '=' ]]; then
        before=${COMP_WORDS[at - 2]}
    elif [[ $before == --help || $before == --extra-opts ]]; then
        before=
    fi

    case $before in
    --ignore) words=$ids ;;
    --severity) kind=states ;;
    STATE) words='ok info warning critical unknown' ;;
    --profile) words='tencent-ses aws-ses sendgrid mailgun postmark google microsoft365
            alibaba-directmail none list' ;;
    --expect) words='none neutral pass fail softfail temperror permerror' ;;
    --help) words='findings' ;;
    --method) words='9989 7489' ;;
    --min-policy) words='none quarantine reject' ;;
    --output) words='text json' ;;
    --why) words='none dns full' ;;
    --save | --replay | --zone | --registration | --rdap-bootstrap | --ca-file | --expect-key | \
        --ses-credentials) kind=files ;;
    --cache-dir) kind=folders ;;
    --domain | -d | --server | -s | --timeout | -t | --query-timeout | --tries | \
        --authority-port | --warning | -w | --critical | -c | --extra-opts | --rdap-url | \
        --whois-server | --ip | --sender | --helo | --receiver | --require-include | --selector | \
        -k | --spf-domain | --dkim-domain | --mail-from | --ses-endpoint | --ses-region) return ;;
    *)
        words='--domain -d --profile --why --server -s --use-ipv4 -4 --use-ipv6 -6 --timeout -t
            --query-timeout --tries --authority-port --severity --ignore --output --verbose
            -v --save --replay --zone --extra-opts --help -h --version -V --registration
            --rdap-url --rdap-bootstrap --whois-server --ca-file --cache-dir --no-cache'
        case $plugin in
        check_ses_spf)
            words+=' --warning -w --critical -c --ip --sender --helo --receiver --expect
            --require-include'
            ;;
        check_ses_dkim)
            words+=' --warning -w --critical -c --selector -k --any --all --expect-key'
            ;;
        check_ses_dmarc)
            words+=' --min-policy --spf-domain --dkim-domain --method'
            ;;
        check_ses_hold)
            words+=' --warning -w --critical -c --require-registration'
            ;;
        check_ses_domain)
            words+=' --plan --mail-from --ip --sender --helo --receiver --expect --require-include
            --selector -k --any --all --expect-key --min-policy --spf-domain --dkim-domain
            --method --require-registration --ses-api --ses-credentials --ses-endpoint
            --ses-region'
            ;;
        esac
        ;;
    esac

    case $kind in
    files)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        ;;
    folders)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
        ;;
    states)
        compopt -o nospace
        mapfile -t COMPREPLY < <(compgen -S = -W "$ids" -- "$word")
        ;;
    words) mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word") ;;
    esac
}

complete -F _check_ses check_ses_spf check_ses_dkim check_ses_dmarc check_ses_hold check_ses_domain
