import { readFileSync } from 'fs';
import { join, resolve } from 'path';

const ROOT = resolve(__dirname, '..', '..');
const { name, jsii: { targets } } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf-8'));
const readme = readFileSync(join(ROOT, 'README.md'), 'utf-8');

test.each([
  ['npm', `https://img.shields.io/npm/v/${name}`],
  ['PyPI', `https://img.shields.io/pypi/v/${targets.python.distName}`],
  ['Maven Central', `https://img.shields.io/maven-central/v/${targets.java.maven.groupId}/${targets.java.maven.artifactId}`],
  ['NuGet', `https://img.shields.io/nuget/v/${targets.dotnet.packageId}`],
])('the badge of %s is of the package that is published there', (registry, address) => {
  expect(readme).toContain(`[![${registry}](${address})](`);
});
