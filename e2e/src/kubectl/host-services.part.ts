import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';

interface Report {
  readonly services: readonly { readonly namespace: string; readonly type: string; readonly address: string }[];
  readonly ingresses: readonly { readonly namespace: string; readonly address: string }[];
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

/** Returns the body of the page at `address`, or the code of the connection's error. `fetch` sends no other Host header. */
async function page(address: string, host = address): Promise<string> {
  try {
    const [answer] = (await once(get(`http://${address}/`, { agent: false, headers: { host } }), 'response')) as [IncomingMessage];
    return await text(answer);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

test('host programs reach a Service by load balancer, node port and Ingress until all are deleted', async () => {
  await lab.kubectl('create deployment web --image=nginx:1.27');
  await lab.kubectl('expose deployment web --type=LoadBalancer --port=8000 --target-port=80');
  await lab.kubectl('create ingress web --rule=shop.example/*=web:8000');
  await lab.kubectl('rollout status deployment/web --timeout=60s');
  await lab.kubectl('wait service/web --for=jsonpath={.status.loadBalancer.ingress} --timeout=60s');

  const address = expect.stringMatching(/^127\.\d+\.\d+\.\d+:\d+$/);
  const service = { namespace: NAMESPACE, service: 'web', port: 8000, address };
  await expect.poll(openPorts).toEqual({
    services: [
      { ...service, type: 'LoadBalancer' },
      { ...service, type: 'NodePort' },
    ],
    ingresses: [{ namespace: NAMESPACE, ingress: 'web', hosts: ['shop.example'], address }],
  });
  const { services, ingresses } = await openPorts();
  const addresses = services.map((port) => port.address);
  const ingress = ingresses[0]?.address ?? '';
  for (const one of addresses) await expect.poll(() => page(one)).toEqual(WELCOME);
  await expect.poll(() => page(ingress, 'shop.example')).toEqual(WELCOME);
  expect(await page(ingress, 'other.example')).toBe('default backend - 404\n');

  await lab.kubectl('delete ingress/web service/web deployment/web --timeout=60s');
  await expect.poll(openPorts).toEqual({ services: [], ingresses: [] });
  for (const one of addresses) await expect.poll(() => page(one)).toBe('ECONNREFUSED');
  await expect.poll(() => page(ingress, 'shop.example')).toEqual(NO_INGRESS);
});
