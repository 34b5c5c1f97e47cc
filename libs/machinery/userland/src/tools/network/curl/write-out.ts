/** Variables of `-w`. Times in ms. */
export interface TransferFacts {
  readonly status: number;
  readonly url: string;
  readonly contentType: string;
  readonly redirects: number;
  readonly connects: number;
  readonly downloaded: number;
  readonly uploaded: number;
  readonly connectMs: number;
  readonly totalMs: number;
  readonly remote: { readonly address: string; readonly port: number } | undefined;
  readonly local: { readonly address: string; readonly port: number } | undefined;
  readonly method: string;
  readonly scheme: string;
  readonly exitCode: number;
  readonly error: string;
}

const seconds = (ms: number) => (ms / 1000).toFixed(6);
const code = ({ status }: TransferFacts) => String(status).padStart(3, '0');

const VARIABLES: Readonly<Record<string, (facts: TransferFacts) => string>> = {
  content_type: ({ contentType }) => contentType,
  errormsg: ({ error }) => error,
  exitcode: ({ exitCode }) => String(exitCode),
  http_code: code,
  http_version: ({ status }) => (status === 0 ? '0' : '1.1'),
  local_ip: ({ local }) => local?.address ?? '',
  local_port: ({ local }) => String(local?.port ?? 0),
  method: ({ method }) => method,
  num_connects: ({ connects }) => String(connects),
  num_redirects: ({ redirects }) => String(redirects),
  remote_ip: ({ remote }) => remote?.address ?? '',
  remote_port: ({ remote }) => String(remote?.port ?? 0),
  response_code: code,
  scheme: ({ scheme }) => scheme.toUpperCase(),
  size_download: ({ downloaded }) => String(downloaded),
  size_upload: ({ uploaded }) => String(uploaded),
  speed_download: ({ downloaded, totalMs }) => String(totalMs === 0 ? 0 : Math.round((downloaded * 1000) / totalMs)),
  time_connect: ({ connectMs }) => seconds(connectMs),
  time_namelookup: () => seconds(0),
  time_pretransfer: ({ connectMs }) => seconds(connectMs),
  time_starttransfer: ({ totalMs }) => seconds(totalMs),
  time_total: ({ totalMs }) => seconds(totalMs),
  url: ({ url }) => url,
  url_effective: ({ url }) => url,
};

/** Expands variables and escapes of `-w`. */
export function writeOutText(format: string, facts: TransferFacts): string {
  return format.replace(/%%|%\{(\w+)\}|\\([nrt\\])/g, (text, name: string | undefined, letter: string | undefined) => {
    if (text === '%%') return '%';
    if (letter !== undefined) return { n: '\n', r: '\r', t: '\t', '\\': '\\' }[letter] ?? text;
    return Object.hasOwn(VARIABLES, name ?? '')
      ? (VARIABLES[name ?? '']?.(facts) ?? '')
      : `curl: unknown --write-out variable: '${name}'\n`;
  });
}
