import { isNeverAllowed } from '../files/never-allowed';
import { ProjectFiles } from '../files/project-files';
import { isWithin, joinInside, sortedUnique } from '../files/relative-path';
import { Findings, listed } from '../model/findings';
import { isJsonObject } from '../text/json/json-shape';
import { parseJsonWithComments } from '../text/json/parse-json';
import { ApplicationUse } from './application-use';

/** A file or directory with code of the infrastructure, and what shows it. */
interface Candidate {
  readonly path: string;
  readonly reason: string;
}

const TERRAFORM = /\.(tf|tfplan)$|\.tf\.json$|^\.terraform\.lock\.hcl$/;

/** Files beside Terraform's own that make a directory more than one of Terraform. */
const SOURCE = /(\.[cm]?[jt]sx?$|^package\.json$)/;

/** Names of directories in which other code lies beside that of a stack. */
const SHARED = /(^|\/)(bin|lib|src|app|apps|packages|scripts|test|tests)$/;

/**
 * Finds the code of the infrastructure beside an application: its own deployment is no part of its image. What the
 * application reads is part of it whatever it is.
 *
 * @param packages the directories of the packages that the image is made of
 */
export function detectInfrastructure(files: ProjectFiles, packages: readonly string[], use: ApplicationUse, findings: Findings): string[] {
  const candidates = files.onDisk ? packages.flatMap(directory => candidatesIn(files, directory)) : [];
  const found = candidates.filter(({ path }) => !packages.some(other => other !== '' && isWithin(path, other)));
  const paths = found.map(({ path }) => path);
  const left = found.filter(({ path, reason }) => {
    const reader = use.readerOf(path, paths);
    if (reader !== undefined) {
      findings.warn('infrastructure-kept', `${path} is code of the infrastructure (${reason}), but ${reader}, so it is part of the image, and every change of it makes another one: move what the application needs out of it`);
    }
    return reader === undefined;
  });
  const reasons = sortedUnique(left.map(({ reason }) => reason));
  findings.decide('infrastructure', listed(sortedUnique(left.map(({ path }) => path))), reasons.length > 0 ? listed(reasons) : 'default',
    left.length > 0 ? 'it deploys the application and is no part of its image' : 'no code of the infrastructure lies beside the application');
  return sortedUnique(left.map(({ path }) => path));
}

function candidatesIn(files: ProjectFiles, directory: string): Candidate[] {
  const at = (name: string) => directory === '' ? name : `${directory}/${name}`;
  const names = files.list(directory);
  const directories = names.filter(name => !isNeverAllowed(name) && files.kind(at(name)) === 'directory');
  return [
    ...names.includes('cdk.json') ? ofApp(files, directory, at('cdk.json')) : [],
    ...names.filter(name => TERRAFORM.test(name)).map(name => ({ path: at(name), reason: 'a file of Terraform' })),
    ...directories.flatMap(name => ofDirectory(files, at(name))),
  ];
}

/** A directory that is infrastructure as a whole, by the file that its tool wants there. */
function ofDirectory(files: ProjectFiles, path: string): Candidate[] {
  const names = files.list(path);
  if (names.includes('cdk.json')) return [{ path, reason: `${path}/cdk.json` }];
  if (names.some(name => /^Pulumi\.ya?ml$/.test(name))) return [{ path, reason: `${path}/Pulumi.yaml` }];
  const terraform = names.filter(name => TERRAFORM.test(name));
  if (terraform.length > 0 && !names.some(name => SOURCE.test(name))) return [{ path, reason: `${path}/${terraform[0]}` }];
  // one floor deeper: modules of Terraform, several applications of the CDK
  return names.filter(name => !isNeverAllowed(name) && files.kind(`${path}/${name}`) === 'directory').flatMap(name => {
    const below = files.list(`${path}/${name}`);
    const mark = below.find(file => file === 'cdk.json' || /^Pulumi\.ya?ml$/.test(file));
    return mark === undefined ? [] : [{ path: `${path}/${name}`, reason: `${path}/${name}/${mark}` }];
  });
}

/** Directories of the program that `app` of a cdk.json runs: the directory that its file lies in, or the file alone, and what it loads. */
function ofApp(files: ProjectFiles, directory: string, settings: string): Candidate[] {
  const content = parseJsonWithComments(files.text(settings) ?? '', settings);
  const app = isJsonObject(content) && typeof content.app === 'string' ? content.app : '';
  const entries = app.split(/[\s"'`=;&|()]+/).flatMap(word => {
    const path = word === '' ? undefined : joinInside(directory, word);
    const source = path === undefined ? undefined : sourceOf(files, path);
    return source === undefined ? [] : [source];
  });
  const whole = entries.map(entry => topOf(directory, entry)).filter(top => !entries.includes(top) && !SHARED.test(top));
  const reached = entries.flatMap(entry => ApplicationUse.reachable(files, entry)).filter(path => !whole.some(top => isWithin(top, path)));
  const context = settings.replace(/json$/, 'context.json');
  return [
    ...[settings, context].filter(path => files.kind(path) === 'file').map(path => ({ path, reason: 'settings of the CDK' })),
    ...sortedUnique([...whole, ...reached]).map(path => ({ path, reason: `${settings}: app` })),
  ];
}

/** The file that is run, or the source that it was compiled from. */
function sourceOf(files: ProjectFiles, path: string): string | undefined {
  return [path, ...['.ts', '.js', '.mts', '.mjs'].map(end => `${path.replace(/\.[cm]?js$/, '')}${end}`)]
    .find(candidate => candidate.includes('.') && /\.[cm]?[jt]s$/.test(candidate) && files.kind(candidate) === 'file');
}

/** The directory below the package that a file lies in; the file itself where it lies at the top. */
function topOf(directory: string, path: string): string {
  const inside = directory === '' ? path : path.slice(directory.length + 1);
  const [first] = inside.split('/');
  return directory === '' ? first : `${directory}/${first}`;
}

/** Warns of packages that are for the deployment alone and would ship. */
export function warnOfInfrastructure(productionDependencies: readonly string[], findings: Findings): void {
  const found = productionDependencies.filter(name => /^(aws-cdk-lib|aws-cdk|constructs|cdk-nodejs-image|cdktf|@aws-cdk\/.+|@aws-cdk-lib\/.+|@pulumi\/.+)$/.test(name));
  if (found.some(name => name !== 'constructs')) {
    findings.warn('infrastructure-dependencies', `${listed(found)} ${found.length === 1 ? 'is a production dependency' : 'are production dependencies'}, so the image has ${found.length === 1 ? 'it' : 'them'}, aws-cdk-lib alone with over 100 MB: move to devDependencies what deploys the application`);
  }
}
