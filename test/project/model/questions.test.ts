import { Findings } from '../../../lib/project/model/findings';
import { Questions } from '../../../lib/project/model/questions';

test('a question is answered once, also where the answer is undefined', () => {
  const questions = new Questions();
  const answer = jest.fn();
  expect(questions.once('port', answer)).toBeUndefined();
  expect(questions.once('port', answer)).toBeUndefined();
  expect(answer).toHaveBeenCalledTimes(1);
});

test('a question that asks for itself is refused with the way round', () => {
  const questions = new Questions();
  const packages = (): string => questions.once('packages', build);
  const build = (): string => questions.once('buildScript', commands);
  const commands = (): string => questions.once('buildCommands', packages);
  expect(() => questions.once('start', packages)).toThrow('what a project is depends on itself: packages -> buildScript -> buildCommands -> packages');
  // AND what failed is no answer
  expect(questions.once('packages', () => 'found')).toBe('found');
  expect(questions.current).toBeUndefined();
});

test('facts and warnings stand in the order of the questions, whatever was asked first', () => {
  const questions = new Questions();
  const findings = new Findings(() => questions.current);
  const framework = () => questions.once('framework', () => {
    findings.decide('framework', 'Next.js', 'package.json', 'it builds with it');
    findings.warn('framework-config-unreadable', 'it computes');
  });
  questions.once('start', () => {
    findings.decide('startCommand', 'node server.js', 'package.json', 'it starts');
    findings.warn('start-shell', 'it needs a shell');
    framework();
    findings.decide('npmVariables', '', 'default', 'none');
  });
  findings.sort(['framework', 'start']);
  expect(findings.facts.map(({ name }) => name)).toEqual(['framework', 'startCommand', 'npmVariables']);
  expect(findings.warnings.map(({ id }) => id)).toEqual(['framework-config-unreadable', 'start-shell']);
  expect(findings.facts[0]).toEqual({ name: 'framework', value: 'Next.js', source: 'package.json', reason: 'it builds with it' });
});
