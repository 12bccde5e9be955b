import * as path from 'path';
import { DeliveryError } from '../../context/delivery-error';
import { WORK_DIRECTORY } from '../../steps/step-program';
import { BuildspecReports } from './buildspec';

/** A gate, as far as its reports go. */
export interface ReportingGate {
  readonly name: string;
  readonly reports: readonly { readonly format: string; readonly path: string }[];
}

/** A report group that is needed: CodeBuild takes one format for each in a build. */
export interface ReportFormat {
  /** CodeBuild's name of the format. */
  readonly format: string;
  /** True if the group is one of code coverage, not of tests. */
  readonly coverage: boolean;
}

/** The format of what the gate runner writes of each gate. */
const OWN_FORMAT = 'JUNITXML';

/** A build can have that many report groups. */
const MOST_GROUPS = 5;

/** Formats of reports, with the extension that files of it have. */
const FORMATS: Record<string, { coverage: boolean; extension: string }> = {
  JUNITXML: { coverage: false, extension: '.xml' },
  CUCUMBERJSON: { coverage: false, extension: '.json' },
  NUNITXML: { coverage: false, extension: '.xml' },
  NUNIT3XML: { coverage: false, extension: '.xml' },
  TESTNGXML: { coverage: false, extension: '.xml' },
  VISUALSTUDIOTRX: { coverage: false, extension: '.trx' },
  CLOVERXML: { coverage: true, extension: '.xml' },
  COBERTURAXML: { coverage: true, extension: '.xml' },
  JACOCOXML: { coverage: true, extension: '.xml' },
  SIMPLECOV: { coverage: true, extension: '.json' },
};

/** The report groups that gates need, the one of their own results first. */
export function reportFormats(gates: readonly ReportingGate[]): ReportFormat[] {
  const names = [...new Set(gates.flatMap(gate => [OWN_FORMAT, ...gate.reports.map(({ format }) => format)]))];
  if (names.length > MOST_GROUPS) {
    throw new DeliveryError(`CodeBuild takes reports in ${MOST_GROUPS} formats in a build, received ${names.length} (${names.join(', ')}); leave some out of "reports" of the gates`);
  }
  return names.map(format => ({ format, coverage: definitionOf(format).coverage }));
}

/**
 * The section `reports`: where the build finds the reports of its gates, whether they passed or not.
 *
 * @param gates The gates.
 * @param reportGroups The ARN of a report group for each of `reportFormats`.
 */
export function reportsSection(gates: readonly ReportingGate[], reportGroups: Readonly<Record<string, string>>): BuildspecReports {
  return Object.fromEntries(reportFormats(gates).map(({ format }) => {
    const arn = reportGroups[format];
    if (arn === undefined) {
      throw new DeliveryError(`there is no report group for reports in the format ${format}`);
    }
    return [arn, {
      'base-directory': `${WORK_DIRECTORY}/reports`,
      'files': [...new Set(gates.flatMap(gate => filesOf(gate, format)))],
      'file-format': format,
    }];
  }));
}

/** The gate runner files what a gate wrote below the format; beside reports a directory may hold what is none. */
function filesOf({ name, reports }: ReportingGate, format: string): string[] {
  return [
    ...format === OWN_FORMAT ? [`${name}/junit.xml`] : [],
    ...reports.filter(report => report.format === format).map(report => {
      const { extension } = definitionOf(format);
      return `${name}/reports/${format}/**/*${path.posix.extname(report.path) || extension}`;
    }),
  ];
}

function definitionOf(format: string): { coverage: boolean; extension: string } {
  if (!Object.hasOwn(FORMATS, format)) {
    throw new DeliveryError(`CodeBuild reads no reports in the format ${JSON.stringify(format)}, only ${Object.keys(FORMATS).join(', ')}; change "reports" of the gate`);
  }
  return FORMATS[format];
}
