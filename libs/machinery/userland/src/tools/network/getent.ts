import type { Call, Command } from '../call.ts';
import { lookUpHost } from './resolver.ts';

/** Status for a missing entry. */
const NOT_FOUND = 2;
const NAME_COLUMN = 16;

/** `getent hosts|ahosts NAME …`, `getent passwd|group [NAME …]`. */
export const getent: Command = (call) => {
  const [database = '', ...keys] = call.args;
  switch (database) {
    case 'hosts':
    case 'ahosts':
    case 'ahostsv4':
      return hosts(call, database, keys);
    case 'passwd':
    case 'group':
      return accounts(call, `/etc/${database}`, keys);
    default:
      return call.usage(`Unknown database: ${database}`);
  }
};

async function hosts(call: Call, database: string, names: readonly string[]): Promise<number> {
  let status = 0;
  for (const name of names) {
    const lookup = await lookUpHost(call.process, name);
    if ('failure' in lookup) status = NOT_FOUND;
    else await call.print(database === 'hosts' ? hostLines(lookup.addresses, lookup.name) : addressLines(lookup.addresses, name));
  }
  return status;
}

function hostLines(addresses: readonly string[], name: string): string {
  return addresses.map((address) => `${address.padEnd(NAME_COLUMN - 1)} ${name}\n`).join('');
}

function addressLines(addresses: readonly string[], name: string): string {
  const kinds = ['STREAM', 'DGRAM', 'RAW'];
  const rows = addresses.flatMap((address) => kinds.map((kind) => `${address.padEnd(NAME_COLUMN - 1)} ${kind}`));
  return rows.map((row, index) => `${index === 0 ? `${row} ${name}` : row}\n`).join('');
}

async function accounts(call: Call, path: string, names: readonly string[]): Promise<number> {
  const rows = call.files.exists(path) ? call.files.read(path).split('\n').filter(Boolean) : [];
  const wantedRows =
    names.length === 0 ? rows : rows.filter((row) => names.includes(row.split(':')[0] ?? '') || names.includes(row.split(':')[2] ?? ''));
  await call.print(wantedRows.map((row) => `${row}\n`).join(''));
  return names.length > 0 && wantedRows.length === 0 ? NOT_FOUND : 0;
}
