import { join } from 'node:path';
import { Lab } from '@klockwork/lab-tool';
import { HttpsClient } from '../support/https-client.ts';
import type { RawConnection } from '../support/raw-connection.ts';
import type { Workload } from '../support/workload.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const RUNS = 30;
const FIELDS = 100;

/** Definitions of 100 fields, each followed at once by attempts to create its first object. */
export const crdReady: Workload = {
  id: 'crd-ready',
  what: 'a CustomResourceDefinition of 100 fields posted until its first object is accepted',
  unit: 'ms',
  better: 'less',
  floor: 300,
  aim: 50,
  async measure() {
    const lab = await Lab.up(['--nodes', '1', '--profile', 'fast']);
    const client = HttpsClient.ofKubeconfig(join(lab.data, 'kubeconfig'));
    try {
      const connection = await client.raw();
      const tookMs: number[] = [];
      for (let run = 0; run < RUNS; run++) tookMs.push(await readyAfter(connection, `tabs${run}`));
      connection.close();
      return tookMs;
    } finally {
      client.close();
      await lab.down();
    }
  },
};

async function readyAfter(connection: RawConnection, plural: string): Promise<number> {
  const began = performance.now();
  await send(connection, DEFINITIONS, definition(plural), [201]);
  const path = `/apis/bench.example.com/v1/namespaces/default/${plural}`;
  const object = JSON.stringify({ apiVersion: 'bench.example.com/v1', kind: plural, metadata: { name: 'first' }, spec: { field0: 'a' } });
  // The kind is absent until its definition is established.
  while ((await send(connection, path, object, [201, 404])) === 404);
  return performance.now() - began;
}

async function send(connection: RawConnection, path: string, body: string, expected: readonly number[]): Promise<number> {
  const answer = await connection.send('POST', path, body);
  if (!expected.includes(answer.status))
    throw new Error(`POST ${path} was answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`);
  return answer.status;
}

function definition(plural: string): string {
  const properties = Object.fromEntries(
    Array.from({ length: FIELDS }, (_, index) => [`field${index}`, { type: 'string', maxLength: 100 }]),
  );
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties } } } };
  return JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.bench.example.com` },
    spec: {
      group: 'bench.example.com',
      scope: 'Namespaced',
      names: { plural, kind: plural },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  });
}
