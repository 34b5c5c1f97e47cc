import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiClient } from '@klockwork/lab-tool';
import { type Identity, loadIdentity } from '@klockwork/tls';

const CONFIGURATIONS = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';

/** Certificate for webhooks of one test file. */
export class WebhookKeys {
  readonly #folder = mkdtempSync(join(tmpdir(), 'klockwork-webhooks-'));
  readonly identity: Identity = loadIdentity(this.#folder, ['127.0.0.1', 'hook.default.svc']);

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** Webhook on this machine. `review` runs before each answer; the webhook then allows the write. */
export async function hostWebhook({ server: keys }: Identity, review: () => Promise<void>): Promise<Server> {
  const server = createServer({ key: keys.key, cert: keys.certificate }, async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { apiVersion, kind, request: admission } = JSON.parse(body);
    await review();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ apiVersion, kind, response: { uid: admission.uid, allowed: true } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Returns the URL of a webhook on this machine. */
export function urlOf(server: Server): string {
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Registers a webhook for new pods with the label `reviewed: NAME`. */
export async function review(
  api: ApiClient,
  { authority }: Identity,
  { name, clientConfig, ...fields }: { readonly name: string; readonly clientConfig: object } & Record<string, unknown>,
): Promise<void> {
  const webhook = {
    name: `${name}.example.com`,
    clientConfig: { ...clientConfig, caBundle: Buffer.from(authority).toString('base64') },
    rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] }],
    objectSelector: { matchLabels: { reviewed: name } },
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    ...fields,
  };
  const configuration = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration', metadata: { name } };
  const { status } = await api.send('POST', CONFIGURATIONS, { ...configuration, webhooks: [webhook] });
  if (status !== 201) throw new Error(`the webhook ${name} was answered ${status}`);
}
