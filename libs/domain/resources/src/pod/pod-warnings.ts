import { dns1123Label } from '@klockwork/api-machinery';
import { warningsOfPod } from '../pod-template/pod-spec-warnings.ts';
import type { Pod } from './pod.ts';

/** Texts for `Warning:` headers on a pod's write. Models `WarningsOnCreate` of the pod's strategy; upstream warns of no update. */
export function podWarnings(pod: Pod, previous?: Pod): string[] {
  return previous === undefined ? [...hostnameWarnings(pod), ...warningsOfPod(pod, '')] : [];
}

function hostnameWarnings({ metadata }: Pod): string[] {
  const problems = dns1123Label(metadata?.name ?? '');
  const rule = "this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended";
  return problems.length === 0 ? [] : [`metadata.name: ${rule}: [${problems.join(' ')}]`];
}
