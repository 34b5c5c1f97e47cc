import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { ObjectMeta } from '@klockwork/kubernetes-types';

/** Group and version of the sample. */
export const GROUP = 'wardle.example.com';
export const VERSION = 'v1alpha1';

/** Object of the sample: a Flunder or a Fischer. */
export interface WardleObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: ObjectMeta;
  readonly spec?: FlunderSpec;
  readonly status?: object;
  readonly disallowedFlunders?: readonly string[];
}

interface FlunderSpec {
  readonly reference?: string;
  readonly referenceType?: string;
}

/** Kind of the sample. Models `pkg/apis/wardle/v1alpha1` of k8s.io/sample-apiserver. */
export interface WardleKind {
  readonly kind: string;
  readonly resource: string;
  readonly singular: string;
  readonly isNamespaced: boolean;
  /** Returns the known fields besides metadata, with defaults. */
  fields(object: WardleObject): Partial<WardleObject>;
  validate(object: WardleObject): FieldError[];
}

/** Kinds in the order of discovery. */
export const WARDLE_KINDS: readonly WardleKind[] = [
  {
    kind: 'Fischer',
    resource: 'fischers',
    singular: 'fischer',
    isNamespaced: false,
    fields: ({ disallowedFlunders }) => (disallowedFlunders === undefined ? {} : { disallowedFlunders }),
    validate: () => [],
  },
  {
    kind: 'Flunder',
    resource: 'flunders',
    singular: 'flunder',
    isNamespaced: true,
    fields: ({ spec = {} }) => ({ spec: withDefaults(spec), status: {} }),
    validate: ({ spec = {} }) => validateSpec(spec),
  },
];

/** Field of the internal version by type of reference. */
const FIELDS: Readonly<Record<string, string>> = { Flunder: 'flunderReference', Fischer: 'fischerReference' };

/** Models `SetDefaults_FlunderSpec`, and a conversion that drops references of unknown types. */
function withDefaults({ reference = '', referenceType = '' }: FlunderSpec): FlunderSpec {
  const type = referenceType === '' && reference !== '' ? 'Flunder' : referenceType;
  return Object.hasOwn(FIELDS, type) ? { ...(reference !== '' && { reference }), referenceType: type } : {};
}

/** Models `ValidateFlunderSpec`, which names the fields of the internal version. */
function validateSpec({ reference = '', referenceType = '' }: FlunderSpec): FieldError[] {
  if (referenceType === '' || reference !== '') return [];
  return [fieldErrors.invalid(`spec.${FIELDS[referenceType]}`, '', `cannot be empty if referenceType is ${referenceType}`)];
}
