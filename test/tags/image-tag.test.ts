import { execFileSync } from 'child_process';
import { CfnParameter, Stack, Token } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { ImageTag, NodejsProject } from '../../lib';
import { resolveTags } from '../../lib/tags/image-tag';
import { holds } from '../property';
import { smallService, temporaryDirectory } from '../temporary';

const SUBJECT = { contentTag: '0123abcd', packageVersion: '1.4.2', directory: '/nowhere' };

const tagOf = (tag: ImageTag, subject: Partial<typeof SUBJECT> = {}) => tag._resolve({ ...SUBJECT, ...subject });

function committed(): { directory: string; head: string } {
  const directory = temporaryDirectory();
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
    cwd: directory, encoding: 'utf8', env: { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
  }).trim();
  git('init', '--quiet');
  git('commit', '--quiet', '--allow-empty', '--message', 'first');
  return { directory, head: git('rev-parse', 'HEAD') };
}

test('the content hash is what the delivery gives', () => {
  expect(tagOf(ImageTag.contentHash())).toEqual({ tag: '0123abcd', moving: false });
});

test('a fixed tag names one image, a moving one does not', () => {
  expect(tagOf(ImageTag.fixed('1.0.0-rc.1'))).toEqual({ tag: '1.0.0-rc.1', moving: false });
  expect(tagOf(ImageTag.moving('latest'))).toEqual({ tag: 'latest', moving: true });
});

describe('the version of the package', () => {
  test('is read from package.json', () => {
    const project = NodejsProject.fromDirectory(smallService());
    expect(ImageTag.packageVersion()._resolve({ directory: project.directory, packageVersion: project.packageVersion, contentTag: 'x' })).toEqual({ tag: '1.0.0', moving: false });
  });

  test('can follow a prefix', () => {
    expect(tagOf(ImageTag.packageVersion({ prefix: 'v' })).tag).toBe('v1.4.2');
  });

  test('has an underscore where no tag can hold its plus', () => {
    expect(tagOf(ImageTag.packageVersion(), { packageVersion: '1.0.0-rc.1+build.7' }).tag).toBe('1.0.0-rc.1_build.7');
  });

  test.each([undefined, ''])('cannot be %j', packageVersion => {
    expect(() => tagOf(ImageTag.packageVersion(), { packageVersion })).toThrow(/package\.json of \/nowhere has no version, received (null|""); set "version"/);
  });

  test('cannot be what no tag can hold', () => {
    expect(() => tagOf(ImageTag.packageVersion(), { packageVersion: 'workspace:*' })).toThrow(/^ImageTag\.packageVersion\(\): a tag must be .*, received "workspace:\*"$/);
  });
});

describe('the git commit', () => {
  test('is the one that is checked out, in full', () => {
    const { directory, head } = committed();
    expect(tagOf(ImageTag.gitCommit(), { directory })).toEqual({ tag: head, moving: false });
  });

  test('can be shortened and follow a prefix', () => {
    const { directory, head } = committed();
    expect(tagOf(ImageTag.gitCommit({ prefix: 'git-', length: 7 }), { directory }).tag).toBe(`git-${head.slice(0, 7)}`);
  });

  test.each([6, 65, 7.5, NaN])('cannot have %d digits', length => {
    expect(() => ImageTag.gitCommit({ length })).toThrow(`length must be a whole number from 7 to 64, received ${length}`);
  });

  test('is an error that names what asked for it where there is no repository', () => {
    expect(() => tagOf(ImageTag.gitCommit(), { directory: temporaryDirectory() })).toThrow(/^ImageTag\.gitCommit\(\): no directory .* use another tag/);
  });
});

describe('what a registry takes', () => {
  test.each(['a', '_', '9', 'A.b-c_d', 'a'.repeat(128)])('is a tag: %s', tag => {
    expect(tagOf(ImageTag.fixed(tag)).tag).toBe(tag);
  });

  test.each(['', '.a', '-a', 'a b', 'a/b', 'a:b', 'a+b', 'a@b', 'é', 'a\n', '$(id)', 'a'.repeat(129)])('is not %j', tag => {
    const message = `a tag must be 1 to 128 letters, digits, "_", "." and "-" and begin with neither "." nor "-", received ${JSON.stringify(tag)}`;
    expect(() => ImageTag.fixed(tag)).toThrow(`ImageTag.fixed(): ${message}`);
    expect(() => ImageTag.moving(tag)).toThrow(`ImageTag.moving(): ${message}`);
    expect(() => tagOf(ImageTag.contentHash(), { contentTag: tag })).toThrow(message);
  });

  test('is all that a tag can be, whatever is asked for', () => {
    holds(fc.property(fc.string(), fc.string(), (prefix, packageVersion) => {
      let tag = 'refused';
      try {
        tag = tagOf(ImageTag.packageVersion({ prefix }), { packageVersion }).tag;
      } catch (error) {
        expect((error as Error).name).toBe('DeliveryError');
      }
      expect(tag).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/);
      expect(tag).not.toMatch(/\n/);
    }));
  });
});

test.each(['cache-', 'cache-main', 'deployed-', 'deployed-1'])('%s is reserved', tag => {
  expect(() => ImageTag.fixed(tag)).toThrow(/tags that begin with "(cache|deployed)-" are reserved, received/);
  expect(() => ImageTag.moving(tag)).toThrow(/are reserved/);
  expect(() => tagOf(ImageTag.packageVersion({ prefix: tag }))).toThrow(/are reserved, received .*choose another tag or prefix/);
});

describe('a tag that is known only while deploying', () => {
  test('is passed through', () => {
    const parameter = new CfnParameter(new Stack(), 'Version').valueAsString;
    expect(tagOf(ImageTag.fixed(parameter)).tag).toBe(parameter);
    const { tag } = tagOf(ImageTag.moving(`v${parameter}`));
    expect(Token.isUnresolved(tag)).toBe(true);
  });

  test('is refused where it can be told to be reserved', () => {
    const parameter = new CfnParameter(new Stack(), 'Version').valueAsString;
    expect(() => ImageTag.fixed(`cache-${parameter}`)).toThrow(/are reserved/);
  });
});

describe('several tags', () => {
  test('keep their order', () => {
    const tags = [ImageTag.moving('latest'), ImageTag.packageVersion(), ImageTag.contentHash()];
    expect(resolveTags(tags, SUBJECT)).toEqual([
      { tag: 'latest', moving: true }, { tag: '1.4.2', moving: false }, { tag: '0123abcd', moving: false },
    ]);
  });

  test('differ from one another, also where they come from different sources', () => {
    expect(() => resolveTags([ImageTag.packageVersion(), ImageTag.moving('1.4.2')], SUBJECT)).toThrow('tags must be different from one another, received "1.4.2" twice');
  });

  test.each([0, 21])('are not %d', count => {
    const tags = Array.from({ length: count }, (_, index) => ImageTag.fixed(`v${index}`));
    expect(() => resolveTags(tags, SUBJECT)).toThrow(`tags must hold 1 to 20 tags, received ${count}`);
  });
});
