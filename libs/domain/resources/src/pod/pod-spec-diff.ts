import { goJson, semanticEqual } from '@klockwork/api-machinery';
import type { PodSpec } from '../pod-template/pod-spec.ts';

/** What differs between two specs, as the refusal of an update prints it: `-` was, `+` is asked for. */
export function podSpecDiff(previous: PodSpec, next: PodSpec): string {
  const [before, after] = [previous, next] as unknown as Record<string, unknown>[] as [Record<string, unknown>, Record<string, unknown>];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = fields.filter((field) => !semanticEqual(before[field], after[field]));
  const lines = changed.flatMap((field) => [
    `- \t${goName(field)}: ${goJson(before[field])},`,
    `+ \t${goName(field)}: ${goJson(after[field])},`,
  ]);
  return ['  core.PodSpec{', ...lines, '  }', ''].join('\n');
}

function goName(field: string): string {
  return field.charAt(0).toUpperCase() + field.slice(1);
}
