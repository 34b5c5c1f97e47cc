import type { Command } from '../call.ts';
import { wholeInput } from '../whole-input.ts';
import { fromBase64, toBase64 } from './base64-codec.ts';

/** Default line width. */
const WIDTH = 76;

/** `base64 [-d] [-w COLUMNS] [FILE]`. */
export const base64: Command = async (call) => {
  const { has, value, operands } = call.options({ letters: 'dDw:i', long: { decode: 'd', wrap: 'w' } });
  const width = Number(value('w') ?? WIDTH);
  let status = 0;
  const opened = await call.eachInput(operands.slice(0, 1), async (reader) => {
    const input = await wholeInput(call, reader, { need: 'processor' });
    if (!has('d') && !has('D')) return call.print(wrapped(toBase64(input), width));
    const { bytes, valid } = fromBase64(input);
    // BusyBox omits bytes of invalid input.
    if (valid || !call.isBusybox) await call.print(bytes);
    if (!valid) status = await call.complain(call.isBusybox ? 'truncated input' : 'invalid input');
    return true;
  });
  return opened || status;
};

function wrapped(text: string, width: number): string {
  if (width === 0 || text === '') return text;
  return text.replace(new RegExp(`.{1,${width}}`, 'g'), '$&\n');
}
