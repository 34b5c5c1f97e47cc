import { semanticEqual } from '@klockwork/api-machinery';
import type { Finding, Question, WholeEvent } from '@klockwork/event-store';
import type { DiagnosisDraft, Subject } from './subject.ts';

const FIELDS_MAX = 10;
const VALUE_CHARACTERS_MAX = 40;
/** Fields that every write sets or repeats. */
const STAMPED = new Set(['metadata.resourceVersion', 'metadata.generation', 'metadata.managedFields', 'status']);
/** Maps omitted when empty. */
const MAPS = new Set(['data', 'binaryData', 'metadata.labels', 'metadata.annotations']);
const LAST_APPLIED = 'metadata.annotations.kubectl.kubernetes.io/last-applied-configuration';

/** Field that differs between two states. Absent values are undefined. */
interface Change {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Explains an object's change at an event by differing fields. Undefined for a create, and without differences. */
export function diagnoseChange({ history }: Subject, { question, revision, change }: Question): DiagnosisDraft | undefined {
  if (change !== true) return undefined;
  const index = history.findIndex((event) => event.revision === revision);
  const [before, after] = [history[index - 1], history[index]];
  if (before === undefined || after?.change !== 'updated') return undefined;
  const changes = [...changesBetween(before.object, after.object, '')];
  if (changes.length === 0) return undefined;
  const more = changes.length - FIELDS_MAX;
  const shownFindings: Finding[] = changes.slice(0, FIELDS_MAX).map((change) => ({ text: changeText(change, after) }));
  return {
    statement: question,
    findings: [...shownFindings, ...(more > 0 ? [{ text: `… and ${more} more fields` }] : [])],
    remedies: [],
    revision,
  };
}

/** Values of ConfigMaps are files, and those of confidential kinds secret: only keys are shown. */
function changeText({ path, before, after }: Change, { confidential, key }: WholeEvent): string {
  const isPlain = confidential !== true && key.resource !== 'configmaps';
  if (isPlain && isShort(before) && isShort(after)) return `${path}: ${valueText(before)} → ${valueText(after)}`;
  return `${path} was ${before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'}`;
}

function* changesBetween(before: unknown, after: unknown, path: string): Generator<Change> {
  if (STAMPED.has(path) || path === LAST_APPLIED || semanticEqual(before, after)) return;
  const [former, is] = [fieldsOf(before, path), fieldsOf(after, path)];
  if (former === undefined || is === undefined) {
    yield { path, before, after };
    return;
  }
  for (const name of new Set([...former.keys(), ...is.keys()]))
    yield* changesBetween(former.get(name), is.get(name), `${path}${step(name, path)}`);
}

/** List items count as fields, by name or index. */
function fieldsOf(value: unknown, path: string): ReadonlyMap<string, unknown> | undefined {
  if (value === undefined && MAPS.has(path)) return new Map();
  if (Array.isArray(value)) return new Map(value.map((item: unknown, index) => [`[${nameOf(item) ?? index}]`, item]));
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
}

function nameOf(item: unknown): string | undefined {
  const { name } = (typeof item === 'object' ? (item ?? {}) : {}) as { name?: unknown };
  return typeof name === 'string' ? name : undefined;
}

function step(name: string, path: string): string {
  return name.startsWith('[') || path === '' ? name : `.${name}`;
}

function isShort(value: unknown): boolean {
  return value === undefined || (!isNested(value) && String(value).length <= VALUE_CHARACTERS_MAX);
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function valueText(value: unknown): string {
  return value === undefined ? 'unset' : JSON.stringify(value);
}
