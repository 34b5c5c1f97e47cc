import { nodeTimer } from '@klockwork/host';
import { advanceEnded, type ClockAdvance, type ClockSpec, type ClockUntil } from '@klockwork/resources';
import { ClockClient } from '../client/clock-client.ts';
import { discoverResources, findResource, objectPath } from '../client/find-resource.ts';
import { LabClient, Refusal } from '../client/lab-client.ts';
import { retryWhileAway } from '../client/retry-while-away.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { endText, progressLine } from '../output/advance-text.ts';
import { LiveLine } from '../output/live-line.ts';
import { printable } from '../output/printable.ts';
import { UserError } from '../user-error.ts';
import { type AdvanceOptions, advanceSpec, DEFAULT_LIMIT } from './advance-spec.ts';
import type { ClockOptions } from './clock.ts';

/** Exit code after Ctrl-C. */
const INTERRUPTED = 130;

/** Advances lab time, with progress and result on the terminal. */
export async function clockAdvance(words: readonly string[], options: AdvanceOptions): Promise<void> {
  await advance(options, advanceSpec(words, options));
}

/** Advances lab time to the next work timer. */
export async function clockStep(options: ClockOptions & { readonly limit?: string }): Promise<void> {
  await advance(options, { ...advanceSpec([options.limit ?? DEFAULT_LIMIT], {}), until: { reach: 'NextTimer' } });
}

async function advance(options: ClockOptions, spec: ClockSpec): Promise<void> {
  const lab = await LabClient.connect(labFolder(options.data));
  const clock = new ClockClient(lab);
  const until = spec.until && (await retryWhileAway(() => withResource(lab, spec.until!)));
  const upkeep = await retryWhileAway(() => upkeepNames(clock));
  const { status } = await clock.advance({ ...spec, ...(until && { until }) });
  if (status?.advance === undefined) throw new UserError('the api-server took no advance: is it of another version?');
  const { end, interrupted } = await followed(clock, status.advance, upkeep);
  if (interrupted) process.exitCode = INTERRUPTED;
  console.log(endText(end));
  if (!interrupted) complain(spec, end);
}

/** Prints progress until the end. Ctrl-C stops the advance at its next instant, and awaits that end. */
async function followed(clock: ClockClient, firstReport: ClockAdvance, upkeep: ReadonlySet<string>) {
  const line = new LiveLine({ stream: process.stderr, now: () => nodeTimer.now() });
  let newest = firstReport;
  let interrupted = false;
  const onInterrupt = () => {
    interrupted = true;
    // The follower reports a rejected stop.
    clock.change({ advance: '0s' }).catch(() => {});
  };
  process.on('SIGINT', onInterrupt);
  try {
    await clock.follow(({ status }) => {
      const shownAdvance = status?.advance;
      if (shownAdvance === undefined || shownAdvance.id > firstReport.id) {
        newest = { ...newest, phase: 'Stopped' };
        return false;
      }
      newest = printable(shownAdvance);
      line.show(progressLine(newest, upkeep));
      return !advanceEnded(newest);
    });
  } finally {
    process.off('SIGINT', onInterrupt);
    line.clear();
  }
  return { end: newest, interrupted };
}

/** Throws UserError unless the advance fulfilled `spec`. */
function complain({ advance: limit, until }: ClockSpec, { phase, message }: ClockAdvance): void {
  if (phase === 'Failed') throw new UserError(message ?? 'the advance failed');
  if (phase === 'Stopped') throw new UserError('someone else stopped the advance');
  if (phase !== 'Reached' || until === undefined) return;
  if (until.reach === 'Condition') {
    throw new UserError(`timed out waiting for the condition on ${until.resource}/${until.name}: ${limit} came first`);
  }
  throw new UserError(`the limit of ${limit} came first`);
}

/** Replaces the typed resource (`deploy`) by group and plural. */
async function withResource(lab: LabClient, until: ClockUntil): Promise<ClockUntil> {
  const { resource: word, namespace = '', name = '', ...condition } = until;
  if (word === undefined) return until;
  const { group, resource, namespaced, ...path } = findResource(await discoverResources(lab), word);
  if (needsObject(until.for)) await lab.getJson(objectPath({ group, resource, namespaced, ...path }, namespace, name));
  return { ...condition, group, version: path.version, resource, name, ...(namespaced && { namespace }) };
}

/** Two conditions accept a missing object. For the others a typing error would cost an hour. */
function needsObject(condition = ''): boolean {
  return !['create', 'delete'].includes(condition.toLowerCase());
}

/** Names of timers that are no work, as far as such timers are set now. */
async function upkeepNames(clock: ClockClient): Promise<ReadonlySet<string>> {
  try {
    const { next } = await clock.report();
    return new Set(next.filter((timer) => timer.upkeep === true).map((timer) => timer.name));
  } catch (error) {
    // The advance itself reports a missing coordinator.
    if (error instanceof Refusal) return new Set();
    throw error;
  }
}
