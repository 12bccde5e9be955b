import { debianSuite } from '../../../lib/project/dated-facts/debian-suites';

test.each([
  ['22', 'trixie'], ['24', 'trixie'], ['26', 'trixie'], ['20', 'trixie'],
  // no image of them is on a release in support
  ['18', 'bookworm'], ['14', 'bullseye'], ['10', 'buster'], ['11', 'stretch'], ['23', 'bookworm'],
  // images of versions before 22.18 and 24.5 are on older releases alone
  ['22.18.0', 'trixie'], ['22.17.1', 'bookworm'], ['22.17', 'bookworm'], ['22.20', 'trixie'], ['24.4.1', 'bookworm'], ['24.5.0', 'trixie'], ['16.14.0', 'bullseye'],
  ['27', undefined], ['99', undefined], ['99.1.0', undefined],
])('the image of Node.js %s is on %s', (version, suite) => {
  expect(debianSuite(version)?.name).toBe(suite);
});
