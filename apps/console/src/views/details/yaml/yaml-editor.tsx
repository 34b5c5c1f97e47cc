import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, hoverTooltip, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { Kind } from '../../../model/kinds.ts';
import type { FieldSchema, SchemaDocument } from '../../../model/schema-fields.ts';
import { schemaOf } from '../../../model/schema-fields.ts';
import type { YamlProblem } from '../../../model/yaml-problems.ts';
import { readSchemas } from '../../../store/schema-document.ts';
import { TEXTS } from '../../../texts.ts';
import { rootOf, yamlLook } from './editor-look.ts';
import { completeField, describeField } from './schema-help.ts';

interface YamlEditorProps {
  readonly text: string;
  readonly kind: Kind;
  /** Problems of the last review, beside their lines until the text changes. */
  readonly problems: readonly YamlProblem[];
  readonly isReadOnly: boolean;
  readonly onChange: (text: string) => void;
}

/** Schema of the edited kind, once it is read. */
interface LoadedSchema {
  document: SchemaDocument;
  root: FieldSchema | undefined;
}

/** Editor of YAML with the schema of a kind: completion, descriptions, problems beside their lines. */
export function YamlEditor({ text, kind, problems, isReadOnly, onChange }: YamlEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | undefined>(undefined);
  const latest = useRef({ text, onChange });
  latest.current = { text, onChange };
  useEffect(() => {
    if (host.current === null) return;
    const stop = new AbortController();
    const schema: LoadedSchema = { document: {}, root: undefined };
    // Without a schema the editor offers no completion; the review asks the server in any case.
    readSchemas(kind, stop.signal).then(
      (document) => Object.assign(schema, { document, root: schemaOf(document, kind) }),
      () => {},
    );
    const root = rootOf(host.current);
    const view = new EditorView({
      ...{ doc: latest.current.text, parent: root, root },
      extensions: [
        ...[lineNumbers(), history(), closeBrackets(), lintGutter(), yamlLook(TEXTS.yaml.label)],
        ...[keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]), EditorState.readOnly.of(isReadOnly)],
        autocompletion({ override: [(context) => completeField(context, schema)] }),
        hoverTooltip((shown, position) => describeField(shown.state, position, schema)),
        EditorView.updateListener.of((update) => update.docChanged && latest.current.onChange(update.state.doc.toString())),
      ],
    });
    editor.current = view;
    return () => {
      stop.abort();
      view.destroy();
    };
  }, [kind, isReadOnly]);
  useEffect(() => {
    const { current } = editor;
    const diagnostics = problems.map((each) => ({ ...each, severity: 'error' as const }));
    current?.dispatch(setDiagnostics(current.state, diagnostics));
  }, [problems]);
  return <div ref={host} className="editor" />;
}
