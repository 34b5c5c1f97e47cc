import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lab } from '@klockwork/lab-tool';
import { loadIdentity } from '@klockwork/tls';
import { HttpsClient } from '../support/https-client.ts';
import { repeat, type Workload } from '../support/workload.ts';

const CLIENTS = 16;
const SECONDS = 4;
const WARM_UP_SECONDS = 4;
const path = '/api/v1/namespaces/default/configmaps';

/** Sixteen clients, each updating its own ConfigMap without pause; each write asks one validating webhook on the host. */
export const webhookWrite: Workload = {
  id: 'webhook-write',
  what: 'updates of a small object through one validating webhook on the host, 16 clients, durable',
  unit: '1/s',
  better: 'more',
  floor: 1_000,
  aim: 3_000,
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'klockwork-bench-webhook-'));
    const { server: keys, authority } = loadIdentity(folder, ['127.0.0.1']);
    const webhook = await allowingWebhook({ key: keys.key, cert: keys.certificate });
    const lab = await Lab.up(['--nodes', '1', '--profile', 'fast']);
    const client = HttpsClient.ofKubeconfig(join(lab.data, 'kubeconfig'));
    try {
      await client.json('POST', CONFIGURATIONS, configuration(webhook, authority));
      for (const name of names) await client.json('POST', path, JSON.parse(configMap(name, 0)));
      await rate(client, WARM_UP_SECONDS);
      return await repeat(3, () => rate(client));
    } finally {
      client.close();
      webhook.closeAllConnections();
      webhook.close();
      await lab.down();
      rmSync(folder, { recursive: true });
    }
  },
};

const CONFIGURATIONS = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';
const names = Array.from({ length: CLIENTS }, (_, index) => `admitted-${index}`);

/** HTTPS server that allows each review. */
async function allowingWebhook(keys: { readonly key: string; readonly cert: string }): Promise<Server> {
  const server = createServer(keys, (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const { apiVersion, kind, request: review } = JSON.parse(body);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ apiVersion, kind, response: { uid: review.uid, allowed: true } }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function configuration(server: Server, authority: string): object {
  const { port } = server.address() as AddressInfo;
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'bench' },
    webhooks: [
      {
        name: 'bench.example.com',
        clientConfig: { url: `https://127.0.0.1:${port}/allow`, caBundle: Buffer.from(authority).toString('base64') },
        rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['UPDATE'] }],
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
      },
    ],
  };
}

/** Updates a second, of all clients together. */
async function rate(client: HttpsClient, seconds = SECONDS): Promise<number> {
  const began = performance.now();
  const until = began + seconds * 1_000;
  const updates = await Promise.all(names.map((name) => updateUntil(client, name, until)));
  return updates.reduce((sum, count) => sum + count, 0) / ((performance.now() - began) / 1_000);
}

async function updateUntil(client: HttpsClient, name: string, until: number): Promise<number> {
  const connection = await client.raw();
  let updates = 0;
  for (; performance.now() < until; updates++) {
    const answer = await connection.send('PUT', `${path}/${name}`, configMap(name, updates + 1));
    if (answer.status !== 200) throw new Error(`an update was answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`);
  }
  connection.close();
  return updates;
}

function configMap(name: string, count: number): string {
  return JSON.stringify({ metadata: { name }, data: { count: String(count) } });
}
