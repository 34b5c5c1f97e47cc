import { yaml } from '@codemirror/lang-yaml';
import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

const LOOK = EditorView.theme({
  '&': { backgroundColor: 'var(--card)', color: 'var(--text)', border: '1px solid var(--line)', fontSize: '13px' },
  '.cm-scroller': { maxHeight: '60vh', fontFamily: 'ui-monospace, monospace' },
  '.cm-gutters': { backgroundColor: 'var(--back)', color: 'var(--soft)', border: 'none' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '.cm-tooltip': { backgroundColor: 'var(--card)', color: 'var(--text)', border: '1px solid var(--line)', maxWidth: '480px' },
  '.cm-insertedLine, &.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--good)' },
  '.cm-deletedChunk': { backgroundColor: 'var(--bad)' },
});

/** Colours of the page for YAML. Documents without a bright and a dark form keep the text's colour. */
export function yamlLook(label: string): Extension {
  const style = HighlightStyle.define(defaultHighlightStyle.specs.map(({ tag, class: _, color: __, ...spec }) => ({ tag, ...spec })));
  // Keys scroll a text that cannot be changed, too.
  const attributes = EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' });
  return [yaml(), syntaxHighlighting(style), LOOK, EditorView.lineWrapping, attributes];
}

/** Returns the root for an editor: styles of a shadow root need no inline style, which the page's policy forbids. */
export function rootOf(host: HTMLElement): ShadowRoot {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  root.replaceChildren();
  return root;
}
