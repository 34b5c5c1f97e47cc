import { TEXTS } from '../../texts.ts';
import { LogsView } from '../inside-pod/logs-view.tsx';
import type { DetailsTab } from './selected-object.ts';

/** Logs of a pod's containers. */
export const logsTab: DetailsTab = {
  id: 'logs',
  title: TEXTS.logs.title,
  appliesTo: ({ resource }) => resource === 'pods',
  Panel: ({ selection, row }) => row && <LogsView pod={selection.key} object={row.object} />,
};
