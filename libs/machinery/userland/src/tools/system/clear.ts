import { writeMessage } from '../../process/write-message.ts';
import type { Command } from '../call.ts';

/** `clear` of BusyBox, or of ncurses, which requires a known terminal. */
export const clear: Command = async (call) => {
  if (call.isBusybox) return call.print('\x1b[H\x1b[J');
  if (call.process.environment.get('TERM')) return call.print('\x1b[H\x1b[2J\x1b[3J');
  await writeMessage(call.stderr, 'TERM environment variable not set.\n');
  return 1;
};
