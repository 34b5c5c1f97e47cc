import { afterAll, beforeAll, expect, test } from 'vitest';
import { unordered } from './normalize.ts';
import { Session } from './session.ts';

let session: Session;
beforeAll(async () => {
  session = await Session.open();
});
afterAll(() => session.close());

/** Applies a manifest of the course notes from `name`. */
async function apply(name: string, manifest: string, ...commands: readonly string[]): Promise<string> {
  session.write(name, manifest);
  return session.type(`apply -f ${name}`, ...commands);
}

test('the first pod, applied again, and then with an image that does not exist', async () => {
  const manifest = (image: string) => `apiVersion: v1
kind: Pod
metadata:
  name: my-pod
spec:
  containers:
    - name: my-container
      image: ${image}
      ports:
        - containerPort: 3000
`;
  const ready = 'wait --for=condition=Ready pod/my-pod --timeout=20s';
  expect(await apply('my-pod.yaml', manifest('nginx:1.27'), ready, 'get pods', 'apply -f my-pod.yaml')).toMatchInlineSnapshot(`
    "$ kubectl apply -f my-pod.yaml
    pod/my-pod created
    $ kubectl wait --for=condition=Ready pod/my-pod --timeout=20s
    pod/my-pod condition met
    $ kubectl get pods
    NAME     READY   STATUS    RESTARTS   AGE
    my-pod   1/1     Running   0   <age>
    $ kubectl apply -f my-pod.yaml
    pod/my-pod unchanged
    "
  `);
  expect(await apply('my-pod.yaml', manifest('my-app:1.0.0-xyz'))).toMatchInlineSnapshot(`
    "$ kubectl apply -f my-pod.yaml
    pod/my-pod configured
    "
  `);
  const failing = "wait --for=jsonpath='{.status.containerStatuses[0].state.waiting.reason}'=ImagePullBackOff pod/my-pod --timeout=20s";
  expect(await session.type(failing, 'get pods', 'describe pod my-pod')).toMatchInlineSnapshot(`
    "$ kubectl wait --for=jsonpath='{.status.containerStatuses[0].state.waiting.reason}'=ImagePullBackOff pod/my-pod --timeout=20s
    pod/my-pod condition met
    $ kubectl get pods
    NAME     READY   STATUS             RESTARTS   AGE
    my-pod   0/1     ImagePullBackOff   0   <age>
    $ kubectl describe pod my-pod
    Name:             my-pod
    Namespace:        default
    Priority:         0
    Service Account:  default
    Node:             <node>
    Start Time:       <date>
    Labels:           <none>
    Annotations:      <none>
    Status:           Running
    IP:               <pod-ip>
    IPs:
      IP:  <pod-ip>
    Containers:
      my-container:
        Container ID:   containerd://<id>
        Image:          my-app:1.0.0-xyz
        Image ID:       docker.io/library/nginx@sha256:<digest>
        Port:           3000/TCP
        Host Port:      0/TCP
        State:          Waiting
          Reason:       ImagePullBackOff
        Last State:     Terminated
          Reason:       Completed
          Exit Code:    0
          Started:      <date>
          Finished:     <date>
        Ready:          False
        Restart Count:  0
        Environment:    <none>
        Mounts:
          /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-xxxxx (ro)
    Conditions:
      Type                        Status
      PodReadyToStartContainers   True
      Initialized                 True
      Ready                       False
      ContainersReady             False
      PodScheduled                True
    Volumes:
      kube-api-access-xxxxx:
        Type:                    Projected (a volume that contains injected data from multiple sources)
        TokenExpirationSeconds:  3607
        ConfigMapName:           kube-root-ca.crt
        Optional:                false
        DownwardAPI:             true
    QoS Class:                   BestEffort
    Node-Selectors:              <none>
    Tolerations:                 node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
                                 node.kubernetes.io/unreachable:NoExecute op=Exists for 300s
    Events:
      Type     Reason     Age   From               Message
      ----     ------     ----  ----               -------
      Normal   Scheduled   <age>   default-scheduler  Successfully assigned default/my-pod to <node>
      Normal   Pulling   <age>   kubelet            spec.containers{my-container}: Pulling image "nginx:1.27"
      Normal   Pulled   <age>   kubelet            spec.containers{my-container}: Successfully pulled image "nginx:1.27" in <time> (<time> including waiting). Image size: 62939286 bytes.
      Normal   Created   <age>   kubelet            spec.containers{my-container}: Container created
      Normal   Started   <age>   kubelet            spec.containers{my-container}: Container started
      Normal   Killing   <age>   kubelet            spec.containers{my-container}: Container my-container definition changed, will be restarted
      Normal   Pulling   <age>   kubelet            spec.containers{my-container}: Pulling image "my-app:1.0.0-xyz"
      Warning  Failed   <age>   kubelet            spec.containers{my-container}: Failed to pull image "my-app:1.0.0-xyz": rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/my-app:1.0.0-xyz": failed to resolve reference "docker.io/library/my-app:1.0.0-xyz": docker.io/library/my-app:1.0.0-xyz: not found; add it to the lab with an Image object of klockwork.dev/v1alpha1 (kubectl explain image.spec), or see what there is: kubectl get images
      Warning  Failed   <age>   kubelet            spec.containers{my-container}: Error: ErrImagePull
      Normal   BackOff   <age>   kubelet            spec.containers{my-container}: Back-off pulling image "my-app:1.0.0-xyz"
      Warning  Failed   <age>   kubelet            spec.containers{my-container}: Error: ImagePullBackOff
    "
  `);
  const mended = "wait --for=jsonpath='{.status.containerStatuses[0].restartCount}'=1 pod/my-pod --timeout=20s";
  expect(await apply('my-pod.yaml', manifest('nginx:1.27'), mended, 'get pods', 'delete pod my-pod --now')).toMatchInlineSnapshot(`
    "$ kubectl apply -f my-pod.yaml
    pod/my-pod configured
    $ kubectl wait --for=jsonpath='{.status.containerStatuses[0].restartCount}'=1 pod/my-pod --timeout=20s
    pod/my-pod condition met
    $ kubectl get pods
    NAME     READY   STATUS    RESTARTS     AGE
    my-pod   1/1     Running   1 (<age> ago)   <age>
    $ kubectl delete pod my-pod --now
    pod "my-pod" deleted from default namespace
    "
  `);
});

test('a pod of the documentation, with spaces behind its lines', async () => {
  expect(
    await apply(
      'nginx.yaml',
      'apiVersion: v1  \nkind: Pod  \nmetadata:  \n  name: nginx  \nspec:  \n  containers:  \n  - name: nginx  \n    image: nginx:1.14.2  \n    ports:  \n    - containerPort: 80  \n',
      'wait --for=condition=Ready pod/nginx --timeout=20s',
      'get pods',
      'delete -f nginx.yaml --now',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl apply -f nginx.yaml
    pod/nginx created
    $ kubectl wait --for=condition=Ready pod/nginx --timeout=20s
    pod/nginx condition met
    $ kubectl get pods
    NAME    READY   STATUS    RESTARTS   AGE
    nginx   1/1     Running   0   <age>
    $ kubectl delete -f nginx.yaml --now
    pod "nginx" deleted from default namespace
    "
  `);
});

test('a LimitRange gives its defaults; one with memoty is refused', async () => {
  const manifest = (memory: string) => `apiVersion: v1
kind: LimitRange
metadata:
  name: demo-limitrange
spec:
  limits:
  - default:
      cpu: "500m"
      memory: "256Mi"
    defaultRequest:
      cpu: "200m"
      ${memory}: "128Mi"
    type: Container
`;
  expect(await apply('memoty.yaml', manifest('memoty'))).toMatchInlineSnapshot(`
    "$ kubectl apply -f memoty.yaml
    The LimitRange "demo-limitrange" is invalid:
    * spec.limits[0].defaultRequest[memoty]: Invalid value: "memoty": must be a standard resource type or fully qualified
    * spec.limits[0].defaultRequest[memoty]: Invalid value: "memoty": must be a standard resource for containers
    [exit code 1]
    "
  `);
  expect(
    await apply(
      'limits.yaml',
      manifest('memory'),
      'get limitranges -o name',
      'run limited --image=nginx:1.27',
      "get pod limited -o jsonpath='{.spec.containers[0].resources} {.status.qosClass} {.metadata.annotations}'",
      'delete -f limits.yaml',
      'delete pod limited --now',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl apply -f limits.yaml
    limitrange/demo-limitrange created
    $ kubectl get limitranges -o name
    limitrange/demo-limitrange
    $ kubectl run limited --image=nginx:1.27
    pod/limited created
    $ kubectl get pod limited -o jsonpath='{.spec.containers[0].resources} {.status.qosClass} {.metadata.annotations}'
    {"limits":{"cpu":"500m","memory":"256Mi"},"requests":{"cpu":"200m","memory":"128Mi"}} Burstable {"kubernetes.io/limit-ranger":"LimitRanger plugin set: cpu, memory request for container limited; cpu, memory limit for container limited"}$ kubectl delete -f limits.yaml
    limitrange "demo-limitrange" deleted from default namespace
    $ kubectl delete pod limited --now
    pod "limited" deleted from default namespace
    "
  `);
});

test('describe tells of a LimitRange, and of the namespace it is in', async () => {
  await session.quietly('apply -f limits.yaml');
  expect(unordered(await session.type('describe limits demo-limitrange', 'describe namespace default'))).toMatchInlineSnapshot(`
    "$ kubectl describe limits demo-limitrange
    Name:       demo-limitrange
    ----        --------  ---  ---  ---------------  -------------  -----------------------
    Container   cpu       -    -    200m             500m           -
    Container   memory    -    -    128Mi            256Mi          -
    Namespace:  default
    Type        Resource  Min  Max  Default Request  Default Limit  Max Limit/Request Ratio
    $ kubectl describe namespace default
    Name:         default
     ----       --------  ---  ---  ---------------  -------------  -----------------------
     Container  cpu       -    -    200m             500m           -
     Container  memory    -    -    128Mi            256Mi          -
     Type       Resource  Min  Max  Default Request  Default Limit  Max Limit/Request Ratio
    Annotations:  <none>
    Labels:       kubernetes.io/metadata.name=default
    Resource Limits
    Status:       Active
    "
  `);
  await session.quietly('delete -f limits.yaml');
});

test('metadate', async () => {
  expect(
    await apply(
      'metadate.yaml',
      'apiVersion: v1\nkind: Pod\nmetadate:\n  labels:\n    run: mynginx\n  name: mynginx\nspec:\n  containers:\n  - name: nginx\n    image: nginx\n',
      'create -f metadate.yaml',
      'create -f metadate.yaml --validate=false',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl apply -f metadate.yaml
    error: error when retrieving current configuration of:
    Resource: "/v1, Resource=pods", GroupVersionKind: "/v1, Kind=Pod"
    Name: "", Namespace: "default"
    from server for: "metadate.yaml": resource name may not be empty
    [exit code 1]
    $ kubectl create -f metadate.yaml
    Error from server (BadRequest): error when creating "metadate.yaml": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "metadate"
    [exit code 1]
    $ kubectl create -f metadate.yaml --validate=false
    The Pod "" is invalid: metadata.name: Required value: name or generateName is required
    [exit code 1]
    "
  `);
});

test('tabs instead of spaces', async () => {
  expect(
    await apply(
      'tabs.yaml',
      'apiVersion: v1\nkind: Pod\nmetadate:\n\tlabels:\n\t\trun: mynginx\n\tname: mynginx\nspec:\n\tcontainers:\n\t- name: nginx\n\t\timage: nginx\n',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl apply -f tabs.yaml
    error: error parsing tabs.yaml: error converting YAML to JSON: yaml: line 4: found character that cannot start any token
    [exit code 1]
    "
  `);
});

const hello = (apiVersion: string) => `apiVersion: ${apiVersion}
kind: Deployment
metadata:
  name: hello
  labels:
    app: nginx
spec:
  replicas: 3
  selector:
    matchLabels:
      app: nginx
  template:
    metadata:
      labels:
        app: nginx
    spec:
      containers:
      - name: hello
        image: helloimage
        command: []
      restartPolicy: OnFailure
`;

test('app/v1', async () => {
  expect(await apply('app.yaml', hello('app/v1'), 'create -f app.yaml', 'delete -f app.yaml')).toMatchInlineSnapshot(`
    "$ kubectl apply -f app.yaml
    error: resource mapping not found for name: "hello" namespace: "" from "app.yaml": no matches for kind "Deployment" in version "app/v1"
    ensure CRDs are installed first
    [exit code 1]
    $ kubectl create -f app.yaml
    error: resource mapping not found for name: "hello" namespace: "" from "app.yaml": no matches for kind "Deployment" in version "app/v1"
    ensure CRDs are installed first
    [exit code 1]
    $ kubectl delete -f app.yaml
    error: resource mapping not found for name: "hello" namespace: "" from "app.yaml": no matches for kind "Deployment" in version "app/v1"
    ensure CRDs are installed first
    [exit code 1]
    "
  `);
});

test('OnFailure in a Deployment', async () => {
  expect(await apply('apps.yaml', hello('apps/v1'), 'create -f apps.yaml')).toMatchInlineSnapshot(`
    "$ kubectl apply -f apps.yaml
    The Deployment "hello" is invalid: spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"
    [exit code 1]
    $ kubectl create -f apps.yaml
    The Deployment "hello" is invalid: spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"
    [exit code 1]
    "
  `);
});

test('a Job', async () => {
  expect(
    await apply(
      'job.yaml',
      'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: hello\nspec:\n  template:\n    spec:\n      containers:\n      - name: hello\n        image: busybox:1.28\n      restartPolicy: OnFailure\n',
      'delete -f job.yaml',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl apply -f job.yaml
    job.batch/hello created
    $ kubectl delete -f job.yaml
    job.batch "hello" deleted from default namespace
    "
  `);
});

test('restartPolicy inside a container is a rule of its own since 1.35', async () => {
  expect(
    await apply(
      'policy.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: own-policy\nspec:\n  containers:\n    - name: my-container\n      image: my-app:1.0.0\n      restartPolicy: OnFailure\n',
      "get pod own-policy -o jsonpath='{.spec.restartPolicy} {.spec.containers[0].restartPolicy}'",
      'delete -f policy.yaml --now',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl apply -f policy.yaml
    pod/own-policy created
    $ kubectl get pod own-policy -o jsonpath='{.spec.restartPolicy} {.spec.containers[0].restartPolicy}'
    Always OnFailure$ kubectl delete -f policy.yaml --now
    pod "own-policy" deleted from default namespace
    "
  `);
});

const misplaced: readonly (readonly [string, string])[] = [
  [
    'lifecycle.yaml',
    '  - name: c\n    image: nginx\n  lifecycle:\n    postStart:\n      exec:\n        command: ["sh", "-c", "touch /myfile"]\n',
  ],
  ['readinessprobe.yaml', '  - name: c\n    image: nginx\n    readinessprobe:\n      httpGet:\n        port: 80\n        path: /\n'],
  ['port-in-containers.yaml', '  - name: nginx\n    image: nginx\n  - containerPort: 80\n'],
  ['port-indented.yaml', '  - name: nginx\n    image: nginx\n    - containerPort: 80\n'],
];
test('what stands in the wrong place, or is spelled in small letters', async () => {
  let transcript = '';
  for (const [name, containers] of misplaced) {
    transcript += await apply(name, `apiVersion: v1\nkind: Pod\nmetadata:\n  name: misplaced\nspec:\n  containers:\n${containers}`);
  }
  transcript += await session.type('apply -f port-in-containers.yaml --validate=false', 'apply -f lifecycle.yaml --validate=warn');
  expect(transcript).toMatchInlineSnapshot(`
    "$ kubectl apply -f lifecycle.yaml
    Error from server (BadRequest): error when creating "lifecycle.yaml": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.lifecycle"
    [exit code 1]
    $ kubectl apply -f readinessprobe.yaml
    Error from server (BadRequest): error when creating "readinessprobe.yaml": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].readinessprobe"
    [exit code 1]
    $ kubectl apply -f port-in-containers.yaml
    Error from server (BadRequest): error when creating "port-in-containers.yaml": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[1].containerPort"
    [exit code 1]
    $ kubectl apply -f port-indented.yaml
    error: error parsing port-indented.yaml: error converting YAML to JSON: yaml: line 8: did not find expected key
    [exit code 1]
    $ kubectl apply -f port-in-containers.yaml --validate=false
    The Pod "misplaced" is invalid:
    * spec.containers[1].name: Required value
    * spec.containers[1].image: Required value
    [exit code 1]
    $ kubectl apply -f lifecycle.yaml --validate=warn
    pod/misplaced created
    Warning: unknown field "spec.lifecycle"
    "
  `);
});

test('the right probe, hook and init container are taken', async () => {
  expect(
    await apply(
      'right.yaml',
      `apiVersion: v1
kind: Pod
metadata:
  name: right
spec:
  initContainers:
    - name: my-init-container
      image: busybox
      command: ["sh", "-c", "echo Hello world"]
  containers:
    - name: nginx
      image: nginx
      livenessProbe:
        httpGet:
          port: 80
          path: /
      lifecycle:
        postStart:
          exec:
            command: ["sh", "-c", "touch /myfile"]
`,
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl apply -f right.yaml
    pod/right created
    "
  `);
});

test('a readiness gate without apiVersion and name', async () => {
  expect(
    await apply(
      'gate.yaml',
      'kind: Pod\nspec:\n  readinessGates:\n    - conditionType: "www.example.com/feature-1"\n',
      'create -f gate.yaml',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl apply -f gate.yaml
    error: error validating "gate.yaml": error validating data: apiVersion not set; if you choose to ignore these errors, turn validation off with --validate=false
    [exit code 1]
    $ kubectl create -f gate.yaml
    error: error validating "gate.yaml": error validating data: apiVersion not set; if you choose to ignore these errors, turn validation off with --validate=false
    [exit code 1]
    "
  `);
});
