import { describeTab } from './describe-tab.tsx';
import { eventsTab } from './events-tab.tsx';
import { historyTab } from './history-tab.tsx';
import { insideTab } from './inside-tab.tsx';
import { logsTab } from './logs-tab.tsx';
import { rolloutTab } from './rollout-tab.tsx';
import type { DetailsTab } from './selected-object.ts';
import { statusTab } from './status-tab.tsx';
import { terminalTab } from './terminal-tab.tsx';
import { usageTab } from './usage-tab.tsx';
import { yamlTab } from './yaml-tab.tsx';

/** Tabs of the details in their order, one file each. The first one that applies is open by default. */
export const TABS: readonly DetailsTab[] = [
  ...[statusTab, logsTab, terminalTab, insideTab, usageTab, rolloutTab],
  ...[describeTab, yamlTab, eventsTab, historyTab],
];
