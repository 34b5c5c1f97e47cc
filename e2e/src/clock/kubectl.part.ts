import { expect, test } from 'vitest';
import { lab } from './clock-lab-of-spec.ts';

const pod = (name: string, node: string, program: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      nodeSelector: { 'kubernetes.io/hostname': node },
      containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', program] }],
    },
  });

/** Columns of `kubectl get … --no-headers`. */
async function row(what: string): Promise<string[]> {
  return (await lab.lab.kubectl(`get ${what} --no-headers`)).trim().split(/\s{2,}/);
}

test('CrashLoopBackOff doubles to five minutes, and each restart is at its exact second', async () => {
  await lab.lab.kubectl('apply -f -', pod('crash', 'node-1', 'exit 1'));
  // Restarts 1 to 7 are at 0, 10, 30, 70, 150, 310 and 610 s.
  const restarts = [
    ['9s', 1],
    ['1s', 2],
    ['19s', 2],
    ['1s', 3],
    ['39s', 3],
    ['1s', 4],
    ['79s', 4],
    ['1s', 5],
    ['159s', 5],
    ['1s', 6],
    ['299s', 6],
    ['1s', 7],
  ] as const;
  for (const [duration, count] of restarts) {
    await lab.clock.advance(duration);
    const [name, ready, status, restartColumn] = await row('pod crash');
    expect([name, ready]).toEqual(['crash', '0/1']);
    expect(status).toMatch(/^(CrashLoopBackOff|Error)$/);
    expect(restartColumn).toMatch(new RegExp(`^${count} \\(`));
  }
  await lab.clock.advance('5s');
  expect((await lab.lab.get('pod crash')).status.containerStatuses[0].state.waiting.message).toContain(
    'back-off 5m0s restarting failed container=main pod=crash_default(',
  );
  const described = await lab.lab.kubectl('describe pod crash');
  expect(described).toMatch(/Reason: +CrashLoopBackOff\n/);
  expect(described).toMatch(/Restart Count: +7\n/);
  expect(await lab.lab.kubectl('get events --field-selector involvedObject.name=crash,reason=BackOff --no-headers')).toContain(
    'Back-off restarting failed container main in pod crash_default(',
  );
});

test('a container that ran for more than ten minutes is restarted at once and begins at ten seconds again', async () => {
  await lab.lab.kubectl('apply -f -', pod('seldom', 'node-2', 'sleep 601; exit 1'));
  await lab.clock.advance('601s');
  expect((await row('pod seldom'))[3]).toMatch(/^1 \(/);
  await lab.clock.advance('601s');
  expect((await row('pod seldom')).slice(1, 3)).toEqual(['1/1', 'Running']);
  expect((await row('pod seldom'))[3]).toMatch(/^2 \(/);
});

test('a lost node is reported after its grace period, and its pods are evicted three hundred seconds later', async () => {
  await lab.lab.kubectl('apply -f -', pod('tenant', 'node-3', 'sleep 86400'));
  await lab.clock.advance('1s');
  await lab.lab.klockwork('kill-node', 'node-3');
  const lastRenewal = Date.parse((await lab.lab.get('lease node-3 -n kube-node-lease')).spec.renewTime);
  const graceEnds = lastRenewal + 50_000;
  await lab.clock.advanceTo(graceEnds - 1);
  expect((await row('node node-3'))[1]).toBe('Ready');
  await lab.clock.advanceTo(graceEnds);
  expect((await row('node node-3'))[1]).toBe('NotReady');
  await lab.clock.advanceTo(graceEnds + 299_999);
  expect((await row('pod tenant')).slice(1, 3)).toEqual(['1/1', 'Running']);
  await lab.clock.advanceTo(graceEnds + 300_000);
  expect((await row('pod tenant'))[2]).toBe('Terminating');
  expect(
    await lab.lab.kubectl('get events --field-selector involvedObject.name=tenant,reason=TaintManagerEviction --no-headers'),
  ).toContain('Marking for deletion Pod default/tenant');
});
