import type { Scenario } from '@klockwork/simulation';
import { programUrl } from '../odd-webhooks.ts';
import type { Route } from '../routes.ts';
import type { FuzzAnswer, FuzzRequest } from '../target.ts';
import { pathOf, type Tree } from './write-of.ts';

/** Kinds that decide on writes of other clients. */
const DECIDING: ReadonlySet<string> = new Set([
  ...['validatingadmissionpolicies', 'validatingadmissionpolicybindings'],
  ...['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
]);
const LABEL = { op: 'add', path: '/metadata/labels', value: { a: 'b' } };
const NAME = { op: 'replace', path: '/metadata/name', value: 'b' };

/** Programs behind the webhooks of `admission-examples.ts`, as data. */
export const clusterWebhooks: NonNullable<Scenario['webhooks']> = [
  { url: programUrl('allows'), rules: [] },
  { url: programUrl('warns'), rules: [{ latencyMs: 500, warnings: ['careful'] }] },
  { url: programUrl('refuses'), rules: [{ matches: { labels: { app: 'web' } } }, { denial: 'no' }] },
  { url: programUrl('patches'), rules: [{ patch: [LABEL] }] },
  { url: programUrl('lies'), rules: [{ patch: [NAME], failure: { type: 'malformed', percent: 50 } }] },
  { url: programUrl('breaks'), rules: [{ failure: { type: 'hangs', percent: 50 }, latencyMs: 900 }] },
];

/** Deletes all policies and webhooks: with them, a cluster refuses what others need. */
export async function clearAdmission(routes: readonly Route[], send: (request: FuzzRequest) => Promise<FuzzAnswer>): Promise<void> {
  const deciding = new Map(routes.filter(({ resource }) => DECIDING.has(resource)).map((route) => [route.resource, route]));
  for (const route of deciding.values()) {
    const { items } = JSON.parse((await send({ method: 'GET', url: pathOf(route), headers: {} })).text) as { items: Tree[] };
    for (const { metadata } of items) {
      const url = `${pathOf(route)}/${(metadata as { name: string }).name}`;
      const body = Buffer.from('{"metadata":{"finalizers":null}}');
      await send({ method: 'DELETE', url, headers: {} });
      await send({ method: 'PATCH', url, headers: { 'content-type': 'application/merge-patch+json' }, body });
    }
  }
}
