import { project, ProjectContent, warnings } from '../project-directory';

const APP = {
  'package.json': { scripts: { start: 'node server.js' } },
  'server.js': "require('./lib/util')\n",
  'lib/util.js': '',
};
const found = (content: ProjectContent) => project({ ...APP, ...content }).infrastructure;
const cdk = (app: string) => ({ app });

describe('code of the infrastructure beside the application', () => {
  test.each<[string, ProjectContent, string[]]>([
    ['the directory of what cdk.json runs', { 'cdk.json': cdk('npx tsx infra/bin/app.ts'), 'infra/bin/app.ts': '', 'infra/stack.ts': '' }, ['cdk.json', 'infra']],
    ['the context that the CDK looked up', { 'cdk.json': cdk('node x'), 'cdk.context.json': {} }, ['cdk.context.json', 'cdk.json']],
    ['the stack of the template, file by file', { 'cdk.json': cdk('npx ts-node --prefer-ts-exts bin/app.ts'), 'bin/app.ts': "import { S } from '../lib/stack';", 'lib/stack.ts': '' }, ['bin/app.ts', 'cdk.json', 'lib/stack.ts']],
    ['what was compiled from', { 'cdk.json': cdk('node deploy/app.js'), 'deploy/app.ts': '' }, ['cdk.json', 'deploy']],
    ['a directory with a cdk.json of its own', { 'cdk/cdk.json': cdk('x'), 'cdk/app.ts': '' }, ['cdk']],
    ['one floor deeper', { 'deploy/aws/cdk.json': cdk('x'), 'deploy/notes.txt': '' }, ['deploy/aws']],
    ['Terraform at the top', { 'main.tf': '', '.terraform.lock.hcl': '' }, ['.terraform.lock.hcl', 'main.tf']],
    ['a directory of Terraform', { 'terraform/main.tf': '', 'terraform/user-data.sh': '' }, ['terraform']],
    ['a directory of Pulumi', { 'ops/Pulumi.yaml': '', 'ops/index.ts': '' }, ['ops']],
    ['none', {}, []],
    ['a cdk.json that runs nothing of the project', { 'cdk.json': cdk('python3 app.py') }, ['cdk.json']],
  ])('is %s', (_, content, expected) => expect(found(content)).toEqual(expected));

  test.each<[string, ProjectContent, RegExp]>([
    ['is started', { 'package.json': { scripts: { start: 'node cdk/server.js' } }, 'cdk/cdk.json': cdk('x'), 'cdk/server.js': '' }, /cdk\/server\.js in it is started/],
    ['is imported', { 'infra/cdk.json': cdk('x'), 'infra/names.js': '', 'server.js': "require('./infra/names')" }, /server\.js uses it/],
    ['is tested', { 'infra/cdk.json': cdk('x'), 'infra/stack.ts': '', 'test/stack.test.ts': "import '../infra/stack'" }, /test\/stack\.test\.ts uses it/],
    ['is named by a script', { 'package.json': { scripts: { start: 'node server.js', build: 'node infra/generate.js' } }, 'infra/cdk.json': cdk('x'), 'infra/generate.js': '' }, /a script names it/],
    ['is compiled with it', { 'package.json': { scripts: { start: 'node dist/src/server.js', build: 'tsc' } }, 'tsconfig.json': { compilerOptions: { outDir: 'dist' } }, 'src/server.ts': '', 'infra/cdk.json': cdk('x'), 'infra/app.ts': '' }, /names no "rootDir"/],
  ])('stays where it %s, and it is said', (_, content, why) => {
    const read = project({ ...APP, ...content });
    expect(read.infrastructure).not.toContain('infra');
    expect(read.warnings.find(({ id }) => id === 'infrastructure-kept')?.message).toMatch(why);
  });

  test('goes where the compiler is told what to compile', () => {
    expect(found({
      'package.json': { scripts: { start: 'node dist/server.js', build: 'tsc' } },
      'tsconfig.json': { compilerOptions: { outDir: 'dist' }, include: ['src'] }, 'src/server.ts': '', 'infra/cdk.json': cdk('x'), 'infra/app.ts': '',
    })).toEqual(['infra']);
  });

  test('is nothing of a script that deploys', () => {
    expect(found({ 'package.json': { scripts: { start: 'node server.js', deploy: 'cdk deploy -a infra/app.ts' } }, 'infra/cdk.json': cdk('x') })).toEqual(['infra']);
  });
});

test('packages that deploy and would ship are said', () => {
  const read = (dependencies: Record<string, string>) => warnings(project({ 'package.json': { scripts: { start: 'node a.js' }, dependencies }, 'a.js': '' }));
  expect(read({ 'aws-cdk-lib': '2', 'constructs': '10' })).toContain('infrastructure-dependencies');
  expect(read({ constructs: '10' })).not.toContain('infrastructure-dependencies');
});
