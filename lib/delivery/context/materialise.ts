import * as crypto from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { contextScopes } from '../../image/context-rules';
import { NodejsDockerfile } from '../../image/index';
import { PROJECT_DIRECTORY } from '../../image/paths';
import { START_GATE } from '../../image/plan-start-gate';
import { ProjectWarning } from '../../project/index';
import { DeliveryError } from '../delivery-error';
import { sha256 } from '../sha256';
import { ContextEntry } from './context-entry';
import { isIgnoredByGit } from './git-ignored';
import { walk } from './walk';

/** A build context on disk. */
export interface MaterialisedContext {
  /** The directory. */
  readonly directory: string;
  /** Changes if and only if a file of the context, its executable bit, or the Dockerfile changes. */
  readonly hash: string;
  /** What the author of the project should know. */
  readonly warnings: readonly ProjectWarning[];
}

/** A file of the context with what its content amounts to. */
interface Content {
  readonly entry: ContextEntry;
  readonly digest: string;
}

/** What a directory brings into a build context. */
interface Contents {
  readonly files: readonly Content[];
  readonly keptOut: readonly string[];
  readonly secrets: readonly string[];
}

/** The contents of a directory, read once for all images that are made of it in one synthesis. */
export type ContextCache = Map<string, Contents>;

/** A file that the library writes into a context: its path and its content. */
export type GeneratedFile = readonly [string, Buffer];

/** A path that tests lie at. */
const TEST = /(^|\/)(tests?|__tests__|specs?|e2e)(\/|$)|\.(test|spec)\.[cm]?[jt]sx?$/;

/**
 * Writes a build context with nothing but what the image is made of: `DockerImageAsset` takes a Dockerfile only from
 * inside the directory, and two images of one directory have two.
 *
 * @param bounds The directory that no link may lead out of, where the files are not those of whoever runs this.
 * @see https://github.com/aws/aws-cdk/tree/main/packages/aws-cdk-lib/aws-ecr-assets
 */
export function materialise(dockerfile: NodejsDockerfile, outdir: string, cache: ContextCache, bounds?: string): MaterialisedContext {
  const generated = generatedFiles(dockerfile);
  const { files, keptOut, secrets } = read(dockerfile, outdir, cache, bounds);
  requireManifests(dockerfile, files);
  const hash = fingerprint(files, generated);
  const directory = path.join(outdir, `node-image-${hash.slice(0, 32)}`);
  if (!fs.existsSync(directory)) {
    write(directory, files, generated);
  }
  return { directory, hash, warnings: [...dockerfile.gates.some(({ name }) => name !== START_GATE) ? missingTests(keptOut) : [], ...missingSecrets(secrets)] };
}

/** What is ours of a build context. */
export function generatedFiles(dockerfile: NodejsDockerfile): GeneratedFile[] {
  return [
    ['Dockerfile', Buffer.from(dockerfile.render())],
    ['.dockerignore', Buffer.from(dockerfile.dockerIgnore.render())],
    ...dockerfile.contextFiles.map((file): GeneratedFile => [file.path, Buffer.from(file.contentBase64, 'base64')]),
  ];
}

function read(dockerfile: NodejsDockerfile, outdir: string, cache: ContextCache, bounds?: string): Contents {
  const { installDirectory: directory } = dockerfile.project;
  const patterns = dockerfile.dockerIgnore.patterns;
  const key = JSON.stringify([directory, patterns]);
  const known = cache.get(key);
  if (known) {
    return known;
  }
  const scopes = contextScopes(dockerfile.project);
  const { entries, keptOut, secrets } = walk(directory, { patterns, prefix: PROJECT_DIRECTORY, outside: [outdir], scopes, bounds });
  const contents = {
    keptOut,
    secrets: secrets.filter(file => !isIgnoredByGit(directory, file)),
    files: entries.map(entry => ({ entry, digest: entry.link ?? sha256(fs.readFileSync(entry.source!)) })),
  };
  cache.set(key, contents);
  return contents;
}

/** A user's `.dockerignore` that keeps out what installing reads would fail in the build, with a message that names no file. */
function requireManifests(dockerfile: NodejsDockerfile, contents: readonly Content[]): void {
  const paths = new Set(contents.map(({ entry }) => entry.path));
  const missing = dockerfile.project.manifestFiles.filter(file => file.endsWith('/') ? !contents.some(({ entry }) => entry.path.startsWith(file)) : !paths.has(file));
  if (missing.length) {
    throw new DeliveryError(`${missing.join(', ')} of ${dockerfile.project.installDirectory} cannot be in the build context, but installing reads it; `
      + 'take it out of .dockerignore');
  }
}

/** Some test runners pass where there is no test: a gate without its tests would be none. */
function missingTests(keptOut: readonly string[]): ProjectWarning[] {
  const tests = keptOut.filter(name => TEST.test(name));
  return tests.length === 0 ? [] : [{
    id: 'tests-kept-out',
    message: `.dockerignore keeps out ${tests[0]}${tests.length > 1 ? ` and ${tests.length - 1} more` : ''}, so the gates run without; `
      + 'take tests out of .dockerignore, no release has them',
  }];
}

/** What git keeps is there for everybody who builds, so that a test or the application may read it. */
function missingSecrets(files: readonly string[]): ProjectWarning[] {
  return files.length === 0 ? [] : [{
    id: 'secrets-kept-out',
    message: `${files.slice(0, 5).join(', ')}${files.length > 5 ? ` and ${files.length - 5} more` : ''} never ${files.length === 1 ? 'enters' : 'enter'} the build, because such files hold secrets, and .gitignore does not name `
      + `${files.length === 1 ? 'it' : 'them'}: add ${files.length === 1 ? 'it' : 'them'} there if nothing in the image reads ${files.length === 1 ? 'it' : 'them'}; `
      + 'rename what tests read and is no secret, and pass variables by "environment" of the gate or of the image',
  }];
}

function fingerprint(contents: readonly Content[], generated: readonly GeneratedFile[]): string {
  const hash = crypto.createHash('sha256');
  const add = (...fields: string[]) => hash.update(`${JSON.stringify(fields)}\n`);
  contents.forEach(({ entry, digest: content }) => add(entry.path, entry.link === undefined ? 'file' : 'link', content, String(entry.executable)));
  generated.forEach(([name, content]) => add(name, 'generated', sha256(content)));
  return hash.digest('hex');
}

/** Writes beside the directory and renames, so that nobody finds half of it. */
function write(directory: string, contents: readonly Content[], generated: readonly GeneratedFile[]): void {
  fs.mkdirSync(path.dirname(directory), { recursive: true });
  const temporary = fs.mkdtempSync(`${directory}-`);
  fs.chmodSync(temporary, 0o755);
  for (const { entry } of contents) {
    const target = path.join(temporary, PROJECT_DIRECTORY, entry.path);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    if (entry.link !== undefined) {
      fs.symlinkSync(entry.link, target);
    } else {
      fs.copyFileSync(entry.source!, target);
      fs.chmodSync(target, entry.executable ? 0o755 : 0o644);
    }
  }
  for (const [name, content] of generated) {
    const target = path.join(temporary, name);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, content, { mode: 0o644 });
  }
  fs.renameSync(temporary, directory);
}
