import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';

/** Returns the images of a template, for the event of its change. */
export function imagesOf(template: PodTemplateSpec | undefined): string[] {
  return (template?.spec?.containers ?? []).map(({ image }) => image ?? '');
}
