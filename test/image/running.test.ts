import { BaseImage, Instruction, NodejsDockerfile, NodejsDockerfileOptions, StageCustomization } from '../../lib';
import { EMPTY_LOCK, projectDirectory, ProjectContent } from '../project/project-directory';

const dockerfile = (server: string, options: NodejsDockerfileOptions = {}, manifest: object = {}, more: ProjectContent = {}) => {
  const own = { name: 'a', scripts: { start: 'node server.js' }, ...manifest };
  return NodejsDockerfile.fromDirectory({
    directory: projectDirectory({ 'package.json': own, 'package-lock.json': EMPTY_LOCK, 'server.js': server, ...more }), ...options,
  });
};
const warned = (id: string, ...args: Parameters<typeof dockerfile>) => dockerfile(...args).warnings
  .filter(warning => warning.id === id).map(({ message }) => message);
const missing = (...args: Parameters<typeof dockerfile>) => warned('called-program-missing', ...args).map(message => /runs (\S+),/.exec(message)![1]);
const written = (...args: Parameters<typeof dockerfile>) => warned('writes-where-read-only', ...args)
  .map(message => /writes (?:to )?(.*?) \(/.exec(message)![1]);

describe('programs that the application calls', () => {
  test('given one that the image does not have, when it is planned, then a warning names the prop that adds it', () => {
    expect(warned('called-program-missing', 'require("child_process").exec("ffmpeg -i a.mp4")')).toEqual([
      'server.js runs ffmpeg, which neither a dependency nor the base image debian-slim brings, so that it fails there unless it does without: install it by '
      + 'customize: [StageCustomization.append("release", Instruction.run(["sh", "-c", "apt-get update && apt-get install --yes --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*"]))], '
      + 'or set "baseImage" to an image that has it',
    ]);
  });

  test.each<[string, string, string[]]>([
    ['a spawn', 'import { spawn } from "node:child_process"; spawn("pg_dump", ["-Fc", url]);', ['pg_dump']],
    ['a whole module', 'const cp = require("child_process"); cp.execFileSync("/usr/bin/wkhtmltopdf", [a]);', ['wkhtmltopdf']],
    ['a line with several', 'const { execSync } = require("child_process"); execSync(`curl -s ${url} | jq .`);', ['curl', 'jq']],
    ['promisify', 'const { promisify } = require("util"); const run = promisify(require("child_process").exec); run("convert " + file);', ['convert']],
    ['promisify of a name', 'import { promisify } from "util"; import { exec } from "child_process"; const execAsync = promisify(exec); await execAsync(`git clone ${url}`);', ['git']],
    ['execa', 'import { execa } from "execa"; await execa("python3", ["main.py"]);', ['python3']],
    ['a template of execa', 'import { $ } from "execa"; await $`pandoc ${file} -o a.pdf`;', ['pandoc']],
    ['zx', 'import { $ } from "zx"; await $`rsync -a ${a} ${b}`;', ['rsync']],
    ['a shell in between', 'require("child_process").spawn("sh", ["-c", "tesseract a.png out"]);', ['tesseract']],
    ['a name', 'const { spawn } = require("child_process"); const BIN = "chromium"; spawn(BIN, args);', ['chromium']],
    ['a choice', 'require("child_process").exec(process.platform === "win32" ? "dir" : "ffprobe a")', []],
    ['a function of its own', 'const { spawn } = require("child_process"); function run(cmd, args) { return spawn(cmd, args); } run("ffmpeg", ["-i", a]);', ['ffmpeg']],
    ['words that are joined', 'require("child_process").exec(["ffmpeg", "-i", file].join(" "));', ['ffmpeg']],
    ['a package that calls it', 'const ffmpeg = require("fluent-ffmpeg"); ffmpeg(a).save(b);', ['ffmpeg']],
    ['what the image has', 'require("child_process").exec("ls -l | grep a; cat b; node c.js; npm root -g")', []],
    ['a file of the project', 'require("child_process").spawn("./run.sh"); require("child_process").fork("worker.js"); require("child_process").spawn(process.execPath, ["a.js"])', []],
    ['a regular expression', 'const m = /a/.exec("ffmpeg"); await Model.find().exec("curl");', []],
    ['what is asked for first', 'const { exec, execSync } = require("child_process"); try { execSync("command -v ffmpeg"); } catch {} exec("ffmpeg -i a");', []],
    ['git where it is tried', 'let c; try { c = require("child_process").execSync("git rev-parse HEAD"); } catch { c = ""; }', []],
    ['what a shell goes on without', 'require("child_process").exec("lsof -i || true")', []],
    ['development', 'if (process.env.NODE_ENV !== "production") require("child_process").exec("ffmpeg")', []],
    ['a browser of a developer', 'require("child_process").exec("xdg-open http://localhost")', []],
  ])('given %s, when it is planned, then what is missing is told', (_, server, expected) => {
    expect(missing(server)).toEqual(expected);
  });

  test('given another module, or a compiler, when it is planned, then its sources are followed', () => {
    expect(missing('require("./lib/media")', {}, {}, { 'lib/media.js': 'const { exec } = require("./exec"); exec("ffmpeg")', 'lib/exec.js': 'exports.exec = require("util").promisify(require("child_process").exec)' })).toEqual(['ffmpeg']);
    expect(missing('import * as shell from "./exec.js"; shell.run("ffmpeg")', {}, { type: 'module' }, { 'exec.js': 'import { exec } from "child_process"; import { promisify } from "util"; export const run = promisify(exec);' })).toEqual(['ffmpeg']);
    expect(missing('', {}, { scripts: { build: 'tsc', start: 'node dist/main.js' } }, { 'tsconfig.json': { compilerOptions: { outDir: 'dist' } }, 'src/main.ts': 'import { exec } from "child_process"; exec("gs a")' })).toEqual(['gs']);
  });

  test('given a base image that has it, or an instruction that installs it, when it is planned, then nothing is said', () => {
    const server = 'require("child_process").exec("wget x"); require("child_process").exec("convert a b")';
    expect(missing(server)).toEqual(['wget', 'convert']);
    expect(missing(server, { baseImage: BaseImage.alpine() })).toEqual(['convert']);
    expect(missing(server, { customize: [StageCustomization.append('release', Instruction.run(['apt-get', 'install', 'imagemagick', 'wget']))] })).toEqual([]);
    expect(missing(server, { customize: [StageCustomization.append('release', Instruction.run(['true']))] })).toEqual(['wget', 'convert']);
    expect(warned('called-program-missing', server, { baseImage: BaseImage.distroless() })[0]).toContain('BaseImage.debianSlim()');
  });

  test('given a variable that names it, when the image sets that, then nothing is said', () => {
    const server = 'require("child_process").spawn(process.env.FFMPEG || "ffmpeg", [])';
    expect(warned('called-program-missing', server)[0]).toContain('where FFMPEG says which one');
    expect(missing(server, { environment: { FFMPEG: '/opt/ffmpeg' } })).toEqual([]);
  });

  test('given a program of a dependency by its name, when it is planned, then the image finds it as scripts do', () => {
    const manifest = { dependencies: { prisma: '6' } };
    const server = 'require("child_process").execSync("prisma migrate deploy")';
    expect(dockerfile(server, {}, manifest).render()).toContain('PATH=/app/node_modules/.bin:/usr/local/sbin:');
    expect(warned('called-program-off-path', server, {}, manifest)).toEqual([]);
    expect(warned('called-program-off-path', server, { baseImage: BaseImage.distroless() }, manifest)).toHaveLength(1);
    expect(dockerfile('require("child_process").execSync("npx prisma migrate deploy")', {}, manifest).render()).not.toContain('PATH=');
  });

  test.each([
    ['pnpm', 'run the file that it runs by process.execPath'],
    ['frobnicate', 'install it in the stage "release" by "customize"'],
    ['pg_dump', 'apt-get install --yes --no-install-recommends postgresql-client'],
  ])('given %s, when it is planned, then the warning says what helps', (program, remedy) => {
    expect(warned('called-program-missing', `require("child_process").execSync("${program} --version")`)[0]).toContain(remedy);
  });

  test('given one of a development dependency, or of none, when it is planned, then a warning says so', () => {
    expect(warned('called-development-program', 'require("child_process").execSync("npx prisma migrate deploy")', {}, { devDependencies: { prisma: '6' } })[0]).toContain('move it to dependencies');
    expect(warned('called-development-program', 'require("child_process").execSync("npx prisma migrate deploy")')[0]).toContain('make it a dependency');
  });
});

describe('directories that the application writes to', () => {
  test('given one, when it is planned, then a warning names the prop', () => {
    expect(warned('writes-where-read-only', 'const fs = require("fs"); app.post("/", () => fs.writeFileSync("./uploads/a.txt", ""))')).toEqual([
      'server.js writes to uploads (writeFileSync), where the user of the container may not: set writableDirectories: ["uploads"], or write below /tmp; what has to outlive the container belongs on a volume, or elsewhere',
    ]);
  });

  test('given more than are read, when it is planned, then the last warning names the rest', () => {
    const server = `const fs = require("fs"); ${'abcdefgh'.split('').map(name => `fs.mkdirSync("${name}");`).join(' ')}`;
    const messages = warned('writes-where-read-only', server);
    expect(messages).toHaveLength(7);
    expect(messages[6]).toMatch(/^the application writes to 2 more \(server\.js to g, server\.js to h\), where/);
  });

  test('given an absolute path, when it is planned, then a warning asks for a volume', () => {
    expect(warned('writes-outside', 'const fs = require("fs"); app.post("/", () => fs.writeFileSync(`/data/uploads/${id}.txt`, ""))')).toEqual([
      'server.js writes to /data/uploads (writeFileSync), which is outside of the project, and the user of the container may not make it: '
      + 'mount a volume there that this user may write to, or write below /tmp',
    ]);
  });

  test.each<[string, string, string[]]>([
    ['a variable', 'const DIR = process.env.DATA_DIR || "/var/lib/app"; require("fs").mkdirSync(DIR, { recursive: true })', ['/var/lib/app']],
    ['a sum', 'require("fs").createWriteStream("/srv/files/" + name)', ['/srv/files']],
    ['a join', 'const path = require("path"); require("fs").writeFileSync(path.join("/data", "a", name), x)', ['/data/a']],
    ['a resolve', 'const path = require("path"); require("fs").writeFileSync(path.resolve(__dirname, "/data/b.txt"), x)', ['/data']],
    ['SQLite', 'import Database from "better-sqlite3"; new Database("/data/app.db")', ['/data']],
    ['a URL of a file', 'import { createClient } from "@libsql/client"; createClient({ url: "file:/data/app.db" })', ['/data']],
    ['a file at the root', 'require("fs").writeFileSync("/pid", x)', ['/']],
    ['below /tmp', 'require("fs").writeFileSync("/tmp/x/y", x)', []],
    ['a device', 'require("fs").writeFileSync("/dev/stdout", x)', []],
    ['the home', 'require("fs").writeFileSync("/home/node/.cache/x", x)', []],
  ])('given an absolute path as %s, then it is told where nothing may be written', (_, source, expected) => {
    expect(warned('writes-outside', source).map(message => /writes to (.*?) \(/.exec(message)![1])).toEqual(expected);
    expect(written(source)).toEqual([]);
  });

  test('given a path of the project in the image, then it is one of the project', () => {
    expect(written('require("fs").writeFileSync("/app/uploads/a.txt", x)')).toEqual(['uploads']);
  });

  test('given the variable that names another place, then nothing is told', () => {
    expect(warned('writes-outside', 'require("fs").mkdirSync(process.env.DATA_DIR || "/data")', { environment: { DATA_DIR: '/mnt/x' } })).toEqual([]);
  });

  test.each<[string, string, string[]]>([
    ['a directory of the module', 'const path = require("path"); require("fs").mkdirSync(path.join(__dirname, "data", "cache"), { recursive: true })', ['data/cache']],
    ['the working directory', 'import { promises as fs } from "fs"; import path from "path"; fs.writeFile(path.resolve(process.cwd(), "out", name), x)', ['out']],
    ['a template', 'import { createWriteStream } from "node:fs"; createWriteStream(`./uploads/${id}/${name}.png`)', ['uploads']],
    ['a template of the directory', 'require("fs").createWriteStream(`${__dirname}/uploads/${name}`)', ['uploads']],
    ['a sum', 'require("fs").createWriteStream(__dirname + "/uploads/" + name)', ['uploads']],
    ['a name', 'const DIR = require("path").join(process.cwd(), "uploads"); require("fs").promises.writeFile(require("path").join(DIR, x), y)', ['uploads']],
    ['ECMAScript modules', 'import { writeFile } from "fs/promises"; import { fileURLToPath } from "url"; import { dirname, join } from "path"; const here = dirname(fileURLToPath(import.meta.url)); await writeFile(join(here, "reports", "a.csv"), x)', ['reports']],
    ['a URL', 'import { writeFile } from "fs/promises"; await writeFile(new URL("./reports/a.csv", import.meta.url), x)', ['reports']],
    ['beside package.json', 'require("fs").writeFileSync("db.json", "{}")', ['beside package.json']],
    ['multer', 'const upload = require("multer")({ dest: "uploads/" })', ['uploads']],
    ['a storage of multer', 'import multer, { diskStorage } from "multer"; multer({ storage: diskStorage({ destination: (req, file, cb) => cb(null, "public/images"), filename(a, b, cb) { cb(null, b.name) } }) })', ['public/images']],
    ['NestJS', 'import { FileInterceptor } from "@nestjs/platform-express"; FileInterceptor("file", { dest: "./upload" })', ['upload']],
    ['winston', 'const winston = require("winston"); winston.createLogger({ transports: [new winston.transports.File({ filename: "logs/error.log" })] })', ['logs']],
    ['logs by days', 'import DailyRotateFile from "winston-daily-rotate-file"; new DailyRotateFile({ dirname: "./logs", filename: "app-%DATE%.log" })', ['logs']],
    ['pino', 'const pino = require("pino"); pino({}, pino.destination("./logs/a.log"))', ['logs']],
    ['SQLite', 'import Database from "better-sqlite3"; const db = new Database(process.env.DB_FILE ?? "data/app.db")', ['data']],
    ['SQLite of Node.js', 'const { DatabaseSync } = require("node:sqlite"); new DatabaseSync("./app.db")', ['beside package.json']],
    ['sqlite3', 'const sqlite3 = require("sqlite3").verbose(); new sqlite3.Database("./data/app.db")', ['data']],
    ['Sequelize', 'const { Sequelize } = require("sequelize"); new Sequelize({ dialect: "sqlite", storage: "data/db.sqlite" })', ['data']],
    ['TypeORM', 'import { DataSource } from "typeorm"; new DataSource({ type: "sqlite", database: "data/db.sqlite" })', ['data']],
    ['libsql', 'import { createClient } from "@libsql/client"; createClient({ url: "file:data/local.db" })', ['data']],
    ['lowdb', 'import { JSONFilePreset } from "lowdb/node"; await JSONFilePreset("data/db.json", {})', ['data']],
    ['sessions', 'const session = require("express-session"); const FileStore = require("session-file-store")(session); new FileStore({})', ['sessions']],
    ['express-fileupload', 'file.mv("./uploads/" + file.name)', ['uploads']],
    ['sharp', 'sharp(a).resize(2).toFile(`public/thumbs/${b}.png`)', ['public/thumbs']],
    ['the middleware of Stylus', 'const stylus = require("stylus"); const path = require("path"); app.use(stylus.middleware(path.join(__dirname, "public")))', ['public']],
    ['the middleware of Stylus with options', 'import stylus from "stylus"; app.use(stylus.middleware({ src: "styles", dest: "public/css", compress: true }))', ['public/css']],
    ['the middleware of Stylus beside its sources', 'const { middleware } = require("stylus"); app.use(middleware({ src: __dirname + "/styles" }))', ['styles']],
    ['the middleware of Less', 'const less = require("less-middleware"); app.use(less(__dirname + "/public"))', ['public']],
    ['the middleware of Less with a place', 'const less = require("less-middleware"); app.use(less(__dirname + "/less", { dest: __dirname + "/public" }))', ['public']],
    ['the middleware of Sass', 'const sass = require("node-sass-middleware"); app.use(sass({ src: __dirname + "/public", dest: __dirname + "/public", indentedSyntax: true }))', ['public']],
    ['the middleware of Sass below a root', 'const sass = require("node-sass-middleware"); app.use(sass({ root: __dirname, src: "/sass", dest: "/public/css", response: false }))', ['public/css']],
    ['the middleware of Sass that writes nothing', 'const sass = require("node-sass-middleware"); app.use(sass({ src: __dirname + "/public", response: true }))', []],
    ['an adapter of lowdb', 'import { Low } from "lowdb"; import { JSONFile } from "lowdb/node"; new Low(new JSONFile("db.json"), {})', ['beside package.json']],
    ['an older adapter of lowdb', 'import { Low, JSONFile } from "lowdb"; new Low(new JSONFile("data/db.json"))', ['data']],
    ['a router of json-server', 'const jsonServer = require("json-server"); server.use(jsonServer.router("mock/db.json"))', ['mock']],
    ['nedb', 'const Datastore = require("@seald-io/nedb"); new Datastore({ filename: "data/users.db", autoload: true })', ['data']],
    ['nedb in memory', 'const Datastore = require("nedb"); new Datastore({ inMemoryOnly: true })', []],
    ['an address of SQLite', 'const { Sequelize } = require("sequelize"); new Sequelize("sqlite:data/app.db"); new Sequelize("shop", "me", "secret", { dialect: "mysql" })', ['data']],
    ['an address of SQLite in memory', 'const { Sequelize } = require("sequelize"); new Sequelize("sqlite::memory:")', []],
    ['Keyv', 'import Keyv from "keyv"; import KeyvSqlite from "@keyv/sqlite"; new Keyv(new KeyvSqlite("sqlite://cache/keyv.db")); new Keyv("redis://cache")', ['cache']],
    ['Drizzle', 'import { drizzle } from "drizzle-orm/better-sqlite3"; drizzle("data/app.db"); drizzle(client)', ['data']],
    ['Drizzle with libSQL', 'import { drizzle } from "drizzle-orm/libsql"; drizzle({ connection: { url: "file:data/app.db" } }); drizzle("libsql://db.example.com")', ['data']],
    ['node-persist', 'const storage = require("node-persist"); await storage.init()', ['.node-persist/storage']],
    ['node-persist with a place', 'import storage from "node-persist"; await storage.init({ dir: "state" })', ['state']],
    ['a cache of files', 'import { create } from "flat-cache"; create({ cacheId: "a", cacheDir: "./tmp/cache" })', ['tmp/cache']],
    ['settings', 'import Conf from "conf"; new Conf({ cwd: "settings" }); new Conf({ projectName: "a" })', ['settings']],
    ['keyv-file', 'const { KeyvFile } = require("keyv-file"); new KeyvFile({ filename: "./data/kv.json" })', ['data']],
    ['a database that is not only read', 'new (require("better-sqlite3"))("data/a.db", { readonly: false })', ['data']],
    ['a schema of GraphQL', 'import { GraphQLModule } from "@nestjs/graphql"; import { join } from "path"; GraphQLModule.forRoot({ driver, autoSchemaFile: join(process.cwd(), "src/schema.gql") })', ['src']],
    ['a schema of GraphQL by a factory', 'import { GraphQLModule } from "@nestjs/graphql"; GraphQLModule.forRootAsync({ useFactory: () => ({ autoSchemaFile: "schema/a.gql" }) })', ['schema']],
    ['a schema of GraphQL in memory', 'import { GraphQLModule } from "@nestjs/graphql"; GraphQLModule.forRoot({ autoSchemaFile: true, path: "/graphql" })', []],
    ['a database of NestJS by a factory', 'import { TypeOrmModule } from "@nestjs/typeorm"; TypeOrmModule.forRootAsync({ useFactory: () => ({ type: "sqlite", database: "data/a.db" }) })', ['data']],
    ['uploads in parts', 'import { FileStore } from "@tus/file-store"; new FileStore({ directory: "./uploads" })', ['uploads']],
    ['a table', 'const { createObjectCsvWriter } = require("csv-writer"); createObjectCsvWriter({ path: "reports/audit.csv", header: [] })', ['reports']],
    ['a workbook', 'const ExcelJS = require("exceljs"); const workbook = new ExcelJS.Workbook(); await workbook.xlsx.writeFile("reports/a.xlsx")', ['reports']],
    ['a code as a picture', 'import QRCode from "qrcode"; await QRCode.toFile("public/codes/a.png", text)', ['public/codes']],
    ['an archive', 'import { extract } from "tar"; await extract({ file: a, cwd: "unpacked" }); require("extract-zip")(a, { dir: "./zips" })', ['unpacked', 'zips']],
    ['a page as PDF', 'await page.pdf({ path: `invoices/${id}.pdf` })', ['invoices']],
    ['a cache in modules', 'require("fs").mkdirSync("node_modules/.cache/a", { recursive: true })', ['node_modules/.cache/a']],
    ['one in another', 'const fs = require("fs"); fs.mkdirSync("a/b"); fs.mkdirSync("a"); fs.writeFileSync("a/c/d", "")', ['a']],
    ['what reads', 'const fs = require("fs"); fs.readFileSync("a/b"); fs.createReadStream("c/d"); fs.open("e/f", "r"); fs.existsSync("g")', []],
    ['what lies elsewhere', 'const fs = require("fs"); const os = require("os"); fs.writeFileSync("/tmp/a", ""); fs.mkdirSync(require("path").join(os.tmpdir(), "x")); fs.writeFileSync(process.argv[2], "")', []],
    ['a database in memory', 'new (require("better-sqlite3"))(":memory:"); new (require("better-sqlite3"))("data/a.db", { readonly: true })', []],
    ['a database elsewhere', 'import { DataSource } from "typeorm"; new DataSource({ type: "postgres", database: "data/app" })', []],
    ['development', 'const dev = process.env.NODE_ENV !== "production"; if (dev) require("fs").mkdirSync("logs"); dev && require("fs").mkdirSync("x")', []],
    ['an object of its own', 'const store = { writeFile() {}, mkdir() {} }; store.writeFile("a/b"); store.mkdir("c")', []],
  ])('given %s, when it is planned, then it is told', (_, server, expected) => {
    expect(written(server)).toEqual(expected);
  });

  test('given a compiler, when it is planned, then it is where the module runs', () => {
    const built = (text: string) => written('', {}, { scripts: { build: 'tsc', start: 'node dist/main.js' } }, { 'tsconfig.json': { compilerOptions: { outDir: 'dist', rootDir: 'src' } }, 'src/main.ts': 'import "./lib/a"', 'src/lib/a.ts': text });
    expect(built('import fs from "fs"; import path from "path"; fs.mkdirSync(path.join(__dirname, "../../uploads"))')).toEqual(['uploads']);
    expect(built('import fs from "fs"; import path from "path"; fs.mkdirSync(path.join(__dirname, "uploads"))')).toEqual(['dist/lib/uploads']);
  });

  test('given props that make it writable, or name another place, when it is planned, then nothing is said', () => {
    const server = 'require("fs").mkdirSync(process.env.DATA || "./data/files")';
    expect(written(server)).toEqual(['data/files']);
    expect(written(server, { writableDirectories: ['data'] })).toEqual([]);
    expect(written(server, { writableDirectories: ['./data/files/'] })).toEqual([]);
    expect(written(server, { writableDirectories: ['dat'] })).toEqual(['data/files']);
    expect(written(server, { environment: { DATA: '/tmp/data' } })).toEqual([]);
  });

  test('given a database that a schema of Prisma names, when it is planned, then it is told', () => {
    const schema = (url: string) => written('', {}, { dependencies: { '@prisma/client': '6' } }, { 'prisma/schema.prisma': `datasource db {\n  provider = "sqlite"\n  url = ${url}\n}\n` });
    expect(schema('"file:./dev.db"')).toEqual(['prisma']);
    expect(schema('"file:../data/dev.db"')).toEqual(['data']);
    expect(schema('env("DATABASE_URL")')).toEqual([]);
  });

  describe('by programs that the start script runs', () => {
    const byStart = (start: string, more: ProjectContent = {}, options: NodejsDockerfileOptions = {}, scripts: Record<string, string> = {}) => {
      const dependencies = { 'json-server': '0.17', 'pm2': '6', 'concurrently': '9' };
      return written('', options, { scripts: { start, ...scripts }, dependencies }, { 'package-lock.json': undefined, 'app.js': '', ...more });
    };

    test.each<[string, string[]]>([
      ['json-server --port 4000 --host 0.0.0.0 db.json', ['beside package.json']],
      ['json-server --watch mock/db.json --routes routes.json -c settings.json', ['mock']],
      ['npx json-server ./data/db.json5', ['data']],
      ['cd mock && json-server db.json', ['mock']],
      ['concurrently "node app.js" "json-server data/db.json"', ['data']],
      ['json-server db.json --ro', []],
      ['json-server db.js', []],
      ['json-server https://example.com/db.json', []],
      ['node --localstorage-file=state/local.db app.js', ['state']],
      ['pm2-runtime start app.js -o logs/out.log --error=logs/err.log', ['logs']],
      ['pm2-runtime start app.js -o /dev/null -e NULL', []],
    ])('given %s, when it is planned, then it is told', (start, expected) => {
      expect(byStart(start)).toEqual(expected);
    });

    test('given props that make it writable, or start something else, when it is planned, then nothing is said', () => {
      expect(byStart('json-server data/db.json', {}, { writableDirectories: ['data'] })).toEqual([]);
      expect(byStart('json-server data/db.json', {}, { command: ['node', 'server.js'] })).toEqual([]);
    });

    test('given pm2 that is no dependency, when node runs the file by itself, then nothing is said', () => {
      expect(written('', {}, { scripts: { start: 'pm2 start server.js -o logs/out.log' } })).toEqual([]);
    });

    const worker = (fields: string) => `module.exports = { apps: [{ name: 'a', script: './app.js', ${fields} }], deploy: { production: { out: 'x/y' } } };`;

    test.each<[string, string, string[]]>([
      ['files of logs', worker('error_file: "./logs/err.log", out_file: "./logs/out.log"'), ['logs']],
      ['other names', worker('error: "a/err.log", output: "b/out.log", log: "c/all.log", pid: "d/a.pid"'), ['a', 'b', 'c', 'd']],
      ['a path that is put together', `const path = require('path'); const dir = path.join(__dirname, 'var', 'log'); ${worker('out_file: path.join(dir, "out.log"), err_file: `${dir}/err.log`')}`, ['var/log']],
      ['another directory', worker('cwd: "./packages/api", out_file: "logs/out.log"'), ['packages/api/logs']],
      ['one of the image', worker('cwd: "/app", out_file: "logs/out.log"'), ['logs']],
      ['no files', worker('error_file: "/dev/null", out_file: "NULL", log_file: true, pid_file: "/tmp/a.pid"'), []],
      ['what lies at home', worker('out_file: "~/.pm2/out.log"'), []],
    ])('given %s in the file of pm2, when it is planned, then it is told', (_, text, expected) => {
      expect(byStart('pm2-runtime ecosystem.config.js --env production', { 'ecosystem.config.js': text })).toEqual(expected);
    });

    test('given the file of pm2 as JSON or YAML, when it is planned, then it is read', () => {
      const apps = [{ script: 'app.js', out_file: 'logs/out.log' }];
      expect(byStart('pm2-runtime processes.json', { 'processes.json': { apps } })).toEqual(['logs']);
      expect(byStart('pm2-runtime start process.yml', { 'process.yml': 'apps:\n  - script: app.js\n    error_file: logs/err.log\n' })).toEqual(['logs']);
      expect(byStart('npm run up', { 'processes.json': { apps } }, {}, { up: 'pm2 start processes.json' })).toEqual(['logs']);
      expect(byStart('pm2-runtime processes.json', { 'processes.json': { apps } }, { writableDirectories: ['logs'] })).toEqual([]);
    });
  });

  test('given a framework that loads its sources, when it is planned, then all of them are read', () => {
    const next = { dependencies: { next: '15', react: '19', multer: '1' }, scripts: { build: 'next build', start: 'next start' } };
    expect(written('', {}, next, { 'app/api/up/route.ts': 'import { writeFile } from "fs/promises"; export const POST = () => writeFile("public/uploads/a", "")', 'scripts/gen.js': 'require("fs").writeFileSync("gen/a", "")' })).toEqual(['public/uploads']);
  });
});
