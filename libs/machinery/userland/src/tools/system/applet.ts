import { FileError } from '@klockwork/files';
import { writeMessage } from '../../process/write-message.ts';
import type { Command } from '../call.ts';

export const busybox: Command = async (call) => {
  const [name] = call.args;
  if (name === undefined)
    return call.print(`BusyBox v${call.process.machine.busyboxVersion} multi-call binary.\nUsage: busybox [function [arguments]...]\n`);
  try {
    return await call.process.replace(call.args);
  } catch (error) {
    if (!(error instanceof FileError) || error.code !== 'ENOENT') throw error;
    await writeMessage(call.stderr, `${name}: applet not found\n`);
    return 127;
  }
};
