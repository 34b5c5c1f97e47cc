import { drillNames } from '@klockwork/api-server';
import { type ReadDrill, readDrill } from '@klockwork/drills';
import { parseAllDocuments } from 'yaml';

/** Reads a drill from the text of a YAML file with one document. Errors have Kubernetes' form. */
export function parseDrill(text: string): ReadDrill {
  const documents = parseAllDocuments(text);
  const [problem] = documents.flatMap(({ errors }) => errors);
  if (problem !== undefined) return refused(`invalid YAML: ${problem.message}`);
  const values = documents.map((document) => document.toJS() as unknown).filter((value) => value !== null);
  if (values.length !== 1) return refused(`must contain one document, not ${values.length}`);
  return readDrill(values[0], drillNames(values[0]));
}

function refused(message: string): ReadDrill {
  return { errors: [{ reason: 'FieldValueInvalid', field: '', message }] };
}
