import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@klockwork/host';
import { moduleFolder } from './go-program.ts';
import { eventually } from './host-program.ts';
import type { Operator, Proof } from './operator.ts';

/** Newest version whose programs are packages of its own module, which the module proxy has. */
export const MODULE = 'github.com/cert-manager/cert-manager@v1.11.0';
const NAMESPACE = 'cert-manager';
const SECRET = 'cert-manager-webhook-ca';
const SERVICE = 'cert-manager-webhook';

/** Three processes of cert-manager, with its definitions: the injected authority makes the webhook trusted, the controller issues. */
export const certManager: Operator = {
  name: 'cert-manager',
  programs: [
    { module: MODULE, package: './cmd/webhook', name: 'cert-manager-webhook' },
    { module: MODULE, package: './cmd/cainjector', name: 'cert-manager-cainjector' },
    { module: MODULE, package: './cmd/controller', name: 'cert-manager-controller' },
  ],
  async prove({ lab, kubeconfig, start, apply, proven }) {
    await installDefinitions(lab);
    proven('its definitions are established');
    await lab.kubectl(`create namespace ${NAMESPACE}`);
    const [port, health] = [await freePort(), await freePort()];
    await lab.klockwork('connect', SERVICE, '--to', `127.0.0.1:${port}`, '--namespace', NAMESPACE);
    await apply(configuration('Mutating', '/mutate'), configuration('Validating', '/validate'));
    start('cert-manager-webhook', [
      ...['--kubeconfig', kubeconfig, '--secure-port', String(port), '--healthz-port', String(health)],
      `--dynamic-serving-ca-secret-namespace=${NAMESPACE}`,
      `--dynamic-serving-ca-secret-name=${SECRET}`,
      `--dynamic-serving-dns-names=${SERVICE}.${NAMESPACE}.svc`,
    ]);
    start('cert-manager-cainjector', ['--kubeconfig', kubeconfig, '--leader-election-namespace', NAMESPACE]);
    await eventually(() => apply(issuer('good', { selfSigned: {} })));
    proven('its injected authority makes the webhook trusted, which accepts an Issuer');
    const refused = apply(issuer('bad', {}));
    await assert.rejects(
      refused,
      /admission webhook "webhook\.cert-manager\.io" denied the request: spec: Required value: at least one issuer must be configured/,
    );
    proven('the webhook refuses a bad Issuer');
    start('cert-manager-controller', ['--kubeconfig', kubeconfig, '--leader-elect=false', '--metrics-listen-address', '127.0.0.1:0']);
    await lab.kubectl('wait issuer/good --for=condition=Ready --timeout=60s');
    await apply(certificate());
    await lab.kubectl('wait certificate/web --for=condition=Ready --timeout=60s');
    const pem = Buffer.from(await lab.kubectl('get secret web-tls -o jsonpath={.data.tls\\.crt}'), 'base64');
    assert.equal(new X509Certificate(pem).checkHost('web.example.com'), 'web.example.com');
    proven('a self-signed Issuer and a Certificate become Ready, with the Secret of the certificate');
  },
};

/** Applies the definitions of cert-manager; returns once they are served. */
export async function installDefinitions(lab: Proof['lab']): Promise<void> {
  const folder = join(await moduleFolder(MODULE), 'deploy', 'crds');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml')))
    await lab.kubectl('apply --server-side -f -', withoutTemplates(readFileSync(join(folder, file), 'utf8')));
  await lab.kubectl('wait crd --all --for=condition=Established --timeout=60s');
}

/** Replaces the Helm templates in labels. */
function withoutTemplates(manifest: string): string {
  return manifest.replace(/\{\{.*?\}\}/g, 'cert-manager');
}

function issuer(name: string, spec: object): object {
  return { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata: { name }, spec };
}

function certificate(): object {
  const spec = { secretName: 'web-tls', dnsNames: ['web.example.com'], issuerRef: { name: 'good' } };
  return { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name: 'web' }, spec };
}

function configuration(type: 'Mutating' | 'Validating', path: string): object {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: `${type}WebhookConfiguration`,
    metadata: { name: SERVICE, annotations: { 'cert-manager.io/inject-ca-from-secret': `${NAMESPACE}/${SECRET}` } },
    webhooks: [
      {
        name: 'webhook.cert-manager.io',
        clientConfig: { service: { namespace: NAMESPACE, name: SERVICE, path } },
        rules: [
          {
            apiGroups: ['cert-manager.io', 'acme.cert-manager.io'],
            apiVersions: ['v1'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['*/*'],
          },
        ],
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Fail',
      },
    ],
  };
}
