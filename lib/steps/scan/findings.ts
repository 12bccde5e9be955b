import { oneLine } from '../one-line';

/** A finding in one package. */
export interface Finding {
  readonly id: string;
  readonly severity: string;
  readonly package: string;
  readonly version: string;
  /** The version in which it is fixed, `yes` where only that is known, or nothing. */
  readonly fixed: string;
}

/** Which scanner a page of findings is of, where it shows. */
export type PageShape = 'basic' | 'inspector' | 'none';

export function pageShape(page: any): PageShape {
  const { findings, enhancedFindings } = page.imageScanFindings ?? {};
  if (enhancedFindings !== undefined && enhancedFindings !== null) return 'inspector';
  return listOf(findings).length > 0 ? 'basic' : 'none';
}

/** True if a page says of itself that a scan was done. */
export function hasFindings(page: any): boolean {
  const { imageScanCompletedAt, enhancedFindings } = page.imageScanFindings ?? {};
  return (imageScanCompletedAt !== undefined && imageScanCompletedAt !== null) || listOf(enhancedFindings).length > 0;
}

/**
 * Findings in pages, an entry for each package that has a finding. What Inspector's own rules suppress does not count.
 *
 * @throws if they are not what they should be
 */
export function findingsIn(pages: readonly any[]): Finding[] {
  return pages.flatMap(({ imageScanFindings }) => {
    const { findings, enhancedFindings } = objectOf(imageScanFindings ?? {});
    return [...listOf(findings).map(ofBasic), ...listOf(enhancedFindings).flatMap(ofInspector)];
  });
}

function ofBasic(finding: any): Finding {
  const { name, severity, attributes } = objectOf(finding);
  const attribute = (wanted: string) => listOf(attributes).find(({ key }) => key === wanted)?.value;
  return texts({ id: name, severity, package: attribute('package_name'), version: attribute('package_version'), fixed: '' });
}

function ofInspector(finding: any): Finding[] {
  const { status, severity, title, fixAvailable, packageVulnerabilityDetails } = objectOf(finding);
  if ((status ?? 'ACTIVE') !== 'ACTIVE') return [];
  const { vulnerabilityId, vulnerablePackages } = objectOf(packageVulnerabilityDetails ?? {});
  const packages = listOf(vulnerablePackages);
  return (packages.length > 0 ? packages : [{}]).map(one => {
    const { name, version, fixedInVersion } = objectOf(one);
    return texts({ id: vulnerabilityId ?? title, severity, package: name, version, fixed: fixedInVersion ?? (fixAvailable === 'YES' ? 'yes' : '') });
  });
}

/** Texts of others, each on one line. */
function texts(finding: { readonly [name in keyof Finding]: unknown }): Finding {
  const entries = Object.entries(finding).map(([name, value]) => [name, oneLine(typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value))]);
  return Object.fromEntries(entries);
}

function objectOf(value: any): any {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new TypeError(`expected an object, received ${JSON.stringify(value)}`);
  }
  return value;
}

function listOf(value: any): any[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    throw new TypeError(`expected a list, received ${JSON.stringify(value)}`);
  }
  return value;
}
