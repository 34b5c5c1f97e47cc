import { beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { Session } from './session.ts';

let session: Session;
beforeAll(async () => {
  session = Session.in(lab);
  session.write(
    'pod.yaml',
    `apiVersion: v1
kind: Pod
metadata:
  name: my-pod
  labels: { app: web, tier: front }
spec:
  nodeName: node-1
  containers:
  - name: nginx
    image: nginx:1.27
    ports: [{ containerPort: 80 }]
    env: [{ name: COLOR, value: blue }]
    resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { memory: 128Mi } }
`,
  );
  await session.quietly('create -f pod.yaml', 'create deployment web --image=nginx:1.27 --port=80');
  await session.quietly('rollout status deployment/web', 'wait --for=condition=Ready pod/my-pod');
});

test('get prints tables', async () => {
  expect(
    await session.type(
      'get all',
      'get pod my-pod -o wide',
      'get deployments,replicasets -o wide',
      'get pod my-pod --show-labels',
      'get pod my-pod -L app -L tier',
      'get pods --no-headers -l app=web,tier',
      'get nodes',
      'get node node-1 -o wide',
      'get namespaces --show-labels',
      'get services -A',
      'get serviceaccounts -A --sort-by=.metadata.namespace',
      'get leases -n kube-node-lease',
      'get secrets',
      'get pods -n kube-system',
      'get configmaps -A --no-headers',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl get all
    NAME                       READY   STATUS    RESTARTS   AGE
    pod/my-pod                 1/1     Running   0   <age>
    pod/web-64bf787f5f-xxxxx   1/1     Running   0   <age>

    NAME                 TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE
    service/kubernetes   ClusterIP   <cluster-ip>   <none>        443/TCP   <age>

    NAME                  READY   UP-TO-DATE   AVAILABLE   AGE
    deployment.apps/web   1/1     1            1   <age>

    NAME                             DESIRED   CURRENT   READY   AGE
    replicaset.apps/web-64bf787f5f   1         1         1   <age>
    $ kubectl get pod my-pod -o wide
    NAME     READY   STATUS    RESTARTS   AGE   IP   NODE     NOMINATED NODE   READINESS GATES
    my-pod   1/1     Running   0   <age>   <pod-ip>   node-1   <none>   <none>
    $ kubectl get deployments,replicasets -o wide
    NAME                  READY   UP-TO-DATE   AVAILABLE   AGE   CONTAINERS   IMAGES       SELECTOR
    deployment.apps/web   1/1     1            1   <age>   nginx        nginx:1.27   app=web

    NAME                             DESIRED   CURRENT   READY   AGE   CONTAINERS   IMAGES       SELECTOR
    replicaset.apps/web-64bf787f5f   1         1         1   <age>   nginx        nginx:1.27   app=web,pod-template-hash=64bf787f5f
    $ kubectl get pod my-pod --show-labels
    NAME     READY   STATUS    RESTARTS   AGE   LABELS
    my-pod   1/1     Running   0   <age>   app=web,tier=front
    $ kubectl get pod my-pod -L app -L tier
    NAME     READY   STATUS    RESTARTS   AGE   APP   TIER
    my-pod   1/1     Running   0   <age>   web   front
    $ kubectl get pods --no-headers -l app=web,tier
    my-pod   1/1   Running   0   <age>
    $ kubectl get nodes
    NAME     STATUS   ROLES    AGE   VERSION
    node-1   Ready    <none>   <age>   v1.35.0
    node-2   Ready    <none>   <age>   v1.35.0
    node-3   Ready    <none>   <age>   v1.35.0
    $ kubectl get node node-1 -o wide
    NAME     STATUS   ROLES    AGE   VERSION   INTERNAL-IP   EXTERNAL-IP   OS-IMAGE                         KERNEL-VERSION     CONTAINER-RUNTIME
    node-1   Ready    <none>   <age>   v1.35.0   172.18.0.1    <none>        Debian GNU/Linux 12 (bookworm)   6.12.0-klockwork   containerd://2.1.5
    $ kubectl get namespaces --show-labels
    NAME              STATUS   AGE   LABELS
    default           Active   <age>   kubernetes.io/metadata.name=default
    kube-node-lease   Active   <age>   kubernetes.io/metadata.name=kube-node-lease
    kube-public       Active   <age>   kubernetes.io/metadata.name=kube-public
    kube-system       Active   <age>   kubernetes.io/metadata.name=kube-system
    $ kubectl get services -A
    NAMESPACE     NAME         TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE
    default       kubernetes   ClusterIP   <cluster-ip>   <none>        443/TCP   <age>
    kube-system   kube-dns     ClusterIP   <cluster-ip>   <none>        53/UDP,53/TCP   <age>
    $ kubectl get serviceaccounts -A --sort-by=.metadata.namespace
    NAMESPACE         NAME      AGE
    default           default   <age>
    kube-node-lease   default   <age>
    kube-public       default   <age>
    kube-system       default   <age>
    $ kubectl get leases -n kube-node-lease
    NAME     HOLDER   AGE
    node-1   node-1   <age>
    node-2   node-2   <age>
    node-3   node-3   <age>
    $ kubectl get secrets
    No resources found in default namespace.
    $ kubectl get pods -n kube-system
    No resources found in kube-system namespace.
    $ kubectl get configmaps -A --no-headers
    default           kube-root-ca.crt                     1   <age>
    kube-node-lease   kube-root-ca.crt                     1   <age>
    kube-public       kube-root-ca.crt                     1   <age>
    kube-system       extension-apiserver-authentication   6   <age>
    kube-system       kube-root-ca.crt                     1   <age>
    "
  `);
});

test('get prints objects whole', async () => {
  expect(
    await session.type(
      'get pod my-pod -o yaml',
      'get deployment web -o yaml',
      'get namespace default -o json',
      'get service kubernetes -o yaml',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl get pod my-pod -o yaml
    apiVersion: v1
    kind: Pod
    metadata:
      creationTimestamp: "<time>"
      generation: 1
      labels:
        app: web
        tier: front
      name: my-pod
      namespace: default
      resourceVersion: "<version>"
      uid: <uid>
    spec:
      containers:
      - env:
        - name: COLOR
          value: blue
        image: nginx:1.27
        imagePullPolicy: IfNotPresent
        name: nginx
        ports:
        - containerPort: 80
          protocol: TCP
        resources:
          limits:
            memory: 128Mi
          requests:
            cpu: 100m
            memory: 64Mi
        terminationMessagePath: /dev/termination-log
        terminationMessagePolicy: File
        volumeMounts:
        - mountPath: /var/run/secrets/kubernetes.io/serviceaccount
          name: kube-api-access-xxxxx
          readOnly: true
      dnsPolicy: ClusterFirst
      enableServiceLinks: true
      nodeName: node-1
      preemptionPolicy: PreemptLowerPriority
      priority: 0
      restartPolicy: Always
      schedulerName: default-scheduler
      securityContext: {}
      serviceAccount: default
      serviceAccountName: default
      terminationGracePeriodSeconds: 30
      tolerations:
      - effect: NoExecute
        key: node.kubernetes.io/not-ready
        operator: Exists
        tolerationSeconds: 300
      - effect: NoExecute
        key: node.kubernetes.io/unreachable
        operator: Exists
        tolerationSeconds: 300
      volumes:
      - name: kube-api-access-xxxxx
        projected:
          defaultMode: 420
          sources:
          - serviceAccountToken:
              expirationSeconds: 3607
              path: token
          - configMap:
              items:
              - key: ca.crt
                path: ca.crt
              name: kube-root-ca.crt
          - downwardAPI:
              items:
              - fieldRef:
                  apiVersion: v1
                  fieldPath: metadata.namespace
                path: namespace
    status:
      conditions:
      - lastProbeTime: null
        lastTransitionTime: "<time>"
        observedGeneration: 1
        status: "True"
        type: PodReadyToStartContainers
      - lastProbeTime: null
        lastTransitionTime: "<time>"
        observedGeneration: 1
        status: "True"
        type: Initialized
      - lastProbeTime: null
        lastTransitionTime: "<time>"
        observedGeneration: 1
        status: "True"
        type: Ready
      - lastProbeTime: null
        lastTransitionTime: "<time>"
        observedGeneration: 1
        status: "True"
        type: ContainersReady
      - lastProbeTime: null
        lastTransitionTime: "<time>"
        observedGeneration: 1
        status: "True"
        type: PodScheduled
      containerStatuses:
      - allocatedResources:
          cpu: 100m
          memory: 64Mi
        containerID: containerd://<id>
        image: docker.io/library/nginx:1.27
        imageID: docker.io/library/nginx@sha256:<digest>
        lastState: {}
        name: nginx
        ready: true
        resources:
          limits:
            memory: 128Mi
          requests:
            cpu: 100m
            memory: 64Mi
        restartCount: 0
        started: true
        state:
          running:
            startedAt: "<time>"
        user:
          linux:
            gid: 0
            supplementalGroups:
            - 0
            uid: 0
        volumeMounts:
        - mountPath: /var/run/secrets/kubernetes.io/serviceaccount
          name: kube-api-access-xxxxx
          readOnly: true
          recursiveReadOnly: Disabled
      hostIP: 172.18.0.1
      hostIPs:
      - ip: 172.18.0.1
      observedGeneration: 1
      phase: Running
      podIP: <pod-ip>
      podIPs:
      - ip: <pod-ip>
      qosClass: Burstable
      startTime: "<time>"
    $ kubectl get deployment web -o yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      annotations:
        deployment.kubernetes.io/revision: "1"
      creationTimestamp: "<time>"
      generation: 1
      labels:
        app: web
      name: web
      namespace: default
      resourceVersion: "<version>"
      uid: <uid>
    spec:
      progressDeadlineSeconds: 600
      replicas: 1
      revisionHistoryLimit: 10
      selector:
        matchLabels:
          app: web
      strategy:
        rollingUpdate:
          maxSurge: 25%
          maxUnavailable: 25%
        type: RollingUpdate
      template:
        metadata:
          labels:
            app: web
        spec:
          containers:
          - image: nginx:1.27
            imagePullPolicy: IfNotPresent
            name: nginx
            ports:
            - containerPort: 80
              protocol: TCP
            resources: {}
            terminationMessagePath: /dev/termination-log
            terminationMessagePolicy: File
          dnsPolicy: ClusterFirst
          restartPolicy: Always
          schedulerName: default-scheduler
          securityContext: {}
          terminationGracePeriodSeconds: 30
    status:
      availableReplicas: 1
      conditions:
      - lastTransitionTime: "<time>"
        lastUpdateTime: "<time>"
        message: Deployment has minimum availability.
        reason: MinimumReplicasAvailable
        status: "True"
        type: Available
      - lastTransitionTime: "<time>"
        lastUpdateTime: "<time>"
        message: ReplicaSet "web-64bf787f5f" has successfully progressed.
        reason: NewReplicaSetAvailable
        status: "True"
        type: Progressing
      observedGeneration: 1
      readyReplicas: 1
      replicas: 1
      terminatingReplicas: 0
      updatedReplicas: 1
    $ kubectl get namespace default -o json
    {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {
            "creationTimestamp": "<time>",
            "labels": {
                "kubernetes.io/metadata.name": "default"
            },
            "name": "default",
            "resourceVersion": "<version>",
            "uid": "<uid>"
        },
        "spec": {
            "finalizers": [
                "kubernetes"
            ]
        },
        "status": {
            "phase": "Active"
        }
    }
    $ kubectl get service kubernetes -o yaml
    apiVersion: v1
    kind: Service
    metadata:
      creationTimestamp: "<time>"
      labels:
        component: apiserver
        provider: kubernetes
      name: kubernetes
      namespace: default
      resourceVersion: "<version>"
      uid: <uid>
    spec:
      clusterIP: <cluster-ip>
      clusterIPs:
      - <cluster-ip>
      internalTrafficPolicy: Cluster
      ipFamilies:
      - IPv4
      ipFamilyPolicy: SingleStack
      ports:
      - name: https
        port: 443
        protocol: TCP
        targetPort: 6443
      sessionAffinity: None
      type: ClusterIP
    status:
      loadBalancer: {}
    "
  `);
});

test('get prints a node', async () => {
  // Pulled images appear in the next status report, up to ten seconds later.
  const images = /^ {2}images:\n(?: {2}- names:\n(?: {4}.*\n)+)+/m;
  expect((await session.type('get node node-1 -o yaml')).replace(images, '')).toMatchInlineSnapshot(`
    "$ kubectl get node node-1 -o yaml
    apiVersion: v1
    kind: Node
    metadata:
      annotations:
        node.alpha.kubernetes.io/ttl: "0"
        volumes.kubernetes.io/controller-managed-attach-detach: "true"
      creationTimestamp: "<time>"
      labels:
        beta.kubernetes.io/arch: amd64
        beta.kubernetes.io/os: linux
        kubernetes.io/arch: amd64
        kubernetes.io/hostname: node-1
        kubernetes.io/os: linux
      name: node-1
      resourceVersion: "<version>"
      uid: <uid>
    spec:
      podCIDR: 10.244.1.0/24
      podCIDRs:
      - 10.244.1.0/24
    status:
      addresses:
      - address: 172.18.0.1
        type: InternalIP
      - address: node-1
        type: Hostname
      allocatable:
        cpu: "4"
        ephemeral-storage: "56403987978"
        hugepages-1Gi: "0"
        hugepages-2Mi: "0"
        memory: 8092Mi
        pods: "110"
      capacity:
        cpu: "4"
        ephemeral-storage: 61202244Ki
        hugepages-1Gi: "0"
        hugepages-2Mi: "0"
        memory: 8Gi
        pods: "110"
      conditions:
      - lastHeartbeatTime: "<time>"
        lastTransitionTime: "<time>"
        message: kubelet has sufficient memory available
        reason: KubeletHasSufficientMemory
        status: "False"
        type: MemoryPressure
      - lastHeartbeatTime: "<time>"
        lastTransitionTime: "<time>"
        message: kubelet has no disk pressure
        reason: KubeletHasNoDiskPressure
        status: "False"
        type: DiskPressure
      - lastHeartbeatTime: "<time>"
        lastTransitionTime: "<time>"
        message: kubelet has sufficient PID available
        reason: KubeletHasSufficientPID
        status: "False"
        type: PIDPressure
      - lastHeartbeatTime: "<time>"
        lastTransitionTime: "<time>"
        message: kubelet is posting ready status
        reason: KubeletReady
        status: "True"
        type: Ready
      daemonEndpoints:
        kubeletEndpoint:
          Port: 10250
      features:
        supplementalGroupsPolicy: true
      nodeInfo:
        architecture: amd64
        bootID: <uid>
        containerRuntimeVersion: containerd://2.1.5
        kernelVersion: 6.12.0-klockwork
        kubeProxyVersion: ""
        kubeletVersion: v1.35.0
        machineID: 54c43383538e5332394b4c3dd9d5e514
        operatingSystem: linux
        osImage: Debian GNU/Linux 12 (bookworm)
        systemUUID: <uid>
      runtimeHandlers:
      - features:
          recursiveReadOnlyMounts: true
          userNamespaces: true
        name: runc
      - features:
          recursiveReadOnlyMounts: true
          userNamespaces: true
        name: ""
    "
  `);
});

test('get prints parts of objects', async () => {
  expect(
    await session.type(
      'get pod,deployment -o name',
      "get pod my-pod -o jsonpath='{.spec.containers[*].image} {.status.phase}'",
      'get pods -o jsonpath=\'{range .items[?(@.metadata.name=="my-pod")]}{.metadata.name}{"\\t"}{.status.qosClass}{"\\n"}{end}\'',
      'get nodes -o custom-columns=NAME:.metadata.name,CPU:.status.capacity.cpu,TAINTS:.spec.taints',
      'get pod my-pod -o go-template=\'{{.metadata.name}} on {{.spec.nodeName}}{{"\\n"}}\'',
      'get nodes --sort-by=.metadata.name -o name',
      'get deployment web --subresource=scale',
      'get deployment web --subresource=scale -o yaml',
      'get deployment web --subresource=status',
      'get deployment web --show-kind',
      'get deploy/web pod/my-pod',
      'get --raw /api/v1/namespaces/kube-public/pods',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl get pod,deployment -o name
    pod/my-pod
    pod/web-64bf787f5f-xxxxx
    deployment.apps/web
    $ kubectl get pod my-pod -o jsonpath='{.spec.containers[*].image} {.status.phase}'
    nginx:1.27 Running$ kubectl get pods -o jsonpath='{range .items[?(@.metadata.name=="my-pod")]}{.metadata.name}{"\\t"}{.status.qosClass}{"\\n"}{end}'
    my-pod	Burstable
    $ kubectl get nodes -o custom-columns=NAME:.metadata.name,CPU:.status.capacity.cpu,TAINTS:.spec.taints
    NAME     CPU   TAINTS
    node-1   4     <none>
    node-2   4     <none>
    node-3   4     <none>
    $ kubectl get pod my-pod -o go-template='{{.metadata.name}} on {{.spec.nodeName}}{{"\\n"}}'
    my-pod on node-1
    $ kubectl get nodes --sort-by=.metadata.name -o name
    node/node-1
    node/node-2
    node/node-3
    $ kubectl get deployment web --subresource=scale
    NAME   DESIRED   AVAILABLE   AGE
    web    1         1   <age>
    $ kubectl get deployment web --subresource=scale -o yaml
    apiVersion: autoscaling/v1
    kind: Scale
    metadata:
      creationTimestamp: "<time>"
      name: web
      namespace: default
      resourceVersion: "<version>"
      uid: <uid>
    spec:
      replicas: 1
    status:
      replicas: 1
      selector: app=web
    $ kubectl get deployment web --subresource=status
    NAME   READY   UP-TO-DATE   AVAILABLE   AGE
    web    1/1     1            1   <age>
    $ kubectl get deployment web --show-kind
    NAME                  READY   UP-TO-DATE   AVAILABLE   AGE
    deployment.apps/web   1/1     1            1   <age>
    $ kubectl get deploy/web pod/my-pod
    NAME                  READY   UP-TO-DATE   AVAILABLE   AGE
    deployment.apps/web   1/1     1            1   <age>

    NAME         READY   STATUS    RESTARTS   AGE
    pod/my-pod   1/1     Running   0   <age>
    $ kubectl get --raw /api/v1/namespaces/kube-public/pods
    {"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"<version>"},"items":[]}
    "
  `);
});

test('describe prints a pod', async () => {
  expect(await session.type('describe pod my-pod')).toMatchInlineSnapshot(`
    "$ kubectl describe pod my-pod
    Name:             my-pod
    Namespace:        default
    Priority:         0
    Service Account:  default
    Node:             <node>
    Start Time:       <date>
    Labels:           app=web
                      tier=front
    Annotations:      <none>
    Status:           Running
    IP:               <pod-ip>
    IPs:
      IP:  <pod-ip>
    Containers:
      nginx:
        Container ID:   containerd://<id>
        Image:          nginx:1.27
        Image ID:       docker.io/library/nginx@sha256:<digest>
        Port:           80/TCP
        Host Port:      0/TCP
        State:          Running
          Started:      <date>
        Ready:          True
        Restart Count:  0
        Limits:
          memory:  128Mi
        Requests:
          cpu:     100m
          memory:  64Mi
        Environment:
          COLOR:  blue
        Mounts:
          /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-xxxxx (ro)
    Conditions:
      Type                        Status
      PodReadyToStartContainers   True
      Initialized                 True
      Ready                       True
      ContainersReady             True
      PodScheduled                True
    Volumes:
      kube-api-access-xxxxx:
        Type:                    Projected (a volume that contains injected data from multiple sources)
        TokenExpirationSeconds:  3607
        ConfigMapName:           kube-root-ca.crt
        Optional:                false
        DownwardAPI:             true
    QoS Class:                   Burstable
    Node-Selectors:              <none>
    Tolerations:                 node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
                                 node.kubernetes.io/unreachable:NoExecute op=Exists for 300s
    Events:
      Type    Reason   Age   From     Message
      ----    ------   ----  ----     -------
      Normal  Pulling   <age>   kubelet  spec.containers{nginx}: Pulling image "nginx:1.27"
      Normal  Pulled   <age>   kubelet  spec.containers{nginx}: Successfully pulled image "nginx:1.27" in <time> (<time> including waiting). Image size: 62939286 bytes.
      Normal  Created   <age>   kubelet  spec.containers{nginx}: Container created
      Normal  Started   <age>   kubelet  spec.containers{nginx}: Container started
    "
  `);
});

test('describe prints a Deployment and its ReplicaSet', async () => {
  expect(await session.type('describe deployment web', 'describe replicaset -l app=web')).toMatchInlineSnapshot(`
    "$ kubectl describe deployment web
    Name:                   web
    Namespace:              default
    CreationTimestamp:      <date>
    Labels:                 app=web
    Annotations:            deployment.kubernetes.io/revision: 1
    Selector:               app=web
    Replicas:               1 desired | 1 updated | 1 total | 1 available | 0 unavailable
    StrategyType:           RollingUpdate
    MinReadySeconds:        0
    RollingUpdateStrategy:  25% max unavailable, 25% max surge
    Pod Template:
      Labels:  app=web
      Containers:
       nginx:
        Image:         nginx:1.27
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
    OldReplicaSets:  <none>
    NewReplicaSet:   web-64bf787f5f (1/1 replicas created)
    Events:
      Type    Reason             Age   From                   Message
      ----    ------             ----  ----                   -------
      Normal  ScalingReplicaSet   <age>   deployment-controller  Scaled up replica set web-64bf787f5f from 0 to 1
    $ kubectl describe replicaset -l app=web
    Name:           web-64bf787f5f
    Namespace:      default
    Selector:       app=web,pod-template-hash=64bf787f5f
    Labels:         app=web
                    pod-template-hash=64bf787f5f
    Annotations:    deployment.kubernetes.io/desired-replicas: 1
                    deployment.kubernetes.io/max-replicas: 2
                    deployment.kubernetes.io/revision: 1
    Controlled By:  Deployment/web
    Replicas:       1 current / 1 desired
    Pods Status:    1 Running / 0 Waiting / 0 Succeeded / 0 Failed
    Pod Template:
      Labels:  app=web
               pod-template-hash=64bf787f5f
      Containers:
       nginx:
        Image:         nginx:1.27
        Port:          80/TCP
        Host Port:     0/TCP
        Environment:   <none>
        Mounts:        <none>
      Volumes:         <none>
      Node-Selectors:  <none>
      Tolerations:     <none>
    Events:
      Type    Reason            Age   From                   Message
      ----    ------            ----  ----                   -------
      Normal  SuccessfulCreate   <age>   replicaset-controller  Created pod: web-64bf787f5f-xxxxx
    "
  `);
});

test('describe prints a node', async () => {
  const transcript = await session.type('describe node node-1');
  // The order of the controller's and the kubelet's Events varies.
  const registered = /^.*RegisteredNode.*\n/m;
  expect(registered.test(transcript)).toBe(true);
  expect(transcript.replace(registered, '')).toMatchInlineSnapshot(`
    "$ kubectl describe node node-1
    Name:               node-1
    Roles:              <none>
    Labels:             beta.kubernetes.io/arch=amd64
                        beta.kubernetes.io/os=linux
                        kubernetes.io/arch=amd64
                        kubernetes.io/hostname=node-1
                        kubernetes.io/os=linux
    Annotations:        node.alpha.kubernetes.io/ttl: 0
                        volumes.kubernetes.io/controller-managed-attach-detach: true
    CreationTimestamp:  <date>
    Taints:             <none>
    Unschedulable:      false
    Lease:
      HolderIdentity:  node-1
      AcquireTime:     <unset>
      RenewTime:       <date>
    Conditions:
      Type             Status  LastHeartbeatTime                 LastTransitionTime                Reason                       Message
      ----             ------  -----------------                 ------------------                ------                       -------
      MemoryPressure   False   <date>   <date>   KubeletHasSufficientMemory   kubelet has sufficient memory available
      DiskPressure     False   <date>   <date>   KubeletHasNoDiskPressure     kubelet has no disk pressure
      PIDPressure      False   <date>   <date>   KubeletHasSufficientPID      kubelet has sufficient PID available
      Ready            True    <date>   <date>   KubeletReady                 kubelet is posting ready status
    Addresses:
      InternalIP:  172.18.0.1
      Hostname:    node-1
    Capacity:
      cpu:                4
      ephemeral-storage:  61202244Ki
      hugepages-1Gi:      0
      hugepages-2Mi:      0
      memory:             8Gi
      pods:               110
    Allocatable:
      cpu:                4
      ephemeral-storage:  56403987978
      hugepages-1Gi:      0
      hugepages-2Mi:      0
      memory:             8092Mi
      pods:               110
    System Info:
      Machine ID:                 54c43383538e5332394b4c3dd9d5e514
      System UUID:                <uid>
      Boot ID:                    <uid>
      Kernel Version:             6.12.0-klockwork
      OS Image:                   Debian GNU/Linux 12 (bookworm)
      Operating System:           linux
      Architecture:               amd64
      Container Runtime Version:  containerd://2.1.5
      Kubelet Version:            v1.35.0
      Kube-Proxy Version:
    PodCIDR:                      10.244.1.0/24
    PodCIDRs:                     10.244.1.0/24
    Non-terminated Pods:          (1 in total)
      Namespace                   Name      CPU Requests  CPU Limits  Memory Requests  Memory Limits  Age
      ---------                   ----      ------------  ----------  ---------------  -------------  ---
      default                     my-pod    100m (2%)     0 (0%)      64Mi (0%)        128Mi (1%)   <age>
    Allocated resources:
      (Total limits may be over 100 percent, i.e., overcommitted.)
      Resource           Requests   Limits
      --------           --------   ------
      cpu                100m (2%)  0 (0%)
      memory             64Mi (0%)  128Mi (1%)
      ephemeral-storage  0 (0%)     0 (0%)
      hugepages-1Gi      0 (0%)     0 (0%)
      hugepages-2Mi      0 (0%)     0 (0%)
    Events:
      Type    Reason                   Age   From             Message
      ----    ------                   ----  ----             -------
      Normal  Starting   <age>   kubelet          Starting kubelet.
      Normal  NodeHasSufficientMemory   <age>   kubelet          Node node-1 status is now: NodeHasSufficientMemory
      Normal  NodeHasNoDiskPressure   <age>   kubelet          Node node-1 status is now: NodeHasNoDiskPressure
      Normal  NodeHasSufficientPID   <age>   kubelet          Node node-1 status is now: NodeHasSufficientPID
      Normal  NodeAllocatableEnforced   <age>   kubelet          Updated Node Allocatable limit across pods
      Normal  NodeReady   <age>   kubelet          Node node-1 status is now: NodeReady
    "
  `);
});

test('describe prints other kinds', async () => {
  await session.quietly('create configmap settings --from-literal=color=blue', 'create secret generic key --from-literal=password=s3cret');
  expect(
    await session.type(
      'describe namespace default',
      'describe service kubernetes',
      'describe configmap settings',
      'describe secret key',
      'describe serviceaccount default',
      'describe lease node-1 -n kube-node-lease',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl describe namespace default
    Name:         default
    Labels:       kubernetes.io/metadata.name=default
    Annotations:  <none>
    Status:       Active

    No resource quota.

    No LimitRange resource.
    $ kubectl describe service kubernetes
    Name:                     kubernetes
    Namespace:                default
    Labels:                   component=apiserver
                              provider=kubernetes
    Annotations:              <none>
    Selector:                 <none>
    Type:                     ClusterIP
    IP Family Policy:         SingleStack
    IP Families:              IPv4
    IP:                       <cluster-ip>
    IPs:                      <cluster-ip>
    Port:                     https  443/TCP
    TargetPort:               6443/TCP
    Endpoints:                172.18.255.1:6443
    Session Affinity:         None
    Internal Traffic Policy:  Cluster
    Events:                   <none>
    $ kubectl describe configmap settings
    Name:         settings
    Namespace:    default
    Labels:       <none>
    Annotations:  <none>

    Data
    ====
    color:
    ----
    blue


    BinaryData
    ====

    Events:  <none>
    $ kubectl describe secret key
    Name:         key
    Namespace:    default
    Labels:       <none>
    Annotations:  <none>

    Type:  Opaque

    Data
    ====
    password:  6 bytes
    $ kubectl describe serviceaccount default
    Name:                default
    Namespace:           default
    Labels:              <none>
    Annotations:         <none>
    Image pull secrets:  <none>
    Events:              <none>
    $ kubectl describe lease node-1 -n kube-node-lease
    Name:         node-1
    Namespace:    kube-node-lease
    Labels:       <none>
    Annotations:  <none>
    API Version:  coordination.k8s.io/v1
    Kind:         Lease
    Metadata:
      Creation Timestamp:  <time>
      Owner References:
        API Version:     v1
        Kind:            Node
        Name:            node-1
        UID:             <uid>
      Resource Version:  <version>
      UID:               <uid>
    Spec:
      Holder Identity:         node-1
      Lease Duration Seconds:  40
      Renew Time:              <time>
    Events:                    <none>
    "
  `);
});
