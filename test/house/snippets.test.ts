import * as fs from 'fs';
import { createRequire } from 'module';
import * as path from 'path';
import * as ts from 'typescript';
import * as library from '../../lib';
import { documents } from '../documents';
import { moduleOf } from '../snippets';
import { temporaryDirectory } from '../temporary';

const load = createRequire(__filename);
const ROOT = path.join(__dirname, '..', '..');

interface Snippet { readonly name: string; readonly text: string }

/** The TypeScript of the pages, but for sources of examples, which are compiled where they are. */
const SNIPPETS = documents().flatMap(page => {
  const text = fs.readFileSync(path.join(ROOT, page), 'utf8').replace(/<!-- generated: [^]*?<!-- end -->/g, generated => generated.replace(/[^\n]/g, ''));
  return [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].map((match): Snippet => ({ name: `${page}:${text.slice(0, match.index).split('\n').length}`, text: match[1] }));
});

test('there are snippets', () => {
  expect(SNIPPETS.length).toBeGreaterThanOrEqual(20);
});

test('the TypeScript of every page compiles', () => {
  const { config } = ts.readConfigFile(path.join(ROOT, 'examples', 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: ['app.ts'] }, ts.sys, path.join(ROOT, 'examples'));
  const modules = new Map(SNIPPETS.map((snippet, index) => {
    const file = path.join(ROOT, 'examples', `snippet-${index}.ts`);
    return [file, { ...snippet, source: moduleOf(snippet.text) }];
  }));
  const settings = { ...options, noUnusedLocals: false, noUnusedParameters: false };
  const host = ts.createCompilerHost(settings);
  const { readFile, fileExists, getSourceFile } = host;
  host.fileExists = file => modules.has(path.normalize(file)) || fileExists(file);
  host.readFile = file => modules.get(path.normalize(file))?.source ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const source = modules.get(path.normalize(file))?.source;
    return source === undefined ? getSourceFile.call(host, file, version, ...rest) : ts.createSourceFile(file, source, version);
  };
  const program = ts.createProgram([...modules.keys()], { ...settings, noEmit: true, skipLibCheck: true }, host);

  const found = [...modules].flatMap(([file, { name }]) => {
    const source = program.getSourceFile(file)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      .map(({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  });
  expect(found).toEqual([]);
});

/** Whole apps: nothing of them is declared only, and their directories are those of the examples. */
const APPS = SNIPPETS.filter(({ text }) => /new App\(/.test(text) && !/^declare /m.test(text));

describe.each(APPS)('$name', snippet => {
  const { CDK_OUTDIR, CDK_CONTEXT_JSON } = process.env;
  const directory = process.cwd();

  afterEach(() => {
    process.chdir(directory);
    Object.assign(process.env, { CDK_OUTDIR, CDK_CONTEXT_JSON });
    [['CDK_OUTDIR', CDK_OUTDIR], ['CDK_CONTEXT_JSON', CDK_CONTEXT_JSON]].forEach(([name, value]) => value === undefined && delete process.env[name!]);
  });

  test('is synthesized', () => {
    const { outputText } = ts.transpileModule(`${moduleOf(snippet.text)}\napp.synth();\n`, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
    process.env.CDK_OUTDIR = temporaryDirectory();
    process.env.CDK_CONTEXT_JSON = JSON.stringify(JSON.parse(fs.readFileSync(path.join(ROOT, 'cdk.json'), 'utf8')).context);
    process.chdir(ROOT);

    new Function('require', 'exports', outputText)((name: string) => name === 'cdk-nodejs-image' ? library : load(name), {});

    expect(fs.readdirSync(process.env.CDK_OUTDIR).filter(name => name.endsWith('.template.json'))).not.toEqual([]);
  });
});
