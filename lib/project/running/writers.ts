import { PackageFunction } from './package-function';

/** Kind of a path that is written to: a directory into which something goes, or a file. */
export type Written = 'directory' | 'file';

/**
 * How a function writes.
 */
export interface Writer {
  /** Which of its arguments is the path, where none of the properties is: of what, and how it begins where it may mean something else. */
  readonly argument?: { readonly index: number; readonly written: Written; readonly begins?: RegExp };
  /** Properties of its options that are a path, however deep. */
  readonly properties?: { readonly [name: string]: Written };
  /** The same where none of those is there: what it reads, and writes beside. */
  readonly otherwise?: { readonly [name: string]: Written };
  /** Property that is in front of the paths. */
  readonly root?: string;
  /** Property with which nothing is written, unless it is false. */
  readonly unless?: string;
  /** True if functions among its options may give them: `useFactory: () => ({ ... })`. */
  readonly factories?: boolean;
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

/** Compilers of style sheets that run when one is asked for, and write it beside its source unless they are told where. */
const COMPILES = first('directory', { properties: { dest: 'directory' }, otherwise: { src: 'directory' }, root: 'root', unless: 'response' });
const SQLITE_URL = /^sqlite:/;

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
const SCHEMA = options({ autoSchemaFile: 'file' }, { factories: true });
const SEQUELIZE: Writer = { argument: { index: 0, written: 'file', begins: SQLITE_URL }, properties: { storage: 'file' } };
const KEYV: Writer = { argument: { index: 0, written: 'file', begins: SQLITE_URL }, properties: { uri: 'file' } };
const MIKRO = options({ dbName: 'file' });
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
  '@tus/server': { FileStore: options({ directory: 'directory' }) },
  '@tus/file-store': { FileStore: options({ directory: 'directory' }) },
  // what is written out
  'csv-writer': { createObjectCsvWriter: options({ path: 'file' }), createArrayCsvWriter: options({ path: 'file' }) },
  'xlsx': at(1, 'file', 'writeFile writeFileXLSX'),
  'qrcode': at(0, 'file', 'toFile'),
  'v8': at(0, 'file', 'writeHeapSnapshot'),
  // schemas that are made when the application starts
  '@nestjs/graphql': { 'GraphQLModule.forRoot': SCHEMA, 'GraphQLModule.forRootAsync': SCHEMA },
  'type-graphql': { buildSchema: options({ emitSchemaFile: 'file', path: 'file' }), buildSchemaSync: options({ emitSchemaFile: 'file', path: 'file' }) },
  // archives that are unpacked
  'tar': Object.fromEntries(['x', 'extract'].map(name => [name, options({ cwd: 'directory', C: 'directory' })])),
  'unzipper': { Extract: options({ path: 'directory' }) },
  'extract-zip': { default: options({ dir: 'directory' }) },
  'decompress': { default: { argument: { index: 1, written: 'directory' } } },
  // logs
  'winston': { [ANY]: LOG_FILE },
  'winston-daily-rotate-file': { [ANY]: LOG_FILE },
  'nest-winston': { [ANY]: LOG_FILE },
  'pino': { destination: first('file', options({ dest: 'file' })), [ANY]: options({ destination: 'file', file: 'file' }) },
  'log4js': { [ANY]: options({ filename: 'file' }) },
  'bunyan': { createLogger: options({ path: 'file' }) },
  'rotating-file-stream': { createStream: options({ path: 'directory' }) },
  'file-stream-rotator': { getStream: options({ filename: 'file' }) },
  'simple-node-logger': { [ANY]: options({ logFilePath: 'file', logDirectory: 'directory' }) },
  // style sheets that are compiled on request
  'stylus': { middleware: COMPILES },
  'less-middleware': { default: COMPILES },
  'node-sass-middleware': { default: COMPILES },
  'sass-middleware': { default: COMPILES },
  // databases in files
  'better-sqlite3': { default: first('file') },
  'node:sqlite': { DatabaseSync: first('file') },
  'bun:sqlite': { Database: first('file'), default: first('file') },
  'sqlite3': { Database: first('file') },
  'sqlite': { open: options({ filename: 'file' }) },
  '@libsql/client': { createClient: options({ url: 'file' }) },
  'sequelize': { Sequelize: SEQUELIZE, default: SEQUELIZE },
  'typeorm': { DataSource: TYPEORM, createConnection: TYPEORM },
  '@nestjs/typeorm': { 'TypeOrmModule.forRoot': TYPEORM, 'TypeOrmModule.forRootAsync': { ...TYPEORM, factories: true } },
  '@nestjs/sequelize': { 'SequelizeModule.forRoot': options({ storage: 'file' }), 'SequelizeModule.forRootAsync': options({ storage: 'file' }, { factories: true }) },
  'knex': { default: options({ filename: 'file' }), knex: options({ filename: 'file' }) },
  'libsql': { default: first('file') },
  'better-sqlite3-multiple-ciphers': { default: first('file') },
  '@databases/sqlite': { default: first('file') },
  'drizzle-orm/better-sqlite3': { drizzle: first('file', options({ source: 'file' })) },
  'drizzle-orm/libsql': { drizzle: first('file', options({ url: 'file' })) },
  '@mikro-orm/sqlite': { 'MikroORM.init': MIKRO, 'defineConfig': MIKRO },
  '@mikro-orm/better-sqlite': { 'MikroORM.init': MIKRO, 'defineConfig': MIKRO },
  '@mikro-orm/libsql': { 'MikroORM.init': MIKRO, 'defineConfig': MIKRO },
  'keyv': { default: KEYV, Keyv: KEYV },
  '@keyv/sqlite': { default: first('file', options({ uri: 'file' })), KeyvSqlite: first('file', options({ uri: 'file' })) },
  'json-server': { router: first('file') },
  'lowdb': { default: first('file'), ...Object.fromEntries(['JSONFile', 'JSONFileSync', 'TextFile', 'TextFileSync'].map(name => [name, first('file')])) },
  'lowdb/node': { [ANY]: first('file') },
  'lowdb/adapters/FileSync': { default: first('file') },
  'lowdb/adapters/FileAsync': { default: first('file') },
  'nedb': { default: first('file', options({ filename: 'file' })) },
  '@seald-io/nedb': { default: first('file', options({ filename: 'file' })) },
  'nedb-promises': { create: first('file', options({ filename: 'file' })), default: options({ filename: 'file' }) },
  'level': { default: first('directory'), Level: first('directory') },
  'classic-level': { ClassicLevel: first('directory') },
  'lmdb': { open: options({ path: 'directory' }) },
  'node-persist': Object.fromEntries(['init', 'initSync', 'create'].map(name => [name, options({ dir: 'directory' }, { fallback: '.node-persist/storage' })])),
  'node-json-db': { Config: first('file'), JsonDB: first('file') },
  'simple-json-db': { default: first('file') },
  'stormdb': { localFileEngine: first('file') },
  'quick.db': { QuickDB: options({ filePath: 'file' }, { fallback: '', unless: 'driver' }) },
  'enmap': { default: options({ dataDir: 'directory' }) },
  'conf': { default: options({ cwd: 'directory' }) },
  'configstore': { default: options({ configPath: 'file' }) },
  'flat-cache': {
    FlatCache: options({ cacheDir: 'directory' }, { fallback: '.cache' }),
    create: options({ cacheDir: 'directory' }, { fallback: '.cache' }),
    load: { argument: { index: 1, written: 'directory' } },
  },
  'file-system-cache': { default: options({ basePath: 'directory' }), Cache: options({ basePath: 'directory' }) },
  'cacache': at(0, 'directory', 'put put.stream'),
  'unstorage/drivers/fs': { default: options({ base: 'directory' }) },
  'unstorage/drivers/fs-lite': { default: options({ base: 'directory' }) },
  'tough-cookie-file-store': { default: first('file'), FileCookieStore: first('file') },
  'node-localstorage': { LocalStorage: first('directory') },
  'pouchdb': { default: first('directory') },
  'lokijs': { default: first('file') },
  'duckdb': { Database: first('file') },
  'keyv-file': { [ANY]: options({ filename: 'file' }) },
  'session-file-store': { default: options({ path: 'directory' }, { fallback: 'sessions' }) },
  'connect-sqlite3': { default: options({ dir: 'directory' }) },
  '@whiskeysockets/baileys': { useMultiFileAuthState: first('directory') },
  'whatsapp-web.js': { LocalAuth: options({ dataPath: 'directory' }, { fallback: '.wwebjs_auth' }) },
  'telegraf-session-local': { default: options({ database: 'file' }, { fallback: '' }) },
  '@grammyjs/storage-file': { FileAdapter: options({ dirName: 'directory' }, { fallback: 'sessions' }) },
  'puppeteer': { launch: options({ userDataDir: 'directory' }) },
  'puppeteer-core': { launch: options({ userDataDir: 'directory' }) },
};

/** The packages that write, of which the names stand in the sources that use them. */
export const WRITING_PACKAGES = Object.keys(WRITERS).filter(name => name !== 'fs');

/** Methods that write, of whatever they are. */
const METHODS: { readonly [name: string]: Writer } = {
  // https://sharp.pixelplumbing.com/api-output#tofile
  'toFile': first('file'),
  // https://github.com/richardgirges/express-fileupload
  'mv': first('file'),
  // https://pptr.dev, https://playwright.dev
  'screenshot': options({ path: 'file' }),
  'pdf': options({ path: 'file' }),
  // https://github.com/exceljs/exceljs#writing-xlsx
  'xlsx.writeFile': first('file'),
  'csv.writeFile': first('file'),
  // https://github.com/jimp-dev/jimp
  'writeAsync': first('file'),
  // https://github.com/cthackers/adm-zip
  'extractAllTo': first('directory'),
  'writeZip': first('file'),
};

/**
 * How a function writes; undefined if it is not known to.
 *
 * @param methods names by which it is called of something, the longest first: `xlsx.writeFile`, `writeFile`
 */
export function writerOf(found: PackageFunction | undefined, methods: readonly string[]): Writer | undefined {
  if (!found) return methods.flatMap(name => Object.hasOwn(METHODS, name) ? [METHODS[name]] : [])[0];
  if (!Object.hasOwn(WRITERS, found.package)) return undefined;
  const names = WRITERS[found.package];
  return Object.hasOwn(names, found.name) ? names[found.name] : names[ANY];
}
