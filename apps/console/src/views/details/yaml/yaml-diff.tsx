import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { TEXTS } from '../../../texts.ts';
import { rootOf, yamlLook } from './editor-look.ts';

const AROUND = { margin: 3, minSize: 6 };

/** Two texts as one, with removed and added lines. */
export function YamlDiff({ before, after }: { readonly before: string; readonly after: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return;
    const root = rootOf(host.current);
    const diff = unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: AROUND });
    const extensions = [lineNumbers(), yamlLook(TEXTS.yaml.diff), diff, EditorState.readOnly.of(true)];
    const view = new EditorView({ doc: after, parent: root, root, extensions });
    return () => view.destroy();
  }, [before, after]);
  return <div ref={host} className="editor" />;
}
