#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# What Mail::DKIM says of generated DKIM key records: fetched, parsed and checked as its verifier does before
# it looks at a signature by rsa-sha256.
# Usage: dkim_peer.pl CASES ADDRESS PORT; prints {case: {"result", "bits", "cause"}} as dkim_peers.py describes.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Mail::DKIM::DNS;
use Mail::DKIM::PublicKey;
use PeerWorld qw(make_resolver tell_results);

my ($path, $address, $port) = @ARGV;
die "usage: dkim_peer.pl CASES ADDRESS PORT\n" if !defined $port;

Mail::DKIM::DNS::resolver(make_resolver($address, $port));

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

sub explain {
    my ($cause) = @_;
    my $trouble = $cause =~ /^DNS error|timeout/ ? 'trouble' : 'bad';
    return { result => $trouble, bits => undef, cause => $cause };
}

tell_results($path, \&ask, \&explain);
