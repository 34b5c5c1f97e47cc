import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';

let program: Server;
let address: string;
beforeAll(async () => {
  program = createServer((request, response) => response.end(`hello ${request.headers.host} ${request.url}\n`));
  program.listen(0, '127.0.0.1');
  await once(program, 'listening');
  address = `127.0.0.1:${(program.address() as AddressInfo).port}`;
});
afterAll(async () => {
  program.close();
  // An unavailable group is named in the output of later commands.
  await lab.kubectl('delete pod/client apiservice/v1.example.com --now');
});

/** Returns the output of a command in a new pod. */
async function inPod(name: string, ...command: string[]): Promise<string> {
  await lab.kubectl(`run ${name} --image=busybox --restart=Never -- ${command.join(' ')}`);
  await lab.kubectl(`wait pod/${name} --for=jsonpath={.status.phase}=Succeeded --timeout=60s`);
  return lab.kubectl(`logs ${name}`);
}

test('connected Services lead pods and the proxy to host programs, until disconnected', async () => {
  expect(await lab.klockwork('connect', 'shop', '--to', address, '--port', '80')).toBe(
    `services/shop of default is created: it ends with its connection\nshop.default.svc:80 leads to ${address}\n`,
  );
  expect(await inPod('client', 'wget', '-qO-', 'http://shop/a')).toBe('hello shop /a\n');
  expect(await lab.kubectl('get --raw /api/v1/namespaces/default/services/shop:80/proxy/b')).toMatch(/^hello .* \/b\n$/);
  expect(await lab.klockwork('status')).toContain(`\nconnected   shop.default.svc:80 leads to ${address}\n`);
  expect(await lab.klockwork('why', 'service/shop')).toContain(`services/default/shop leads to the program at ${address} on this machine`);
  expect(await lab.klockwork('disconnect', 'shop')).toBe('services/shop of default leads to its pods again\n');
  await lab.kubectl('wait service/shop --for=delete --timeout=60s');
});

test('APIServices name the missing Service of their extension server', async () => {
  const spec = { group: 'example.com', version: 'v1', groupPriorityMinimum: 100, versionPriority: 10 };
  const service = { namespace: 'default', name: 'api' };
  const object = { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: 'v1.example.com' } };
  await lab.kubectl('create -f -', JSON.stringify({ ...object, spec: { ...spec, service, insecureSkipTLSVerify: true } }));
  await lab.kubectl('wait apiservice/v1.example.com --for=condition=Available=False --timeout=60s');
  expect(await lab.kubectl('get apiservices v1.apps v1.example.com --no-headers')).toMatch(
    /^v1\.apps +Local +True .*\nv1\.example\.com +default\/api +False \(ServiceNotFound\) /,
  );
  expect((await lab.try(['get', '--raw', '/apis/example.com/v1'])).stderr).toBe(
    'Error from server (ServiceUnavailable): the server is currently unable to handle the request\n',
  );
});
