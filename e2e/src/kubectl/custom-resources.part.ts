import { beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { Session } from './session.ts';

const DEFINITION = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: crontabs.stable.example.com}
spec:
  group: stable.example.com
  scope: Namespaced
  names: {plural: crontabs, singular: crontab, kind: CronTab, shortNames: [ct]}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                cronSpec: {type: string, description: minutes and hours}
                replicas: {type: integer}
      subresources:
        scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}
      additionalPrinterColumns:
        - {name: Spec, type: string, jsonPath: .spec.cronSpec}
        - {name: Replicas, type: integer, jsonPath: .spec.replicas}
        - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
`;

const CRON_TAB = `
apiVersion: stable.example.com/v1
kind: CronTab
metadata: {name: mine}
spec: {cronSpec: "* * * * */5", replicas: 1}
`;

let session: Session;
beforeAll(async () => {
  session = Session.in(lab);
  session.write('crd.yaml', DEFINITION);
  session.write('mine.yaml', CRON_TAB);
  session.write('changed.yaml', CRON_TAB.replace('replicas: 1', 'replicas: 3'));
});

test('objects of a definition are created, changed and deleted with kubectl', async () => {
  expect(
    await session.type(
      'apply -f crd.yaml',
      'wait --for=condition=established crd/crontabs.stable.example.com --timeout=60s',
      'get crd',
      'api-resources --api-group stable.example.com',
      'apply -f mine.yaml',
      'apply -f changed.yaml',
      'get crontabs',
      'label ct mine tier=front',
      'get ct -l tier=front -o name',
      'apply -f mine.yaml --server-side --force-conflicts',
      'get crontab mine -o jsonpath={.spec.replicas}',
      'explain crontabs.spec',
      'scale crontab mine --replicas 4',
      'get crontab mine --subresource scale',
      'delete -f crd.yaml',
      'get crontabs',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl apply -f crd.yaml
    customresourcedefinition.apiextensions.k8s.io/crontabs.stable.example.com created
    $ kubectl wait --for=condition=established crd/crontabs.stable.example.com --timeout=60s
    customresourcedefinition.apiextensions.k8s.io/crontabs.stable.example.com condition met
    $ kubectl get crd
    NAME                          CREATED AT
    crontabs.stable.example.com   <time>
    $ kubectl api-resources --api-group stable.example.com
    NAME       SHORTNAMES   APIVERSION              NAMESPACED   KIND
    crontabs   ct           stable.example.com/v1   true         CronTab
    $ kubectl apply -f mine.yaml
    crontab.stable.example.com/mine created
    $ kubectl apply -f changed.yaml
    crontab.stable.example.com/mine configured
    $ kubectl get crontabs
    NAME   SPEC          REPLICAS   AGE
    mine   * * * * */5   3   <age>
    $ kubectl label ct mine tier=front
    crontab.stable.example.com/mine labeled
    $ kubectl get ct -l tier=front -o name
    crontab.stable.example.com/mine
    $ kubectl apply -f mine.yaml --server-side --force-conflicts
    crontab.stable.example.com/mine serverside-applied
    $ kubectl get crontab mine -o jsonpath={.spec.replicas}
    1$ kubectl explain crontabs.spec
    GROUP:      stable.example.com
    KIND:       CronTab
    VERSION:    v1

    FIELD: spec <Object>


    DESCRIPTION:
        <empty>
    FIELDS:
      cronSpec	<string>
        minutes and hours

      replicas	<integer>
        <no description>


    $ kubectl scale crontab mine --replicas 4
    crontab.stable.example.com/mine scaled
    $ kubectl get crontab mine --subresource scale
    NAME   DESIRED   AVAILABLE   AGE
    mine   4         0   <age>
    $ kubectl delete -f crd.yaml
    customresourcedefinition.apiextensions.k8s.io "crontabs.stable.example.com" deleted
    $ kubectl get crontabs
    Error from server (NotFound): Unable to list "stable.example.com/v1, Resource=crontabs": the server could not find the requested resource (get crontabs.stable.example.com)
    [exit code 1]
    "
  `);
});
