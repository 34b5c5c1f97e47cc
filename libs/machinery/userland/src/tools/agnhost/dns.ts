import type { Command } from '../call.ts';
import { resolverConfig } from '../network/resolver.ts';

/** `agnhost dns-suffix`: prints the search list of resolv.conf. Models test/images/agnhost/dns. */
export const agnhostDnsSuffix: Command = (call) => call.print(`${resolverConfig(call.files).searches.join(',')}\n`);

/** `agnhost dns-server-list`: prints the name servers of resolv.conf. */
export const agnhostDnsServerList: Command = (call) => call.print(`${resolverConfig(call.files).servers.join(',')}\n`);

/** `agnhost etc-hosts`: prints /etc/hosts. */
export const agnhostEtcHosts: Command = (call) => call.print(`${call.files.read('/etc/hosts')}\n`);
