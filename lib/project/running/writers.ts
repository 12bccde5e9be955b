import { PackageFunction } from './package-function';

/** Kind of a path that is written to: a directory into which something goes, or a file. */
export type Written = 'directory' | 'file';

/**
 * How a function writes.
 */
export interface Writer {
  /** Which of its arguments is the path, and of what. */
  readonly argument?: { readonly index: number; readonly written: Written };
  /** Properties of its options that are a path, however deep. */
  readonly properties?: { readonly [name: string]: Written };
  /** True if the second argument has to say that it writes: `open(path, 'w')`. */
  readonly byFlag?: boolean;
  /** Pattern of the property `type` of its options, where they have to name a database in a file. */
  readonly type?: RegExp;
  /** Path where it is given none. */
  readonly fallback?: string;
}

const at = (index: number, written: Written, names: string): { [name: string]: Writer } =>
  Object.fromEntries(names.split(' ').map(name => [name, { argument: { index, written } }]));
const options = (properties: { [name: string]: Written }, rest: Writer = {}): Writer => ({ properties, ...rest });
const first = (written: Written, rest: Writer = {}): Writer => ({ argument: { index: 0, written }, ...rest });
/** Whatever of the package is called. */
const ANY = '*';

const FILES: { readonly [name: string]: Writer } = {
  ...at(0, 'directory', 'mkdir mkdirSync mkdtemp mkdtempSync ensureDir ensureDirSync mkdirp mkdirpSync mkdirs mkdirsSync'),
  ...at(0, 'file', 'writeFile writeFileSync appendFile appendFileSync createWriteStream outputFile outputFileSync outputJson outputJsonSync outputJSON outputJSONSync'),
  ...at(0, 'file', 'writeJson writeJsonSync writeJSON writeJSONSync ensureFile ensureFileSync createFile createFileSync'),
  ...at(1, 'file', 'copyFile copyFileSync cp cpSync copy copySync rename renameSync move moveSync'),
  open: { argument: { index: 0, written: 'file' }, byFlag: true },
  openSync: { argument: { index: 0, written: 'file' }, byFlag: true },
};

const SQLITE_TYPE = /^(better-)?sqlite3?$|^sqljs$/;
const TYPEORM = options({ database: 'file' }, { type: SQLITE_TYPE });
const LOG_FILE = options({ filename: 'file', dirname: 'directory' });

/**
 * Functions that write, by their packages.
 */
const WRITERS: { readonly [name: string]: { readonly [name: string]: Writer } } = {
  'fs': FILES,
  'fs-extra': FILES,
  'graceful-fs': FILES,
  'mkdirp': at(0, 'directory', 'default sync mkdirp mkdirpSync mkdirp.sync mkdirp.manual'),
  'make-dir': at(0, 'directory', 'default sync makeDirectory makeDirectorySync'),
  'write-file-atomic': at(0, 'file', 'default sync'),
  'jsonfile': at(0, 'file', 'writeFile writeFileSync'),
  // files that are sent
  'multer': { [ANY]: options({ dest: 'directory', destination: 'directory' }) },
  '@koa/multer': { [ANY]: options({ dest: 'directory', destination: 'directory' }) },
  '@nestjs/platform-express': { [ANY]: options({ dest: 'directory', destination: 'directory' }) },
  'formidable': { [ANY]: options({ uploadDir: 'directory' }) },
  'koa-body': { [ANY]: options({ uploadDir: 'directory' }) },
  'express-fileupload': { default: options({ tempFileDir: 'directory' }) },
  // logs
  'winston': { [ANY]: LOG_FILE },
  'winston-daily-rotate-file': { [ANY]: LOG_FILE },
  'nest-winston': { [ANY]: LOG_FILE },
  'pino': { destination: first('file', options({ dest: 'file' })), [ANY]: options({ destination: 'file' }) },
  'log4js': { [ANY]: options({ filename: 'file' }) },
  'bunyan': { createLogger: options({ path: 'file' }) },
  'rotating-file-stream': { createStream: options({ path: 'directory' }) },
  'file-stream-rotator': { getStream: options({ filename: 'file' }) },
  'simple-node-logger': { [ANY]: options({ logFilePath: 'file', logDirectory: 'directory' }) },
  // databases in files
  'better-sqlite3': { default: first('file') },
  'node:sqlite': { DatabaseSync: first('file') },
  'bun:sqlite': { Database: first('file'), default: first('file') },
  'sqlite3': { Database: first('file') },
  'sqlite': { open: options({ filename: 'file' }) },
  '@libsql/client': { createClient: options({ url: 'file' }) },
  'sequelize': { Sequelize: options({ storage: 'file' }), default: options({ storage: 'file' }) },
  'typeorm': { DataSource: TYPEORM, createConnection: TYPEORM },
  '@nestjs/typeorm': { 'TypeOrmModule.forRoot': TYPEORM },
  'knex': { default: options({ filename: 'file' }), knex: options({ filename: 'file' }) },
  'lowdb': { default: first('file') },
  'lowdb/node': { [ANY]: first('file') },
  'lowdb/adapters/FileSync': { default: first('file') },
  'lowdb/adapters/FileAsync': { default: first('file') },
  'nedb': { default: first('file', options({ filename: 'file' })) },
  '@seald-io/nedb': { default: first('file', options({ filename: 'file' })) },
  'nedb-promises': { create: first('file', options({ filename: 'file' })), default: options({ filename: 'file' }) },
  'level': { default: first('directory'), Level: first('directory') },
  'classic-level': { ClassicLevel: first('directory') },
  'lmdb': { open: options({ path: 'directory' }) },
  'node-persist': { init: options({ dir: 'directory' }) },
  'node-localstorage': { LocalStorage: first('directory') },
  'pouchdb': { default: first('directory') },
  'lokijs': { default: first('file') },
  'duckdb': { Database: first('file') },
  'keyv-file': { [ANY]: options({ filename: 'file' }) },
  'session-file-store': { default: options({ path: 'directory' }, { fallback: 'sessions' }) },
  'connect-sqlite3': { default: options({ dir: 'directory' }) },
  '@whiskeysockets/baileys': { useMultiFileAuthState: first('directory') },
};

/** Methods that write, of whatever they are. */
const METHODS: { readonly [name: string]: Writer } = {
  // https://sharp.pixelplumbing.com/api-output#tofile
  toFile: first('file'),
  // https://github.com/richardgirges/express-fileupload
  mv: first('file'),
  screenshot: options({ path: 'file' }),
};

/**
 * How a function writes; undefined if it is not known to.
 */
export function writerOf(found: PackageFunction | undefined, method: string | undefined): Writer | undefined {
  if (!found) return method !== undefined && Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
  if (!Object.hasOwn(WRITERS, found.package)) return undefined;
  const names = WRITERS[found.package];
  return Object.hasOwn(names, found.name) ? names[found.name] : names[ANY];
}
