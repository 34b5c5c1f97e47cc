import { type DnsAnswer, type DnsQuestion, type DnsRecord, reverseName } from '@klockwork/networking';
import type { Call } from '../call.ts';
import { UsageError } from '../options.ts';
import { recordText } from './record-text.ts';
import { askServers, lookUpHost, resolverConfig } from './resolver.ts';

const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;
/** Query types in BusyBox order. Models `qtypes` of networking/nslookup.c. */
const TYPES = ['SOA', 'NS', 'A', 'AAAA', 'CNAME', 'MX', 'TXT', 'SRV', 'PTR', 'ANY'];

/** First minor releases of BusyBox 1 with each behaviour. */
const ASKS_ITSELF_SINCE = 29;
const SEARCHES_SINCE = 30;
/** Earlier releases send all questions under one id, and take the first answer alone. */
const TAKES_ALL_ANSWERS_SINCE = 35;

/**
 * `nslookup [-type=TYPE] NAME [SERVER]` of the image's BusyBox. Up to 1.28 the C library resolves. Later releases query directly: dotted
 * names unchanged, others with each search domain.
 */
export function busyboxNslookup(call: Call, name: string, requestedServer: string | undefined): Promise<number> {
  const minor = Number(call.process.machine.busyboxVersion.split('.')[1]);
  return minor < ASKS_ITSELF_SINCE ? byLibrary(call, name, requestedServer) : byQuestions(call, { name, requestedServer, minor });
}

async function byLibrary(call: Call, name: string, requestedServer: string | undefined): Promise<number> {
  const server = requestedServer ?? resolverConfig(call.files).servers[0] ?? '127.0.0.1';
  const serverName = (await nameOf(call, server)) ?? '';
  await call.print(`Server:    ${server}\nAddress 1: ${server}${serverName && ` ${serverName}`}\n\n`);
  const lookup = ADDRESS.test(name) ? { addresses: [name] } : await lookUpHost(call.process, name);
  if ('failure' in lookup) return call.complain(`can't resolve '${name}'`);
  const rows = await Promise.all(
    lookup.addresses.map(async (address, index) => {
      const own = (await nameOf(call, address)) ?? '';
      return `Address ${index + 1}: ${address}${own && ` ${own}`}\n`;
    }),
  );
  return call.print(`Name:      ${name}\n${rows.join('')}`);
}

async function nameOf(call: Call, address: string): Promise<string | undefined> {
  const { servers } = resolverConfig(call.files);
  const answer = call.process.machine.network.ask(servers[0] ?? '', { name: reverseName(address), type: 'PTR' });
  const record = answer?.answers[0];
  return record?.type === 'PTR' ? record.target : undefined;
}

interface Lookup {
  readonly name: string;
  readonly requestedServer: string | undefined;
  /** 36 for BusyBox 1.36. */
  readonly minor: number;
}

/** Returns 0 for a found name. Upstream fails if any search domain lacks it, thus waiting scripts never end. */
async function byQuestions(call: Call, { name, requestedServer, minor }: Lookup): Promise<number> {
  const { servers, searches } = resolverConfig(call.files);
  const server = requestedServer ?? servers[0] ?? '127.0.0.1';
  // An explicit server disables the search list.
  const domains = requestedServer === undefined && minor >= SEARCHES_SINCE ? searches : [];
  const questions = questionsFor(call, name, domains);
  const results: string[] = [];
  let isFound = false;
  for (const question of minor < TAKES_ALL_ANSWERS_SINCE ? questions.slice(0, 1) : questions) {
    const answer = await askServers(call.process, [server], question);
    if (answer === undefined) return call.print(';; connection timed out; no servers could be reached\n\n').then(() => 1);
    isFound ||= answer.code === 'NOERROR';
    results.push(resultText(question, answer));
  }
  const failureLines = questions.slice(results.length).map((question) => `*** Can't find ${question.name}: No answer\n`);
  if (failureLines.length > 0) results.push(`${failureLines.join('')}\n`);
  await call.print(`Server:\t\t${server}\nAddress:\t${server}:53\n\n${results.join('')}`);
  return isFound ? 0 : 1;
}

function questionsFor(call: Call, name: string, domains: readonly string[]): readonly DnsQuestion[] {
  const wantedTypes = call.args.flatMap((arg) => /^-(?:type|querytype|q)=(.*)$/.exec(arg)?.[1] ?? []);
  const unknown = wantedTypes.find((type) => !TYPES.includes(type.toUpperCase()));
  if (unknown !== undefined) throw new UsageError(`invalid query type "${unknown}"`);
  const explicit = TYPES.filter((type) => wantedTypes.some((each) => each.toUpperCase() === type));
  if (explicit.length === 0 && ADDRESS.test(name)) return [{ name: reverseName(name), type: 'PTR' }];
  const types = explicit.length === 0 ? ['A', 'AAAA'] : explicit;
  return types.flatMap((type) => namesFor(name, type, domains).map((each) => ({ name: each, type })));
}

function namesFor(name: string, type: string, domains: readonly string[]): readonly string[] {
  return type === 'PTR' || domains.length === 0 || name.includes('.') ? [name] : domains.map((domain) => `${name}.${domain}`);
}

/** An empty answer leaves an empty line. */
function resultText({ name }: DnsQuestion, { code, answers }: DnsAnswer): string {
  return code === 'NOERROR' ? `${answers.map(recordLine).join('')}\n` : `** server can't find ${name}: ${code}\n\n`;
}

function recordLine(record: DnsRecord): string {
  switch (record.type) {
    case 'A':
      return `Name:\t${record.name}\nAddress: ${record.address}\n`;
    case 'CNAME':
      return `${record.name}\tcanonical name = ${record.target}\n`;
    case 'PTR':
      return `${record.name}\tname = ${record.target}\n`;
    case 'SRV':
      return `${record.name}\tservice = ${recordText(record)}\n`;
    case 'SOA':
      return `${record.name}\n\torigin = ${record.server}\n\tmail addr = ${record.mailbox}\n\tserial = ${record.serial}\n\trefresh = ${record.refresh}\n\tretry = ${record.retry}\n\texpire = ${record.expire}\n\tminimum = ${record.minimum}\n`;
  }
}
