import { FileError, type Files } from '@klockwork/files';

/** Settings with their defaults. Others have no simulation. */
const DEFAULTS: Readonly<Record<string, string>> = {
  appendonly: 'no',
  databases: '16',
  maxclients: '10000',
  maxmemory: '0',
  'maxmemory-policy': 'noeviction',
  port: '6379',
  requirepass: '',
  save: '3600 1 300 100 60 10000',
  timeout: '0',
};

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1e3,
  kb: 1_024,
  m: 1e6,
  mb: 1_024 ** 2,
  g: 1e9,
  gb: 1_024 ** 3,
};

/** Reads a server's settings: defaults, its file, and its options, as of now. `args` are its arguments. */
export function settingsOf(args: readonly string[], files: Files): ReadonlyMap<string, string> {
  const settings = new Map(Object.entries(DEFAULTS));
  const [first = '', ...rest] = args;
  const hasFile = first !== '' && !first.startsWith('-');
  for (const line of hasFile ? textOf(files, first).split('\n') : []) set(settings, line.trim().split(/\s+/));
  const options = (hasFile ? rest : args).join(' ').split(/(?:^| )--/);
  for (const option of options) set(settings, option.split(/[ =]/));
  return settings;
}

function set(settings: Map<string, string>, [name = '', ...values]: readonly string[]): void {
  const key = name.toLowerCase();
  const text = values.join(' ').replace(/^(["'])(.*)\1$/, '$2');
  if (settings.has(key)) settings.set(key, key === 'maxmemory' ? bytesOf(text) : text);
}

function bytesOf(text: string): string {
  const [, number = '0', unit = ''] = /^(\d+)([a-z]*)$/i.exec(text) ?? [];
  return String(Number(number) * (UNITS[unit.toLowerCase()] ?? 1));
}

/** Text of a file; empty for a file that the server could not read either. */
function textOf(files: Files, path: string): string {
  try {
    return files.read(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return '';
  }
}
