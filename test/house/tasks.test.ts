import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import { join, resolve } from 'path';

const ROOT = resolve(__dirname, '..', '..');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf-8'));
const { tasks } = JSON.parse(readFileSync(join(ROOT, '.projen', 'tasks.json'), 'utf-8'));

/** The programs that a task runs, those of the tasks that it calls included. */
function programsOf(task: string): string[] {
  return tasks[task].steps?.flatMap((step: any) => step.spawn ? programsOf(step.spawn) : [step.execArgs?.[0] ?? step.exec.split(' ')[0]]) ?? [];
}

describe('the tasks', () => {
  test('the tests of a file wait for nothing else', () => {
    expect(scripts.unit).toBe('jest --ci');
    expect(scripts['unit:watch']).toBe('jest --watch');
    expect(programsOf('unit')).toEqual(['jest']);
  });

  test('types and lint are apart, and all of it is one command', () => {
    expect(programsOf('types')).toEqual(['tsc']);
    expect(programsOf('lint')).toEqual(['eslint']);
    expect(programsOf('test')).toEqual(['tsc', 'jest', 'eslint']);
  });

  test('the reference of the API is made where the package is packed, and not committed', () => {
    expect(programsOf('package:js')).toEqual(['node', 'jsii-docgen', 'jsii-pacmak']);
    expect([...programsOf('compile'), ...programsOf('post-compile')]).not.toContain('jsii-docgen');
    expect(execFileSync('git', ['ls-files', 'API.md'], { cwd: ROOT, encoding: 'utf-8' })).toBe('');
    expect(execFileSync('git', ['check-ignore', 'API.md'], { cwd: ROOT, encoding: 'utf-8' })).toBe('API.md\n');
  });

  test.each(Object.keys(scripts).filter(name => tasks[name]))('npm run %s says what it does', name => {
    expect(tasks[name].description).toMatch(/\w/);
  });
});
