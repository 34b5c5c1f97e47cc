import { beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { Session } from './session.ts';

const PRIVILEGED = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: mighty}
spec:
  replicas: 1
  selector: {matchLabels: {app: mighty}}
  template:
    metadata: {labels: {app: mighty}}
    spec:
      containers:
        - {name: app, image: nginx, securityContext: {privileged: true}}
`;

const RECONCILED = `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: team}
rules:
  - {apiGroups: [""], resources: [pods, services], verbs: [get, list]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: readers, namespace: team}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects:
  - {apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}
`;

const WEBHOOK = `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: hooks}
webhooks:
  - name: example.com
    sideEffects: Some
    admissionReviewVersions: [v1]
    clientConfig: {url: "http://hook"}
`;

let session: Session;
beforeAll(async () => {
  session = Session.in(lab);
  session.write('mighty.yaml', PRIVILEGED);
  session.write('rbac.yaml', RECONCILED);
  session.write('webhook.yaml', WEBHOOK);
  await session.quietly('create namespace team', 'create namespace strict');
});

test('a cluster has default roles, and accepts new ones', async () => {
  expect(
    await session.type(
      'get clusterroles admin system:discovery',
      'get clusterrolebindings cluster-admin system:monitoring -o wide',
      'create role reader --verb=get,list --resource=pods -n team',
      'create clusterrole watcher --verb=watch --resource=nodes',
      'create rolebinding readers --role=reader --user=jane --serviceaccount=team:default -n team',
      'create clusterrolebinding watchers --clusterrole=watcher --group=devs',
      'describe role reader -n team',
      'get rolebindings -n team -o wide',
      'auth reconcile -f rbac.yaml',
      'delete clusterrole watcher',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl get clusterroles admin system:discovery
    NAME               CREATED AT
    admin              <time>
    system:discovery   <time>
    $ kubectl get clusterrolebindings cluster-admin system:monitoring -o wide
    NAME                ROLE                            AGE   USERS   GROUPS              SERVICEACCOUNTS
    cluster-admin       ClusterRole/cluster-admin   <age>   system:masters
    system:monitoring   ClusterRole/system:monitoring   <age>   system:monitoring
    $ kubectl create role reader --verb=get,list --resource=pods -n team
    role.rbac.authorization.k8s.io/reader created
    $ kubectl create clusterrole watcher --verb=watch --resource=nodes
    clusterrole.rbac.authorization.k8s.io/watcher created
    $ kubectl create rolebinding readers --role=reader --user=jane --serviceaccount=team:default -n team
    rolebinding.rbac.authorization.k8s.io/readers created
    $ kubectl create clusterrolebinding watchers --clusterrole=watcher --group=devs
    clusterrolebinding.rbac.authorization.k8s.io/watchers created
    $ kubectl describe role reader -n team
    Name:         reader
    Labels:       <none>
    Annotations:  <none>
    PolicyRule:
      Resources  Non-Resource URLs  Resource Names  Verbs
      ---------  -----------------  --------------  -----
      pods       []                 []              [get list]
    $ kubectl get rolebindings -n team -o wide
    NAME      ROLE          AGE   USERS   GROUPS   SERVICEACCOUNTS
    readers   Role/reader   <age>   jane             team/default
    $ kubectl auth reconcile -f rbac.yaml
    role.rbac.authorization.k8s.io/reader reconciled
    rolebinding.rbac.authorization.k8s.io/readers reconciled
    	reconciliation required update
    	missing rules added:
    		{Verbs:[get] APIGroups:[] Resources:[services] ResourceNames:[] NonResourceURLs:[]}
    		{Verbs:[list] APIGroups:[] Resources:[services] ResourceNames:[] NonResourceURLs:[]}
    $ kubectl delete clusterrole watcher
    clusterrole.rbac.authorization.k8s.io "watcher" deleted
    "
  `);
});

test('the role of a role binding is immutable', async () => {
  expect(
    await session.type(
      `patch rolebinding readers -n team --type=merge -p '{"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"writer"}}'`,
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl patch rolebinding readers -n team --type=merge -p '{"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"writer"}}'
    The RoleBinding "readers" is invalid: roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"Role","Name":"writer"}: cannot change roleRef
    [exit code 1]
    "
  `);
});

test('a service account gets tokens, and any user may query own permissions', async () => {
  const token = await session.type('create token default -n team');
  expect(token).toMatch(/^\$ kubectl create token default -n team\n[\w-]+\.[\w-]+\.[\w-]{86}$/);
  expect(
    await session.type(
      'create token default -n team --duration=1m',
      'create token nobody -n team',
      'auth can-i --list -n team',
      'auth can-i create deployments.apps --subresource=scale -n team',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl create token default -n team --duration=1m
    error: failed to create token: TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes
    [exit code 1]
    $ kubectl create token nobody -n team
    error: failed to create token: serviceaccounts "nobody" not found
    [exit code 1]
    $ kubectl auth can-i --list -n team
    Resources   Non-Resource URLs   Resource Names   Verbs
    *.*         []                  []               [*]
                [*]                 []               [*]
    $ kubectl auth can-i create deployments.apps --subresource=scale -n team
    yes
    "
  `);
});

test('a token of a service account authenticates it at the API', async () => {
  const token = (await session.type('create token default -n team')).split('\n')[1];
  const review = await session.type(`auth whoami --token=${token} -o jsonpath={.status.userInfo.username}`);
  expect(review.split('\n')[1]).toBe('system:serviceaccount:team:default');
  const [header, claims] = String(token).split('.');
  const forged = await session.type(`auth whoami --token=${header}.${claims}.${'A'.repeat(86)}`);
  expect(forged).toContain('error: You must be logged in to the server (Unauthorized)');
});

test('a namespace holds its pods to a standard', async () => {
  expect(
    await session.type(
      'run plain --image=nginx -n strict',
      'label namespace strict pod-security.kubernetes.io/enforce=strictest',
      'label namespace strict pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/warn=baseline',
      'run second --image=nginx -n strict',
      'apply -f mighty.yaml -n strict',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl run plain --image=nginx -n strict
    pod/plain created
    $ kubectl label namespace strict pod-security.kubernetes.io/enforce=strictest
    The Namespace "strict" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strictest": must be one of privileged, baseline, restricted
    [exit code 1]
    $ kubectl label namespace strict pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/warn=baseline
    namespace/strict labeled
    Warning: existing pods in namespace "strict" violate the new PodSecurity enforce level "restricted:latest"
    Warning: plain: allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile
    $ kubectl run second --image=nginx -n strict
    Error from server (Forbidden): pods "second" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "second" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "second" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "second" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "second" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")
    [exit code 1]
    $ kubectl apply -f mighty.yaml -n strict
    deployment.apps/mighty created
    Warning: would violate PodSecurity "baseline:latest": privileged (container "app" must not set securityContext.privileged=true)
    "
  `);
});

test('invalid webhook configurations are rejected', async () => {
  expect(await session.type('apply -f webhook.yaml', 'explain validatingadmissionpolicies.spec.failurePolicy')).toMatchInlineSnapshot(`
    "$ kubectl apply -f webhook.yaml
    The ValidatingWebhookConfiguration "hooks" is invalid:
    * webhooks[0].name: Invalid value: "example.com": should be a domain with at least three segments separated by dots
    * webhooks[0].sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"
    * webhooks[0].clientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path]
    [exit code 1]
    $ kubectl explain validatingadmissionpolicies.spec.failurePolicy
    GROUP:      admissionregistration.k8s.io
    KIND:       ValidatingAdmissionPolicy
    VERSION:    v1

    FIELD: failurePolicy <string>
    ENUM:
        Fail
        Ignore

    DESCRIPTION:
        failurePolicy defines how to handle failures for the admission policy.
        Failures can occur from CEL expression parse errors, type check errors,
        runtime errors and invalid or mis-configured policy definitions or bindings.

        A policy is invalid if spec.paramKind refers to a non-existent Kind. A
        binding is invalid if spec.paramRef.name refers to a non-existent resource.

        failurePolicy does not define how validations that evaluate to false are
        handled.

        When failurePolicy is set to Fail, ValidatingAdmissionPolicyBinding
        validationActions define how failures are enforced.

        Allowed values are Ignore or Fail. Defaults to Fail.

        Possible enum values:
         - \`"Fail"\`
         - \`"Ignore"\`


    "
  `);
});
