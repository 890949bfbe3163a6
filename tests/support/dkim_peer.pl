#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# What Mail::DKIM says of generated DKIM key records: fetched, parsed and checked as its verifier does before
# it looks at a signature by rsa-sha256.
# Usage: dkim_peer.pl CASES ADDRESS PORT; prints {case: {"result", "bits", "cause"}} as dkim_peers.py describes.
use strict;
use warnings;
use JSON::PP;
use Mail::DKIM::DNS;
use Mail::DKIM::PublicKey;
use Net::DNS;

my ($path, $address, $port) = @ARGV;
die "usage: dkim_peer.pl CASES ADDRESS PORT\n" if !defined $port;

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
Mail::DKIM::DNS::resolver($resolver);

sub ask {
    my ($case) = @_;
    my $key = Mail::DKIM::PublicKey->fetch(
        Protocol => 'dns',
        Selector => $case->{selector},
        Domain   => $case->{domain},
    );
    return { result => 'absent', bits => undef, cause => 'no key' } if !$key;
    $key->check_hash_algorithm('sha256');
    my ($modulus) = $key->cork->get_key_parameters;
    my $bits = length(sprintf '%b', ord $modulus->to_bin) + 8 * (length($modulus->to_bin) - 1);
    # Its verifier knows this limit where it is told to be strict.
    return { result => 'bad', bits => $bits, cause => 'too short' } if $bits < 1024;
    return { result => 'usable', bits => $bits, cause => q{} };
}

my %results;
for my $case (@{ $data->{cases} }) {
    my $result = eval { ask($case) };
    if (!$result) {
        my $cause = $@ =~ s/\s+\z//r;
        my $trouble = $cause =~ /^DNS error|timeout/ ? 'trouble' : 'bad';
        $result = { result => $trouble, bits => undef, cause => $cause };
    }
    $results{ $case->{name} } = $result;
}
print JSON::PP->new->ascii->canonical->encode(\%results);
