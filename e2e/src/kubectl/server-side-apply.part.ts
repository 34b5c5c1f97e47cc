import { beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { Session } from './session.ts';

const OWNERS = String.raw`-o 'jsonpath={range .metadata.managedFields[*]}{.manager} {.operation} {.subresource} {.fieldsV1}{"\n"}{end}'`;

const deployment = (image: string, more = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  paused: true
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - {name: web, image: "${image}"}
${more}`;

const service = (port: number, name: string) => `
apiVersion: v1
kind: Service
metadata: {name: web, finalizers: [example.com/${name}]}
spec: {ports: [{name: ${name}, port: ${port}}]}
`;

let session: Session;
beforeAll(async () => {
  session = Session.in(lab);
  session.write('web.yaml', deployment('nginx:1.27'));
  session.write('newer.yaml', deployment('nginx:1.28'));
  session.write('settings.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {color: red, size: big}\n');
  session.write('less.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {color: red}\n');
});

test('fields of other managers conflict until forced, which transfers them', async () => {
  expect(
    await session.type(
      'apply --server-side -f web.yaml',
      'scale deployment web --replicas=3',
      'set image deployment web web=nginx:1.26',
      'apply --server-side -f web.yaml',
      'apply --server-side --force-conflicts -f web.yaml --dry-run=server',
      'apply --server-side --force-conflicts -f web.yaml',
      `get deployment web ${OWNERS}`,
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl apply --server-side -f web.yaml
    deployment.apps/web serverside-applied
    $ kubectl scale deployment web --replicas=3
    deployment.apps/web scaled
    $ kubectl set image deployment web web=nginx:1.26
    deployment.apps/web image updated
    $ kubectl apply --server-side -f web.yaml
    error: Apply failed with 2 conflicts: conflicts with "kubectl" with subresource "scale" using apps/v1:
    - .spec.replicas
    conflicts with "kubectl-set" using apps/v1:
    - .spec.template.spec.containers[name="web"].image
    Please review the fields above--they currently have other managers. Here
    are the ways you can resolve this warning:
    * If you intend to manage all of these fields, please re-run the apply
      command with the \`--force-conflicts\` flag.
    * If you do not intend to manage all of the fields, please edit your
      manifest to remove references to the fields that should keep their
      current managers.
    * You may co-own fields by updating your manifest to match the existing
      value; in this case, you'll become the manager if the other manager(s)
      stop managing the field (remove it from their configuration).
    See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
    [exit code 1]
    $ kubectl apply --server-side --force-conflicts -f web.yaml --dry-run=server
    deployment.apps/web serverside-applied (server dry run)
    $ kubectl apply --server-side --force-conflicts -f web.yaml
    deployment.apps/web serverside-applied
    $ kubectl get deployment web -o 'jsonpath={range .metadata.managedFields[*]}{.manager} {.operation} {.subresource} {.fieldsV1}{"\\n"}{end}'
    kubectl Apply  {"f:spec":{"f:paused":{},"f:replicas":{},"f:selector":{},"f:template":{"f:metadata":{"f:labels":{"f:app":{}}},"f:spec":{"f:containers":{"k:{\\"name\\":\\"web\\"}":{".":{},"f:image":{},"f:name":{}}}}}}}
    kube-controller-manager Update status {"f:status":{"f:conditions":{".":{},"k:{\\"type\\":\\"Available\\"}":{".":{},"f:lastTransitionTime":{},"f:lastUpdateTime":{},"f:message":{},"f:reason":{},"f:status":{},"f:type":{}},"k:{\\"type\\":\\"Progressing\\"}":{".":{},"f:lastTransitionTime":{},"f:lastUpdateTime":{},"f:message":{},"f:reason":{},"f:status":{},"f:type":{}}},"f:observedGeneration":{},"f:terminatingReplicas":{}}}
    "
  `);
});

test('list items are owned by key, set members by value', async () => {
  session.write('http.yaml', service(80, 'http'));
  session.write('https.yaml', service(443, 'https'));
  session.write('none.yaml', 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n');
  expect(
    await session.type(
      'apply --server-side --field-manager=one -f http.yaml',
      'apply --server-side --field-manager=two -f https.yaml',
      `get service web ${OWNERS}`,
      'apply --server-side --field-manager=one -f none.yaml',
      "get service web -o 'jsonpath={.spec.ports[*].name} {.metadata.finalizers}'",
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl apply --server-side --field-manager=one -f http.yaml
    service/web serverside-applied
    $ kubectl apply --server-side --field-manager=two -f https.yaml
    service/web serverside-applied
    $ kubectl get service web -o 'jsonpath={range .metadata.managedFields[*]}{.manager} {.operation} {.subresource} {.fieldsV1}{"\\n"}{end}'
    one Apply  {"f:metadata":{"f:finalizers":{"v:\\"example.com/http\\"":{}}},"f:spec":{"f:ports":{"k:{\\"port\\":80,\\"protocol\\":\\"TCP\\"}":{".":{},"f:name":{},"f:port":{}}}}}
    two Apply  {"f:metadata":{"f:finalizers":{"v:\\"example.com/https\\"":{}}},"f:spec":{"f:ports":{"k:{\\"port\\":443,\\"protocol\\":\\"TCP\\"}":{".":{},"f:name":{},"f:port":{}}}}}
    $ kubectl apply --server-side --field-manager=one -f none.yaml
    service/web serverside-applied
    $ kubectl get service web -o 'jsonpath={.spec.ports[*].name} {.metadata.finalizers}'
    https ["example.com/https"]"
  `);
});

test('client-side apply migrates to server-side apply, which removes fields no longer applied', async () => {
  expect(
    await session.type(
      'apply -f settings.yaml',
      `get configmap settings ${OWNERS}`,
      'apply --server-side -f settings.yaml',
      `get configmap settings ${OWNERS}`,
      'diff --server-side -f less.yaml',
      'apply --server-side -f less.yaml',
      'get configmap settings -o yaml --show-managed-fields',
      'get configmap settings -o yaml',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl apply -f settings.yaml
    configmap/settings created
    $ kubectl get configmap settings -o 'jsonpath={range .metadata.managedFields[*]}{.manager} {.operation} {.subresource} {.fieldsV1}{"\\n"}{end}'
    kubectl-client-side-apply Update  {"f:data":{".":{},"f:color":{},"f:size":{}},"f:metadata":{"f:annotations":{".":{},"f:kubectl.kubernetes.io/last-applied-configuration":{}}}}
    $ kubectl apply --server-side -f settings.yaml
    configmap/settings serverside-applied
    $ kubectl get configmap settings -o 'jsonpath={range .metadata.managedFields[*]}{.manager} {.operation} {.subresource} {.fieldsV1}{"\\n"}{end}'
    kubectl Apply  {"f:data":{"f:color":{},"f:size":{}}}
    kubectl-last-applied Apply  {"f:metadata":{"f:annotations":{"f:kubectl.kubernetes.io/last-applied-configuration":{}}}}
    $ kubectl diff --server-side -f less.yaml
    diff -u -N /tmp/LIVE/v1.ConfigMap.server-side-apply.settings /tmp/MERGED/v1.ConfigMap.server-side-apply.settings
    --- /tmp/LIVE/v1.ConfigMap.server-side-apply.settings	<time>
    +++ /tmp/MERGED/v1.ConfigMap.server-side-apply.settings	<time>
    @@ -1,12 +1,11 @@
     apiVersion: v1
     data:
       color: red
    -  size: big
     kind: ConfigMap
     metadata:
       annotations:
         kubectl.kubernetes.io/last-applied-configuration: |
    -      {"apiVersion":"v1","data":{"color":"red","size":"big"},"kind":"ConfigMap","metadata":{"name":"settings","namespace":"server-side-apply"}}
    +      {"apiVersion":"v1","data":{"color":"red"},"kind":"ConfigMap","metadata":{"name":"settings","namespace":"server-side-apply"}}
       creationTimestamp: "<time>"
       name: settings
       namespace: server-side-apply
    [exit code 1]
    $ kubectl apply --server-side -f less.yaml
    configmap/settings serverside-applied
    $ kubectl get configmap settings -o yaml --show-managed-fields
    apiVersion: v1
    data:
      color: red
    kind: ConfigMap
    metadata:
      annotations:
        kubectl.kubernetes.io/last-applied-configuration: |
          {"apiVersion":"v1","data":{"color":"red"},"kind":"ConfigMap","metadata":{"name":"settings","namespace":"server-side-apply"}}
      creationTimestamp: "<time>"
      managedFields:
      - apiVersion: v1
        fieldsType: FieldsV1
        fieldsV1:
          f:metadata:
            f:annotations:
              f:kubectl.kubernetes.io/last-applied-configuration: {}
        manager: kubectl-last-applied
        operation: Apply
      - apiVersion: v1
        fieldsType: FieldsV1
        fieldsV1:
          f:data:
            f:color: {}
        manager: kubectl
        operation: Apply
        time: "<time>"
      name: settings
      namespace: server-side-apply
      resourceVersion: "<version>"
      uid: <uid>
    $ kubectl get configmap settings -o yaml
    apiVersion: v1
    data:
      color: red
    kind: ConfigMap
    metadata:
      annotations:
        kubectl.kubernetes.io/last-applied-configuration: |
          {"apiVersion":"v1","data":{"color":"red"},"kind":"ConfigMap","metadata":{"name":"settings","namespace":"server-side-apply"}}
      creationTimestamp: "<time>"
      name: settings
      namespace: server-side-apply
      resourceVersion: "<version>"
      uid: <uid>
    "
  `);
});

test('a rejected apply prints its conflict', async () => {
  session.write('typo.yaml', deployment('nginx:1.28', '      restartPolicie: Always\n'));
  session.write('stale.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, resourceVersion: "1"}\ndata: {color: red}\n');
  expect(
    await session.type(
      'apply --server-side --validate=ignore -f typo.yaml',
      'apply --server-side -f stale.yaml',
      'apply --server-side --field-manager= -f newer.yaml',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl apply --server-side --validate=ignore -f typo.yaml
    Error from server: failed to create typed patch object (server-side-apply/web; apps/v1, Kind=Deployment): .spec.template.spec.restartPolicie: field not declared in schema
    [exit code 1]
    $ kubectl apply --server-side -f stale.yaml
    error: Operation cannot be fulfilled on configmaps "settings": the object has been modified; please apply your changes to the latest version and try again
    Please review the fields above--they currently have other managers. Here
    are the ways you can resolve this warning:
    * If you intend to manage all of these fields, please re-run the apply
      command with the \`--force-conflicts\` flag.
    * If you do not intend to manage all of the fields, please edit your
      manifest to remove references to the fields that should keep their
      current managers.
    * You may co-own fields by updating your manifest to match the existing
      value; in this case, you'll become the manager if the other manager(s)
      stop managing the field (remove it from their configuration).
    See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
    [exit code 1]
    $ kubectl apply --server-side --field-manager= -f newer.yaml
    The PatchOptions "" is invalid: fieldManager: Required value: is required for apply patch
    [exit code 1]
    "
  `);
});
