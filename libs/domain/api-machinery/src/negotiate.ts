import { MEDIA_TYPES, type MediaType, parseMediaType } from './media-type.ts';

/** Alternative form of an answer, by Accept header. */
export interface Projection {
  readonly as: 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList' | 'APIGroupDiscoveryList';
  readonly group: string;
  readonly version: string;
}

/** Negotiated answer: JSON or YAML, plain or projected. */
export interface AnswerForm {
  /** Undefined for the plain object. */
  readonly projection: Projection | undefined;
  /** Content-Type of the answer. */
  readonly contentType: string;
}

/** Projections for GET of an object. */
export const OBJECT_PROJECTIONS: readonly Projection[] = [
  { as: 'Table', group: 'meta.k8s.io', version: 'v1' },
  { as: 'Table', group: 'meta.k8s.io', version: 'v1beta1' },
  { as: 'PartialObjectMetadata', group: 'meta.k8s.io', version: 'v1' },
  { as: 'PartialObjectMetadata', group: 'meta.k8s.io', version: 'v1beta1' },
];

/** Projections for LIST. */
export const LIST_PROJECTIONS: readonly Projection[] = [
  { as: 'Table', group: 'meta.k8s.io', version: 'v1' },
  { as: 'Table', group: 'meta.k8s.io', version: 'v1beta1' },
  { as: 'PartialObjectMetadataList', group: 'meta.k8s.io', version: 'v1' },
  { as: 'PartialObjectMetadataList', group: 'meta.k8s.io', version: 'v1beta1' },
];

/** Projections of `/api` and `/apis`. */
export const DISCOVERY_PROJECTIONS: readonly Projection[] = [
  { as: 'APIGroupDiscoveryList', group: 'apidiscovery.k8s.io', version: 'v2' },
  { as: 'APIGroupDiscoveryList', group: 'apidiscovery.k8s.io', version: 'v2beta1' },
];

/** The media types of answers. */
export const ANSWERED_TYPES: readonly string[] = [MEDIA_TYPES.json, MEDIA_TYPES.yaml];

/** More clauses than any client sends. */
const CLAUSES_MAX = 100;

/**
 * Chooses the answer's form by Accept header; undefined without a match (406). Answers are JSON, or YAML on explicit request; clients that
 * prefer protobuf also list JSON. Models `NegotiateMediaTypeOptions` of `k8s.io/apiserver/pkg/endpoints/handlers/negotiation`.
 */
export function negotiate(accept: string | undefined, projections: readonly Projection[]): AnswerForm | undefined {
  if (accept === undefined || accept.trim() === '') return { projection: undefined, contentType: MEDIA_TYPES.json };
  for (const clause of clausesByWeight(accept)) {
    const answer = answerClause(clause, projections);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

const ANY: ReadonlySet<string> = new Set(['application/*', '*/*']);

function answerClause({ type, parameters }: MediaType, projections: readonly Projection[]): AnswerForm | undefined {
  const answerType = ANY.has(type) ? MEDIA_TYPES.json : type;
  if (!ANSWERED_TYPES.includes(answerType)) return undefined;
  const { as, g, v } = parameters;
  if (as === undefined) return { projection: undefined, contentType: answerType };
  const projection = projections.find((one) => one.as === as && one.group === g && one.version === v);
  if (projection === undefined) return undefined;
  return { projection, contentType: contentTypeOf(answerType, projection) };
}

/** Discovery clients recognize the form by Content-Type. */
function contentTypeOf(type: string, { as, group, version }: Projection): string {
  return as === 'APIGroupDiscoveryList' ? `${type};g=${group};v=${version};as=${as}` : type;
}

function clausesByWeight(accept: string): MediaType[] {
  return accept
    .split(',', CLAUSES_MAX)
    .map(parseMediaType)
    .map((clause) => ({ clause, weight: weightOf(clause) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ clause }) => clause);
}

function weightOf({ parameters }: MediaType): number {
  const weight = Number(parameters.q ?? '1');
  return Number.isNaN(weight) ? 0 : weight;
}
