/** Formats of results. */
export const REPORT_FORMATS = ['text', 'json', 'junit', 'markdown', 'html'] as const;

/** Format of a result. */
export type ReportFormat = (typeof REPORT_FORMATS)[number];
