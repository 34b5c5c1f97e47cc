import { nodeTimer } from '@klockwork/host';
import type { ClockSpec, ClockStatus, LabClock } from '@klockwork/resources';
import { ClockClient } from '../client/clock-client.ts';
import { LabClient } from '../client/lab-client.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { clockText, labTimeText } from '../output/clock-text.ts';
import { printable, printableJson } from '../output/printable.ts';
import { UserError } from '../user-error.ts';

/** Common options of clock commands. */
export interface ClockOptions {
  readonly data?: string;
}

/** Response time limit of the clock, in ms of host time: it reacts within milliseconds. */
const OBEYS_MS_MAX = 10_000;

/** Prints what the lab's time does and what happens next: a table for people, the ClockReport for programs. */
export async function clock(options: ClockOptions & { readonly output?: 'json'; readonly all?: boolean }): Promise<void> {
  const report = await (await clockClient(options)).report();
  const { output, all } = options;
  const text = () => clockText(printable(report), { hostNow: nodeTimer.now(), all });
  console.log(output === 'json' ? printableJson(JSON.stringify(report, null, 2)) : text());
}

/** Binds the lab's time to the host's at `rate`; a paused lab stays paused. */
export async function clockRate(rate: number, options: ClockOptions): Promise<void> {
  const { spec, status } = await changed(options, { rate });
  console.log(
    spec?.paused
      ? `rate ${rate} when the lab's time goes on; it stands at ${timeOf(status)}`
      : `the lab's time runs at rate ${rate} from ${timeOf(status)}`,
  );
}

/** Stops the lab's time. */
export async function clockPause(options: ClockOptions): Promise<void> {
  const { status } = await changed(options, { paused: true });
  console.log(`the lab's time stands at ${timeOf(status)}`);
}

/** Resumes lab time at its previous rate. */
export async function clockResume(options: ClockOptions): Promise<void> {
  const { spec, status } = await changed(options, { paused: false });
  console.log(`the lab's time runs at rate ${spec?.rate} from ${timeOf(status)}`);
}

/** Returns a client for the Clock of the selected lab. */
async function clockClient({ data }: ClockOptions): Promise<ClockClient> {
  return new ClockClient(await LabClient.connect(labFolder(data)));
}

/** Changes the spec and resolves when the clock has obeyed. */
async function changed(options: ClockOptions, change: ClockSpec): Promise<LabClock> {
  const client = await clockClient(options);
  let newest = await client.change(change);
  const obeying = client.follow((now) => {
    newest = now;
    return !obeyed(now);
  });
  const late = Promise.withResolvers<never>();
  const cancel = nodeTimer.set(OBEYS_MS_MAX, () =>
    late.reject(new UserError('the lab has its order, but no clock obeys: see "npx klockwork status"')),
  );
  await Promise.race([obeying, late.promise]).finally(cancel);
  return newest;
}

function obeyed({ spec, status }: LabClock): boolean {
  return status?.mode !== undefined && status.rate === spec?.rate && (status.mode === 'Paused') === spec?.paused;
}

function timeOf(status: ClockStatus | undefined): string {
  return labTimeText(Date.parse(status?.time ?? ''));
}
