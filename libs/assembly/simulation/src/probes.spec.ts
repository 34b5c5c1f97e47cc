import type { LogEvent, StoredEvent } from '@klockwork/event-store';
import type { Pod } from '@klockwork/resources';
import { beforeAll, describe, expect, test } from 'vitest';
import { type RunResult, runScenario } from './run-scenario.ts';
import { probesHour } from './scenarios/probes-hour.scenario.ts';
import { hostTurn } from './testing/host-turn.ts';

const S = 1_000;

/** Container probe in the log. */
interface Sighting {
  readonly at: number;
  readonly cause: LogEvent['cause'];
  readonly ready: boolean;
  readonly started: boolean | undefined;
  readonly restarts: number;
  readonly state: NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number]['state'];
}

interface CoreEvent {
  readonly reason?: string;
  readonly message?: string;
  readonly involvedObject?: { readonly name?: string };
}

let result: RunResult;
const events: LogEvent[] = [];
beforeAll(async () => {
  result = await runScenario({ scenario: probesHour, seed: 1, nextTurn: hostTurn, onEvent: (event) => void events.push(event) });
});

const objectOf = <T>(event: LogEvent) => JSON.parse((event as StoredEvent).objectJson ?? '{}') as T;

/** Every report of a pod's container. */
function reports(pod: string): Sighting[] {
  const told = events.filter(({ key, type }) => key.resource === 'pods' && key.name === pod && type === 'PodStatusReported');
  return told.flatMap((event) => {
    const status = objectOf<Pod>(event).status?.containerStatuses?.[0];
    if (status === undefined) return [];
    const { ready, started, restartCount: restarts, state } = status;
    return [{ at: event.at, cause: event.cause, ready, started, restarts, state }];
  });
}

/** When each attempt started and ended, in ms. The last may not have ended. */
function attempts(
  pod: string,
): { start: number; end: number | undefined; code: number | undefined; cause: LogEvent['cause'] | undefined }[] {
  const seen = reports(pod);
  const starts = seen.filter(({ cause }) => cause.name === 'container-started');
  return starts.map(({ at: start, restarts }) => {
    const end = seen.find((one) => one.restarts === restarts && one.cause.name === 'container-exited');
    return { start, end: end?.at, code: end?.state?.terminated?.exitCode, cause: end?.cause };
  });
}

/** The seconds that each ended attempt waited for the next, without what creating and starting takes. */
function waits(pod: string): number[] {
  const lived = attempts(pod);
  return lived.slice(1).map(({ start }, index) => Math.floor((start - (lived[index]?.end ?? 0)) / S));
}

/** Returns the first probe tick at or after `at`; ticks repeat every `period` from the pod's binding. */
function tickFrom(pod: string, period: number, at: number): number {
  const origin = events.find(({ key, type }) => type === 'PodBound' && key.name === pod)?.at ?? 0;
  return origin + Math.ceil((at - origin) / period) * period;
}

function kills(pod: string): LogEvent[] {
  return events.filter((event) => {
    if (event.key.resource !== 'events' || event.change === 'deleted') return false;
    const { involvedObject, reason } = objectOf<CoreEvent>(event);
    return involvedObject?.name === pod && reason === 'Killing';
  });
}

describe('an hour of probes', () => {
  test('a container without its file is killed at the third probe failure, and ends 30 s later', () => {
    for (const { start, end, code } of attempts('liveness-exec').filter((attempt) => attempt.end !== undefined)) {
      const third = tickFrom('liveness-exec', 5 * S, start + 30 * S) + 10 * S;
      expect([end, code]).toEqual([third + 30 * S, 137]);
    }
    expect(attempts('liveness-exec').length).toBeGreaterThan(15);
  });

  test('a server that fails after ten seconds ends at the third probe failure', () => {
    for (const { start, end, code } of attempts('liveness-http').filter((attempt) => attempt.end !== undefined)) {
      expect([end, code]).toEqual([tickFrom('liveness-http', 3 * S, start + 10 * S) + 6 * S, 2]);
    }
    expect(attempts('liveness-http').length).toBeGreaterThan(20);
  });

  test('back-offs grow like upstream’s: a container restarts at once after a run longer than its back-off', () => {
    expect(waits('liveness-exec').slice(0, 10)).toEqual([0, 0, 0, 0, 0, 80, 160, 300, 0, 300]);
    expect(waits('liveness-http').slice(0, 10)).toEqual([0, 0, 0, 20, 40, 80, 160, 300, 0, 300]);
  });

  test('a write after a probe names the probe’s timer as cause', () => {
    for (const pod of ['liveness-exec', 'liveness-http']) {
      const killing = kills(pod);
      expect(killing.length).toBeGreaterThan(0);
      expect(new Set(killing.map(({ cause }) => `${cause.trigger} ${cause.name}`))).toEqual(new Set(['timer liveness-probe']));
      const ends = attempts(pod).flatMap(({ cause }) => cause ?? []);
      expect(new Set(ends.map(({ trigger, timer }) => `${trigger} ${timer}`))).toEqual(new Set(['runtime liveness-probe']));
    }
  });

  test('a healthy container becomes ready at the tick after its initial delay, and is never killed', () => {
    for (const pod of ['goproxy', 'etcd-with-grpc']) {
      expect(reports(pod).at(-1)).toMatchObject({ ready: true, restarts: 0 });
      expect(kills(pod)).toEqual([]);
    }
    const [{ start } = { start: 0 }] = attempts('goproxy');
    const ready = reports('goproxy').find((one) => one.ready);
    // The delay of 15 s counts from the start's second; ticks follow every 10 s.
    expect(ready).toMatchObject({ at: Math.ceil(start / S) * S + 20 * S, cause: { trigger: 'timer', name: 'readiness-probe' } });
  });

  test('a slow container is started by its startup probe, and later loses readiness', () => {
    const [{ start } = { start: 0 }] = attempts('slow');
    const seen = reports('slow');
    const started = seen.find((one) => one.started);
    expect(started).toMatchObject({ at: tickFrom('slow', 5 * S, start + 25 * S), ready: false, cause: { name: 'startup-probe' } });
    const ready = seen.find((one) => one.ready);
    expect(ready).toMatchObject({ at: tickFrom('slow', 5 * S, start + 65 * S), cause: { name: 'readiness-probe' } });
    const unready = seen.find((one) => one.at > (ready?.at ?? 0) && !one.ready);
    expect(unready).toMatchObject({ at: tickFrom('slow', 5 * S, start + 1_865 * S) + 10 * S, restarts: 0 });
    expect(kills('slow')).toEqual([]);
  });

  test('probe timers are upkeep at whole seconds, and cause writes only after changes', () => {
    expect(result.fired['liveness-probe']).toBeGreaterThan(1_500);
    expect(result.jumps).toBeLessThan(1_600);
    expect(events.filter(({ type }) => type === 'PodStatusReported').length).toBeLessThan(160);
  });
});
