import * as fs from 'fs';
import * as path from 'path';
import { CommandError } from '../../exit-code';
import { DeployedTemplate } from './template';

/** The account and the region of a stack that is for any. */
const ANY = { account: '123456789012', region: 'us-east-1' };

/** A file that the deployment of a stack puts into a bucket. */
export interface FileAsset {
  /** Its bucket and its key. */
  readonly place: string;
  /** The file, or the directory that is packed. */
  readonly path: string;
  readonly zip: boolean;
}

/** A stack of `cdk.out`. */
export interface SynthesizedStack {
  /** Name by which `cdk deploy` knows it. */
  readonly displayName: string;
  readonly account: string;
  readonly region: string;
  readonly template: DeployedTemplate;
  readonly assets: readonly FileAsset[];
}

/**
 * The stacks that a directory has as `cdk synth` wrote them, those of its stages included.
 *
 * @throws CommandError if nothing was synthesized there
 */
export function readAssembly(directory: string): SynthesizedStack[] {
  const exported = new Map<string, unknown>();
  const stacks = stacksIn(directory, name => exported.get(name));
  stacks.forEach(({ template }) => Object.entries(template.exports).forEach(([name, value]) => exported.set(name, value)));
  return stacks;
}

function stacksIn(directory: string, imports: (name: string) => unknown): SynthesizedStack[] {
  const artifacts: Record<string, any> = readJson(path.join(directory, 'manifest.json'), directory).artifacts ?? {};
  return Object.entries(artifacts).flatMap(([id, { type, properties, environment, displayName }]): SynthesizedStack[] => {
    if (type === 'cdk:cloud-assembly') return stacksIn(path.join(directory, properties.directoryName), imports);
    if (type !== 'aws:cloudformation:stack') return [];
    const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment) ?? [];
    const place = {
      stackName: properties.stackName ?? id,
      account: !account || account === 'unknown-account' ? ANY.account : account,
      region: !region || region === 'unknown-region' ? ANY.region : region,
      imports,
    };
    const template = new DeployedTemplate(readJson(path.join(directory, properties.templateFile), directory), place);
    const { account: ofStack, region: inStack } = place;
    return [{ displayName: displayName ?? id, account: ofStack, region: inStack, template, assets: assetsOf(directory, artifacts, id, template) }];
  });
}

function assetsOf(directory: string, artifacts: Record<string, any>, id: string, template: DeployedTemplate): FileAsset[] {
  const dependencies: string[] = artifacts[id].dependencies ?? [];
  return dependencies.filter(name => artifacts[name]?.type === 'cdk:asset-manifest').flatMap(name => {
    const { files = {} } = readJson(path.join(directory, artifacts[name].properties.file), directory);
    return Object.values<any>(files).filter(({ source }) => source.path !== undefined).flatMap(({ source, destinations }) =>
      Object.values<any>(destinations).map(({ bucketName, objectKey }) => ({
        place: template.resolve({ 'Fn::Sub': `${bucketName}/${objectKey}` }),
        path: path.join(directory, source.path),
        zip: source.packaging === 'zip',
      })));
  });
}

function readJson(file: string, directory: string): any {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw new CommandError(`${file} cannot be read: ${(error as Error).message}`);
    throw new CommandError(`nothing is synthesized in ${directory}, there is no ${path.basename(file)}: run "npx cdk synth" first, or name the directory that it writes by --app`);
  }
}
