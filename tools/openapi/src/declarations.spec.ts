import { expect, test } from 'vitest';
import { readDeclarations } from './declarations.ts';

test('a declaration file parses to types, fields and import sources', () => {
  const source = `import { ObjectMeta, Time } from "../meta/v1";
/** A thing. Rules: '*/*' means all. */
export interface Thing {
    /** Its version. */
    apiVersion?: "core/v1";
    /**
     * Several lines,
     *
     * of prose.
     */
    readonly items: Array<Time>;
    labels?: {
        [name: string]: string;
    };
    "$ref"?: string;
}
export interface Empty {
}
/** A text. */
export type Quantity = string;
`;
  expect(readDeclarations(source)).toEqual({
    imports: new Map([
      ['ObjectMeta', '../meta/v1'],
      ['Time', '../meta/v1'],
    ]),
    types: [
      {
        name: 'Thing',
        description: "A thing. Rules: '*/*' means all.",
        fields: [
          { name: 'apiVersion', description: 'Its version.', required: false, type: '"core/v1"' },
          { name: 'items', description: 'Several lines,\n\nof prose.', required: true, type: 'Array<Time>' },
          { name: 'labels', description: '', required: false, type: 'map<string>' },
          { name: '$ref', description: '', required: false, type: 'string' },
        ],
      },
      { name: 'Empty', description: '', fields: [] },
      { name: 'Quantity', description: 'A text.', fields: [] },
    ],
  });
});

test('unknown syntax is rejected', () => {
  expect(() => readDeclarations('declare module "x";')).toThrow('a declaration of an unknown form: declare module "x";');
  expect(() => readDeclarations('export interface A {\n  b(): void;\n}')).toThrow('a member of an unknown form: b(): void;');
});
