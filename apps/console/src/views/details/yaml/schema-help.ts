import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { EditorState } from '@codemirror/state';
import type { Tooltip } from '@codemirror/view';
import { type FieldSchema, fieldsOf, type SchemaDocument, schemaAt, valueTexts } from '../../../model/schema-fields.ts';
import { placeIn, type YamlPlace } from '../../../model/yaml-place.ts';

interface Schema {
  readonly document: SchemaDocument;
  /** Schema of the kind; undefined before it is read. */
  readonly root: FieldSchema | undefined;
}

/** Returns the fields, or the values, that the schema allows at the cursor. */
export function completeField(context: CompletionContext, { document, root }: Schema): CompletionResult | null {
  const word = context.matchBefore(/[\w.-]*$/);
  if (root === undefined || word === null || (word.from === word.to && !context.explicit)) return null;
  const { path, key, isValue } = placeAt(context.state, context.pos);
  const schema = schemaAt(document, root, isValue ? [...path, key] : path);
  if (schema === undefined) return null;
  const options = isValue
    ? valueTexts(schema).map((label) => ({ label }))
    : fieldsOf(document, schema).map(({ name, type, description, isRequired }) => ({
        ...{ label: name, apply: `${name}:`, detail: type, info: description, boost: isRequired ? 1 : 0 },
      }));
  return { from: word.from, options };
}

/** Returns a tooltip with the description of the field at a position. */
export function describeField(state: EditorState, position: number, { document, root }: Schema): Tooltip | null {
  if (root === undefined) return null;
  const { path, key } = placeAt(state, position);
  const parent = schemaAt(document, root, path);
  const field = parent && fieldsOf(document, parent).find(({ name }) => name === key);
  if (field === undefined) return null;
  const create = () => {
    const dom = globalThis.document.createElement('div');
    dom.textContent = `${field.name}: ${field.type}\n${field.description}`;
    dom.style.cssText = 'padding: 6px 8px; white-space: pre-wrap';
    return { dom };
  };
  return { pos: position, create };
}

/** Returns the place of a position in its YAML document. */
export function placeAt(state: EditorState, position: number): YamlPlace {
  const line = state.doc.lineAt(position);
  const lines = state.doc.sliceString(0, line.to).split('\n');
  return placeIn(lines, position - line.from);
}
