#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# What Mail::DMARC says of generated author domains: which policy it finds and would apply.
# Usage: dmarc_peer.pl CASES ADDRESS PORT SUFFIXES; prints {author: {…}} as dmarc_peers.py describes.
use strict;
use warnings;
use JSON::PP;
use Mail::DMARC::PurePerl;
use Net::DNS;

my ($path, $address, $port, $suffixes) = @ARGV;
die "usage: dmarc_peer.pl CASES ADDRESS PORT SUFFIXES\n" if !defined $suffixes;

open my $file, '<:raw', $path or die "$path: $!\n";
my $data = decode_json(do { local $/ = undef; <$file> });
close $file or die "$path: $!\n";

my $resolver = Net::DNS::Resolver->new(
    nameservers => [$address],
    port        => $port,
    recurse     => 1,
    searchlist  => [],
    udp_timeout => 5,
    tcp_timeout => 5,
    retry       => 1,
);
$resolver->udppacketsize(1232);

# One object for all: it reads its list of public suffixes once.
my $dmarc = Mail::DMARC::PurePerl->new;
$dmarc->{resolver} = $resolver;
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
    my ($author) = @_;
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

my %results;
for my $case (@{ $data->{cases} }) {
    my $result = eval { ask($case->{name}) };
    $results{ $case->{name} } = $result // { result => 'none', cause => $@ =~ s/\s+\z//r };
}
print JSON::PP->new->ascii->canonical->encode(\%results);
