import { beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { Session } from './session.ts';

let session: Session;
beforeAll(() => {
  session = Session.in(lab);
});

const container = { name: 'a', image: 'nginx' };
const pod = (spec: object, metadata: object = { name: 'x' }) => ({ apiVersion: 'v1', kind: 'Pod', metadata, spec });

/** Creates an object from standard input. */
async function create(object: object): Promise<string> {
  return session.type(['create -f -', { input: JSON.stringify(object) }]);
}

test('a missing object is NotFound', async () => {
  expect(
    await session.type(
      'get pod x',
      'get pods',
      'get pods -A',
      'get foo',
      'describe pod x',
      'delete deployment x',
      'logs x',
      'get pod x -n nowhere',
      'get --raw /nope',
      'get --raw /api/v1/nope',
      'get pods,x/y/z',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl get pod x
    Error from server (NotFound): pods "x" not found
    [exit code 1]
    $ kubectl get pods
    No resources found in errors namespace.
    $ kubectl get pods -A
    No resources found
    $ kubectl get foo
    error: the server doesn't have a resource type "foo"
    [exit code 1]
    $ kubectl describe pod x
    Error from server (NotFound): pods "x" not found
    [exit code 1]
    $ kubectl delete deployment x
    Error from server (NotFound): deployments.apps "x" not found
    [exit code 1]
    $ kubectl logs x
    error: error from server (NotFound): pods "x" not found in namespace "errors"
    [exit code 1]
    $ kubectl get pod x -n nowhere
    Error from server (NotFound): namespaces "nowhere" not found
    [exit code 1]
    $ kubectl get --raw /nope
    Error from server (NotFound): the server could not find the requested resource
    [exit code 1]
    $ kubectl get --raw /api/v1/nope
    Error from server (NotFound): the server could not find the requested resource
    [exit code 1]
    $ kubectl get pods,x/y/z
    error: arguments in resource/name form may not have more than one slash
    [exit code 1]
    "
  `);
});

test.each<[string, object, string]>([
  ['without containers', pod({ containers: [] }), 'The Pod "x" is invalid: spec.containers: Required value'],
  ['without a spec', pod({}, { name: 'x' }), 'The Pod "x" is invalid: spec.containers: Required value'],
  [
    'with a name in capitals',
    pod({ containers: [{ name: 'A_b' }] }),
    `The Pod "x" is invalid: 
* spec.containers[0].name: Invalid value: "A_b": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
* spec.containers[0].image: Required value`,
  ],
  [
    'with a port that is text',
    pod({ containers: [{ ...container, ports: [{ containerPort: '80' }] }] }),
    'Error from server (BadRequest): error when creating "STDIN": Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
  ],
  [
    'with one container and no list',
    pod({ containers: container }),
    'Error from server (BadRequest): error when creating "STDIN": Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container',
  ],
  [
    'with memory in no unit',
    pod({ containers: [{ ...container, resources: { limits: { memory: '1Gib' } } }] }),
    `Error from server (BadRequest): error when creating "STDIN": Pod in version "v1" cannot be handled as a Pod: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
  ],
  [
    'that asks for more than its limit',
    pod({ containers: [{ ...container, resources: { limits: { memory: '1Mi' }, requests: { memory: '2Mi' } } }] }),
    'The Pod "x" is invalid: spec.containers[0].resources.requests: Invalid value: "2Mi": must be less than or equal to memory limit of 1Mi',
  ],
  [
    'with a restart policy in small letters',
    pod({ containers: [container], restartPolicy: 'never' }),
    'The Pod "x" is invalid: spec.restartPolicy: Unsupported value: "never": supported values: "Always", "OnFailure", "Never"',
  ],
  [
    'with a variable that is a number',
    pod({ containers: [{ ...container, env: [{ name: 'A', value: 1 }] }] }),
    'Error from server (BadRequest): error when creating "STDIN": Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string',
  ],
  [
    'with two containers of one name and a volume that is not there',
    pod({ containers: [container, { ...container, imagePullPolicy: 'always', volumeMounts: [{ name: 'v', mountPath: '/x' }] }] }),
    `The Pod "x" is invalid: 
* spec.containers[1].volumeMounts[0].name: Not found: "v"
* spec.containers[1].imagePullPolicy: Unsupported value: "always": supported values: "Always", "IfNotPresent", "Never"
* spec.containers[1].name: Duplicate value: "a"`,
  ],
])('a pod %s is refused', async (_, object, message) => {
  expect(await create(object)).toBe(`$ kubectl create -f -\n${message.replace(/ $/gm, '')}\n[exit code 1]\n`);
});

test.each<[string, object, string]>([
  [
    'an empty Deployment',
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' } },
    'The Deployment "x" is invalid: \n* spec.selector: Required value\n* spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`\n* spec.template.spec.containers: Required value',
  ],
  [
    'an empty Service',
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } },
    'The Service "x" is invalid: spec.ports: Required value',
  ],
  [
    'a ConfigMap of numbers',
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { a: 1 } },
    'Error from server (BadRequest): error when creating "STDIN": ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
  ],
  [
    'a Secret that is not encoded',
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' }, data: { a: 'notbase64!' } },
    'Error from server (BadRequest): error when creating "STDIN": Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 9',
  ],
  [
    'a kind that nobody knows',
    { apiVersion: 'v1', kind: 'Pods', metadata: { name: 'x' } },
    'error: resource mapping not found for name: "x" namespace: "" from "STDIN": no matches for kind "Pods" in version "v1"\nensure CRDs are installed first',
  ],
  [
    'an object without a kind',
    { apiVersion: 'v1', metadata: { name: 'x' } },
    'error: error validating "STDIN": error validating data: kind not set; if you choose to ignore these errors, turn validation off with --validate=false',
  ],
])('%s is refused', async (_, object, message) => {
  expect(await create(object)).toBe(`$ kubectl create -f -\n${message.replace(/ $/gm, '')}\n[exit code 1]\n`);
});

test('unknown fields are refused, warned about or ignored, as requested', async () => {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', lables: {} }, dta: {} });
  expect(
    await session.type(
      ['apply -f -', { input }],
      ['apply -f - --validate=warn', { input }],
      ['apply -f - --validate=ignore', { input }],
      ['apply -f - --validate=false -n nowhere', { input }],
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl apply -f -
    Error from server (BadRequest): error when creating "STDIN": ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dta", unknown field "metadata.lables"
    [exit code 1]
    $ kubectl apply -f - --validate=warn
    configmap/c created
    Warning: unknown field "dta"
    Warning: unknown field "metadata.lables"
    $ kubectl apply -f - --validate=ignore
    configmap/c configured
    $ kubectl apply -f - --validate=false -n nowhere
    Error from server (NotFound): error when creating "STDIN": namespaces "nowhere" not found
    [exit code 1]
    "
  `);
});
