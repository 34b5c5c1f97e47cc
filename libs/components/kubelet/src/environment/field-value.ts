import { goQuote } from '@klockwork/api-machinery';
import type { Pod } from '@klockwork/resources';

/** A pod and the addresses that its status may not show yet. */
export interface PodFields {
  readonly pod: Pod;
  readonly podIP: string;
  readonly hostIP: string;
}

/**
 * The value of a field of the pod, as the downward API gives it; undefined for one that it does not know.
 * Models `podFieldSelectorRuntimeValue` of `pkg/kubelet/kubelet_pods.go` and `ExtractFieldPathAsString` of `pkg/fieldpath`.
 */
export function fieldValue(path: string, { pod, podIP, hostIP }: PodFields): string | undefined {
  const { metadata, spec } = pod;
  const subscript = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (subscript !== null) return metadata?.[subscript[1] as 'labels' | 'annotations']?.[subscript[2] ?? ''] ?? '';
  const fields: Readonly<Record<string, string | undefined>> = {
    'metadata.name': metadata?.name,
    'metadata.namespace': metadata?.namespace,
    'metadata.uid': metadata?.uid,
    'metadata.labels': mapText(metadata?.labels ?? {}),
    'metadata.annotations': mapText(metadata?.annotations ?? {}),
    'spec.nodeName': spec?.nodeName,
    'spec.serviceAccountName': spec?.serviceAccountName,
    'status.hostIP': hostIP,
    'status.hostIPs': hostIP,
    'status.podIP': podIP,
    'status.podIPs': podIP,
  };
  return path in fields ? (fields[path] ?? '') : undefined;
}

/** A line for each entry, sorted by key: `key="value"`. Models `FormatMap`. */
function mapText(entries: Readonly<Record<string, string>>): string {
  return Object.keys(entries)
    .sort()
    .map((key) => `${key}=${goQuote(entries[key] ?? '')}`)
    .join('\n');
}
