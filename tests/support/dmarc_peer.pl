#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# What Mail::DMARC says of generated author domains: which policy it finds and would apply.
# Usage: dmarc_peer.pl CASES ADDRESS PORT SUFFIXES; prints {author: {…}} as dmarc_peers.py describes.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Mail::DMARC::PurePerl;
use PeerWorld qw(make_resolver tell_results);

my ($path, $address, $port, $suffixes) = @ARGV;
die "usage: dmarc_peer.pl CASES ADDRESS PORT SUFFIXES\n" if !defined $suffixes;

# One object for all: it reads its list of public suffixes once.
my $dmarc = Mail::DMARC::PurePerl->new;
$dmarc->{resolver} = make_resolver($address, $port);
$dmarc->config->{dns}{public_suffix_list} = $suffixes;

# It warns of every record that it cannot read.
local $SIG{__WARN__} = sub { };

sub strictness {
    my ($value) = @_;
    return defined $value && lc $value eq 's' ? 's' : 'r';
}

sub addresses {
    my ($list) = @_;
    return [] if !defined $list || $list eq q{};
    my $uris = eval { $dmarc->report->uri->parse($list) } // [];
    return [map { { uri => "$_->{uri}", limit => $_->{max_bytes} ? $_->{max_bytes} + 0 : undef } } @{$uris}];
}

sub ask {
    my ($case) = @_;
    my $author = $case->{name};
    $dmarc->init;
    delete $dmarc->{result};
    $dmarc->header_from($author);
    my $policy = $dmarc->discover_policy;
    return { result => 'none', cause => reason() } if !$policy;
    my $below = $policy->domain ne $author;
    my $applied = $below && defined $policy->sp ? $policy->sp : $policy->p;
    my $percent = $policy->pct;
    return {
        result  => 'found',
        cause   => reason(),
        domain  => $policy->domain,
        org     => $dmarc->get_organizational_domain,
        applied => lc $applied,
        adkim   => strictness($policy->adkim),
        aspf    => strictness($policy->aspf),
        pct     => !defined $percent ? 100 : $percent =~ /\A\d+\z/ ? $percent + 0 : $percent,
        rua     => addresses($policy->rua),
        fo      => defined $policy->fo ? join(q{}, sort split /:/, lc $policy->fo) : '0',
    };
}

sub reason {
    my $reasons = $dmarc->result->reason // [];
    return join '; ', map { $_->comment // q{} } @{$reasons};
}

tell_results($path, \&ask, sub { return { result => 'none', cause => $_[0] } });
