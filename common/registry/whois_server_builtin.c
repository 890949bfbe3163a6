/* SPDX-License-Identifier: MIT */
/*
 * WHOIS servers: lines "host tld tld".
 * Written by contrib/packaging/registry-tables from whois-servers.tsv beside it:
 * refresh it with that, do not edit.
 */
#include "registry/whois_server_builtin.h"

/* Characters and not pointers: nothing has to be relocated when a program starts. */
static const char parts[][4096] = {
    "whois.verisign-grs.com com net\nwhois.twnic.net.tw tw xn--kprw13d\nwhois.cnnic.cn cn "
    "xn--fiqs8s xn--fiqz9s\nwhois.hkirc.hk hk xn--j6w193g\nwhois.nic.io io\nwhois.nic.me me\n"
    "whois.registry.co co\nwhois.nic.us us\nwhois.jprs.jp jp\nwhois.kr kr xn--3e0b707e\n"
    "whois.denic.de de\nwhois.eu eu xn--e1a4c xn--qxa6a\nwhois.tcinet.ru ru su xn--p1ai\n"
    "whois.mynic.my my xn--mgbx4cd0ab\nwhois.nic.at at\nwhois.dns.be be\nwhois.nic.ch ch\n"
    "whois.iis.se se\nwhois.punktum.dk dk\nwhois.nic.it it\nwhois.tld.ee ee\nwhois.sk-nic.sk sk\n"
    "whois.irs.net.nz nz\nwhois.nic.za za\nwhois.nic.li li\nwhois.domreg.lt lt\nwhois.nic.lv lv\n"
    "whois.rotld.ro ro\nwhois.rnids.rs rs xn--90a3ac\nwhois.nic.hu hu\nwhois.dns.pt pt\n"
    "whois.weare.ie ie\nwhois.isoc.org.il il xn--4dbrk0ce\nwhois.trabis.gov.tr tr\nwhois.nic.kz kz "
    "xn--80ao21a\nwhois.nic.la la xn--q7ce6a\nwhois.mx mx\nwhois.nic.ac ac\nwhois.nic.sh sh\n"
    "whois.nic.so so\nwhois.gg gg\nwhois.je je\nwhois.nic.im im\nwhois.aeda.net.ae ae "
    "xn--mgbaam7a8h\nwhois.nic.af af\nwhois.nic.ag ag\nwhois.amnic.net am xn--y9a3aq\n"
    "whois.iana.org arpa\nwhois.nic.aw aw\nwhois.ax ax\nwhois.registre.bf bf\nwhois.register.bg "
    "bg\nwhois.nic.bh bh\nwhois1.nic.bi bi\nwhois.nic.bj bj\nwhois.bnnic.bn bn\nwhois.nic.bo bo\n"
    "whois.nic.net.bw bw\nwhois.cctld.by by xn--90ais\nwhois.identitydigital.services bz gi lc vc\n"
    "whois.nic.cd cd\nwhois.nic.ci ci\nwhois.nic.cl cl\nwhois.dmdomains.dm dm\nwhois.nic.do do\n"
    "whois.nic.dz dz xn--lgbbat1ad8j\nwhois.educause.edu edu\nwhois.nic.ga ga\nwhois.nic.ge ge\n"
    "whois.mediaserv.net gf mq\nwhois.nic.gh gh\nwhois.nic.gl gl\nwhois.ande.gov.gn gn\n"
    "whois.nic.gp gp\nwhois.registry.hm hm\nwhois.dns.hr hr\nwhois.cmc.iq iq xn--mgbtx2b\n"
    "whois.nic.ir ir xn--mgba3a4f16a\nwhois.nic.ki ki\nwhois.nic.kn kn\nwhois.nic.kw kw\n"
    "whois.nic.lk lk xn--fzc2c9e2c xn--xkc2al3hye2a\nwhois.nic.ls ls\nwhois.dns.lu lu\n"
    "whois.registre.ma ma\nwhois.nic.mc mc\nwhois.nic.md md\nwhois.marnet.mk mk xn--d1alf\n"
    "whois.registry.gov.mm mm\nwhois.nic.mn mn\nwhois.nic.mr mr xn--mgbah1a3hjkrd\n"
    "whois.nic.org.mt mt\nwhois.nic.mw mw\nwhois.nic.mz mz\nwhois.nc nc\nwhois.iis.nu nu\n"
    "whois.registry.om om xn--mgb9awbf\nkero.yachay.pe pe\nwhois.registry.pf pf\n"
    "whois.pknic.net.pk pk\nwhois.nic.pr pr\nwhois.registry.qa qa xn--wgbl6a\nwhois.nic.net.sa sa "
    "xn--mgberp4a5d4ar\nwhois.nic.net.sb sb\nwhois.nic.sc sc\nwhois.nic.sl sl\nwhois.nic.sm sm\n"
    "whois.nic.st st\nwhois.sx sx\nwhois.tld.sy sy xn--ogbpf8fl\nwhois.nic.tc tc\nwhois.nic.td td\n"
    "whois.nic.tg tg\nwhois.dot.tk tk\nwhois.nic.tl tl\nwhois.nic.tm tm\nwhois.ati.tn tn "
    "xn--pgbs0dh\nwhois.co.ug ug\nwhois.nic.ve ve\nwhois.dnrs.vu vu\nwhois.website.ws ws\n"
    "whois.nixiregistry.in xn--2scrj9c xn--3hcrj9c xn--45br5cyl xn--45brj9c xn--fpcrj9c3d "
    "xn--gecrj9c xn--h2breg3eve xn--h2brj9c xn--h2brj9c8c xn--mgbbh1a xn--mgbbh1a71e xn--mgbgu82a "
    "xn--rvc1e0am3e xn--s9brj9c xn--xkc2dl3a5ee0h\nwhois.imena.bg xn--90ae\nwhois.dotukr.com "
    "xn--j1amh\nwhois.mn xn--l1acc\nwhois.dotmasr.eg xn--wgbh1c\n"
};

struct slice whois_server_builtin(size_t part)
{
    return part < sizeof parts / sizeof parts[0] ? slice_of(parts[part]) : slice_empty();
}
