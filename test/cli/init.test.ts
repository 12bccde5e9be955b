import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { SaxesParser } from 'saxes';
import { EXAMPLES } from '../golden/examples';
import { temporaryDirectory } from '../temporary';
import { cdkNodejsImage } from './command-line';

const ROOT = path.resolve(__dirname, '..', '..');

/** A copy of an example, with a stack. */
async function initialised(...words: string[]) {
  const project = path.join(temporaryDirectory(), 'project');
  fs.cpSync(EXAMPLES['two-stage-demo'].directory, project, { recursive: true, filter: source => path.basename(source) !== 'node_modules' });
  const ended = await cdkNodejsImage(['init', project, ...words]);
  expect(ended.code).toBe(0);
  const directory = path.join(project, 'infrastructure');
  return { ...ended, project, directory, read: (file: string) => fs.readFileSync(path.join(directory, file), 'utf8') };
}

const { jsii: { targets } } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

test('in TypeScript it is synthesized, with the image of the project, and is no part of it', async () => {
  const { directory, err, project, read } = await initialised();
  expect(err).toMatch(/\n {2}cd \S+infrastructure && npm install\n {2}npx cdk deploy\n$/);
  expect(Object.keys(JSON.parse(read('package.json')).dependencies)).toEqual(['cdk-nodejs-image', 'aws-cdk-lib', 'constructs']);

  const outdir = path.join(directory, 'cdk.out');
  const [, ...app] = JSON.parse(read('cdk.json')).app.split(' ');
  execFileSync(process.execPath, [path.join(ROOT, 'node_modules', '.bin', app[0]), ...app.slice(1)], {
    cwd: directory,
    env: { ...process.env, CDK_OUTDIR: outdir, NODE_PATH: path.join(ROOT, 'node_modules'), TSX_TSCONFIG_PATH: path.join(ROOT, 'examples', 'tsconfig.json') },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const { Outputs } = JSON.parse(fs.readFileSync(path.join(outdir, 'TwoStageDemo.template.json'), 'utf8'));
  expect(JSON.stringify(Outputs.ImageUri)).toContain('container-assets');
  const context = fs.readdirSync(outdir).find(name => name.startsWith('node-image-'))!;
  expect(fs.readdirSync(path.join(outdir, context, 'app'))).toEqual(fs.readdirSync(project).filter(name => name !== 'infrastructure'));
});

test('in Python it compiles, and names what is published', async () => {
  const { directory, read } = await initialised('--language', 'python');

  execFileSync('python3', ['-m', 'py_compile', path.join(directory, 'app.py')]);
  expect(read('app.py')).toContain(`from ${targets.python.module} import NodejsImageAsset`);
  expect(read('requirements.txt')).toMatch(new RegExp(`^${targets.python.distName}>=[\\d.]+,<\\d+$`, 'm'));
});

test('in Java it names what is published', async () => {
  const { read } = await initialised('--language', 'java');

  expect(read('src/main/java/app/ImageApp.java')).toContain(`import ${targets.java.package}.NodejsImageAsset;`);
  const pom = read('pom.xml');
  const parser = new SaxesParser();
  parser.on('error', error => { throw error; });
  parser.write(pom).close();
  // Maven takes a compiler plugin by itself that ignores the release and compiles for Java 5
  expect(pom).toMatch(/<maven\.compiler\.release>17<[^]*<artifactId>maven-compiler-plugin<\/artifactId>\s*<version>3\.1\d\./);
  expect(pom).toContain(`<groupId>${targets.java.maven.groupId}</groupId>`);
  expect(pom).toContain(`<artifactId>${targets.java.maven.artifactId}</artifactId>`);
});

test('in C# it names what is published', async () => {
  const { read } = await initialised('--language', 'csharp');

  expect(read('Program.cs')).toContain(`using ${targets.dotnet.namespace};`);
  expect(read('Infrastructure.csproj')).toContain(`<PackageReference Include="${targets.dotnet.packageId}" `);
});

test('overwrites nothing', async () => {
  const { project, directory, read } = await initialised();
  const before = fs.readdirSync(directory).map(read);
  const { code, err } = await cdkNodejsImage(['init', project, '--language', 'python']);

  expect(code).toBe(2);
  expect(err.replace(/\s+/g, ' ')).toContain('are there already, and nothing is overwritten');
  expect(fs.readdirSync(directory).map(read)).toEqual(before);
});

test('what the image needs beside is told', async () => {
  const project = temporaryDirectory();
  fs.writeFileSync(path.join(project, 'package.json'), '{}');
  const { code, err } = await cdkNodejsImage(['init', project]);

  expect(code).toBe(0);
  expect(err).toContain('Before that, the image needs a prop:');
  expect(err).toContain('set the prop command');
  expect((await cdkNodejsImage(['init', project, '--language', 'cobol'])).code).toBe(2);
  expect((await cdkNodejsImage(['init', project, '--output', project])).code).toBe(2);
  expect((await cdkNodejsImage(['init', path.join(project, 'no')])).code).toBe(2);
});
