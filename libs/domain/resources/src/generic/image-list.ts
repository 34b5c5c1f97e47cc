import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';

/** What the containers of a template run, for an event that says that it changed. */
export function imagesOf(template: PodTemplateSpec | undefined): string[] {
  return (template?.spec?.containers ?? []).map(({ image }) => image ?? '');
}
