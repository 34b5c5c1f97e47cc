import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unordered } from '../kubectl/normalize.ts';
import { SessionRecorder } from './session-recorder.ts';

const PAGE = fileURLToPath(new URL('../../../docs/lifecycle/seeds.md', import.meta.url));
const INTRODUCTION = `
# The scenarios of the course, played

All scenarios of the course notes about the life of a pod, typed in a lab: commands and their output. Random parts are replaced (\`<uid>\`,
\`<pid>\`, the last five letters of names). Ages are exact, because lab time is paused between commands; \`klockwork clock advance\` replaces
waiting. The lab was started with \`klockwork up --nodes 2 --profile fast\`. A test plays all scenarios and compares this page
(\`vitest run --config e2e/vitest.config.ts src/seeds -u\` rewrites it).
`;

let told: SessionRecorder;
beforeAll(async () => {
  told = await SessionRecorder.begin(INTRODUCTION);
});
afterAll(() => told.session.close());

test('a pod is created, left as it is, and runs', async () => {
  told.chapter(
    'A pod is run',
    '`my-app-image.yaml` creates the image; real clusters pull from a registry. Then `my-pod.yaml`: the scheduler binds the pod to a node, whose kubelet pulls the image and starts the container.',
  );
  await told.type('kubectl apply -f my-app-image.yaml', 'kubectl apply -f my-pod.yaml', 'klockwork clock advance 6s');
  expect(await told.type('kubectl get pods')).toMatch(/my-pod +1\/1 +Running +0 +6s/);
  expect(await told.type('kubectl apply -f my-pod.yaml')).toBe('pod/my-pod unchanged\n');
  // Lists each source separately: the order of both within an instant varies.
  for (const teller of ['default-scheduler', 'kubelet'])
    await told.type(`kubectl get events --field-selector involvedObject.name=my-pod,source=${teller} --sort-by=.metadata.resourceVersion`);
});

test('an image tag that does not exist', async () => {
  told.chapter(
    'An image tag that does not exist',
    '`my-pod-wrong-tag.yaml` has a nonexistent tag. The old container ends, and the new pull fails: kubectl first shows the error, then the back-off of 10 s, 20 s and so on, up to 300 s. An existing tag repairs the pod.',
  );
  expect(await told.type('kubectl apply -f my-pod-wrong-tag.yaml')).toBe('pod/my-pod configured\n');
  expect(await told.type('klockwork clock advance 500ms', 'kubectl get pods')).toMatch(/my-pod +0\/1 +ErrImagePull +0 /);
  expect(await told.type('klockwork clock advance 1s', 'kubectl get pods')).toMatch(/my-pod +0\/1 +ImagePullBackOff +0 /);
  await told.type('kubectl set image pod/my-pod my-container=my-app:1.0.0', 'klockwork clock advance 1m');
  expect(await told.type('kubectl get pods')).toMatch(/my-pod +1\/1 +Running +1 /);
  await told.tidyUp('delete pod my-pod --now --wait=false');
});

test('a pod that ends is restarted by its policy', async () => {
  told.chapter(
    'Restart policies',
    '`restart-policies.yaml` has four programs, which exit after 5 s with the code in their name. Always restarts every container, OnFailure only failed ones, Never none.',
  );
  await told.type('kubectl apply -f restart-policies.yaml', 'klockwork clock advance 13s');
  const shown = await told.type('kubectl get pods');
  expect(shown).toMatch(/always-0 +0\/1 +CrashLoopBackOff +1 /);
  expect(shown).toMatch(/never-1 +0\/1 +Error +0 /);
  expect(shown).toMatch(/on-failure-0 +0\/1 +Completed +0 /);
  expect(shown).toMatch(/on-failure-1 +0\/1 +CrashLoopBackOff +1 /);
  await told.tidyUp('delete -f restart-policies.yaml --now --wait=false');
});

test('a pod killed from inside is restarted, one deleted from outside is replaced', async () => {
  told.chapter(
    'Killed from inside, deleted from outside',
    'A Deployment with one replica (`helloDeployment.yaml`). A process killed inside its container restarts in the same pod: name and UID stay, RESTARTS increases. A deleted pod is replaced by a new pod, scheduled separately. Deleting the Deployment deletes all its pods.',
  );
  const uid = () => told.session.lab.kubectl('get pods -l app=nginx -o jsonpath={.items[*].metadata.uid}');
  await told.type('kubectl apply -f helloDeployment.yaml', 'kubectl scale deployment hello --replicas=1', 'klockwork clock advance 5s');
  const first = await uid();
  await told.type('kubectl get pods', 'kubectl exec deploy/hello -- kill 1', 'klockwork clock advance 1s');
  expect([await told.type('kubectl get pods'), await uid()]).toEqual([expect.stringMatching(/ 1 \(/), first]);
  await told.type('kubectl delete pods -l app=nginx', 'klockwork clock advance 5s');
  expect([await told.type('kubectl get pods'), (await uid()) === first]).toEqual([expect.stringMatching(/1\/1 +Running +0 +5s/), false]);
  await told.type('kubectl delete deployment hello', 'klockwork clock advance 2s');
  expect(await told.type('kubectl get pods')).toContain('No resources found');
});

test('a completed init container lets the pod start, one waiting for a Service delays it', async () => {
  told.chapter(
    'Init containers',
    '`init-container-example.yaml` prints hello before nginx starts. `init-container.yaml` waits until DNS resolves `myservice`, without a time limit.',
  );
  await told.type('kubectl apply -f init-container-example.yaml -f init-container.yaml', 'klockwork clock advance 5s', 'kubectl get pods');
  expect(await told.type('kubectl logs init-container-example -c my-init-container')).toBe('Hello world\n');
  expect(await told.type('kubectl logs init-container -c wait --tail=3')).toContain('waiting..\n');
  await told.type('kubectl create service clusterip myservice --tcp=80:80', 'klockwork clock advance 3s');
  expect(await told.type('kubectl get pods')).toMatch(/init-container +1\/1 +Running/);
  await told.tidyUp('delete -f init-container-example.yaml -f init-container.yaml --now --wait=false', 'delete service myservice');
});

test('a web server serves files pulled by its sidecar, to another pod', async () => {
  told.chapter(
    'A web server and its file puller',
    "`web-and-puller.yaml` is the course's picture of two containers sharing one volume: every ten seconds `file-puller` copies a page from another pod into an emptyDir, and `web-server` serves that page. `client` is a third pod on any node.",
  );
  await told.type('kubectl apply -f web-and-puller.yaml', 'klockwork clock advance 12s', 'kubectl get pods');
  expect(await told.type('kubectl exec client -- curl -s http://web')).toBe('my-app 1.0.0\n');
  await told.type('kubectl exec web-and-puller -c file-puller -- ls /html');
  await told.type('kubectl exec web-and-puller -c web-server -- kill 1', 'klockwork clock advance 1s', 'kubectl get pod web-and-puller');
  expect(await told.type('kubectl exec client -- curl -s http://web')).toBe('my-app 1.0.0\n');
  await told.tidyUp('delete -f web-and-puller.yaml --now --wait=false');
});

test('a pod with a failed readiness probe leaves its Service, and returns', async () => {
  told.chapter(
    'Probes',
    '`readinessprobe.yaml` and `livenessprobe.yaml` request the nginx page. Without that page (403), the first pod becomes unready and its address leaves the Service, without a restart. The second pod restarts, which restores its page.',
  );
  const addresses =
    'kubectl get endpointslices -l kubernetes.io/service-name=readinessprobe -o jsonpath={.items[*].endpoints[*].conditions.ready}';
  await told.type('kubectl apply -f readinessprobe.yaml -f livenessprobe.yaml', 'kubectl expose pod readinessprobe --port=80');
  expect(await told.type('klockwork clock advance 11s', 'kubectl get pods', addresses)).toMatch(/\ntrue\n$/);
  const page = '/usr/share/nginx/html/index.html';
  await told.type(`kubectl exec readinessprobe -- mv ${page} /tmp`, `kubectl exec livenessprobe -- rm ${page}`);
  const failing = await told.type('klockwork clock advance 35s', 'kubectl get pods', addresses);
  expect(failing).toMatch(/livenessprobe +1\/1 +Running +1 .*\nreadinessprobe +0\/1 +Running +0 .*\nfalse\n$/);
  await told.type(
    'kubectl get events --field-selector involvedObject.name=livenessprobe,type=Warning',
    `kubectl exec readinessprobe -- mv /tmp/index.html ${page}`,
  );
  expect(await told.type('klockwork clock advance 11s', 'kubectl get pods', addresses)).toMatch(
    /readinessprobe +1\/1 +Running +0 .*\ntrue\n$/,
  );
  await told.tidyUp('delete pod,service readinessprobe --now --wait=false', 'delete pod livenessprobe --now --wait=false');
});

test('a postStart hook, a readiness gate, a Job and the other manifests behave as written', async () => {
  told.chapter(
    'Hooks, gates, a Job',
    '`poststart-hook.yaml` creates a file while its entrypoint runs. `readiness-gate.yaml` stays unready until condition feature-1 is True. `job.yaml` prints hello and sleeps for an hour. `simple-pod.yaml` and `mynginx.yaml` are introductory examples of courses.',
  );
  await told.type('kubectl apply -f poststart-hook.yaml -f readiness-gate.yaml -f job.yaml -f simple-pod.yaml -f mynginx.yaml');
  const ready = `kubectl get pod gated -o jsonpath='{.status.conditions[?(@.type=="Ready")].status}'`;
  expect(await told.type('klockwork clock advance 5s', ready)).toMatch(/False\n$/);
  expect(await told.type('kubectl exec poststart-hook -- ls /myfile', 'kubectl logs job/hello')).toBe('/myfile\nHello, Kubernetes!\n');
  await told.type(
    `kubectl patch pod gated --subresource=status -p '{"status":{"conditions":[{"type":"www.example.com/feature-1","status":"True"}]}}'`,
  );
  expect(await told.type('klockwork clock advance 1s', ready)).toMatch(/True\n$/);
  await told.type('kubectl get job hello');
  await told.tidyUp(
    'delete -f poststart-hook.yaml -f readiness-gate.yaml -f job.yaml -f simple-pod.yaml -f mynginx.yaml --now --wait=false',
  );
});

test('a LimitRange sets its defaults', async () => {
  told.chapter(
    'Defaults for resources',
    "`limitrange-memory.yaml` gives containers without resources default requests of 200m and 128Mi, and limits of 500m and 256Mi. The notes' typo `memoty` is refused.",
  );
  await told.type(
    'kubectl apply -f limitrange-memoty.yaml',
    'kubectl apply -f limitrange-memory.yaml',
    'kubectl run limited --image=nginx',
  );
  const resources = await told.type("kubectl get pod limited -o jsonpath='{.spec.containers[0].resources} {.status.qosClass}'");
  expect(resources).toBe('{"limits":{"cpu":"500m","memory":"256Mi"},"requests":{"cpu":"200m","memory":"128Mi"}} Burstable\n');
  expect(unordered(await told.session.type('describe namespace default'))).toContain(
    ' Container  cpu       -    -    200m             500m           -\n Container  memory    -    -    128Mi            256Mi          -\n',
  );
  await told.tidyUp('delete -f limitrange-memory.yaml', 'delete pod limited --now --wait=false');
});

test('a static pod is run and kept by its node alone', async () => {
  told.chapter(
    'A static pod',
    "`static-web.yaml`, copied into a node's manifest folder, is run by that node without the API. The API contains only a mirror pod: after deletion the kubelet recreates it, and the container keeps running.",
  );
  told.copy('static-web.yaml', 'node-1');
  await told.type(
    'kubectl wait --for=create pod/static-web-node-1 --timeout=60s',
    'klockwork clock advance 5s',
    'kubectl get pod static-web-node-1',
  );
  await told.type(
    'kubectl exec static-web-node-1 -- kill 1',
    'klockwork clock advance 5s',
    'kubectl delete pod static-web-node-1 --wait=false',
  );
  expect(await told.type('klockwork clock advance 2s', 'kubectl get pod static-web-node-1')).toMatch(
    /static-web-node-1 +1\/1 +Running +1 \(\d+s ago\) +2s/,
  );
});

const WHERE = "kubectl get pods -l 'app in (a,b)' --sort-by=.spec.nodeName -o custom-columns=NODE:.spec.nodeName,APP:.metadata.labels.app";
const EVEN = ['node-1 a', 'node-1 b', 'node-2 a', 'node-2 b'];

/** Pods by node after these commands. */
async function placed(...before: string[]): Promise<string[]> {
  const rows = (await told.type(...before, WHERE)).match(/^node-\d +[ab]$/gm) ?? [];
  return rows.map((row) => row.replace(/ +/, ' '));
}

test('A, B on two nodes become A, A, B, B on one after a node failure, and stay after its return', async () => {
  told.chapter(
    'A, B on two nodes',
    '`two-services.yaml` has two services, A and B, with two replicas each. Both nodes run one A and one B.',
  );
  expect(await placed('kubectl apply -f two-services.yaml', 'klockwork clock advance 5s')).toEqual(EVEN);
  told.say(
    'Node 2 fails. Its node becomes NotReady after 50 s; 300 s later its pods are evicted, and replacements start on node 1. Pods of node 2 remain listed, because no kubelet confirms their end.',
  );
  const missed = 'kubectl wait --for=condition=Ready=Unknown node/node-2 --timeout=60s';
  await told.type('klockwork kill-node node-2', 'klockwork clock advance 1m', missed);
  expect(await placed('klockwork clock advance 5m')).toHaveLength(6);
  told.say('The node returns and stays empty, because running pods never move.');
  expect(await placed('klockwork start-node node-2', 'klockwork clock advance 20s')).toEqual([
    'node-1 a',
    'node-1 a',
    'node-1 b',
    'node-1 b',
  ]);
});

test('a new version of A runs entirely on the empty node, and a descheduler rebalances', async () => {
  told.say(
    'A new version of A makes things worse: node 1 is full, thus all new pods run on node 2. Each node now runs one whole service, lost with the next node failure.',
  );
  const update = 'kubectl set image deployment/a main=nginx:1.27';
  expect(await placed(update, 'klockwork clock advance 1m')).toEqual(['node-1 b', 'node-1 b', 'node-2 a', 'node-2 a']);
  told.say(
    'A descheduler evicts badly placed pods. Pods still never move: controllers create replacements, and the scheduler selects their nodes.',
  );
  expect(await placed('klockwork deschedule --strategy RemoveDuplicates', 'klockwork clock advance 10s')).toEqual(EVEN);
});

const REFUSED = [
  'kubectl apply -f mynginx-tabs.yaml',
  'kubectl apply -f mynginx-metadate.yaml',
  'kubectl create -f mynginx-metadate.yaml',
  'kubectl create -f mynginx-metadate.yaml --validate=false',
  'kubectl apply -f mynginx-port.yaml',
  'kubectl apply -f helloDeployment-tabs.yaml',
  'kubectl apply -f helloDeployment-app-v1.yaml',
  'kubectl apply -f helloDeployment-on-failure.yaml',
  'kubectl apply -f poststart-hook-misplaced.yaml',
  'kubectl apply -f readinessprobe-small-letters.yaml',
  'kubectl apply -f readiness-gate-fragment.yaml',
];

test('mistakes in the notes are rejected, and kubectl prints the reason', async () => {
  told.chapter(
    'Refused manifests',
    'Some manifests of the notes are fragments or contain typos. These files keep the original text, including tabs, to show what readers see after copying. `on-failure.yaml` was such a typo for years; since 1.35 containers may have their own restart policy.',
  );
  const refusals = await told.typeEach(REFUSED);
  expect(refusals.match(/^\[exit code 1\]$/gm)).toHaveLength(REFUSED.length);
  expect(await told.type('kubectl apply -f on-failure.yaml --dry-run=server')).toBe('pod/my-pod created (server dry run)\n');
});

test('the page contains all scenarios', async () => {
  await expect(told.page()).toMatchFileSnapshot(PAGE);
});
