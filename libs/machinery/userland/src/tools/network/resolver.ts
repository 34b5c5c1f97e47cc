import type { Files } from '@klockwork/files';
import { type DnsAnswer, type DnsQuestion, type HostLookup, type ResolverOptions, resolveHost } from '@klockwork/networking';
import type { Process } from '../../process.ts';

/** What `/etc/resolv.conf` of a container says. */
export interface ResolverConfig extends ResolverOptions {
  readonly servers: readonly string[];
}

/** What became of a name; `no-server` when no name server answered. */
export type Lookup = HostLookup | { readonly failure: 'no-server' };

/** How long a program waits for a name server, in all. Models `timeout:5` and `attempts:2` of resolv.conf(5). */
const ANSWER_TIMEOUT_MS = 10_000;
const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', 'ip6-localhost']);

/** Reads `/etc/resolv.conf`, and which C library the programs of the image were built with. */
export function resolverConfig(files: Files): ResolverConfig {
  const rows = textOf(files, '/etc/resolv.conf')
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const valuesOf = (keyword: string) => rows.filter(([first]) => first === keyword).flatMap(([, ...values]) => values);
  const ndots = valuesOf('options').findLast((option) => option.startsWith('ndots:'));
  return {
    servers: valuesOf('nameserver'),
    searches: valuesOf('search'),
    ndots: ndots === undefined ? 1 : Number(ndots.slice('ndots:'.length)),
    library: /^ID=alpine$/m.test(textOf(files, '/etc/os-release')) ? 'musl' : 'glibc',
  };
}

/** Addresses of a host, as a C library finds them: an address, `/etc/hosts`, the name servers by the search list. */
export async function lookUpHost(process: Process, name: string): Promise<Lookup> {
  const known = knownAddresses(process, name);
  if (known.length > 0) return { addresses: known, name };
  const config = resolverConfig(process.files);
  let isSilent = false;
  const found = resolveHost(name, config, (question) => {
    const answer = firstAnswer(process, config.servers, question);
    isSilent ||= answer === undefined;
    return answer ?? NOTHING;
  });
  if (!isSilent) return found;
  await silence(process, config.servers);
  return { failure: 'no-server' };
}

/** What the first name server that is there answers; undefined, after the time that takes, when none does. */
export async function askServers(process: Process, servers: readonly string[], question: DnsQuestion): Promise<DnsAnswer | undefined> {
  const answer = firstAnswer(process, servers, question);
  if (answer === undefined) await silence(process, servers);
  return answer;
}

const NOTHING: DnsAnswer = { code: 'NXDOMAIN', answers: [], authority: [], additional: [] };

function firstAnswer({ machine }: Process, servers: readonly string[], question: DnsQuestion): DnsAnswer | undefined {
  for (const server of servers) {
    const answer = machine.network.ask(server, question);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** Without a server the program asks its own host, which refuses at once. */
async function silence(process: Process, servers: readonly string[]): Promise<void> {
  if (servers.length > 0) await process.sleep(ANSWER_TIMEOUT_MS);
}

function knownAddresses({ files, machine }: Process, name: string): readonly string[] {
  const rows = textOf(files, '/etc/hosts')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
  const listed = rows.filter(([address = '', ...names]) => !address.includes(':') && names.includes(name));
  if (listed[0] !== undefined) return [listed[0][0] ?? ''];
  if (LOOPBACK_NAMES.has(name)) return ['127.0.0.1'];
  return name === machine.hostname ? [machine.network.address] : [];
}

function textOf(files: Files, path: string): string {
  return files.exists(path) ? files.read(path) : '';
}
