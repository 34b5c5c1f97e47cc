import { beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { deploymentManifest } from './manifests.ts';
import { Session } from './session.ts';

let session: Session;
beforeAll(async () => {
  session = Session.in(lab);
  session.write('app.yaml', deploymentManifest());
  await session.quietly('apply -f app.yaml', 'rollout status deployment/app');
});

test('edit sends the changes of the editor', async () => {
  expect(
    await session.type(
      ['edit deployment app', { env: { EDITOR: "sed -i 's/replicas: 3/replicas: 2/'" } }],
      ['edit deployment app', { env: { EDITOR: 'true' } }],
      ['edit deployment app', { env: { EDITOR: "sed -i 's/replicas: 2/replicas: -1/'" } }],
      "get deployment app -o jsonpath='{.spec.replicas}'",
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl edit deployment app
    deployment.apps/app edited
    $ kubectl edit deployment app
    Edit cancelled, no changes made.
    $ kubectl edit deployment app
    error: deployments.apps "app" is invalid
    A copy of your changes has been stored to "/tmp/kubectl-edit-<n>.yaml"
    error: Edit cancelled, no valid changes were saved.
    [exit code 1]
    $ kubectl get deployment app -o jsonpath='{.spec.replicas}'
    2"
  `);
});

test('replace puts the whole object, --force another one', async () => {
  session.write('app.yaml', deploymentManifest('nginx:1.27'));
  expect(
    await session.type(
      'replace -f app.yaml',
      "get deployment app -o jsonpath='{.spec.replicas} {.spec.template.spec.containers[0].image}'",
      'replace --force -f app.yaml',
      "get deployment app -o jsonpath='{.metadata.generation}'",
      ['replace -f -', { input: '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"nope"}}' }],
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl replace -f app.yaml
    deployment.apps/app replaced
    $ kubectl get deployment app -o jsonpath='{.spec.replicas} {.spec.template.spec.containers[0].image}'
    3 nginx:1.27$ kubectl replace --force -f app.yaml
    deployment.apps "app" deleted from edit-replace-patch namespace
    deployment.apps/app replaced
    $ kubectl get deployment app -o jsonpath='{.metadata.generation}'
    1$ kubectl replace -f -
    Error from server (NotFound): error when replacing "STDIN": configmaps "nope" not found
    [exit code 1]
    "
  `);
});

test('patch patches in each of three ways', async () => {
  await session.quietly('rollout status deployment/app');
  expect(
    await session.type(
      `patch deployment app -p '{"spec":{"replicas":2}}'`,
      `patch configmap kube-root-ca.crt -p '{"metadata":{"labels":{"a":"b"}}}'`,
      `patch configmap kube-root-ca.crt -p '{"metadata":{"labels":{"a":"b"}}}'`,
      `patch deployment app -p '{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"nginx:1.25"}]}}}}'`,
      `patch deployment app --type=merge -p '{"metadata":{"annotations":{"z":"1"}}}'`,
      `patch deployment app --type=json -p '[{"op":"replace","path":"/spec/replicas","value":1}]'`,
      `patch deployment app --subresource=status --type=merge -p '{"status":{"conditions":null}}' --dry-run=server -o name`,
      `patch deployment app --subresource=scale --type=merge -p '{"spec":{"replicas":2}}'`,
      `patch deployment app -p '{"spec":{"replicas":7}}' --dry-run=server`,
      "get deployment app -o jsonpath='{.spec.replicas} {.metadata.annotations.z} {.spec.template.spec.containers[*].image}'",
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl patch deployment app -p '{"spec":{"replicas":2}}'
    deployment.apps/app patched
    $ kubectl patch configmap kube-root-ca.crt -p '{"metadata":{"labels":{"a":"b"}}}'
    configmap/kube-root-ca.crt patched
    $ kubectl patch configmap kube-root-ca.crt -p '{"metadata":{"labels":{"a":"b"}}}'
    configmap/kube-root-ca.crt patched (no change)
    $ kubectl patch deployment app -p '{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"nginx:1.25"}]}}}}'
    deployment.apps/app patched
    $ kubectl patch deployment app --type=merge -p '{"metadata":{"annotations":{"z":"1"}}}'
    deployment.apps/app patched
    $ kubectl patch deployment app --type=json -p '[{"op":"replace","path":"/spec/replicas","value":1}]'
    deployment.apps/app patched
    $ kubectl patch deployment app --subresource=status --type=merge -p '{"status":{"conditions":null}}' --dry-run=server -o name
    deployment.apps/app
    $ kubectl patch deployment app --subresource=scale --type=merge -p '{"spec":{"replicas":2}}'
    scale.autoscaling/app patched
    $ kubectl patch deployment app -p '{"spec":{"replicas":7}}' --dry-run=server
    deployment.apps/app patched
    $ kubectl get deployment app -o jsonpath='{.spec.replicas} {.metadata.annotations.z} {.spec.template.spec.containers[*].image}'
    2 1 nginx:1.25"
  `);
});

test('patch is refused in the words of a real cluster', async () => {
  expect(
    await session.type(
      `patch deployment app -p '{"spec":{"replicas":"x"}}'`,
      `patch deployment app -p '{"spec":{"replicas":-1}}'`,
      `patch configmap kube-root-ca.crt -p '{"nope":1}'`,
      `patch deployment app -p '{"metadata":{"labels":{"a":1}}}'`,
      `patch deployment app -p '{"spec":{"selector":{"matchLabels":{"app":"other"}}}}'`,
      `patch deployment app -p '{"spec":{"template":{"spec":{"restartPolicy":"OnFailure"}}}}'`,
      `patch deployment app -p '{bad'`,
      `patch deployment app --type=json -p '[{"op":"test","path":"/spec/replicas","value":5}]'`,
      `patch deployment app --type=json -p '[{"op":"remove","path":"/spec/nope"}]'`,
      `patch deployment nope -p '{}'`,
      `patch deployment app --type=merge -p '{"metadata":{"resourceVersion":"1"}}'`,
      `patch pod -p '{}'`,
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl patch deployment app -p '{"spec":{"replicas":"x"}}'
    The request is invalid: patch: Invalid value: "map[spec:map[replicas:x]]": unrecognized type: int32
    [exit code 1]
    $ kubectl patch deployment app -p '{"spec":{"replicas":-1}}'
    The Deployment "app" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0
    [exit code 1]
    $ kubectl patch configmap kube-root-ca.crt -p '{"nope":1}'
    configmap/kube-root-ca.crt patched (no change)
    Warning: unknown field "nope"
    $ kubectl patch deployment app -p '{"metadata":{"labels":{"a":1}}}'
    The request is invalid: patch: Invalid value: "map[metadata:map[labels:map[a:1]]]": cannot convert int64 to string
    [exit code 1]
    $ kubectl patch deployment app -p '{"spec":{"selector":{"matchLabels":{"app":"other"}}}}'
    The Deployment "app" is invalid:
    * spec.template.metadata.labels: Invalid value: {"app":"app"}: \`selector\` does not match template \`labels\`
    * spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable
    [exit code 1]
    $ kubectl patch deployment app -p '{"spec":{"template":{"spec":{"restartPolicy":"OnFailure"}}}}'
    The Deployment "app" is invalid: spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"
    [exit code 1]
    $ kubectl patch deployment app -p '{bad'
    Error from server (BadRequest): invalid character 'b' looking for beginning of object key string
    [exit code 1]
    $ kubectl patch deployment app --type=json -p '[{"op":"test","path":"/spec/replicas","value":5}]'
    The request is invalid: the server rejected our request due to an error in our request
    [exit code 1]
    $ kubectl patch deployment app --type=json -p '[{"op":"remove","path":"/spec/nope"}]'
    The request is invalid: the server rejected our request due to an error in our request
    [exit code 1]
    $ kubectl patch deployment nope -p '{}'
    Error from server (NotFound): deployments.apps "nope" not found
    [exit code 1]
    $ kubectl patch deployment app --type=merge -p '{"metadata":{"resourceVersion":"1"}}'
    Error from server (Conflict): Operation cannot be fulfilled on deployments.apps "app": the object has been modified; please apply your changes to the latest version and try again
    [exit code 1]
    $ kubectl patch pod -p '{}'
    error: resource(s) were provided, but no name was specified
    [exit code 1]
    "
  `);
});

test('a pod takes few changes', async () => {
  await session.quietly(
    `run fixed --image=nginx:1.26 --overrides='{"spec":{"nodeName":"node-1"}}'`,
    'wait --for=condition=Ready pod/fixed',
  );
  expect(
    await session.type(
      `patch pod fixed -p '{"spec":{"containers":[{"name":"fixed","image":"nginx:1.27"}]}}'`,
      `patch pod fixed -p '{"spec":{"activeDeadlineSeconds":1000}}'`,
      `patch pod fixed -p '{"spec":{"restartPolicy":"Never"}}'`,
      `patch pod fixed -p '{"spec":{"nodeName":"node-9"}}'`,
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl patch pod fixed -p '{"spec":{"containers":[{"name":"fixed","image":"nginx:1.27"}]}}'
    pod/fixed patched
    $ kubectl patch pod fixed -p '{"spec":{"activeDeadlineSeconds":1000}}'
    pod/fixed patched
    $ kubectl patch pod fixed -p '{"spec":{"restartPolicy":"Never"}}'
    The Pod "fixed" is invalid: spec: Forbidden: pod updates may not change fields other than \`spec.containers[*].image\`,\`spec.initContainers[*].image\`,\`spec.activeDeadlineSeconds\`,\`spec.tolerations\` (only additions to existing tolerations),\`spec.terminationGracePeriodSeconds\` (allow it to be set to 1 if it was previously negative)
    @@ -133,7 +133,7 @@
       }
      ],
      "EphemeralContainers": null,
    - "RestartPolicy": "Always",
    + "RestartPolicy": "Never",
      "TerminationGracePeriodSeconds": 30,
      "ActiveDeadlineSeconds": 1000,
      "DNSPolicy": "ClusterFirst",

    [exit code 1]
    $ kubectl patch pod fixed -p '{"spec":{"nodeName":"node-9"}}'
    The Pod "fixed" is invalid: spec: Forbidden: pod updates may not change fields other than \`spec.containers[*].image\`,\`spec.initContainers[*].image\`,\`spec.activeDeadlineSeconds\`,\`spec.tolerations\` (only additions to existing tolerations),\`spec.terminationGracePeriodSeconds\` (allow it to be set to 1 if it was previously negative)
    @@ -140,7 +140,7 @@
      "NodeSelector": null,
      "ServiceAccountName": "default",
      "AutomountServiceAccountToken": null,
    - "NodeName": "node-1",
    + "NodeName": "node-9",
      "SecurityContext": {
       "HostNetwork": false,
       "HostPID": false,

    [exit code 1]
    "
  `);
});
