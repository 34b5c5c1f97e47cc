import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { installDefinitions, MODULE } from './cert-manager.ts';
import { eventually } from './host-program.ts';
import type { Operator, Proof } from './operator.ts';

const DAY_MS = 24 * 3_600_000;

/** Certificate controllers of cert-manager with the clock adapter: a renewal after sixty days of the lab. */
export const certManagerLabClock: Operator = {
  name: 'cert-manager-lab-clock',
  lab: ['--nodes', '1'],
  programs: [{ own: 'tools/operators/go/cert-manager-lab-clock', base: MODULE, name: 'cert-manager-lab-clock' }],
  async prove({ lab, start, apply, proven }) {
    await installDefinitions(lab);
    // Leases of a node would stop the advance half a million times.
    await lab.klockwork('kill-node', 'node-1');
    start('cert-manager-lab-clock', []);
    await apply(certificate());
    await lab.kubectl('wait certificate/web --for=condition=Ready --timeout=60s');
    const first = await issued(lab);
    assert.equal(first.notAfter - first.notBefore, 90 * DAY_MS);
    assert.equal(first.renewal - first.notBefore, 60 * DAY_MS);
    proven('a Certificate of 90 days is issued, to be renewed after 60');
    await eventually(async () => assert.match(await lab.klockwork('clock'), /client-timer +clients\/cert-manager/));
    const startMs = performance.now();
    await lab.klockwork('clock', 'advance', '1439h');
    assert.equal(await revision(lab), '1');
    await lab.klockwork('clock', 'advance', '2h');
    const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
    await lab.kubectl('wait certificate/web --for=jsonpath={.status.revision}=2 --timeout=20s');
    await lab.kubectl('wait certificate/web --for=condition=Ready --timeout=20s');
    const second = await issued(lab);
    const lateMs = second.notBefore - first.renewal;
    assert.ok(lateMs >= 0 && lateMs <= 5_000, `the second certificate begins ${lateMs} ms after the renewal time`);
    assert.equal(
      await lab.kubectl('get certificaterequests -o jsonpath={.items[*].metadata.annotations.cert-manager\\.io/certificate-revision}'),
      '1 2',
    );
    proven(`it is renewed ${lateMs} ms after sixty days of the lab, which took ${seconds} s of the host`);
  },
};

function certificate(): object {
  const issuerRef = { group: 'lab.klockwork.dev', kind: 'Authority', name: 'lab' };
  const spec = { secretName: 'web-tls', dnsNames: ['web.example.com'], duration: '2160h', renewBefore: '720h', issuerRef };
  return { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name: 'web' }, spec };
}

function revision(lab: Proof['lab']): Promise<string> {
  return lab.kubectl('get certificate web -o jsonpath={.status.revision}');
}

/** Times of the issued certificate, and of its planned renewal, in ms. */
async function issued(lab: Proof['lab']): Promise<{ notBefore: number; notAfter: number; renewal: number }> {
  const pem = Buffer.from(await lab.kubectl('get secret web-tls -o jsonpath={.data.tls\\.crt}'), 'base64');
  const { validFrom, validTo } = new X509Certificate(pem);
  const renewal = await lab.kubectl('get certificate web -o jsonpath={.status.renewalTime}');
  return { notBefore: Date.parse(validFrom), notAfter: Date.parse(validTo), renewal: Date.parse(renewal) };
}
