import type { LabelSelector } from '@klockwork/kubernetes-types';

/** Formats a selector pointer like Go. Models `LabelSelector.String` of apimachinery's generated.pb.go. */
export function selectorText(selector: LabelSelector | undefined): string {
  if (selector === undefined) return 'nil';
  const labels = Object.entries(selector.matchLabels ?? {})
    .map(([key, value]) => `${key}: ${value},`)
    .sort()
    .join('');
  const expressions = (selector.matchExpressions ?? [])
    .map(({ key, operator, values }) => `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${(values ?? []).join(' ')}],},`)
    .join('');
  return `&LabelSelector{MatchLabels:map[string]string{${labels}},MatchExpressions:[]LabelSelectorRequirement{${expressions}},}`;
}
