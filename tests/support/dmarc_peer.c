/* SPDX-License-Identifier: MIT */
/*
 * What libopendmarc says of author domains: which policy it finds and would apply.
 *
 * Usage: dmarc_peer ADDRESS PORT SUFFIXES <DOMAINS
 * DOMAINS are one a line. For each a block of lines NAME=VALUE is printed, begun by author= and
 * ended by an empty line: status (the library's words), domain, org, p, sp, used (p or sp), adkim,
 * aspf, pct, and one rua for each address.
 */
#define _DEFAULT_SOURCE /* NOLINT: u_char, in the library's header */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <opendmarc/dmarc.h>

#define NAME_MAX_OCTETS 256

static u_char *as_octets(char *text)
{
    return (u_char *)text;
}

static void print_letter(const char *name, int letter)
{
    if (letter == 0) {
        printf("%s=\n", name);
    } else {
        printf("%s=%c\n", name, letter);
    }
}

static void print_domain(DMARC_POLICY_T *policy)
{
    char domain[NAME_MAX_OCTETS] = "";

    (void)opendmarc_policy_fetch_utilized_domain(policy, as_octets(domain), sizeof domain);
    printf("domain=%s\n", domain);
}

static void print_tags(DMARC_POLICY_T *policy)
{
    u_char **addresses;
    int value = 0;

    (void)opendmarc_policy_fetch_p(policy, &value);
    print_letter("p", value);
    (void)opendmarc_policy_fetch_sp(policy, &value);
    print_letter("sp", value);
    (void)opendmarc_policy_fetch_adkim(policy, &value);
    print_letter("adkim", value);
    (void)opendmarc_policy_fetch_aspf(policy, &value);
    print_letter("aspf", value);
    (void)opendmarc_policy_fetch_pct(policy, &value);
    printf("pct=%d\n", value);
    addresses = opendmarc_policy_fetch_rua(policy, NULL, 0, 1);
    for (size_t i = 0; addresses != NULL && addresses[i] != NULL; i++) {
        printf("rua=%s\n", (const char *)addresses[i]);
    }
}

static void ask(char *author)
{
    char address[] = "192.0.2.1";
    DMARC_POLICY_T *policy = opendmarc_policy_connect_init(as_octets(address), 0);
    OPENDMARC_STATUS_T status;

    if (policy == NULL) {
        exit(1);
    }
    (void)opendmarc_policy_store_from_domain(policy, as_octets(author));
    status = opendmarc_policy_query_dmarc(policy, as_octets(author));
    printf("author=%s\nstatus=%s\n", author, opendmarc_policy_status_to_str(status));
    if (status == DMARC_PARSE_OKAY) {
        print_domain(policy);
        print_tags(policy);
        /* Which of p and sp is used is known only once it was asked what to do. */
        (void)opendmarc_get_policy_to_enforce(policy);
        status = opendmarc_get_policy_token_used(policy);
        printf("used=%s\n", status == DMARC_USED_POLICY_IS_SP ? "sp" : "p");
    }
    printf("\n");
    (void)opendmarc_policy_connect_shutdown(policy);
}

static int begin(OPENDMARC_LIB_T *library, char **arguments)
{
    struct sockaddr_in *server = &library->nsaddr_list[0];

    memset(library, 0, sizeof *library);
    library->tld_type = OPENDMARC_TLD_TYPE_MOZILLA;
    if (strlen(arguments[3]) >= sizeof library->tld_source_file) {
        return 1;
    }
    memcpy(library->tld_source_file, arguments[3], strlen(arguments[3]) + 1);
    library->nscount = 1;
    server->sin_family = AF_INET;
    server->sin_port = htons((in_port_t)strtoul(arguments[2], NULL, 10));
    if (inet_pton(AF_INET, arguments[1], &server->sin_addr) != 1) {
        return 1;
    }
    return opendmarc_policy_library_init(library) != DMARC_PARSE_OKAY;
}

int main(int argc, char **argv)
{
    static OPENDMARC_LIB_T library;
    char line[NAME_MAX_OCTETS + 2];

    if (argc != 4 || begin(&library, argv)) {
        fputs("usage: dmarc_peer ADDRESS PORT SUFFIXES <DOMAINS\n", stderr);
        return 2;
    }
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        ask(line);
    }
    (void)opendmarc_policy_library_shutdown(&library);
    return 0;
}
