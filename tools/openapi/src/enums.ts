/** Enum values of an upstream type, and its fields: `core.v1.PodSpec.restartPolicy`. */
export interface Enumeration {
  readonly values: readonly string[];
  readonly fields: readonly string[];
}

/** The words of a field, by its definition's short name and its own: (`core.v1.PodSpec`, `restartPolicy`). */
export function wordsOfFields(
  enums: Readonly<Record<string, Enumeration>>,
): (definition: string, field: string) => readonly string[] | undefined {
  const byField = new Map(Object.values(enums).flatMap(({ values, fields }) => fields.map((field) => [field, values] as const)));
  return (definition, field) => byField.get(`${definition}.${field}`);
}

/** Description with a list of enum values. Models `DescriptionLines` of kube-openapi. */
export function withWords(prose: string, words: readonly string[]): string {
  return [prose, '', 'Possible enum values:', ...words.map((word) => ` - \`${JSON.stringify(word)}\``)].join('\n');
}
