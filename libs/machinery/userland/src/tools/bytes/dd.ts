import { FileError, type FileHandle } from '@klockwork/files';
import type { Reader } from '../../process/stream.ts';
import { writeMessage } from '../../process/write-message.ts';
import type { Call, Command } from '../call.ts';
import { UsageError } from '../options.ts';
import { sizeOf } from './size-text.ts';

const OPERANDS = new Set(['if', 'of', 'bs', 'ibs', 'obs', 'count', 'skip', 'seek', 'conv', 'status', 'iflag', 'oflag']);
const NUMBERS = ['bs', 'ibs', 'count', 'skip', 'seek'];
const BLOCK = 512;
const PIECE_BYTES_MAX = 1024 * 1024;
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

interface Sizes {
  readonly block: number;
  readonly count: number;
  readonly skip: number;
  readonly seek: number;
}

/** Whole blocks and parts of one. */
interface Records {
  whole: number;
  partial: number;
}

/** Counts of records and bytes. */
interface Tally {
  readonly read: Records;
  readonly written: Records;
  bytes: number;
}

/** `dd [if=FILE] [of=FILE] [bs=SIZE] [count=N] [skip=N] [seek=N] [conv=notrunc] [status=none]`. */
export const dd: Command = async (call) => {
  const operands = operandsOf(call);
  if (typeof operands === 'string') return call.complain(operands);
  const size = (name: string, otherwise: number) => (operands.has(name) ? (sizeOf(operands.get(name) ?? '') ?? otherwise) : otherwise);
  const sizes = {
    block: size('bs', size('ibs', BLOCK)),
    count: size('count', Number.POSITIVE_INFINITY),
    skip: size('skip', 0),
    seek: size('seek', 0),
  };
  const [from, to] = [operands.get('if'), operands.get('of')];
  const since = call.now();
  const tally: Tally = { read: { whole: 0, partial: 0 }, written: { whole: 0, partial: 0 }, bytes: 0 };
  const source = await opened(call, from ?? '-', () => call.open(from ?? '-'));
  if (source === undefined) return 1;
  const write = await opened(call, to ?? '', () => outputOf(call, operands, sizes));
  if (write === undefined) return 1;
  const status = await copy(call, { source, write, sizes, tally, to: to ?? 'standard output' });
  if (operands.get('status') !== 'none') await report(call, tally, call.now() - since, operands.get('status') === 'noxfer');
  return status;
};

/** Operands by name, or the message for an invalid number. */
function operandsOf(call: Call): ReadonlyMap<string, string> | string {
  const operands = new Map<string, string>();
  for (const arg of call.args) {
    const at = arg.indexOf('=');
    if (at < 0 || !OPERANDS.has(arg.slice(0, at))) throw new UsageError(`unrecognized operand '${arg}'`);
    operands.set(arg.slice(0, at), arg.slice(at + 1));
  }
  const bad = NUMBERS.find((name) => operands.has(name) && sizeOf(operands.get(name) ?? '') === undefined);
  if (bad === undefined) return operands;
  return `${call.isBusybox ? 'invalid number' : 'invalid number:'} '${operands.get(bad)}'`;
}

async function opened<T>(call: Call, path: string, open: () => T): Promise<T | undefined> {
  try {
    return open();
  } catch (error) {
    await call.refused(path, error, { gnu: 'failed to open', busybox: "can't open" });
    return undefined;
  }
}

type Write = (bytes: string) => Promise<void> | undefined;

/** Returns the write function of the output, which begins at `seek`; `conv=notrunc` keeps old content. */
function outputOf(call: Call, operands: ReadonlyMap<string, string>, { block, seek }: Sizes): Write {
  const path = operands.get('of');
  if (path === undefined) return (bytes) => call.stdout.write(bytes);
  const keeps = operands.get('conv')?.split(',').includes('notrunc') ?? false;
  if (!keeps && seek === 0) {
    const writer = call.process.openWriter(path);
    return (bytes) => writer.write(bytes);
  }
  const file: FileHandle = call.files.open(path, { write: true, create: true });
  if (!keeps) file.truncate(Math.min(seek * block, file.stat().size));
  file.offset = seek * block;
  return (bytes) => {
    file.write(bytes);
    return undefined;
  };
}

async function copy(
  call: Call,
  {
    source,
    write,
    sizes: { block, count, skip },
    tally,
    to,
  }: { readonly source: Reader; readonly write: Write; readonly sizes: Sizes; readonly tally: Tally; readonly to: string },
): Promise<number> {
  for (let skippedBlocks = 0; skippedBlocks < skip; skippedBlocks++) if ((await readBlock(call, source, block)) === 0) break;
  for (let blocks = 0; blocks < count; blocks++) {
    let refusal: FileError | undefined;
    const bytes = await readBlock(call, source, block, async (piece) => {
      try {
        if (refusal === undefined) await write(piece);
      } catch (error) {
        if (!(error instanceof FileError) || error.code === 'EPIPE') throw error;
        refusal = error;
      }
    });
    if (bytes === 0) break;
    const kind = bytes === block ? 'whole' : 'partial';
    tally.read[kind] += 1;
    if (refusal !== undefined) return call.complain(`error writing '${to}': ${refusal.message}`);
    tally.written[kind] += 1;
    tally.bytes += bytes;
  }
  return 0;
}

/** Reads one block, in pieces: a block may exceed the bytes held. Returns its byte count, 0 at end of file. */
async function readBlock(call: Call, source: Reader, block: number, take?: (piece: string) => Promise<void>): Promise<number> {
  let read = 0;
  while (read < block) {
    const wantedBytes = Math.min(block - read, PIECE_BYTES_MAX);
    const piece = await source.read(wantedBytes);
    if (piece !== '') await take?.(piece);
    read += piece.length;
    await call.spend();
    if (piece.length < wantedBytes) break;
  }
  return read;
}

async function report(call: Call, { read, written, bytes }: Tally, elapsedMs: number, isShort: boolean): Promise<void> {
  const records = ({ whole, partial }: Records) => `${whole}+${partial} records`;
  await writeMessage(call.stderr, `${records(read)} in\n${records(written)} out\n`);
  if (isShort) return;
  const seconds = Math.max(elapsedMs, 0.1) / 1_000;
  const rate = scaled(bytes / seconds, 1_000, UNITS, ' ');
  const sizes =
    bytes < 1_000
      ? ''
      : ` (${scaled(bytes, 1_000, UNITS, ' ')}${bytes < 1_024 ? '' : `, ${scaled(bytes, 1_024, ['B', 'KiB', 'MiB', 'GiB', 'TiB'], ' ')}`})`;
  const busybox = `${bytes} bytes (${scaled(bytes, 1_024, ['B', 'KB', 'MB', 'GB', 'TB'], '')}) copied, ${seconds.toFixed(6)} seconds, ${scaled(bytes / seconds, 1_024, ['B', 'KB', 'MB', 'GB', 'TB'], '')}/s`;
  await writeMessage(
    call.stderr,
    `${call.isBusybox ? busybox : `${bytes} byte${bytes === 1 ? '' : 's'}${sizes} copied, ${Number(seconds.toPrecision(6))} s, ${rate}/s`}\n`,
  );
}

/** `1.0 MB`, `853 MB`. */
function scaled(value: number, base: number, units: readonly string[], space: string): string {
  let [rest, unit] = [value, 0];
  for (; rest >= base && unit < units.length - 1; unit++) rest /= base;
  return `${rest < 10 && unit > 0 ? rest.toFixed(1) : Math.round(rest)}${space}${units[unit]}`;
}
