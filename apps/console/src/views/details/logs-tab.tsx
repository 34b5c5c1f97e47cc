import { TEXTS } from '../../texts.ts';
import { ContainerLogs } from './container-logs.tsx';
import type { DetailsTab } from './selected-object.ts';

/** Logs of a pod's containers. */
export const logsTab: DetailsTab = {
  id: 'logs',
  title: TEXTS.details.logs,
  appliesTo: ({ resource }) => resource === 'pods',
  Panel: ({ selection, row }) => row && <ContainerLogs pod={selection.key} object={row.object} />,
};
