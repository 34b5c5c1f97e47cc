export interface CurlOptions {
  readonly urls: readonly string[];
  readonly silent: boolean;
  readonly showError: boolean;
  readonly verbose: boolean;
  /** Shows the answer's head too. */
  readonly include: boolean;
  /** Sends HEAD. */
  readonly headOnly: boolean;
  readonly fail: boolean;
  readonly failWithBody: boolean;
  readonly follow: boolean;
  readonly insecure: boolean;
  /** CA bundle file. */
  readonly authorities: string | undefined;
  readonly remoteName: boolean;
  /** Sends data as query parameters. */
  readonly get: boolean;
  readonly output: string | undefined;
  readonly writeOut: string;
  readonly method: string | undefined;
  readonly headers: readonly string[];
  /** Request data; several `-d` are joined by `&`. */
  readonly data: readonly CurlData[];
  readonly user: string | undefined;
  readonly userAgent: string | undefined;
  /** `host:port:address` */
  readonly resolve: readonly string[];
  /** Local address, host name or interface of connections. */
  readonly interface: string | undefined;
  readonly maxRedirects: number;
  readonly maxTimeMs: number;
  readonly connectTimeoutMs: number;
  readonly retries: number;
  readonly retryDelayMs: number | undefined;
  readonly retryRefused: boolean;
  readonly retryAll: boolean;
}

/** Value of a `-d`: `@FILE` reads a file, except with `--data-raw`. */
export interface CurlData {
  readonly value: string;
  readonly kind: 'data' | 'raw' | 'binary' | 'json';
}

/** Invalid options. Its message follows `curl: `. */
export class CurlUsage extends Error {
  override readonly name = 'CurlUsage';
}

/** Long option names by letter; `=` marks a value. */
const SHORT: Readonly<Record<string, string>> = {
  s: 'silent',
  S: 'show-error',
  v: 'verbose',
  i: 'include',
  I: 'head',
  f: 'fail',
  L: 'location',
  k: 'insecure',
  O: 'remote-name',
  G: 'get',
  N: 'no-buffer',
  g: 'globoff',
  q: 'disable',
  '4': 'ipv4',
  '#': 'progress-bar',
  o: 'output=',
  w: 'write-out=',
  X: 'request=',
  H: 'header=',
  d: 'data=',
  u: 'user=',
  A: 'user-agent=',
  m: 'max-time=',
};
const LONG: readonly string[] = [
  ...Object.values(SHORT),
  'fail-with-body',
  'data-raw=',
  'data-binary=',
  'json=',
  'url=',
  'resolve=',
  'max-redirs=',
  'connect-timeout=',
  'retry=',
  'retry-delay=',
  'retry-connrefused',
  'retry-all-errors',
  'cacert=',
  'no-progress-meter',
  'http1.1',
  'compressed',
  'interface=',
  'noproxy=',
  'no-keepalive',
  'path-as-is',
  'tcp-nodelay',
];

type CurlOption = { readonly name: string; readonly value: string };

/** Reads the arguments of `curl`. Throws CurlUsage. */
export function curlOptions(args: readonly string[]): CurlOptions {
  const options = [...givenOptions(args)];
  const has = (name: string) => options.some((option) => option.name === name);
  const values = (name: string) => options.filter((option) => option.name === name).map(({ value }) => value);
  const last = (name: string) => values(name).at(-1);
  const seconds = (name: string) => secondsOf(name, last(name));
  return {
    urls: values('url'),
    silent: has('silent') || has('no-progress-meter'),
    showError: has('show-error') || !has('silent'),
    verbose: has('verbose'),
    include: has('include'),
    headOnly: has('head'),
    fail: has('fail'),
    failWithBody: has('fail-with-body'),
    follow: has('location'),
    insecure: has('insecure'),
    authorities: last('cacert'),
    remoteName: has('remote-name'),
    get: has('get'),
    output: last('output'),
    writeOut: last('write-out') ?? '',
    method: last('request'),
    headers: values('header'),
    data: options.flatMap(dataOf),
    user: last('user'),
    userAgent: last('user-agent'),
    resolve: values('resolve'),
    interface: last('interface'),
    maxRedirects: Number(last('max-redirs') ?? 50),
    maxTimeMs: seconds('max-time') ?? Number.POSITIVE_INFINITY,
    connectTimeoutMs: seconds('connect-timeout') ?? Number.POSITIVE_INFINITY,
    retries: Number(last('retry') ?? 0),
    retryDelayMs: seconds('retry-delay'),
    retryRefused: has('retry-connrefused'),
    retryAll: has('retry-all-errors'),
  };
}

function* givenOptions(args: readonly string[]): Generator<CurlOption> {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    const next = (option: string) => {
      at += 1;
      const value = args[at];
      if (value === undefined) throw new CurlUsage(`option ${option}: requires parameter`);
      return value;
    };
    if (arg.startsWith('--') && arg !== '--') yield longOption(arg, next);
    else if (arg.startsWith('-') && arg.length > 1 && arg !== '--') yield* shortOptions(arg, next);
    else if (arg !== '--') yield { name: 'url', value: arg };
  }
}

function longOption(arg: string, next: (option: string) => string): CurlOption {
  const name = arg.slice(2);
  if (LONG.includes(`${name}=`)) return { name, value: next(arg) };
  if (LONG.includes(name)) return { name, value: '' };
  throw new CurlUsage(`option ${arg}: is unknown`);
}

function* shortOptions(arg: string, next: (option: string) => string): Generator<CurlOption> {
  for (let at = 1; at < arg.length; at++) {
    const long = SHORT[arg[at] ?? ''];
    if (long === undefined) throw new CurlUsage(`option ${arg}: is unknown`);
    if (!long.endsWith('=')) yield { name: long, value: '' };
    else {
      yield { name: long.slice(0, -1), value: at + 1 < arg.length ? arg.slice(at + 1) : next(arg) };
      return;
    }
  }
}

function dataOf({ name, value }: CurlOption): readonly CurlData[] {
  if (name === 'data') return [{ value, kind: 'data' }];
  if (name === 'data-raw') return [{ value, kind: 'raw' }];
  if (name === 'data-binary') return [{ value, kind: 'binary' }];
  return name === 'json' ? [{ value, kind: 'json' }] : [];
}

function secondsOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (text === '' || !(seconds >= 0)) throw new CurlUsage(`option --${name}: expected a proper numerical parameter`);
  // Zero is no limit.
  return seconds === 0 && name !== 'retry-delay' ? Number.POSITIVE_INFINITY : Math.round(seconds * 1000);
}
