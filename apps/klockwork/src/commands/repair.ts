import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { LogEvent, StoredEvent } from '@klockwork/event-store';
import { nodeTimer } from '@klockwork/host';
import { parseJson } from '@klockwork/kernel';
import { EventStoreOpenError, repairLog } from '@klockwork/sqlite-event-store';
import { ControlClient } from '../client/control-client.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { printable } from '../output/printable.ts';
import { UserError } from '../user-error.ts';

/** The options of `klockwork repair`. */
export interface RepairOptions {
  readonly data?: string;
  /** Export file. */
  readonly from?: string;
}

/** Makes the event log of a stopped lab anew, of its sound events or of an export. Throws UserError. */
export async function repair({ data, from }: RepairOptions): Promise<void> {
  const folder = labFolder(data);
  if ((await ControlClient.find(folder)) !== undefined)
    throw new UserError(`a lab runs on ${folder.path}: stop it first, with "npx klockwork down"`);
  if (from === undefined) folder.requireEventLog();
  const events = from === undefined ? undefined : await readExport(from);
  const stamp = new Date(nodeTimer.now()).toISOString().replaceAll(':', '-').slice(0, 19);
  try {
    const { kept, through, events: count, known } = await repairLog({ path: folder.events, stamp, ...(events && { events }) });
    const lossText = known === undefined || known <= through ? '' : `; the newest ${known - through} changes are lost`;
    console.log(
      `klockwork: the event log has ${count} events up to revision ${through}${lossText}\nThe files as they were are in ${printable(kept)}`,
    );
  } catch (error) {
    throw error instanceof EventStoreOpenError ? new UserError(error.message) : error;
  }
}

async function readExport(file: string): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  try {
    for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
      const event = exportedEvent(line);
      if (event === undefined || event.revision <= (events.at(-1)?.revision ?? 0))
        throw new UserError(`line ${events.length + 1} of ${file} is no event that follows: make the file with "npx klockwork export"`);
      events.push(event);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`cannot read ${file} (${(error as NodeJS.ErrnoException).code})`);
  }
  return events;
}

/** Parses an event; returns undefined for invalid lines and for events without object, such as Secrets in `klockwork log -o json`. */
export function exportedEvent(line: string): StoredEvent | undefined {
  try {
    const { object, ...envelope } = parseJson(line) as LogEvent;
    const isWhole = Number.isSafeInteger(envelope.revision) && envelope.revision > 0 && object !== undefined && envelope.key !== undefined;
    return isWhole ? { ...envelope, objectJson: JSON.stringify(object) } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
