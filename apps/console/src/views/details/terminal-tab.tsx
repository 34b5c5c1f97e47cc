import { TEXTS } from '../../texts.ts';
import { TerminalView } from '../inside-pod/terminal-view.tsx';
import type { DetailsTab } from './selected-object.ts';

/** Terminal in a pod's container. */
export const terminalTab: DetailsTab = {
  id: 'terminal',
  title: TEXTS.terminal.title,
  appliesTo: ({ resource }) => resource === 'pods',
  Panel: ({ selection, row }) => row && <TerminalView pod={selection.key} object={row.object} />,
};
