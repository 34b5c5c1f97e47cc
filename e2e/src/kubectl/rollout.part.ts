import { beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { deploymentManifest } from './manifests.ts';
import { Session } from './session.ts';

let session: Session;
beforeAll(() => {
  session = Session.in(lab);
});

/** Last line of rollout status: earlier lines depend on speed. */
async function rolledOut(): Promise<string> {
  return (await session.type('rollout status deployment/app --timeout=60s')).replace(/(Waiting for .*\n)+/, '');
}
const DONE = '$ kubectl rollout status deployment/app --timeout=60s\ndeployment "app" successfully rolled out\n';

test('a rollout is followed, and has a history', async () => {
  session.write('app.yaml', deploymentManifest());
  await session.quietly('apply -f app.yaml');
  expect(await rolledOut()).toBe(DONE);
  await session.quietly('set image deployment/app c=nginx:1.27', 'annotate deployment/app kubernetes.io/change-cause=newer');
  expect(await rolledOut()).toBe(DONE);
  expect(
    await session.type(
      'rollout history deployment/app',
      'rollout history deployment/app --revision=2',
      'rollout history deployment/app --revision=9',
      'rollout status deployment/app --revision=1',
      'rollout status deployment/nope',
      'get replicasets -o wide --sort-by=.metadata.annotations.deployment\\.kubernetes\\.io/revision',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl rollout history deployment/app
    deployment.apps/app
    REVISION  CHANGE-CAUSE
    1         <none>
    2         newer

    $ kubectl rollout history deployment/app --revision=2
    deployment.apps/app with revision #2
    Pod Template:
      Labels:	app=app
    	pod-template-hash=6fb74c7775
      Annotations:	kubernetes.io/change-cause: newer
      Containers:
       c:
        Image:	nginx:1.27
        Port:	80/TCP
        Host Port:	0/TCP
        Environment:	<none>
        Mounts:	<none>
      Volumes:	<none>
      Node-Selectors:	<none>
      Tolerations:	<none>

    $ kubectl rollout history deployment/app --revision=9
    error: unable to find the specified revision
    [exit code 1]
    $ kubectl rollout status deployment/app --revision=1
    error: desired revision (1) is different from the running revision (2)
    [exit code 1]
    $ kubectl rollout status deployment/nope
    Error from server (NotFound): deployments.apps "nope" not found
    [exit code 1]
    $ kubectl get replicasets -o wide --sort-by=.metadata.annotations.deployment\\.kubernetes\\.io/revision
    NAME             DESIRED   CURRENT   READY   AGE   CONTAINERS   IMAGES       SELECTOR
    app-6f74fc7f6d   0         0         0   <age>   c            nginx:1.26   app=app,pod-template-hash=6f74fc7f6d
    app-6fb74c7775   3         3         3   <age>   c            nginx:1.27   app=app,pod-template-hash=6fb74c7775
    "
  `);
});

test('rollout undo returns to the previous or a given revision', async () => {
  expect(await session.type('rollout undo deployment/app')).toMatchInlineSnapshot(`
    "$ kubectl rollout undo deployment/app
    deployment.apps/app rolled back
    "
  `);
  expect(await rolledOut()).toBe(DONE);
  expect(await session.type('rollout history deployment/app', 'rollout undo deployment/app --to-revision=2')).toMatchInlineSnapshot(`
    "$ kubectl rollout history deployment/app
    deployment.apps/app
    REVISION  CHANGE-CAUSE
    2         newer
    3         <none>

    $ kubectl rollout undo deployment/app --to-revision=2
    deployment.apps/app rolled back
    "
  `);
  expect(await rolledOut()).toBe(DONE);
  expect(
    await session.type(
      'rollout undo deployment/app --to-revision=9',
      'rollout undo deployment/app --to-revision=4',
      "get deployment app -o jsonpath='{.spec.template.spec.containers[0].image} {.metadata.annotations.deployment\\.kubernetes\\.io/revision}'",
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl rollout undo deployment/app --to-revision=9
    error: unable to find specified revision 9 in history
    [exit code 1]
    $ kubectl rollout undo deployment/app --to-revision=4
    deployment.apps/app skipped rollback (current template already matches revision 4)
    $ kubectl get deployment app -o jsonpath='{.spec.template.spec.containers[0].image} {.metadata.annotations.deployment\\.kubernetes\\.io/revision}'
    nginx:1.27 4"
  `);
});

test('a rollout is restarted, paused and resumed', async () => {
  expect(await session.type('rollout restart deployment/app')).toMatchInlineSnapshot(`
    "$ kubectl rollout restart deployment/app
    deployment.apps/app restarted
    "
  `);
  expect(await rolledOut()).toBe(DONE);
  expect(
    await session.type(
      'rollout pause deployment/app',
      'rollout pause deployment/app',
      'rollout restart deployment/app',
      'rollout undo deployment/app',
      'set image deployment/app c=nginx:1.25',
      'rollout resume deployment/app',
      'rollout resume deployment/app',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl rollout pause deployment/app
    deployment.apps/app paused
    $ kubectl rollout pause deployment/app
    error: deployments.apps "app" is already paused
    [exit code 1]
    $ kubectl rollout restart deployment/app
    error: deployments.apps "app" can't restart paused deployment (run rollout resume first)
    [exit code 1]
    $ kubectl rollout undo deployment/app
    error: you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again
    [exit code 1]
    $ kubectl set image deployment/app c=nginx:1.25
    deployment.apps/app image updated
    $ kubectl rollout resume deployment/app
    deployment.apps/app resumed
    $ kubectl rollout resume deployment/app
    error: deployments.apps "app" is not paused
    [exit code 1]
    "
  `);
  expect(await rolledOut()).toBe(DONE);
  // The hash depends on the time of the restart.
  const described = await session.type('describe deployment app --show-events=false');
  expect(described.replace(/app-[0-9a-f]{8,10}/g, 'app-<hash>')).toMatchInlineSnapshot(`
    "$ kubectl describe deployment app --show-events=false
    Name:                   app
    Namespace:              rollout
    CreationTimestamp:      <date>
    Labels:                 app=app
    Annotations:            deployment.kubernetes.io/revision: 6
                            kubernetes.io/change-cause: newer
    Selector:               app=app
    Replicas:               3 desired | 3 updated | 3 total | 3 available | 0 unavailable
    StrategyType:           RollingUpdate
    MinReadySeconds:        0
    RollingUpdateStrategy:  25% max unavailable, 25% max surge
    Pod Template:
      Labels:       app=app
      Annotations:  kubectl.kubernetes.io/restartedAt: <time>
      Containers:
       c:
        Image:         nginx:1.25
        Port:          80/TCP
        Host Port:     0/TCP
        Environment:   <none>
        Mounts:        <none>
      Volumes:         <none>
      Node-Selectors:  <none>
      Tolerations:     <none>
    Conditions:
      Type           Status  Reason
      ----           ------  ------
      Available      True    MinimumReplicasAvailable
      Progressing    True    NewReplicaSetAvailable
    OldReplicaSets:  app-<hash> (0/0 replicas created), app-<hash> (0/0 replicas created), app-<hash> (0/0 replicas created)
    NewReplicaSet:   app-<hash> (3/3 replicas created)
    "
  `);
});

test('a stuck rollout reports its condition', async () => {
  await session.quietly('set image deployment/app c=nginx:no-such-tag');
  const stuck = session.type('rollout status deployment/app --timeout=1s');
  expect((await stuck).split('\n').slice(-3).join('\n')).toMatchInlineSnapshot(`
    "error: timed out waiting for the condition
    [exit code 1]
    "
  `);
});
