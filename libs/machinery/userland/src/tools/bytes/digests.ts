import { FileError } from '@klockwork/files';
import { md5, sha1, sha256 } from '@klockwork/kernel';
import type { Call, Command } from '../call.ts';
import { wholeInput } from '../whole-input.ts';

type Digest = (bytes: string) => string;

/** `md5sum [-c] [FILE …]`. */
export const md5sum: Command = (call) => sums(call, md5);
/** `sha1sum [-c] [FILE …]`. */
export const sha1sum: Command = (call) => sums(call, sha1);
/** `sha256sum [-c] [FILE …]`. */
export const sha256sum: Command = (call) => sums(call, sha256);

const WORDS = { busybox: "can't open" };

async function sums(call: Call, digest: Digest): Promise<number> {
  const { has, operands } = call.options({ letters: 'cbtsw', long: { check: 'c', status: 's' } });
  if (has('c')) return check(call, digest, operands, has('s'));
  return call.eachInput(
    operands,
    async (reader, path) => call.print(`${digest(await wholeInput(call, reader, { need: 'processor' }))}  ${path}\n`),
    WORDS,
  );
}

/** Verifies files against digest lists. */
async function check(call: Call, digest: Digest, lists: readonly string[], silent: boolean): Promise<number> {
  let [count, wrong] = [0, 0];
  const status = await call.eachInput(
    lists,
    async (reader) => {
      for (const line of (await wholeInput(call, reader, { need: 'processor' })).split('\n')) {
        const match = /^([0-9a-fA-F]+) [ *](.+)$/.exec(line);
        if (match === null) continue;
        const [, expectedDigest = '', path = ''] = match;
        const isSame = (await digestOf(call, digest, path)) === expectedDigest.toLowerCase();
        count += 1;
        if (!isSame) wrong += 1;
        if (!silent) await call.print(`${path}: ${isSame ? 'OK' : 'FAILED'}\n`);
      }
    },
    WORDS,
  );
  if (wrong === 0) return status;
  if (!silent) await call.complain(warning(call, count, wrong));
  return 1;
}

function warning(call: Call, count: number, wrong: number): string {
  if (call.isBusybox) return `WARNING: ${wrong} of ${count} computed checksums did NOT match`;
  return `WARNING: ${wrong} computed checksum${wrong === 1 ? '' : 's'} did NOT match`;
}

async function digestOf(call: Call, digest: Digest, path: string): Promise<string | undefined> {
  try {
    const reader = call.open(path);
    const bytes = await wholeInput(call, reader, { need: 'processor' });
    reader.close();
    return digest(bytes);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await call.refused(path, error, WORDS);
    return undefined;
  }
}
