import { reverseName } from '@klockwork/networking';

export interface DigOptions {
  readonly questions: readonly { readonly name: string; readonly type: string }[];
  /** Server name or address; default: from resolv.conf. */
  readonly server: string | undefined;
  readonly short: boolean;
  readonly search: boolean;
  /** Visible sections of the response. */
  readonly shows: {
    readonly comments: boolean;
    readonly question: boolean;
    readonly answer: boolean;
    readonly more: boolean;
    readonly statistics: boolean;
  };
}

const TYPES: ReadonlySet<string> = new Set(['A', 'AAAA', 'ANY', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT']);

/** Reads the arguments of `dig`: names, types and `+FLAGS` in any order. */
export function digOptions(args: readonly string[]): DigOptions {
  let type: string | undefined;
  let server: string | undefined;
  const names: string[] = [];
  const questions: { name: string; type: string }[] = [];
  const flags = new Map<string, boolean>();
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg.startsWith('@')) server = arg.slice(1);
    else if (arg.startsWith('+')) setFlag(flags, arg.slice(1));
    else if (arg === '-x') questions.push({ name: reverseName(args[++at] ?? ''), type: 'PTR' });
    else if (arg === '-t') type = args[++at]?.toUpperCase();
    else if (arg === '-p') at += 1;
    else if (arg.startsWith('-')) continue;
    else if (TYPES.has(arg.toUpperCase())) type = arg.toUpperCase();
    else if (arg.toUpperCase() !== 'IN') names.push(arg);
  }
  const queries = [...questions, ...names.map((name) => ({ name, type: type ?? 'A' }))];
  const show = (name: string) => flags.get(name) ?? true;
  const shows = {
    comments: show('comments'),
    question: show('question'),
    answer: show('answer'),
    more: show('authority'),
    statistics: show('stats'),
  };
  return {
    questions: queries.length > 0 ? queries : [{ name: '.', type: 'NS' }],
    server,
    short: flags.get('short') ?? false,
    search: flags.get('search') ?? false,
    shows,
  };
}

function setFlag(flags: Map<string, boolean>, flag: string): void {
  const isOn = !flag.startsWith('no');
  const name = isOn ? flag : flag.slice(2);
  if (name === 'all') for (const part of ['comments', 'question', 'answer', 'authority', 'stats']) flags.set(part, isOn);
  else flags.set(name.replace(/=.*/, ''), isOn);
}
