import { FileError } from '@klockwork/files';
import type { Call, Command } from '../call.ts';
import { sizeOf } from './size-text.ts';

/** `truncate -s [+|-]SIZE FILE …`. */
export const truncate: Command = async (call) => {
  const { value, has, operands } = call.options({ letters: 's:cr:', long: { size: 's', 'no-create': 'c', reference: 'r' } });
  const text = value('s');
  if (text === undefined)
    return call.usage(call.isBusybox ? 'requires an argument -- s' : "you must specify either '--size' or '--reference'");
  const sign = call.isBusybox ? '' : (/^[+-]/.exec(text)?.[0] ?? '');
  const size = sizeOf(text.slice(sign.length));
  if (size === undefined) return call.complain(call.isBusybox ? `invalid number '${text}'` : `Invalid number: '${text}'`);
  const sizeAfter = (now: number) => (sign === '+' ? now + size : sign === '-' ? Math.max(0, now - size) : size);
  let status = 0;
  for (const path of operands) {
    if (has('c') && !call.files.exists(path)) continue;
    status = (await resize(call, path, sizeAfter)) || status;
  }
  return status;
};

/** `fallocate -l SIZE FILE`. */
export const fallocate: Command = (call) => {
  const { value, operands } = call.options({ letters: 'l:o:n', long: { length: 'l' } });
  const size = sizeOf(value('l') ?? '');
  const [path] = operands;
  if (size === undefined) return call.complain(value('l') === undefined ? 'no length argument specified' : 'failed to parse length');
  return path === undefined ? call.complain('no filename specified') : resize(call, path, (now) => Math.max(now, size));
};

async function resize(call: Call, path: string, sizeAfter: (now: number) => number): Promise<number> {
  try {
    const file = call.files.open(path, { write: true, create: true });
    file.truncate(sizeAfter(file.stat().size));
    file.close();
    return 0;
  } catch (error) {
    if (error instanceof FileError && error.code === 'ENOSPC') return call.complain(`failed to truncate '${path}': ${error.message}`);
    return call.refused(path, error, { gnu: 'cannot open', busybox: "can't open" });
  }
}
