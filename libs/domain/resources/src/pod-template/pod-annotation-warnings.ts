/** The annotations of a pod or a template, and where they are. */
export interface PlacedAnnotations {
  readonly given: Readonly<Record<string, string>>;
  readonly path: string;
  /** Whether they will be those of pods, and are not those of a pod. */
  readonly ofTemplate: boolean;
}

const OLD: readonly (readonly [string, string])[] = [
  ['scheduler.alpha.kubernetes.io/critical-pod', 'non-functional in v1.16+; use the "priorityClassName" field instead'],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  ['security.alpha.kubernetes.io/unsafe-sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
];

/** Warns of annotations that were fields before there were fields. Models `deprecatedAnnotations`. */
export function podAnnotationWarnings({ given, path }: PlacedAnnotations): string[] {
  return OLD.flatMap(([key, message]) => (given[key] === undefined ? [] : [`${path}[${key}]: ${message}`]));
}
