import * as semver from 'semver';
import { DEFAULT_LINE, NODE_LINES, preferredLine } from '../dated-facts/node-lines';
import { ProjectFiles } from '../files/project-files';
import { Manifest } from '../manifest/manifest';
import { Findings } from '../model/findings';
import { NodejsVersion } from '../model/nodejs-version';
import { ProjectError } from '../model/project-error';
import { shortened } from '../text/json/json-shape';
import { NODE_VERSION_SOURCES, NodeVersionDeclaration } from './sources';
import { isNewest, linesOf } from './version-text';

/**
 * Where versions are declared: the project, and the root of its monorepo.
 */
export interface Place {
  readonly files: ProjectFiles;
  readonly manifest: Manifest;
}

/**
 * Every place, the nearest one first, and the directories above all of them.
 */
export interface Places {
  readonly own: readonly Place[];
  readonly above: readonly Place[];
}

/**
 * Decides the version of Node.js.
 *
 * Every declaration must be satisfied by the line that is chosen. Of the lines that satisfy all of them it is the one
 * that would be chosen if nothing was declared, else the newest one that is supported.
 *
 * @param enforced the ranges that installing enforces: where one leaves out what its line is now, the version is exact
 * @throws ProjectError if a declaration cannot be understood, or two of them contradict one another
 */
export function detectNodeVersion(
  places: Places, override: NodejsVersion | undefined, findings: Findings, enforced: readonly string[] = [],
): NodejsVersion {
  const declarations = declarationsIn(places);
  const version = override !== undefined
    ? fromOption(override, declarations, findings)
    : declarations.length > 0 ? fromDeclarations(declarations, enforced, findings) : byDefault(findings);
  if (version.isEndOfLife) {
    findings.warn('node-end-of-life', `Node.js ${version.line} has had no security updates since ${version.endOfLife}: move the project to a supported line`);
  }
  return version;
}

function declarationsIn({ own, above }: Places): NodeVersionDeclaration[] {
  const read = NODE_VERSION_SOURCES.map(source => ({ ...source, found: own.map(({ files, manifest }) => source.read(files, manifest)) }));
  const declared = own.flatMap((_, index) => read.flatMap(({ nearest, found }) =>
    nearest && found.slice(0, index).some(earlier => earlier.length > 0) ? [] : found[index]));
  if (declared.length > 0) return declared;
  for (const { files, manifest } of above) {
    const inherited = NODE_VERSION_SOURCES.filter(source => source.inherited).flatMap(source => source.read(files, manifest));
    if (inherited.length > 0) return inherited;
  }
  return [];
}

function fromOption(version: NodejsVersion, declarations: readonly NodeVersionDeclaration[], findings: Findings): NodejsVersion {
  findings.decide('nodeVersion', version.version, 'props: nodeVersion', 'set explicitly');
  const against = declarations.find(declaration => linesOf(declaration.text)?.includes(version.line) === false);
  if (against) {
    findings.warn('node-version-override', `nodeVersion is ${version.version}, but ${quoted(against)} does not allow it: a package manager that checks engines refuses to install`);
  }
  return version;
}

function byDefault(findings: Findings): NodejsVersion {
  findings.decide('nodeVersion', String(DEFAULT_LINE), 'default', 'the project declares no version of Node.js');
  return NodejsVersion.of(String(DEFAULT_LINE));
}

function fromDeclarations(declarations: readonly NodeVersionDeclaration[], enforced: readonly string[], findings: Findings): NodejsVersion {
  let allowed: readonly number[] = linesAllowedBy(declarations[0]);
  for (const [index, declaration] of declarations.entries()) {
    const lines = linesAllowedBy(declaration);
    const both = allowed.filter(line => lines.includes(line));
    if (both.length === 0) {
      const other = declarations.slice(0, index).find(earlier => !linesAllowedBy(earlier).some(line => lines.includes(line))) ?? declarations[0];
      throw new ProjectError(
        `the project asks for two versions of Node.js: ${quoted(other)} and ${quoted(declaration)}: change one of them, or set the prop nodeVersion`,
      );
    }
    allowed = both;
  }
  const line = preferredLine(allowed, declarations.some(({ text }) => isNewest(text)))?.line ?? allowed[0];
  const deciding = declarations.find(declaration => linesAllowedBy(declaration).length < NODE_LINES.length) ?? declarations[0];
  const exact = exactOf(line, enforced);
  const version = NodejsVersion.of(exact ?? String(line));
  const reason = exact === undefined ? reasonFor(deciding, version, declarations) : `installing refuses every other version; a range like "${line}.x" would follow the security updates of the line`;
  findings.decide('nodeVersion', version.version, deciding.source, reason);
  return version;
}

/**
 * The lowest version of a line that ranges allow which do not allow its newest one. Undefined if all do.
 */
function exactOf(line: number, ranges: readonly string[]): string | undefined {
  const narrow = ranges.filter(range => semver.validRange(range) !== null && !semver.satisfies(`${line}.999999.0`, range));
  const lowest = narrow.map(range => semver.minVersion(`${range} >=${line}.0.0`)?.version).filter(version => version !== undefined);
  return lowest.filter(version => semver.major(version) === line).sort(semver.rcompare)[0];
}

function reasonFor(deciding: NodeVersionDeclaration, version: NodejsVersion, declarations: readonly NodeVersionDeclaration[]): string {
  const others = declarations.filter(declaration => declaration !== deciding).map(declaration => `${quoted(declaration)} allows it`);
  const single = linesAllowedBy(deciding).length === 1;
  const why = single
    ? `"${deciding.text}" is Node.js ${version.line}; base images follow the release line, for its security updates`
    : version.isEndOfLife
      ? `every line that "${deciding.text}" allows has ended, this one last`
      : version.line === preferredLine(linesAllowedBy(deciding), true)?.line
        ? `the newest supported line that "${deciding.text}" allows`
        : `the newest line with half a year of long-term support that "${deciding.text}" allows`;
  return [why, ...others].join('; ');
}

function linesAllowedBy(declaration: NodeVersionDeclaration): readonly number[] {
  const lines = linesOf(declaration.text);
  if (lines === undefined) {
    throw new ProjectError(`${quoted(declaration)} is not a version of Node.js: correct it, or set the prop nodeVersion`);
  }
  if (lines.length === 0 || lines.every(line => line < NODE_LINES[0].line)) {
    throw new ProjectError(
      `${quoted(declaration)} allows none of the lines ${NODE_LINES[0].line} to ${NODE_LINES[NODE_LINES.length - 1].line}: change it, or set the prop nodeVersion`,
    );
  }
  return lines;
}

function quoted(declaration: NodeVersionDeclaration): string {
  return `${shortened(declaration.text)} (${declaration.source})`;
}
