import { type DnsAnswer, type DnsQuestion, type DnsRecord, searchNames } from '@klockwork/networking';
import { writeMessage } from '../../process/write-message.ts';
import type { Call, Command } from '../call.ts';
import { formatTime } from '../date.ts';
import { type DigOptions, digOptions } from './dig-options.ts';
import { recordText } from './record-text.ts';
import { askServers, lookUpHost, resolverConfig } from './resolver.ts';

const VERSION = '9.18.28-1~deb12u2-Debian';
/** No server answered. */
const NO_SERVER = 9;

/** `dig [@SERVER] [NAME] [TYPE] [+short] [+search] [+noall +answer] [-x ADDRESS]`, as BIND's. */
export const dig: Command = async (call) => {
  const options = digOptions(call.args);
  const config = resolverConfig(call.files);
  const server = options.server === undefined ? config.servers[0] : await addressOf(call, options.server);
  if (server === undefined && options.server !== undefined) {
    await writeMessage(call.stderr, `dig: couldn't get address for '${options.server}': not found\n`);
    return 10;
  }
  for (const question of options.questions) {
    const names = options.search ? searchNames(question.name, { ...config, library: 'glibc' }) : [question.name];
    const lookup = await firstFound(call, server === undefined ? [] : [server], names, question.type);
    if (lookup === undefined) return tellSilence(call, options, server ?? '127.0.0.1');
    const text = options.short ? shortText(lookup.answer) : longText(call, options, lookup, server ?? '');
    await call.print(text);
  }
  return 0;
};

/** Question with its answer. */
interface Lookup {
  readonly question: DnsQuestion;
  readonly answer: DnsAnswer;
}

async function firstFound(call: Call, servers: readonly string[], names: readonly string[], type: string): Promise<Lookup | undefined> {
  let last: Lookup | undefined;
  for (const name of names) {
    const question = { name, type };
    const answer = await askServers(call.process, servers, question);
    if (answer === undefined) return undefined;
    last = { question, answer };
    if (answer.code === 'NOERROR' && answer.answers.length > 0) break;
  }
  return last;
}

async function tellSilence(call: Call, { short }: DigOptions, server: string): Promise<number> {
  const tries = `;; communications error to ${server}#53: timed out\n`.repeat(3);
  await call.print(
    `${tries}${short ? '' : `\n; <<>> DiG ${VERSION} <<>> ${call.args.join(' ')}\n;; global options: +cmd\n`};; no servers could be reached\n\n`,
  );
  return NO_SERVER;
}

async function addressOf(call: Call, host: string): Promise<string | undefined> {
  const lookup = await lookUpHost(call.process, host);
  return 'failure' in lookup ? undefined : lookup.addresses[0];
}

function shortText({ answers }: DnsAnswer): string {
  return answers.map((record) => `${recordText(record)}\n`).join('');
}

function longText(call: Call, { shows }: DigOptions, { question, answer }: Lookup, server: string): string {
  const { answers, authority, additional, code } = answer;
  const id = call.process.machine.random.integer(65_536);
  const counts = `QUERY: 1, ANSWER: ${answers.length}, AUTHORITY: ${authority.length}, ADDITIONAL: ${additional.length + 1}`;
  const heading = `\n; <<>> DiG ${VERSION} <<>> ${call.args.join(' ')}\n;; global options: +cmd\n;; Got answer:\n`;
  const head = `;; ->>HEADER<<- opcode: QUERY, status: ${code}, id: ${id}\n;; flags: qr aa rd; ${counts}\n;; WARNING: recursion requested but not available\n\n`;
  const size = ';; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: 1232\n';
  const questionText = `;; QUESTION SECTION:\n;${absolute(question.name)}\t\tIN\t${question.type}\n\n`;
  const when = formatTime(call.now(), '%a %b %d %H:%M:%S UTC %Y');
  const statistics = `;; Query time: 0 msec\n;; SERVER: ${server}#53(${server}) (UDP)\n;; WHEN: ${when}\n;; MSG SIZE  rcvd: ${sizeOf(question, answer)}\n\n`;
  return [
    shows.comments ? `${heading}${head}${size}` : '',
    shows.question ? questionText : '',
    shows.answer ? section('ANSWER', answers, shows.comments) : '',
    shows.more ? section('AUTHORITY', authority, shows.comments) : '',
    shows.more ? section('ADDITIONAL', additional, shows.comments) : '',
    shows.statistics ? statistics : '',
  ].join('');
}

function section(name: string, records: readonly DnsRecord[], titled: boolean): string {
  if (records.length === 0) return '';
  const lines = records.map((record) => `${absolute(record.name)}\t${record.ttl}\tIN\t${record.type}\t${recordText(record)}\n`);
  return titled ? `;; ${name} SECTION:\n${lines.join('')}\n` : lines.join('');
}

function absolute(name: string): string {
  return name.endsWith('.') ? name : `${name}.`;
}

/** Wire size of the response, bytes, without name compression. */
function sizeOf({ name }: DnsQuestion, { answers, authority, additional }: DnsAnswer): number {
  const records = [...answers, ...authority, ...additional].map((record) => 12 + record.name.length + recordText(record).length);
  return 12 + 11 + name.length + 6 + records.reduce((sum, size) => sum + size, 0);
}
