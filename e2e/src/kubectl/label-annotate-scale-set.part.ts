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

test('label and annotate', async () => {
  expect(
    await session.type(
      'label pods -l app=app tier=front',
      'label deployment app x=y',
      'label deployment app x=z',
      'label deployment app x=z --overwrite',
      'label deployment app x=z --overwrite',
      'label deployment app x-',
      'label deployment app x-',
      'label deployment app --list',
      "label deployment app 'bad key=1'",
      "label deployment app 'x=bad value!'",
      'label nodes --all disk=ssd',
      'label nodes --all disk-',
      'label deployment nope x=y',
      'annotate deployment app a=1',
      'annotate deployment app a=2',
      'annotate deployment app a=2 --overwrite',
      'annotate deployment app a-',
      'annotate deployment app b@d=1',
      'label -f app.yaml from=file --dry-run=server',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl label pods -l app=app tier=front
    pod/app-6f74fc7f6d-xxxxx labeled
    pod/app-6f74fc7f6d-xxxxx labeled
    pod/app-6f74fc7f6d-xxxxx labeled
    $ kubectl label deployment app x=y
    deployment.apps/app labeled
    $ kubectl label deployment app x=z
    error: 'x' already has a value (y), and --overwrite is false
    [exit code 1]
    $ kubectl label deployment app x=z --overwrite
    deployment.apps/app labeled
    $ kubectl label deployment app x=z --overwrite
    deployment.apps/app not labeled
    $ kubectl label deployment app x-
    deployment.apps/app unlabeled
    $ kubectl label deployment app x-
    label "x" not found.
    deployment.apps/app not labeled
    $ kubectl label deployment app --list
    app=app
    $ kubectl label deployment app 'bad key=1'
    The Deployment "app" is invalid: metadata.labels: Invalid value: "bad key": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
    [exit code 1]
    $ kubectl label deployment app 'x=bad value!'
    error: invalid label value: "x=bad value!": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')
    [exit code 1]
    $ kubectl label nodes --all disk=ssd
    node/node-1 labeled
    node/node-2 labeled
    node/node-3 labeled
    $ kubectl label nodes --all disk-
    node/node-1 unlabeled
    node/node-2 unlabeled
    node/node-3 unlabeled
    $ kubectl label deployment nope x=y
    Error from server (NotFound): deployments.apps "nope" not found
    [exit code 1]
    $ kubectl annotate deployment app a=1
    deployment.apps/app annotated
    $ kubectl annotate deployment app a=2
    error: --overwrite is false but found the following declared annotation(s): 'a' already has a value (1)
    [exit code 1]
    $ kubectl annotate deployment app a=2 --overwrite
    deployment.apps/app annotated
    $ kubectl annotate deployment app a-
    deployment.apps/app annotated
    $ kubectl annotate deployment app b@d=1
    The Deployment "app" is invalid: metadata.annotations: Invalid value: "b@d": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
    [exit code 1]
    $ kubectl label -f app.yaml from=file --dry-run=server
    deployment.apps/app labeled (server dry run)
    "
  `);
});

test('scale', async () => {
  expect(
    await session.type(
      'scale deployment app --replicas=4',
      'scale deployment app --current-replicas=3 --replicas=2',
      'scale deployment app --current-replicas=4 --replicas=2',
      'scale deployment nope --replicas=2',
      'scale deployment app --replicas=-1',
      'scale pod nope --replicas=1',
      'scale -f app.yaml --replicas=1',
      "get deployment app -o jsonpath='{.spec.replicas}'",
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl scale deployment app --replicas=4
    deployment.apps/app scaled
    $ kubectl scale deployment app --current-replicas=3 --replicas=2
    error: Expected replicas to be 3, was 4
    [exit code 1]
    $ kubectl scale deployment app --current-replicas=4 --replicas=2
    deployment.apps/app scaled
    $ kubectl scale deployment nope --replicas=2
    Error from server (NotFound): deployments.apps "nope" not found
    [exit code 1]
    $ kubectl scale deployment app --replicas=-1
    error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0
    [exit code 1]
    $ kubectl scale pod nope --replicas=1
    Error from server (NotFound): pods "nope" not found
    [exit code 1]
    $ kubectl scale -f app.yaml --replicas=1
    deployment.apps/app scaled
    $ kubectl get deployment app -o jsonpath='{.spec.replicas}'
    1"
  `);
});

test('set', async () => {
  expect(
    await session.type(
      'set image deployment/app c=nginx:1.25',
      'set image deployment/app c=nginx:1.25',
      'set image deployment/app zz=nginx:1.25',
      'set image deployment/nope c=nginx',
      'set env deployment/app A=b',
      'set env deployment/app --list',
      'set env deployment/app A-',
      'set resources deployment/app --limits=cpu=200m,memory=512Mi --requests=cpu=100m,memory=256Mi',
      'set serviceaccount deployment app default',
      'set selector service kubernetes a=b --dry-run=server -n default',
      "get deployment app -o jsonpath='{.spec.template.spec.containers[0]}'",
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl set image deployment/app c=nginx:1.25
    deployment.apps/app image updated
    $ kubectl set image deployment/app c=nginx:1.25
    $ kubectl set image deployment/app zz=nginx:1.25
    error: unable to find container named "zz"
    [exit code 1]
    $ kubectl set image deployment/nope c=nginx
    Error from server (NotFound): deployments.apps "nope" not found
    [exit code 1]
    $ kubectl set env deployment/app A=b
    deployment.apps/app env updated
    $ kubectl set env deployment/app --list
    # Deployment app, container c
    A=b
    $ kubectl set env deployment/app A-
    deployment.apps/app env updated
    $ kubectl set resources deployment/app --limits=cpu=200m,memory=512Mi --requests=cpu=100m,memory=256Mi
    deployment.apps/app resource requirements updated
    $ kubectl set serviceaccount deployment app default
    deployment.apps/app serviceaccount updated
    $ kubectl set selector service kubernetes a=b --dry-run=server -n default
    service/kubernetes selector updated (server dry run)
    $ kubectl get deployment app -o jsonpath='{.spec.template.spec.containers[0]}'
    {"image":"nginx:1.25","imagePullPolicy":"IfNotPresent","name":"c","ports":[{"containerPort":80,"protocol":"TCP"}],"resources":{"limits":{"cpu":"200m","memory":"512Mi"},"requests":{"cpu":"100m","memory":"256Mi"}},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"}"
  `);
});
