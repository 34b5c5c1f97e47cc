import type { Diagnosis, Finding } from './diagnosis.ts';

/** Returns the lines of a diagnosis: findings, diagnoses of related objects, remedies. The statement is excluded. */
export function diagnosisLines({ findings, related, remedies }: Diagnosis, indent: string): string[] {
  return [
    ...findings.map((finding) => `${indent}${findingText(finding)}`),
    ...related.flatMap((one) => [`${indent}${one.statement}`, ...diagnosisLines(one, `${indent}  `)]),
    ...(remedies.length === 0 ? [] : [`${indent}What would help:`]),
    ...remedies.map((remedy) => `${indent}  - ${remedy}`),
  ];
}

function findingText({ text, revision }: Finding): string {
  return revision === undefined ? text : `${text}  (rev ${revision})`;
}
