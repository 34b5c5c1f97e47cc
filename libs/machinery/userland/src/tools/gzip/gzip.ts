import { FileError } from '@klockwork/files';
import { writeMessage } from '../../process/write-message.ts';
import type { Call, Command } from '../call.ts';
import type { Options } from '../options.ts';
import { wholeInput } from '../whole-input.ts';
import { GzipError, gunzipped, gzipped } from './gzip-format.ts';

const SUFFIXES: readonly (readonly [string, string])[] = [
  ['.gz', ''],
  ['.tgz', '.tar'],
];

/** `gzip [-d] [-c] [-k] [-f] [FILE …]`; `gunzip`; `zcat`. */
export const gzip: Command = async (call) => {
  const options = call.options({
    letters: 'dckfnqvtNr123456789',
    long: { decompress: 'd', stdout: 'c', 'to-stdout': 'c', keep: 'k', force: 'f', best: '9', fast: '1' },
  });
  const unpacks = options.has('d') || call.name !== 'gzip';
  const prints = options.has('c') || call.name === 'zcat';
  if (options.operands.length === 0) return stream(call, unpacks);
  let status = 0;
  for (const path of options.operands) status = (await one(call, path, options, { unpacks, prints })) || status;
  return status;
};

/** GNU status: 2 for file name errors, else 1. */
async function stream(call: Call, unpacks: boolean): Promise<number> {
  return attempt(call, 'stdin', async () => {
    const input = await wholeInput(call, call.stdin, { need: 'processor' });
    return call.print(unpacks ? gunzipped(input) : gzipped(input));
  });
}

async function one(
  call: Call,
  path: string,
  options: Options,
  { unpacks, prints }: { unpacks: boolean; prints: boolean },
): Promise<number> {
  const target = unpacks ? unpackedName(path) : `${path}.gz`;
  if (path === '-') return stream(call, unpacks);
  return attempt(call, path, async () => {
    const { files } = call;
    const { mode, modifiedAt } = files.stat(path);
    if (target === undefined && !prints) return complain(call, `${path}: unknown suffix -${call.isBusybox ? '' : '-'} ignored`, 2);
    const result = unpacks ? gunzipped(files.read(path)) : gzipped(files.read(path), Math.floor(modifiedAt / 1_000));
    if (prints || target === undefined) return call.print(result);
    if (files.exists(target) && !options.has('f')) return complain(call, alreadyThere(call, target), 2);
    files.write(target, result, { mode });
    files.setModified(target, modifiedAt);
    if (!options.has('k')) files.unlink(path);
    return 0;
  });
}

function alreadyThere({ isBusybox }: Call, target: string): string {
  return isBusybox ? `can't open '${target}': File exists` : `${target} already exists;\tnot overwritten`;
}

function unpackedName(path: string): string | undefined {
  const suffixPair = SUFFIXES.find(([suffix]) => path.endsWith(suffix) && path.length > suffix.length);
  return suffixPair === undefined ? undefined : path.slice(0, -suffixPair[0].length) + suffixPair[1];
}

async function attempt(call: Call, path: string, act: () => Promise<number>): Promise<number> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof FileError && error.code !== 'EPIPE') return complain(call, `${path}: ${error.message}`, 1);
    if (!(error instanceof GzipError)) throw error;
    if (call.isBusybox) return call.complain('invalid magic');
    await writeMessage(call.stderr, `\ngzip: ${path}: ${error.message}\n`);
    return 1;
  }
}

/** GNU's three names are one program, named after the first. */
async function complain(call: Call, message: string, status: number): Promise<number> {
  if (call.isBusybox) return call.complain(message);
  await writeMessage(call.stderr, `gzip: ${message}\n`);
  return status;
}
