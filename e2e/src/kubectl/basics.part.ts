import { beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { Session } from './session.ts';

// Steps of "Learn Kubernetes Basics" at kubernetes.io that other files do not type.

const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'bootcamp', labels: { app: 'bootcamp' } } };
const CONTAINER = { name: 'bootcamp', image: 'gcr.io/google-samples/kubernetes-bootcamp:v1' };
const PROXY = 'get --raw /api/v1/namespaces/basics';

let session: Session;
beforeAll(async () => {
  session = Session.in(lab);
  session.write('pod.yaml', JSON.stringify({ ...POD, spec: { containers: [CONTAINER], terminationGracePeriodSeconds: 1 } }));
  await session.quietly('apply -f pod.yaml', 'wait --for=condition=Ready pod/bootcamp --timeout=60s', 'expose pod bootcamp --port=8080');
  await session.quietly('wait --for=jsonpath={.subsets[0].addresses[0].ip} endpoints/bootcamp --timeout=60s');
});

test('the proxy of the api-server reaches a pod and a Service', async () => {
  expect(
    await session.type(
      `${PROXY}/pods/bootcamp:8080/proxy/`,
      `${PROXY}/services/bootcamp/proxy/any/path`,
      `${PROXY}/pods/bootcamp:81/proxy/`,
      `${PROXY}/services/bootcamp:http/proxy/`,
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl get --raw /api/v1/namespaces/basics/pods/bootcamp:8080/proxy/
    Hello Kubernetes bootcamp! | Running on: bootcamp | v=1
    $ kubectl get --raw /api/v1/namespaces/basics/services/bootcamp/proxy/any/path
    Hello Kubernetes bootcamp! | Running on: bootcamp | v=1
    $ kubectl get --raw /api/v1/namespaces/basics/pods/bootcamp:81/proxy/
    Error from server (ServiceUnavailable): error trying to reach service: dial tcp <pod-ip>:81: connect: connection refused
    [exit code 1]
    $ kubectl get --raw /api/v1/namespaces/basics/services/bootcamp:http/proxy/
    Error from server (ServiceUnavailable): no endpoints available for service "bootcamp:http"
    [exit code 1]
    "
  `);
});

test('the log of the program counts the requests that its clients sent', async () => {
  await session.quietly('exec bootcamp -- curl -s http://localhost:8080');
  const log = await session.type('logs bootcamp');
  expect(log.match(/^Running On: bootcamp \| Total Requests: \d \| App Uptime: [\d.]+ seconds \| Log Time: /gm)?.length).toBe(3);
  expect(log).toContain('| Total Requests: 3 |');
});

test('the container has the source of its program', async () => {
  expect(await session.type("exec bootcamp -- sh -c 'cat server.js | head -n 1; echo $NODE_VERSION'")).toMatchInlineSnapshot(`
    "$ kubectl exec bootcamp -- sh -c 'cat server.js | head -n 1; echo $NODE_VERSION'
    const http = require('http');
    6.3.1
    "
  `);
});
