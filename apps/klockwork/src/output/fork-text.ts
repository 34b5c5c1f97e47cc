import type { LogCut } from '@klockwork/sqlite-event-store';
import { labTimeText } from './clock-text.ts';
import { printable } from './printable.ts';

/** Formats the result of `klockwork fork`. */
export function forkText(cut: LogCut, { path, port, willStart }: { path: string; port: number; willStart: boolean }): string {
  const { revision, at, events, lost } = cut;
  const kinds = [...new Set(lost.map(({ resource }) => resource))].sort();
  return [
    `forked at revision ${revision} (${labTimeText(at)}): ${printable(path)} has ${events} events`,
    ...(lost.length > 0 ? [`${lost.length} objects (${kinds.join(', ')}) are missing: their state of that moment was pruned`] : []),
    'certificates, tokens and bus credentials of the fork are new',
    'its containers continue; those of static pods, of the node network, and with input from networks or random numbers start again',
    ...(willStart ? [] : [`start it with "npx klockwork up --detach --data ${printable(path)}", at https://127.0.0.1:${port}`]),
  ].join('\n');
}
