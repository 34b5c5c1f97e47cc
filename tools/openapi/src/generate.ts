import { readDeclarations, type TypeDeclaration } from './declarations.ts';
import { longName, shortName } from './definition-names.ts';
import { type Enumeration, withWords, wordsOfFields } from './enums.ts';
import { type Extension, readExtension } from './extensions.ts';
import { withoutLine } from './outdated.ts';
import { type FieldType, isScalar, readDeclaredType, readOverlayType } from './type-grammar.ts';

/** Schema in an OpenAPI v3 document. */
export type Definition = Record<string, unknown>;

/** Inputs of the definitions. */
export interface Sources {
  /** File of `kubernetes-types` without extension (`core/v1`) → its text. */
  readonly declarations: ReadonlyMap<string, string>;
  /** Short name → field → declaration newer than `kubernetes-types`; field '' is a whole new definition. */
  readonly overlay: Readonly<Record<string, Overlay>>;
  /** Short name → field → beginning of an outdated description line. */
  readonly outdated: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Short name of an enum type → values and fields. */
  readonly enums: Readonly<Record<string, Enumeration>>;
  /** Short name → field → words of {@link readExtension}; the field '' means the definition itself. */
  readonly extensions: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly roots: readonly string[];
}

/** Field → [type, description]; null for a field that is no more. */
type Overlay = Readonly<Record<string, readonly [string, string] | null>>;

interface Field {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly type: FieldType;
  /** Valid values of the field, or of its items. */
  readonly words?: readonly string[] | undefined;
  /** The literal of `apiVersion` and `kind`. */
  readonly literal: string | undefined;
}

interface Type {
  readonly description: string;
  readonly fields: readonly Field[];
}

/** Types other than objects, and objects with free keys. */
const SPECIAL: Readonly<Record<string, Definition>> = {
  'apiextensions.v1.JSON': {},
  'apiextensions.v1.JSONSchemaPropsOrArray': {},
  'apiextensions.v1.JSONSchemaPropsOrBool': {},
  'apiextensions.v1.JSONSchemaPropsOrStringArray': {},
  'meta.v1.Time': { type: 'string', format: 'date-time' },
  'meta.v1.MicroTime': { type: 'string', format: 'date-time' },
  'resource.Quantity': { oneOf: [{ type: 'string' }, { type: 'number' }] },
  'intstr.IntOrString': { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
};

const INT_OR_STRING: Type = { description: 'An integer or a string, such as a number of pods or a percentage.', fields: [] };

/** Definitions reachable from the roots, by long name, sorted. Throws for an undeclared type. */
export function generateDefinitions(sources: Sources): Record<string, Definition> {
  const types = collectTypes(sources);
  const definitions = new Map<string, Definition>();
  const pending = [...sources.roots];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (definitions.has(longName(name))) continue;
    const type = types.get(name);
    if (type === undefined) throw new Error(`nothing declares ${name}`);
    definitions.set(longName(name), defineType(name, type, sources.extensions[name] ?? {}));
    pending.push(...type.fields.filter((field) => !isScalar(field.type)).map((field) => field.type.element));
  }
  return Object.fromEntries([...definitions].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function collectTypes({ declarations, overlay, outdated, enums }: Sources): Map<string, Type> {
  const types = new Map<string, Type>([['intstr.IntOrString', INT_OR_STRING]]);
  for (const [file, text] of declarations) {
    const { types: typeDeclarations, imports } = readDeclarations(text);
    const resolve = (name: string) => shortName(resolvePath(file, imports.get(name)), name);
    for (const type of typeDeclarations)
      types.set(shortName(file, type.name), { ...type, fields: type.fields.map((field) => readField(field, resolve)) });
  }
  for (const [name, fields] of Object.entries(overlay)) types.set(name, withOverlay(types.get(name), fields));
  for (const [name, fields] of Object.entries(outdated)) types.set(name, withoutOutdated(name, types.get(name), fields));
  const wordsOf = wordsOfFields(enums);
  for (const [name, type] of types)
    types.set(name, { ...type, fields: type.fields.map((field) => ({ ...field, words: wordsOf(name, field.name) })) });
  return types;
}

function withoutOutdated(name: string, type: Type | undefined, outdated: Readonly<Record<string, string>>): Type {
  if (type === undefined) throw new Error(`nothing declares ${name}`);
  const current = (field: Field): Field => {
    const words = outdated[field.name];
    return words === undefined ? field : { ...field, description: withoutLine(field.description, words) };
  };
  return { ...type, fields: type.fields.map(current) };
}

function readField(field: TypeDeclaration['fields'][number], resolve: (name: string) => string): Field {
  const literal = /^"(.*)"$/.exec(field.type)?.[1];
  return { ...field, type: readDeclaredType(field.type, resolve), literal };
}

function withOverlay(type: Type | undefined, fields: Overlay): Type {
  const { '': self, ...named } = fields;
  const added = Object.entries(named).flatMap(([name, newer]) =>
    newer === null ? [] : [{ name, description: newer[1], ...readOverlayType(newer[0]) }],
  );
  const all = [...(type?.fields ?? []).filter(({ name }) => fields[name] === undefined), ...added];
  return { description: self?.[1] ?? type?.description ?? '', fields: all.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

function defineType(name: string, { description, fields }: Type, extensions: Readonly<Record<string, string>>): Definition {
  const own = readOptional(extensions['']);
  const special = SPECIAL[name];
  if (special !== undefined) return { description, ...special, ...own };
  const properties = Object.fromEntries(fields.map((field) => [field.name, defineField(field, readOptional(extensions[field.name]))]));
  const requiredNames = fields.filter((field) => field.required && field.literal === undefined).map((field) => field.name);
  return {
    description,
    type: 'object',
    ...(fields.length === 0 ? {} : { properties }),
    ...(requiredNames.length === 0 ? {} : { required: requiredNames }),
    ...own,
    ...groupVersionKind(fields),
  };
}

function defineField({ description: prose, type, words }: Field, extension: Extension): Definition {
  const { format, ...rest } = extension;
  const plain = defineElement(
    format === undefined ? type : { ...type, element: numeric(type.element, String(format)), format: String(format) },
  );
  const element = words === undefined ? plain : { ...plain, enum: words };
  const description = words !== undefined && type.container === 'none' ? withWords(prose, words) : prose;
  if (type.container === 'list') return { description, type: 'array', items: element, ...rest };
  if (type.container === 'map') return { description, type: 'object', additionalProperties: element, ...rest };
  if (type.container === 'map-of-lists')
    return { description, type: 'object', additionalProperties: { type: 'array', items: element }, ...rest };
  return { description, ...element, ...rest };
}

function defineElement(type: FieldType): Definition {
  if (!isScalar(type)) return { allOf: [{ $ref: `#/components/schemas/${longName(type.element)}` }] };
  return type.format === undefined ? { type: type.element } : { type: type.element, format: type.format };
}

/** Declarations only have `number`; formats int32 and int64 are integers. */
function numeric(element: string, format: string): string {
  return element === 'number' && format !== 'double' ? 'integer' : element;
}

function groupVersionKind(fields: readonly Field[]): Definition {
  const apiVersion = fields.find(({ name }) => name === 'apiVersion')?.literal;
  const kind = fields.find(({ name }) => name === 'kind')?.literal;
  if (apiVersion === undefined || kind === undefined) return {};
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return { 'x-kubernetes-group-version-kind': [{ group, kind, version }] };
}

function readOptional(text: string | undefined): Extension {
  return text === undefined ? {} : readExtension(text);
}

/** `../meta/v1` seen from `core/v1` is `meta/v1`. */
function resolvePath(file: string, imported: string | undefined): string {
  if (imported === undefined) return file;
  const parts = file.split('/').slice(0, -1);
  for (const step of imported.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.') parts.push(step);
  }
  return parts.join('/');
}
