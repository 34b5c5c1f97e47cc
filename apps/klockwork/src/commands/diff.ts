import { fieldChanges, isBusyKind } from '@klockwork/api-machinery';
import { type LogChanges, type ObjectChange, objectText } from '@klockwork/event-store';
import { changesOfAnyLog } from '../client/any-log.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { type ColourMode, type Colours, coloursFor } from '../output/colours.ts';
import { fieldChangeLine } from '../output/field-change-line.ts';
import { printable, printableJson } from '../output/printable.ts';

/** Options of `klockwork diff`. */
export interface DiffOptions {
  readonly data?: string;
  readonly namespace?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly output?: 'json';
  readonly color: ColourMode;
}

/** Prints the objects that were created, changed or deleted between two moments. */
export async function diff(before: string, after = '0s', object: string | undefined, options: DiffOptions): Promise<void> {
  const { data, namespace, kind, name, output, color } = options;
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries({ before, after, object, namespace, kind, name }))
    if (value !== undefined) query.set(key, value);
  const logChanges = await changesOfAnyLog(labFolder(data), query);
  const isChosen = kind !== undefined || object !== undefined;
  const changes = isChosen ? logChanges.changes : logChanges.changes.filter(({ key }) => !isBusyKind(key));
  if (output === 'json') console.log(printableJson(JSON.stringify({ ...logChanges, changes }, null, 2)));
  else for (const line of diffLines({ ...logChanges, changes }, coloursFor(color, process.stdout, process.env))) console.log(line);
}

/** Returns the lines about changes: `+` created, `-` deleted, `~` changed with its fields. */
export function diffLines({ before, after, changes }: LogChanges, colours: Colours): readonly string[] {
  const span = [before, after].map(({ revision, at }) => `revision ${revision} (${new Date(at).toISOString()})`).join(' to ');
  return [colours.dim(`from ${span}: ${changes.length} objects differ`), ...changes.flatMap((change) => linesOf(change, colours))];
}

function linesOf({ key, before, after, isBeforePruned }: ObjectChange, colours: Colours): readonly string[] {
  const name = printable(objectText(key));
  if (after === undefined) return [colours.red(`- ${name}`)];
  if (isBeforePruned === true) return [`~ ${name}`, '    its earlier state was removed by retention'];
  if (before === undefined) return [colours.green(`+ ${name}`)];
  const fields = fieldChanges(before.object, after.object).map((one) => `    ${fieldChangeLine(one)}`);
  if (before.uid !== after.uid) return [`~ ${name}`, '    deleted and created again', ...fields];
  return [`~ ${name}`, ...(before.object === undefined ? ['    its values are confidential'] : fields)];
}
