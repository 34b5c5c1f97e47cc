import { beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { Session } from './session.ts';

let session: Session;
beforeAll(async () => {
  session = Session.in(lab);
  session.write(
    'maps.yaml',
    ['a', 'b', 'c', 'd']
      .map(
        (name, index) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  labels: { shelf: "${index % 2}", ${name}: "" }\n`,
      )
      .join('---\n'),
  );
  await session.quietly('create -f maps.yaml');
});

const names = '-o name';

test('label selectors choose', async () => {
  expect(
    await session.type(
      `get cm -l shelf=1 ${names}`,
      `get cm -l shelf!=1,a ${names}`,
      `get cm -l 'shelf in (0,1),!b' ${names}`,
      `get cm -l 'shelf notin (0)' ${names}`,
      `get cm -l 'shelf>0' ${names}`,
      'get cm -l shelf=9',
      "get cm -l 'shelf in 0'",
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl get cm -l shelf=1 -o name
    configmap/b
    configmap/d
    $ kubectl get cm -l shelf!=1,a -o name
    configmap/a
    $ kubectl get cm -l 'shelf in (0,1),!b' -o name
    configmap/a
    configmap/c
    configmap/d
    $ kubectl get cm -l 'shelf notin (0)' -o name
    configmap/b
    configmap/d
    configmap/kube-root-ca.crt
    $ kubectl get cm -l 'shelf>0' -o name
    configmap/b
    configmap/d
    $ kubectl get cm -l shelf=9
    No resources found in selectors-and-chunking namespace.
    $ kubectl get cm -l 'shelf in 0'
    Error from server (BadRequest): Unable to find "/v1, Resource=configmaps" that match label selector "shelf in 0", field selector "": unable to parse requirement: found '0' expected: '('
    [exit code 1]
    "
  `);
});

test('field selectors choose', async () => {
  expect(
    await session.type(
      `get cm --field-selector metadata.name=c ${names}`,
      `get cm -A --field-selector metadata.name!=c,metadata.namespace=selectors-and-chunking ${names}`,
      `get pods -A --field-selector status.phase=Running,spec.nodeName=node-1`,
      'get events -A --field-selector involvedObject.name=node-1,reason=NodeReady --no-headers',
      'get pods --field-selector spec.nope=1',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl get cm --field-selector metadata.name=c -o name
    configmap/c
    $ kubectl get cm -A --field-selector metadata.name!=c,metadata.namespace=selectors-and-chunking -o name
    configmap/a
    configmap/b
    configmap/d
    configmap/kube-root-ca.crt
    $ kubectl get pods -A --field-selector status.phase=Running,spec.nodeName=node-1
    No resources found
    $ kubectl get events -A --field-selector involvedObject.name=node-1,reason=NodeReady --no-headers
    default   <age>   Normal   NodeReady   node/node-1   Node node-1 status is now: NodeReady
    $ kubectl get pods --field-selector spec.nope=1
    Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "", field selector "spec.nope=1": field label not supported: spec.nope
    [exit code 1]
    "
  `);
});

test('a list in chunks is complete', async () => {
  expect(
    await session.type(
      'get cm --chunk-size=1',
      'get cm --chunk-size=2 -o name',
      'get cm a b nope -o name',
      'get cm nope --ignore-not-found',
      'get cm --all-namespaces --chunk-size=3 --no-headers -l shelf=0',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl get cm --chunk-size=1
    NAME               DATA   AGE
    a                  0   <age>
    b                  0   <age>
    c                  0   <age>
    d                  0   <age>
    kube-root-ca.crt   1   <age>
    $ kubectl get cm --chunk-size=2 -o name
    configmap/a
    configmap/b
    configmap/c
    configmap/d
    configmap/kube-root-ca.crt
    $ kubectl get cm a b nope -o name
    configmap/a
    configmap/b
    Error from server (NotFound): configmaps "nope" not found
    [exit code 1]
    $ kubectl get cm nope --ignore-not-found
    $ kubectl get cm --all-namespaces --chunk-size=3 --no-headers -l shelf=0
    selectors-and-chunking   a     0   <age>
    selectors-and-chunking   c     0   <age>
    "
  `);
});

test('get -w continues from the list, and prints additions and deletions', async () => {
  await session.quietly('label cm a late=yes');
  const changes = ['create cm e', 'label cm e late=yes', 'label cm e late-', 'label cm e late=again', 'delete cm e'];
  const change = () => session.quietly(...changes);
  const output = await session.follow('get cm -l late -w --output-watch-events', { lines: 6, after: 2, change });
  expect(output).toMatchInlineSnapshot(`
    "$ kubectl get cm -l late -w --output-watch-events
    EVENT      NAME   DATA   AGE
    ADDED      a      0   <age>
    ADDED      e      0   <age>
    DELETED    e      0   <age>
    ADDED      e      0   <age>
    DELETED    e      0   <age>
    "
  `);
});

test('get --watch-only omits existing objects', async () => {
  const output = await session.follow('get cm a --watch-only', {
    lines: 2,
    after: 0,
    // Opening the watch is invisible: changes repeat until one is printed.
    change: async (enough) => {
      for (let n = 1; !enough(); n += 1) await session.quietly(`annotate cm a n=${n} --overwrite`);
    },
  });
  expect(output).toMatchInlineSnapshot(`
    "$ kubectl get cm a --watch-only
    NAME   DATA   AGE
    a      0   <age>
    "
  `);
});
