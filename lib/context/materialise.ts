import * as path from 'path';
import { NodejsDockerfile } from '../image/index';
import { ProjectFact, ProjectWarning } from '../project/index';
import { Bounds } from '../project/kept-out';
import { contextRulesOf } from './context-rules-of';
import { contextFacts, contextWarnings } from './context-warnings';
import { finishOnce } from './finish-once';
import { FinishedFile, finish } from './finished-files';
import { Contents, readContents } from './read-contents';
import { readersWarnings, releaseFilesWarnings, requireReadFiles } from './require-entries';
import { sha256 } from './sha256';
import { SharedContents } from './shared-contents';

/** Bytes from which a file is shared between images: what one image has of its own is smaller than the programs that all have. */
const SMALL = 1024;

/** A build context on disk. */
export interface MaterialisedContext {
  /** The directory. */
  readonly directory: string;
  /** Changes if and only if a file of the context, its executable bit, or the Dockerfile changes. */
  readonly hash: string;
  /** Warnings for the author of the project. */
  readonly warnings: readonly ProjectWarning[];
  /** Facts of the files that stay out, and why. */
  readonly facts: readonly ProjectFact[];
  /** Files of the context, those that the library writes before those of the project. */
  files(): readonly FinishedFile[];
}

/** The contents of a directory, read once for all images that are made of it in one synthesis. */
export type ContextCache = Map<string, Contents>;

/** A file that the library writes into a context: its path and its content. */
export type GeneratedFile = readonly [string, Buffer];

/**
 * Writes a build context with nothing but what the image is made of: `DockerImageAsset` takes a Dockerfile only from
 * inside the directory, and two images of one directory have two.
 *
 * @param bounds The directory that no link may lead out of, where the files are not those of whoever runs this.
 * @param outside Directories that are no part of the project wherever they lie, beside the output.
 * @see https://github.com/aws/aws-cdk/tree/main/packages/aws-cdk-lib/aws-ecr-assets
 */
export function materialise(
  dockerfile: NodejsDockerfile, outdir: string, cache: ContextCache, bounds?: string, outside: readonly string[] = [],
): MaterialisedContext {
  const draft = draftContext(dockerfile, outdir, cache, bounds, outside);
  draft.write();
  return draft;
}

/** A build context before it is on disk. */
export interface DraftContext extends MaterialisedContext {
  /** Writes it. */
  write(): void;
}

/** Draft of the context that `materialise` writes: many images are looked at where few are built. */
export function draftContext(
  dockerfile: NodejsDockerfile, outdir: string, cache: ContextCache, bounds?: string, outside: readonly string[] = [],
): DraftContext {
  const contents = contentsOf(dockerfile, [outdir, ...outside], cache, bounds);
  const shared = SharedContents.of(contents);
  const generated = generatedFiles(dockerfile, shared.letIn).map(finishedFile);
  const hash = shared.fingerprint(generated);
  const directory = path.join(outdir, `node-image-${hash.slice(0, 32)}`);
  const files = () => [...generated, ...shared.files];
  const write = () => finishOnce(cache, directory, () => finish(directory, files()));
  return { directory, hash, warnings: warningsOf(dockerfile, contents), facts: contextFacts(contents), files, write };
}

/** Warnings about files that enter the build, and what does not. */
export function warningsOf(dockerfile: NodejsDockerfile, contents: Contents): ProjectWarning[] {
  return [...readersWarnings(dockerfile, contents), ...releaseFilesWarnings(dockerfile, contents), ...contextWarnings(dockerfile, contents)]
    .filter(({ id, message }, index, all) => all.findIndex(other => other.id === id && subject(other.message) === subject(message)) === index);
}

/** Files that enter the build of an image, as it lies on disk; nothing is written. */
export function contentsOf(dockerfile: NodejsDockerfile, outside: readonly string[], cache: ContextCache, bounds?: string): Contents {
  const contents = read(dockerfile, outside, cache, bounds);
  requireReadFiles(dockerfile, contents);
  return contents;
}

/** Subject of a warning: one reader of it is enough. */
function subject(message: string): string {
  return message.split(', but ')[0];
}

/**
 * Generated files of a build context.
 *
 * @param exceptions patterns of what enters though the rules for names would leave it out
 */
export function generatedFiles(dockerfile: NodejsDockerfile, exceptions: readonly string[] = []): GeneratedFile[] {
  return [
    ['Dockerfile', Buffer.from(dockerfile.render())],
    ['.dockerignore', Buffer.from([dockerfile.dockerIgnore.render(), ...exceptions.map(pattern => `!${pattern}\n`)].join(''))],
    ...dockerfile.contextFiles.map((file): GeneratedFile => [file.path, decoded(file.contentBase64)]),
  ];
}

const DECODED = new Map<string, Buffer>();

/** The same few programs stand in every context. */
function decoded(contentBase64: string): Buffer {
  const known = DECODED.get(contentBase64) ?? Buffer.from(contentBase64, 'base64');
  if (known.length > SMALL) DECODED.set(contentBase64, known);
  return known;
}

const DIGESTS = new WeakMap<Buffer, string>();

function digestOnce(content: Buffer): string {
  const known = DIGESTS.get(content) ?? sha256(content);
  DIGESTS.set(content, known);
  return known;
}

function read(dockerfile: NodejsDockerfile, outside: readonly string[], cache: ContextCache, bounds?: string): Contents {
  const around = Bounds.around(dockerfile.project.installDirectory, bounds);
  const rules = contextRulesOf(dockerfile, around);
  const known = cache.get(rules.key);
  if (known) {
    return known;
  }
  const contents = readContents(dockerfile.project.installDirectory, { rules, outside, bounds: around });
  cache.set(rules.key, contents);
  return contents;
}

function finishedFile([name, content]: GeneratedFile): FinishedFile {
  return { path: name, content, digest: digestOnce(content), executable: false };
}
