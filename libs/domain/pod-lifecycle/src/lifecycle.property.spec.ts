import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stopOf } from './container-state.ts';
import { boundPod, PodOnNode } from './testing/pod-on-node.ts';

/** Possible events of a pod, in any order; inapplicable ones are skipped. */
const happening = fc.oneof(
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 400_000 }) }),
  fc.record({ kind: fc.constant('exit' as const), code: fc.constantFrom(0, 1, 137), of: fc.constantFrom('a', 'b', 'init', 'proxy') }),
  fc.record({ kind: fc.constant('runtime' as const), refuses: fc.boolean() }),
  fc.record({ kind: fc.constant('delete' as const), seconds: fc.integer({ min: 0, max: 60 }) }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const image = 'busybox:1.36';
const container = (name: string) => ({ name, image, imagePullPolicy: 'IfNotPresent' as const });
const hook = { exec: { command: ['true'] } };
/** Init container, sidecar, and two containers with hooks. */
const podOf = (restartPolicy: 'Always' | 'OnFailure' | 'Never') =>
  boundPod({
    restartPolicy,
    initContainers: [container('init'), { ...container('proxy'), restartPolicy: 'Always' }],
    containers: [
      { ...container('a'), lifecycle: { postStart: hook } },
      { ...container('b'), lifecycle: { preStop: hook } },
    ],
  });

/** Completes the runtime call that the worker awaits. */
function runtimeActs(node: PodOnNode, refuses: boolean): void {
  if (endsHook(node, refuses)) return;
  const { sandbox, containers } = node.state;
  const [name, container] = Object.entries(containers).find(([, { type }]) => type === 'pulling' || type === 'starting') ?? [];
  if (sandbox.type === 'starting') node.sandboxReady();
  else if (sandbox.type === 'stopping') node.learn({ type: 'sandbox-stopped' });
  else if (name === undefined) return;
  else if (container?.type === 'starting') node.started(name, container.history.nextAttempt);
  else if (refuses) node.learn({ type: 'image-refused', container: name, image, reason: 'ErrImagePull', message: 'not found' });
  else node.pulled(name, image);
}

function endsHook(node: PodOnNode, fails: boolean): boolean {
  for (const [name, container] of Object.entries(node.state.containers)) {
    const stop = stopOf(container);
    const isStopping = stop?.preStop !== undefined && stop.preStop.endedAt === undefined && node.running(name) !== undefined;
    const isStarting = container.type === 'starting' && container.postStart === 'running';
    if (!isStarting && !isStopping) continue;
    node.hookEnded(isStarting ? 'postStart' : 'preStop', name, fails ? 'why' : undefined);
    return true;
  }
  return false;
}

function happen(node: PodOnNode, what: Happening): void {
  if (what.kind === 'wait') node.wait(what.ms);
  if (what.kind === 'runtime') runtimeActs(node, what.refuses);
  const running = what.kind === 'exit' ? node.running(what.of) : undefined;
  if (what.kind === 'exit' && running !== undefined) node.exited(what.code, what.of, running.attempt);
  if (what.kind !== 'delete') return;
  node.pod = { ...node.pod, metadata: { ...node.pod.metadata, deletionTimestamp: 'now', deletionGracePeriodSeconds: what.seconds } };
  node.look();
}

test('after any events, a status contradicts neither itself nor its history', () => {
  fc.assert(
    fc.property(fc.constantFrom('Always', 'OnFailure', 'Never'), fc.array(happening, { maxLength: 60 }), (policy, happenings) => {
      const node = new PodOnNode(podOf(policy as 'Always'));
      let before = node.decision.status;
      for (const what of happenings) {
        happen(node, what);
        const { status } = node.decision;
        const ready = status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
        const all = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
        const old = [...(before.initContainerStatuses ?? []), ...(before.containerStatuses ?? [])];
        all.forEach((one, index) => {
          expect(one.restartCount).toBeGreaterThanOrEqual(old[index]?.restartCount ?? 0);
          expect(Object.keys(one.state ?? {})).toHaveLength(1);
        });
        if (ready) expect(status.containerStatuses?.every((one) => one.ready && one.state?.running !== undefined)).toBe(true);
        if (before.phase === 'Succeeded' || before.phase === 'Failed') expect(status.phase).toBe(before.phase);
        before = status;
      }
    }),
    { numRuns: 300 },
  );
});

test('after any events, a second decision without news decides nothing new', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
      const node = new PodOnNode(podOf('Always'));
      for (const what of happenings) happen(node, what);
      const { status } = node.decision;
      node.news();
      node.look();
      expect(node.news()).toEqual([]);
      expect(node.decision.status).toEqual(status);
    }),
    { numRuns: 300 },
  );
});

test('after any events, a deleted pod disappears once its containers end', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
      const node = new PodOnNode(podOf('Always'));
      for (const what of happenings) happen(node, what);
      happen(node, { kind: 'delete', seconds: 30 });
      for (let step = 0; step < 20; step++) {
        runtimeActs(node, true);
        for (const container of ['init', 'a', 'b', 'proxy'] as const) happen(node, { kind: 'exit', code: 137, of: container });
      }
      expect(node.log.filter((action) => action === 'delete-pod')).toHaveLength(1);
    }),
    { numRuns: 300 },
  );
});

test('after any events, a sidecar stops only after the containers, or after the grace period', () => {
  const isAlive = (node: PodOnNode, name: string) => node.running(name) !== undefined;
  fc.assert(
    fc.property(fc.constantFrom('Always', 'OnFailure', 'Never'), fc.array(happening, { maxLength: 60 }), (policy, happenings) => {
      const node = new PodOnNode(podOf(policy as 'Always'));
      for (let step = 0; step < 10; step++)
        happen(node, step === 3 ? { kind: 'exit', code: 0, of: 'init' } : { kind: 'runtime', refuses: false });
      for (const what of happenings) {
        node.news();
        const isOutlived = ['a', 'b'].every((name) => !isAlive(node, name));
        happen(node, what);
        if (!node.news().some((line) => line.startsWith('stop proxy'))) continue;
        const { proxy } = node.state.containers;
        const { requestedAt, graceMs } = (proxy && stopOf(proxy)) ?? { requestedAt: 0, graceMs: 0 };
        const hasEnded = ['a', 'b'].every((name) => !isAlive(node, name));
        expect(isOutlived || hasEnded || node.now >= requestedAt + graceMs).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
