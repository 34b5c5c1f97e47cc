import type { Command } from '../../call.ts';
import { busyboxWget } from './busybox-wget.ts';
import { gnuWget } from './gnu-wget.ts';
import { wgetOptions } from './wget-options.ts';

/** `wget [OPTION …] URL …` of BusyBox or GNU, by image. */
export const wget: Command = (call) => {
  const options = wgetOptions(call);
  return call.isBusybox ? busyboxWget(call, options) : gnuWget(call, options);
};
