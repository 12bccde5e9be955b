import * as path from 'path';
import { temporaryDirectory } from '../temporary';
import { ALL_SETUPS, synthesizeSetup } from './setups';

test.each(ALL_SETUPS)('$name: $what', setup => {
  const synthesize = () => synthesizeSetup(setup, path.join(temporaryDirectory(), 'app'), path.join(temporaryDirectory(), 'cdk.out'));
  if (setup.throws !== undefined) {
    expect(synthesize).toThrow(new RegExp(setup.throws));
    return;
  }
  const { dockerfile, warnings } = synthesize();
  const ids = warnings.map(({ id }) => id);

  expect(ids).toEqual(expect.arrayContaining([...setup.warnings ?? []]));
  expect(ids.filter(id => setup.withoutWarnings?.includes(id))).toEqual([]);
  expect(setup.warns === undefined || warnings.some(({ message }) => new RegExp(setup.warns!).test(message)) ? '' : warnings).toBe('');
  expect(setup.port === undefined ? setup.port : dockerfile.port).toBe(setup.port);
  expect(dockerfile.render()).toMatch(new RegExp(setup.dockerfile ?? ''));
});
