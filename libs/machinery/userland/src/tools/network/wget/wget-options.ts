import type { Call, Flavour } from '../../call.ts';
import { durationMs } from '../../system/duration.ts';

export interface WgetOptions {
  readonly urls: readonly string[];
  readonly quiet: boolean;
  /** Prints only errors and saved files. */
  readonly terse: boolean;
  readonly showHead: boolean;
  readonly spider: boolean;
  /** `-` is stdout; undefined: name from the URL. */
  readonly output: string | undefined;
  readonly folder: string | undefined;
  readonly headers: readonly string[];
  readonly userAgent: string | undefined;
  readonly data: string | undefined;
  readonly insecure: boolean;
  /** CA bundle file. */
  readonly authorities: string | undefined;
  readonly timeoutMs: number;
  readonly tries: number;
  readonly contentOnError: boolean;
}

/** Default timeout, ms. */
const TIMEOUT_MS: Readonly<Record<Flavour, number>> = { busybox: 900_000, gnu: 900_000 };

const LONG = {
  quiet: 'q',
  'no-verbose': 'n',
  verbose: 'v',
  'output-document': 'O',
  'directory-prefix': 'P',
  'server-response': 'S',
  spider: 's',
  timeout: 'T',
  'connect-timeout': 'T',
  'read-timeout': 'T',
  tries: 't',
  header: 'H',
  'user-agent': 'U',
  'post-data': 'D',
  'no-check-certificate': 'k',
  'ca-certificate': 'C',
  'content-on-error': 'e',
  continue: 'c',
} as const;

/** Reads the arguments of `wget`. Throws UsageError. */
export function wgetOptions(call: Call): WgetOptions {
  // `-nv` is one option in GNU wget.
  const args = call.args.map((arg) => (arg === '-nv' ? '--no-verbose' : arg));
  const { has, value, values, operands } = call.options({ letters: 'qnvO:P:SsT:t:H:U:D:kecY:C:', long: LONG }, args);
  const timeoutMs = durationMs(value('T') ?? '') ?? TIMEOUT_MS[call.flavour];
  return {
    urls: operands,
    quiet: has('q'),
    terse: has('n'),
    showHead: has('S'),
    spider: has('s'),
    output: value('O'),
    folder: value('P'),
    headers: values('H'),
    userAgent: value('U'),
    data: value('D'),
    insecure: has('k'),
    authorities: value('C'),
    // Zero is no limit.
    timeoutMs: timeoutMs === 0 ? Number.POSITIVE_INFINITY : timeoutMs,
    tries: value('t') === undefined ? 20 : Number(value('t')) || Number.POSITIVE_INFINITY,
    contentOnError: has('e'),
  };
}
