import { Explanation } from './explanation';

/** Warnings of gates and of what tests need. */
export const WARNINGS_OF_GATES: { readonly [id: string]: Explanation } = {
  'no-test-script': {
    cause: 'package.json has no script test, or the placeholder of npm init. The only gate beside the start of the image is a check that what starts is a program, so that untested code is released.',
    cure: 'Write a script test; or name what is to pass by gates: [Gate.script("lint")]; or say by gates: [] that nothing is.',
  },
  'no-gate': {
    cause: 'There is no script test, and what starts is no JavaScript file whose syntax could be checked: nothing is tested before there is an image.',
    cure: 'Write a script test; or name what is to pass by "gates"; or say by gates: [] that nothing is.',
  },
  'gate-tests-nothing': {
    cause: 'The script of a gate runs no test: it prints something, or an option makes the test runner tell something and end. It passes whatever the code is.',
    cure: 'Let the script run the tests, or leave the gate out.',
  },
  'gate-ignores-failure': {
    cause: 'The exit code of the tests does not reach the end of the script, as with jest || true or jest | tee log: the gate passes when tests fail.',
    cure: 'Take away what swallows the exit code. The gate keeps the log itself; a pipe is not needed for that.',
  },
  'gate-passes-without-tests': {
    cause: 'An option such as --passWithNoTests lets the test runner pass where it finds no test, so that a pattern with a slip tests nothing for ever.',
    cure: 'Take the option away.',
  },
  'gate-watches': {
    cause: 'The script watches files and does not end: the gate waits until its timeout is over, and fails.',
    cure: 'Give the option that runs once (jest without --watch, vitest run), in a script of its own if you need both, and name it by Gate.script().',
  },
  'gate-needs-git': {
    cause: 'The tests run git, and the build context has no .git directory: a commit would be another image each time.',
    cure: 'Let the tests make a repository of their own, or leave those out that need the history.',
  },
  'gate-needs-docker': {
    cause: 'The tests run Docker or Testcontainers, and inside a build there is no engine.',
    cure: 'Divide the tests: as gates those that need none, the others as a step of your pipeline.',
  },
  'gate-needs-service': {
    cause: 'The script runs the client of a database, or waits for one by a program that the build image does not have.',
    cure: 'Give the gate the database by its option "services", such as [Service.postgres()], which it waits for; and let a script without the program run the tests.',
  },
  'gate-lacks-service': {
    cause: 'A Compose file, an example of environment variables or a schema of Prisma says that the project is developed with a database, tests load a client of it, and the gate has none beside it.',
    cure: 'Give it to the gate by its option "services", such as Gate.script("test", { services: [Service.postgres()] }); or acknowledge the warning where the tests get by without.',
  },
  'gate-needs-browser': {
    cause: 'The tests drive a browser, and there is none in the build.',
    cure: 'Divide the tests: as gates those that need none, the others as a step of your pipeline, against the image that runs.',
  },
  'tests-kept-out': {
    cause: 'The .dockerignore names tests, so that the gates run without them, and some test runners pass where there is none.',
    cure: 'Take the tests out of .dockerignore. No release has them: the build leaves them out of the image.',
  },
};
