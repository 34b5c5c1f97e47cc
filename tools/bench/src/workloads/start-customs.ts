import { join } from 'node:path';
import { Lab } from '@klockwork/lab-tool';
import { HttpsClient } from '../support/https-client.ts';
import type { Workload } from '../support/workload.ts';

const GROUP = 'bench.example.com';
const DEFINITIONS = 500;
const FIELDS = 100;
const OBJECTS_PER_DEFINITION = 200;
const CONNECTIONS = 8;
const PAIRS = 3;
const OPTIONS = ['--nodes', '1', '--profile', 'fast'];

/** Starts of two labs take turns: one with definitions and custom objects, one without. */
export const startCustoms: Workload = {
  id: 'start-customs',
  what: 'a start with 500 definitions of 100 fields and 100,000 custom objects, less a start without: until all nodes are Ready',
  unit: 's',
  better: 'less',
  floor: 2,
  aim: 1,
  async measure() {
    const [full, empty] = [await Lab.up(OPTIONS), await Lab.up(OPTIONS)];
    try {
      await fill(full);
      for (const lab of [full, empty]) await lab.klockwork('down');
      const differences: number[] = [];
      for (let pair = 0; pair < PAIRS; pair++) differences.push((await startSeconds(full)) - (await startSeconds(empty)));
      return differences;
    } finally {
      await full.down();
      await empty.down();
    }
  },
};

async function startSeconds(lab: Lab): Promise<number> {
  const began = performance.now();
  await lab.up(OPTIONS);
  const seconds = (performance.now() - began) / 1_000;
  await lab.klockwork('down');
  return seconds;
}

async function fill(lab: Lab): Promise<void> {
  const client = HttpsClient.ofKubeconfig(join(lab.data, 'kubeconfig'));
  const plurals = Array.from({ length: DEFINITIONS }, (_, index) => `tabs${index}`);
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, () => fillNext(client, plurals)));
  } finally {
    client.close();
  }
}

/** Creates definitions with their objects until none remains. */
async function fillNext(client: HttpsClient, plurals: string[]): Promise<void> {
  const connection = await client.raw();
  const create = async (path: string, body: object) => (await connection.send('POST', path, JSON.stringify(body))).status;
  for (let plural = plurals.pop(); plural !== undefined; plural = plurals.pop()) {
    await create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition(plural));
    for (let index = 0; index < OBJECTS_PER_DEFINITION; index++) {
      const object = { apiVersion: `${GROUP}/v1`, kind: plural, metadata: { name: `object-${index}` }, spec: { field0: 'a', field1: 'b' } };
      // The kind is absent until its definition is established.
      while ((await create(`/apis/${GROUP}/v1/namespaces/default/${plural}`, object)) !== 201);
    }
  }
  connection.close();
}

function definition(plural: string): object {
  const fields = Array.from({ length: FIELDS }, (_, index) => [`field${index}`, { type: 'string', maxLength: 100 }]);
  const spec = { type: 'object', properties: Object.fromEntries(fields) };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${GROUP}` },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: { plural, kind: plural },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec } } } }],
    },
  };
}
