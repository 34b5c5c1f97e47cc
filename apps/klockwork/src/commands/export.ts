import type { StoredEvent } from '@klockwork/event-store';
import { eventOfRow, readSoundEvents } from '@klockwork/sqlite-event-store';
import { ControlClient } from '../client/control-client.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { printableJson } from '../output/printable.ts';
import { UserError } from '../user-error.ts';

/** Prints all sound events of a stopped lab's log, whole, a line each: Secrets too. Throws UserError where the log is damaged, after those before it. */
export async function exportLog(options: { readonly data?: string }): Promise<void> {
  const folder = labFolder(options.data);
  if ((await ControlClient.find(folder)) !== undefined)
    throw new UserError(`a lab runs on ${folder.path}: stop it first, with "npx klockwork down"`);
  folder.requireEventLog();
  let problem: string | undefined;
  await readSoundEvents(folder.events, {
    event: (values) => void process.stdout.write(`${exportLine(eventOfRow(values))}\n`),
    problem: (message) => {
      problem = message;
    },
  });
  if (problem !== undefined) throw new UserError(problem);
}

/** Formats an event as one line: envelope and stored object, with control characters escaped. */
export function exportLine({ objectJson, ...envelope }: StoredEvent): string {
  return printableJson(`${JSON.stringify(envelope).slice(0, -1)},"object":${objectJson}}`);
}
