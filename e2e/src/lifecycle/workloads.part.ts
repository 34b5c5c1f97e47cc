import { describe, expect, test } from 'vitest';
import { advance, lab } from '../lab-of-spec.ts';

const apply = (object: object) => lab.kubectl('apply -f -', JSON.stringify(object));
const script = (text: string) => ({ containers: [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', text] }] });

/** Rows of `kubectl get`, words joined by one space, ages left out. */
async function rows(what: string, ...columns: readonly number[]): Promise<string[]> {
  const lines = (await lab.kubectl(`get ${what} --no-headers`)).split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const cells = line.trim().split(/\s{2,}/);
    return columns.map((column) => cells[column]).join(' ');
  });
}

/** Events of an object: count and message. */
async function events(name: string): Promise<string[]> {
  const { items } = await lab.get(`events --field-selector involvedObject.name=${name}`);
  return (items as { reason: string; message: string }[]).map(({ reason, message }) => `${reason}: ${message}`);
}

const job = (name: string, text: string, spec: object = {}) =>
  apply({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: { template: { spec: { restartPolicy: 'Never', ...script(text) } }, ...spec },
  });

describe('a Job', () => {
  test('a Job runs its completions with limited parallelism, and becomes Complete', async () => {
    await job('even', 'sleep 5', { completions: 4, parallelism: 2 });
    await advance('3s');
    expect(await rows('job even', 0, 1, 2)).toEqual(['even Running 0/4']);
    await advance('4s');
    expect(await rows('job even', 0, 1, 2)).toEqual(['even Running 2/4']);
    await advance('7s');
    expect(await rows('job even', 0, 1, 2)).toEqual(['even Complete 4/4']);
    expect(await lab.kubectl('wait --for=condition=complete job/even --timeout=60s')).toBe('job.batch/even condition met\n');
    expect(await rows('pods -l job-name=even', 2)).toEqual(['Completed', 'Completed', 'Completed', 'Completed']);
    expect((await events('even')).at(-1)).toBe('Completed: Job completed');
  });

  test('a Job is created by kubectl create job, and its logs are those of its pod', async () => {
    await lab.kubectl('create job hello --image=busybox:1.36 -- echo hello');
    await advance('3s');
    expect(await lab.kubectl('logs job/hello')).toBe('hello\n');
    expect(await lab.kubectl('describe job hello')).toMatch(/Pods Statuses: +0 Active \(0 Ready\) \/ 1 Succeeded \/ 0 Failed/);
  });

  test('a Job waits longer after each failure, and is Failed at its limit', async () => {
    await job('hopeless', 'exit 3', { backoffLimit: 2 });
    const failed: string[] = [];
    for (const duration of ['2s', '10s', '22s']) {
      await advance(duration);
      failed.push((await rows('pods -l job-name=hopeless', 2)).join(' '));
    }
    expect(failed).toEqual(['Error', 'Error Error', 'Error Error Error']);
    expect(await rows('job hopeless', 0, 1, 2)).toEqual(['hopeless Failed 0/1']);
    expect((await events('hopeless')).at(-1)).toBe('BackoffLimitExceeded: Job has reached the specified backoff limit');
  });

  test('an Indexed Job assigns each index to a pod, and counts each once', async () => {
    await job('indexed', 'echo I am $JOB_COMPLETION_INDEX of $(hostname)', { completionMode: 'Indexed', completions: 3, parallelism: 3 });
    await advance('3s');
    const { status } = await lab.get('job indexed');
    expect(status).toMatchObject({ succeeded: 3, completedIndexes: '0-2' });
    expect(await lab.kubectl('logs -l batch.kubernetes.io/job-completion-index=2')).toBe('I am 2 of indexed-2\n');
  });

  test('a Job is suspended and resumed, ends at its deadline, and is deleted after its TTL', async () => {
    await job('long', 'sleep 1000', { suspend: true, activeDeadlineSeconds: 30, ttlSecondsAfterFinished: 60 });
    await advance('1s');
    expect([await rows('job long', 1), await rows('pods -l job-name=long', 2)]).toEqual([['Suspended'], []]);
    await lab.kubectl(`patch job long -p {"spec":{"suspend":false}}`);
    await advance('2s');
    expect([await rows('job long', 1), await rows('pods -l job-name=long', 2)]).toEqual([['Running'], ['Running']]);
    await advance('62s');
    expect(await rows('job long', 1)).toEqual(['Failed']);
    await advance('61s');
    expect(await rows('jobs -l job-name=long', 0)).toEqual([]);
  });

  test('a deleted Job deletes its pods', async () => {
    await lab.kubectl('delete job even hello hopeless indexed');
    await advance('1s');
    expect(await rows('pods', 0)).toEqual([]);
  });
});

describe('a DaemonSet', () => {
  const daemonSet = (image: string, spec: object = {}) =>
    apply({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'logs' },
      spec: {
        selector: { matchLabels: { app: 'logs' } },
        template: { metadata: { labels: { app: 'logs' } }, spec: { containers: [{ name: 'main', image }] } },
        ...spec,
      },
    });

  test('a DaemonSet runs a pod on each node', async () => {
    await daemonSet('nginx:1.27');
    await advance('5s');
    expect(await rows('daemonset logs', 0, 1, 2, 3, 4, 5, 6)).toEqual(['logs 3 3 3 3 3 <none>']);
    const { items } = await lab.get('pods -l app=logs');
    expect((items as { spec: { nodeName: string } }[]).map(({ spec }) => spec.nodeName).sort()).toEqual(['node-1', 'node-2', 'node-3']);
  });

  test('a DaemonSet updates node by node, keeps its history, and rolls back', async () => {
    await daemonSet('nginx:1.28');
    await advance('20s');
    expect(await lab.kubectl('rollout status ds/logs --timeout=60s')).toBe('daemon set "logs" successfully rolled out\n');
    expect(await rows('controllerrevisions -l app=logs', 1, 2)).toHaveLength(2);
    expect(await lab.kubectl('rollout history ds/logs')).toMatch(/REVISION +CHANGE-CAUSE\n1 +<none>\n2 +<none>/);
    expect(await lab.kubectl('rollout undo ds/logs')).toBe('daemonset.apps/logs rolled back\n');
    await advance('20s');
    const { items } = await lab.get('pods -l app=logs');
    const images = (items as { spec: { containers: { image: string }[] } }[]).map(({ spec }) => spec.containers[0]?.image);
    expect(images).toEqual(['nginx:1.27', 'nginx:1.27', 'nginx:1.27']);
  });

  test('a DaemonSet stays on a drained node, and leaves a node no longer selected', async () => {
    await lab.kubectl('cordon node-3');
    await advance('2s');
    expect(await rows('daemonset logs', 1, 2, 3)).toEqual(['3 3 3']);
    await lab.kubectl('uncordon node-3');
    await lab.kubectl('taint node node-2 gpu=yes:NoExecute');
    await advance('40s');
    expect(await rows('daemonset logs', 1, 2, 3)).toEqual(['2 2 2']);
    await lab.kubectl('taint node node-2 gpu-');
    await lab.kubectl('delete daemonset logs');
    await advance('40s');
    expect([await rows('pods', 0), await rows('controllerrevisions', 0)]).toEqual([[], []]);
  });
});

describe('a StatefulSet', () => {
  const statefulSet = (image: string, spec: object = {}) =>
    apply({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db' },
      spec: {
        serviceName: 'db',
        replicas: 3,
        selector: { matchLabels: { app: 'db' } },
        template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'main', image }] } },
        ...spec,
      },
    });
  const images = async () => {
    const { items } = await lab.get('pods -l app=db');
    return (items as { spec: { containers: { image: string }[] } }[]).map(({ spec }) => spec.containers[0]?.image);
  };

  test('a StatefulSet creates pods in sequence, with stable names', async () => {
    await statefulSet('nginx:1.27');
    await advance('10s');
    expect(await rows('statefulset db', 0, 1)).toEqual(['db 3/3']);
    expect(await rows('pods -l app=db', 0, 1, 2)).toEqual(['db-0 1/1 Running', 'db-1 1/1 Running', 'db-2 1/1 Running']);
    expect(await lab.kubectl('exec db-1 -- hostname')).toBe('db-1\n');
    const { metadata } = await lab.get('pod db-1');
    await lab.kubectl('delete pod db-1 --wait=false');
    await advance('5s');
    const again = await lab.get('pod db-1');
    expect([again.metadata.uid === metadata.uid, again.metadata.labels['apps.kubernetes.io/pod-index']]).toEqual([false, '1']);
  });

  test('a StatefulSet updates from the highest pod down to its partition, and rolls back', async () => {
    await statefulSet('nginx:1.28', { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } });
    await advance('20s');
    expect(await images()).toEqual(['nginx:1.27', 'nginx:1.27', 'nginx:1.28']);
    await statefulSet('nginx:1.28');
    await advance('40s');
    expect(await images()).toEqual(['nginx:1.28', 'nginx:1.28', 'nginx:1.28']);
    expect(await lab.kubectl('rollout status sts/db --timeout=60s')).toBe(
      'partitioned roll out complete: 3 new pods have been updated...\n',
    );
    expect(await lab.kubectl('rollout undo sts/db')).toBe('statefulset.apps/db rolled back\n');
    await advance('40s');
    expect(await images()).toEqual(['nginx:1.27', 'nginx:1.27', 'nginx:1.27']);
  });

  test('a StatefulSet scales down from the highest pod, and deletes its pods with itself', async () => {
    await lab.kubectl('scale sts/db --replicas=1');
    await advance('20s');
    expect(await rows('pods -l app=db', 0)).toEqual(['db-0']);
    await lab.kubectl('delete statefulset db');
    await advance('20s');
    expect([await rows('pods', 0), await rows('controllerrevisions', 0)]).toEqual([[], []]);
  });

  test('a StatefulSet gives each pod its own claim, which outlives the pod', async () => {
    const volumeClaimTemplates = [
      { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
    ];
    await statefulSet('nginx:1.27', { replicas: 2, volumeClaimTemplates });
    await advance('20s');
    expect(await rows('pvc', 0)).toEqual(['data-db-0', 'data-db-1']);
    await lab.kubectl('delete statefulset db');
    await advance('20s');
    expect(await rows('pvc', 0)).toEqual(['data-db-0', 'data-db-1']);
    await lab.kubectl('delete pvc data-db-0 data-db-1');
  });
});

describe('a CronJob', () => {
  test('a CronJob creates a Job at each scheduled time, and keeps the last three', async () => {
    await apply({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'tick' },
      spec: { schedule: '* * * * *', jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', ...script('date') } } } } },
    });
    await advance('5m');
    const names = await rows('jobs', 0, 1, 2);
    expect(names).toHaveLength(3);
    expect(names.every((row) => /^tick-\d{8} Complete 1\/1$/.test(row))).toBe(true);
    expect(await rows('cronjob tick', 0, 1, 2, 3, 4)).toEqual(['tick * * * * * <none> False 0']);
  });

  test('a CronJob is created by kubectl create cronjob', async () => {
    await lab.kubectl('create cronjob hourly --image=busybox:1.36 --schedule=@hourly');
    expect(await rows('cronjob hourly', 0, 1, 2, 3, 4, 5)).toEqual(['hourly @hourly <none> False 0 <none>']);
    await lab.kubectl('delete cronjob hourly');
  });

  test('a suspended CronJob creates no Jobs except by hand', async () => {
    await lab.kubectl(`patch cronjob tick -p {"spec":{"suspend":true}}`);
    const before = await rows('jobs', 0);
    await advance('3m');
    expect(await rows('jobs', 0)).toEqual(before);
    await lab.kubectl('create job --from=cronjob/tick by-hand');
    await advance('3s');
    expect(await rows('job by-hand', 0, 1, 2)).toEqual(['by-hand Complete 1/1']);
    await lab.kubectl('delete cronjob tick');
    await advance('1s');
    expect(await rows('jobs,pods', 0)).toEqual([]);
  });
});

describe('a descheduler', () => {
  const deployment = (name: string) =>
    apply({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] } },
      },
    });
  const places = async (name: string) => {
    const { items } = await lab.get(`pods -l app=${name}`);
    return (items as { spec: { nodeName: string } }[]).map(({ spec }) => spec.nodeName).sort();
  };

  test('a descheduler spreads pods that were crowded during a node outage', async () => {
    await lab.kubectl('cordon node-3');
    await deployment('a');
    await deployment('b');
    await advance('5s');
    await lab.kubectl('uncordon node-3');
    expect(new Set([...(await places('a')), ...(await places('b'))])).toEqual(new Set(['node-1', 'node-2']));
    expect(await lab.klockwork('deschedule', '--dry-run')).toMatch(
      /^would evict pods\/a-\S+ of workloads from node-\d: 2 copies on the node, an even share is 1\n/,
    );
    expect((await lab.klockwork('deschedule')).trim().split('\n')).toHaveLength(2);
    await advance('40s');
    expect([await places('a'), await places('b')]).toEqual([
      ['node-1', 'node-2', 'node-3'],
      ['node-1', 'node-2', 'node-3'],
    ]);
    expect(await lab.klockwork('deschedule')).toBe('nothing to evict\n');
    await lab.kubectl('delete deployment a b');
  });
});
