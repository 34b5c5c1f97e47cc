import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokenCauses, type Why } from '@klockwork/event-store';
import { normalizedWhy } from '@klockwork/event-store/testing';
import { klockwork, Lab } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** Default profile, and a profile that fills one node after the other. */
const SCHEDULER_CONFIG = {
  apiVersion: 'kubescheduler.config.k8s.io/v1',
  kind: 'KubeSchedulerConfiguration',
  profiles: [
    { schedulerName: 'default-scheduler' },
    {
      schedulerName: 'packing',
      plugins: { score: { disabled: [{ name: '*' }], enabled: [{ name: 'NodeResourcesFit', weight: 2 }] } },
      pluginConfig: [{ name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'MostAllocated', resources: [{ name: 'cpu' }] } } }],
    },
  ],
};
const NODES = ['node-1', 'node-2', 'node-3'];
const TAINTED = 'node(s) had untolerated taint(s)';
let lab: Lab;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'why-'));
  const file = join(folder, 'scheduler.json');
  writeFileSync(file, JSON.stringify(SCHEDULER_CONFIG));
  lab = await Lab.up(['--profile', 'fast', '--scheduler-config', file]);
});
afterAll(async () => {
  await lab.down();
  rmSync(folder, { recursive: true });
});

/** Statuses that wait to be written merge on a busy machine, and name further events. */
const ALONG = /; also after rev [\d, ]+/g;
const why = async (...args: string[]) => normalizedWhy((await lab.klockwork('why', ...args)).replace(ALONG, ''));
const advance = (duration: string) => lab.advance(duration);

test('why leads from a pod to the kubectl command behind its Deployment, and from its successor to the node loss', async () => {
  await lab.kubectl('create deployment web --image=nginx');
  await lab.kubectl('rollout status deployment/web --timeout=60s');
  const [pod] = (await lab.get('pods -l app=web')).items;
  const node = pod.spec.nodeName as string;
  expect(await why(`pods/${pod.metadata.name}`)).toEqual([
    'pods/default/web-~1-~2 was created:',
    '  #1 replicaset-controller PodCreated pods/default/web-~1-~2 owner=ReplicaSet/web-~1 because of #2',
    '  #2 deployment-controller ReplicaSetCreated replicasets/default/web-~1 because of #3',
    '  #3 kubectl DeploymentCreated deployments/default/web on request: create',
    `pods/default/web-~1-~2 was scheduled to ${node}: drawn from 3 of 3 feasible nodes with equal scores, with a total of 597`,
    `  score of weight ${[node, ...NODES.filter((other) => other !== node)].join(' ')}`,
    '  TaintToleration 3 100 100 100',
    '  NodeResourcesFit 1 97 97 97',
    '  PodTopologySpread 2 100 100 100',
    '  total 597 597 597',
    '  recorded by the scheduler at the decision (#4)',
    '  What led to it:',
    `    #4 kube-scheduler PodBound pods/default/web-~1-~2 node=${node} because of #1`,
  ]);
  await advance('30s');
  await lab.klockwork('kill-node', node);
  await advance('7m');
  const successor = (await lab.get('pods -l app=web')).items.find((one: typeof pod) => one.metadata.name !== pod.metadata.name);
  const told = await why(`po/${successor.metadata.name}`);
  expect(
    told.slice(
      0,
      told.findIndex((line) => line.includes('was scheduled to')),
    ),
  ).toEqual([
    'pods/default/web-~1-~2 was created:',
    '  #1 replicaset-controller PodCreated pods/default/web-~1-~2 owner=ReplicaSet/web-~1 because of #2',
    '  #2 taint-eviction-controller PodDeletionRequested pods/default/web-~1-~3 graceSeconds=30 because the timer taint-eviction fired, set at #3',
    `  #3 node-controller NodeTainted nodes/${node} because of #4`,
    `  #4 node-controller NodeBecameNotReady nodes/${node} status=Unknown reason=NodeStatusUnknown because the timer node-monitor-grace-period fired, set at #5`,
    '    and because:',
    `      #6 klockwork-cli EventReported events/default/${node}.~4 reason=PowerLost object=Node/${node} count=1 because of a fault: SIGKILL kubelet-agent-${node.slice(-1)}`,
    `  #5 ${node} LeaseRenewed leases/kube-node-lease/${node} holder=${node} (the last that was heard of ${node}) because the timer node-lease-renew fired, set at #7`,
    `  #7 ${node} NodeBecameReady nodes/${node} status=True reason=KubeletReady because kubelet started`,
  ]);
  const { answers: ofPod } = JSON.parse(await lab.klockwork('why', `po/${successor.metadata.name}`, '-o', 'json')) as Why;
  expect(ofPod.at(-1)?.diagnosis?.facts).toMatchObject({ scheduling: { nodes: 3, tried: 3, feasible: 2, refused: { [TAINTED]: 1 } } });
  const { answers } = JSON.parse(await lab.klockwork('why', `no/${node}`, '-o', 'json')) as Why;
  expect(answers.map(({ question }) => question)).toEqual([`nodes/${node} is NotReady`, `nodes/${node} was created`]);
  await lab.klockwork('start-node', node);
});

test('leads from a restart along exits and back-offs to kubectl run', async () => {
  const shell = ['--restart=Always', '--command', '--', 'sh', '-c', 'sleep 1; exit 3'];
  expect((await lab.try(['run', 'crash', '--image=busybox', ...shell])).code).toBe(0);
  await advance('2m');
  expect(await why('pods/crash', '--restart', '3')).toEqual([
    'pods/default/crash restarted for the 3rd time',
    '  container crash exited with code 3 (Error)',
    expect.stringMatching(/^ {2}container crash ended at \S+, after 1s \(#1\)$/),
    '  What led to it:',
    expect.stringMatching(
      /^ {4}#2 node-\d .* restarts=3 because container crash was started, when the timer crash-loop-back-off fired, set at #1$/,
    ),
    expect.stringMatching(/^ {4}#1 .* restarts=2 because container crash exited with code 3, led to by #3$/),
    expect.stringMatching(
      /^ {4}#3 .* restarts=2 because container crash was started, when the timer crash-loop-back-off fired, set at #4$/,
    ),
    expect.stringMatching(/^ {4}#4 .* restarts=1 because container crash exited with code 3, led to by #5$/),
    expect.stringMatching(/^ {4}#5 .* restarts=1 because container crash was started, after it had exited with code 3, led to by #6$/),
    expect.stringMatching(/^ {4}#6 .* restarts=0 because container crash was started, led to by #7$/),
    expect.stringMatching(/^ {4}#7 kube-scheduler PodBound pods\/default\/crash node=node-\d because of #8$/),
    '    #8 kubectl PodCreated pods/default/crash on request: create',
  ]);
  await lab.kubectl('delete pod crash --now');
});

test('why leads from a deleted pod to the deletion of its namespace', async () => {
  await lab.kubectl('create namespace shop');
  await lab.kubectl('run till --image=nginx -n shop');
  await lab.kubectl('wait --for=condition=Ready pod/till -n shop --timeout=60s');
  await lab.kubectl('delete namespace shop --wait=false');
  await advance('1m');
  const told = await why('pods/till', '-n', 'shop');
  expect(told[0]).toBe('pods/shop/till was deleted:');
  expect(told).toContainEqual(
    expect.stringMatching(/^ {2}#\d namespace-controller PodDeletionRequested pods\/shop\/till graceSeconds=30 because of #\d$/),
  );
  expect(told).toContainEqual(expect.stringMatching(/^ {2}#\d kubectl NamespaceTerminating namespaces\/shop on request: delete$/));
  expect(told.slice(-2)).toEqual([
    'pods/shop/till was created:',
    expect.stringMatching(/^ {2}#\d kubectl PodCreated pods\/shop\/till on request: create$/),
  ]);
});

test('why leads from a pod to a rollout undo', async () => {
  await lab.kubectl('create deployment app --image=nginx:1.27');
  await lab.kubectl('rollout status deployment/app --timeout=60s');
  await lab.kubectl('set image deployment/app nginx=nginx:1.28');
  await lab.kubectl('rollout status deployment/app --timeout=60s');
  await lab.kubectl('rollout undo deployment/app');
  await lab.kubectl('rollout status deployment/app --timeout=60s');
  const pods = (await lab.get('pods -l app=app')).items.filter(
    (pod: { metadata: { deletionTimestamp?: string } }) => !pod.metadata.deletionTimestamp,
  );
  const told = await why(`pods/${pods[0].metadata.name}`);
  expect(told.find((line) => line.includes('DeploymentTemplateChanged'))).toMatch(
    /^ {2}#\d+ kubectl DeploymentTemplateChanged deployments\/default\/app .*on request: patch$/,
  );
  expect((await why('deploy', 'app')).slice(0, 2)).toEqual([
    'deployments/default/app was changed',
    '  spec.template.spec.containers[nginx].image: "nginx:1.28" → "nginx:1.27"',
  ]);
});

test('a pod is scheduled by the profile it names, and one of another scheduler is left to a program of the user', async () => {
  const manifest = (name: string, schedulerName: string) => {
    const containers = [{ name: 'main', image: 'nginx', resources: { requests: { cpu: '1' } } }];
    return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { schedulerName, containers } });
  };
  await lab.kubectl('apply -f -', manifest('own', 'mine'));
  for (const name of ['first', 'second']) {
    await lab.kubectl('apply -f -', manifest(name, 'packing'));
    await lab.kubectl(`wait --for=condition=Ready pod/${name} --timeout=60s`);
  }
  const nodeOf = async (name: string) => (await lab.get(`pod ${name}`)).spec.nodeName as string;
  const node = await nodeOf('first');
  expect(await nodeOf('second')).toBe(node);
  const told = await why('pod', 'second');
  const headline = `pods/default/second was scheduled to ${node}: the best of \\d feasible nodes, with a total of \\d+`;
  const begins = told.findIndex((line) => line.includes('was scheduled to'));
  expect(told.slice(begins, begins + 4)).toEqual([
    expect.stringMatching(new RegExp(`^${headline}$`)),
    expect.stringMatching(new RegExp(`^ {2}score of weight ${node} node-\\d`)),
    expect.stringMatching(/^ {2}NodeResourcesFit 2 \d+ \d+/),
    expect.stringMatching(/^ {2}total \d+ \d+/),
  ]);
  const scheduled = 'get events --field-selector involvedObject.name=second,reason=Scheduled -o jsonpath={.items[0].reportingComponent}';
  expect(await lab.kubectl(scheduled)).toBe('packing');
  expect((await why('pod', 'own'))[0]).toBe('pods/default/own is Pending: no scheduler of the name "mine" has bound it');
  const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'own' }, target: { kind: 'Node', name: node } };
  await lab.kubectl('create --raw /api/v1/namespaces/default/pods/own/binding -f -', JSON.stringify(binding));
  await lab.kubectl('wait --for=condition=Ready pod/own --timeout=60s');
  expect(await nodeOf('own')).toBe(node);
});

test("why rejects an unknown object or revision, in kubectl's words", async () => {
  const refusal = async (...args: string[]) => {
    const { code, stderr } = await klockwork(['why', ...args, '--data', lab.data]);
    return [code, stderr.trim()];
  };
  expect(await refusal('pods/none')).toEqual([1, 'klockwork: pods "none" not found']);
  expect(await refusal('9999999')).toEqual([1, expect.stringMatching(/^klockwork: the log ends at revision \d+$/)]);
  expect(await refusal('nosuch/x')).toEqual([1, 'klockwork: the server doesn\'t have a resource type "nosuch"']);
  expect(await refusal()).toEqual([
    1,
    'klockwork: say what is to be explained: an object, as pods/web-1, or a revision of the log, as 812',
  ]);
});

test('why explains each event of the log', async () => {
  expect(brokenCauses(await lab.log())).toEqual([]);
});
