export { ConsoleSessions, type SessionPorts } from './console-sessions.ts';
export { consoleSite, type SiteFile, type SiteFiles } from './console-site.ts';
export type { KnownLab, LabList, OtherLab, OtherLabRead, OtherLabs } from './other-labs.ts';
