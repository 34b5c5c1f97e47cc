import type { Pod, Probe } from '@klockwork/kubernetes-types';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Fact, learn } from '../learn.ts';
import { boundPod, PodOnNode } from '../testing/pod-on-node.ts';
import { isResultRepeated } from './learn-probe.ts';
import { nextProbe } from './plan-probes.ts';
import type { ProbeDue } from './probe-due.ts';
import type { ProbeKind } from './probe-kind.ts';

const seconds = fc.integer({ min: 0, max: 20 });
const probe = fc.record({
  initialDelaySeconds: seconds,
  periodSeconds: fc.integer({ min: 1, max: 20 }),
  successThreshold: fc.constant(1),
  failureThreshold: fc.integer({ min: 1, max: 4 }),
}) as fc.Arbitrary<Probe>;
const maybe = fc.option(probe, { nil: undefined });

/** Container with some probes and a repeating sequence of outcomes. */
const scenario = fc.record({
  startupProbe: maybe,
  livenessProbe: maybe,
  readinessProbe: fc.option(
    fc.tuple(probe, fc.integer({ min: 1, max: 3 })).map(([fields, successThreshold]) => ({ ...fields, successThreshold })),
    { nil: undefined },
  ),
  outcomes: fc.array(fc.constantFrom('success', 'failure', 'error'), { minLength: 1, maxLength: 12 }),
  exitAfterMs: fc.integer({ min: 0, max: 40_000 }),
});

interface ProbeRequest {
  readonly kind: ProbeKind;
  readonly at: number;
  readonly containerId: string;
  readonly outcome: string;
}

/** Runs ten minutes: stopped containers exit after a while and restart. `each` observes every step. */
function live(
  parts: typeof scenario extends fc.Arbitrary<infer T> ? T : never,
  each: (node: PodOnNode, asked: readonly ProbeRequest[]) => void,
  made: (pod: Pod) => PodOnNode = (pod) => new PodOnNode(pod),
): ProbeRequest[] {
  const { startupProbe, livenessProbe, readinessProbe, outcomes, exitAfterMs } = parts;
  const probes = {
    ...(startupProbe && { startupProbe }),
    ...(livenessProbe && { livenessProbe }),
    ...(readinessProbe && { readinessProbe }),
  };
  const node = made(boundPod({ containers: [{ name: 'main', image: 'busybox:1.36', imagePullPolicy: 'IfNotPresent', ...probes }] }));
  const asked: ProbeRequest[] = [];
  node.answer = ({ kind, containerId }: ProbeDue, at: number) => {
    const outcome = outcomes[asked.length % outcomes.length] as 'success';
    asked.push({ kind, at, containerId, outcome });
    return { type: outcome, text: 'x' };
  };
  node.run();
  for (let step = 0; step < 600; step++) {
    node.wait(1_000);
    const { main } = node.state.containers;
    if (main?.type === 'starting') node.started('main', main.history.nextAttempt);
    else if (main?.type === 'stopping') node.wait(exitAfterMs).exited(137, 'main', main.report.attempt);
    each(node, asked);
  }
  return asked;
}

test('a container is ready only after its startup probe and then its readiness probe succeeded', () => {
  fc.assert(
    fc.property(scenario, (parts) => {
      live(parts, (node, asked) => {
        const status = node.status();
        const id = node.newest()?.id;
        const found = (kind: ProbeKind) => asked.some((one) => one.kind === kind && one.containerId === id && one.outcome === 'success');
        if (parts.startupProbe && status?.started) expect(found('startup')).toBe(true);
        if (status?.ready) expect(status.started).toBe(true);
        if (parts.readinessProbe && status?.ready) expect(found('readiness')).toBe(true);
      });
    }),
    { numRuns: 25 },
  );
});

test('the restart count never decreases, and increases only after a failed probe', () => {
  fc.assert(
    fc.property(scenario, (parts) => {
      let restarts = 0;
      live(parts, (node, asked) => {
        const { restartCount = 0 } = node.status() ?? {};
        expect(restartCount).toBeGreaterThanOrEqual(restarts);
        const condemning = asked.filter(({ kind, outcome }) => kind !== 'readiness' && outcome === 'failure').length;
        expect(restartCount).toBeLessThanOrEqual(condemning);
        restarts = restartCount;
      });
    }),
    { numRuns: 25 },
  );
});

test('probes of one attempt are whole periods apart', () => {
  fc.assert(
    fc.property(scenario, (parts) => {
      const asked = live(parts, () => {});
      for (const kind of ['startup', 'liveness', 'readiness'] as const) {
        const period = (parts[`${kind}Probe`]?.periodSeconds ?? 0) * 1_000;
        const times = asked.filter((one) => one.kind === kind);
        times.forEach(({ at, containerId }, index) => {
          const before = times[index - 1];
          if (before?.containerId === containerId) expect((at - before.at) % period).toBe(0);
        });
      }
    }),
    { numRuns: 25 },
  );
});

/** Compares each skipped decision after an unchanged probe with a full decision. */
class Doubter extends PodOnNode {
  again = 0;

  override learn(fact: Fact): this {
    const { state: before, decision } = this;
    super.learn(fact);
    if (fact.type !== 'probed') return this;
    const { state } = learn(before, fact, this.now);
    const due = isResultRepeated(before, state, fact) ? nextProbe(state, this.pod, fact) : undefined;
    if (due === undefined) return this;
    this.again += 1;
    expect(this.decision).toMatchObject({ status: decision.status, actions: [] });
    expect([this.decision.wakeAt, this.decision.remindAt]).toEqual([decision.wakeAt, decision.remindAt]);
    expect(this.decision.probes).toEqual(expect.arrayContaining([...decision.probes, due]));
    expect(this.decision.probes).toHaveLength(decision.probes.length + 1);
    return this;
  }
}

test('a full decision for an unchanged probe decides nothing', () => {
  let again = 0;
  fc.assert(
    fc.property(scenario, (parts) => {
      const doubters: Doubter[] = [];
      const made = (pod: Pod) => {
        doubters.push(new Doubter(pod));
        return doubters[0] as Doubter;
      };
      live(parts, () => {}, made);
      again += doubters[0]?.again ?? 0;
    }),
    { numRuns: 10 },
  );
  expect(again).toBeGreaterThan(100);
});
