import type { DrillDistribution, DrillResult } from '@klockwork/drills';
import { printableJson, printableLines } from '../../output/printable.ts';
import { distributionText, resultText } from '../drill-text.ts';
import { htmlDistribution, htmlReport } from './html-report.ts';
import { junitDistribution, junitReport } from './junit-report.ts';
import { markdownDistribution, markdownReport } from './markdown-report.ts';
import type { ReportFormat } from './report-formats.ts';

interface Reporters {
  result(result: DrillResult): string;
  distribution(distribution: DrillDistribution): string;
}

const REPORTERS: Readonly<Record<ReportFormat, Reporters>> = {
  text: {
    result: (result) => printableLines(resultText(result)),
    distribution: (distribution) => printableLines(distributionText(distribution)),
  },
  json: { result: jsonText, distribution: jsonText },
  junit: { result: junitReport, distribution: junitDistribution },
  markdown: { result: markdownReport, distribution: markdownDistribution },
  html: { result: htmlReport, distribution: htmlDistribution },
};

/** Returns a result or a distribution in a format, safe for a terminal. */
export function reportText(report: DrillResult | DrillDistribution, format: ReportFormat): string {
  const reporters = REPORTERS[format];
  return report.kind === 'DrillResult' ? reporters.result(report) : reporters.distribution(report);
}

function jsonText(value: object): string {
  return printableJson(JSON.stringify(value, null, 2));
}
