import * as fc from 'fast-check';
import { parseSource } from '../../../lib/project/text/javascript/parse-source';
import { holds } from '../../property';
import { project } from '../project-directory';

/** Text as a random program has it between and inside of what matters. */
const word = fc.stringMatching(/^[a-z]{1,6}$/).filter(text => !/^(do|if|in|of|for|let|new|try|var|case|else|enum|eval|null|this|true|void|with|await|break|class|const|false|super|throw|while|yield|async|export|import|return|switch|typeof|delete|static|public|listen|serve|server|port|app)$/.test(text));
const noise = fc.oneof(
  word.map(text => `const a_${text} = \`https://\${b}/${text}?\${c}\`;`),
  word.map(text => `// app.listen(1) ${text}`),
  word.map(text => `/* app.listen(2) \`\${ ' ${text} */`),
  word.map(text => `const r_${text} = /[/\`'"${text}]+\\/\\//g.test(d);`),
  word.map(text => `const s_${text} = 'app.listen(3) // \\' ${text}';`),
  word.map(text => `const t_${text} = \`a \${\`b \${e} // ${text}\`} \${{ f: '}' }.f}\`;`),
  word.map(text => `const x_${text} = <div title="\`">{\`\${g}\`}<b>// ${text}</b></div>;`),
  word.map(text => `const q_${text} = h / i / ${text.length};`),
  word.map(text => `function f_${text}(port) { return port ? { port: 4 } : [...port]; }`),
  word.map(text => `label_${text}: for (const k of l) { if (k) continue label_${text}; }`),
);
const listens = fc.tuple(fc.integer({ min: 1, max: 65535 }), fc.constantFrom(
  (port: number) => `app.listen(${port});`,
  (port: number) => `app.listen(process.env.PORT || ${port}, () => { console.log(\`on \${process.env.PORT}\`); });`,
  (port: number) => `const PORT = Number(process.env.PORT ?? '${port}'); server.listen(PORT);`,
  (port: number) => `const settings = { http: { port: ${port} } }; app.listen({ port: settings.http.port, host: '0.0.0.0' });`,
  (port: number) => `(async () => { await app.listen({ port: +(process.env.PORT || ${port}) }); })();`,
));

test('given a program with noise around it, when it is read, then the port is the one it listens on', () => {
  holds(fc.property(fc.uniqueArray(noise, { maxLength: 8 }), fc.uniqueArray(noise, { maxLength: 8 }), listens, (before, after, [port, call]) => {
    const names = (lines: string[]) => new Set(lines.flatMap(line => /^(?:const|function) (\w+)|^(label_\w+)/.exec(line)?.slice(1) ?? []));
    fc.pre(![...names(before)].some(name => name !== undefined && names(after).has(name)));
    const source = [...before, call(port), ...after].join('\n');
    expect(project({ 'package.json': { scripts: { start: 'node server.js' } }, 'server.js': source }).port).toBe(port);
  }), 60);
});

test('given a program that is cut off anywhere, when it is read, then nothing is thrown', () => {
  holds(fc.property(fc.array(noise, { minLength: 1, maxLength: 6 }), fc.nat(400), (lines, length) => {
    project({ 'package.json': { scripts: { start: 'node server.js' } }, 'server.js': lines.join('\n').slice(0, length) });
  }), 40);
});

test('given any text, when it is parsed, then it is a tree or a reason', () => {
  holds(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom('a.js', 'a.ts', 'a.tsx', 'a.mjs', 'a.cts', 'a.json', 'a'), (text, path) => {
    expect(parseSource(text, path)).toBeDefined();
  }), 300);
});

test('given code of random pieces, when it is read, then nothing is thrown', () => {
  const piece = fc.constantFrom('app.listen(', ')', '{', '}', '[', ']', 'port', ':', ',', '3000', 'process.env.PORT', '||', '??', '`', '${', 'const ', '=', '=>', 'import ', 'from ', '"./a"', 'export ', 'default ', ';',
    'class A ', 'this.port', 'function f', '(', '...', 'require("./b")', 'module.exports', '<T>', ' as ', '?', '.', 'get("PORT")', '/x/', '//', '\n', 'async ', 'await ', 'new ', 'set("port", ');
  holds(fc.property(fc.array(piece, { maxLength: 30 }), fc.constantFrom('server.js', 'server.ts'), (pieces, name) => {
    project({ 'package.json': { scripts: { start: `node ${name}` } }, [name]: pieces.join(' '), 'a.js': pieces.join(''), 'b.js': 'module.exports = require("./b")' });
  }), 150);
});

test.each(['('.repeat(20_000), '['.repeat(20_000), `${'a='.repeat(20_000)}1`, `${'!'.repeat(20_000)}1`, `app.listen(${'1+'.repeat(5_000)}1)`, '`${'.repeat(5000), `a${'.b'.repeat(20_000)}`])('given a source that is nested deeply, when it is read, then nothing is thrown', source => {
  project({ 'package.json': { scripts: { start: 'node server.js' } }, 'server.js': source });
});

test('given modules that load one another and values that refer to themselves, when they are read, then it ends', () => {
  const read = project({
    'package.json': { scripts: { start: 'node server.js' } },
    'server.js': 'import { port } from "./a.js"; const x = y; const y = x; app.listen(port || x);',
    'a.js': 'export { port } from "./b.js"; export * from "./a.js";',
    'b.js': 'export { port } from "./a.js"; export * from "./server.js";',
  });
  expect(read.port).toBeUndefined();
});
