import type { Schema } from '@klockwork/api-machinery';
import { schemaOf } from '@klockwork/openapi';
import type { KindDefinition } from '@klockwork/resources';
import { METRICS, servedMetrics } from '../metrics/metrics-kinds.ts';
import { definitionOf } from '../objects/definition.ts';
import { servedKinds } from '../objects/served-kind.ts';
import type { MoveTimes } from './host-time-answer.ts';
import { shiftTimes } from './shift-times.ts';

const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** API value with the fields that determine its form. */
interface Form {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly metadata?: unknown;
  readonly items?: readonly Form[];
  readonly rows?: readonly { readonly object?: Form }[];
  /** Present in watch events. */
  readonly type?: string;
  readonly object?: Form;
}

/** Shifts times of served kinds by their schemas. */
export class TimeMover {
  /** By type name. */
  readonly #schemas: ReadonlyMap<string, () => Schema>;

  constructor(kinds: readonly KindDefinition[]) {
    const schemas = servedKinds(kinds).map((kind) => [typeName(kind), () => kind.schema?.types ?? schemaOf(kind.definition)] as const);
    const metrics = servedMetrics.map(
      ({ kind }) => [typeName({ ...METRICS, kind: kind.kind }), () => schemaOf(definitionOf({ ...METRICS, kind: kind.kind }))] as const,
    );
    this.#schemas = new Map([...schemas, ...metrics]);
  }

  /** Returns a function that shifts all times by the present result of `shiftMs`. */
  by(shiftMs: () => number): MoveTimes {
    return (value) => this.#moved(value as Form, shiftMs());
  }

  #moved(value: Form, shiftMs: number): unknown {
    const { kind = '', apiVersion = '', items, rows, type, object } = value;
    if (kind === '' && type !== undefined && object !== undefined) return { ...value, object: this.#moved(object, shiftMs) };
    if (kind === 'Table')
      return { ...value, rows: (rows ?? []).map((row) => ({ ...row, ...(row.object && { object: this.#moved(row.object, shiftMs) }) })) };
    if (kind.endsWith('List') && Array.isArray(items)) {
      const of = { kind: kind.slice(0, -'List'.length), apiVersion };
      return { ...value, items: items.map((item: Form) => this.#object(item, { ...of, ...item }, shiftMs)) };
    }
    return this.#object(value, { kind, apiVersion }, shiftMs);
  }

  #object(value: Form, { kind = '', apiVersion = '' }: Form, shiftMs: number): unknown {
    const schema = this.#schemas.get(`${apiVersion}/${kind}`);
    if (schema !== undefined) return shiftTimes(value, schema(), shiftMs);
    // Projected kinds have times in metadata only.
    return value.metadata === undefined ? value : { ...value, metadata: shiftTimes(value.metadata, metadataSchema(), shiftMs) };
  }
}

function metadataSchema(): Schema {
  return schemaOf(OBJECT_META);
}

function typeName({ group, version, kind }: { readonly group: string; readonly version: string; readonly kind: string }): string {
  return `${group === '' ? version : `${group}/${version}`}/${kind}`;
}
