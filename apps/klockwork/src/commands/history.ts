import { type FieldChange, fieldChanges } from '@klockwork/api-machinery';
import type { LogEvent } from '@klockwork/event-store';
import { readAnyLog } from '../client/any-log.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { type ColourMode, coloursFor } from '../output/colours.ts';
import { fieldChangeLine } from '../output/field-change-line.ts';
import { logLine } from '../output/log-line.ts';
import { printableJson } from '../output/printable.ts';
import { yamlText } from '../output/yaml-text.ts';
import { UserError } from '../user-error.ts';
import { subjectIn } from './why.ts';

/** Options of `klockwork history`. */
export interface HistoryOptions {
  readonly data?: string;
  readonly namespace?: string;
  readonly output?: 'json' | 'yaml';
  readonly color: ColourMode;
}

/** Event with the fields that differ from the object's previous state. */
export type HistoryEntry = LogEvent & { readonly changes: readonly FieldChange[] };

/** Prints every revision of an object: event, actor, cause, and the changed fields. Covers deleted objects and their successors. */
export async function history(words: readonly string[], { data, namespace, output, color }: HistoryOptions): Promise<void> {
  const object = subjectIn(words);
  if (object === undefined) throw new UserError('name an object, as pods/web-1');
  const entryOf = historyEntries();
  const colours = coloursFor(color, process.stdout, process.env);
  let count = 0;
  const query = new URLSearchParams({ object, ...(namespace !== undefined && { namespace }) });
  await readAnyLog(labFolder(data), query, (line) => {
    count += 1;
    const entry = entryOf(JSON.parse(line) as LogEvent);
    if (output === 'json') console.log(printableJson(JSON.stringify(entry)));
    else if (output === 'yaml') console.log(`---\n${yamlText(entry)}`);
    else
      console.log([logLine(entry, { colours, wide: true }), ...entry.changes.map((one) => `        ${fieldChangeLine(one)}`)].join('\n'));
  });
  if (count === 0) throw new UserError(`the log has no event of ${object} in namespace ${namespace ?? 'default'}`);
}

/** Returns a function that adds the changed fields to each event of one name, in order. New and deleted objects have none. */
export function historyEntries(): (event: LogEvent) => HistoryEntry {
  let previous: LogEvent | undefined;
  return (event) => {
    const before = previous?.uid === event.uid ? previous.object : undefined;
    previous = event;
    const changes = event.change !== 'updated' || before === undefined ? [] : fieldChanges(before, event.object);
    return { ...event, changes };
  };
}
