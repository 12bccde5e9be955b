import { readdirSync, readFileSync } from 'fs';
import { join, resolve } from 'path';
import * as ts from 'typescript';
import type { Kind, Shape } from '../../lib/props/index';

const LIB = resolve(__dirname, '..', '..', 'lib');

/** What the library makes and nobody gives to it, or gives to it only as it was made. */
const MADE_HERE = [
  'CacheMount', 'ContextFile', 'InstallContext', 'InstalledPackage', 'ManifestRemoval', 'ProjectFact', 'ProjectWarning', 'ReleaseFile', 'Workspace', 'WorkspacePackage',
];

/** The language of Dockerfiles checks each value where it is written. */
const OF_INSTRUCTIONS = ['BindMountOptions', 'CacheMountOptions', 'CopyOptions', 'DockerfileProps', 'DockerIgnoreProps', 'RunOptions', 'SecretMountOptions', 'StageProps'];

/** Those that extend a type of the CDK, whose properties are for the CDK to check. */
const OPEN = ['ImageRepositoryProps'];

interface Member { readonly name: string; readonly type: string; readonly required: boolean }

interface Declared { readonly bases: string[]; readonly members: Member[] }

function sources(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap(entry => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return entry.name === 'handlers' ? [] : sources(path);
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

/** The interfaces of the library without methods, by their names. */
function structs(): Map<string, Declared> {
  const found = new Map<string, Declared>();
  for (const file of sources(LIB)) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    source.forEachChild(node => {
      if (!ts.isInterfaceDeclaration(node) || !node.members.every(ts.isPropertySignature)) return;
      found.set(node.name.text, {
        bases: (node.heritageClauses ?? []).flatMap(({ types }) => types.map(type => type.expression.getText())),
        members: node.members.filter(ts.isPropertySignature).map(member => ({
          name: member.name.getText(),
          type: (member.type?.getText() ?? '').replace(/\s+/g, ' ').replace(/\b[a-z]\w*\.(?=[A-Z])/g, '').replace(/\[\w+: string\]/, '[name: string]'),
          required: member.questionToken === undefined,
        })),
      });
    });
  }
  return found;
}

/** The shapes that files of the library export, by the names of their types. */
function shapes(): Map<string, Shape> {
  const files = sources(LIB).filter(file => /\bshape</.test(readFileSync(file, 'utf8')));
  const exported = files.flatMap(file => Object.values<any>(jest.requireActual(file)))
    .filter(value => value?.kinds !== undefined && typeof value.name === 'string');
  return new Map(exported.map(value => [value.name, value]));
}

/** What `lib/index.ts` exports. */
function exportedNames(): Set<string> {
  const source = ts.createSourceFile('index.ts', readFileSync(join(LIB, 'index.ts'), 'utf8'), ts.ScriptTarget.Latest, true);
  return new Set(source.statements.flatMap(statement =>
    ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)
      ? statement.exportClause.elements.map(({ name }) => name.text) : []));
}

describe('the shapes that props are held against', () => {
  const declared = structs();
  const described = shapes();
  const membersOf = (name: string): Member[] => {
    const { bases, members } = declared.get(name)!;
    return [...bases.filter(base => declared.has(base)).flatMap(membersOf), ...members];
  };
  const others = [...MADE_HERE, ...OF_INSTRUCTIONS, ...OPEN];
  const given = [...exportedNames()].filter(name => declared.has(name) && !others.includes(name)).sort();

  test('are there for every type of options', () => {
    expect(given.length).toBeGreaterThan(30);
    expect(given.filter(name => !described.has(name))).toEqual([]);
  });

  test.each(given)('%s is as its interface says', name => {
    const kinds = Object.entries<Kind & { required?: true }>(described.get(name)?.kinds ?? {});
    const inOrder = (members: Member[]) => [...members].sort((a, b) => a.name < b.name ? -1 : 1);
    expect(inOrder(kinds.map(([key, { type, required = false }]) => ({ name: key, type, required })))).toEqual(inOrder(membersOf(name)));
  });
});
