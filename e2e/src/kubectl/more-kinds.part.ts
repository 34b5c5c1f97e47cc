import { beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { Session } from './session.ts';

/** Certificate requests from openssl: for `/O=team-a/CN=alice`, and `/O=system:masters/CN=mallory`. */
const ALICE =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIZE1JR0RBZ0VBTUNFeER6QU5CZ05WQkFvTUJuUmxZVzB0WVRFT01Bd0dBMVVFQXd3RllXeHBZMlV3V1RBVApCZ2NxaGtqT1BRSUJCZ2dxaGtqT1BRTUJCd05DQUFTWXdDcitrdklWWDFQT3FreUgvS0FIa2E5OHhSK3k1eEtkCmszN0NrdkloUXZqMVFwTWdsTHUrRHcvMHB6Z1JSNkpnNXUrYmZpaU8yb3hLQUExUFd0RnlvQUF3Q2dZSUtvWkkKemowRUF3SURTUUF3UmdJaEFNK2U2L3FDazlLWW11Z3NIZU5DcDNlOXRBdTIraHIvNEpBVWF5czZucnN4QWlFQQpyQVJSazFpMDZFSDNPZE5mb3JraXR4YjhEMTIwTXdCL2NVbUFVL0JhamVjPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K';
const MALLORY =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIbU1JR05BZ0VBTUNzeEZ6QVZCZ05WQkFvTURuTjVjM1JsYlRwdFlYTjBaWEp6TVJBd0RnWURWUVFEREFkdApZV3hzYjNKNU1Ga3dFd1lIS29aSXpqMENBUVlJS29aSXpqMERBUWNEUWdBRW1NQXEvcEx5RlY5VHpxcE1oL3lnCkI1R3ZmTVVmc3VjU25aTit3cEx5SVVMNDlVS1RJSlM3dmc4UDlLYzRFVWVpWU9idm0zNG9qdHFNU2dBTlQxclIKY3FBQU1Bb0dDQ3FHU000OUJBTUNBMGdBTUVVQ0lGQUpudEcwaUVQQk5mbG0zVzdKZ2xjNlRlMWVYdllJOFZtVwo1a2FqTStZT0FpRUE0UW53NjlwcXIrbWIzemU3WkVkMFJFcVFBN1RsM0VEcXlGVW1qUFk3OTR3PQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K';

/** Certificate request for `/CN=carol/O=team-a/O=team-b`, and its key, which exists for this test only. */
const CAROL =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIdE1JR1VBZ0VBTURJeERqQU1CZ05WQkFNTUJXTmhjbTlzTVE4d0RRWURWUVFLREFaMFpXRnRMV0V4RHpBTgpCZ05WQkFvTUJuUmxZVzB0WWpCWk1CTUdCeXFHU000OUFnRUdDQ3FHU000OUF3RUhBMElBQkpEQWRSVHZYdWNmCmhOTHRXS01RWUlXYysyakwyU3RZTVRuanRDMXBGTnNxRUdrUVhVZlhGUVJGb0VkN1NGTDVGS0pIbHdLRG01b3YKQVgzTkpHYmRzbk9nQURBS0JnZ3Foa2pPUFFRREFnTklBREJGQWlFQTdvZUo4SEF6d3pVcm5yMTBNZVIwWWdvUQpRN3dqWnZBQnZ6RDJ6UzlVVWxNQ0lDWmlRYXpLdkNDZ1pLS00zYlQ0RDZUdjI1aWxUWTRBNC9Fa3dkcEI1VGJJCi0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=';
const CAROL_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgDb45MUEjnOh2pwZq
lz/RqPUkqGhLjCL/YQzJYFC3GKKhRANCAASQwHUU717nH4TS7VijEGCFnPtoy9kr
WDE547QtaRTbKhBpEF1H1xUERaBHe0hS+RSiR5cCg5uaLwF9zSRm3bJz
-----END PRIVATE KEY-----
`;

const NETWORKING = `apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: nginx
  annotations: { ingressclass.kubernetes.io/is-default-class: "true" }
spec: { controller: k8s.io/ingress-nginx }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
  rules:
  - host: shop.example.com
    http:
      paths:
      - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db }
spec:
  podSelector: { matchLabels: { app: db } }
  ingress:
  - from: [{ podSelector: { matchLabels: { app: web } } }, { ipBlock: { cidr: 10.1.2.3/16 } }]
    ports: [{ port: 5432 }]
---
apiVersion: networking.k8s.io/v1
kind: ServiceCIDR
metadata: { name: more }
spec: { cidrs: [10.200.0.0/16] }
`;

const STORAGE = `apiVersion: storage.k8s.io/v1
kind: CSIDriver
metadata: { name: disks.example.com }
spec: { podInfoOnMount: true }
---
apiVersion: storage.k8s.io/v1
kind: CSIStorageCapacity
metadata: { name: fast-a }
storageClassName: fast
capacity: 10Gi
---
apiVersion: storage.k8s.io/v1
kind: VolumeAttachment
metadata: { name: disk-1 }
spec: { attacher: disks.example.com, nodeName: node-1, source: { persistentVolumeName: pv-1 } }
---
apiVersion: storage.k8s.io/v1
kind: VolumeAttributesClass
metadata: { name: gold }
driverName: disks.example.com
parameters: { iops: "4000" }
---
apiVersion: flowcontrol.apiserver.k8s.io/v1
kind: FlowSchema
metadata: { name: alice }
spec:
  priorityLevelConfiguration: { name: workload-low }
  rules:
  - subjects: [{ kind: User, user: { name: alice } }]
    resourceRules: [{ verbs: [get], apiGroups: [""], resources: [pods], namespaces: ["*"] }]
`;

/** CertificateSigningRequest manifest. */
function request(name: string, text = ALICE): string {
  const spec = { request: text, signerName: 'kubernetes.io/kube-apiserver-client', usages: ['client auth'], expirationSeconds: 86_400 };
  return JSON.stringify({ apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest', metadata: { name }, spec });
}

let session: Session;
beforeAll(async () => {
  session = Session.in(lab);
  session.write('networking.yaml', NETWORKING);
  session.write('storage.yaml', STORAGE);
});

test('kubectl makes Ingresses and policies, and shows them', async () => {
  expect(
    await session.type(
      'create -f networking.yaml',
      'wait ingress/shop --for=jsonpath={.status.loadBalancer.ingress} --timeout=60s',
      'get ingress,ingressclass,networkpolicy,servicecidr',
      'describe ingress shop',
      'describe netpol db',
      'describe servicecidr kubernetes',
      'explain ipaddress.spec',
      'get ipaddress 10.96.0.1',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl create -f networking.yaml
    ingressclass.networking.k8s.io/nginx created
    ingress.networking.k8s.io/shop created
    networkpolicy.networking.k8s.io/db created
    servicecidr.networking.k8s.io/more created
    Warning: spec.ingress[0].from[1].ipBlock.cidr: CIDR value "10.1.2.3/16" is ambiguous in this context (should be "10.1.0.0/16" or "10.1.2.3/32"?)
    $ kubectl wait ingress/shop --for=jsonpath={.status.loadBalancer.ingress} --timeout=60s
    ingress.networking.k8s.io/shop condition met
    $ kubectl get ingress,ingressclass,networkpolicy,servicecidr
    NAME                             CLASS   HOSTS              ADDRESS      PORTS     AGE
    ingress.networking.k8s.io/shop   nginx   shop.example.com   <cluster-ip>   80, 443   <age>

    NAME                                   CONTROLLER             PARAMETERS   AGE
    ingressclass.networking.k8s.io/nginx   k8s.io/ingress-nginx   <none>   <age>

    NAME                                 POD-SELECTOR   AGE
    networkpolicy.networking.k8s.io/db   app=db   <age>

    NAME                                       CIDRS           AGE
    servicecidr.networking.k8s.io/kubernetes   <cluster-ip>/12   <age>
    servicecidr.networking.k8s.io/more         10.200.0.0/16   <age>
    $ kubectl describe ingress shop
    Name:             shop
    Labels:           <none>
    Namespace:        more-kinds
    Address:          <cluster-ip>
    Ingress Class:    nginx
    Default backend:  <default>
    TLS:
      shop-tls terminates shop.example.com
    Rules:
      Host              Path  Backends
      ----              ----  --------
      shop.example.com
                        /   web:80 (<error: services "web" not found>)
    Annotations:        <none>
    Events:             <none>
    $ kubectl describe netpol db
    Name:         db
    Namespace:    more-kinds
    Created on:   <time> UTC
    Labels:       <none>
    Annotations:  <none>
    Spec:
      PodSelector:     app=db
      Allowing ingress traffic:
        To Port: 5432/TCP
        From:
          PodSelector: app=web
        From:
          IPBlock:
            CIDR: 10.1.2.3/16
            Except:
      Not affecting egress traffic
      Policy Types: Ingress
    $ kubectl describe servicecidr kubernetes
    Name:         kubernetes
    Labels:       <none>
    Annotations:  <none>
    CIDRs:        <cluster-ip>/12
    Status:
    Conditions:
      Type   Status  LastTransitionTime               Reason  Message
      ----   ------  ------------------               ------  -------
      Ready  True    <date>          Kubernetes Service CIDR is ready
    Events:  <none>
    $ kubectl explain ipaddress.spec
    GROUP:      networking.k8s.io
    KIND:       IPAddress
    VERSION:    v1

    FIELD: spec <IPAddressSpec>


    DESCRIPTION:
        What the address was given to.
        What an address was given to.

    FIELDS:
      parentRef	<ParentReference> -required-
        The object that has the address.


    $ kubectl get ipaddress 10.96.0.1
    NAME        PARENTREF
    <cluster-ip>   services/default/kubernetes
    "
  `);
});

test("kubectl refuses invalid objects with upstream's messages", async () => {
  expect(
    await session.type(
      'create ingress bad --rule=a.*.com/x=web:80',
      `patch ingressclass nginx -p '{"spec":{"controller":"example.com/other"}}'`,
      `patch servicecidr more --type=merge -p '{"spec":{"cidrs":["10.201.0.0/16"]}}'`,
      `patch flowschema exempt --type=merge -p '{"spec":{"matchingPrecedence":5}}'`,
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl create ingress bad --rule=a.*.com/x=web:80
    error: failed to create ingress: Ingress.networking.k8s.io "bad" is invalid: spec.rules[0].host: Invalid value: "a.*.com": a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
    [exit code 1]
    $ kubectl patch ingressclass nginx -p '{"spec":{"controller":"example.com/other"}}'
    The IngressClass "nginx" is invalid: spec.controller: Invalid value: "example.com/other": field is immutable
    [exit code 1]
    $ kubectl patch servicecidr more --type=merge -p '{"spec":{"cidrs":["10.201.0.0/16"]}}'
    The ServiceCIDR "more" is invalid: spec.cidrs[0]: Invalid value: "10.201.0.0/16": field is immutable
    [exit code 1]
    $ kubectl patch flowschema exempt --type=merge -p '{"spec":{"matchingPrecedence":5}}'
    The FlowSchema "exempt" is invalid: spec: Invalid value: {"priorityLevelConfiguration":{"name":"exempt"},"matchingPrecedence":5,"rules":[{"subjects":[{"kind":"Group","group":{"name":"system:masters"}}],"resourceRules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"],"clusterScope":true,"namespaces":["*"]}],"nonResourceRules":[{"verbs":["*"],"nonResourceURLs":["*"]}]}]}: spec of 'exempt' must equal the fixed value
    [exit code 1]
    "
  `);
});

test('kubectl lists drivers, attachments and flow schemas', async () => {
  expect(
    await session.type(
      'create -f storage.yaml',
      'get csidriver,csistoragecapacity,volumeattachment,vac,csinode',
      'get flowschemas',
      'get prioritylevelconfigurations -o wide',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl create -f storage.yaml
    csidriver.storage.k8s.io/disks.example.com created
    csistoragecapacity.storage.k8s.io/fast-a created
    volumeattachment.storage.k8s.io/disk-1 created
    volumeattributesclass.storage.k8s.io/gold created
    flowschema.flowcontrol.apiserver.k8s.io/alice created
    $ kubectl get csidriver,csistoragecapacity,volumeattachment,vac,csinode
    NAME                                         ATTACHREQUIRED   PODINFOONMOUNT   STORAGECAPACITY   TOKENREQUESTS   REQUIRESREPUBLISH   MODES        AGE
    csidriver.storage.k8s.io/disks.example.com   true             true             false             <unset>         false               Persistent   <age>

    NAME                                       STORAGECLASSNAME   CAPACITY
    csistoragecapacity.storage.k8s.io/fast-a   fast               10Gi

    NAME                                     ATTACHER            PV     NODE     ATTACHED   AGE
    volumeattachment.storage.k8s.io/disk-1   disks.example.com   pv-1   node-1   false   <age>

    NAME                                        DRIVERNAME          AGE
    volumeattributesclass.storage.k8s.io/gold   disks.example.com   <age>

    NAME                            DRIVERS   AGE
    csinode.storage.k8s.io/node-1   0   <age>
    csinode.storage.k8s.io/node-2   0   <age>
    csinode.storage.k8s.io/node-3   0   <age>
    $ kubectl get flowschemas
    NAME                           PRIORITYLEVEL     MATCHINGPRECEDENCE   DISTINGUISHERMETHOD   AGE   MISSINGPL
    exempt                         exempt            1                    <none>   <age>   False
    probes                         exempt            2                    <none>   <age>   False
    system-leader-election         leader-election   100                  ByUser   <age>   False
    endpoint-controller            workload-high     150                  ByUser   <age>   False
    workload-leader-election       leader-election   200                  ByUser   <age>   False
    system-node-high               node-high         400                  ByUser   <age>   False
    system-nodes                   system            500                  ByUser   <age>   False
    kube-controller-manager        workload-high     800                  ByNamespace   <age>   False
    kube-scheduler                 workload-high     800                  ByNamespace   <age>   False
    kube-system-service-accounts   workload-high     900                  ByNamespace   <age>   False
    alice                          workload-low      1000                 <none>   <age>   False
    service-accounts               workload-low      9000                 ByUser   <age>   False
    global-default                 global-default    9900                 ByUser   <age>   False
    catch-all                      catch-all         10000                ByUser   <age>   False
    $ kubectl get prioritylevelconfigurations -o wide
    NAME              TYPE      NOMINALCONCURRENCYSHARES   QUEUES   HANDSIZE   QUEUELENGTHLIMIT   AGE
    catch-all         Limited   5                          <none>   <none>     <none>   <age>
    exempt            Exempt    <none>   <none>   <none>     <none>   <age>
    global-default    Limited   20                         128      6          50   <age>
    leader-election   Limited   10                         16       4          50   <age>
    node-high         Limited   40                         64       6          50   <age>
    system            Limited   30                         64       6          50   <age>
    workload-high     Limited   40                         128      6          50   <age>
    workload-low      Limited   100                        128      6          50   <age>
    "
  `);
});

test('certificates are requested, approved and denied', async () => {
  expect(
    await session.type(
      ['create -f -', { input: request('alice') }],
      ['create -f -', { input: request('bob') }],
      ['create -f -', { input: request('mallory', MALLORY) }],
      ['create -f -', { input: request('nobody', 'bm9ib2R5') }],
      'get csr',
      'certificate approve alice',
      'certificate deny bob',
      'certificate deny alice',
      'wait --for=jsonpath={.status.certificate} csr/alice --timeout=60s',
      'get csr -o wide --sort-by=metadata.name',
      'describe csr alice',
      'get csr --field-selector=spec.signerName=example.com/other',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl create -f -
    certificatesigningrequest.certificates.k8s.io/alice created
    $ kubectl create -f -
    certificatesigningrequest.certificates.k8s.io/bob created
    $ kubectl create -f -
    Error from server (Forbidden): error when creating "STDIN": certificatesigningrequests.certificates.k8s.io "mallory" is forbidden: use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed
    [exit code 1]
    $ kubectl create -f -
    The CertificateSigningRequest "nobody" is invalid: spec.request: Invalid value: "bm9ib2R5": PEM block type must be CERTIFICATE REQUEST
    [exit code 1]
    $ kubectl get csr
    NAME    AGE   SIGNERNAME                            REQUESTOR          REQUESTEDDURATION   CONDITION
    alice   <age>   kubernetes.io/kube-apiserver-client   kubernetes-admin   24h                 Pending
    bob   <age>   kubernetes.io/kube-apiserver-client   kubernetes-admin   24h                 Pending
    $ kubectl certificate approve alice
    certificatesigningrequest.certificates.k8s.io/alice approved
    $ kubectl certificate deny bob
    certificatesigningrequest.certificates.k8s.io/bob denied
    $ kubectl certificate deny alice
    error: certificate signing request "alice" is already Approved
    [exit code 1]
    $ kubectl wait --for=jsonpath={.status.certificate} csr/alice --timeout=60s
    certificatesigningrequest.certificates.k8s.io/alice condition met
    $ kubectl get csr -o wide --sort-by=metadata.name
    NAME    AGE   SIGNERNAME                            REQUESTOR          REQUESTEDDURATION   CONDITION
    alice   <age>   kubernetes.io/kube-apiserver-client   kubernetes-admin   24h                 Approved,Issued
    bob   <age>   kubernetes.io/kube-apiserver-client   kubernetes-admin   24h                 Denied
    $ kubectl describe csr alice
    Name:                alice
    Labels:              <none>
    Annotations:         <none>
    CreationTimestamp:   <date>
    Requesting User:     kubernetes-admin
    Signer:              kubernetes.io/kube-apiserver-client
    Requested Duration:  24h
    Status:              Approved,Issued
    Subject:
             Common Name:    alice
             Serial Number:
             Organization:   team-a
    Events:  <none>
    $ kubectl get csr --field-selector=spec.signerName=example.com/other
    No resources found
    "
  `);
});

test('a signed client certificate is believed', async () => {
  session.write('carol.key', CAROL_KEY);
  await session.type(
    ['create -f -', { input: request('carol', CAROL) }],
    'certificate approve carol',
    'wait --for=jsonpath={.status.certificate} csr/carol --timeout=60s',
  );
  const issued = await lab.kubectl('get csr carol -o jsonpath={.status.certificate}');
  session.write('carol.crt', Buffer.from(issued, 'base64').toString());
  expect(
    await session.type(
      'auth whoami -o jsonpath={.status.userInfo.username}{.status.userInfo.groups} --client-certificate=carol.crt --client-key=carol.key',
      ['create -f - --client-certificate=carol.crt --client-key=carol.key', { input: request('of-carol', CAROL) }],
      'get csr of-carol -o jsonpath={.spec.username}{.spec.groups}',
      'auth whoami --as=jane --as-group=devs --as-group=admins',
    ),
  ).toMatchInlineSnapshot(`
    "$ kubectl auth whoami -o jsonpath={.status.userInfo.username}{.status.userInfo.groups} --client-certificate=carol.crt --client-key=carol.key
    carol["team-a","team-b","system:authenticated"]$ kubectl create -f - --client-certificate=carol.crt --client-key=carol.key
    certificatesigningrequest.certificates.k8s.io/of-carol created
    $ kubectl get csr of-carol -o jsonpath={.spec.username}{.spec.groups}
    carol["team-a","team-b","system:authenticated"]$ kubectl auth whoami --as=jane --as-group=devs --as-group=admins
    ATTRIBUTE   VALUE
    Username    jane
    Groups      [devs admins system:authenticated]
    "
  `);
});
