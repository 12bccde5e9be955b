import { ProjectWarning } from '../model/project-warning';
import { argumentsOf, programOf } from '../scripts/invocation';
import { ReachedCommand } from './reached-commands';
import { runnerCall } from './test-runners';

interface Lack {
  readonly id: string;
  readonly needs: RegExp;
  readonly what: string;
}

/** Programs that no build of an image has. */
const PROGRAMS: readonly Lack[] = [
  { id: 'gate-needs-git', needs: /^git$/, what: 'the build context has no .git directory' },
  { id: 'gate-needs-docker', needs: /^(docker|docker-compose|podman|testcontainers)$/, what: 'there is no Docker inside of a build' },
  { id: 'gate-needs-service', needs: /^(pg_isready|psql|mysql|mysqladmin|mongosh|redis-cli|dockerize|wait-for-it|wait-for-it\.sh)$/, what: 'there is no database beside it' },
  { id: 'gate-needs-browser', needs: /^(playwright|cypress)$/, what: 'there is no browser beside it' },
];

/** The words behind a program with which it needs something. */
const CALLS: { readonly [program: string]: RegExp } = {
  // https://playwright.dev/docs/test-cli, https://docs.cypress.io/app/references/command-line
  playwright: /^test\b(?!.*--(list|ui|debug)\b)/,
  cypress: /^run\b/,
};

/** Options with which a test runner asks git what changed. */
const CHANGED = /^(--onlyChanged|--changedSince(=.*)?|--changed(=.*)?|--only-changed)$/;

const REMEDY = 'name a script of the tests that need nothing else in "gates", and run the others in the pipeline';

/** Program that a command of a gate needs and does not find there. */
export function neededBy({ invocation, text, written }: ReachedCommand): ProjectWarning[] {
  const program = programOf(invocation) ?? '';
  const lack = PROGRAMS.find(({ needs }) => needs.test(program))
    ?? (runnerCall(invocation) !== undefined && argumentsOf(invocation).some(word => CHANGED.test(word)) ? PROGRAMS[0] : undefined);
  if (Object.hasOwn(CALLS, program) && !CALLS[program].test(argumentsOf(invocation).join(' '))) return [];
  return lack === undefined ? [] : [{ id: lack.id, message: `${written.title} runs ${JSON.stringify(text)}, and ${lack.what}: ${REMEDY}` }];
}
