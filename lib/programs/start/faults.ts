import { secretKind } from '../../project/secrets/secret-names';
import { asProp, inside, Place } from './place';

/** Missing thing, and what mends it. */
export interface Fault {
  readonly what: string;
  readonly remedy: string;
}

interface Context {
  readonly place: Place;
  /** The lines after the one that matches. */
  readonly following: readonly string[];
  readonly preceding: readonly string[];
}

/** A line that says that something is wrong in the image, whoever runs it; a judge may see that it is not after all. */
export interface FaultRule {
  readonly pattern: RegExp;
  readonly judge: (match: RegExpExecArray, context: Context) => Fault | undefined;
}

const rule = (pattern: RegExp, judge: FaultRule['judge']): FaultRule => ({ pattern, judge });

/** A module by the name it is asked for. */
function missingModule([, name, from]: RegExpExecArray, { place, following }: Context): Fault | undefined {
  const path = /^(\.|\/|file:)/.test(name);
  const asking = from ?? /^- (\/.*)$/m.exec(following.join('\n'))?.[1] ?? /from (\/\S+)/.exec(following[0] ?? '')?.[1];
  const asked = asking === undefined ? '' : `, which ${asking.trim()} asks for`;
  if (!path) {
    const builtIn = name.startsWith('node:');
    return {
      what: `the module "${name}" is not in the image${asked}`,
      remedy: builtIn ? 'set "nodeVersion" to a line that has it'
        : `move "${packageOf(name)}" to "dependencies" of package.json; where it is a path alias of tsconfig.json, let the build resolve it`,
    };
  }
  const file = name.startsWith('.') ? name : asProp(name, place);
  const ending = name.startsWith('.') ? undefined : ['.js', '.mjs', '.cjs', '/index.js', '/index.mjs'].find(each => place.exists(name.replace(/^file:\/\//, '') + each));
  if (ending !== undefined) {
    return {
      what: `"${file}" is no file${asked}, but ${file}${ending} is one, and ES modules name files whole`,
      remedy: 'let the build write the ending (tsc with "module": "nodenext", tsc-alias --resolve-full-paths, a bundler), or write it in the sources',
    };
  }
  return { what: `the file "${file}" is not in the image${asked}`, remedy: `add it to "includeFiles", or let the build write it${beside(place)}` };
}

function packageOf(name: string): string {
  return name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/');
}

function beside({ cwd, directory }: Place): string {
  return cwd === directory ? '' : ' (in a monorepo "rootFiles" brings in what is outside of the package)';
}

/** A path that is not there: inside the image that is a fault, elsewhere it may be mounted. */
function missingPath(path: string, { place }: Context): Fault | undefined {
  const file = inside(path, place);
  if (file === undefined) return undefined;
  const name = asProp(path, place);
  const secret = secretKind(name);
  if (secret && !name.split('/').pop()!.startsWith('.env')) {
    return {
      what: `${name} (${secret.what}) is not in the image, which never has such files unless "allow" names them`,
      remedy: `pass it to the container when it runs, or, if there is no secret in it, let it in by allow: { ${JSON.stringify(name)}: "why it may" }`,
    };
  }
  return name.split('/').pop()!.startsWith('.env')
    ? { what: `${name} is not in the image, which never has files of variables`, remedy: 'give the variables to the container ("environment"), and read the file only if it is there' }
    : { what: `${name} is not in the image`, remedy: `add it to "includeFiles", or to "writableDirectories" where the application makes it${beside(place)}` };
}

function forbiddenPath(path: string, code: string, call: string | undefined, { place }: Context): Fault | undefined {
  if (inside(path, place) === undefined) return undefined;
  const name = asProp(path, place);
  const directory = code === 'EROFS' || place.exists(path) ? directoryOf(name) : firstMissing(path, name, place);
  // A file at the top lies in no directory that could be writable without the whole project.
  const isFile = directory === name && call === 'open';
  const remedy = isFile ? 'write it below /tmp, or in a directory that "writableDirectories" names' : `set "writableDirectories" to ["${directory}"], or write below /tmp`;
  if (code === 'EROFS') return { what: `${name} cannot be written, for the file system is read-only`, remedy };
  return {
    what: `the user ${place.user} may not ${place.exists(path) ? 'read or write' : 'make'} ${name}`,
    remedy: `${remedy}; where it is only read, its mode in the sources lets no other user in`,
  };
}

function directoryOf(name: string): string {
  return name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : name;
}

/** The directory that would have to be made: of `logs/today/app.log` it is `logs`, where that is not there. */
function firstMissing(path: string, name: string, place: Place): string {
  const parts = name.split('/');
  const root = path.endsWith(name) && path !== name ? path.slice(0, path.length - name.length) : `${place.cwd}/`;
  const missing = parts.findIndex((_, index) => !place.exists(root + parts.slice(0, index + 1).join('/')));
  const directory = parts.slice(0, missing + 1).join('/');
  return missing === parts.length - 1 && /\.\w+$/.test(name) ? directoryOf(name) : directory;
}

const missingProgram = (name: string): Fault => ({
  what: `the program "${name}" is not in the image, or the interpreter that it names is not`,
  remedy: 'start something that the image has ("command"), move the package that brings the program to "dependencies", or take a "baseImage" that has it',
});

/** A file of variables that a shell, or a program in it, is to read; anything else is a program. */
function missingWord(name: string, context: Context): Fault | undefined {
  return secretKind(asProp(name, context.place)) ? missingPath(name, context) : missingProgram(name);
}

const missingWritten = (path: string | undefined, place: Place): Fault => {
  const own = path !== undefined && inside(path, place) !== undefined ? asProp(path, place) : undefined;
  return {
    what: `pm2 may not make a directory of the files that its settings name (error_file, out_file, log_file, pid_file)${own === undefined ? '' : `: ${own}`}`,
    remedy: `set "writableDirectories" to ${own === undefined ? 'the directories of these files' : `["${own}"]`}, or leave the fields out: pm2-runtime prints to the log of the container`,
  };
};

const otherShell = (what: string): Fault => ({
  what: `the shell of the image does not know what bash does: ${what}`,
  remedy: 'write the script as /bin/sh understands it, or start it by bash where the base image has that: "command": ["/bin/bash", "-c", "..."]',
});

const notExecutable = (name: string): Fault => ({
  what: `"${name}" may not be executed`,
  remedy: 'set its mode to 755 in the sources (git update-index --chmod=+x), or start it by its interpreter',
});

const lineEnds = (): Fault => ({
  what: 'a script of the image has line ends of Windows (CRLF), which its interpreter reads as a part of words',
  remedy: 'give it those of Unix, and keep them by a line "*.sh text eol=lf" in .gitattributes',
});

const missingLibrary = (name: string): Fault => ({
  what: `the shared library ${name} is not in the image`,
  remedy: 'take a "baseImage" whose runtime image has it, or add it by "customize" (StageCustomization.append("release", ...))',
});

const foreign = (what: string): Fault => ({
  what,
  remedy: 'build for the platform that runs the image, with a build image and a runtime image of one C library and one line of Node.js; node_modules that were made elsewhere do not belong into the sources',
});

/** Frames of what reads a program, not of what a program reads. */
const LOADING = /wrapSafe|[cC]ompileFunction|compileSourceTextModule|moduleStrategy|ModuleJob|Module\._compile|createCJSModuleWrap|cjsPreparseModuleExports|ModuleLoader/;

const syntax = (text: string): Fault => ({
  what: `a file of the image is no program that can run: ${text.trim()}`,
  remedy: 'see that the build writes what this version of Node.js reads ("buildScript", "nodeVersion"), or start another file ("command")',
});

export const FAULTS: readonly FaultRule[] = [
  // scripts that were checked out on Windows: of dash, bash, env
  rule(/: set: (?:Illegal option -|-\s*: invalid option)\s*$|\$'\\r': command not found|^(?:\/usr\/bin\/)?env: [‘'"]?[^’'":]+\\r|\r: (?:command )?not found/, lineEnds),

  // programs: of the init, of Node.js, of shells, of env
  rule(/^init: (.+): not found, or the interpreter it names is missing/, ([, name]) => missingProgram(name)),
  rule(/^init: (.+): not a program for this machine/, ([, name]) => foreign(`"${name}" is not a program for this machine`)),
  rule(/^init: (.+): not executable/, ([, name]) => notExecutable(name)),
  rule(/^(?:\/bin\/)?(?:ba|da|a)?sh: (?:line )?(?:\d+: )?(?:exec: )?(\S+): Permission denied/, ([, name]) => notExecutable(name)),
  rule(/\bspawn(?:Sync)? (.+) ENOENT\b/, ([, name]) => missingProgram(name)),
  rule(/Executable not found in \$PATH: "(.+)"/, ([, name]) => missingProgram(name)),
  rule(/\bspawn(?:Sync)? (.+) EACCES\b/, ([, name]) => ({ what: `"${name}" may not be executed`, remedy: 'set its mode to 755 in the sources (git update-index --chmod=+x)' })),
  rule(/\bspawn(?:Sync)? (.+) (?:ENOEXEC|UNKNOWN)\b/, ([, name]) => foreign(`"${name}" is not a program for this machine`)),
  // what bash understands and another shell does not: of dash, of busybox
  rule(/^\S+: (?:(?:line )?\d+: )?(\[\[|source|function|declare|typeset|shopt|pushd|popd|let|mapfile|readarray): (?:command )?not found/, ([, name]) => otherShell(name)),
  rule(/^\S+: (?:(?:line )?\d+: )?((?:Syntax|syntax) error: .+|Bad substitution|bad substitution)$/, ([, text]) => otherShell(text)),
  rule(/^\S+: (?:(?:line )?\d+: )?((?:set|wait): Illegal option (?:-o pipefail|-n))$/, ([, text]) => otherShell(text)),
  // files that a shell reads: of dash, of busybox, of bash
  rule(/^\S+: (?:(?:line )?\d+: )?(?:\.: )?(?:line \d+: )?(?:can't open|cannot open|Can't open) '?([^':]+)'?/, ([, path], context) => missingPath(path, context)),
  rule(/^\S+: (?:(?:line )?\d+: )?(?:\.|source): (\S+): (?:file )?not found$/, ([, path], context) => missingPath(path, context)),
  rule(/^(?:cat|[ef]?grep|sed|xargs|awk|head|tail): (?:can't read |can't open |cannot open )?['‘]?([^\s:'’]+)['’]?(?: for reading)?: No such file or directory/,
    ([, path], context) => secretKind(asProp(path, context.place)) ? missingPath(path, context) : undefined),
  rule(/^\S+: line \d+: (\S+): No such file or directory/, ([, name], context) => missingWord(name, context)),
  rule(/^(?:\/bin\/)?(?:ba|da|a)?sh: (?:line )?(?:\d+: )?(\S+): (?:command )?not found/, ([, name]) => missingProgram(name)),
  rule(/^\S+: (?:line )?\d+: (?:exec: )?(\S+): (?:command )?not found/, ([, name]) => missingProgram(name)),
  rule(/^\S+: (?:line \d+: )?(\S+): cannot execute: required file not found/, ([, name]) => missingProgram(name)),
  rule(/^(?:\/usr\/bin\/)?env: [‘'"]?([^’'":]+)[’'"]?: No such file or directory/, ([, name]) => missingProgram(name)),
  rule(/^(?:\S*\/)?(?:ba|da|a)?sh: (?:line )?(?:\d+: )?(\S+): No such file or directory/, ([, name], context) => missingWord(name, context)),
  rule(/(?:exec format error|cannot execute binary file|Exec format error)/, ([text]) => foreign(`a program is of another architecture: ${text}`)),
  rule(/^(?:\S*\/)?node: bad option: (.+)$/, ([, option]) => ({ what: `this version of Node.js has no option ${option}`, remedy: 'set "nodeVersion", or take the option out of the start script' })),
  rule(/^(?:\S*\/)?node: (.+): not found$/, ([, path], context) => missingPath(path, context)),
  rule(/^npm (?:ERR!|error) Missing script: (.+)$/, ([, name]) => ({ what: `package.json of the image has no script ${name}`, remedy: 'set "command" or "startScript"' })),

  // modules
  rule(/Cannot find (?:module|package) ['"]([^'"]+)['"](?: (?:imported )?from ['"]?([^\s'"]+))?/, missingModule),
  rule(/^error: (?:Module|preload) not found "([^"]+)"/, ([, name], context) => missingModule(['', /^(\.|\/|@)/.test(name) || !/[/.]/.test(name) ? name : `./${name}`] as unknown as RegExpExecArray, context)),
  rule(/Could not resolve "([^"]+)"/, missingModule),
  rule(/No such built-in module: (\S+)/, ([, name], context) => missingModule(['', name] as unknown as RegExpExecArray, context)),
  rule(/ERR_UNSUPPORTED_DIR_IMPORT\]: (.+)$/, ([, text]) => syntax(text)),
  rule(/Package subpath '([^']+)' is not defined by "exports" in (\S+)/, ([text]) => ({ what: text, remedy: 'ask for what the package exports, or pin the version of it that has this path' })),
  rule(/ERR_UNKNOWN_FILE_EXTENSION\]: (Unknown file extension "(\.\w+)" for (\S+))/, ([, text, extension]) => ({
    what: `Node.js runs no ${extension} files here: ${text}`,
    remedy: 'start what the build writes ("command"), or move what loads such files (tsx, ts-node) to "dependencies"',
  })),
  rule(/ERR_UNSUPPORTED_(?:NODE_MODULES_TYPE_STRIPPING|TYPESCRIPT_SYNTAX)\]: (.+)$/, ([, text]) => syntax(text)),
  rule(/ERR_REQUIRE_(?:ESM|ASYNC_MODULE)\]: (.+)$/, ([, text]) => syntax(text)),
  rule(/(require\(\) async module "[^"]+" is unsupported)/, ([, text]) => syntax(text)),
  rule(/(Cannot use import statement outside a module|(?:require|module|exports|__dirname) is not defined in ES module scope)/, ([, text]) => syntax(text)),
  rule(/The requested module '[^']+' (?:does not provide an export named|is a CommonJS module)/, ([text]) => syntax(text)),
  rule(/\bExport named '[^']+' not found in module/, ([text]) => syntax(text)),
  rule(/\bReferenceError: (fetch|Headers|FormData|WebSocket|structuredClone|navigator|CustomEvent) is not defined/, ([, name]) => ({ what: `this version of Node.js has no ${name}`, remedy: 'set "nodeVersion"' })),

  // machine code
  rule(/^(?:\S+: )?error while loading shared libraries: ([^:]+): (?!.*(?:ELF|exec format))/, ([, name]) => missingLibrary(name)),
  rule(/Error loading shared library ([^:]+):/, ([, name]) => missingLibrary(name)),
  rule(/(?:^|[\s:])((?:\S*\/)?lib[^\s:]*\.so[.\d]*): cannot open shared object file/, ([, name]) => missingLibrary(name)),
  rule(/Error relocating (\S+): (\S+): symbol not found/, ([text]) => foreign(`a program is linked against another C library: ${text}`)),
  rule(/version [`']?((?:GLIBC|GLIBCXX|CXXABI)_[\d.]+)'? not found/, ([, name]) => foreign(`a program wants a newer library of C than the image has: ${name}`)),
  rule(/cannot find the required `?libssl`? system library|unable to find.*libssl|libssl.*(?:not found|could not be found)/i, () => missingLibrary('libssl (OpenSSL), which Prisma\'s engine asks for,')),
  rule(/Prisma Client could not locate the Query Engine for runtime "([^"]+)"/, ([, target]) => ({
    what: `Prisma's engine for ${target} is not in the image`, remedy: `add "${target}" to binaryTargets of the generator in schema.prisma, and run "prisma generate" in the build`,
  })),
  rule(/@prisma\/client did not initialize yet/, () => ({ what: 'the generated client of Prisma is not in the image', remedy: 'run "prisma generate" in the build script' })),
  rule(/NODE_MODULE_VERSION \d+/, ([text], { preceding, following }) => foreign(`a native module was compiled for another line of Node.js (${text})${named([...preceding.slice(-4), ...following.slice(0, 3)])}`)),
  rule(/invalid ELF header|wrong ELF class|file too short/, ([text]) => foreign(`a native module is not for this machine: ${text}`)),
  rule(/Could not locate the bindings file|No native build was found|Could not load the "sharp" module|Cannot find native binding|Failed to load native binding|You installed esbuild for another platform/, ([text]) => foreign(`a native module is not in the image: ${text}`)),
  rule(/Could not find (?:Chrome|Chromium|browser)\b|Executable doesn't exist at (\S+)/, ([text]) => ({ what: `a browser is not in the image: ${text}`, remedy: 'take a "baseImage" that has it, or install it by "customize"' })),

  // process managers
  rule(/\bPM2\b.*\bCould not create folder(?:: (\S+))?/, ([, path], { place }) => missingWritten(path, place)),

  // files: of the file server, of the system
  rule(/^there is no index\.html in (\/\S+): /, ([, path], { place }) => ({
    what: `there is no index.html in ${asProp(path, place)}, which the image is to serve`,
    remedy: 'set the prop "buildOutput" to the directory that the build writes the site to, or "command" to what starts where this is no site',
  })),
  rule(/\b(?:ENOENT|ENOTDIR)\b[^']*?(?:, \w+)? '([^']+)'/, ([, path], context) => missingPath(path, context)),
  rule(/\b(EACCES|EPERM|EROFS)\b[^']*?(?:, (\w+))? '([^']+)'/, ([, code, call, path], context) => forbiddenPath(path, code, call, context)),
  rule(/Failed to lookup view "([^"]+)" in views director(?:y|ies) "?([^"\s]+)/, ([, view, directory], context) => inside(directory, context.place) === undefined ? undefined
    : { what: `the view "${view}" is not in the image, below ${asProp(directory, context.place)}`, remedy: `add "${asProp(directory, context.place)}" to "includeFiles"` }),

  // programs that cannot be read
  rule(/\bSyntaxError: (\/\S+\.json: .+)$/, ([, text]) => syntax(text)),
  rule(/\bSyntaxError(?: \[\w+\])?: (?!.*\bJSON\b)(.+)$/, ([text], { following, preceding }) => following.some(line => LOADING.test(line)) ? syntax(`${text}${position(preceding)}`) : undefined),
  rule(/^error: (?:Expected|Unexpected|Unterminated|Syntax Error|Invalid) ?.*$/, ([text], { following }) => /^\s+at \/\S+:\d+:\d+\s*$/.test(following[0] ?? '') ? syntax(text) : undefined),
];

/** The file that Node.js shows above an error. */
function position(preceding: readonly string[]): string {
  const line = [...preceding].reverse().find(text => /^(?:file:\/\/)?\/\S+:\d+$/.test(text));
  return line === undefined ? '' : ` (${line.replace('file://', '')})`;
}

function named(lines: readonly string[]): string {
  const file = /'?(\/\S+\.node)'?/.exec(lines.join('\n'))?.[1];
  return file === undefined ? '' : `: ${file}`;
}
