import type { Command } from '../call.ts';

/** `less [FILE …]`, `more [FILE …]`: shows everything at once, as both do where the output is no terminal. */
export const pager: Command = (call) => {
  const { operands } = call.options({ letters: 'EFINMRSdflpcsu' });
  const refusal = { gnu: 'cannot open', busybox: "can't open" };
  return call.eachInput(
    operands,
    async (reader) => {
      for await (const bytes of call.chunks(reader)) await call.print(bytes);
    },
    refusal,
  );
};
