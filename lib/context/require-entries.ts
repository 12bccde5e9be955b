import { NodejsDockerfile } from '../image/index';
import { inPackage } from '../image/paths';
import { ProjectWarning } from '../project/index';
import { LeftOut, Reason } from './context-entry';
import { DeliveryError } from './delivery-error';
import { Contents } from './read-contents';
import { SharedContents } from './shared-contents';

/** Settings that tools of builds read by name. */
const SETTINGS = /(^|\/)([tj]sconfig[\w.-]*\.json|(nest-cli|angular|project|nx|turbo|lerna|workspace|rush|\.babelrc|\.swcrc|\.lintstagedrc|components)(\.json)?|\.(babel|swc|postcss|browserslist|tsup|parcel)rc(\.[a-z]+)?|[\w.-]+\.config\.([cm]?[jt]s|json|ya?ml)|gulpfile\.[cm]?[jt]s|Gruntfile\.[cm]?[jt]s|webpack\.[\w.-]+\.[cm]?[jt]s|codegen\.(ya?ml|ts)|schema\.prisma)$/;

const CODE = /\.([cm]?[jt]sx?|vue|svelte|astro|mdx|coffee|html?)$/;

/**
 * Refuses files that stay out though installing or starting reads them: it would fail in the build, with a message that names no file.
 *
 * @throws if it stays out for a rule that somebody can change
 */
export function requireReadFiles(dockerfile: NodejsDockerfile, contents: Contents): void {
  const { paths } = SharedContents.of(contents);
  requireManifests(dockerfile, contents, paths);
  requireEntry(dockerfile, contents, paths);
  requireReleaseFiles(dockerfile, contents);
  requireSources(dockerfile, contents);
}

function requireManifests({ project }: NodejsDockerfile, { files, leftOut }: Contents, paths: ReadonlySet<string>): void {
  const isThere = (file: string) => file.endsWith('/') ? files.some(({ entry }) => entry.path.startsWith(file)) : paths.has(file);
  const missing = project.manifestFiles.filter(file => !isThere(file));
  if (missing.length) {
    const because = missing.map(file => keptOut(leftOut, file)).find(item => item !== undefined);
    throw new DeliveryError(`${missing.join(', ')} of ${project.installDirectory} cannot be in the build context, but installing reads it; `
      + `${because && because.reason !== Reason.DOCKERIGNORE ? `${wayOut(because, missing[0])}` : 'take it out of .dockerignore'}`);
  }
}

/** Requires the file that is started to be there, or be built. */
function requireEntry({ project, _entry: entry }: NodejsDockerfile, { leftOut }: Contents, paths: ReadonlySet<string>): void {
  if (entry === undefined) return;
  const path = inPackage(project, entry);
  const because = paths.has(path) ? undefined : keptOut(leftOut, path);
  const built = project.buildScript !== undefined && project.buildOutput.some(output => entry === output || entry.startsWith(`${output}/`));
  const ignored = because?.reason === Reason.GIT;
  // what git ignores is what builds and install scripts make
  if (!because || built || (ignored && (project.buildScript !== undefined || project.installScripts.length > 0))) return;
  throw new DeliveryError(`${path}, which the image starts, cannot be in the build context of ${project.installDirectory}; ${wayOut(because, entry)}`
    + `${ignored ? ', or name the script that builds it by "buildScript"' : ''}`);
}

/** Requires the release files of the user to be there, or be built. */
function requireReleaseFiles(dockerfile: NodejsDockerfile, contents: Contents): void {
  const [kept] = keptOutOfRelease(dockerfile, contents);
  if (kept === undefined || mayBeWritten(dockerfile)) return;
  throw new DeliveryError(`"${kept.prop}" names ${JSON.stringify(kept.path)}, which cannot be in the build context of ${dockerfile.project.installDirectory}; ${wayOut(kept.because, kept.path)}`);
}

/** The same where the build may write them. */
export function releaseFilesWarnings(dockerfile: NodejsDockerfile, contents: Contents): ProjectWarning[] {
  return keptOutOfRelease(dockerfile, contents).map(({ prop, path, because }) => ({
    id: 'release-file-kept-out',
    message: `"${prop}" names ${JSON.stringify(path)}, which is in the release only if the build writes it; ${wayOut(because, path)}`,
  }));
}

/** A path that a prop names, and why it is kept out. */
interface KeptOut {
  readonly prop: string;
  readonly path: string;
  readonly because: LeftOut;
}

function keptOutOfRelease({ _releaseFiles: named, project }: NodejsDockerfile, { leftOut, files }: Contents): KeptOut[] {
  return named.filter(([, path]) => !project.buildOutput.some(output => liesIn(path, inPackage(project, output)))).flatMap(([prop, path]) => {
    const because = files.some(({ entry }) => liesIn(entry.path, path)) ? undefined : keptOut(leftOut, path);
    return because === undefined ? [] : [{ prop, path, because }];
  });
}

function mayBeWritten({ project }: NodejsDockerfile): boolean {
  return project.buildScript !== undefined || project.installScripts.length > 0;
}

function liesIn(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}

/** A `.dockerignore` for images of prebuilt code leaves a build nothing. */
function requireSources({ project }: NodejsDockerfile, { files, leftOut }: Contents): void {
  const base = inPackage(project, '');
  const isCode = ({ path, directory }: Pick<LeftOut, 'path'> & Partial<LeftOut>) => path.startsWith(base) && (directory === true || CODE.test(path));
  const mine = leftOut.filter(item => item.reason === Reason.DOCKERIGNORE && isCode(item));
  if (project.buildScript !== undefined && mine.length > 0 && !files.some(({ entry }) => isCode(entry))) {
    throw new DeliveryError(`.dockerignore of ${project.installDirectory} keeps out all sources (${mine.slice(0, 3).map(({ path }) => path).join(', ')}), so that the script `
      + `${JSON.stringify(project.buildScript)} cannot build: the image builds from sources, name no more than they need in .dockerignore`);
  }
}

/** Warnings about files that scripts and tools of the build read by name, and a `.dockerignore` keeps out. */
export function readersWarnings({ project }: NodejsDockerfile, { leftOut }: Contents): ProjectWarning[] {
  const base = inPackage(project, '');
  return leftOut.filter(({ reason }) => reason === Reason.DOCKERIGNORE).flatMap(item => {
    const inside = item.path.startsWith(base) ? item.path.slice(base.length) : item.path;
    const reader = scriptThatNames(project.scripts, inside, item.directory)
      ?? (project.buildScript !== undefined && SETTINGS.test(item.path) ? 'tools of the build read such settings' : undefined);
    return reader === undefined ? [] : [{
      id: 'kept-out-by-dockerignore',
      message: `.dockerignore keeps out ${item.path}${item.directory ? '/' : ''}, but ${reader}: take it out of .dockerignore if the build or the image needs it`,
    }];
  });
}

/** Scripts that a build of an image may run. */
const SCRIPT = /^(pre|post)?(build|start|test|install|prepare|generate|compile)/;

function scriptThatNames(scripts: { readonly [name: string]: string }, path: string, directory: boolean): string | undefined {
  const found = Object.entries(scripts).find(([name, text]) => SCRIPT.test(name) && text.split(/[\s"'`=;&|()]+/).map(word => word.replace(/^\.\//, '').replace(/\/$/, ''))
    .some(word => word === path || (directory && word.startsWith(`${path}/`) && CODE.test(word) && !/^(dist|build|out)$/.test(path))));
  return found && `the script ${JSON.stringify(found[0])} names it`;
}

/** Rule that keeps a path out: itself, or a directory that it lies in. */
function keptOut(leftOut: readonly LeftOut[], path: string): LeftOut | undefined {
  return leftOut.find(item => item.path === path || path.startsWith(`${item.path}/`));
}

const WAYS_OUT: { readonly [reason in Reason]?: (item: LeftOut, path: string) => string } = {
  [Reason.DOCKERIGNORE]: item => `.dockerignore keeps out ${item.path}: take it out of there`,
  [Reason.GIT]: (item, path) => `git ignores ${item.path}, and a clean checkout lacks it: commit it, or let it in by allow: { ${JSON.stringify(path)}: "why it may" }`,
  [Reason.SECRET]: (item, path) => `${item.path} is a secret by its name or by what it holds (${item.what}): let it in by allow: { ${JSON.stringify(path)}: "why it may" } if it is none`,
};

function wayOut(item: LeftOut, path: string): string {
  return WAYS_OUT[item.reason]?.(item, path) ?? `${item.path} stays out of it (${item.reason}): let it in by allow: { ${JSON.stringify(path)}: "why it may" }`;
}
