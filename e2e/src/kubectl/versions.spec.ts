import { KUBECTL_VERSIONS } from '@klockwork/kubectl-tool';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deploymentManifest } from './manifests.ts';
import { Session } from './session.ts';

let session: Session;
beforeAll(async () => {
  session = await Session.open();
  session.write('app.yaml', deploymentManifest('nginx:1.26'));
  session.write('newer.yaml', deploymentManifest('nginx:1.27'));
});
afterAll(() => session.close());

/**
 * What depends on kubectl's version on the wire: protobuf bodies, streamed lists, OpenAPI, SPDY. It looks the same to who types, but for
 * `auth whoami` of 1.27, which asks for versions of the API that are gone, and a blank line in `explain`.
 */
describe.each(KUBECTL_VERSIONS)('kubectl %s', (version) => {
  test('does the same', async () => {
    session.use(version);
    const followed = 'rollout status deployment/app --timeout=30s';
    const transcript = [
      await session.type(
        'create namespace shop',
        'create configmap settings --from-literal=a=b',
        'create deployment web --image=nginx:1.27',
      ),
      await session.type('apply -f app.yaml'),
      (await session.type(followed)).replace(/(Waiting for .*\n)+/, ''),
      await session.type('apply -f app.yaml', 'diff -f app.yaml', 'apply -f newer.yaml'),
      (await session.type(followed)).replace(/(Waiting for .*\n)+/, ''),
      (await session.type('explain deployment.spec.strategy --recursive')).replaceAll('\n\n\n', '\n\n'),
      await session.type(
        'explain pod.spec.nope',
        'auth can-i create pods',
        'wait --for=condition=Available deployment/web --timeout=20s',
        'get deployments',
        'scale deployment web --replicas=0 --current-replicas=1',
        `patch configmap settings -p '{"data":{"c":"d"}}'`,
        'create configmap settings',
        'get pods nope',
        'run once --image=busybox:1.36 --restart=Never -- echo hello',
        "wait --for=jsonpath='{.status.phase}'=Succeeded pod/once --timeout=20s",
        'logs once',
        'exec deployment/app -- echo from inside',
      ),
      await session.follow('get configmap settings -w --output-watch-events', {
        lines: 3,
        after: 2,
        change: () => session.quietly('label configmap settings x=y'),
      }),
    ].join('');
    expect(transcript).toMatchInlineSnapshot(`
      "$ kubectl create namespace shop
      namespace/shop created
      $ kubectl create configmap settings --from-literal=a=b
      configmap/settings created
      $ kubectl create deployment web --image=nginx:1.27
      deployment.apps/web created
      $ kubectl apply -f app.yaml
      deployment.apps/app created
      $ kubectl rollout status deployment/app --timeout=30s
      deployment "app" successfully rolled out
      $ kubectl apply -f app.yaml
      deployment.apps/app unchanged
      $ kubectl diff -f app.yaml
      $ kubectl apply -f newer.yaml
      deployment.apps/app configured
      $ kubectl rollout status deployment/app --timeout=30s
      deployment "app" successfully rolled out
      $ kubectl explain deployment.spec.strategy --recursive
      GROUP:      apps
      KIND:       Deployment
      VERSION:    v1

      FIELD: strategy <DeploymentStrategy>

      DESCRIPTION:
          The deployment strategy to use to replace existing pods with new ones.
          DeploymentStrategy describes how to replace existing pods with new ones.

      FIELDS:
        rollingUpdate	<RollingUpdateDeployment>
          maxSurge	<IntOrString>
          maxUnavailable	<IntOrString>
        type	<string>

      $ kubectl explain pod.spec.nope
      KIND:       Pod
      VERSION:    v1

      error: field "nope" does not exist
      [exit code 1]
      $ kubectl auth can-i create pods
      yes
      $ kubectl wait --for=condition=Available deployment/web --timeout=20s
      deployment.apps/web condition met
      $ kubectl get deployments
      NAME   READY   UP-TO-DATE   AVAILABLE   AGE
      app    3/3     3            3   <age>
      web    1/1     1            1   <age>
      $ kubectl scale deployment web --replicas=0 --current-replicas=1
      deployment.apps/web scaled
      $ kubectl patch configmap settings -p '{"data":{"c":"d"}}'
      configmap/settings patched
      $ kubectl create configmap settings
      error: failed to create configmap: configmaps "settings" already exists
      [exit code 1]
      $ kubectl get pods nope
      Error from server (NotFound): pods "nope" not found
      [exit code 1]
      $ kubectl run once --image=busybox:1.36 --restart=Never -- echo hello
      pod/once created
      $ kubectl wait --for=jsonpath='{.status.phase}'=Succeeded pod/once --timeout=20s
      pod/once condition met
      $ kubectl logs once
      hello
      $ kubectl exec deployment/app -- echo from inside
      from inside
      $ kubectl get configmap settings -w --output-watch-events
      EVENT      NAME       DATA   AGE
      ADDED      settings   2   <age>
      MODIFIED   settings   2   <age>
      "
    `);
    await session.quietly(
      'delete namespace shop',
      'delete deployment app web --cascade=foreground',
      'delete pod once --now',
      'delete configmap settings',
    );
    expect((await session.type('get deployments,replicasets,pods')).replace(/.*\n/, '')).toBe('No resources found in default namespace.\n');
  });
});
