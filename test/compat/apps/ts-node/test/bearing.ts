import test from 'tape';
import { bearing } from '../src/bearing';

test('has three digits', t => {
  t.equal(bearing(5), '005');
  t.equal(bearing(-90), '270');
  t.end();
});
