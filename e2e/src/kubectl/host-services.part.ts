import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { createAuthority } from '@klockwork/tls';
import { expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';

interface Report {
  readonly services: readonly { readonly namespace: string; readonly type: string; readonly address: string }[];
  readonly ingresses: readonly { readonly namespace: string; readonly address: string; readonly tlsAddress?: string }[];
}

const NAMESPACE = 'host-services';
const WELCOME = expect.stringContaining('<h1>Welcome to nginx!</h1>');
/** Another lab of this machine may replace the listener of Ingresses, whose address is equal in all labs. */
const NO_INGRESS = expect.stringMatching(/^(ECONNREFUSED|default backend - 404\n)$/);

/** Returns the open ports of this namespace; other parts of the lab have their own. */
async function openPorts(): Promise<Report> {
  const { services, ingresses } = JSON.parse(await lab.klockwork('services', '-o', 'json')) as Report;
  const isOwn = ({ namespace }: { readonly namespace: string }) => namespace === NAMESPACE;
  return { services: services.filter(isOwn), ingresses: ingresses.filter(isOwn) };
}

/** Returns the open listeners of Gateways. */
async function openGateways(): Promise<readonly { readonly address: string }[]> {
  return JSON.parse(await lab.klockwork('services', '-o', 'json')).gateways;
}

/** Returns the body of the page at `address`, or the code of the connection's error. `fetch` sends no other Host header. */
async function page(address: string, host = address): Promise<string> {
  try {
    const [answer] = (await once(get(`http://${address}/`, { agent: false, headers: { host } }), 'response')) as [IncomingMessage];
    return await text(answer);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

/** Returns the name in the certificate for `servername`, and the page behind it. */
async function securePage(address: string, servername: string): Promise<readonly [name: string, page: string]> {
  const [host = '', port] = address.split(':');
  const socket = connect({ host, port: Number(port), servername, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { CN: name } = socket.getPeerCertificate().subject;
  socket.end(`GET / HTTP/1.1\r\nHost: ${servername}\r\nConnection: close\r\n\r\n`);
  return [String(name), await text(socket)];
}

test('host programs reach a Service by load balancer, node port and Ingress until all are deleted', async () => {
  await lab.kubectl('create deployment web --image=nginx:1.27');
  await lab.kubectl('expose deployment web --type=LoadBalancer --port=8000 --target-port=80');
  await lab.kubectl('create ingress web --rule=shop.example/*=web:8000');
  await lab.kubectl('create ingress secure --rule=secure.example/*=web:8000,tls=secure');
  const { key, certificate } = createAuthority('secure.example');
  const [keyFile, certificateFile] = [join(lab.data, 'secure.key'), join(lab.data, 'secure.crt')];
  writeFileSync(keyFile, key);
  writeFileSync(certificateFile, certificate);
  await lab.kubectl(`create secret tls secure --key=${keyFile} --cert=${certificateFile}`);
  await lab.kubectl('rollout status deployment/web --timeout=60s');
  await lab.kubectl('wait service/web --for=jsonpath={.status.loadBalancer.ingress} --timeout=60s');

  const address = expect.stringMatching(/^127\.\d+\.\d+\.\d+:\d+$/);
  const service = { namespace: NAMESPACE, service: 'web', port: 8000, address };
  await expect.poll(openPorts).toEqual({
    services: [
      { ...service, type: 'LoadBalancer' },
      { ...service, type: 'NodePort' },
    ],
    ingresses: [
      { namespace: NAMESPACE, ingress: 'secure', hosts: ['secure.example'], address, tlsAddress: address },
      { namespace: NAMESPACE, ingress: 'web', hosts: ['shop.example'], address },
    ],
  });
  const { services, ingresses } = await openPorts();
  const addresses = services.map((port) => port.address);
  const ingress = ingresses[0]?.address ?? '';
  for (const one of addresses) await expect.poll(() => page(one)).toEqual(WELCOME);
  await expect.poll(() => page(ingress, 'shop.example')).toEqual(WELCOME);
  expect(await page(ingress, 'other.example')).toBe('default backend - 404\n');
  const secure = ingresses[0]?.tlsAddress ?? '';
  expect(await securePage(secure, 'secure.example')).toEqual(['secure.example', WELCOME]);
  const [name] = await securePage(secure, 'shop.example');
  expect(name).toBe('Kubernetes Ingress Controller Fake Certificate');

  await lab.kubectl('delete ingress/web ingress/secure service/web deployment/web --timeout=60s');
  await expect.poll(openPorts).toEqual({ services: [], ingresses: [] });
  for (const one of addresses) await expect.poll(() => page(one)).toBe('ECONNREFUSED');
  await expect.poll(() => page(ingress, 'shop.example')).toEqual(NO_INGRESS);
});

/** Returns a definition of the Gateway API without its schema. */
function definitionOf(plural: string, kind: string, scope: 'Cluster' | 'Namespaced'): object {
  const group = 'gateway.networking.k8s.io';
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const version = { name: 'v1', served: true, storage: true, schema, subresources: { status: {} } };
  return {
    ...{ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' },
    metadata: {
      name: `${plural}.${group}`,
      annotations: { 'api-approved.kubernetes.io': 'https://github.com/kubernetes-sigs/gateway-api' },
    },
    spec: { group, scope, names: { plural, kind }, versions: [version] },
  };
}

const GATEWAY = `
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: { name: lab }
spec: { controllerName: klockwork.dev/gateway-controller }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge }
spec:
  gatewayClassName: lab
  listeners: [{ name: http, port: 8088, protocol: HTTP, hostname: '*.example' }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop }
spec:
  parentRefs: [{ name: edge }]
  hostnames: [shop.example]
  rules:
    - backendRefs: [{ name: shop, port: 80 }]
`;

test('host programs reach a Service by a Gateway and an HTTPRoute once their definitions are installed', async () => {
  const definitions = [
    definitionOf('gatewayclasses', 'GatewayClass', 'Cluster'),
    definitionOf('gateways', 'Gateway', 'Namespaced'),
    definitionOf('httproutes', 'HTTPRoute', 'Namespaced'),
  ];
  await lab.kubectl('apply -f -', definitions.map((definition) => JSON.stringify(definition)).join('\n---\n'));
  await lab.kubectl('wait --for=condition=Established crd/gatewayclasses.gateway.networking.k8s.io --timeout=60s');
  await lab.kubectl('wait --for=condition=Established crd/gateways.gateway.networking.k8s.io --timeout=60s');
  await lab.kubectl('wait --for=condition=Established crd/httproutes.gateway.networking.k8s.io --timeout=60s');
  await lab.kubectl('create deployment shop --image=nginx:1.27');
  await lab.kubectl('expose deployment shop --port=80');
  await lab.kubectl('apply -f -', GATEWAY);
  await lab.kubectl('wait --for=condition=Programmed gateway/edge --timeout=60s');
  const accepted = '{.status.parents[0].conditions[?(@.type=="Accepted")].status}=True';
  await lab.kubectl(`wait --for=jsonpath=${accepted} httproute/shop --timeout=60s`);
  await lab.kubectl('rollout status deployment/shop --timeout=60s');

  const address = expect.stringMatching(/^127\.\d+\.\d+\.\d+:\d+$/);
  const line = { namespace: NAMESPACE, gateway: 'edge', listener: 'http', host: '*.example', protocol: 'HTTP', address };
  await expect.poll(openGateways).toEqual([line]);
  const open = (await openGateways())[0]?.address ?? '';
  await expect.poll(() => page(open, 'shop.example')).toEqual(WELCOME);
  expect(await page(open, 'other.example')).toBe('404 Not Found\n');

  await lab.kubectl('delete gateway/edge httproute/shop gatewayclass/lab service/shop deployment/shop --timeout=60s');
  await expect.poll(openGateways).toEqual([]);
  for (const plural of ['gatewayclasses', 'gateways', 'httproutes'])
    await lab.kubectl(`delete crd/${plural}.gateway.networking.k8s.io --timeout=60s`);
});
