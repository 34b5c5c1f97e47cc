/** Part of a schema of the OpenAPI document. */
export interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly allOf?: readonly { readonly $ref?: string }[];
}

export type Schemas = Readonly<Record<string, Schema>>;

/** Field of a fault's settings. */
export interface FaultField {
  readonly name: string;
  readonly description: string;
  /** `list`: texts separated by commas. `labels`: `key=value` separated by commas. */
  readonly form: 'list' | 'labels' | 'number' | 'text' | 'choice';
  readonly choices: readonly string[];
  readonly isRequired: boolean;
}

/** Type of a Fault with its settings. */
export interface FaultType {
  /** `NodePowerLoss` */
  readonly type: string;
  /** Member of the spec with the settings: `nodePowerLoss`. */
  readonly member: string;
  readonly description: string;
  readonly fields: readonly FaultField[];
}

const SPEC = 'dev.klockwork.v1alpha1.FaultSpec';

/** Returns the types of Faults that the schemas of `klockwork.dev/v1alpha1` describe, by name. */
export function faultTypes(schemas: Schemas): readonly FaultType[] {
  return Object.entries(schemas[SPEC]?.properties ?? {})
    .flatMap(([member, { description = '', allOf }]) => {
      const settings = schemas[allOf?.[0]?.$ref?.split('/').at(-1) ?? ''];
      if (settings === undefined) return [];
      return [{ type: `${member[0]?.toUpperCase()}${member.slice(1)}`, member, description, fields: fieldsOf(settings) }];
    })
    .sort((a, b) => (a.type < b.type ? -1 : 1));
}

function fieldsOf({ properties = {}, required = [] }: Schema): readonly FaultField[] {
  const fields = Object.entries(properties).map(([name, schema]) => ({
    ...{ name, description: schema.description ?? '', form: formOf(schema), isRequired: required.includes(name) },
    choices: schema.enum ?? schema.items?.enum ?? [],
  }));
  return [...fields.filter(({ isRequired }) => isRequired), ...fields.filter(({ isRequired }) => !isRequired)];
}

function formOf(schema: Schema): FaultField['form'] {
  if (schema.enum !== undefined) return 'choice';
  if (schema.type === 'array') return 'list';
  if (schema.type === 'object') return 'labels';
  return schema.type === 'string' ? 'text' : 'number';
}
