import { dns1123Label } from '@klockwork/api-machinery';
import type { KubeObject } from '../object.ts';

/** Warns when pods named after the object get names that are no DNS labels. Models the strategies of `pkg/registry/apps`. */
export function podNameWarnings(object: KubeObject): string[] {
  const problems = dns1123Label(object.metadata?.name ?? '');
  if (problems.length === 0) return [];
  const text = problems.join(' ');
  return [
    `metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${text}]`,
  ];
}
