import type { Files } from '@klockwork/files';
import { type DnsAnswer, type DnsQuestion, type HostLookup, type ResolverOptions, resolveHost } from '@klockwork/networking';
import type { Process } from '../../process.ts';

/** Parsed `/etc/resolv.conf` of a container. */
export interface ResolverConfig extends ResolverOptions {
  readonly servers: readonly string[];
}

/** Result of a lookup; `no-server` when no name server replied. */
export type Lookup = HostLookup | { readonly failure: 'no-server' };

/** How long a program waits for a name server, in all. Models `timeout:5` and `attempts:2` of resolv.conf(5). */
const ANSWER_TIMEOUT_MS = 10_000;
const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', 'ip6-localhost']);

/** Parses `/etc/resolv.conf` and detects the image's C library. */
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

/** Resolves a host like a C library: literal address, `/etc/hosts`, then name servers with the search list. */
export async function lookUpHost(process: Process, name: string): Promise<Lookup> {
  const addresses = knownAddresses(process, name);
  if (addresses.length > 0) return { addresses, name };
  const config = resolverConfig(process.files);
  let isSilent = false;
  const resolution = resolveHost(name, config, (question) => {
    const answer = firstAnswer(process, config.servers, question);
    isSilent ||= answer === undefined;
    return answer ?? NOTHING;
  });
  if (!isSilent) return resolution;
  await silence(process, config.servers);
  return { failure: 'no-server' };
}

/** Response of the first reachable name server; undefined after the timeout without one. */
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

/** Without a configured server, a query goes to localhost and is refused at once. */
async function silence(process: Process, servers: readonly string[]): Promise<void> {
  if (servers.length > 0) await process.sleep(ANSWER_TIMEOUT_MS);
}

function knownAddresses({ files, machine }: Process, name: string): readonly string[] {
  const rows = textOf(files, '/etc/hosts')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
  const listedRows = rows.filter(([address = '', ...names]) => !address.includes(':') && names.includes(name));
  if (listedRows[0] !== undefined) return [listedRows[0][0] ?? ''];
  if (LOOPBACK_NAMES.has(name)) return ['127.0.0.1'];
  return name === machine.hostname ? [machine.network.address] : [];
}

function textOf(files: Files, path: string): string {
  return files.exists(path) ? files.read(path) : '';
}
