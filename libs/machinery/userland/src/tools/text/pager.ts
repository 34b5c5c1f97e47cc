import type { Command } from '../call.ts';

/** `less [FILE …]`, `more [FILE …]`: prints everything, like both without a terminal. */
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
