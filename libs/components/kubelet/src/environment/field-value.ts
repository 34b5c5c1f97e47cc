import { goQuote } from '@klockwork/api-machinery';
import type { Pod } from '@klockwork/resources';

/** Pod with addresses that its status may lack. */
export interface PodFields {
  readonly pod: Pod;
  readonly podIP: string;
  readonly hostIP: string;
}

/**
 * Returns a pod's field in the form of the downward API; undefined for unknown fields. Models `podFieldSelectorRuntimeValue` of
 * `pkg/kubelet/kubelet_pods.go` and `ExtractFieldPathAsString` of `pkg/fieldpath`.
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

/** Returns one line per entry, sorted by key: `key="value"`. Models `FormatMap`. */
function mapText(entries: Readonly<Record<string, string>>): string {
  return Object.keys(entries)
    .sort()
    .map((key) => `${key}=${goQuote(entries[key] ?? '')}`)
    .join('\n');
}
