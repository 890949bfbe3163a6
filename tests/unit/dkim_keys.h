/* SPDX-License-Identifier: MIT */
/*
 * Keys for the tests on DKIM, made once with openssl, in Base64 of DER: SubjectPublicKeyInfo where
 * nothing else is said; the private ones protect nothing. Below them, what makes octets of DER and
 * reads them in one line.
 */
#ifndef CHECK_SES_TESTS_UNIT_DKIM_KEYS_H
#define CHECK_SES_TESTS_UNIT_DKIM_KEYS_H

#include "../support/expect.h"

#include "base/base64.h"
#include "mail/dkim_crypto.h"

#define KEY_RSA_512                                                                \
    "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAMABbKmEc12gtc4brTFni8i9+SVNI4JAIpYL93OX3e65" \
    "E/R1DkH5MSSBSdvtyZEvQGsrSxfbRwqTvypuht9vT6kCAwEAAQ=="

#define KEY_RSA_768                                                                \
    "MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhAMyafB57Qaen+Kqnp+3CFDnUTuC0XeVm7J21D6rjag8j" \
    "Ruosc9EqMkrCFPBjArYEYltnbd2uQ+N/pkyDqZ11U2Omwzdku0CROwKstPumc8z4uTZBGswIPKM8" \
    "3h4eZADc6wIDAQAB"

#define KEY_RSA_1024                                                               \
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCxOEgaGKzHvQoNYOMXG4PjDLdozVQu6jpLlPSE" \
    "96zAqPeRVYeGYZTxtLyAQcUb3CsAmBuMYBNiYi32TNEH1SBkVLIWGHOc4CcqD50XC7xZn4Z/CJ+1" \
    "xEOumkxQ9GWaXhAb4eX4n6SE59nvODPD6YIdTmC8I8ZWiOCeK99lrHUGoQIDAQAB"

#define KEY_RSA_1536                                                               \
    "MIHfMA0GCSqGSIb3DQEBAQUAA4HNADCByQKBwQDo56NYW8FxAxANmZ88PY7trmwBcQpDYe0P12iR" \
    "PPqZ10wixOC3pL5GqLwTM8JfP45p3mR6r1TlrVGjC/lnEQHgxOTKlvN5URzbjGOfU9fko0VSfD5n" \
    "TEidRwqyjuuUc/QF2jVMWKwvq80gW+AF/B1pYcCWtuhR5WA5pcqOJqg7kiahr5wJj6314bBN5jA7" \
    "q6GAvwgRSty1XaIXHLuXuS3XSPQvm6pKQNZr6gjEr/z0oFGCi2v2Y2OCjtl0kCJ6ovcCAwEAAQ=="

#define KEY_RSA_2048                                                               \
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAw3N0fnxlyT7Ajye0dcIyUQoeYgh7MtS/" \
    "TPabzGzgdQokcrzgTXHLPuCxCmKd9YNjwpmHqOsubHnSMRskr9sLBtAH84Mkws1dUTipXbHZcqHK" \
    "7sQFaJpUzhpX/ZVDi1q4znjgi/uANC1/OGjWn+mNYZ65nPWapiJ6F76MuYJz2kvi1AjGK2svr1Vx" \
    "tUlUdpZEthnW46XUb3G8Zga2xMdAAiwsMUvk46ZcE1xcGVz2bN7mDuYjdIz9S0hhipdL8wlYN/p7" \
    "b+D7BBylI6g2JxV88htZnPc2yo7aAAcgBsh8d1CKekUoWrc3N+gJqgF5FEvWTKtc20Aa3NdMY4BZ" \
    "+nSB+QIDAQAB"

#define KEY_RSA_3072                                                               \
    "MIIBojANBgkqhkiG9w0BAQEFAAOCAY8AMIIBigKCAYEAxhraklF2VjEcbaDfDbnPnDJ/ybTP/z4g" \
    "CN6rqeg4z/Kg2dcpeDimsRlMDmfS+T5MrfZvn728OFkRHxsoY4oIW9dmeF4KAk1n2M90mDRZ+uxm" \
    "YiLGusuFk6Lkwkab+UXBVdnHdF5qavJwKKxpJdHgaMlIVZLII5arAPhFkk6mT3todMTtV6LjtZEG" \
    "aw+vWGJ/zgt+Fey9IywvuwzsL37BRqZ7NkIrfIVX4D5Htk6jkVBzrXLpae8M+aGTmn7xaK+CLG7A" \
    "onQowM+5mQTSA7d0VO5BXIXQlRJcbsLRFROGSF/VzHlnRp/3zDIlxGZGnl5y86fNezM9s6RHdvRL" \
    "9j7+FNkfYVuMWHhpXZFGedTPGxrO0Lr8MYND3VmsUekCVHZu/Vbtw10GjLf/byIl/166ZLn6qdX9" \
    "N/PtHKJb+XLehPVCpalBeCrAgUq3k6XG51mMYsldw24SnwQdQlJATfkQtCjDHRfkpQVqBVESMaq2" \
    "zp1+nOEP+90Tjrcb8AO05sIvAgMBAAE="

#define KEY_RSA_4096                                                               \
    "MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEAoC9mRnl8gjRVMf/qhtd7VOpXuvDK0fBI" \
    "cLjtJh8jRG2MmsEA4waZ1xU6Doa5qBhBBHI9lxCljQh0LHEXwRcGlaVmUDo2u+MVMG7L0nq68DNO" \
    "ADG0wKrQgpb7LT7B8G0vUfgosP8Z0JDD/TrQVTUtlZ3hR4Ywa1V+N93b+8Mb5t3PMEgPEupGLVPE" \
    "P+fczTvajXXXV/F4VeoflNqi/uPzUCOjIO79w3VaQMOQ+ikHk1lLMVb9C1iSzRhB6kf14TvX3f1W" \
    "yr2OD967+WvOPafc1Yu5J/jt/oKRCOogeKQyr4C4HuIWSfZ2AbxMjZcJenMPrZVi/VwowjHnNjFL" \
    "HcNa/E9f3xJI3uqmIMYSqKxhRPVeKO1r4kV8WF7Brse1PVJKMFWHJVwroxH20tnQyL9c6MV1miMz" \
    "HVblSZgBLZ+Cut9KI0aijDxhusi2A1HWT+NzObIlatsGO8WUSIgGuunmZmBSCcgzEsNRJVQ3ISo3" \
    "jMVt+Orfflb5pZKC1+5zsifzbrt4HOzBjgrHbc/+YV9aUFhOCIX6chZQ0ZwvZ0GwOuovSk4ezbYp" \
    "kbwAGlOWvHpjga0q1AwJJrebx6QfioLcXzvmmFY5JSvGc46fPDa4XiSA9+4BbDhkaYMKU9LGJLT+" \
    "V4+A3O0Q7BKIQnS8IQOUBUUtXHkbJTn1x/0R7MpTYxsCAwEAAQ=="

/* The key of 2048 bits as RSAPublicKey. */
#define KEY_RSA_2048_PKCS1                                                         \
    "MIIBCgKCAQEAw3N0fnxlyT7Ajye0dcIyUQoeYgh7MtS/TPabzGzgdQokcrzgTXHLPuCxCmKd9YNj" \
    "wpmHqOsubHnSMRskr9sLBtAH84Mkws1dUTipXbHZcqHK7sQFaJpUzhpX/ZVDi1q4znjgi/uANC1/" \
    "OGjWn+mNYZ65nPWapiJ6F76MuYJz2kvi1AjGK2svr1VxtUlUdpZEthnW46XUb3G8Zga2xMdAAiws" \
    "MUvk46ZcE1xcGVz2bN7mDuYjdIz9S0hhipdL8wlYN/p7b+D7BBylI6g2JxV88htZnPc2yo7aAAcg" \
    "Bsh8d1CKekUoWrc3N+gJqgF5FEvWTKtc20Aa3NdMY4BZ+nSB+QIDAQAB"

/* 2048 bits. */
#define KEY_EXPONENT_3                                                             \
    "MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEA2c/pN8bvdytjeGtKdpXp+ucbDFs5EgHa" \
    "bT+n/SKW6vK6O5Gu6QkJ0SepIFZ0h5grrPup/ztFwX2Us7xpUJIXssAYwF28t0NO5AY1YFeB9y/l" \
    "5R+oh2HpW9Lg6Oo8e5KHFxy9wMKH8WYv8QQ07kDvcx1agfcGVOiWXZ+9po7fEuEAWhF6EcY3CjoO" \
    "VsTX+JIFJSECAClezGldKkmRyt4M25trgNHFezyW2vJ/ny6GQ2F02U6a3CxSY2HOu1GtOxS25+dy" \
    "a4AIsinm+47HkZUeUg/6hrKKcsJu9bC5qjWS8xcTkQhv3TxrQOGdxVtxfC9G8N+jdNUWpiHndEYD" \
    "I3ctZwIBAw=="

#define KEY_EXPONENT_17                                                            \
    "MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEAykMRBkv/LwiYBkkaeUexGgHdzpG0Sm6Y" \
    "tk+k7AwmmOqui+fTvCb0kCVtjScaRfUk7eYGerGGjcQH8KPF5qc8YOtoZdJ3pleOORhzYf4d96u9" \
    "AvZxmX+/JwWC2ZYGy7gTO8fyuPJaf+MQww6J20N1GZ4ilkqjtvX9bPZqCpCTHXs2XW3cllO7OQnF" \
    "PiGx6Djttm4xwSVrq30VeeJJIsugz+uJCDKlr/nDtM6xxV1LtJQI5/MUhZ5+YE91lnoRlz8JSZPV" \
    "+q1NJwjQutBCOo5ctjO2tfLSzhp248rvi6CU5lgm/HQG/z+A+EJ/38SphNPpBS6uuArNaoQ/I0Gc" \
    "9KntCwIBEQ=="

/* The 32 octets alone, and wrapped. */
#define KEY_ED25519 "frrMEGEeYzVbmZHiWJjFK65Mr4Ls3Zir9QB19+2PwKc="

#define KEY_ED25519_WRAPPED "MCowBQYDK2VwAyEAfrrMEGEeYzVbmZHiWJjFK65Mr4Ls3Zir9QB19+2PwKc="

#define KEY_EC                                                                     \
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEfwX9EZSt1kO9WjQ+A1H+GeVNMc5tGn5yJavIZmE6" \
    "QCzMN59rfJ4/7RORtDrcEBHblhi8xA77RSAb+raLJaRMYg=="

#define KEY_PSS                                                                    \
    "MIGdMAsGCSqGSIb3DQEBCgOBjQAwgYkCgYEA0Rtmg1hAuuHe/wiRpAKGYmMI2xP+VrSrUldLhMrw" \
    "xCSUGWTpZk2tebWlKclEqKhbuhi+ltQpU+4yK3s0GyFS9JFD74dqv4gka7MT2WwxLTIYlNhNWykk" \
    "ss4brxXpFHIpb1wdHSmyp5Djca19mpZY+OstX1lmwS4l3pvSK6r08RcCAwEAAQ=="

#define KEY_PSS_PARAMETERS                                                         \
    "MIHTMEEGCSqGSIb3DQEBCjA0oA8wDQYJYIZIAWUDBAIBBQChHDAaBgkqhkiG9w0BAQgwDQYJYIZI" \
    "AWUDBAIBBQCiAwIBIAOBjQAwgYkCgYEAykEBiJ4khTJV4HkpqakXHJ3E+DCMme/40BfGF848Msq9" \
    "+1mhd9ajZH8ulnbhJPyvlMIQHRMqUdQ1Dp0TVbz1B65RMkmf3wRZm3BHENr64ntEZBHP/7iIhwTF" \
    "77Cayp5Z5KSmpD58+P9Z1JY5QqbP23mZhzCXp9n5mhFN9BEEV+cCAwEAAQ=="

#define KEY_X25519 "MCowBQYDK2VuAyEATNU8DSScrSBPtzt3l9f8IHCpd6LSPI5eIzu2pfJNY2M="

#define KEY_ED448                                                                  \
    "MEMwBQYDK2VxAzoAbkyN1/pOAYuy/IIHhO8U3JGPh3KoymM9LrVQ8ZCbxTBKJvaWK7+sa9f1ZzGX" \
    "ZV9+Vfalp2ZH9UQA"

#define KEY_DSA                                                                    \
    "MIIBvjCCATMGByqGSM44BAEwggEmAoGBAM8utEwxeMRLxAUJTPAGZ7yNX+6jgUC1SNMu4eceldiw" \
    "Jf+fXW0e6E+t98ZrY5j+hA4uMaafCxXvql54TfYDiVNBOJlC7e5jXgPMyPKT0tEgpSDPjTo551pC" \
    "39zg+tPum7smF5pZCyRyg/vX31CuK7o7Lw/XQN1HVNjkyGAAYQ9VAh0AoBAn26SOJzdpnMDBpBUz" \
    "OqDrtutZf0ZdGNZafQKBgByQMU2PA3mMNXxK233j3qpncjNQvUE/pQc4XpDKI0uNIoUb61q4SxEn" \
    "7kBVCk1SEGJtCsmjp+s4C+OH8mkeB/+6PMDSZ3J+etdJYWXjyhtzwGec5U3B55Mi9Zbon0oYz0ls" \
    "JhO7JgHxg7B8CrS0xTlQxuI9nFak+1MpyZs+iiQdA4GEAAKBgDQgiENfpPEaMFJ9dJmoOzSpGlRX" \
    "93f9PvKQZoK9x3NFLCan3pjb/ucAacK4vO7Sm0x5ef2CBeeuMRJftDLDdpz+4KuL/TqQPuL/u74M" \
    "XpJXkav2FopkFlh+nKnFwLtwl61rQX4F8V2VTOmfSReUbxt5Ug+Rixi4rI7ROyx6Sn46"

/* The key of 1024 bits in a certificate. */
#define KEY_CERTIFICATE                                                            \
    "MIICCDCCAXGgAwIBAgIUXSKSbOmMtaVHcs8Q3eTwRr7LNUkwDQYJKoZIhvcNAQELBQAwFjEUMBIG" \
    "A1UEAwwLZXhhbXBsZS5jb20wHhcNMjYxMTI1MjE0OTMwWhcNMjYxMjI1MjE0OTMwWjAWMRQwEgYD" \
    "VQQDDAtleGFtcGxlLmNvbTCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEAsThIGhisx70KDWDj" \
    "FxuD4wy3aM1ULuo6S5T0hPeswKj3kVWHhmGU8bS8gEHFG9wrAJgbjGATYmIt9kzRB9UgZFSyFhhz" \
    "nOAnKg+dFwu8WZ+GfwiftcRDrppMUPRlml4QG+Hl+J+khOfZ7zgzw+mCHU5gvCPGVojgnivfZax1" \
    "BqECAwEAAaNTMFEwHQYDVR0OBBYEFBFBCVUNm5quWvYj6NafDurmj283MB8GA1UdIwQYMBaAFBFB" \
    "CVUNm5quWvYj6NafDurmj283MA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADgYEAC2eC" \
    "bgzYSh5AHvulkDddLGtd++dFagHxqhEviLrwFkB4ILZt0/VUN3dgBiKNxWWJxgE8djGpbtaKD9HE" \
    "hRsuR1sWSTKQRI6U6cXDKDTm7Y+/c1rcjKS1jSDiVdTbrEfTqdrfimYwlUwX1OlBxy6XxFMK5BC0" \
    "8im70ovg9kVQR0Q="

/* Private: RSAPrivateKey, PrivateKeyInfo. */
#define KEY_PRIVATE_1024_PKCS1                                                     \
    "MIICWwIBAAKBgQCxOEgaGKzHvQoNYOMXG4PjDLdozVQu6jpLlPSE96zAqPeRVYeGYZTxtLyAQcUb" \
    "3CsAmBuMYBNiYi32TNEH1SBkVLIWGHOc4CcqD50XC7xZn4Z/CJ+1xEOumkxQ9GWaXhAb4eX4n6SE" \
    "59nvODPD6YIdTmC8I8ZWiOCeK99lrHUGoQIDAQABAoGABGnCYeP7aX3roimnfgvRXPYUGygB0KlE" \
    "il1LOYRxaNrMT3IxzcbgTqSRjSAWKHtzFrCy/uvlj62iN1/yVJ+aDtrxSMJhC/45ccHhCeMr65hT" \
    "DfPcapIsRIKS1xLeAyWmcZwrp4inhf8LZwqbxXw0V5VwbzMSVnu2TN+vOUE2MYECQQDWf2GyyLh2" \
    "gLnZjUN4mHiKsEBjvtuBCxwnLnrfrqB7xVD5BaaYLCPZGX0Y+2V483neSgTYR8OHjfqjzc0lxXgv" \
    "AkEA04JwDsvGaMwWl4Fuha4cpp4LXPoyU7eGFRnQKoFTqZJwJYpn8QemTUcFQeqM3/TyN52EjIIY" \
    "VKagFTrcOPfqLwJAFoBYZGPwDeZlGLBcApukEZB5wLz10+yxcF7M3wg3p6REYUs5db8zp4On/uXo" \
    "eC66exoytemZVnALegGN4sd7WwJADWmsKYQKpQKsPBddJuUPtBE5rz++iUiOHDBy3v8siwhaTEcm" \
    "qEZP6X6jerahEGK8KYK3sSFe4Z9fb3k4FfTCyQJAcfZ1thDNLOHt4fys62LUDPqeyHGtE9iyT7y0" \
    "zE50D1THKcgLtNErUWEsgdYRZH+/vF3QiStXEtyiNpXt5esaRg=="

#define KEY_PRIVATE_1024                                                           \
    "MIICdQIBADANBgkqhkiG9w0BAQEFAASCAl8wggJbAgEAAoGBALE4SBoYrMe9Cg1g4xcbg+MMt2jN" \
    "VC7qOkuU9IT3rMCo95FVh4ZhlPG0vIBBxRvcKwCYG4xgE2JiLfZM0QfVIGRUshYYc5zgJyoPnRcL" \
    "vFmfhn8In7XEQ66aTFD0ZZpeEBvh5fifpITn2e84M8Ppgh1OYLwjxlaI4J4r32WsdQahAgMBAAEC" \
    "gYAEacJh4/tpfeuiKad+C9Fc9hQbKAHQqUSKXUs5hHFo2sxPcjHNxuBOpJGNIBYoe3MWsLL+6+WP" \
    "raI3X/JUn5oO2vFIwmEL/jlxweEJ4yvrmFMN89xqkixEgpLXEt4DJaZxnCuniKeF/wtnCpvFfDRX" \
    "lXBvMxJWe7ZM3685QTYxgQJBANZ/YbLIuHaAudmNQ3iYeIqwQGO+24ELHCcuet+uoHvFUPkFppgs" \
    "I9kZfRj7ZXjzed5KBNhHw4eN+qPNzSXFeC8CQQDTgnAOy8ZozBaXgW6Frhymngtc+jJTt4YVGdAq" \
    "gVOpknAlimfxB6ZNRwVB6ozf9PI3nYSMghhUpqAVOtw49+ovAkAWgFhkY/AN5mUYsFwCm6QRkHnA" \
    "vPXT7LFwXszfCDenpERhSzl1vzOng6f+5eh4Lrp7GjK16ZlWcAt6AY3ix3tbAkANaawphAqlAqw8" \
    "F10m5Q+0ETmvP76JSI4cMHLe/yyLCFpMRyaoRk/pfqN6tqEQYrwpgrexIV7hn19veTgV9MLJAkBx" \
    "9nW2EM0s4e3h/KzrYtQM+p7Ica0T2LJPvLTMTnQPVMcpyAu00StRYSyB1hFkf7+8XdCJK1cS3KI2" \
    "le3l6xpG"

#define KEY_PRIVATE_2048                                                           \
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDDc3R+fGXJPsCPJ7R1wjJRCh5i" \
    "CHsy1L9M9pvMbOB1CiRyvOBNccs+4LEKYp31g2PCmYeo6y5sedIxGySv2wsG0AfzgyTCzV1ROKld" \
    "sdlyocruxAVomlTOGlf9lUOLWrjOeOCL+4A0LX84aNaf6Y1hnrmc9ZqmInoXvoy5gnPaS+LUCMYr" \
    "ay+vVXG1SVR2lkS2GdbjpdRvcbxmBrbEx0ACLCwxS+TjplwTXFwZXPZs3uYO5iN0jP1LSGGKl0vz" \
    "CVg3+ntv4PsEHKUjqDYnFXzyG1mc9zbKjtoAByAGyHx3UIp6RShatzc36AmqAXkUS9ZMq1zbQBrc" \
    "10xjgFn6dIH5AgMBAAECggEAWsPKlRSq5iaUoMZVCRyqZjT3QBplMAlZX2Hkny3unJudqoTo+z39" \
    "n1EUFlkOtt2R3eSTec/hqrF1+aT7yAjGWZ8RGjZMQ4TAMcBI8sBtVU0qYvA3/Mgy2tWkCBihmd0D" \
    "FqtOx+L/Ofvo6SbSiMeahvuBghEShNVc8prkWh/pMjWcC+gU50zIrtRLMHmZRuawMwUZstZYlDHN" \
    "FvqjBgnyNTW1bJ7e8YiZoEthyfzwWmUJNb4DB+/5HiLVSMSBB2276JDgJiWgSNVYxA21v38LFb6q" \
    "UYqHJONxiE9ogj7jAjy6oWHRTK43GshK/TCTBvyjTA95ZvgBGwqYlNT4TS374wKBgQDykIzsiFbL" \
    "SRcyE3JVmss1Ry73SbJTDDds179kpYxT0LzKm+9zmWhgDOmCx3t8r9vkA98eCWUrk8jo1XjSgCpO" \
    "Bwi5vcAHRbj4YHR3r3HtGwx6HipfMFVNTOqR89Qorpi1Wg0OdyzmzHaWjfhA6J5nbhNIWZSEG+P9" \
    "3qRHMAnl3wKBgQDORtsQ174WCFqncMb8f8evubOf9MuLBcxIGuM8iEpGmC6twm1u6Q0OvvJQ8OPV" \
    "BGaxHip7VfESjCzFLx8Od7BXKqRJ/uTeivf9asWsNm9Gd+E6On7t1sY4WNCEN/qA3mJWzhxUOhLT" \
    "h6XWo4lUPC8Es7bQ6YHEKJy0e98c8BsjJwKBgAL9lT81Txyigg6z/qzfg7Hcds/FsNUlSWmmH032" \
    "XIyL/kfhNEqQkaDdh+N84iDfai6dfZq5Mu4enFOCjkLKIbtkis7/b+anDWjCh60SFK1/r9+xj4Qs" \
    "7GBPmnTCNNNrk6ZovdB3163gx3WDupPSSmGsEcDKmfInBeCTZiMajISxAoGAWFcqDH2Iz+DGCj2X" \
    "Sp3ixBQwpElvPlu+UAcL2Gm5/Z/BJfNFcKFoUS9fkWCJAjp/TE1R/j4hH0NfDReQIl8J61q8v1/l" \
    "XpV/fU1T2Nv7Ld+7Wneg0nUPsSQAMQ/UPYp/7RMaOMwiMes/D7w73RJlRIs+uRu30m1eJ0GBnOAL" \
    "jzMCgYEAuZSbckh9/ucVB3OeQhilrD+/alFrx+4I7Ly5W+fREtcgxrzWtlM8UN19d5GxizsO8x2D" \
    "goFz/9czkNCk+coRRSXhbrtViRJnCCJrjzvjjGygaEjtEBAHktlgE3MzBhOuWCOeYOMAC41rpffZ" \
    "9EMHMmEalR+CYsjTKFoXi9hcwi4="

#define KEY_PRIVATE_ED25519 "MC4CAQAwBQYDK2VwBCIEIBZlvMv+SQ94tUGKT3QI7sJH049vSj3PCw40C8D34naU"

#define KEY_PRIVATE_EC                                                             \
    "MHcCAQEEIIdoZDspEwG4BXwMaZNN3j5+qw/5yjNxbNB6HXftR+pBoAoGCCqGSM49AwEHoUQDQgAE" \
    "fwX9EZSt1kO9WjQ+A1H+GeVNMc5tGn5yJavIZmE6QCzMN59rfJ4/7RORtDrcEBHblhi8xA77RSAb" \
    "+raLJaRMYg=="

#define KEY_PRIVATE_ENCRYPTED                                                      \
    "MIIC3TBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQIkpIIjJAod5UCAggAMAwGCCqGSIb3" \
    "DQIJBQAwHQYJYIZIAWUDBAEqBBC0nOPa2JZZyyC3v/eIhE7lBIICgDg0o9kw791DlgUx8hsZtGZQ" \
    "yZIsq9TBeQYv2wVbRqGX7TpoUWKiGnr7f3SiJACu9mGml6awxan20MukiihtbYHmR1nZSowZFyML" \
    "B0pjqYmIo0aTQ7Hm7NJ1ZYaiKMAK3Syw3CVYEg5uiWHugRyvufBXMjvIWUtySeeckDtoipO8vlto" \
    "7rhrzcY5Sx9ABTZYBGuduyZVmtLKi1KOjW6dGQuQtwrRBAHUVFzC0DXKR06uYkREOeaatRYJ5WiL" \
    "W0kBibvJaQGw/UVWI68iL39LKL098XGM/sdytdeOhLH9J9nisNO3N2s0Bwmo3xzYPCSTxpvONefi" \
    "jTgclGLL38hc1EDSU5rPdqr4l/8X4hvuKjwRmMe3+6UXF4VVz5jpdpjRMezRvMo5arWajBOXGyXp" \
    "HT13XYuliqCLLFMKUFfxWA5ykzXmU80ILpTBrr05GFJetIOlhkR9VFl/bm4PnvScBvrdunAyQX/M" \
    "7DZr90I49l7ZTz5HezRoeobpO98f6JJRMhXQuOLv+ojWfcqIi7ptFwZ/0rXO2zoyIMzdLHL9QzuY" \
    "2SARKjl76Wzq5y6SzfWyXBiuCc3K8wz+vIIPu/VInNR4ijpII7J1qYUn5laNx2J1+d7ZnUG9uPmj" \
    "PceKNDyJXxg2dsLm9h+VXUyd8YVDRf34vyrSPtDWjm4yIVVV2uTTROd0z4uVR28Ag6w07qBVgJ/I" \
    "M3cBB4zxbkFnhj7omz1FsQyqHKI38jc8Z52wDdnmlqrywuIV9vi6ocQmc7T3+JZo9cZiNXtF3P3P" \
    "XHlj2ggjKj6kdYiYWODkgJELzbmd/llfYf41/xF/ErtBXusPnRHAbt4JhG4H7N5iYVKDOfY="

/* RFC 6376 appendix C; RFC 8463 appendix A. */
#define KEY_RFC6376                                                                \
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7" \
    "/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gb" \
    "to/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB"

#define KEY_RFC8463_RSA                                                            \
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6w" \
    "y5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqM" \
    "KrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB"

#define KEY_RFC8463_ED25519 "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="

/* SHA-256 of SubjectPublicKeyInfo. */
#define HASH_RSA_512 "de94b95f50aeb43ed8e7c3a4b8aeb3cc965bc9150b54efef2f79109710274cab"
#define HASH_RSA_768 "e632aa3ffbf7d7a61326a243d2fbbe24e118997a073801e772a2a6fbd5f08188"
#define HASH_RSA_1024 "cc6cba3ac4544b6508a62f206049220e1885dbf664fdc6ab894ca9dc7a410c00"
#define HASH_RSA_1536 "10c690d7eae4450dc2f3ed85dff6827b04de6804d0c06e237d7ade87aba5d4b4"
#define HASH_RSA_2048 "0f134f0c83fbb64d99f4ed6969f9ad9db4a8efb0de1be3ff1bfd4bbd5d887db1"
#define HASH_RSA_3072 "da6958a0bf8863fa1557a3209cfd42938da36daab5f1a334dd7162347426158a"
#define HASH_RSA_4096 "1f89f6b84f068a46069ddf5a014fe7972a6cf835982dac724f7aad92d0016253"
#define HASH_ED25519 "25d85116c90436657a52a63f9d2bfaa257a8250fb88d0500d5863b3b76fa5bdc"

/* Moduli in hexadecimal: two primes of CVE-2017-15361. */
#define MODULUS_ROCA                                                               \
    "ae4558e9a9864a8a4da656aafe8341299c3f35eb4cfb2e50ff60ef9330ecb2a9602d1921257d" \
    "e4a2891036fd1e655edc99c0e5054e85a90a0d0f91010bc1105603e414ebe4952466ce860539" \
    "3abe6fa65d9df71ec4ba227515ce5348b53f6ba7537189ddf2c31c4864b4f942f6151b1b9690" \
    "b68e6f6b145eac56d62b8da4e9a3"

/* Numbers that keep all residues of those primes but one, in the order of the primes. */
#define MODULI_ALMOST_ROCA                                                      \
    {                                                                           \
        "8c7ac13ece840bf92b0fcd01a1e8a3f4b9989da6242054fff16dfdbf53523e5d",     \
            "8c7ac13ece840bf92b0fcd01a1e8a3f4b9989da5dc63df6f437f9a7192b6cf91", \
            "8c7ac13ece840bf92b0fcd01a1e8a3f4b9989da57f8e1a1d7178471c02de9a89", \
            "8c7ac13ece840bf92b0fcd01a1e8a3f4b9989da55fcbb4ed3dd41663caec378d", \
            "8c7ac13ece840bf92b0fcd01a1e8a3f4b9989da4dc776c72076b689a74df5221", \
            "8c7ac13ece840bf92b0fcd01a1e8a3f4b9989da51364bcac0063aad8ed63e8d3", \
            "8c7ac13ece840bf92b0fcd01a1e8a3f4b9989da4fa0274d2c24a115456918d33", \
            "8c7ac13ece840bf92b0fcd01a1e8a3f4b9989da4e252eb78b9ebdeed5a0ff89b", \
            "8c7ac13ece840bf92b0fcd01a1e8a3f4b9989da4de5d8fc85d584551f8745a83", \
            "8c7ac13ece840bf92b0fcd01a1e8a3f4b9989da492c4584b210e1970c2f65415", \
            "8c7ac13ece840bf92b0fcd01a1e8a3f4b9989da486b8093792f5cc072a36ca69", \
            "8c7ac13ece840bf92b0fcd01a1e8a3f4b9989da483a37db2fd214ae091a90825", \
            "8c7ac13ece840bf92b0fcd01a1e8a3f4b9989da481c6ecc4f3eca050059cba9d", \
            "8c7ac13ece840bf92b0fcd01a1e8a3f4b9989da4aff42b6e1b356696cd877173", \
            "8c7ac13ece840bf92b0fcd01a1e8a3f4b9989da47a3a6496deb85170b37eff35", \
            "8c7ac13ece840bf92b0fcd01a1e8a3f4b9989da473cf19d1ad27cffbb4895145", \
            "8c7ac13ece840bf92b0fcd01a1e8a3f4b9989da47282c76fe9a78825ad0065f1", \
    }

/* The square of a prime; the products of a prime with 3, 997 and 1009. */
#define MODULUS_SQUARE                                                             \
    "e293ee630bceb45fc360c8196f2fcaa546d3503c716d65d4b01757eaeee7672fab3985b6eecf" \
    "ff7746be3743536eea9df60281684c6bdaf99cf8918c1a7b0dffaa3dca9904667e851c892d0d" \
    "024c1a9d51ab5f78f7db3cb5c7dd74181706de26cf4cabc9e879db3ef81b2479a2fa7045b2c6" \
    "d60e6049892eed81901e65842a19"

#define MODULUS_FACTOR_3                                                           \
    "acb17c6ae7a2a66c8ce50139095ece2841653b0edde939385ef1d207beb76605de46dff1c164" \
    "7e309fd62ab0c3a450953f492decd5ecc1b7c23694f55fcf38b82c8b57d1e6ee03930ea430f2" \
    "d24e6287ef68eb93d0ef2eb3b27bea5e05d3018abd151c29fa17430b386ca1720e2d116b8e16" \
    "182a1035a712452c2b2248a6f213"

#define MODULUS_FACTOR_997                                                         \
    "c309c6a0dff8d0b799502cdd86e102575983608824bba88a6173639216d14f5b75c61b0ca956" \
    "2d34ad619767a07a6483f63cc39e5aed69ed94c28d057b3e90b2c21c0a85375520e5a2a5d653" \
    "a50eed3f35bbe77ba19ab0ff513313c5258c56c538fd11fac439da9d1a0dde6fd96df0ae073d" \
    "dbd597ecde72543fd1e131915ff5"

#define MODULUS_FACTOR_1009                                                        \
    "db3ae3cdf3a30185588990dee939a18bdd51ac11dd660b16930322080744f9937ef2796865e8" \
    "38fbf0214e6228c97d87f2df29cead0f52571e8755499fd9a78648eb612adc02674f3d15d361" \
    "d816f8dd4894df7f8d3381712dd9ed1406030460f390c759a855ef932d6fab8d2bb1f799aa6b" \
    "9550e84efe4127be1bf232734851"

/* ---- octets made in one line ---- */

static inline struct slice key_decode_slice(struct slice text, struct arena *arena)
{
    struct slice octets = slice_empty();

    assert_int_equal(base64_decode(text, arena, &octets), STATUS_OK);
    return octets;
}

static inline struct slice key_decode(const char *text, struct arena *arena)
{
    return key_decode_slice(slice_of(text), arena);
}

static inline unsigned key_digit(char c)
{
    return ascii_is_digit(c) ? (unsigned)(c - '0') : (unsigned)(c - 'a') + 10;
}

static inline struct slice key_from_hex(const char *text, struct arena *arena)
{
    size_t length = strlen(text) / 2;
    char *octets = arena_alloc(arena, length);

    assert_non_null(octets);
    for (size_t i = 0; i < length; i++) {
        octets[i] = (char)(unsigned char)(key_digit(text[2 * i]) << 4 | key_digit(text[2 * i + 1]));
    }
    return slice_make(octets, length);
}

/* An element of DER. */
static inline struct slice key_element(unsigned char tag, struct slice contents,
                                       struct arena *arena)
{
    size_t length = contents.length;
    char header[4] = { (char)tag, (char)(unsigned char)length };
    size_t used = 2;

    assert_true(length < 0x10000);
    if (length >= 0x100) {
        header[1] = (char)0x82;
        header[2] = (char)(unsigned char)(length >> 8);
        header[3] = (char)(unsigned char)(length & 0xff);
        used = 4;
    } else if (length >= 0x80) {
        header[1] = (char)0x81;
        header[2] = (char)(unsigned char)length;
        used = 3;
    }
    return arena_join(arena, slice_make(header, used), contents);
}

/* An INTEGER out of a positive number's octets. */
static inline struct slice key_integer(struct slice number, struct arena *arena)
{
    bool has_top_bit = number.length > 0 && ((unsigned char)number.data[0] & 0x80) != 0;

    return key_element(0x02, has_top_bit ? arena_join(arena, slice_make("", 1), number) : number,
                       arena);
}

static inline struct slice key_numbers(const char *n, const char *e, struct arena *arena)
{
    struct slice both = arena_join(arena, key_integer(key_from_hex(n, arena), arena),
                                   key_integer(key_from_hex(e, arena), arena));

    return key_element(0x30, both, arena);
}

/* SubjectPublicKeyInfo: contents of the algorithm in hexadecimal, and of the BIT STRING. */
static inline struct slice key_wrap(const char *algorithm, struct slice bits, struct arena *arena)
{
    struct slice front = key_element(0x30, key_from_hex(algorithm, arena), arena);

    return key_element(0x30, arena_join(arena, front, key_element(0x03, bits, arena)), arena);
}

#define ALGORITHM_RSA "06092a864886f70d0101010500"

static inline struct slice key_spki(const char *n, const char *e, struct arena *arena)
{
    struct slice bits = arena_join(arena, slice_make("", 1), key_numbers(n, e, arena));

    return key_wrap(ALGORITHM_RSA, bits, arena);
}

static inline struct dkim_public key_read(enum dkim_key_type type, struct slice octets,
                                          struct arena *arena)
{
    struct dkim_public key;

    assert_int_equal(dkim_crypto_read(type, octets, arena, &key), STATUS_OK);
    return key;
}

static inline bool key_contains(struct slice text, const char *part)
{
    return slice_find_part(text, slice_of(part)) < text.length;
}

#endif
