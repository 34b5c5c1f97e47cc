/** Annotations of a pod or template, with their path. */
export interface PlacedAnnotations {
  readonly given: Readonly<Record<string, string>>;
  readonly path: string;
  /** True for a template's annotations. */
  readonly ofTemplate: boolean;
}

const OLD: readonly (readonly [string, string])[] = [
  ['scheduler.alpha.kubernetes.io/critical-pod', 'non-functional in v1.16+; use the "priorityClassName" field instead'],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  ['security.alpha.kubernetes.io/unsafe-sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
];

/** Warns about annotations replaced by fields. Models `deprecatedAnnotations`. */
export function podAnnotationWarnings({ given, path }: PlacedAnnotations): string[] {
  return OLD.flatMap(([key, message]) => (given[key] === undefined ? [] : [`${path}[${key}]: ${message}`]));
}
