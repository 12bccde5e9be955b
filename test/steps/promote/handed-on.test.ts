import * as fc from 'fast-check';
import { buildsOf, handedOn, withReleased } from '../../../lib/steps/promote/handed-on';
import { holds } from '../../property';

const fixed = (tag: string) => ({ tag, moving: false });
const moving = (tag: string) => ({ tag, moving: true });

describe('tags that are handed on', () => {
  test('come after those of the step, which are as the step says', () => {
    expect(withReleased('fixed:1.4.2,moving:main', [moving('live'), moving('1.4.2')], true)).toEqual([moving('live'), moving('1.4.2'), moving('main')]);
  });

  test('do not move in another repository', () => {
    expect(withReleased('fixed:1.4.2,moving:main', [moving('live')], false)).toEqual([moving('live'), fixed('1.4.2')]);
  });

  test.each(['1.4.2', 'fixed:', 'other:1.4.2', 'fixed:1.4.2,', 'fixed:a\nb', ','])('are refused as %j', text => {
    expect(() => withReleased(text, [], true)).toThrow(`RELEASE_TAGS must be tags like fixed:1.4.2,moving:main, received "${text}"`);
  });

  test('are those that arrive, whatever a tag may hold', () => {
    const tag = fc.record({ tag: fc.stringMatching(/^[\w][\w.-]{0,20}$/), moving: fc.boolean() });
    holds(fc.property(fc.uniqueArray(tag, { selector: given => given.tag }), tags => {
      expect(withReleased(handedOn(tags), [], true)).toEqual(tags);
    }));
  });
});

describe('builds that are handed on', () => {
  test('are an ARN and two times each', () => {
    expect(buildsOf('arn:1|a|b,arn:2|c|d')).toEqual([{ arn: 'arn:1', started: 'a', finished: 'b' }, { arn: 'arn:2', started: 'c', finished: 'd' }]);
    expect(buildsOf('')).toEqual([]);
  });

  test.each(['arn:1', 'arn:1|1', 'arn:1|1|2,', 'arn:1|1|2|3'])('are refused as %j', text => {
    expect(() => buildsOf(text)).toThrow(`BUILT must be builds like ARN|STARTED|FINISHED, received "${text}"`);
  });
});
