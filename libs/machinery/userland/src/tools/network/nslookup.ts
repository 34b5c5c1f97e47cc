import { type DnsRecord, reverseName, searchNames } from '@klockwork/networking';
import type { Call, Command } from '../call.ts';
import { busyboxNslookup } from './busybox-nslookup.ts';
import { recordText } from './record-text.ts';
import { askServers, lookUpHost, resolverConfig } from './resolver.ts';

const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;
const NO_SERVERS = ';; connection timed out; no servers could be reached\n';

/** `nslookup [-type=TYPE] NAME [SERVER]`, formatted like BusyBox or BIND. */
export const nslookup: Command = (call) => {
  const [name = '', server] = call.args.filter((arg) => !arg.startsWith('-'));
  return call.isBusybox ? busyboxNslookup(call, name, server) : asBind(call, name, server);
};

async function asBind(call: Call, name: string, requestedServer: string | undefined): Promise<number> {
  const config = resolverConfig(call.files);
  const server = requestedServer === undefined ? config.servers[0] : await addressOf(call, requestedServer);
  const servers = server === undefined ? [] : [server];
  const type = (/^-(?:type|query|q)=(.+)$/.exec(call.args.find((arg) => /^-(type|query|q)=/.test(arg)) ?? '')?.[1] ?? 'A').toUpperCase();
  const candidates = ADDRESS.test(name) ? [reverseName(name)] : searchNames(name, { ...config, library: 'glibc' });
  const wantedType = ADDRESS.test(name) ? 'PTR' : type;
  let heading = `Server:\t\t${server ?? '127.0.0.1'}\nAddress:\t${server ?? '127.0.0.1'}#53\n\n`;
  for (const candidate of candidates) {
    const answer = await askServers(call.process, servers, { name: candidate, type: wantedType });
    if (answer === undefined) return call.print(NO_SERVERS).then(() => 1);
    if (answer.code === 'NXDOMAIN') continue;
    const records = answer.answers.map((record) => bindText(record, wantedType)).join('');
    return call.print(`${heading}${records || `*** Can't find ${candidate}: No answer\n`}\n`);
  }
  heading = servers.length === 0 ? '' : heading;
  await call.print(servers.length === 0 ? NO_SERVERS : `${heading}** server can't find ${name}: NXDOMAIN\n\n`);
  return 1;
}

async function addressOf(call: Call, host: string): Promise<string | undefined> {
  const lookup = await lookUpHost(call.process, host);
  return 'failure' in lookup ? undefined : lookup.addresses[0];
}

function bindText(record: DnsRecord, wantedType: string): string {
  switch (record.type) {
    case 'A':
      return `Name:\t${record.name}\nAddress: ${record.address}\n`;
    case 'CNAME':
      return `${record.name}\tcanonical name = ${record.target}.\n`;
    case 'PTR':
      return `${record.name}\tname = ${record.target}.\n`;
    case 'SRV':
      return `${record.name}\tservice = ${recordText(record)}\n`;
    case 'SOA':
      return wantedType === 'SOA'
        ? `${record.name}\n\torigin = ${record.server}\n\tmail addr = ${record.mailbox}\n\tserial = ${record.serial}\n`
        : '';
  }
}
