import { FileError } from '@klockwork/files';
import type { Call, Command } from '../call.ts';
import { wholeInput } from '../whole-input.ts';

/** Columns of a plain dump. */
const PLAIN_BYTES = 30;
const ROW_BYTES = 16;

/** `xxd [-pri] [-c COLUMNS] [-g BYTES] [-l LENGTH] [-s SKIP] [FILE]`, of BusyBox. */
export const xxd: Command = async (call) => {
  const { has, value, operands } = call.options({ letters: 'pruc:g:l:s:' });
  const [path = '-'] = operands;
  try {
    const from = Number(value('s') ?? 0);
    const bytesMax = from + Number(value('l') ?? Number.POSITIVE_INFINITY);
    const bytes = (await wholeInput(call, call.open(path), { need: 'processor', bytesMax })).slice(from, bytesMax);
    if (has('r')) return await call.print(has('p') ? plainBytes(bytes) : dumpedBytes(bytes));
    const columns = Number(value('c')) || (has('p') ? PLAIN_BYTES : ROW_BYTES);
    const rows = Array.from({ length: Math.ceil(bytes.length / columns) }, (_, row) => bytes.slice(row * columns, (row + 1) * columns));
    if (has('p')) return await call.print(rows.map((row) => `${hexOf(row)}\n`).join(''));
    const group = Number(value('g') ?? 2);
    return await call.print(rows.map((row, index) => `${rowText(row, from + index * columns, { columns, group })}\n`).join(''));
  } catch (error) {
    return refuse(call, path, error);
  }
};

function refuse(call: Call, path: string, error: unknown): Promise<number> {
  if (!(error instanceof FileError) || error.code === 'EPIPE') throw error;
  return call.refused(path, error, { busybox: "can't open" });
}

function hexOf(bytes: string): string {
  return [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

/** `00000000: 6869 0a hi.`; group 0 means the whole row. */
function rowText(row: string, at: number, { columns, group }: { readonly columns: number; readonly group: number }): string {
  const size = group === 0 ? columns : group;
  let hex = '';
  for (let byte = 0; byte < columns; byte++) {
    hex += byte < row.length ? hexOf(row.charAt(byte)) : '  ';
    if ((byte + 1) % size === 0) hex += ' ';
  }
  return `${at.toString(16).padStart(8, '0')}: ${hex}${hex.endsWith(' ') ? ' ' : '  '}${row.replace(/[^ -~]/g, '.')}`;
}

function plainBytes(text: string): string {
  return (text.replace(/[^0-9a-fA-F]/g, '').match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join('');
}

/** Two blanks end the digits of a row. */
function dumpedBytes(text: string): string {
  const rows = text.split('\n').map((row) => row.replace(/^[0-9a-fA-F]+: /, '').replace(/ {2}.*$/, ''));
  return rows.map(plainBytes).join('');
}
