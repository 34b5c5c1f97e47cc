import { type DnsRecord, reverseName, searchNames } from '@klockwork/networking';
import type { Command } from '../call.ts';
import { recordText } from './record-text.ts';
import { askServers, resolverConfig } from './resolver.ts';

/** `host [-t TYPE] NAME [SERVER]`, as BIND's. */
export const host: Command = async (call) => {
  const { value, operands } = call.options({ letters: 't:avW:' });
  const [name = '', server] = operands;
  const config = resolverConfig(call.files);
  const servers = server === undefined ? config.servers : [server];
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  const type = isAddress ? 'PTR' : (value('t') ?? 'A').toUpperCase();
  const names = isAddress ? [reverseName(name)] : searchNames(name, { ...config, library: 'glibc' });
  for (const candidate of names) {
    const answer = await askServers(call.process, servers, { name: candidate, type });
    if (answer === undefined) return call.print(';; connection timed out; no servers could be reached\n').then(() => 1);
    if (answer.code === 'NXDOMAIN') continue;
    if (answer.answers.length === 0) return call.print(`${candidate} has no ${type} record\n`);
    return call.print(answer.answers.map(lineOf).join(''));
  }
  if (servers.length === 0) return call.print(';; connection timed out; no servers could be reached\n').then(() => 1);
  return call.print(`Host ${isAddress ? `${names[0]}.` : name} not found: 3(NXDOMAIN)\n`).then(() => 1);
};

function lineOf(record: DnsRecord): string {
  switch (record.type) {
    case 'A':
      return `${record.name} has address ${record.address}\n`;
    case 'CNAME':
      return `${record.name} is an alias for ${record.target}.\n`;
    case 'PTR':
      return `${record.name} domain name pointer ${record.target}.\n`;
    case 'SRV':
      return `${record.name} has SRV record ${recordText(record)}\n`;
    case 'SOA':
      return `${record.name} has SOA record ${recordText(record)}\n`;
  }
}
