import { NodejsDockerfile } from '../image/index';
import { START_GATE } from '../image/plan/start-gate';
import { NodejsProject, ProjectFact, ProjectWarning } from '../project/index';
import { isReadByInstall, isTestPath } from '../project/kept-out';
import { Lacking, LeftOut, Reason } from './context-entry';
import { isIgnoredByGit } from './git-ignored';
import { Contents } from './read-contents';
import { SharedContents } from './shared-contents';

/** Files with environment variables. */
const ENVIRONMENT = /(^|\/)(\.env[^/]*|[^/]*\.env)$/;

/** Files that programs read by convention, so that no file of the project has to name it. */
const CONVENTIONS: readonly { readonly reader: string; readonly dependency?: string; fits(path: string): boolean }[] = [
  { fits: isReadByInstall, reader: 'installing reads it' },
  { fits: path => /(^|\/)config\/(local|default|production|[\w-]+-production|local-[\w-]+)\.[a-z0-9]+$/.test(path), reader: 'the package config reads it', dependency: 'config' },
];

/** Directories that builds write, of which no clean checkout has any. */
const BUILT = /(^|\/)(dist|build|out|lib|esm|cjs|target|generated|\.next|\.nuxt|\.output|\.svelte-kit|\.astro|\.angular|\.cache|coverage|logs?|te?mp)$/;

/** Facts of the files that stay out, as facts. */
export function contextFacts({ leftOut, inCheckout }: Contents): ProjectFact[] {
  const fact = (name: string, reason: Reason, source: string, why: string): ProjectFact[] => {
    const paths = leftOut.filter(item => item.reason === reason).map(shown).sort();
    return paths.length === 0 ? [] : [{ name, value: listed(paths), source, reason: why }];
  };
  return [
    ...fact('ignoredByGit', Reason.GIT, '.gitignore', 'a clean checkout lacks what git ignores and does not track'),
    ...fact('secrets', Reason.SECRET, inCheckout ? 'the files of the checkout' : 'the files of the project', 'their names or what they hold are those of secrets'),
    ...fact('keptOut', Reason.DOCKERIGNORE, '.dockerignore', 'it names them'),
    ...fact('infrastructureKeptOut', Reason.INFRASTRUCTURE, 'directory', 'it deploys the application, and is no part of its image'),
    ...fact('forPeople', Reason.FOR_PEOPLE, 'directory', 'they are for people, and no file of the project names them'),
    ...fact('leftovers', Reason.LEFTOVER, 'directory', 'an earlier run wrote them'),
    ...fact('specialFiles', Reason.SPECIAL, 'directory', 'they are sockets, pipes or devices, which no image can have'),
  ];
}

/** Warnings about files that stay out. */
export function contextWarnings(dockerfile: NodejsDockerfile, contents: Contents): ProjectWarning[] {
  return [
    ...dockerfile.gates.some(({ name }) => name !== START_GATE) ? missingTests(contents) : [],
    ...missingSecrets(dockerfile, contents),
    ...missedFiles(dockerfile, contents),
    ...lackingInCheckout(contents),
    ...unknownTracking(contents),
    ...allowedInVain(dockerfile, contents),
  ];
}

/** Some test runners pass where there is no test: a gate without its tests would be none. */
function missingTests({ leftOut }: Contents): ProjectWarning[] {
  const tests = leftOut.filter(({ reason, path }) => reason === Reason.DOCKERIGNORE && isTestPath(path)).map(({ path }) => path);
  return tests.length === 0 ? [] : [{
    id: 'tests-kept-out',
    message: `.dockerignore keeps out ${tests[0]}${tests.length > 1 ? ` and ${tests.length - 1} more` : ''}, so the gates run without; `
      + 'take tests out of .dockerignore, no release has them',
  }];
}

/** Files that git keeps are there for everybody who builds, so that a test or the application may read it. */
function missingSecrets({ project }: NodejsDockerfile, { leftOut, inCheckout }: Contents): ProjectWarning[] {
  const secrets = leftOut.filter(({ reason, path }) => reason === Reason.SECRET && (inCheckout || !isIgnoredByGit(project.installDirectory, path)));
  const variables = secrets.filter(({ path }) => ENVIRONMENT.test(path));
  const others = secrets.filter(({ path }) => !ENVIRONMENT.test(path));
  return [
    ...variables.length === 0 ? [] : [{
      id: 'secrets-kept-out',
      message: `${listed(variables.map(shown), 5)} never ${enter(variables)} the build, because environment variables may be secrets, and .gitignore does not name ${them(variables)}: `
        + 'give the build its variables by "buildEnvironment", those that are secret by "buildSecrets", and a gate and the image theirs by "environment"; '
        + `${remedy(variables)}`,
    }],
    ...others.length === 0 ? [] : [{
      id: 'secrets-kept-out',
      message: `${listed(others.map(item => `${shown(item)} (${item.what})`), 5)} never ${enter(others)} the build, because such files hold secrets, and .gitignore does not name ${them(others)}: `
        + `pass what the application needs when it runs, and what the build needs by "buildSecrets"; ${remedy(others)}`,
    }],
  ];
}

/** Scripts that an image runs while it installs and builds. */
const BEFORE = /^(pre|post)?(install|prepare|build)$/;

/** True if a file is run while the image is built: what it names it may write. */
function isRunInBuild({ scripts }: NodejsProject, file: string): boolean {
  return Object.entries(scripts).some(([name, text]) => BEFORE.test(name) && new RegExp(`(^|[\\s'"])(\\./)?${file.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}($|[\\s'";&|])`).test(text));
}

/** Files that stay out though something seems to read them. */
function missedFiles({ project }: NodejsDockerfile, contents: Contents): ProjectWarning[] {
  const { leftOut, mentions } = contents;
  const builds = project.buildScript !== undefined;
  const packages = project.workspace?.packages.map(({ path }) => path) ?? [];
  const dependencies = new Set(project.productionDependencies);
  const readerOf = ({ path, directory, reason }: LeftOut): string | undefined => {
    const convention = CONVENTIONS.find(item => item.fits(path) && (item.dependency === undefined || dependencies.has(item.dependency)));
    if (convention) return convention.reader;
    const reader = mentions.readerOf(path);
    // a directory is named by whoever writes it, too
    const written = directory && ((builds && BUILT.test(path)) || (reader !== undefined && /(^|\/)package\.json$|\.config\.[a-z]+$|(^|\/)\.[^/]*$/.test(reader)));
    return reader === undefined || written || packages.includes(path) || (reason === Reason.GIT && isRunInBuild(project, reader)) ? undefined : `${reader} names it`;
  };
  const missed = (reason: Reason) => leftOut.filter(item => item.reason === reason && !isTestPath(item.path)).flatMap(item => {
    const reader = readerOf(item);
    return reader === undefined ? [] : [{ item, reader }];
  });
  const isTest = (path: string) => isTestPath(path) && SharedContents.of(contents).paths.has(path);
  return [
    ...missed(Reason.GIT).slice(0, 10).map(({ item, reader }) => ({
      id: 'ignored-by-git',
      message: `${shown(item)} stays out of the image, because git ignores it and a clean checkout lacks it, but ${reader}: commit it if the image needs it, `
        + `or let it in by allow: ${example(item)}`,
    })),
    ...missed(Reason.DOCKERIGNORE).filter(({ reader }) => !isTest(reader.replace(/ names it$/, ''))).slice(0, 10).map(({ item, reader }) => ({
      id: 'kept-out-by-dockerignore',
      message: `.dockerignore keeps out ${shown(item)}, but ${reader}: take it out of .dockerignore if the build or the image needs it`,
    })),
  ];
}

/** By kind, why something is not as it is in the repository, and the remedy. */
const LACKING: { readonly [kind in Lacking['kind']]: { readonly id: string; readonly be: readonly [string, string]; readonly why: string } } = {
  submodule: {
    id: 'submodule-not-checked-out',
    be: ['is empty', 'are empty'],
    why: 'though git keeps something there, as for a submodule that is not checked out: run git submodule update --init --recursive, where the image is built as well',
  },
  pointer: {
    id: 'lfs-pointer',
    be: ['is a pointer of Git LFS in place of the file', 'are pointers of Git LFS in place of the files'],
    why: 'and so it is in the image: run git lfs pull, where the image is built as well',
  },
  lineEnds: {
    id: 'script-line-ends',
    be: ['has line ends of Windows (CRLF)', 'have line ends of Windows (CRLF)'],
    why: 'with which no shell of an image runs a script: give it those of Unix, and keep them by a line "*.sh text eol=lf" in .gitattributes',
  },
  modules: {
    id: 'modules-committed',
    be: ['is committed', 'are committed'],
    why: 'and no node_modules enters an image, which installs its own: move what was written by hand to a directory of another name, or make it a dependency by file: or a package of a workspace',
  },
};

function lackingInCheckout({ lacking }: Contents): ProjectWarning[] {
  return Object.entries(LACKING).flatMap(([kind, { id, be, why }]) => {
    const paths = lacking.filter(item => item.kind === kind).map(({ path }) => path).sort();
    return paths.length === 0 ? [] : [{ id, message: `${listed(paths, 5)} ${be[paths.length === 1 ? 0 : 1]}, ${why}` }];
  });
}

function unknownTracking({ gitProblem }: Contents): ProjectWarning[] {
  return gitProblem === undefined ? [] : [{
    id: 'git-index-unreadable',
    message: `which ignored files git tracks cannot be told (${gitProblem}): whatever .gitignore names stays out of the image; let in what it needs by "allow", or repair the checkout`,
  }];
}

function allowedInVain({ _allow: allow }: NodejsDockerfile, { files }: Contents): ProjectWarning[] {
  const entered = files.filter(({ entry }) => entry.allowed).map(({ entry }) => entry.path);
  return Object.keys(allow).filter(name => !entered.some(path => liesAt(path, name))).map(name => ({
    id: 'allow-names-nothing',
    message: `allow names ${JSON.stringify(name)}, and nothing of the project enters by it: paths are relative to the project, and what .dockerignore keeps out stays out; correct or remove it`,
  }));
}

/** True if a path of the context is what `allow` names from the project, which may lie deeper. */
function liesAt(path: string, name: string): boolean {
  const bare = name.replace(/^(\.\.\/)+/, '');
  return `/${path}/`.includes(`/${bare}/`);
}

function remedy(items: readonly LeftOut[]): string {
  return `name ${them(items)} in .gitignore or .dockerignore if nothing reads ${them(items)}, or, if there is no secret in ${them(items)}, let ${them(items)} in by allow: ${example(items[0])}`;
}

function example({ path }: LeftOut): string {
  return `{ ${JSON.stringify(path)}: "why it may" }`;
}

function shown({ path, directory }: LeftOut): string {
  return directory ? `${path}/` : path;
}

function them(items: readonly unknown[]): string {
  return items.length === 1 ? 'it' : 'them';
}

function enter(items: readonly unknown[]): string {
  return items.length === 1 ? 'enters' : 'enter';
}

function listed(names: readonly string[], most = 12): string {
  return names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');
}
