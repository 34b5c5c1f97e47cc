import { autocompletion, type CompletionContext, type CompletionResult, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { documentKind, documentValues } from '../../../model/document-kind.ts';
import type { Kind } from '../../../model/kinds.ts';
import { type SchemaDocument, schemaOf } from '../../../model/schema-fields.ts';
import { readSchemas } from '../../../store/schema-document.ts';
import { rootOf, yamlLook } from './editor-look.ts';
import { completeField, placeAt } from './schema-help.ts';
import './yaml.css';

interface DocumentsEditorProps {
  readonly label: string;
  readonly kinds: () => readonly Kind[];
  readonly onChange: (text: string) => void;
}

/** Editor of YAML documents: each one completes by the schema of its own kind. */
export function DocumentsEditor(props: DocumentsEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    if (host.current === null) return;
    const stop = new AbortController();
    const root = rootOf(host.current);
    const schemas = new Schemas(stop.signal);
    const view = new EditorView({
      ...{ parent: root, root },
      extensions: [
        ...[lineNumbers(), history(), yamlLook(latest.current.label)],
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        EditorView.theme({ '.cm-scroller': { minHeight: '300px', maxHeight: '50vh' } }),
        autocompletion({ override: [(context) => completeDocument(context, latest.current.kinds(), schemas)] }),
        EditorView.updateListener.of((update) => update.docChanged && latest.current.onChange(update.state.doc.toString())),
      ],
    });
    view.focus();
    return () => {
      stop.abort();
      view.destroy();
    };
  }, []);
  return <div ref={host} className="editor documents" />;
}

async function completeDocument(context: CompletionContext, kinds: readonly Kind[], schemas: Schemas): Promise<CompletionResult | null> {
  const { state, pos } = context;
  const lines = state.doc.toString().split('\n');
  const index = state.doc.lineAt(pos).number - 1;
  const { path, key, isValue } = placeAt(state, pos);
  const word = context.matchBefore(/[\w./-]*$/);
  if (path.length === 0 && isValue && word !== null) {
    const options = documentValues(lines, index, { key, kinds }).map((label) => ({ label }));
    if (options.length > 0) return { from: word.from, options };
  }
  const kind = documentKind(lines, index, kinds);
  if (kind === undefined) return null;
  const document = await schemas.read(kind);
  return completeField(context, { document, root: schemaOf(document, kind) });
}

/** Schemas of kinds, each read once. Without a schema there is no completion: the server judges the text in any case. */
class Schemas {
  readonly #known = new Map<string, Promise<SchemaDocument>>();
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  read(kind: Kind): Promise<SchemaDocument> {
    const id = `${kind.group}/${kind.version}`;
    const known = this.#known.get(id) ?? readSchemas(kind, this.#signal).catch(() => ({}));
    this.#known.set(id, known);
    return known;
  }
}
