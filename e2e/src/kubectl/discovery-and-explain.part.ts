import { beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { Session } from './session.ts';

let session: Session;
beforeAll(() => {
  session = Session.in(lab);
});

test('kubectl discovers the API of its server', async () => {
  expect(await session.type('version', 'cluster-info', 'api-versions', 'get --raw /readyz', 'get --raw /version')).toMatchInlineSnapshot(`
    "$ kubectl version
    Client Version: v1.35.2
    Kustomize Version: v5.7.1
    Server Version: v1.35.0
    $ kubectl cluster-info
    Kubernetes control plane is running at <server>
    CoreDNS is running at <server>/api/v1/namespaces/kube-system/services/kube-dns:dns/proxy

    To further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.
    $ kubectl api-versions
    admissionregistration.k8s.io/v1
    apiextensions.k8s.io/v1
    apiregistration.k8s.io/v1
    apps/v1
    authentication.k8s.io/v1
    authorization.k8s.io/v1
    autoscaling/v1
    autoscaling/v2
    batch/v1
    certificates.k8s.io/v1
    coordination.k8s.io/v1
    discovery.k8s.io/v1
    events.k8s.io/v1
    flowcontrol.apiserver.k8s.io/v1
    klockwork.dev/v1alpha1
    metrics.k8s.io/v1beta1
    networking.k8s.io/v1
    node.k8s.io/v1
    policy/v1
    rbac.authorization.k8s.io/v1
    resource.k8s.io/v1
    scheduling.k8s.io/v1
    storage.k8s.io/v1
    v1
    $ kubectl get --raw /readyz
    ok$ kubectl get --raw /version
    {
      "major": "1",
      "minor": "35",
      "emulationMajor": "1",
      "emulationMinor": "35",
      "minCompatibilityMajor": "1",
      "minCompatibilityMinor": "34",
      "gitVersion": "v1.35.0",
      "gitCommit": "",
      "gitTreeState": "clean",
      "buildDate": "<time>",
      "goVersion": "",
      "compiler": "klockwork",
      "platform": "linux/amd64"
    }"
  `);
});

test('kubectl lists the kinds', async () => {
  expect(
    await session.type(
      'api-resources',
      'api-resources -o wide --namespaced=true',
      'api-resources --namespaced=false -o name',
      'api-resources --api-group=apps --no-headers',
      'api-resources --categories=all --verbs=list -o name',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl api-resources
    NAME                                SHORTNAMES   APIVERSION                        NAMESPACED   KIND
    bindings                                         v1                                true         Binding
    componentstatuses                   cs           v1                                false        ComponentStatus
    configmaps                          cm           v1                                true         ConfigMap
    endpoints                           ep           v1                                true         Endpoints
    events                              ev           v1                                true         Event
    limitranges                         limits       v1                                true         LimitRange
    namespaces                          ns           v1                                false        Namespace
    nodes                               no           v1                                false        Node
    persistentvolumeclaims              pvc          v1                                true         PersistentVolumeClaim
    persistentvolumes                   pv           v1                                false        PersistentVolume
    pods                                po           v1                                true         Pod
    podtemplates                                     v1                                true         PodTemplate
    replicationcontrollers              rc           v1                                true         ReplicationController
    resourcequotas                      quota        v1                                true         ResourceQuota
    secrets                                          v1                                true         Secret
    serviceaccounts                     sa           v1                                true         ServiceAccount
    services                            svc          v1                                true         Service
    mutatingwebhookconfigurations                    admissionregistration.k8s.io/v1   false        MutatingWebhookConfiguration
    validatingadmissionpolicies                      admissionregistration.k8s.io/v1   false        ValidatingAdmissionPolicy
    validatingadmissionpolicybindings                admissionregistration.k8s.io/v1   false        ValidatingAdmissionPolicyBinding
    validatingwebhookconfigurations                  admissionregistration.k8s.io/v1   false        ValidatingWebhookConfiguration
    customresourcedefinitions           crd,crds     apiextensions.k8s.io/v1           false        CustomResourceDefinition
    apiservices                                      apiregistration.k8s.io/v1         false        APIService
    controllerrevisions                              apps/v1                           true         ControllerRevision
    daemonsets                          ds           apps/v1                           true         DaemonSet
    deployments                         deploy       apps/v1                           true         Deployment
    replicasets                         rs           apps/v1                           true         ReplicaSet
    statefulsets                        sts          apps/v1                           true         StatefulSet
    selfsubjectreviews                               authentication.k8s.io/v1          false        SelfSubjectReview
    tokenreviews                                     authentication.k8s.io/v1          false        TokenReview
    localsubjectaccessreviews                        authorization.k8s.io/v1           true         LocalSubjectAccessReview
    selfsubjectaccessreviews                         authorization.k8s.io/v1           false        SelfSubjectAccessReview
    selfsubjectrulesreviews                          authorization.k8s.io/v1           false        SelfSubjectRulesReview
    subjectaccessreviews                             authorization.k8s.io/v1           false        SubjectAccessReview
    horizontalpodautoscalers            hpa          autoscaling/v2                    true         HorizontalPodAutoscaler
    cronjobs                            cj           batch/v1                          true         CronJob
    jobs                                             batch/v1                          true         Job
    certificatesigningrequests          csr          certificates.k8s.io/v1            false        CertificateSigningRequest
    leases                                           coordination.k8s.io/v1            true         Lease
    endpointslices                                   discovery.k8s.io/v1               true         EndpointSlice
    events                              ev           events.k8s.io/v1                  true         Event
    flowschemas                                      flowcontrol.apiserver.k8s.io/v1   false        FlowSchema
    prioritylevelconfigurations                      flowcontrol.apiserver.k8s.io/v1   false        PriorityLevelConfiguration
    clocks                              clk          klockwork.dev/v1alpha1            false        Clock
    connections                                      klockwork.dev/v1alpha1            true         Connection
    drills                                           klockwork.dev/v1alpha1            false        Drill
    faults                                           klockwork.dev/v1alpha1            false        Fault
    images                              img          klockwork.dev/v1alpha1            false        Image
    nodes                                            metrics.k8s.io/v1beta1            false        NodeMetrics
    pods                                             metrics.k8s.io/v1beta1            true         PodMetrics
    ingressclasses                                   networking.k8s.io/v1              false        IngressClass
    ingresses                           ing          networking.k8s.io/v1              true         Ingress
    ipaddresses                         ip           networking.k8s.io/v1              false        IPAddress
    networkpolicies                     netpol       networking.k8s.io/v1              true         NetworkPolicy
    servicecidrs                                     networking.k8s.io/v1              false        ServiceCIDR
    runtimeclasses                                   node.k8s.io/v1                    false        RuntimeClass
    poddisruptionbudgets                pdb          policy/v1                         true         PodDisruptionBudget
    clusterrolebindings                              rbac.authorization.k8s.io/v1      false        ClusterRoleBinding
    clusterroles                                     rbac.authorization.k8s.io/v1      false        ClusterRole
    rolebindings                                     rbac.authorization.k8s.io/v1      true         RoleBinding
    roles                                            rbac.authorization.k8s.io/v1      true         Role
    deviceclasses                                    resource.k8s.io/v1                false        DeviceClass
    resourceclaims                                   resource.k8s.io/v1                true         ResourceClaim
    resourceclaimtemplates                           resource.k8s.io/v1                true         ResourceClaimTemplate
    resourceslices                                   resource.k8s.io/v1                false        ResourceSlice
    priorityclasses                     pc           scheduling.k8s.io/v1              false        PriorityClass
    csidrivers                                       storage.k8s.io/v1                 false        CSIDriver
    csinodes                                         storage.k8s.io/v1                 false        CSINode
    csistoragecapacities                             storage.k8s.io/v1                 true         CSIStorageCapacity
    storageclasses                      sc           storage.k8s.io/v1                 false        StorageClass
    volumeattachments                                storage.k8s.io/v1                 false        VolumeAttachment
    volumeattributesclasses             vac          storage.k8s.io/v1                 false        VolumeAttributesClass
    $ kubectl api-resources -o wide --namespaced=true
    NAME                        SHORTNAMES   APIVERSION                     NAMESPACED   KIND                       VERBS                                                        CATEGORIES
    bindings                                 v1                             true         Binding                    create
    configmaps                  cm           v1                             true         ConfigMap                  create,delete,deletecollection,get,list,patch,update,watch
    endpoints                   ep           v1                             true         Endpoints                  create,delete,deletecollection,get,list,patch,update,watch
    events                      ev           v1                             true         Event                      create,delete,deletecollection,get,list,patch,update,watch
    limitranges                 limits       v1                             true         LimitRange                 create,delete,deletecollection,get,list,patch,update,watch
    persistentvolumeclaims      pvc          v1                             true         PersistentVolumeClaim      create,delete,deletecollection,get,list,patch,update,watch
    pods                        po           v1                             true         Pod                        create,delete,deletecollection,get,list,patch,update,watch   all
    podtemplates                             v1                             true         PodTemplate                create,delete,deletecollection,get,list,patch,update,watch
    replicationcontrollers      rc           v1                             true         ReplicationController      create,delete,deletecollection,get,list,patch,update,watch   all
    resourcequotas              quota        v1                             true         ResourceQuota              create,delete,deletecollection,get,list,patch,update,watch
    secrets                                  v1                             true         Secret                     create,delete,deletecollection,get,list,patch,update,watch
    serviceaccounts             sa           v1                             true         ServiceAccount             create,delete,deletecollection,get,list,patch,update,watch
    services                    svc          v1                             true         Service                    create,delete,deletecollection,get,list,patch,update,watch   all
    controllerrevisions                      apps/v1                        true         ControllerRevision         create,delete,deletecollection,get,list,patch,update,watch
    daemonsets                  ds           apps/v1                        true         DaemonSet                  create,delete,deletecollection,get,list,patch,update,watch   all
    deployments                 deploy       apps/v1                        true         Deployment                 create,delete,deletecollection,get,list,patch,update,watch   all
    replicasets                 rs           apps/v1                        true         ReplicaSet                 create,delete,deletecollection,get,list,patch,update,watch   all
    statefulsets                sts          apps/v1                        true         StatefulSet                create,delete,deletecollection,get,list,patch,update,watch   all
    localsubjectaccessreviews                authorization.k8s.io/v1        true         LocalSubjectAccessReview   create
    horizontalpodautoscalers    hpa          autoscaling/v2                 true         HorizontalPodAutoscaler    create,delete,deletecollection,get,list,patch,update,watch   all
    cronjobs                    cj           batch/v1                       true         CronJob                    create,delete,deletecollection,get,list,patch,update,watch   all
    jobs                                     batch/v1                       true         Job                        create,delete,deletecollection,get,list,patch,update,watch   all
    leases                                   coordination.k8s.io/v1         true         Lease                      create,delete,deletecollection,get,list,patch,update,watch
    endpointslices                           discovery.k8s.io/v1            true         EndpointSlice              create,delete,deletecollection,get,list,patch,update,watch
    events                      ev           events.k8s.io/v1               true         Event                      create,delete,deletecollection,get,list,patch,update,watch
    connections                              klockwork.dev/v1alpha1         true         Connection                 create,delete,deletecollection,get,list,patch,update,watch
    pods                                     metrics.k8s.io/v1beta1         true         PodMetrics                 get,list
    ingresses                   ing          networking.k8s.io/v1           true         Ingress                    create,delete,deletecollection,get,list,patch,update,watch
    networkpolicies             netpol       networking.k8s.io/v1           true         NetworkPolicy              create,delete,deletecollection,get,list,patch,update,watch
    poddisruptionbudgets        pdb          policy/v1                      true         PodDisruptionBudget        create,delete,deletecollection,get,list,patch,update,watch
    rolebindings                             rbac.authorization.k8s.io/v1   true         RoleBinding                create,delete,deletecollection,get,list,patch,update,watch
    roles                                    rbac.authorization.k8s.io/v1   true         Role                       create,delete,deletecollection,get,list,patch,update,watch
    resourceclaims                           resource.k8s.io/v1             true         ResourceClaim              create,delete,deletecollection,get,list,patch,update,watch
    resourceclaimtemplates                   resource.k8s.io/v1             true         ResourceClaimTemplate      create,delete,deletecollection,get,list,patch,update,watch
    csistoragecapacities                     storage.k8s.io/v1              true         CSIStorageCapacity         create,delete,deletecollection,get,list,patch,update,watch
    $ kubectl api-resources --namespaced=false -o name
    componentstatuses
    namespaces
    nodes
    persistentvolumes
    mutatingwebhookconfigurations.admissionregistration.k8s.io
    validatingadmissionpolicies.admissionregistration.k8s.io
    validatingadmissionpolicybindings.admissionregistration.k8s.io
    validatingwebhookconfigurations.admissionregistration.k8s.io
    customresourcedefinitions.apiextensions.k8s.io
    apiservices.apiregistration.k8s.io
    selfsubjectreviews.authentication.k8s.io
    tokenreviews.authentication.k8s.io
    selfsubjectaccessreviews.authorization.k8s.io
    selfsubjectrulesreviews.authorization.k8s.io
    subjectaccessreviews.authorization.k8s.io
    certificatesigningrequests.certificates.k8s.io
    flowschemas.flowcontrol.apiserver.k8s.io
    prioritylevelconfigurations.flowcontrol.apiserver.k8s.io
    clocks.klockwork.dev
    drills.klockwork.dev
    faults.klockwork.dev
    images.klockwork.dev
    nodes.metrics.k8s.io
    ingressclasses.networking.k8s.io
    ipaddresses.networking.k8s.io
    servicecidrs.networking.k8s.io
    runtimeclasses.node.k8s.io
    clusterrolebindings.rbac.authorization.k8s.io
    clusterroles.rbac.authorization.k8s.io
    deviceclasses.resource.k8s.io
    resourceslices.resource.k8s.io
    priorityclasses.scheduling.k8s.io
    csidrivers.storage.k8s.io
    csinodes.storage.k8s.io
    storageclasses.storage.k8s.io
    volumeattachments.storage.k8s.io
    volumeattributesclasses.storage.k8s.io
    $ kubectl api-resources --api-group=apps --no-headers
    controllerrevisions            apps/v1   true   ControllerRevision
    daemonsets            ds       apps/v1   true   DaemonSet
    deployments           deploy   apps/v1   true   Deployment
    replicasets           rs       apps/v1   true   ReplicaSet
    statefulsets          sts      apps/v1   true   StatefulSet
    $ kubectl api-resources --categories=all --verbs=list -o name
    pods
    replicationcontrollers
    services
    daemonsets.apps
    deployments.apps
    replicasets.apps
    statefulsets.apps
    horizontalpodautoscalers.autoscaling
    cronjobs.batch
    jobs.batch
    "
  `);
});

test('kubectl explains kinds and fields', async () => {
  expect(
    await session.type(
      'explain limitranges',
      'explain deployment.spec.strategy --recursive',
      'explain pod.spec.containers.livenessProbe.httpGet',
      'explain deploy.spec.strategy.rollingUpdate --output=plaintext-openapiv2',
      'explain pod.spec.nope',
      'explain nope',
      'explain pods.spec.restartPolicy --api-version=v1',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl explain limitranges
    KIND:       LimitRange
    VERSION:    v1

    DESCRIPTION:
        LimitRange sets resource usage limits for each kind of resource in a
        Namespace.

    FIELDS:
      apiVersion	<string>
        APIVersion defines the versioned schema of this representation of an object.
        Servers should convert recognized schemas to the latest internal value, and
        may reject unrecognized values. More info:
        https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources

      kind	<string>
        Kind is a string value representing the REST resource this object
        represents. Servers may infer this from the endpoint the client submits
        requests to. Cannot be updated. In CamelCase. More info:
        https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds

      metadata	<ObjectMeta>
        Standard object's metadata. More info:
        https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata

      spec	<LimitRangeSpec>
        Spec defines the limits enforced. More info:
        https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#spec-and-status


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
      enum: Recreate, RollingUpdate

    $ kubectl explain pod.spec.containers.livenessProbe.httpGet
    KIND:       Pod
    VERSION:    v1

    FIELD: httpGet <HTTPGetAction>


    DESCRIPTION:
        HTTPGet specifies the http request to perform.
        HTTPGetAction describes an action based on HTTP Get requests.

    FIELDS:
      host	<string>
        Host name to connect to, defaults to the pod IP. You probably want to set
        "Host" in httpHeaders instead.

      httpHeaders	<[]HTTPHeader>
        Custom headers to set in the request. HTTP allows repeated headers.

      path	<string>
        Path to access on the HTTP server.

      port	<IntOrString> -required-
        Name or number of the port to access on the container. Number must be in the
        range 1 to 65535. Name must be an IANA_SVC_NAME.

      scheme	<string>
      enum: HTTP, HTTPS
        Scheme to use for connecting to the host. Defaults to HTTP.

        Possible enum values:
         - \`"HTTP"\`
         - \`"HTTPS"\`


    $ kubectl explain deploy.spec.strategy.rollingUpdate --output=plaintext-openapiv2
    KIND:     Deployment
    VERSION:  apps/v1

    RESOURCE: rollingUpdate <Object>

    DESCRIPTION:
         Rolling update config params. Present only if DeploymentStrategyType =
         RollingUpdate.

         Spec to control the desired behavior of rolling update.

    FIELDS:
       maxSurge	<string>
         The maximum number of pods that can be scheduled above the desired number
         of pods. Value can be an absolute number (ex: 5) or a percentage of desired
         pods (ex: 10%). This can not be 0 if MaxUnavailable is 0. Absolute number
         is calculated from percentage by rounding up. Defaults to 25%. Example:
         when this is set to 30%, the new ReplicaSet can be scaled up immediately
         when the rolling update starts, such that the total number of old and new
         pods do not exceed 130% of desired pods. Once old pods have been killed,
         new ReplicaSet can be scaled up further, ensuring that total number of pods
         running at any time during the update is at most 130% of desired pods.

       maxUnavailable	<string>
         The maximum number of pods that can be unavailable during the update. Value
         can be an absolute number (ex: 5) or a percentage of desired pods (ex:
         10%). Absolute number is calculated from percentage by rounding down. This
         can not be 0 if MaxSurge is 0. Defaults to 25%. Example: when this is set
         to 30%, the old ReplicaSet can be scaled down to 70% of desired pods
         immediately when the rolling update starts. Once new pods are ready, old
         ReplicaSet can be scaled down further, followed by scaling up the new
         ReplicaSet, ensuring that the total number of pods available at all times
         during the update is at least 70% of desired pods.

    $ kubectl explain pod.spec.nope
    KIND:       Pod
    VERSION:    v1

    error: field "nope" does not exist
    [exit code 1]
    $ kubectl explain nope
    the server doesn't have a resource type "nope"
    [exit code 1]
    $ kubectl explain pods.spec.restartPolicy --api-version=v1
    KIND:       Pod
    VERSION:    v1

    FIELD: restartPolicy <string>
    ENUM:
        Always
        Never
        OnFailure

    DESCRIPTION:
        Restart policy for all containers within the pod. One of Always, OnFailure,
        Never. In some contexts, only a subset of those values may be permitted.
        Default to Always. More info:
        https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy

        Possible enum values:
         - \`"Always"\`
         - \`"Never"\`
         - \`"OnFailure"\`


    "
  `);
});

test.each(['1.27', '1.35'] as const)('kubectl %s speaks HTTP/2, and HTTP/1.1 on request', async (version) => {
  session.use(version);
  const frames = async (env: NodeJS.ProcessEnv) => {
    const transcript = await session.type(['get --raw /readyz', { env: { GODEBUG: 'http2debug=1', ...env } }]);
    expect(transcript).toMatch(/^\$ kubectl get --raw \/readyz\nok/);
    return /http2: Transport received (?:HEADERS|DATA)/.test(transcript);
  };
  expect([await frames({}), await frames({ DISABLE_HTTP2: '1' })]).toEqual([true, false]);
  session.use('1.35');
});

test('kubectl prints its user and permissions', async () => {
  expect(
    await session.type('auth whoami', 'auth can-i create pods', "auth can-i '*' '*'", 'auth can-i get pods -q'),
  ).toMatchInlineSnapshot(`
    "$ kubectl auth whoami
    ATTRIBUTE   VALUE
    Username    kubernetes-admin
    Groups      [system:masters system:authenticated]
    $ kubectl auth can-i create pods
    yes
    $ kubectl auth can-i '*' '*'
    yes
    $ kubectl auth can-i get pods -q
    "
  `);
});
