# SPDX-License-Identifier: MIT
# What peers in Perl share: the cases, a resolver that asks one server, and the results of all cases.
package PeerWorld;
use strict;
use warnings;
use Exporter qw(import);
use JSON::PP;
use Net::DNS;

our @EXPORT_OK = qw(make_resolver tell_results);

sub make_resolver {
    my ($address, $port) = @_;
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
    return $resolver;
}

# Prints {case: what $ask says of it}; where it dies, what $explain says of its last words.
sub tell_results {
    my ($path, $ask, $explain) = @_;
    open my $file, '<:raw', $path or die "$path: $!\n";
    my $data = decode_json(do { local $/ = undef; <$file> });
    close $file or die "$path: $!\n";
    my %results;
    for my $case (@{ $data->{cases} }) {
        my $result = eval { $ask->($case) };
        $results{ $case->{name} } = $result // $explain->($@ =~ s/\s+\z//r);
    }
    print JSON::PP->new->ascii->canonical->encode(\%results);
    return;
}

1;
