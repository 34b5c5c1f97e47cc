/** Schema in the form of an OpenAPI v3 document. */
export interface Definition {
  readonly description?: string;
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly items?: Definition;
  readonly additionalProperties?: Definition;
  readonly required?: readonly string[];
  readonly allOf?: readonly { readonly $ref: string }[];
  readonly nullable?: true;
  readonly default?: unknown;
  /** Allowed values of a string. */
  readonly enum?: readonly string[];
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: 'atomic' | 'granular';
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
}

/** Where references between definitions point. */
export const REFERENCE_PREFIX = '#/components/schemas/';

/** Returns the definition that a schema refers to; undefined without a reference. */
export function referenceOf(definition: Definition): string | undefined {
  return definition.allOf?.[0]?.$ref.slice(REFERENCE_PREFIX.length);
}
