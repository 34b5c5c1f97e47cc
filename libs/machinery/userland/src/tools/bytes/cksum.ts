import type { Command } from '../call.ts';
import { wholeInput } from '../whole-input.ts';

const POLYNOMIAL = 0x04c11db7;
const TABLE = Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ POLYNOMIAL : value << 1;
  return value;
});

/** `cksum [FILE …]`: POSIX CRC, byte count, name. */
export const cksum: Command = (call) => {
  const { operands } = call.options({ letters: '' });
  return call.eachInput(
    operands,
    async (reader, path) => {
      const bytes = await wholeInput(call, reader, { need: 'processor' });
      await call.print(`${crc(bytes)} ${bytes.length}${operands.length === 0 ? '' : ` ${path}`}\n`);
    },
    { busybox: "can't open" },
  );
};

/** CRC of bytes, then count (POSIX cksum). */
function crc(bytes: string): number {
  let sum = 0;
  const add = (byte: number) => {
    sum = (sum << 8) ^ (TABLE[((sum >>> 24) ^ byte) & 255] ?? 0);
  };
  for (let at = 0; at < bytes.length; at++) add(bytes.charCodeAt(at));
  for (let rest = bytes.length; rest > 0; rest = Math.floor(rest / 256)) add(rest & 255);
  return ~sum >>> 0;
}
